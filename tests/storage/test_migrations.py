"""The schema is applied whole or not at all, and a newer one is left alone."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import KEY
from vertrouwen.storage import migrations
from vertrouwen.storage.errors import StorageError
from vertrouwen.storage.migrations import migrate, newest_version, statements, version_of
from vertrouwen.vault import database
from vertrouwen.vault.authorizer import Authorizer


@pytest.fixture
def fresh(tmp_path: Path) -> Any:
    path = tmp_path / "vault.db"
    database.create(path, KEY)
    connection = database.connect(path, KEY)
    database.harden(connection)
    yield connection
    connection.close()


def test_a_fresh_database_gets_every_migration(fresh: Any) -> None:
    assert migrate(fresh) == newest_version()
    assert version_of(fresh) == newest_version()
    assert fresh.execute("PRAGMA foreign_keys").fetchone()[0] == 1


def test_a_second_run_does_nothing(connection: Any) -> None:
    assert migrate(connection) == 0


def test_it_passes_the_ban_on_changes_of_structure_only_where_it_is_lifted(fresh: Any) -> None:
    authorizer = Authorizer(fresh)
    with pytest.raises(StorageError):
        migrate(fresh)
    assert version_of(fresh) == 0
    assert migrate(fresh, allow_schema_changes=authorizer.allow_schema_changes) > 0


def test_a_newer_schema_is_refused_without_touching_the_file(
    database_path: Path, empty_database: bytes
) -> None:
    connection = database.connect(database_path, KEY)
    connection.execute(f"PRAGMA user_version={newest_version() + 1}")
    connection.close()
    before = hashlib.sha256(database_path.read_bytes()).digest()
    connection = database.connect(database_path, KEY)
    with pytest.raises(StorageError) as refused:
        migrate(connection)
    connection.close()
    assert refused.value.code == "vault_newer"
    assert refused.value.params == {"found": newest_version() + 1, "known": newest_version()}
    assert hashlib.sha256(database_path.read_bytes()).digest() == before


@pytest.mark.parametrize(
    "broken",
    [
        "CREATE TABLE a (x);\nINSERT INTO nowhere VALUES (1);",
        "CREATE TABLE a (x);\nCREATE TABLE b (y REFERENCES a (x)",
    ],
)
def test_a_broken_migration_leaves_everything_as_it_was(
    fresh: Any, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    migrate(fresh)
    tables = fresh.execute("SELECT name FROM sqlite_master ORDER BY name").fetchall()
    good = migrations._scripts()
    monkeypatch.setattr(migrations, "_scripts", lambda: [*good, broken])
    with pytest.raises(StorageError):
        migrate(fresh)
    assert version_of(fresh) == len(good)
    assert fresh.execute("SELECT name FROM sqlite_master ORDER BY name").fetchall() == tables
    assert not fresh.in_transaction


def test_a_migration_that_breaks_a_reference_is_undone(
    fresh: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrate(fresh)
    good = migrations._scripts()
    loose = "INSERT INTO unit (organisation_id, name) VALUES (99, 'los');\n"
    monkeypatch.setattr(migrations, "_scripts", lambda: [*good, loose])
    with pytest.raises(StorageError) as refused:
        migrate(fresh)
    assert refused.value.code == "migration_breaks_references"
    assert fresh.execute("SELECT count(*) FROM unit").fetchone()[0] == 0


def test_a_trigger_stays_one_statement() -> None:
    script = "-- a;\nCREATE TRIGGER t AFTER INSERT ON a\nBEGIN\n  SELECT 1;\n  SELECT 2;\nEND;\n"
    assert len(list(statements(script + "CREATE TABLE b (x);\n-- the end"))) == 2
