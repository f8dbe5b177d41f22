"""Days and times as the tables keep them."""

from __future__ import annotations

from datetime import date, time
from typing import overload


@overload
def stored(value: None) -> None: ...
@overload
def stored(value: date | time) -> str: ...
def stored(value: date | time | None) -> str | None:
    """Return a day as YYYY-MM-DD, a time as HH:MM."""
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return value.isoformat() if value is not None else None


def day(text: str | None) -> date | None:
    """Return the day a column holds."""
    return date.fromisoformat(text) if text is not None else None


def clock_time(text: str | None) -> time | None:
    """Return the time a column holds."""
    return time.fromisoformat(text) if text is not None else None
