"""Small seeded ways to spoil bytes and JSON, shared by every kind of file."""

from __future__ import annotations

import json
import random
import struct
from collections.abc import Callable, Sequence
from typing import Any

NUMBERS = (
    *(0, 1, 2, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF),
    *(0x7FFFFFFFFFFFFFFF, 0xFFFFFFFFFFFFFFFF, 4095, 4097, 65535, 65537),
)
NASTY_TEXTS = (
    *("", " ", "\t", "-", "=", "=1/0", "#REF!", "=cmd|' /C calc'!A0", "NaN", "inf", "-inf", "null"),
    *("1e400", "-1e400", "1e-400", "9" * 30, "9" * 5000, "-" + "9" * 400, "0x10", "1_000", "1,5,5"),
    *("²", "½", "٣", "১২", "Ⅷ", "3²-1-2025", "٣-٣-٢٠٢٥", "1-1-99999", "99-99-9999", "0-0-0"),
    *("31-2-2025", "2025-13-45", "1-1-1", "1-1-0000", "2958466", "-1", "1900-02-29", "24:61"),
    *("99999999 uur", "-3 uur", "1:99:99", "é" * 500, "\u202e\u0644\u0627", "\ufeff", "\u0000a"),
    *("a\u0301" * 400, "\U0001f600" * 300, "𝟙𝟚-𝟛-𝟚𝟘𝟚𝟝", "x" * 140_000, "; ,|\t", '"', '""', "'"),
    *(piece * (100_000 // len(piece)) for piece in ("x", "a@", "0 ", "en ", "a1 ", "(", "12-")),
    " " * 100_000 + "a",
    *("ja nee", "pesten; " * 3000, "(" * 3000, "[" * 3000, "a-" * 5000, "\r", "\n", "\r\n\r\n"),
)
Change = Callable[[bytes, random.Random], bytes]


def flip_bits(data: bytes, dice: random.Random) -> bytes:
    """Turn one to sixteen bits over."""
    spoiled = bytearray(data)
    for _ in range(dice.choice((1, 1, 2, 4, 16))):
        if spoiled:
            spoiled[dice.randrange(len(spoiled))] ^= 1 << dice.randrange(8)
    return bytes(spoiled)


def set_number(data: bytes, dice: random.Random) -> bytes:
    """Put a number that lengths, counts and offsets do not expect somewhere."""
    size, form = dice.choice(((1, "B"), (2, "H"), (4, "I"), (8, "Q")))
    if len(data) < size:
        return data
    at = dice.randrange(len(data) - size + 1)
    number = dice.choice(NUMBERS) & ((1 << 8 * size) - 1)
    return data[:at] + struct.pack(dice.choice("<>") + form, number) + data[at + size :]


def cut_off(data: bytes, dice: random.Random) -> bytes:
    """Leave the end away."""
    return data[: dice.randrange(len(data) + 1)]


def cut_front(data: bytes, dice: random.Random) -> bytes:
    """Leave the beginning away."""
    return data[dice.randrange(len(data) + 1) :]


def remove_block(data: bytes, dice: random.Random) -> bytes:
    """Leave a piece out."""
    at, size = _block(data, dice)
    return data[:at] + data[at + size :]


def repeat_block(data: bytes, dice: random.Random) -> bytes:
    """Have a piece two to fifty times."""
    at, size = _block(data, dice)
    return data[:at] + data[at : at + size] * dice.choice((2, 3, 50)) + data[at + size :]


def move_block(data: bytes, dice: random.Random) -> bytes:
    """Have a piece over another one."""
    at, size = _block(data, dice)
    to = dice.randrange(len(data) + 1)
    return data[:to] + data[at : at + size] + data[to + size :]


def blank_block(data: bytes, dice: random.Random) -> bytes:
    """Have noughts, or ones, where something stood."""
    at, size = _block(data, dice)
    return data[:at] + dice.choice((b"\x00", b"\xff")) * size + data[at + size :]


def insert_noise(data: bytes, dice: random.Random) -> bytes:
    """Put bytes between that mean nothing."""
    at = dice.randrange(len(data) + 1)
    noise = dice.choice(
        (dice.randbytes(dice.choice((1, 7, 300))), b"\x00" * dice.choice((1, 512)), b"\xff\xfe")
    )
    return data[:at] + noise + data[at:]


CHANGES: tuple[Change, ...] = (
    *(flip_bits, set_number, cut_off, cut_front, remove_block),
    *(repeat_block, move_block, blank_block, insert_noise),
)


def spoil(data: bytes, dice: random.Random, others: Sequence[bytes] = ()) -> bytes:
    """Return the bytes with one to three things wrong; sometimes the end is another file's."""
    if others and dice.random() < 0.08:
        other = dice.choice(others)
        return data[: dice.randrange(len(data) + 1)] + other[dice.randrange(len(other) + 1) :]
    for _ in range(dice.choice((1, 1, 2, 3))):
        data = dice.choice(CHANGES)(data, dice)
    return data


def spoil_document(document: Any, dice: random.Random) -> Any:
    """Return a JSON document in which one to three values are of another size or kind."""
    for _ in range(dice.choice((1, 1, 2, 3))):
        document = _spoil_value(json.loads(json.dumps(document)), dice)
    return document


def deep_text(dice: random.Random) -> str:
    """Return JSON that is nested deeper than anybody needs."""
    depth = dice.choice((50, 900, 1100, 30_000))
    begin, middle, end = dice.choice((("[", "1", "]"), ('{"a":', "1", "}")))
    return begin * depth + middle + end * dice.choice((depth, depth - 1, 0))


def _spoil_value(value: Any, dice: random.Random) -> Any:
    if isinstance(value, dict) and value and dice.random() < 0.85:
        name = dice.choice(sorted(value))
        act = dice.random()
        if act < 0.1:
            del value[name]
        elif act < 0.15:
            value[dice.choice(("x", "", "é", "magic", "__class__"))] = value[name]
        else:
            value[name] = _spoil_value(value[name], dice)
        return value
    if isinstance(value, list) and value and dice.random() < 0.85:
        at = dice.randrange(len(value))
        act = dice.random()
        if act < 0.1:
            del value[at]
        elif act < 0.2:
            value.extend([value[at]] * dice.choice((1, 15, 300)))
        else:
            value[at] = _spoil_value(value[at], dice)
        return value
    if isinstance(value, str) and value and dice.random() < 0.5:
        return dice.choice(
            (value[:-1], value + value[:1], value.upper(), value[::-1], value + "\n", f" {value}")
        )
    number = dice.choice(NUMBERS)
    kinds = (None, True, False, "", [], {}, 10**60, 0.5, 1e308, "\ud800", "0" * 70_000)
    return dice.choice(
        (*kinds, number, -number, dice.choice(NASTY_TEXTS), str(value), [value], {"a": value})
    )


def _block(data: bytes, dice: random.Random) -> tuple[int, int]:
    at = dice.randrange(len(data) + 1)
    return at, min(dice.choice((1, 4, 30, 200, 2000)), len(data) - at)
