"""Dates as people write them: Dutch, Belgian, ISO, English, serial numbers, months, quarters."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from vertrouwen.imports.wording import marked, plain

Order = Literal["dmy", "mdy", "unsure"]
Precision = Literal["dag", "maand", "kwartaal", "jaar"]

_EPOCH = date(1899, 12, 30)
_SERIALS = (20_000, 80_000)
_MONTH_NAMES = (
    ("jan", "januari", "january", "janv", "januar"),
    ("feb", "februari", "february", "febr", "fevr"),
    ("mrt", "maart", "march", "mar", "mars"),
    ("apr", "april", "avr"),
    ("mei", "may", "mai"),
    ("jun", "juni", "june", "juin"),
    ("jul", "juli", "july", "juil"),
    ("aug", "augustus", "august", "aout"),
    ("sep", "sept", "september"),
    ("okt", "oct", "oktober", "october"),
    ("nov", "november"),
    ("dec", "december"),
)
MONTHS = {name: i for i, names in enumerate(_MONTH_NAMES, 1) for name in names}
_LONGEST_TEXT = 500
"""A date among other words is shorter than a page of them."""
_NUMERIC = re.compile(r"^(\d{1,4})\s*[-/.\s]\s*(\d{1,2})\s*[-/.\s]\s*(\d{1,4})\.?$")
_CLOCK = re.compile(r"[ T]+\d{1,2}[:.u]\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:uur|u|h|am|pm|Z)?$", re.I)
_COMPACT = re.compile(r"^(19|20)\d{6}$")
_QUARTER = re.compile(
    r"^(?:q|k|kw|kwartaal|quarter|qtr)\s?([1-4])$|"
    r"^([1-4])\s?(?:e|ste|de|st|nd|rd|th)?\s?(?:q|k|kw|kwartaal|quarter|qtr)$"
)
_SHORT_YEAR = re.compile(r"['’‘`´](\d{2})(?!\d)")
_ORDINAL = re.compile(r"^(\d{1,2})(?:e|ste|de|st|nd|rd|th)?$")
_DAY_MONTH = re.compile(r"^(\d{1,2})\s*[-/.]\s*(\d{1,2})$")
_MONTH_NUMBER = re.compile(r"^(\d{1,2})[-/.](\d{4})$|^(\d{4})[-/.](\d{1,2})$")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDate:
    """What a cell says about a moment.

    Args:
        day: the date, only where the day is known.
        year, month, quarter: what is known without a day.
        precision: how exact it is, or None if nothing could be read.
        flaw: why it could not be read: leeg, onmogelijk, maand_dag, onleesbaar.
        doubtful: day and month could also be the other way round.
    """

    day: date | None = None
    year: int | None = None
    month: int | None = None
    quarter: int | None = None
    precision: Precision | None = None
    flaw: str | None = None
    doubtful: bool = False


def on_day(day: date, *, doubtful: bool = False) -> ReadDate:
    """Return a full date as it is read."""
    return ReadDate(
        day=day,
        year=day.year,
        month=day.month,
        quarter=(day.month + 2) // 3,
        precision="dag",
        doubtful=doubtful,
    )


def in_month(year: int, month: int) -> ReadDate:
    """Return a month of a year without a day."""
    return ReadDate(year=year, month=month, quarter=(month + 2) // 3, precision="maand")


def read_date(value: object, *, order: Order = "dmy", year: int | None = None) -> ReadDate:
    """Read one cell as a date.

    Args:
        value: the cell: a date, a number (Excel serial) or text.
        order: whether 3/4 is the third of April or the fourth of March in this column.
        year: the year of the band or sheet, for dates written without one.
    """
    if isinstance(value, datetime):
        return on_day(value.date())
    if isinstance(value, date):
        return on_day(value)
    if isinstance(value, bool) or value is None:
        return ReadDate(flaw="leeg" if value is None else "onleesbaar")
    if isinstance(value, int | float):
        return _from_number(value)
    return _from_text(str(value), order, year)


def _from_number(value: float) -> ReadDate:
    if _SERIALS[0] <= value <= _SERIALS[1]:
        return on_day(_EPOCH + timedelta(days=int(value)))
    whole = int(value)
    if value == whole and _COMPACT.match(str(whole)):
        return _build(whole // 10000, whole // 100 % 100, whole % 100)
    if value == whole and 1990 <= whole <= 2100:
        return ReadDate(year=whole, precision="jaar")
    return ReadDate(flaw="onleesbaar")


@lru_cache(maxsize=32768)
def _from_text(text: str, order: Order, year: int | None) -> ReadDate:
    if len(text) > _LONGEST_TEXT:
        return ReadDate(flaw="onleesbaar")
    text = text.strip().strip("\u200b\ufeff'\"").strip()
    if plain(text) in ("", "onbekend", "leeg", "unknown", "nvt", "nb"):
        return ReadDate(flaw="leeg")
    text = _CLOCK.sub("", text).strip().rstrip(",;.")
    if text.isdecimal():
        if len(text) == 8 or len(text) <= 5:
            return _from_number(int(text))
        return ReadDate(flaw="onleesbaar")
    numeric = _NUMERIC.match(text.replace("\u2011", "-").replace("\u2013", "-"))
    if numeric is None:
        numeric = _NUMERIC.match(_without_weekday(text))
    if numeric:
        return _from_parts(*numeric.groups(), order=order)
    day_month = _DAY_MONTH.match(text)
    if day_month and year is not None:
        return _from_parts(day_month[1], day_month[2], str(year), order=order)
    month_number = _MONTH_NUMBER.match(text)
    if month_number:
        a, b, c, d = month_number.groups()
        found_year, found_month = int(b or c), int(a or d)
        if 1 <= found_month <= 12:
            return in_month(found_year, found_month)
        return ReadDate(flaw="onmogelijk")
    return _from_words(text, year)


def _without_weekday(text: str) -> str:
    head, _, rest = text.partition(" ")
    return rest.strip() if plain(head) in marked("weekdays") else text


def _from_parts(a: str, b: str, c: str, *, order: Order) -> ReadDate:
    if len(a) == 4:
        return _build(int(a), int(b), int(c))
    if len(a) == 3 or len(c) in (1, 3):
        return ReadDate(flaw="onleesbaar")
    year = _full_year(int(c), len(c))
    first, second = int(a), int(b)
    day, month = (second, first) if order == "mdy" else (first, second)
    if month > 12 and day <= 12:
        return ReadDate(year=None, flaw="maand_dag")
    found = _build(year, month, day)
    if order == "unsure" and found.day and first <= 12 and second <= 12 and first != second:
        return on_day(found.day, doubtful=True)
    return found


def _full_year(number: int, digits: int) -> int:
    if digits == 4:
        return number
    return 2000 + number if number < 70 else 1900 + number


def _build(year: int, month: int, day: int) -> ReadDate:
    try:
        return on_day(date(year, month, day))
    except ValueError:
        return ReadDate(flaw="onmogelijk")


def _from_words(text: str, year: int | None) -> ReadDate:
    words = [w for w in re.split(r"[\s,./()'-]+", plain(text)) if w and w not in marked("weekdays")]
    month: int | None = None
    quarter: int | None = None
    numbers: list[tuple[int, int]] = []
    joined = " ".join(words)
    for pattern_words in (joined.rsplit(" ", 1), joined.split(" ", 1)):
        if len(pattern_words) == 2:
            for part, other in (pattern_words, reversed(pattern_words)):
                found = _QUARTER.match(part)
                if found and re.fullmatch(r"\d{2}|\d{4}", other):
                    quarter = int(found.group(1) or found.group(2))
                    return ReadDate(
                        year=_full_year(int(other), len(other)),
                        quarter=quarter,
                        precision="kwartaal",
                    )
    for word in words:
        if word in MONTHS:
            if month is not None:
                return ReadDate(flaw="onleesbaar")
            month = MONTHS[word]
            continue
        ordinal = _ORDINAL.match(word)
        if ordinal:
            numbers.append((int(ordinal.group(1)), len(ordinal.group(1))))
        elif re.fullmatch(r"\d{4}", word):
            numbers.append((int(word), 4))
        else:
            joined_month = re.fullmatch(r"(\d{1,2})([a-z]+)(\d{2,4})?", word)
            if joined_month and joined_month.group(2) in MONTHS and month is None:
                month = MONTHS[joined_month.group(2)]
                numbers.append((int(joined_month.group(1)), 2))
                if joined_month.group(3):
                    numbers.append((int(joined_month.group(3)), len(joined_month.group(3))))
                continue
            return ReadDate(flaw="onleesbaar")
    if month is None:
        return ReadDate(flaw="onleesbaar")
    short_year = _SHORT_YEAR.search(text)
    if short_year and len(numbers) == 1:
        return in_month(_full_year(int(short_year[1]), 2), month)
    match numbers:
        case [(number, 4)]:
            return in_month(number, month)
        case [(number, digits)] if year is not None and digits <= 2:
            return _build(year, month, number)
        case [(number, 2)] if number > 12 and text.strip()[0].isalpha():
            return in_month(_full_year(number, 2), month)
        case [(first, 4), (second, _)]:
            return _build(first, month, second)
        case [(first, _), (second, digits)]:
            return _build(_full_year(second, digits), month, first)
        case [] if year is not None:
            return in_month(year, month)
    return ReadDate(flaw="onleesbaar")


def month_number(value: object) -> int | None:
    """Return the month that a cell of a month column names."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return int(value) if 1 <= value <= 12 and value == int(value) else None
    if isinstance(value, date):
        return value.month
    words = plain(str(value or "")).split()
    for word in words:
        if word in MONTHS:
            return MONTHS[word]
    if len(words) == 1 and words[0].isdecimal() and 1 <= int(words[0]) <= 12:
        return int(words[0])
    return None


