"""What only shows between records: repeated rows, repeated numbers, a year out of line."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from vertrouwen.imports.flags import Flag, Level
from vertrouwen.imports.preview import CodedRow
from vertrouwen.imports.records import Record

_YEAR_IN_NUMBER = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)|^(\d{2})[-/.]\d+$")
_NEIGHBOURS = 3
_LOOSE = frozenset({"number", "remark"})


def compare(records: Sequence[Record], rows: Sequence[CodedRow]) -> list[CodedRow]:
    """Return the rows of one sheet with the flags that follow from comparing them."""
    added: dict[int, list[Flag]] = defaultdict(list)
    _repeated_rows(records, rows, added)
    _repeated_numbers(rows, added)
    _years_out_of_line(records, rows, added)
    return [
        replace(row, flags=row.flags + tuple(added[i])) if i in added else row
        for i, row in enumerate(rows)
    ]


def _fingerprints(record: Record, fields: Sequence[str]) -> tuple[int, int]:
    """Return a mark of the whole row, and one of the row without its number and remark."""
    cells = record.cells
    parts = tuple(
        [c.strip() if type(c := cells[f]) is str else str(c or "") for f in fields if f in cells]
    )
    loose = tuple([part for f, part in zip(fields, parts, strict=False) if f not in _LOOSE])
    return hash(parts), hash(loose)


def _repeated_rows(
    records: Sequence[Record], rows: Sequence[CodedRow], added: dict[int, list[Flag]]
) -> None:
    whole: dict[int, int] = {}
    content: dict[int, int] = {}
    fields = sorted({f for record in records[:1] for f in record.cells})
    for index, record in enumerate(records):
        exact, rest = _fingerprints(record, fields)
        if exact in whole:
            level: Level = "blokkerend" if rows[index].number else "beslissen"
            code = "dubbel" if rows[index].number else "mogelijk_dubbel"
            added[index].append(Flag(None, level, code))
        elif rest in content and sum(v is not None for v in record.cells.values()) >= 5:
            added[index].append(Flag(None, "attentie", "mogelijk_dubbel"))
        whole.setdefault(exact, index)
        content.setdefault(rest, index)


def _repeated_numbers(rows: Sequence[CodedRow], added: dict[int, list[Flag]]) -> None:
    numbered = [(i, row) for i, row in enumerate(rows) if row.number]
    times = Counter(row.number for _, row in numbered)
    repeated = sum(n - 1 for n in times.values())
    if repeated > 5 and repeated > len(numbered) * 0.1:
        # Numbers that start again each year or for each client say nothing when they recur.
        return
    seen: set[str] = set()
    for index, row in numbered:
        is_double = any(f.code == "dubbel" for f in added.get(index, ()))
        if row.number in seen and not is_double:
            added[index].append(Flag("nr", "beslissen", "nummer_dubbel"))
        seen.add(row.number)


def _years_out_of_line(
    records: Sequence[Record], rows: Sequence[CodedRow], added: dict[int, list[Flag]]
) -> None:
    for index, (record, row) in enumerate(zip(records, rows, strict=True)):
        if row.year is None or any(
            f.field == "datum" and f.level == "blokkerend" for f in row.flags
        ):
            continue
        expected = _year_of_number(row.number) or record.year
        if expected is None or expected == row.year or not 1990 <= expected <= 2100:
            continue
        turn_of_year = (row.year == expected - 1 and row.month == 12) or (
            row.year == expected + 1 and row.month == 1
        )
        around = [
            r.year
            for r in (
                *rows[max(0, index - _NEIGHBOURS) : index],
                *rows[index + 1 : index + 1 + _NEIGHBOURS],
            )
            if r.year is not None
        ]
        agrees = around.count(expected) > len(around) / 2
        level: Level = "blokkerend" if agrees and not turn_of_year else "attentie"
        added[index].append(Flag("datum", level, "jaar_wijkt_af"))


def _year_of_number(number: str) -> int | None:
    found = _YEAR_IN_NUMBER.search(number)
    if found is None:
        return None
    return int(found.group(1)) if found.group(1) else 2000 + int(found.group(2))
