"""What can still be done with a vault whose key is right and whose database is damaged or older.

Nothing here changes a byte of it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from vertrouwen.vault import database, key_file
from vertrouwen.vault import folder as disk
from vertrouwen.vault.check import check_database
from vertrouwen.vault.errors import VaultError, disk_errors, from_database_error
from vertrouwen.vault.keys import MasterKey
from vertrouwen.vault.remembered import DestroyedIds
from vertrouwen.vault.salvage import Rescued, RowsRead, copy_readable
from vertrouwen.vault.schema_repair import Entry, entries_of, repaired_copy
from vertrouwen.vault.slots import SlotInfo
from vertrouwen.vault.vault import VaultFolder

if TYPE_CHECKING:
    from sqlcipher3.dbapi2 import Connection

Migrate = Callable[["Connection", int], object]
"""Brings an empty database to a version of the schema."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadableVault:
    """What can be read of a vault, in memory: writing there changes no file.

    Args:
        connection: in autocommit, without an encrypted file behind it.
        audit_key: the key of the record chain.
        slots: the ways in, without anything secret.
        rescued: what became of each table.
        destroyed: the cases that were destroyed in this vault, as the key file remembers.
    """

    connection: Connection
    audit_key: bytes
    slots: tuple[SlotInfo, ...]
    rescued: tuple[Rescued, ...]
    destroyed: DestroyedIds

    def note_destroyed(self, case_ids: Iterable[int]) -> None:
        """Leave the key file as it is: it is only looked at."""

    def close(self) -> None:
        """Let go of what was read."""
        self.connection.close()


def read_found(
    folder: VaultFolder, migrate: Migrate, progress: RowsRead = lambda _rows: None
) -> ReadableVault:
    """Copy what can be read of a vault into memory.

    Args:
        folder: its place; the key was found right.
        migrate: brings an empty database to a schema.
        progress: called now and then with how many rows were read so far.
    Raises:
        VaultError: `nothing_readable`, `vault_newer` or an environment error.
    """
    from sqlcipher3 import dbapi2

    master_key = _key_of(folder)
    connection = dbapi2.connect(":memory:", isolation_level=None, check_same_thread=False)
    try:
        rescued = _copied(folder, master_key, connection, migrate, lambda _copy: None, progress)
        folder.require_known(database.schema_version(connection))
    except VaultError:
        connection.close()
        raise
    return ReadableVault(
        connection=connection,
        audit_key=master_key.audit_key,
        slots=folder.slots(),
        rescued=rescued,
        destroyed=key_file.read_either(folder.path)[0].destroyed,
    )


def salvage_found(
    folder: VaultFolder,
    migrate: Migrate,
    mend: Callable[[Connection, bytes], None],
    progress: RowsRead = lambda _rows: None,
) -> tuple[VaultFolder, tuple[Rescued, ...]]:
    """Make a vault of what can be read, with the same ways in, in a new folder beside.

    Args:
        folder: the damaged vault; it is left as it is.
        migrate: brings an empty database to a schema.
        mend: gets the copied rows, while nothing guards them yet, and the key of the chain.
        progress: called now and then with how many rows were copied so far.
    Returns:
        The new vault's place, closed, and what became of each table.
    Raises:
        VaultError: `nothing_readable`, `vault_newer` or an environment error; nothing is made.
    """
    master_key = _key_of(folder)
    keys, _ = key_file.read_either(folder.path)
    stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
    target = VaultFolder(folder.path.with_name(f"{folder.path.name}-{disk.SALVAGED}-{stamp}"))
    rescued: tuple[Rescued, ...] = ()

    def fill(path: Path) -> None:
        nonlocal rescued
        database.create(path, master_key.database_key)
        rescued = _copy_into(folder, path, master_key, migrate, mend, progress)
        check_database(path, master_key.database_key)
        with disk_errors(), path.open("rb+") as file:
            os.fsync(file.fileno())

    target.build(keys, fill=fill, verify=lambda _keys: None)
    return target, rescued


def _copy_into(
    folder: VaultFolder,
    path: Path,
    master_key: MasterKey,
    migrate: Migrate,
    mend: Callable[[Connection, bytes], None],
    progress: RowsRead,
) -> tuple[Rescued, ...]:
    from sqlcipher3 import dbapi2

    connection = database.connect(path, master_key.database_key)
    try:
        database.harden(connection)
        rescued = _copied(
            folder,
            master_key,
            connection,
            migrate,
            lambda copy: mend(copy, master_key.audit_key),
            progress,
        )
        folder.require_known(database.schema_version(connection))
    except dbapi2.Error as error:
        raise from_database_error(error) or VaultError("disk_failing") from None
    finally:
        connection.close()
    return rescued


def _copied(
    folder: VaultFolder,
    master_key: MasterKey,
    target: Connection,
    migrate: Migrate,
    mend: Callable[[Connection], None],
    progress: RowsRead,
) -> tuple[Rescued, ...]:
    source, key = folder.path / disk.DATABASE, master_key.database_key
    scratch: list[Path] = []

    def expected(version: int) -> list[Entry]:
        path = scratch[0] / "empty"
        database.create(path, key)
        connection = database.connect(path, key)
        try:
            database.harden(connection)
            migrate(connection, version)
            return entries_of(connection)
        finally:
            connection.close()

    def repair() -> tuple[Path, list[Entry]]:
        scratch.append(
            disk.staging_folder(folder.path.with_name(f"{folder.path.name}-{disk.SALVAGED}"))
        )
        copy = scratch[0] / source.name
        return copy, repaired_copy(source, key, copy, expected)

    try:
        return copy_readable(source, key, target, repair, mend, progress)
    finally:
        for place in scratch:
            shutil.rmtree(place, ignore_errors=True)


def _key_of(folder: VaultFolder) -> MasterKey:
    if folder.found is None:
        raise RuntimeError("no vault was found damaged")
    return folder.found