def quarter_number(value: object) -> int | None:
    """Return the quarter that a cell of a quarter column names."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return int(value) if value in (1, 2, 3, 4) else None
    text = plain(str(value or ""))
    found = _QUARTER.match(text) or re.match(r"^()([1-4])$", text)
    return int(found.group(1) or found.group(2)) if found else None


def year_number(value: object) -> int | None:
    """Return the year that a cell of a year column names."""
    if isinstance(value, date):
        return value.year
    found = re.search(r"(?<!\d)((?:19|20)\d{2})(?!\d)", str(value or ""))
    return int(found.group(1)) if found else None


def order_of(values: Iterable[object], *, dutch: bool) -> Order:
    """Decide how a column writes day and month.

    Args:
        values: the cells of the column, in file order.
        dutch: the headers are Dutch, so that day comes first unless the dates say otherwise.
    """
    day_first = month_first = 0
    pairs: list[tuple[int, int, int]] = []
    for value in values:
        if not isinstance(value, str) or len(value) > _LONGEST_TEXT:
            continue
        found = _NUMERIC.match(_CLOCK.sub("", value.strip()))
        if not found or len(found.group(1)) > 2 or len(found.group(3)) not in (2, 4):
            continue
        a, b, c = (int(g) for g in found.groups())
        pairs.append((_full_year(c, len(found.group(3))), a, b))
        if a > 12 >= b:
            day_first += 1
        elif b > 12 >= a:
            month_first += 1
    if day_first > month_first * 2:
        return "dmy"
    if month_first > day_first * 2:
        return "mdy" if month_first > 1 or not dutch or len(pairs) < 8 else "unsure"
    if dutch and not month_first:
        return "dmy"
    if day_first or month_first:
        return "unsure"
    return _order_by_sequence(pairs)


def _order_by_sequence(pairs: list[tuple[int, int, int]]) -> Order:
    """A register is kept in order: the reading that leaves the dates sorted is the right one."""
    if len(pairs) < 6:
        return "unsure"
    as_dmy = [(y, b, a) for y, a, b in pairs]
    as_mdy = [(y, a, b) for y, a, b in pairs]
    steps_back = [sum(1 for x, z in pairwise(s) if z < x) for s in (as_dmy, as_mdy)]
    if steps_back[0] * 4 + 1 < steps_back[1]:
        return "dmy"
    if steps_back[1] * 4 + 1 < steps_back[0]:
        return "mdy"
    return "unsure"
