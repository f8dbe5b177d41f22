"""Two sheets with one header: two clients, two years, or one registration kept twice?"""

from __future__ import annotations

from collections.abc import Sequence

from vertrouwen.imports.headers import Header, signature_of
from vertrouwen.imports.sheets import Row, Sheet

_SHARE = 0.3
_FEWEST = 2


def sheets_to_choose(found: Sequence[tuple[Sheet, Header]]) -> tuple[str, ...]:
    """Return the sheets that hold the same records, between which the adviser must choose."""
    rows = [{_plain(r) for r in s.rows[h.row :] if len(_filled(r)) >= 4} for s, h in found]
    names: list[str] = []
    for i, (sheet, header) in enumerate(found):
        for j in range(i):
            other, other_header = found[j]
            if signature_of(header.names) != signature_of(other_header.names):
                continue
            shared = len(rows[i] & rows[j])
            if shared >= _FEWEST and shared >= _SHARE * min(len(rows[i]), len(rows[j])):
                names.extend((other.name, sheet.name))
    return tuple(dict.fromkeys(names))


def _filled(row: Row) -> list[object]:
    return [c for c in row if c is not None]


def _plain(row: Row) -> int:
    return hash(tuple("" if c is None else str(c).strip() for c in row))
