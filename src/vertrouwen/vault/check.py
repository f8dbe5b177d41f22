"""Both integrity checks: neither pragma alone sees every damage."""

from __future__ import annotations

from pathlib import Path

from vertrouwen.vault.database import CACHE_KIB, PAGE_BYTES, connect
from vertrouwen.vault.errors import VaultError, from_database_error

_SEALS, _STRUCTURE = "PRAGMA cipher_integrity_check", "PRAGMA integrity_check(1)"
_NONE_BROKEN: list[tuple[str, ...]] = []
_WHOLE = [("ok",)]


def check_database(
    path: Path, key: bytes, *, mode: str = "mode=rw", after_crash: bool = False
) -> None:
    """Check a whole database on fresh connections.

    `cipher_integrity_check` authenticates every page and sees a page that was appended;
    `integrity_check` walks the structure and sees a page that was cut off. The two run side by
    side, because both spend their time computing.

    Args:
        path: the database.
        key: its key.
        mode: query part of the SQLite URI.
        after_crash: the last program died with the database open; free pages that tore then are
            written anew.
    Raises:
        VaultError: `database_damaged`, or an error of `connect`.
    """
    # Imported here: a clean start checks nothing.
    from concurrent.futures import ThreadPoolExecutor

    # A first connection undoes what a crash left half done, before two others look.
    connect(path, key, mode).close()
    if path.stat().st_size % PAGE_BYTES:
        raise VaultError("database_damaged")
    with ThreadPoolExecutor(max_workers=2) as pool:
        seals, structure = pool.map(
            lambda pragma: _ask(path, key, mode, pragma), (_SEALS, _STRUCTURE)
        )
    if structure == _WHOLE and after_crash and seals != _NONE_BROKEN:
        seals = _without_free_pages(path, key, seals)
    if structure != _WHOLE or seals != _NONE_BROKEN:
        raise VaultError("database_damaged")


def _without_free_pages(
    path: Path, key: bytes, seals: list[tuple[str, ...]]
) -> list[tuple[str, ...]]:
    # Imported here: a power cut at the worst moment is rare.
    from vertrouwen.vault import free_pages

    if not free_pages.only_free_pages(path, key, seals):
        return seals
    free_pages.renew(path, key)
    return _ask(path, key, "mode=rw", _SEALS)


def _ask(path: Path, key: bytes, mode: str, pragma: str) -> list[tuple[str, ...]]:
    from sqlcipher3 import dbapi2

    connection = connect(path, key, mode)
    try:
        connection.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
        answer: list[tuple[str, ...]] = connection.execute(pragma).fetchall()
    except dbapi2.Error as error:
        raise from_database_error(error) or VaultError("database_damaged") from None
    finally:
        connection.close()
    return answer
