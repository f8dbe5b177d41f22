"""The recovery code on paper: 160 random bits and 40 check bits in eight groups of five.

The alphabet is Crockford's base32. Reading is forgiving: case, spaces and hyphens do not
matter, O is read as 0, I and L as 1. The 40 check bits name a typing error as such (one in
10^12 escapes) and, by trying the slips people make, mostly also the group it stands in.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass

from vertrouwen.vault.errors import VaultError

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS = 8
GROUP_SYMBOLS = 5
SYMBOLS = GROUPS * GROUP_SYMBOLS
SECRET_BYTES = 20
CHECK_BYTES = 5
LONGEST_TEXT = 400

_CHECK_LABEL = b"vertrouwen/recovery-code/v1"
_FORGIVEN = str.maketrans("OIL", "011")
_SEPARATORS = re.compile(r"[\s\-\u2010-\u2015\u2212.,;:_/|]+")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class RecoveryCode:
    """A code whose check bits are right.

    Args:
        secret: the 20 random bytes that open the recovery slot.
    """

    secret: bytes

    @property
    def groups(self) -> tuple[str, ...]:
        """The eight groups of five symbols, as printed."""
        symbols = _symbols(self.secret + _check(self.secret))
        return tuple(
            symbols[start : start + GROUP_SYMBOLS] for start in range(0, SYMBOLS, GROUP_SYMBOLS)
        )

    @property
    def text(self) -> str:
        """The whole code, its groups joined by hyphens."""
        return "-".join(self.groups)


def generate() -> str:
    """Return a new random code as it is printed."""
    return RecoveryCode(secret=secrets.token_bytes(SECRET_BYTES)).text


def parse(text: str) -> RecoveryCode:
    """Read a code that a person typed.

    Raises:
        VaultError: `recovery_code_typo` with `reason` (`empty`, `length`, `characters` or
            `check`), `group` (1 to 8, or None where it cannot be told) and `count` (symbols
            found, for `length`).
    """
    parts = [part for part in _SEPARATORS.split(text[:LONGEST_TEXT].upper()) if part]
    symbols = "".join(parts).translate(_FORGIVEN)
    if not symbols:
        raise _typo("empty", None)
    grouped = [part.translate(_FORGIVEN) for part in parts]
    as_printed = len(grouped) == GROUPS
    if not as_printed:
        grouped = [symbols[i : i + GROUP_SYMBOLS] for i in range(0, len(symbols), GROUP_SYMBOLS)]
    for number, group in enumerate(grouped, start=1):
        if any(symbol not in ALPHABET for symbol in group):
            raise _typo("characters", number if number <= GROUPS else None)
    if len(symbols) != SYMBOLS or len(text) > LONGEST_TEXT:
        raise _typo("length", _odd_group(grouped) if as_printed else None, len(symbols))
    code = _read(_number(symbols))
    if code is None:
        raise _typo("check", _odd_group(grouped) if as_printed else _find_group(symbols))
    return code


def _typo(reason: str, group: int | None, count: int = 0) -> VaultError:
    return VaultError("recovery_code_typo", reason=reason, group=group, count=count)


def _check(secret: bytes) -> bytes:
    return hashlib.sha256(_CHECK_LABEL + secret).digest()[:CHECK_BYTES]


def _symbols(data: bytes) -> str:
    number = int.from_bytes(data, "big")
    return "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(SYMBOLS)))


def _number(symbols: str) -> int:
    number = 0
    for symbol in symbols:
        number = number << 5 | ALPHABET.index(symbol)
    return number


def _read(number: int) -> RecoveryCode | None:
    data = number.to_bytes(SECRET_BYTES + CHECK_BYTES, "big")
    secret, check = data[:SECRET_BYTES], data[SECRET_BYTES:]
    return RecoveryCode(secret=secret) if check == _check(secret) else None


def _odd_group(groups: list[str]) -> int | None:
    odd = [number for number, group in enumerate(groups, 1) if len(group) != GROUP_SYMBOLS]
    if len(odd) == 1:
        return odd[0]
    return None if odd else _find_group("".join(groups))


def _find_group(symbols: str) -> int | None:
    """Name the group in which one slip explains the wrong check, if there is one."""
    for place, candidate in _slips(_number(symbols)):
        if _read(candidate) is not None:
            return place // GROUP_SYMBOLS + 1
    return None


def _slips(number: int) -> Iterator[tuple[int, int]]:
    """Yield each code that is one replaced or two swapped symbols away, with its place."""
    for place in range(SYMBOLS):
        shift = 5 * (SYMBOLS - 1 - place)
        for change in range(1, len(ALPHABET)):
            yield place, number ^ change << shift
        if shift:
            difference = (number >> shift ^ number >> shift - 5) & 31
            yield place, number ^ (difference << shift | difference << shift - 5)
