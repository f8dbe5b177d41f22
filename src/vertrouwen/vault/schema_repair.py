"""A readable copy of a database whose table of contents has a damaged page.

SQLite opens nothing of a database when it cannot read the whole schema, though the rows may be
whole. In an encrypted copy the damaged pages of the schema are replaced by others; what stood on
them is known from the program itself, and is added where it can only have been so.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from vertrouwen.vault import database
from vertrouwen.vault.database import PAGE_BYTES
from vertrouwen.vault.errors import VaultError, disk_errors
from vertrouwen.vault.folder import create_private

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers import Cipher
    from cryptography.hazmat.primitives.ciphers.modes import CBC
    from sqlcipher3.dbapi2 import Connection

_SALT_BYTES, _IV_BYTES, _MAC_BYTES = 16, 16, 64
_USABLE_BYTES = PAGE_BYTES - _IV_BYTES - _MAC_BYTES
_SALT_MASK, _MAC_KEY_ROUNDS, _MAC_KEY_BYTES = 0x3A, 2, 32
# Of a page of a table: inner or outermost, and where its header ends (sqlite.org/fileformat2.html).
_INNER, _LEAF = 0x05, 0x0D
_NOBODY = "nobodys"
_FILE_HEADER_BYTES, _INNER_HEADER_BYTES = 100, 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the schema.

    Args:
        kind: "table", "index", "view" or "trigger".
        name: its own.
        table: the table it belongs to.
        root: the page it begins on; 0 where it has none.
        sql: how it was made; None for an index of a constraint.
    """

    kind: str
    name: str
    table: str
    root: int
    sql: str | None


Expected = Callable[[int], Sequence[Entry]]
"""Gives the schema of an empty database of a version, in the order in which it was made."""


def entries_of(connection: Connection) -> list[Entry]:
    """Return the schema of a database in the order in which it was made."""
    rows = connection.execute(
        "SELECT type, name, tbl_name, rootpage, sql FROM sqlite_master ORDER BY rowid"
    )
    return [
        Entry(kind=kind, name=name, table=table, root=root or 0, sql=sql)
        for kind, name, table, root, sql in rows
    ]


def repaired_copy(source: Path, key: bytes, copy: Path, expected: Expected) -> list[Entry]:
    """Write an encrypted copy of which the schema can be read.

    Args:
        source: the damaged database; it is only read.
        key: its raw key.
        copy: where the copy goes.
        expected: what the program knows about schemas.
    Returns:
        The whole schema; of a table whose place in the copy is not known, nothing can be read.
    Raises:
        VaultError: `nothing_readable`, or an environment error.
    """
    with disk_errors():
        data = source.read_bytes()
        pages = _Pages(data, key)
        for number, row_id in pages.damaged_leaves():
            pages.replace(number, _leaf_of_one(row_id))
        with os.fdopen(create_private(copy), "wb") as file:
            file.write(pages.data)
    connection = database.connect(copy, key, is_lenient=True)
    try:
        return _completed(connection, expected(database.schema_version(connection)))
    finally:
        connection.close()


def _completed(connection: Connection, expected: Sequence[Entry]) -> list[Entry]:
    known = {e.name: e for e in entries_of(connection) if e.name != _NOBODY}
    rooted = [entry for entry in expected if entry.root]
    # What belongs to a table that is not known would spoil the schema; rows are read without it.
    connection.execute(
        "DELETE FROM sqlite_master WHERE (type <> 'table' AND sql > '') OR name = ?", (_NOBODY,)
    )
    for place, entry in enumerate(rooted):
        if entry.kind != "table" or entry.name in known:
            continue
        # Pages are given out in order: where the next one lies as it must, and the one before it
        # if any is known, so does this one.
        before = next((e for e in reversed(rooted[:place]) if e.name in known), entry)
        after = next((e for e in rooted[place + 1 :] if e.name in known), None)
        is_sure = after is not None and known[after.name].root == after.root
        if is_sure and known.get(before.name, before).root == before.root:
            connection.execute(
                "INSERT INTO sqlite_master (type, name, tbl_name, rootpage, sql)"
                " VALUES (?, ?, ?, ?, ?)",
                (entry.kind, entry.name, entry.table, entry.root, entry.sql),
            )
    return list(expected)


