"""The second wall: the database alone refuses, whatever the program does."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3

from tests.gate.attempts import SETTING, THE_PAST, WITHOUT_GROUND
from vertrouwen import storage

SCHEMA = sorted((Path(storage.__file__).parent / "schema").glob("*.sql"))
TABLES = [
    "organisation",
    "case_file",
    "case_gone",
    "case_closing",
    "deadline",
    "draft",
    "contact",
    "party",
    "reporter",
    "note",
    "consent",
    "step",
    "breach",
    "step_carried_out",
    "step_stopped",
    "edition",
    "edition_figure",
    "edition_withdrawn",
    "frozen_case",
    "frozen_case_gone",
    "report_secret",
    "import_run",
    "history",
    "search_entry",
]


def _run(connection: Any, script: str) -> None:
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            connection.execute(statement)
            statement = ""


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The setting as the bytes of an encrypted file, so that each attempt starts from the same."""
    path = tmp_path_factory.mktemp("gate") / "practice.db"
    connection = sqlcipher3.connect(str(path), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{'11' * 32}'\"")
    for file in SCHEMA:
        _run(connection, file.read_text(encoding="utf-8"))
    _run(connection, SETTING)
    connection.close()
    return path.read_bytes()


@pytest.fixture(
    params=[(1, 1), (0, 0), (0, 1), (1, 0)],
    ids=["guarded", "nothing on", "no foreign keys", "no recursive triggers"],
)
def raw(request: pytest.FixtureRequest, image: bytes, tmp_path: Path) -> Iterator[Any]:
    """A bare connection without an authorizer, its guards on or off as given."""
    path = tmp_path / "practice.db"
    path.write_bytes(image)
    connection = sqlcipher3.connect(str(path), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{'11' * 32}'\"")
    foreign_keys, recursive = request.param
    connection.execute(f"PRAGMA foreign_keys = {foreign_keys}")
    connection.execute(f"PRAGMA recursive_triggers = {recursive}")
    yield connection
    connection.close()


def _content(connection: Any) -> dict[str, list[Any]]:
    return {t: connection.execute(f"SELECT * FROM {t} ORDER BY 1").fetchall() for t in TABLES}


@pytest.mark.parametrize("attempt", WITHOUT_GROUND.values(), ids=WITHOUT_GROUND.keys())
def test_no_statement_carries_out_a_step_without_its_ground(raw: Any, attempt: str) -> None:
    before = _content(raw)
    with pytest.raises(sqlcipher3.DatabaseError):
        raw.execute(attempt).fetchall()
    assert _content(raw) == before


@pytest.mark.parametrize("attempt", THE_PAST.values(), ids=THE_PAST.keys())
def test_no_statement_changes_the_past(raw: Any, attempt: str) -> None:
    before = _content(raw)
    with pytest.raises(sqlcipher3.DatabaseError):
        raw.execute(attempt).fetchall()
    assert _content(raw) == before


def test_the_same_statements_pass_where_the_ground_is_there(raw: Any) -> None:
    raw.execute(
        "INSERT INTO step_carried_out (step_id, carried_out_on, consent_id, recorded_on)"
        " VALUES (1, '2026-01-31', 1, '2026-02-03')"
    )
    raw.execute(
        "INSERT INTO step_carried_out (step_id, carried_out_on, breach_id, recorded_on)"
        " VALUES (9, '2026-01-15', 1, '2026-01-15')"
    )
    raw.execute(
        "INSERT INTO step (id, case_id, kind, recipient, recorded_on)"
        " VALUES (20, 1, 'advies', 'melder', '2026-01-10')"
    )
    raw.execute(
        "INSERT INTO step_carried_out (step_id, carried_out_on, recorded_on)"
        " VALUES (20, '2026-01-15', '2026-01-15')"
    )


def test_a_withdrawal_stops_every_pending_step_of_its_act_and_no_other(raw: Any) -> None:
    raw.execute(
        "INSERT INTO consent (case_id, kind, recipient, answer, dated_on, recorded_on)"
        " VALUES (1, 'overleg_hr', 'hr', 'ingetrokken', '2026-01-21', '2026-01-21')"
    )
    stopped = raw.execute("SELECT step_id FROM step_stopped WHERE reason = 'ingetrokken'")
    assert [row[0] for row in stopped] == [1]


def test_withdrawing_the_file_stops_everything_towards_others_and_erases_names(raw: Any) -> None:
    raw.execute(
        "INSERT INTO consent (case_id, kind, recipient, answer, dated_on, form, recorded_on)"
        " VALUES (1, 'dossier_bijhouden', 'vp', 'gegeven', '2026-01-05', 'email', '2026-01-05')"
    )
    raw.execute(
        "INSERT INTO reporter (case_id, identity, name, reach, recorded_on)"
        " VALUES (1, 'bekend', 'Vera Verzonnen', 'thuis', '2026-01-06')"
    )
    raw.execute("UPDATE party SET name = 'Piet Pennestreek', recorded_on = '2026-01-06' WHERE id=1")
    raw.execute(
        "INSERT INTO consent (case_id, kind, recipient, answer, dated_on, recorded_on)"
        " VALUES (1, 'dossier_bijhouden', 'vp', 'ingetrokken', '2026-01-22', '2026-01-22')"
    )
    pending = raw.execute("SELECT kind FROM step_pending WHERE case_id = 1").fetchall()
    assert pending == [("advies",)]
    assert raw.execute("SELECT name, reach FROM reporter WHERE case_id = 1").fetchall() == [
        (None, None)
    ]
    assert raw.execute("SELECT name FROM party WHERE id = 1").fetchall() == [(None,)]


def test_correcting_the_file_consent_away_erases_names_too(raw: Any) -> None:
    raw.execute(
        "INSERT INTO consent (id, case_id, kind, recipient, answer, dated_on, form, recorded_on)"
        " VALUES (50, 1, 'dossier_bijhouden', 'vp', 'gegeven', '2026-01-05', 'email', '2026-01-05')"
    )
    raw.execute(
        "INSERT INTO reporter (case_id, identity, name, recorded_on)"
        " VALUES (1, 'bekend', 'Vera Verzonnen', '2026-01-06')"
    )
    raw.execute(
        "INSERT INTO consent (case_id, kind, recipient, answer, dated_on, corrects, recorded_on)"
        " VALUES (1, 'dossier_bijhouden', 'vp', 'gevraagd', '2026-01-05', 50, '2026-01-07')"
    )
    assert raw.execute("SELECT name FROM reporter WHERE case_id = 1").fetchall() == [(None,)]


def test_closing_a_case_stops_its_pending_steps(raw: Any) -> None:
    raw.execute(
        "UPDATE case_file SET state = 'afgesloten', closed_on = '2026-01-30',"
        " closing_reason = 'afgerond' WHERE id = 1"
    )
    assert raw.execute("SELECT id FROM step_pending WHERE case_id = 1").fetchall() == []
    with pytest.raises(sqlcipher3.DatabaseError, match="case_is_closed"):
        raw.execute(
            "INSERT INTO step (case_id, kind, recipient, recorded_on)"
            " VALUES (1, 'brief', 'hr', '2026-01-31')"
        )


def test_a_closed_case_goes_with_everything_of_it_and_nothing_else(raw: Any) -> None:
    case_of_step = "(SELECT id FROM step WHERE case_id = 1)"
    whose = {t: "case_id = 1" for t in ("case_closing", "contact", "party", "reporter", "note")}
    whose |= {t: "case_id = 1" for t in ("consent", "step", "search_entry", "deadline")}
    whose |= {t: f"step_id IN {case_of_step}" for t in ("breach", "step_carried_out")}
    whose |= {"step_stopped": f"step_id IN {case_of_step}", "case_file": "id = 1"}
    whose |= {"draft": "key = 'case:1:note'", "case_gone": "case_id = 1"}
    raw.execute(
        "INSERT INTO consent (id, case_id, kind, recipient, answer, dated_on, form, recorded_on,"
        " shared) VALUES (50, 1, 'dossier_bijhouden', 'vp', 'gegeven', '2026-01-05', 'email',"
        " '2026-01-05', 'kanarie')"
    )
    raw.execute(
        "INSERT INTO note (case_id, kind, written_on, body)"
        " VALUES (1, 'dossier', '2026-01-10', 'kanarie')"
    )
    raw.execute(
        "INSERT INTO reporter (case_id, identity, name, recorded_on)"
        " VALUES (1, 'bekend', 'Vera Verzonnen', '2026-01-06')"
    )
    raw.execute(
        "INSERT INTO step (case_id, kind, recipient, purpose, recorded_on)"
        " VALUES (1, 'brief', 'hr', 'kanarie', '2026-01-10')"
    )
    raw.execute("INSERT INTO deadline (case_id, kind, due_on) VALUES (1, 'eigen', '2026-02-01')")
    raw.execute("INSERT INTO draft VALUES ('case:1:note', '{}', ''), ('case:11:note', '{}', '')")
    raw.execute(
        "UPDATE case_file SET state = 'afgesloten', closed_on = '2026-01-30',"
        " closing_reason = 'afgerond' WHERE id = 1"
    )
    others = {
        table: raw.execute(
            f"SELECT * FROM {table} WHERE NOT ({whose.get(table, '0')}) ORDER BY 1"
        ).fetchall()
        for table in TABLES
        if table != "frozen_case_gone"
    }
    # What one can do with less than the whole case, before and after.
    for piece in ("note", "consent", "step", "reporter", "case_closing"):
        with pytest.raises(sqlcipher3.DatabaseError):
            raw.execute(f"DELETE FROM {piece} WHERE case_id = 1")

    raw.execute("INSERT INTO case_gone VALUES (1, 2026, 1, '2026-02-01')")

    for table, where in whose.items():
        left = raw.execute(f"SELECT count(*) FROM {table} WHERE {where}").fetchone()[0]
        assert left == (1 if table == "case_gone" else 0), table
    assert raw.execute("SELECT frozen_id FROM frozen_case_gone").fetchall() == [(1,)]
    found = "SELECT count(*) FROM search_text WHERE search_text MATCH 'kanarie'"
    assert raw.execute(found).fetchone()[0] == 0
    raw.execute("INSERT INTO search_text (search_text) VALUES ('integrity-check')")
    for table, rows in others.items():
        where = whose.get(table, "0")
        kept = raw.execute(f"SELECT * FROM {table} WHERE NOT ({where}) ORDER BY 1").fetchall()
        assert kept == rows, table


def test_the_number_of_the_newest_case_is_not_given_again(raw: Any) -> None:
    new = (
        "INSERT INTO case_file (number_year, number_seq, organisation_id, opened_on,"
        " last_contact_on) VALUES (2026, 91, 1, '2026-01-05', '2026-01-05')"
    )
    raw.execute("INSERT INTO case_gone (case_id, gone_on) VALUES (7, '2026-02-01')")
    # Without a number of its own it would get 7, the one after the highest.
    with pytest.raises(sqlcipher3.DatabaseError, match="append_only"):
        raw.execute(new)


def test_there_are_at_least_sixty_attempts() -> None:
    assert len(WITHOUT_GROUND) + len(THE_PAST) >= 60
