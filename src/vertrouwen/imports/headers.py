"""Where the table begins: the header row, one or two rows high, somewhere near the top."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vertrouwen.imports.columns import LONGEST_HEADER, MOMENT, NOT_IMPORTED, TELLING, match_header
from vertrouwen.imports.dates import read_date
from vertrouwen.imports.sheets import Row, Sheet
from vertrouwen.imports.wording import plain

_SEARCHED = 40
_LONGEST_HEADER = 90
_BOTH_CLEAR = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The header of a table.

    Args:
        row: its last row (from 1); records begin below it.
        names: per column, "" where there is none.
        fields: the fields the names alone suggest.
        above: rows above the header that hold text, as titles.
        groups: columns under a common header -> that header and the column's own one.
    """

    row: int
    names: tuple[str, ...]
    fields: frozenset[str]
    above: tuple[str, ...]
    groups: Mapping[int, tuple[str, str]]

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
        for names, last, groups in _candidates(sheet, index, row):
            fields, score = _score(names)
            if last > index:
                # Two rows must tell clearly more than one: most often the upper one is a title.
                score += 0.1 if _goes_on(row, sheet.rows[last]) else -0.9
            if score > best_score:
                above = tuple(
                    str(c).strip() for r in sheet.rows[:index] for c in r if isinstance(c, str)
                )
                best = Header(row=last + 1, names=names, fields=fields, above=above, groups=groups)
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
    texts = (" ".join(c.split()) if isinstance(c, str) else str(c or "") for c in row)
    # What comes behind is an explanation, and may be without end.
    return tuple(text[:LONGEST_HEADER] for text in texts)


def _candidates(
    sheet: Sheet, index: int, row: Row
) -> list[tuple[tuple[str, ...], int, dict[int, tuple[str, str]]]]:
    upper = _names(row)
    above_it = _groups_above(sheet, index, upper)
    found = [(_told_apart(upper, above_it), index, above_it)]
    if index + 1 < len(sheet.rows) and _can_be_header(sheet.rows[index + 1]):
        lower = _names(sheet.rows[index + 1])
        width = max(len(upper), len(lower))
        spread = _spread(sheet, index, upper, width)
        if _goes_on(row, sheet.rows[index + 1]):
            spread = _filled_forward(spread, lower)
        joined: list[str] = []
        groups: dict[int, tuple[str, str]] = {}
        for column in range(width):
            below = lower[column] if column < len(lower) else ""
            above = spread[column]
            if below and above:
                groups[column] = above, below
            joined.append(_name_of(above, below))
        found.append((tuple(joined), index + 1, groups))
    return found


def _told_apart(names: tuple[str, ...], groups: Mapping[int, tuple[str, str]]) -> tuple[str, ...]:
    """Two columns "Datum" below "Contact" and "Afsluiting" are told apart by what is above."""
    return tuple(
        _name_of(groups[i][0], name) if i in groups and names.count(name) > 1 else name
        for i, name in enumerate(names)
    )


def _name_of(above: str, below: str) -> str:
    """Return the part of a two-row header that tells most; both together where that is clear."""
    both = f"{above} {below}".strip()
    if above and below and _strength(both) >= _BOTH_CLEAR:
        return both
    return max((n for n in (both, below, above) if n), key=_strength, default="")


def _goes_on(upper: Row, lower: Row) -> bool:
    """Tell whether a row only has cells where the one above is blank or heads a group.

    A record has cells under headers of one column, such as its number and its date.
    """
    places = [i for i, c in enumerate(lower) if c is not None and str(c).strip()]
    if len(places) < 2 or not all(isinstance(lower[i], str) for i in places):
        return False
    blank = {i for i in range(max(len(upper), len(lower)) + 1) if not _has(upper, i)}
    heads = {i for i in places if i not in blank and i + 1 in blank and i + 1 in places}
    single = [i for i in range(len(upper)) if _has(upper, i) and i not in heads]
    return bool(heads) and all(i in blank or i in heads for i in places) and bool(single)


def _has(row: Row, index: int) -> bool:
    return index < len(row) and row[index] is not None and bool(str(row[index]).strip())


def _filled_forward(spread: Sequence[str], lower: Sequence[str]) -> list[str]:
    filled = list(spread)
    for i in range(1, len(filled)):
        if not filled[i] and i < len(lower) and lower[i]:
            filled[i] = filled[i - 1]
    return filled


def _groups_above(sheet: Sheet, index: int, names: tuple[str, ...]) -> dict[int, tuple[str, str]]:
    """Return the merged group headers in the row above a header."""
    if index == 0:
        return {}
    width = len(names)
    above = _names(sheet.rows[index - 1])
    if len([n for n in above if n]) < 2:
        return {}
    spread = _spread(sheet, index - 1, above, width)
    return {i: (spread[i], names[i]) for i in range(width) if spread[i] and names[i]}


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
