"""Free pages that a power cut tore: they hold nothing, and are written anew.

SQLite does not journal a free page that it takes into use, because nobody misses what was in it.
When the power fails while such a page is written, undoing the change leaves a free page whose
seal is wrong: no reader will ever see it, but `cipher_integrity_check` does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from vertrouwen.vault.database import PAGE_BYTES, connect, harden
from vertrouwen.vault.errors import VaultError, disk_errors, from_database_error

_TORN = re.compile(r"HMAC verification failed for page ([0-9]+)")
_SEAL_BYTES, _IV_BYTES, _SALT_BYTES = 80, 16, 16
_FIRST_TRUNK = slice(32, 36)
_MOST_ROW_BYTES = 1 << 20


def only_free_pages(path: Path, key: bytes, answer: Iterable[tuple[str, ...]]) -> bool:
    """Tell whether nothing but free pages has a wrong seal.

    Args:
        path: the database, at rest.
        key: its key.
        answer: of `cipher_integrity_check`.
    """
    found = [_TORN.fullmatch(row[0]) for row in answer]
    torn = {int(match[1]) for match in found if match}
    return len(torn) == len(found) and torn <= _free_pages(path, key, torn)


def _free_pages(path: Path, key: bytes, torn: set[int]) -> set[int]:
    """Return the free pages that no other page hangs on (https://www.sqlite.org/fileformat2.html,
    "The Freelist"); a list that goes through a torn page is not believed.
    """
    free: set[int] = set()
    walked = {1}
    with disk_errors(), path.open("rb") as file:
        if 1 in torn:
            return set()
        trunk = _number(_plain(file, 1, key)[_FIRST_TRUNK])
        while trunk:
            if trunk in torn or trunk in walked:
                return set()
            walked.add(trunk)
            page = _plain(file, trunk, key)
            count = _number(page[4:8])
            free.update(_number(page[8 + 4 * n : 12 + 4 * n]) for n in range(count))
            trunk = _number(page[:4])
    return free


def _plain(file: BinaryIO, number: int, key: bytes) -> bytes:
    """Return a page as SQLite sees it; its seal has been held against it already."""
    from cryptography.hazmat.primitives.ciphers import Cipher
    from cryptography.hazmat.primitives.ciphers.algorithms import AES
    from cryptography.hazmat.primitives.ciphers.modes import CBC

    file.seek((number - 1) * PAGE_BYTES)
    page = file.read(PAGE_BYTES)
    sealed, seal = page[:-_SEAL_BYTES], page[-_SEAL_BYTES:]
    salt = b""
    if number == 1:
        salt, sealed = sealed[:_SALT_BYTES], sealed[_SALT_BYTES:]
    decryptor = Cipher(AES(key), CBC(seal[:_IV_BYTES])).decryptor()
    return salt + decryptor.update(sealed) + decryptor.finalize()


def _number(data: bytes) -> int:
    return int.from_bytes(data, "big")


def renew(path: Path, key: bytes) -> None:
    """Take all free pages into use and free them again, in one transaction.

    With `secure_delete` a page is overwritten when it is freed, so each gets its seal.

    Raises:
        VaultError: an environment error; then nothing has changed.
    """
    from sqlcipher3 import dbapi2

    connection = connect(path, key)
    try:
        harden(connection)
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("CREATE TABLE renewal (filling BLOB NOT NULL)")
        while free := connection.execute("PRAGMA freelist_count").fetchone()[0]:
            # Hardly more than there are free pages: whatever is added makes the file longer.
            row_bytes = min(free * PAGE_BYTES, _MOST_ROW_BYTES)
            connection.execute("INSERT INTO renewal VALUES (zeroblob(?))", (row_bytes,))
        connection.execute("DROP TABLE renewal")
        connection.execute("COMMIT")
    except dbapi2.Error as error:
        raise from_database_error(error) or VaultError("database_damaged") from None
    finally:
        connection.close()
