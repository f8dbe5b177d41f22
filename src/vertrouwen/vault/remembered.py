"""What the key file remembers beside the keys: how far history went, and what was destroyed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from vertrouwen.vault.errors import VaultError
from vertrouwen.vault.fields import bytes_or_none, hex_bytes, integer

LARGEST_NUMBER = (1 << 63) - 1
DIGEST_BYTES = 32
# Beside at most 16 slots this keeps the key file below its 64 kB.
LONGEST_REGISTER = 48_000

_NUMBER = r"[1-9][0-9]{0,18}"
_REGISTER = re.compile(rf"{_NUMBER}(?:-{_NUMBER})?(?:,{_NUMBER}(?:-{_NUMBER})?)*")
_MOMENT = re.compile(r"(?:[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}(?:[+-][0-9:]{5,8})?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """How far the record chain went when the key file was last told.

    Args:
        id: number of the newest row of history; 0 before the first.
        at: the moment that row carries; "" where it is not known.
        seal: 32 bytes that only the record key makes, over the rest and the row's link
            (`vault.freshness.sealed_head`).
        database: SHA-256 of the database as it was closed; None while it may change.
    """

    id: int
    at: str = ""
    seal: bytes
    database: bytes | None = None

    @property
    def fields(self) -> dict[str, object]:
        """The head as it stands in the key file."""
        return {
            "at": self.at,
            "database": None if self.database is None else self.database.hex(),
            "id": self.id,
            "seal": self.seal.hex(),
        }


@dataclass(frozen=True, slots=True)
class DestroyedIds:
    """The numbers of the cases that were destroyed, as ranges: `in` and iteration work on them.

    Args:
        ranges: first and last number of each range, ascending, with a gap between any two.
    """

    ranges: tuple[tuple[int, int], ...] = ()

    def __contains__(self, case_id: int) -> bool:
        """Tell whether this case was destroyed."""
        return any(first <= case_id <= last for first, last in self.ranges)

    def __iter__(self) -> Iterator[int]:
        """Yield the numbers, ascending."""
        for first, last in self.ranges:
            yield from range(first, last + 1)

    def __bool__(self) -> bool:
        """Tell whether anything was destroyed."""
        return bool(self.ranges)

    def with_ids(self, case_ids: Iterable[int]) -> DestroyedIds:
        """Return the register in which these cases stand too.

        Raises:
            VaultError: `destroyed_register_full`; ranges are never widened over a case that
                lives, so the register has an end.
        """
        return self.merged(DestroyedIds(tuple((case_id, case_id) for case_id in case_ids)))

    def merged(self, other: DestroyedIds) -> DestroyedIds:
        """Return the register in which the cases of both stand.

        Raises:
            VaultError: `destroyed_register_full`.
        """
        merged: list[tuple[int, int]] = []
        for first, last in sorted((*self.ranges, *other.ranges)):
            if merged and first <= merged[-1][1] + 1:
                merged[-1] = (merged[-1][0], max(merged[-1][1], last))
            else:
                merged.append((first, last))
        grown = DestroyedIds(tuple(merged))
        if len(grown.text) > LONGEST_REGISTER:
            raise VaultError("destroyed_register_full")
        return grown

    @property
    def text(self) -> str:
        """The register as it stands in the key file, such as "1-5,9"."""
        return ",".join(
            str(first) if first == last else f"{first}-{last}" for first, last in self.ranges
        )


NONE_DESTROYED = DestroyedIds()


def read_head(value: object) -> Head | None:
    """Read the head of a key file.

    Raises:
        VaultError: `key_file_damaged`.
    """
    if value is None:
        return None
    if not isinstance(value, dict) or set(value) != {"at", "database", "id", "seal"}:
        raise VaultError("key_file_damaged")
    number = integer(value, "id")
    if not 0 <= number <= LARGEST_NUMBER:
        raise VaultError("key_file_damaged")
    at = value["at"]
    if not isinstance(at, str) or _MOMENT.fullmatch(at) is None:
        raise VaultError("key_file_damaged")
    return Head(
        id=number,
        at=at,
        seal=hex_bytes(value, "seal", DIGEST_BYTES),
        database=bytes_or_none(value, "database", DIGEST_BYTES),
    )


def read_destroyed(value: object) -> DestroyedIds:
    """Read the register of destroyed cases; only its one shortest form is accepted.

    Raises:
        VaultError: `key_file_damaged`.
    """
    if not isinstance(value, str) or len(value) > LONGEST_REGISTER:
        raise VaultError("key_file_damaged")
    if value and _REGISTER.fullmatch(value) is None:
        raise VaultError("key_file_damaged")
    ranges: list[tuple[int, int]] = []
    beyond = -1
    for part in value.split(",") if value else ():
        low, _, high = part.partition("-")
        first, last = int(low), int(high or low)
        if not beyond + 1 < first <= last <= LARGEST_NUMBER:
            raise VaultError("key_file_damaged")
        ranges.append((first, last))
        beyond = last
    read = DestroyedIds(tuple(ranges))
    if read.text != value:
        raise VaultError("key_file_damaged")
    return read
