"""On the program's own connection SQL reaches data, never structure and never other files."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from vertrouwen.vault.open_vault import OpenVault

REFUSED = [
    "ATTACH DATABASE 'leesbaar.db' AS leesbaar KEY ''",
    "ATTACH ':memory:' AS geheugen",
    "DETACH DATABASE main",
    "VACUUM",
    "VACUUM INTO 'leesbaar.db'",
    "SELECT load_extension('iets')",
    "SELECT sqlcipher_export('leesbaar')",
    "CREATE TABLE iets (a TEXT)",
    "CREATE TABLE iets AS SELECT * FROM note",
    "CREATE TEMP TABLE note (a TEXT)",
    "CREATE VIEW iets AS SELECT 1",
    "CREATE TEMP VIEW note AS SELECT 1",
    "CREATE TRIGGER iets AFTER INSERT ON note BEGIN SELECT 1; END",
    "CREATE TEMP TRIGGER iets AFTER INSERT ON note BEGIN SELECT 1; END",
    "CREATE INDEX iets ON note (text)",
    "CREATE VIRTUAL TABLE iets USING fts5 (a)",
    "DROP TABLE note",
    "DROP TRIGGER bewaker",
    "DROP TABLE note_fts",
    "ALTER TABLE note RENAME TO iets",
    "ALTER TABLE note ADD COLUMN iets TEXT",
    "ALTER TABLE note DROP COLUMN text",
    "ANALYZE",
    "REINDEX",
    "UPDATE sqlite_master SET sql = ''",
    "DELETE FROM sqlite_schema",
    "DELETE FROM sqlite_sequence",
    "PRAGMA foreign_keys=0",
    "PRAGMA recursive_triggers=0",
    "PRAGMA defer_foreign_keys=1",
    "PRAGMA user_version=9",
    "PRAGMA writable_schema=1",
    "PRAGMA ignore_check_constraints=1",
    "PRAGMA trusted_schema=1",
    "PRAGMA secure_delete=0",
    "PRAGMA synchronous=OFF",
    "PRAGMA journal_mode=WAL",
    "PRAGMA journal_mode=OFF",
    "PRAGMA locking_mode=NORMAL",
    "PRAGMA temp_store=1",
    "PRAGMA temp_store_directory='.'",
    "PRAGMA key='iets'",
    "PRAGMA rekey='iets'",
    "PRAGMA cipher_plaintext_header_size=32",
    "PRAGMA cipher_log='iets.log'",
    "PRAGMA cipher_profile='iets.log'",
    "PRAGMA legacy_alter_table=1",
    "SELECT * FROM pragma_journal_mode('WAL')",
]
ALLOWED = [
    "SELECT * FROM note",
    "INSERT INTO note (text) VALUES ('iets')",
    "INSERT INTO note_fts (rowid, text) VALUES (7, 'iets')",
    "SELECT snippet(note_fts, 0, '', '', '', 5) FROM note_fts WHERE note_fts MATCH 'iets'",
    "INSERT INTO note_fts (note_fts) VALUES ('optimize')",
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 3) SELECT * FROM n",
    "PRAGMA user_version",
    "PRAGMA foreign_keys",
    "PRAGMA data_version",
    "PRAGMA foreign_key_check",
    "PRAGMA integrity_check",
    "PRAGMA cipher_integrity_check",
    "SELECT * FROM pragma_table_info('note')",
    "SAVEPOINT a",
]


@pytest.fixture
def guarded(vault: OpenVault) -> OpenVault:
    with vault.allow_schema_changes():
        for statement in (
            "CREATE VIRTUAL TABLE note_fts USING fts5 (text)",
            "CREATE TABLE counted (id INTEGER PRIMARY KEY AUTOINCREMENT) STRICT",
            "CREATE INDEX note_text ON note (text)",
            "CREATE TRIGGER bewaker BEFORE DELETE ON note BEGIN SELECT RAISE(ABORT, 'blijft'); END",
        ):
            vault.connection.execute(statement)
    vault.connection.execute("INSERT INTO counted DEFAULT VALUES")
    return vault


@pytest.mark.parametrize("statement", REFUSED)
def test_this_is_refused(
    guarded: OpenVault, statement: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = guarded.connection.execute("SELECT * FROM sqlite_master").fetchall()
    with pytest.raises(dbapi2.DatabaseError):
        guarded.connection.execute(statement).fetchall()
    assert guarded.connection.execute("SELECT * FROM sqlite_master").fetchall() == before
    assert [path.name for path in tmp_path.iterdir()] == ["kluis"]


@pytest.mark.parametrize("statement", ALLOWED)
def test_this_is_allowed(guarded: OpenVault, statement: str) -> None:
    guarded.connection.execute(statement).fetchall()


def test_a_migration_may_change_the_schema_and_nothing_stays_open_after_it(
    vault: OpenVault,
) -> None:
    run = vault.connection.execute
    with vault.allow_schema_changes():
        run("PRAGMA foreign_keys=0")
        run("PRAGMA recursive_triggers=0")
        run("PRAGMA legacy_alter_table=1")
        run("CREATE TABLE iets (a TEXT) STRICT")
    assert run("PRAGMA foreign_keys").fetchone() == (1,)
    assert run("PRAGMA recursive_triggers").fetchone() == (1,)
    for statement in ("PRAGMA foreign_keys=0", "CREATE TABLE iets (a TEXT) STRICT"):
        with pytest.raises(dbapi2.DatabaseError):
            run(statement)


@pytest.mark.parametrize("statement", ["ATTACH ':memory:' AS m", "PRAGMA key='x'"])
def test_even_a_migration_reaches_no_other_file(vault: OpenVault, statement: str) -> None:
    with (
        vault.allow_schema_changes(),
        pytest.raises(dbapi2.DatabaseError, match=r"(not |)authoriz"),
    ):
        vault.connection.execute(statement)


def test_a_failed_migration_closes_the_door_too(vault: OpenVault) -> None:
    with pytest.raises(ZeroDivisionError), vault.allow_schema_changes():
        raise ZeroDivisionError
    with pytest.raises(dbapi2.DatabaseError):
        vault.connection.execute("CREATE TABLE iets (a TEXT)")


def test_a_statement_prepared_in_a_migration_is_asked_about_again(guarded: OpenVault) -> None:
    with guarded.allow_schema_changes():
        guarded.connection.execute("DELETE FROM sqlite_sequence")
    with pytest.raises(dbapi2.DatabaseError):
        guarded.connection.execute("DELETE FROM sqlite_sequence")
