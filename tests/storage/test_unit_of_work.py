"""One way to write: all of an operation with its row of history, or nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.conftest import AUDIT_KEY, KEY, Clock
from vertrouwen.domain.errors import DomainError
from vertrouwen.storage.errors import StorageError
from vertrouwen.storage.unit_of_work import FIRST_LINK, Store, link
from vertrouwen.vault import database

CANARY = "Roosmarijn"


def add_organisation(store: Store, name: str) -> None:
    with store.operation("add_organisation", subject="organisation") as tx:
        tx.subject_id = tx.insert("organisation", name=name, country="NL")


def test_an_operation_leaves_one_row_of_history(store: Store) -> None:
    add_organisation(store, "Linde")
    rows = store.read("SELECT id, at, actor, operation, subject, subject_id FROM history")
    assert rows == [(1, "2025-06-16T10:30:00", "VP", "add_organisation", "organisation", 1)]


def test_an_operation_that_fails_leaves_nothing(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.operation("half") as tx:
        tx.insert("organisation", name="Linde", country="NL")
        _ = 1 / 0
    assert store.read("SELECT * FROM organisation") == []
    assert store.read("SELECT * FROM history") == []
    add_organisation(store, "Linde")


def test_nothing_is_written_outside_an_operation(store: Store) -> None:
    assert not hasattr(store, "execute")
    assert not hasattr(store, "insert")


def test_the_chain_follows_from_the_key_and_every_row(store: Store) -> None:
    for name in ("Linde", "Eik", "Beuk"):
        add_organisation(store, name)
    rows = store.read(
        "SELECT id, at, actor, operation, case_id, subject, subject_id, chain FROM history"
    )
    previous = FIRST_LINK
    for row in rows:
        assert row[7] == link(AUDIT_KEY, previous, row[:7])
        assert row[7] != link(bytes(32), previous, row[:7])
        previous = row[7]
    assert store.head() == (3, previous)
    assert store.first_broken_link() is None


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE history SET actor = 'X' WHERE id = 2",
        "UPDATE history SET at = '2020-01-01' WHERE id = 2",
        "UPDATE history SET chain = zeroblob(32) WHERE id = 2",
        "DELETE FROM history WHERE id = 2",
    ],
)
def test_a_changed_history_is_noticed(
    database_path: Path, connection: Any, store: Store, clock: Clock, tampering: str
) -> None:
    for name in ("Linde", "Eik", "Beuk"):
        add_organisation(store, name)
    connection.close()
    forger = database.connect(database_path, KEY)
    forger.execute("DROP TRIGGER history_is_not_changed")
    forger.execute("DROP TRIGGER history_is_kept")
    forger.execute(tampering)
    broken = Store(forger, AUDIT_KEY, "VP", clock).first_broken_link()
    forger.close()
    assert broken in (2, 3)


def test_a_rule_of_the_schema_comes_back_as_a_rule_of_the_practice(store: Store) -> None:
    add_organisation(store, CANARY)
    with pytest.raises(DomainError) as refused:
        add_organisation(store, CANARY.upper())
    assert (refused.value.code, refused.value.field) == ("organisation_exists", "name")


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        ("INSERT INTO organisation (name, country) VALUES (?, 'XX')", "rule_broken"),
        ("INSERT INTO unit (organisation_id, name) VALUES (99, ?)", "row_unknown"),
        ("INSERT INTO nowhere VALUES (?)", "database_refused"),
        ("ATTACH DATABASE ? AS other", "database_refused"),
    ],
)
def test_an_error_of_the_database_says_nothing_of_a_case(store: Store, sql: str, code: str) -> None:
    with pytest.raises(StorageError) as refused, store.operation("wrong") as tx:
        tx.execute(sql, (CANARY,))
    error: BaseException | None = refused.value
    assert refused.value.code == code
    assert error is not None
    assert error.__cause__ is None
    assert CANARY not in repr(error) + str(error.args) + str(refused.value.params)


def test_a_database_that_may_not_be_written_says_so(
    database_path: Path, connection: Any, clock: Clock
) -> None:
    connection.close()
    reading = database.connect(database_path, KEY, "mode=ro")
    with pytest.raises(StorageError) as refused:
        add_organisation(Store(reading, AUDIT_KEY, "VP", clock), "Linde")
    reading.close()
    assert refused.value.code == "folder_read_only"


def test_a_full_disk_is_named_and_loses_nothing(
    database_path: Path, connection: Any, clock: Clock
) -> None:
    connection.close()
    small = database.connect(database_path, KEY)
    pages = small.execute("PRAGMA page_count").fetchone()[0]
    small.execute(f"PRAGMA max_page_count={pages + 2}")
    store = Store(small, AUDIT_KEY, "VP", clock)
    add_organisation(store, "Linde")
    with pytest.raises(StorageError) as refused, store.operation("big") as tx:
        tx.insert("organisation", name="Eik", country="NL", note="x" * 100_000)
    assert refused.value.code == "disk_full"
    assert store.read("SELECT name FROM organisation") == [("Linde",)]
    small.close()


def test_a_full_disk_gets_room_for_the_next_save(connection: Any, clock: Clock) -> None:
    made: list[str] = []
    store = Store(connection, AUDIT_KEY, "VP", clock, make_room=lambda: made.append("room"))
    with pytest.raises(StorageError), store.operation("broken"):
        raise StorageError("rule_broken")
    assert made == []
    with pytest.raises(StorageError), store.operation("full"):
        raise StorageError("disk_full")
    assert made == ["room"]
    add_organisation(store, "Linde")


def test_what_is_written_stands_encrypted_in_the_file(
    database_path: Path, connection: Any, store: Store
) -> None:
    add_organisation(store, CANARY)
    connection.close()
    written = database_path.read_bytes()
    for encoding in ("utf-8", "utf-16-le", "cp1252"):
        assert CANARY.encode(encoding) not in written
    again = database.connect(database_path, KEY)
    assert again.execute("SELECT name FROM organisation").fetchall() == [(CANARY,)]
    again.close()
