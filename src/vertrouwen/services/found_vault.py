"""A vault that opens no longer for work: looking at it, going on all the same, saving what is left.

Its key was found right before, so that none of these asks for a secret; and none of them deletes
or overwrites anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NoReturn

from vertrouwen.services.automatic_backup import backup_folders
from vertrouwen.services.destroy_case import begin_above
from vertrouwen.storage import salvaged_history
from vertrouwen.storage.errors import StorageError
from vertrouwen.storage.migrations import migrate
from vertrouwen.vault.found import read_found, salvage_found
from vertrouwen.vault.own_backups import OwnBackups
from vertrouwen.vault.salvage import remove_orphans
from vertrouwen.vault.succession import put_salvaged

if TYPE_CHECKING:
    from pathlib import Path

    from sqlcipher3.dbapi2 import Connection

    from vertrouwen.services.vault_access import Opened, VaultAccess
    from vertrouwen.vault.found import ReadableVault
    from vertrouwen.vault.salvage import Rescued, RowsRead
    from vertrouwen.vault.vault import VaultFolder

MAY_GO_ON = frozenset({"journal_foreign", "journal_missing", "vault_rolled_back"})
"""What is found in a vault that would open: the adviser may know why, and go on."""

_INNER_TABLES = frozenset({"draft", "search_entry"})
"""What follows from other rows, or was never confirmed: nothing one would miss by its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """What could not be read of one table.

    Args:
        table: its name.
        read: how many rows were read.
        at_most: how many rows are missing at most; None where nobody can tell.
    """

    table: str
    read: int
    at_most: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundBackup:
    """A backup that may take the place of the vault.

    Args:
        path: the container; its seal was held against the key of the vault, and its database
            against its digest.
        made_at: in UTC.
    """

    path: Path
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Salvaged:
    """A new vault with all that could be read.

    Args:
        place: where it lies, closed, beside the damaged one.
        rows: how many rows it has.
        lost: what could not be read.
        removed: by table, rows that were read but belong to a row that was lost; the damaged
            vault still has them.
    """

    place: VaultFolder
    rows: int
    lost: tuple[Lost, ...]
    removed: dict[str, int]


def refuse_writing() -> NoReturn:
    """Say that a vault that is only looked at is not written to.

    Raises:
        StorageError: `vault_read_only`.
    """
    raise StorageError("vault_read_only")


def lost_of(readable: ReadableVault) -> tuple[Lost, ...]:
    """Return what could not be read of a vault that is looked at."""
    return _lost(readable.rescued)


def look(access: VaultAccess, progress: RowsRead = lambda _rows: None) -> Opened:
    """Show what can be read; nothing can be changed, in memory or on the disk.

    Args:
        progress: called now and then with how many rows were read so far.

    Raises:
        VaultError: `nothing_readable`, or an environment error.
        StorageError: what was read cannot be shown.
    """
    return access.look_at(read_found(access.place, _migrate, progress))


def newest_backup(access: VaultAccess) -> FoundBackup | None:
    """Return the newest whole backup of this vault in the folders that the adviser chose.

    The folders stand in the vault itself: where those cannot be read, nothing is known.

    Raises:
        VaultError: `nothing_readable`, or an environment error.
        StorageError: what was read cannot be used.
    """
    place = access.place
    if place.found is None:
        return None
    readable = read_found(place, _migrate)
    try:
        folders = backup_folders(access.practice_of(readable))
    finally:
        readable.close()
    own = OwnBackups(place.path, place.found)
    newest = own.newest_whole(folder.path for folder in folders)
    if newest is None:
        return None
    return FoundBackup(path=newest.path, made_at=datetime.fromtimestamp(newest.made_at, UTC))


def go_on(access: VaultAccess, code: str) -> Opened:
    """Work with a vault that is not the one that was closed; history says that this was chosen.

    Args:
        code: what was found, one of `MAY_GO_ON`.

    Raises:
        VaultError: it cannot be opened after all.
    """
    place = access.place
    if place.found is None or code not in MAY_GO_ON:
        raise RuntimeError("there is nothing to go on with")
    opened = access.take(place.open_with_key(place.found, is_accepted=True))
    with opened.practice.store.operation("go_on_knowingly", subject=code):
        pass
    # The newer vault may have given the next numbers to cases that were destroyed.
    begin_above(opened.practice, access.opened_vault)
    if opened.practice.watch is not None:
        opened.practice.watch.take_as_it_is()
    return opened


def salvage(access: VaultAccess, progress: RowsRead = lambda _rows: None) -> Salvaged:
    """Make a new vault, beside the damaged one, of all that can be read.

    Args:
        progress: called now and then with how many rows were copied so far.

    Raises:
        VaultError: `nothing_readable`, `disk_full` or another reason why there is none.
    """
    removed: dict[str, int] = {}

    def mend(copy: Connection, audit_key: bytes) -> None:
        removed.update(remove_orphans(copy))
        salvaged_history.mend(copy, audit_key, datetime.now().astimezone())

    place, rescued = salvage_found(access.place, _migrate, mend, progress)
    return Salvaged(
        place=place,
        rows=sum(table.rows for table in rescued) - sum(removed.values()),
        lost=_lost(rescued),
        removed={name: count for name, count in removed.items() if name not in _INNER_TABLES},
    )


def work_with(access: VaultAccess, salvaged: Salvaged) -> Opened:
    """Put the salvaged vault in the place of the damaged one, which is moved aside.

    Raises:
        VaultError: why that did not happen; both lie where they lay, or the next start does it.
    """
    place = access.place
    found = place.found
    if found is None:
        raise RuntimeError("there is nothing to go on with")
    put_salvaged(place, salvaged.place.path)
    opened = access.take(place.open_with_key(found, is_accepted=True))
    # The numbers of lost cases stand in history still, and in what the damaged vault has of them.
    begin_above(opened.practice, access.opened_vault)
    if opened.practice.watch is not None:
        opened.practice.watch.take_as_it_is()
    return opened


def _migrate(connection: Connection, version: int) -> None:
    migrate(connection, until=version)


def _lost(rescued: tuple[Rescued, ...]) -> tuple[Lost, ...]:
    return tuple(
        Lost(table=table.table, read=table.rows, at_most=table.lost_at_most or None)
        for table in rescued
        if not table.is_whole and table.table not in _INNER_TABLES
    )
