"""Practices of every size, twice: in a vault, and in a plain file of the same content."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from sqlcipher3 import dbapi2

from tests.bench.fill import fill
from vertrouwen.bootstrap import ACTOR, VAULT, local_now
from vertrouwen.services.practice import COUNTRY_SETTING, NAME_SETTING, Practice
from vertrouwen.services.vocabulary import load_vocabulary
from vertrouwen.storage.migrations import migrate, newest_version
from vertrouwen.storage.unit_of_work import Store
from vertrouwen.vault import database, key_file, recovery_code
from vertrouwen.vault.instance_lock import InstanceLock
from vertrouwen.vault.open_vault import OpenVault
from vertrouwen.vault.slots import SlotType
from vertrouwen.vault.vault import VaultFolder

NOTES_PER_CASE = 10
PASSPHRASE = "een verzonnen wachtzin voor de meting"
_QUICK_FILL = (
    "journal_mode=OFF",
    "synchronous=OFF",
    "locking_mode=EXCLUSIVE",
    "cache_size=-524288",
    "foreign_keys=0",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """One practice, twice.

    Args:
        cases: how many.
        data: folder for `--data`, with the vault in it.
        code: its recovery code.
        plain: the same practice in an unencrypted file.
    """

    cases: int
    data: Path
    code: str
    plain: Path

    @property
    def folder(self) -> VaultFolder:
        """The place of the vault."""
        return VaultFolder(self.data / VAULT, newest_schema=newest_version())

    @contextmanager
    def vault(self) -> Iterator[tuple[OpenVault, Practice]]:
        """Open the vault as the program does."""
        opened = self.folder.open_with_recovery_code(self.code)
        try:
            yield opened, practice_of(opened.connection, opened.audit_key)
        finally:
            opened.close()

    def plain_connection(self) -> dbapi2.Connection:
        """Open the plain file with SQLite's own defaults, but for the same cache."""
        connection = dbapi2.connect(
            f"file:{quote(self.plain.as_posix())}?mode=rw", uri=True, isolation_level=None
        )
        connection.execute(f"PRAGMA cache_size=-{database.CACHE_KIB}")
        return connection

    @contextmanager
    def plain_practice(self) -> Iterator[Practice]:
        """Open the plain file, for the same use cases."""
        connection = self.plain_connection()
        try:
            yield practice_of(connection, bytes(32))
        finally:
            connection.close()


def practice_of(connection: dbapi2.Connection, audit_key: bytes) -> Practice:
    """Return the practice in an open database."""
    store = Store(connection, audit_key, ACTOR, local_now)
    return Practice(store, load_vocabulary(), local_now)


def make(place: Path, cases: int) -> Filled:
    """Make a practice of a size, in the vault and in the plain file.

    Args:
        place: an empty folder.
    """
    code = recovery_code.generate()
    filled = Filled(cases=cases, data=place / "data", code=code, plain=place / "plain.db")
    opened = filled.folder.create(recovery_code=code, passphrase=PASSPHRASE, device=None)
    opened.close()
    scratch = place / "scratch.db"
    keys, _ = key_file.read_either(filled.folder.path)
    master_key = keys.unlock(SlotType.RECOVERY, recovery_code.parse(code).secret)
    # The vault's own key, so that its history is in order when the program checks it.
    _fill(scratch, cases, master_key.audit_key)
    path = filled.folder.path / "vault.db"
    path.unlink()
    # Both are copied from the scratch file, so that both have their pages in the same order.
    _export(scratch, path, f"x'{master_key.database_key.hex()}'")
    _export(scratch, filled.plain, "")
    scratch.unlink()
    lock = InstanceLock(filled.folder.path / "vault.lock")
    lock.mark_clean(path)
    lock.release()
    return filled


def _fill(path: Path, cases: int, audit_key: bytes) -> None:
    connection = dbapi2.connect(str(path), isolation_level=None)
    for pragma in _QUICK_FILL:
        connection.execute(f"PRAGMA {pragma}").fetchall()
    migrate(connection)
    connection.execute("PRAGMA foreign_keys=0")
    store = Store(connection, audit_key, ACTOR, local_now)
    with store.operation("profile") as tx:
        tx.execute_many(
            "INSERT INTO setting (key, value) VALUES (?, ?)",
            [(NAME_SETTING, "Vera Voorbeeld"), (COUNTRY_SETTING, "NL")],
        )
    # A million notes go in without their triggers, and the search index is built at once: the
    # content is the same.
    triggers = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN"
        " ('note', 'search_entry')"
    ).fetchall()
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    fill(store, cases, NOTES_PER_CASE, seed=1)
    connection.execute("BEGIN")
    connection.execute(
        "INSERT INTO search_entry (case_id, source, source_id, body)"
        " SELECT case_id, 'note', id, body FROM note ORDER BY id"
    )
    connection.execute("INSERT INTO search_text (search_text) VALUES ('rebuild')")
    connection.execute("COMMIT")
    for _, sql in triggers:
        connection.execute(sql)
    connection.close()


def _export(source: Path, target: Path, key: str) -> None:
    connection = dbapi2.connect(str(source), isolation_level=None)
    connection.execute(f"PRAGMA cache_size=-{database.CACHE_KIB}")
    connection.execute("ATTACH ? AS target KEY ?", (str(target), key))
    connection.execute("PRAGMA target.journal_mode=OFF").fetchall()
    connection.execute("PRAGMA target.synchronous=OFF")
    connection.execute("SELECT sqlcipher_export('target')").fetchall()
    connection.execute(f"PRAGMA target.user_version={newest_version()}")
    connection.execute(f"PRAGMA target.application_id={database.APPLICATION_ID}")
    connection.execute("DETACH target")
    connection.close()


def some_ids(practice: Practice, count: int) -> list[int]:
    """Return the ids of some cases, spread over the practice in no order."""
    last = practice.store.read("SELECT max(id) FROM case_file")[0][0]
    return [1 + secrets.randbelow(last) for _ in range(count)]
