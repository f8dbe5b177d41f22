"""How many talks and minutes a record says, where the number can be believed."""

from __future__ import annotations

import re

from vertrouwen.imports.doubts import Doubts
from vertrouwen.imports.durations import ReadDuration, Unit, read_count, read_duration
from vertrouwen.imports.moments import Setting


def talks(doubts: Doubts) -> int | None:
    """Read the number of talks."""
    if doubts.is_broken("talks"):
        return None
    count, flaw = read_count(doubts.record.cells.get("talks"))
    if flaw:
        doubts.flag("talks", "beslissen", f"gesprekken_{flaw}")
    return count


def minutes(doubts: Doubts, setting: Setting, talks: int | None) -> int | None:
    """Read the minutes spent, from one column or from hours and minutes apart."""
    total: int | None = None
    units: tuple[tuple[str, Unit], ...] = (
        ("hours", "uur"),
        ("minutes", "minuut"),
        ("duration", setting.unit),
    )
    for field, unit in units:
        if field not in setting.fields:
            continue
        value = doubts.record.cells.get(field)
        if doubts.is_broken(field):
            return None
        found = read_duration(value, unit)
        if found.flaw is None and unit == "uur":
            found = _implausible_hours(value, found, talks)
        if found.flaw:
            doubts.flag("minutes", "beslissen", f"uren_{found.flaw}")
            return None
        if found.minutes is not None:
            total = (total or 0) + found.minutes
    if total is not None and total > 24 * 60:
        doubts.flag("minutes", "beslissen", "uren_onwaarschijnlijk")
        return None
    return total


def _implausible_hours(value: object, found: ReadDuration, talks: int | None) -> ReadDuration:
    """ "30" in a column of hours, with one talk: most likely minutes."""
    is_bare = isinstance(value, int | float) or (
        isinstance(value, str) and re.fullmatch(r"\s*\d+(?:[.,]\d+)?\s*", value) is not None
    )
    hours = (found.minutes or 0) / 60
    if is_bare and hours >= 10 and hours > 4 * max(1, talks or 1):
        return ReadDuration(flaw="onwaarschijnlijk")
    return found