def _leaf_of_one(row_id: int) -> bytes:
    """Return a page of the schema with one table that is nobody's: SQLite takes none without."""
    texts = [b"table", _NOBODY.encode(), _NOBODY.encode(), f"CREATE TABLE {_NOBODY} (x)".encode()]
    types = [13 + 2 * len(text) for text in texts]
    # The root, an integer of one byte, comes before the SQL.
    header = bytes([6, *types[:3], 1, types[3]])
    record = header + b"".join(texts[:3]) + bytes([2]) + texts[3]
    cell = bytes([len(record)]) + _varint(row_id) + record
    start = _USABLE_BYTES - len(cell)
    page_header = bytes([_LEAF, 0, 0, 0, 1]) + start.to_bytes(2, "big") + b"\x00"
    return (page_header + start.to_bytes(2, "big")).ljust(start, b"\x00") + cell


def _varint(number: int) -> bytes:
    groups = [number & 0x7F]
    while number := number >> 7:
        groups.append(number & 0x7F | 0x80)
    return bytes(reversed(groups))


def _read_varint(data: bytes, place: int) -> int:
    number = 0
    for byte in data[place : place + 8]:
        number = number << 7 | byte & 0x7F
        if byte < 0x80:
            break
    return number


class _Pages:
    """The pages of a database, authenticated and encrypted as SQLCipher does."""

    def __init__(self, data: bytes, key: bytes) -> None:
        self.data = bytearray(data)
        self._key = key
        salt = bytes(byte ^ _SALT_MASK for byte in data[:_SALT_BYTES])
        self._mac_key = hashlib.pbkdf2_hmac("sha512", key, salt, _MAC_KEY_ROUNDS, _MAC_KEY_BYTES)

    def damaged_leaves(self) -> list[tuple[int, int]]:
        """Return the schema's outermost pages that are not authentic.

        Returns:
            The number of each, and that of a row that may stand on it.
        Raises:
            VaultError: `nothing_readable`: a page that leads to them is not authentic either.
        """
        first = self._plain(1)
        if first is None:
            raise VaultError("nothing_readable")
        # Page 1 begins with the header of the file, of which the salt took the first bytes.
        offset = _FILE_HEADER_BYTES - _SALT_BYTES
        if first[offset] != _INNER:
            return []
        children: list[tuple[int, int]] = []
        for cell in range(int.from_bytes(first[offset + 3 : offset + 5], "big")):
            at = offset + _INNER_HEADER_BYTES + 2 * cell
            place = int.from_bytes(first[at : at + 2], "big") - _SALT_BYTES
            number = int.from_bytes(first[place : place + 4], "big")
            children.append((number, _read_varint(first, place + 4)))
        last = int.from_bytes(first[offset + 8 : offset + 12], "big")
        children.append((last, max((row_id for _, row_id in children), default=0) + 1))
        return [child for child in children if self._plain(child[0]) is None]

    def replace(self, number: int, start: bytes) -> None:
        """Put a page of zeros that begins so in the place of another, encrypted and sealed."""
        iv = os.urandom(_IV_BYTES)
        cipher = self._cipher(iv).encryptor()
        text = cipher.update(start.ljust(_USABLE_BYTES, b"\x00")) + cipher.finalize()
        begin = (number - 1) * PAGE_BYTES
        self.data[begin : begin + PAGE_BYTES] = text + iv + self._seal(text + iv, number)

    def _plain(self, number: int) -> bytes | None:
        page = bytes(self.data[(number - 1) * PAGE_BYTES : number * PAGE_BYTES])
        if len(page) < PAGE_BYTES:
            return None
        sealed = page[_SALT_BYTES if number == 1 else 0 : -_MAC_BYTES]
        if not hmac.compare_digest(self._seal(sealed, number), page[-_MAC_BYTES:]):
            return None
        cipher = self._cipher(sealed[-_IV_BYTES:]).decryptor()
        return cipher.update(sealed[:-_IV_BYTES]) + cipher.finalize()

    def _seal(self, sealed: bytes, number: int) -> bytes:
        return hmac.digest(self._mac_key, sealed + number.to_bytes(4, "little"), "sha512")

    def _cipher(self, iv: bytes) -> Cipher[CBC]:
        from cryptography.hazmat.primitives.ciphers import Cipher
        from cryptography.hazmat.primitives.ciphers.algorithms import AES
        from cryptography.hazmat.primitives.ciphers.modes import CBC

        return Cipher(AES(self._key), CBC(iv))
