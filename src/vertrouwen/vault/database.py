"""Opening the encrypted database: one sequence, every pragma in its place (vault-format.md)."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from vertrouwen.vault.errors import VaultError, disk_errors, from_database_error
from vertrouwen.vault.folder import create_private, fsync_folder

if TYPE_CHECKING:
    from sqlcipher3.dbapi2 import Connection

PAGE_BYTES = 4096
CACHE_KIB = 64 * 1024
# "VTRW", so that a stranger who opened the file knows what it is.
APPLICATION_ID = 0x56545257

_OLDEST_CIPHER = (4, 19)
# The instance lock stands before it: whoever still holds the file is not one of us.
_LOCK_SECONDS = 1.0
_PLAINTEXT_START = b"SQLite format 3"
_PRAGMAS = (
    "locking_mode=EXCLUSIVE",
    "journal_mode=TRUNCATE",
    "synchronous=EXTRA",
    "fullfsync=1",
    "checkpoint_fullfsync=1",
    "foreign_keys=1",
    "secure_delete=1",
    "trusted_schema=0",
    "cell_size_check=1",
    "recursive_triggers=1",
    f"cache_size=-{CACHE_KIB}",
    "temp_store=2",
)


def refuse_unusable(path: Path) -> None:
    """Refuse a file that SQLite would silently open as something else.

    Raises:
        VaultError: `database_missing` (no file, or an empty one), `database_damaged` (shorter
            than a page) or `database_plaintext` (not encrypted at all).
    """
    with disk_errors():
        size = path.stat().st_size if path.is_file() else 0
        if size == 0:
            raise VaultError("database_missing")
        with path.open("rb") as file:
            start = file.read(len(_PLAINTEXT_START))
    if start == _PLAINTEXT_START:
        raise VaultError("database_plaintext")
    if size < PAGE_BYTES:
        raise VaultError("database_damaged")


def connect(
    path: Path, key: bytes, mode: str = "mode=rw", *, is_lenient: bool = False
) -> Connection:
    """Return a keyed connection that has read the schema once, with SQLite's defaults.

    Args:
        path: the database; it must exist.
        key: the raw key of 32 bytes.
        mode: query part of the SQLite URI; never one that creates a file.
        is_lenient: take the schema as far as it can be read; never for a vault that is worked with.
    Raises:
        VaultError: `database_damaged`, `engine_too_old` or an environment error.
    """
    # Imported here: nothing before the unlock needs it.
    from sqlcipher3 import dbapi2

    try:
        connection = dbapi2.connect(
            f"file:{quote(path.as_posix())}?{mode}",
            uri=True,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=512,
            timeout=_LOCK_SECONDS,
        )
    except dbapi2.Error as error:
        raise from_database_error(error) or VaultError("database_missing") from None
    try:
        connection.execute("PRAGMA cipher_log_level=NONE")
        connection.set_key(f"x'{key.hex()}'")
        if is_lenient:
            connection.execute("PRAGMA writable_schema=1")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        _require_cipher(connection)
    except dbapi2.Error as error:
        connection.close()
        raise from_database_error(error) or VaultError("database_damaged") from None
    except VaultError:
        connection.close()
        raise
    return connection


def harden(connection: Connection) -> None:
    """Set what makes a commit durable and the schema trustworthy, and take the file's lock."""
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").fetchall()
    # The exclusive mode locks at the first write; from here on nobody else can come between.
    connection.execute("BEGIN EXCLUSIVE")
    connection.execute("COMMIT")


def schema_version(connection: Connection) -> int:
    """Return the number of the last migration."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def create(path: Path, key: bytes) -> None:
    """Make a new, empty encrypted database that survives a power cut.

    Raises:
        VaultError: an environment error; the file must not exist yet.
    """
    from sqlcipher3 import dbapi2

    with disk_errors():
        if path.exists():
            raise VaultError("vault_exists")
        os.close(create_private(path))
    connection = connect(path, key)
    try:
        harden(connection)
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    except dbapi2.Error as error:
        raise from_database_error(error) or VaultError("disk_failing") from None
    finally:
        connection.close()
    with disk_errors():
        fsync_folder(path.parent)


def _require_cipher(connection: Connection) -> None:
    row = connection.execute("PRAGMA cipher_version").fetchone()
    version = re.match(r"(\d+)\.(\d+)", row[0] if row else "")
    if version is None or (int(version[1]), int(version[2])) < _OLDEST_CIPHER:
        raise VaultError("engine_too_old")
