"""Both integrity checks: neither pragma alone sees every damage."""

from __future__ import annotations

from pathlib import Path

from vertrouwen.vault.database import PAGE_BYTES, connect
from vertrouwen.vault.errors import VaultError, from_database_error


def check_database(path: Path, key: bytes, *, mode: str = "mode=rw") -> None:
    """Check a whole database on a fresh connection.

    `cipher_integrity_check` authenticates every page and sees a page that was appended;
    `integrity_check` walks the structure and sees a page that was cut off.

    Raises:
        VaultError: `database_damaged`, or an error of `connect`.
    """
    if path.stat().st_size % PAGE_BYTES:
        raise VaultError("database_damaged")
    from sqlcipher3 import dbapi2

    connection = connect(path, key, mode)
    try:
        seals = connection.execute("PRAGMA cipher_integrity_check").fetchall()
        structure = connection.execute("PRAGMA integrity_check(1)").fetchall()
    except dbapi2.Error as error:
        raise from_database_error(error) or VaultError("database_damaged") from None
    finally:
        connection.close()
    if seals or structure != [("ok",)]:
        raise VaultError("database_damaged")
