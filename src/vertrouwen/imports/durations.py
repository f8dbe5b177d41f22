"""Time spent as people write it: 1,5 · 1:30 · 1u30 · 45 min · 1½ · a time cell; in minutes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Literal

Unit = Literal["uur", "minuut", "onzeker"]

_LONGEST_TEXT = 200
"""No duration takes as many characters, and no number of so many digits is one."""
LONGEST_MINUTES = 24 * 60
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}
_NUMBER = r"\d+(?:[.,]\d+)?|[.,]\d+"
_HOUR = r"(?:uren|uur|uurtjes|uurtje|hours|hour|hrs|hr|u|h)\.?"
_MINUTE = r"(?:minuten|minuut|minutes|minute|mins|min|m|')\.?"
_PLAIN = re.compile(rf"^({_NUMBER})$")
_CLOCK = re.compile(r"^(\d{1,3})[:](\d{2})(?::(\d{2}))?(?:\s*" + _HOUR + r")?$")
_HOURS = re.compile(rf"^({_NUMBER})\s*{_HOUR}$")
_HOURS_MINUTES = re.compile(rf"^(\d+)\s*{_HOUR}\s*(?:en|and|,)?\s*(\d{{1,2}})\s*(?:{_MINUTE})?$")
_MINUTES = re.compile(rf"^({_NUMBER})\s*{_MINUTE}$")
_MIXED = re.compile(r"^(\d*)\s*(?:(1/2|1/4|3/4))\s*(?:" + _HOUR + r")?$")
_WORDS = {
    "half uur": 30, "een half uur": 30, "halfuur": 30, "half hour": 30, "half an hour": 30,
    "kwartier": 15, "een kwartier": 15, "quarter": 15, "drie kwartier": 45, "3 kwartier": 45,
    "een uur": 60, "één uur": 60, "uur": 60, "anderhalf uur": 90, "anderhalf": 90,
    "twee uur": 120, "drie uur": 180, "vier uur": 240, "one hour": 60, "an hour": 60,
    "two hours": 120, "three hours": 180, "ander half uur": 90, "vijf kwartier": 75,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDuration:
    """Minutes as read.

    Args:
        minutes: whole minutes, or None if there are none to be had.
        flaw: onleesbaar, negatief or onwaarschijnlijk; None where nothing is wrong.
    """

    minutes: int | None = None
    flaw: str | None = None


def read_duration(value: object, unit: Unit = "uur") -> ReadDuration:
    """Read one cell as time spent.

    Args:
        value: the cell: number, time, timedelta or text.
        unit: what a bare number counts in this column.
    """
    if value is None or (isinstance(value, str) and value.strip() in ("", "-", "?", "–")):
        return ReadDuration()
    if isinstance(value, datetime):
        if value.year <= 1900:
            start = datetime(1899, 12, 30) if value.year == 1899 else datetime(1900, 1, 1)
            return _checked((value - start).total_seconds() / 60)
        return ReadDuration(flaw="onleesbaar")
    if isinstance(value, time):
        return _checked(value.hour * 60 + value.minute + value.second / 60)
    if isinstance(value, timedelta):
        return _checked(value.total_seconds() / 60)
    if isinstance(value, bool):
        return ReadDuration(flaw="onleesbaar")
    if isinstance(value, int | float):
        return _bare(float(value), unit)
    return _from_text(str(value), unit)


def _from_text(text: str, unit: Unit) -> ReadDuration:
    if len(text) > _LONGEST_TEXT:
        return ReadDuration(flaw="onleesbaar")
    text = " ".join(text.casefold().replace("\u00a0", " ").split())
    text = re.sub("[’′`´]", "'", text).lstrip("'")
    if text in ("n.v.t.", "nvt", "onbekend", "n.b.", "unknown", "n/a", "ng"):
        return ReadDuration()
    for sign, part in _FRACTIONS.items():
        found_sign = re.search(rf"(\d*)\s*{sign}", text)
        if found_sign:
            whole = str(int(found_sign[1] or 0) + part)
            text = text[: found_sign.start()] + whole + text[found_sign.end() :]
    if text in _WORDS:
        return _checked(_WORDS[text])
    negative = text.startswith(("-", "−"))
    if negative:
        text = text[1:].strip()
    minutes: float | None = None
    if found := _PLAIN.match(text):
        bare = _bare(_number(found[1]), unit)
        return ReadDuration(flaw="negatief") if negative and _number(found[1]) else bare
    if (found := _CLOCK.match(text)) or (found := _HOURS_MINUTES.match(text)):
        if int(found[2]) > 59:
            return ReadDuration(flaw="onleesbaar")
        minutes = int(found[1]) * 60 + int(found[2])
    elif found := _HOURS.match(text):
        minutes = _number(found[1]) * 60
    elif found := _MINUTES.match(text):
        minutes = _number(found[1])
    elif found := _MIXED.match(text):
        part = {"1/2": 0.5, "1/4": 0.25, "3/4": 0.75}[found[2]]
        minutes = (int(found[1] or 0) + part) * 60
    if minutes is None:
        return ReadDuration(flaw="onleesbaar")
    return ReadDuration(flaw="negatief") if negative and minutes else _checked(minutes)


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _bare(number: float, unit: Unit) -> ReadDuration:
    if unit == "onzeker":
        return ReadDuration(flaw="eenheid_onzeker")
    if unit == "minuut":
        if 0 < number < 3 or number != int(number):
            return ReadDuration(flaw="onwaarschijnlijk")
        return _checked(number)
    return _checked(number * 60)


def _checked(minutes: float) -> ReadDuration:
    if minutes < 0:
        return ReadDuration(flaw="negatief")
    if minutes > LONGEST_MINUTES:
        return ReadDuration(flaw="onwaarschijnlijk")
    return ReadDuration(minutes=round(minutes))


_COUNT = re.compile(
    r"^(?:±|ca\.?|circa)?\s*(\d{1,3})(?:[.,]0+)?\s*(?:x|×|keer|maal|gespr\w*|gesprek\w*|contact\w*|"
    r"talks?|meetings?|sessions?|sessies?|times?|afspra\w*|conversations?|onderhoud\w*)?\.?$"
)
_COUNT_WORDS = {
    "een": 1, "één": 1, "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7,
    "acht": 8, "negen": 9, "tien": 10, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5,
    "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eenmalig": 1, "once": 1, "twice": 2,
}  # fmt: skip


def read_count(value: object) -> tuple[int | None, str | None]:
    """Read one cell as a number of talks; return the number and the flaw, if any."""
    if value is None or isinstance(value, bool):
        return None, None
    if isinstance(value, int | float):
        if value < 0 or value != int(value) or value > 200:
            return None, "onwaarschijnlijk"
        return int(value), None
    text = " ".join(str(value).casefold().split())
    if text in ("", "-", "?", "nvt", "n.v.t.", "onbekend", "–"):
        return None, None
    if text.split(" ")[0] in _COUNT_WORDS and len(text.split(" ")) <= 2:
        return _COUNT_WORDS[text.split(" ")[0]], None
    found = _COUNT.match(text)
    if found and int(found[1]) <= 200:
        return int(found[1]), None
    return None, "onleesbaar"
