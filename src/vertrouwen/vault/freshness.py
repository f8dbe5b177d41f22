"""Whether a database is the newest one: its digest, and the sealed head of its record chain.

A page that was put back carries a valid HMAC of its own, and so does a whole older file: neither
integrity pragma sees them. What is told here sees both after a clean exit. What it cannot see:
pages that were put back while the program that wrote them had died and nobody had opened the
vault since (the digest of that moment was never known), and an older database together with its
own key file where no keyring remembers the head.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import sys
from pathlib import Path

from vertrouwen.vault.errors import disk_errors
from vertrouwen.vault.remembered import Head

FIRST_LINK = bytes(32)
"""What a record chain begins with."""

_LABEL = b"vertrouwen/head/v1"
_CHUNK_BYTES = 1 << 20


def sealed_head(
    audit_key: bytes, row_id: int, at: str, link: bytes, database: bytes | None = None
) -> Head:
    """Return the head of a record chain as the key file and the keyring keep it.

    Args:
        audit_key: the record key.
        row_id: number of the newest row of history; 0 before the first.
        at: the moment that row carries.
        link: its link in the chain, 32 bytes.
        database: SHA-256 of the closed database, where it is known.
    """
    seal = _seal(audit_key, row_id, at, link, database)
    return Head(id=row_id, at=at, seal=seal, database=database)


def is_sealed_over(head: Head, audit_key: bytes, link: bytes) -> bool:
    """Tell whether a head was made with this key over a row with this link."""
    expected = _seal(audit_key, head.id, head.at, link, head.database)
    return hmac.compare_digest(head.seal, expected)


def _seal(audit_key: bytes, row_id: int, at: str, link: bytes, database: bytes | None) -> bytes:
    message = _LABEL + row_id.to_bytes(8, "big") + link + at.encode("ascii") + (database or b"")
    return hmac.digest(audit_key, message, "sha256")


def digest_of(path: Path) -> bytes:
    """Return the SHA-256 of a file that is not open.

    Raises:
        VaultError: an environment error.
    """
    with disk_errors(), path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


class SlowDigest:
    """The SHA-256 of the open database, read in short turns while nothing is written to it.

    Args:
        descriptor: of the database; it stays open as long as this works.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._digest = hashlib.sha256()
        self._read = 0

    def advance(self, turn_bytes: int) -> bytes | None:
        """Read on for a turn, and return the digest once the end was reached.

        Args:
            turn_bytes: how much to read at most; 0 reads to the end.
        Raises:
            VaultError: an environment error.
        """
        left = turn_bytes or sys.maxsize
        with disk_errors():
            # Others read through the same descriptor between two turns.
            os.lseek(self._descriptor, self._read, os.SEEK_SET)
            while left:
                chunk = os.read(self._descriptor, min(_CHUNK_BYTES, left))
                if not chunk:
                    return self._digest.digest()
                self._digest.update(chunk)
                self._read += len(chunk)
                left -= len(chunk)
        return None
