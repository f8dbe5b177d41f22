"""Bringing in a registration: what comes in, what stays out, and the way back."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Clock
from vertrouwen.services.edit_organisations import NewOrganisation, add_organisation
from vertrouwen.services.import_registration import (
    Answers,
    Decisions,
    Registration,
    RowDecision,
    can_undo_import,
    cells_in_doubt,
    confirmed,
    duplicates_in_vault,
    import_cases,
    import_registration,
    left_out,
    preview,
    remembered_mapping,
    rows_to_import,
    undo_import,
    with_mapping,
)
from vertrouwen.services.practice import Practice
from vertrouwen.services.settings import set_setting
from vertrouwen.storage.unit_of_work import Store

SAMPLES = Path(__file__).parents[1] / "imports" / "samples"
WORKBOOK, TABLE = "registratie-2023-2025.xlsx", "registratie-2025.csv"
CANARIES = ("testnaam", "06-00000417", "31-12-1899", "voorbeeld.invalid")
"""What every name, number and address planted in the samples contains, in small letters."""
_ADMINISTRATION = ("history", "import_run", "import_mapping")


class _StopError(Exception):
    """The adviser wants it to stop."""


@pytest.fixture
def clock() -> Clock:
    return Clock(at=datetime(2026, 1, 15, 9, 0))


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    return Path(shutil.copy(SAMPLES / WORKBOOK, tmp_path))


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SAMPLES / "truth.json").read_text(encoding="utf-8"))
    return found


def _names(truth: dict[str, Any]) -> dict[str, str]:
    return {code: entry["naam"] for code, entry in truth["organisaties"].items()}


def _tables(store: Store) -> dict[str, list[Any]]:
    """Return the contents of every table, the search index included."""
    names = [
        name
        for (name,) in store.read("SELECT name FROM sqlite_master WHERE type = 'table'")
        if name not in _ADMINISTRATION and not name.startswith("sqlite_")
    ]
    shadows = ("_data", "_idx", "_docsize", "_content", "_config")
    return {
        name: sorted(store.read(f"SELECT * FROM {name}"), key=repr)
        for name in names
        if not name.endswith(shadows)
    }


def _settled(practice: Practice, path: Path) -> Registration:
    """Return the file as it is after the table of words is confirmed."""
    found = preview(practice, path)
    return with_mapping(practice, found, confirmed(found))


@pytest.mark.parametrize("name", [WORKBOOK, TABLE])
def test_as_many_cases_come_in_per_client_and_year_as_the_truth_counts(
    practice: Practice, store: Store, truth: dict[str, Any], name: str
) -> None:
    registration = _settled(practice, SAMPLES / name)
    import_cases(
        practice,
        rows_to_import(registration.preview),
        registration.signature,
        registration.answers.to_json(),
    )
    counted: dict[str, dict[str, tuple[int, int, int]]] = {}
    for client, year, n, minutes, talks in store.read(
        "SELECT o.name, substr(c.opened_on, 1, 4), count(*), sum(ifnull(k.minutes, 0)),"
        " sum(ifnull(k.talks, 0)) FROM case_file AS c JOIN organisation AS o"
        " ON o.id = c.organisation_id JOIN contact AS k ON k.case_id = c.id GROUP BY 1, 2"
    ):
        counted.setdefault(client, {})[year] = (n, minutes, talks)
    expected: dict[str, dict[str, tuple[int, int, int]]] = {}
    for row in truth["bestanden"][name]["regels"]:
        facts = row["na_import"]
        if row["telt_na_import"]:
            years = expected.setdefault(_names(truth)[facts["organisatie"]], {})
            n, minutes, talks = years.get(str(facts["jaar"]), (0, 0, 0))
            years[str(facts["jaar"])] = (
                n + 1,
                minutes + (facts["minuten"] or 0),
                talks + (facts["aantal_gesprekken"] or 0),
            )
    assert counted == expected


def test_the_coded_facts_of_every_row_are_those_of_the_truth(
    practice: Practice, store: Store, truth: dict[str, Any]
) -> None:
    registration = _settled(practice, SAMPLES / WORKBOOK)
    import_cases(practice, rows_to_import(registration.preview), "s", "{}")
    stored = {
        (organisation, opened, kind, track, role, relation, channel, outcome)
        for organisation, opened, kind, track, role, relation, channel, outcome in store.read(
            "SELECT o.name, opened_on, kind, track, role, relation, channel, outcome"
            " FROM case_file AS c JOIN organisation AS o ON o.id = c.organisation_id"
        )
    }
    for row in truth["bestanden"][WORKBOOK]["regels"]:
        facts = row["na_import"]
        if row["telt_na_import"] and facts["datum"]:
            assert (
                _names(truth)[facts["organisatie"]],
                facts["datum"],
                facts["soort_contact"],
                facts["spoor"],
                facts["rol_melder"],
                facts["relatie_aangeklaagde"],
                facts["kanaal"],
                facts["uitkomst"],
            ) in stored, row["rij"]


def test_blocked_rows_stay_out_and_are_named(practice: Practice, truth: dict[str, Any]) -> None:
    done = import_registration(practice, SAMPLES / WORKBOOK)
    blocked = {
        row["rij"]
        for row in truth["bestanden"][WORKBOOK]["regels"]
        if any(flag["niveau"] == "blokkerend" for flag in row["vlaggen"])
    }
    assert {row for _sheet, row in done.left_out} == blocked
    assert done.cases == 191 - len(blocked)


def test_a_blocked_row_comes_in_as_the_adviser_decides(practice: Practice) -> None:
    registration = preview(practice, SAMPLES / WORKBOOK)
    first = left_out(registration.preview)[0]
    answer = RowDecision(changes={"day": datetime(2023, 10, 2).date()})
    decisions = Decisions(rows={(first.sheet, first.row): answer})
    cases = rows_to_import(registration.preview, decisions)
    assert [c.opened_on.isoformat() for c in cases if c.source_row == first.row] == ["2023-10-02"]
    assert len(left_out(registration.preview, decisions)) == 8


def test_a_consent_in_the_sheet_comes_in_as_a_personal_note_and_as_nothing_else(
    practice: Practice, store: Store
) -> None:
    import_registration(practice, SAMPLES / WORKBOOK)
    assert store.read_one("SELECT count(*) FROM consent") == (0,)
    kinds = dict(store.read("SELECT kind, count(*) FROM note GROUP BY kind"))
    assert set(kinds) == {"persoonlijk"}
    said = store.read("SELECT 1 FROM note WHERE body LIKE '%Toestemming volgens%' LIMIT 1")
    assert said


def test_no_planted_name_becomes_a_coded_fact_or_a_name_of_a_client_or_unit(
    practice: Practice, store: Store
) -> None:
    import_registration(practice, SAMPLES / WORKBOOK)
    for table, rows in _tables(store).items():
        if table == "note" or table.startswith("search"):
            continue
        text = repr(rows).casefold()
        for canary in CANARIES:
            assert canary not in text, table


def test_undoing_puts_every_table_back(practice: Practice, store: Store) -> None:
    add_organisation(practice, NewOrganisation(name="Gemeente Drieslootermeer", country="NL"))
    before = _tables(store)
    done = import_registration(practice, SAMPLES / WORKBOOK)
    assert _tables(store) != before
    run = can_undo_import(practice)
    assert run is not None and run.id == done.subject_id and run.rows == done.cases
    undo_import(practice, run.id)
    after = _tables(store)
    # Only the numbers of the cases are not given to others: a backup may hold these still.
    assert [row[1] for row in after.pop("case_gone")] == [None]
    assert before.pop("case_gone") == []
    assert after == before
    assert can_undo_import(practice) is None
    assert store.first_broken_link() is None


def test_a_change_after_the_import_forbids_undoing_it(practice: Practice, store: Store) -> None:
    done = import_registration(practice, SAMPLES / TABLE)
    set_setting(practice, "theme", "dark")
    assert can_undo_import(practice) is not None
    add_organisation(practice, NewOrganisation(name="Hogeschool De Linde", country="NL"))
    assert can_undo_import(practice) is None
    before = _tables(store)
    with pytest.raises(Exception) as refused:
        undo_import(practice, done.subject_id or 0)
    assert getattr(refused.value, "code", "") == "import_cannot_be_undone"
    assert _tables(store) == before


@pytest.fixture
def long_table(tmp_path: Path) -> Path:
    """A table of 1,500 rows, long enough to be asked on the way whether to go on."""
    path = tmp_path / "lang.csv"
    header = "Nr;Datum;Organisatie;Soort contact;Aard melding"
    rows = (f"2025-{n:04d};06-01-2025;Zorghuis De Kwartelhoorn;melding;pesten" for n in range(1500))
    path.write_text("\n".join([header, *rows]), encoding="utf-8")
    return path


def _stop(done: int, total: int) -> None:
    raise _StopError


def test_stopping_while_it_is_read_writes_nothing(
    practice: Practice, store: Store, long_table: Path
) -> None:
    head = store.head()
    with pytest.raises(_StopError):
        preview(practice, long_table, _stop)
    assert store.head() == head


def test_stopping_while_it_is_stored_writes_nothing(practice: Practice, store: Store) -> None:
    before, head = _tables(store), store.head()
    registration = preview(practice, SAMPLES / TABLE)
    with pytest.raises(_StopError):
        cases = rows_to_import(registration.preview)
        import_cases(practice, cases, registration.signature, "{}", _stop)
    assert _tables(store) == before
    assert store.head() == head
    assert can_undo_import(practice) is None
    assert remembered_mapping(practice, registration.signature) is None


def test_reading_changes_neither_the_file_nor_the_practice(
    practice: Practice, store: Store, sample: Path
) -> None:
    before, head = sample.read_bytes(), store.head()
    registration = preview(practice, sample)
    cells_in_doubt(registration)
    duplicates_in_vault(practice, registration)
    assert sample.read_bytes() == before
    assert store.head() == head
    assert [path.name for path in sample.parent.iterdir() if path.suffix != ".db"] == [WORKBOOK]


def test_what_was_settled_about_a_source_is_remembered(practice: Practice, sample: Path) -> None:
    first = preview(practice, sample)
    assert not first.is_remembered
    answers = replace(
        confirmed(first),
        columns={"Kanaal": None},
        labels={"role": {"BBL-leerling": ("stagiair",)}},
    )
    cases = rows_to_import(with_mapping(practice, first, answers).preview)
    import_cases(practice, cases, first.signature, answers.to_json())
    again = preview(practice, sample)
    assert again.is_remembered
    assert again.answers == answers
    assert {row.channel for row in again.preview.rows} == {"onbekend"}
    assert any(row.role == "stagiair" for row in again.preview.rows)


def test_a_mapping_that_cannot_be_read_counts_as_none(practice: Practice) -> None:
    import_cases(practice, [], "s", '{"version": 99}')
    assert remembered_mapping(practice, "s") is None
    assert remembered_mapping(practice, "never seen") is None


def test_rows_that_are_in_the_practice_already_are_found_and_left_out(practice: Practice) -> None:
    first = import_registration(practice, SAMPLES / WORKBOOK)
    registration = preview(practice, SAMPLES / WORKBOOK)
    twins = duplicates_in_vault(practice, registration)
    assert len(twins) >= first.cases
    row = registration.preview.rows[0]
    assert str(twins[row.sheet, row.row]) == row.number
    second = import_registration(practice, SAMPLES / WORKBOOK)
    assert second.cases == 0
    assert len(second.left_out) == len(registration.preview.rows)


def test_the_adviser_may_bring_a_duplicate_in_after_all(practice: Practice) -> None:
    import_registration(practice, SAMPLES / TABLE)
    row = preview(practice, SAMPLES / TABLE).preview.rows[0]
    kept = Decisions(rows={(row.sheet, row.row): RowDecision(keep=True)})
    done = import_registration(practice, SAMPLES / TABLE, kept)
    assert (done.cases, done.renumbered) == (1, 1)


def test_a_row_in_doubt_is_shown_with_what_the_file_says(practice: Practice) -> None:
    registration = preview(practice, SAMPLES / WORKBOOK)
    cells = cells_in_doubt(registration)
    assert cells["Registratie", 75]["datum"] == "31-02-2024"
    assert "Drieslootermeer" in cells["Registratie", 188]["organisatie"]


@pytest.mark.parametrize("name", ["02-eigenlijk-pdf.xlsx", "07-leeg.csv", "01-afgebroken.xlsx"])
def test_a_bad_file_has_its_code_and_writes_nothing(
    practice: Practice, store: Store, name: str
) -> None:
    head = store.head()
    with pytest.raises(Exception) as refused:
        import_registration(practice, SAMPLES / "bad" / name)
    assert getattr(refused.value, "code", "")
    assert store.head() == head


def test_answers_survive_being_kept_as_text(practice: Practice) -> None:
    answers = confirmed(preview(practice, SAMPLES / WORKBOOK))
    assert Answers.from_json(answers.to_json()) == answers
