"""Dates as people type and read them: dd-mm-jjjj, "24 nov", "dinsdag 24 november 2026"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from vertrouwen import language


def parse_date(text: str, today: date) -> date | None:
    """Return the date that was typed, or None.

    Args:
        text: 24-11-2026, 24/11/26, 24.11.2026, 24112026, 24-11 (this year), vandaag, gisteren,
            morgen (or the English words).
        today: the day the words count from.
    """
    text = text.strip().lower()
    words = {"vandaag": 0, "gisteren": -1, "morgen": 1, "eergisteren": -2, "overmorgen": 2}
    words |= {"today": 0, "yesterday": -1, "tomorrow": 1}
    if text in words:
        return today + timedelta(days=words[text])
    match = re.fullmatch(r"(\d{1,2})[-/. ](\d{1,2})(?:[-/. ](\d{4}|\d{2}))?", text)
    match = match or re.fullmatch(r"(\d{2})(\d{2})(\d{4}|\d{2})", text)
    if match is None:
        return None
    year = int(match[3]) if match[3] else today.year
    if year < 100:
        year += 2000
    try:
        return date(year, int(match[2]), int(match[1]))
    except ValueError:
        return None


def format_date(day: date) -> str:
    """Return dd-mm-jjjj."""
    return f"{day:%d-%m-}{day.year:04d}"


def short_date(day: date, today: date) -> str:
    """Return "24 nov", with the year when it is not this one."""
    pattern = "d MMM" if day.year == today.year else "d MMM yyyy"
    return _in_words(day, pattern).replace(".", "")


def long_date(day: date) -> str:
    """Return "dinsdag 24 november 2026"."""
    return _in_words(day, "EEEE d MMMM yyyy")


def _in_words(day: date, pattern: str) -> str:
    # Imported here: the unlock window shows no dates, and starting is part of locking.
    from babel.dates import format_date as babel_date

    return babel_date(day, pattern, locale=language.current())
