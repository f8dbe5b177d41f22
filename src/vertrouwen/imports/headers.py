"""Where the table begins: the header row, one or two rows high, somewhere near the top."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vertrouwen.imports.columns import MOMENT, NOT_IMPORTED, TELLING, match_header
from vertrouwen.imports.dates import read_date
from vertrouwen.imports.sheets import Row, Sheet
from vertrouwen.imports.wording import plain

_SEARCHED = 40
_LONGEST_HEADER = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The header of a table.

    Args:
        row: its last row (from 1); records begin below it.
        names: per column, "" where there is none.
        fields: the fields the names alone suggest.
        above: rows above the header that hold text, as titles.
    """

    row: int
    names: tuple[str, ...]
    fields: frozenset[str]
    above: tuple[str, ...]

    @property
    def is_registration(self) -> bool:
        """Whether contacts are registered below it, rather than something else."""
        telling = len(self.fields & TELLING)
        if "activity" in self.fields and telling < 3:
            return False
        return (bool(self.fields & MOMENT) and telling >= 1) or telling >= 3

    @property
    def is_name_list(self) -> bool:
        """Whether it lists organisations with their units."""
        return "organisation" in self.fields and not self.fields & (MOMENT | TELLING)


def find_header(sheet: Sheet) -> Header | None:
    """Return the row that looks most like a header, or None."""
    best: Header | None = None
    best_score = 0.0
    for index, row in enumerate(sheet.rows[:_SEARCHED]):
        if not _can_be_header(row):
            continue
        for names, last in _candidates(sheet, index, row):
            fields, score = _score(names)
            if last > index:
                # Two rows must tell clearly more than one: most often the upper one is a title.
                score -= 0.9
            if score > best_score:
                above = tuple(
                    str(c).strip() for r in sheet.rows[:index] for c in r if isinstance(c, str)
                )
                best = Header(row=last + 1, names=names, fields=fields, above=above)
                best_score = score
    return best if best is not None and len(best.fields) >= 2 else None


def headers_seen(sheet: Sheet) -> tuple[str, ...]:
    """Return the first row that could be a header, for the message that none was usable."""
    for row in sheet.rows[:_SEARCHED]:
        texts = [" ".join(c.split())[:40] for c in row if isinstance(c, str) and c.strip()]
        if len(texts) >= 2:
            return tuple(texts[:12])
    return ()


def _can_be_header(row: Row) -> bool:
    texts = [c for c in row if isinstance(c, str) and c.strip()]
    if len(texts) < 2:
        return False
    others = [c for c in row if c is not None and not isinstance(c, str)]
    if len(others) > len(texts) * 0.3:
        return False
    dates = sum(read_date(t).precision in ("dag", "kwartaal") for t in texts)
    return dates == 0 and sum(len(t) > _LONGEST_HEADER for t in texts) <= len(texts) * 0.2


def _names(row: Sequence[object]) -> tuple[str, ...]:
    return tuple(" ".join(c.split()) if isinstance(c, str) else str(c or "") for c in row)


def _candidates(sheet: Sheet, index: int, row: Row) -> list[tuple[tuple[str, ...], int]]:
    upper = _names(row)
    found = [(upper, index)]
    if index + 1 < len(sheet.rows) and _can_be_header(sheet.rows[index + 1]):
        lower = _names(sheet.rows[index + 1])
        width = max(len(upper), len(lower))
        spread = _spread(sheet, index, upper, width)
        joined: list[str] = []
        for column in range(width):
            below = lower[column] if column < len(lower) else ""
            above = spread[column]
            both = f"{above} {below}".strip()
            names = [n for n in (both, below, above) if n]
            joined.append(max(names, key=_strength, default=""))
        found.append((tuple(joined), index + 1))
    return found


def _strength(name: str) -> float:
    matches = match_header(name)
    return matches[0].score if matches else 0.0


def _spread(sheet: Sheet, index: int, upper: tuple[str, ...], width: int) -> list[str]:
    """Give every column the group header that stands above it."""
    spread = list(upper) + [""] * (width - len(upper))
    for first_row, first, last_row, last in sheet.merged:
        if first_row <= index + 1 <= last_row and first < len(spread):
            for column in range(first, min(last + 1, width)):
                spread[column] = spread[column] or upper[first] if first < len(upper) else ""
    return spread


def _score(names: tuple[str, ...]) -> tuple[frozenset[str], float]:
    fields: dict[str, float] = {}
    for name in names:
        if len(name) > _LONGEST_HEADER or not name:
            continue
        for match in match_header(name)[:2]:
            if match.score >= 0.55:
                fields[match.field] = max(fields.get(match.field, 0.0), match.score)
    return frozenset(fields), sum(s for f, s in fields.items() if f not in NOT_IMPORTED)


def signature_of(names: Sequence[str]) -> str:
    """Return the header names as one plain text, the same for every file of one adviser."""
    return "|".join(plain(name) for name in names if name.strip())
