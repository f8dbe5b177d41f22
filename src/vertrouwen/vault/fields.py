"""Fields of the key file, read without trusting them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from vertrouwen.vault.errors import VaultError


def hex_bytes(fields: Mapping[str, object], name: str, length: int) -> bytes:
    """Return bytes that stand in a field as lower-case hexadecimal digits.

    Raises:
        VaultError: `key_file_damaged`.
    """
    value = fields.get(name)
    if not isinstance(value, str) or re.fullmatch(rf"[0-9a-f]{{{2 * length}}}", value) is None:
        raise VaultError("key_file_damaged")
    return bytes.fromhex(value)


def bytes_or_none(fields: Mapping[str, object], name: str, length: int) -> bytes | None:
    """Return the bytes of a field as `hex_bytes`; None where it is null or absent.

    Raises:
        VaultError: `key_file_damaged`.
    """
    return None if fields.get(name) is None else hex_bytes(fields, name, length)


def integer(fields: Mapping[str, object], name: str) -> int:
    """Return the whole number of a field.

    Raises:
        VaultError: `key_file_damaged`.
    """
    value = fields.get(name)
    # `type`, because True == 1 in Python.
    if type(value) is not int:
        raise VaultError("key_file_damaged")
    return value
