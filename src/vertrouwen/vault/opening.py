"""Opening the database of a vault: what its files look like, which checks that asks for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from vertrouwen.vault import database
from vertrouwen.vault import folder as disk
from vertrouwen.vault.check import check_database
from vertrouwen.vault.errors import VaultError, disk_errors
from vertrouwen.vault.freshness import digest_of
from vertrouwen.vault.instance_lock import InstanceLock
from vertrouwen.vault.keys import MasterKey

if TYPE_CHECKING:
    from sqlcipher3.dbapi2 import Connection

SMALL_BYTES = 4 * 1024 * 1024
"""Up to this length the digest of a database is read before it opens; it takes milliseconds."""

UNREADABLE = frozenset({"database_damaged", "database_missing", "database_plaintext"})
"""What is wrong with a database whose key is right, so that it does not open."""
OUT_OF_STEP = frozenset({"journal_missing", "journal_foreign"})
"""What is wrong beside a database that would open, but not as the one that was closed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Traces:
    """What lay there before anything opened it.

    Args:
        was_closed: the last program closed the database, whatever came over it since.
        was_interrupted: a change was half done, and has been undone since.
        digest: SHA-256 of the database; None where a change was half done, and where a long
            file that looks untouched was not read yet.
        is_accepted: the adviser knows that it is out of step, and goes on.
    """

    was_closed: bool
    was_interrupted: bool
    digest: bytes | None
    is_accepted: bool


def traces_of(folder: Path, lock: InstanceLock, *, is_accepted: bool) -> Traces:
    """Look at a vault's database and its journal before SQLite does.

    Args:
        folder: the vault's folder.
        lock: held on it.
        is_accepted: the adviser knows about the journal and goes on: a foreign one is put aside.
    Raises:
        VaultError: `journal_missing` (the program died with the database open, and what SQLite
            needs to undo a half-done change is gone), `journal_foreign` (one lies beside a
            database that was closed, and would change it), `database_missing`,
            `database_damaged`, `database_plaintext` or an environment error.
    """
    path, journal = folder / disk.DATABASE, folder / disk.JOURNAL
    database.refuse_unusable(path)
    with disk_errors():
        is_there = journal.is_file()
        is_hot = _is_hot(journal)
        if lock.was_closed() and is_hot:
            if not is_accepted:
                raise VaultError("journal_foreign")
            journal.replace(folder / disk.JOURNAL_ASIDE)
            is_hot = False
        elif lock.needs_journal() and not is_there and not is_accepted:
            raise VaultError("journal_missing")
        is_read = not is_hot and (not lock.was_clean(path) or path.stat().st_size <= SMALL_BYTES)
    return Traces(
        was_closed=lock.was_closed(),
        was_interrupted=is_hot,
        digest=digest_of(path) if is_read else None,
        is_accepted=is_accepted,
    )


def connect_checked(
    path: Path,
    master_key: MasterKey,
    lock: InstanceLock,
    require_known: Callable[[int], None],
) -> tuple[Connection, bool]:
    """Connect to a database; unless it lies there as it was closed, check all of it first.

    Args:
        path: the database.
        master_key: its key, known to be right.
        lock: held on the vault.
        require_known: refuses a schema of a newer program.
    Returns:
        The connection, and whether the last program had died with the database open.
    Raises:
        VaultError: `vault_newer`, `database_damaged` or an environment error.
    """
    was_clean = lock.was_clean(path)
    # SQLite takes the journal away when it has undone what is in it: its absence tells nothing
    # from here on, also to the next program if this one dies now.
    if _is_hot(path.with_name(disk.JOURNAL)):
        _refuse_newer_as_it_lies(path, master_key, require_known)
        lock.expect_no_journal()
    connection = _connect(path, master_key, require_known)
    if was_clean:
        return connection, False
    connection.close()
    # Only now: what a newer program left is not touched.
    lock.expect_no_journal()
    has_crashed = lock.was_left_open()
    check_database(path, master_key.database_key, after_crash=has_crashed)
    return _connect(path, master_key, require_known), has_crashed


def mark_open(folder: Path, lock: InstanceLock) -> None:
    """Write durably that the database is open, with its journal beside it.

    SQLite makes the journal at the first write; made here, its absence after a crash means that
    somebody took it away.
    """
    journal = folder / disk.JOURNAL
    with disk_errors():
        is_new = not journal.exists()
        if is_new:
            disk.write_synced(journal, b"")
        # Whoever made an older one may have died before its name was durable.
        if is_new or lock.was_left_open():
            disk.fsync_folder(folder)
    lock.mark_open()


def _is_hot(journal: Path) -> bool:
    """Tell whether there is something to undo in a journal."""
    return journal.is_file() and journal.stat().st_size > 0


def _refuse_newer_as_it_lies(
    path: Path, master_key: MasterKey, require_known: Callable[[int], None]
) -> None:
    """Refuse a newer schema before anything that a newer program left half done is undone."""
    try:
        connection = database.connect(path, master_key.database_key, "mode=ro&immutable=1")
    except VaultError:  # half written: what it was can be told only once that is undone
        return
    try:
        require_known(database.schema_version(connection))
    finally:
        connection.close()


def _connect(path: Path, master_key: MasterKey, require_known: Callable[[int], None]) -> Connection:
    connection = database.connect(path, master_key.database_key)
    try:
        require_known(database.schema_version(connection))
    except VaultError:
        connection.close()
        raise
    return connection
