"""Spoiled CSV files: other character sets, cells nobody expects, quotes without an end."""

from __future__ import annotations

import random
from collections.abc import Sequence

from tests.promises.bad_input.changes import NASTY_TEXTS, spoil

_SETS = (
    *("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be", "utf-7"),
    *("cp1252", "cp850", "mac_roman", "latin-1", "cp037", "koi8-r", "shift-jis"),
)
_NAMED = (*";,|€ ", "\\", '"', "ab", "")
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")


def spoiled_table(dice: random.Random, bases: Sequence[bytes]) -> bytes:
    """Return one spoiled CSV file.

    Args:
        dice: decides; the same dice give the same file.
        bases: whole files.
    """
    base = dice.choice(bases)
    act = dice.random()
    if act < 0.3:
        return spoil(base, dice, bases)
    text = _text(base)
    if act < 0.65:
        text = _with_nasty_cells(text, dice)
    elif act < 0.8:
        text = _with_another_form(text, dice)
    elif act < 0.83:
        return _much(dice)
    data = text.encode(dice.choice(_SETS), errors=dice.choice(("replace", "ignore")))
    if dice.random() < 0.2:
        data = dice.choice(_MARKS) + data
    return spoil(data, dice, bases) if dice.random() < 0.2 else data


def _text(data: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def _with_nasty_cells(text: str, dice: random.Random) -> str:
    lines = text.split("\n")
    separator = ";" if text.count(";") > text.count(",") else ","
    for _ in range(dice.choice((1, 3, 12))):
        at = dice.randrange(len(lines))
        cells = lines[at].split(separator)
        cells[dice.randrange(len(cells))] = dice.choice(NASTY_TEXTS)
        lines[at] = separator.join(cells)
    return "\n".join(lines)


def _with_another_form(text: str, dice: random.Random) -> str:
    lines = text.split("\n")
    match dice.randrange(8):
        case 0:
            return text.replace(";", dice.choice("\t|,:\x1f")).replace("\n", dice.choice("\r\v\f"))
        case 1:
            return f"sep={dice.choice(_NAMED)}\n{text}"
        case 2:
            return text.replace(";", ';"', dice.choice((1, 40)))
        case 3:
            return "\n".join(lines[:1] * dice.choice((2, 50)) + lines[1:])
        case 4:
            return "\n".join(line + ";" * dice.choice((300, 9000)) for line in lines[:30])
        case 5:
            dice.shuffle(lines)
            return "\n".join(lines)
        case 6:
            return "\n".join(lines[1:])
        case _:
            head = lines[0].split(";")
            dice.shuffle(head)
            return "\n".join([";".join(head * dice.choice((1, 2, 20))), *lines[1:]])


def _much(dice: random.Random) -> bytes:
    """Return a file of some megabytes, up to the most that is read, with hardly anything in it."""
    piece = dice.choice(
        (b";", b"\n", b'"', b";\n", b'";"', b" ", b"\r", b"a;", b"\xc3\xa9", b"a;" * 400 + b"\n")
    )
    begin = dice.choice((b"Datum;Aard;Uitkomst\n", "Datum;Aard;Uitkomst\n😀;".encode()))
    return begin + piece * (dice.choice((1, 4, 60)) * 1_000_000 // len(piece))
