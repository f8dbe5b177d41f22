"""What a backup holds, told without moving anything: it is opened in a folder of its own."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from vertrouwen.vault.check import check_database
from vertrouwen.vault.container import (
    ContainerInfo,
    extract_database,
    read_container,
    require_seal,
)
from vertrouwen.vault.database import connect
from vertrouwen.vault.errors import VaultError, disk_errors
from vertrouwen.vault.keys import MasterKey

if TYPE_CHECKING:
    from sqlcipher3.dbapi2 import Connection

READ_ONLY = "mode=ro&immutable=1"
_COPY = "copy.db"


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupContents:
    """A backup that was opened with its own key and passed both integrity checks.

    Args:
        info: what it says about itself; its seal holds.
        rows: how many rows each table has.
    """

    info: ContainerInfo
    rows: Mapping[str, int]


def row_counts(connection: Connection) -> dict[str, int]:
    """Return how many rows each table has that the program itself writes.

    Args:
        connection: keyed, with or without the authorizer.
    """
    tables = [
        name
        for _schema, name, kind, *_rest in connection.execute("PRAGMA table_list")
        if kind == "table" and not name.startswith("sqlite_")
    ]
    return {
        name: int(connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0])  # noqa: S608
        for name in sorted(tables)
    }


def look_into(
    container: Path,
    master_key: MasterKey | Callable[[ContainerInfo], MasterKey],
    beside: Path,
    progress: Callable[[int, int], None],
) -> BackupContents:
    """Open a backup with its own key, check all of it, and count its rows; nothing stays behind.

    Args:
        container: the backup; only read.
        master_key: its key, or what finds it in the slots of the container.
        beside: the folder beside which the encrypted copy lies while it is looked into.
        progress: called with bytes done and in all; what it raises stops the work.
    Raises:
        VaultError: an error of `read_container`, of `master_key`, `backup_damaged`, or the
            environment.
    """
    info = read_container(container)
    key = master_key if isinstance(master_key, MasterKey) else master_key(info)
    require_seal(info, key)
    total = info.database_bytes * 2
    with private_folder(beside) as place:
        database = place / _COPY
        extract_database(info, database, lambda done: progress(done, total))
        try:
            check_database(database, key.database_key, mode=READ_ONLY)
            connection = connect(database, key.database_key, READ_ONLY)
        except VaultError as error:
            raise VaultError("backup_damaged", cause=error.code) from None
        try:
            rows = row_counts(connection)
        finally:
            connection.close()
    progress(total, total)
    return BackupContents(info=info, rows=rows)


@contextmanager
def private_folder(beside: Path) -> Iterator[Path]:
    """Make a folder that only this user can read, on the disk of the vault; it goes at the end.

    Args:
        beside: the vault's folder, which need not exist.
    """
    place = beside.parent / f".{beside.name}-{secrets.token_hex(8)}"
    with disk_errors():
        beside.parent.mkdir(parents=True, exist_ok=True)
        place.mkdir(mode=0o700)
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)
