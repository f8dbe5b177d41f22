"""Spoiled key files and backups, some of them with every digest and seal made right again."""

from __future__ import annotations

import hashlib
import hmac
import json
import random
import struct
from dataclasses import dataclass

from tests.promises.bad_input.changes import NUMBERS, deep_text, spoil, spoil_document

HEADER = 160
SEALED = 128
PAGE = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoiled:
    """A spoiled file.

    Args:
        data: its bytes.
        may_open: everything that protects it was made right again, so that it may open.
    """

    data: bytes
    may_open: bool = False


def spoiled_keys(dice: random.Random, keys: bytes) -> Spoiled:
    """Return one spoiled key file.

    Args:
        dice: decides; the same dice give the same file.
        keys: a whole one.
    """
    act = dice.random()
    if act < 0.35:
        return Spoiled(data=spoil(keys, dice))
    if act < 0.45:
        text = deep_text(dice)
        at = dice.choice((b'"slots":', b'"format":', b'{"'))
        return Spoiled(data=keys.replace(at, at + text.encode(), 1))
    fields = spoil_document(json.loads(keys), dice)
    if act < 0.9 and isinstance(fields, dict):
        fields.pop("sha256", None)
        fields["sha256"] = hashlib.sha256(_exact(fields)).hexdigest()
        return Spoiled(data=_exact(fields) + b"\n", may_open=True)
    encoding = dice.choice(("ascii", "utf-16", "utf-8-sig", "cp037"))
    text = json.dumps(fields, indent=dice.choice((None, 1)))
    return Spoiled(data=text.encode(encoding, "replace"))


def spoiled_backup(dice: random.Random, backup: bytes, backup_key: bytes) -> Spoiled:
    """Return one spoiled backup.

    Args:
        dice: decides; the same dice give the same file.
        backup: a whole one.
        backup_key: with which it is sealed.
    """
    act = dice.random()
    if act < 0.4:
        return Spoiled(data=spoil(backup, dice))
    if act < 0.65:
        return _with_another_header(dice, backup, backup_key)
    size = int.from_bytes(backup[52:56], "big")
    keys, database = backup[HEADER : HEADER + size], backup[HEADER + size :]
    if act < 0.85:
        database = _spoil_pages(dice, database)
        return Spoiled(data=_sealed(backup, keys, database, backup_key))
    spoiled = spoiled_keys(dice, keys)
    return Spoiled(data=_sealed(backup, spoiled.data, database, backup_key), may_open=True)


def _with_another_header(dice: random.Random, backup: bytes, backup_key: bytes) -> Spoiled:
    header = bytearray(backup[:SEALED])
    at, size = dice.choice(((0, 8), (16, 4), (20, 4), (24, 8), (40, 8), (48, 4), (52, 4), (56, 8)))
    number = dice.choice((*NUMBERS, dice.getrandbits(64))) & ((1 << 8 * size) - 1)
    header[at : at + size] = struct.pack(">Q" if size == 8 else ">I", number)
    seal = hmac.digest(backup_key, bytes(header), "sha256")
    if dice.random() < 0.3:
        return Spoiled(data=bytes(header) + backup[SEALED:])
    # The time is only said; with a seal that is right it may be any.
    return Spoiled(data=bytes(header) + seal + backup[HEADER:], may_open=at in {40, 48})


def _spoil_pages(dice: random.Random, database: bytes) -> bytes:
    pages = [database[at : at + PAGE] for at in range(0, len(database), PAGE)]
    first, second = dice.randrange(len(pages)), dice.randrange(len(pages))
    match dice.randrange(5):
        case 0 if first != second:
            pages[first], pages[second] = pages[second], pages[first]
        case 1:
            pages.append(dice.randbytes(PAGE))
        case 2 if len(pages) > 1:
            pages.pop()
        case 3:
            pages[first] = bytes(PAGE)
        case _:
            spoiled = bytearray(pages[first])
            spoiled[dice.randrange(PAGE)] ^= 1 << dice.randrange(8)
            pages[first] = bytes(spoiled)
    return b"".join(pages)


def _sealed(backup: bytes, keys: bytes, database: bytes, backup_key: bytes) -> bytes:
    """Return a backup of these parts with lengths, digests and seal as they should be."""
    sealed = (
        backup[:52]
        + struct.pack(">IQ", len(keys), len(database))
        + hashlib.sha256(keys).digest()
        + hashlib.sha256(database).digest()
    )
    return sealed + hmac.digest(backup_key, sealed, "sha256") + keys + database


def _exact(fields: object) -> bytes:
    return json.dumps(fields, sort_keys=True, separators=(",", ":")).encode("ascii")
