"""When a case began and ended, from the cells that say so and from what stands around them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from vertrouwen.imports import dates
from vertrouwen.imports.dates import ReadDate
from vertrouwen.imports.doubts import Doubts, text_of
from vertrouwen.imports.durations import Unit
from vertrouwen.imports.names import NameReading
from vertrouwen.imports.records import Record
from vertrouwen.imports.wording import marked, plain, silence

_OLDEST_YEAR = 1990


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What holds for a whole sheet while its records are coded.

    Args:
        order: how dates are written here.
        unit: what a bare number in an unnamed time column counts.
        fields: the fields that have a column.
        organisation: the client where no column says so, with the doubt about it.
        today: nothing can have happened after it.
        known_words: plain words of organisations and units, which are no persons.
        guessed: fields whose column only its cells suggest.
    """

    order: dates.Order
    unit: Unit
    fields: frozenset[str]
    organisation: NameReading
    today: date
    known_words: frozenset[str]
    guessed: tuple[str, ...] = ()


def first_contact(doubts: Doubts, setting: Setting) -> ReadDate:
    """Read when the first contact was; what is no day of the past is flagged."""
    cells = doubts.record.cells
    if doubts.is_broken("date", "blokkerend"):
        return ReadDate()
    year = dates.year_number(cells.get("year")) or doubts.record.year
    has_date = "date" in setting.fields
    found = dates.read_date(cells.get("date"), order=setting.order, year=year)
    is_day_only = "month" in setting.fields and _is_day_number(cells.get("date"))
    if found.flaw == "leeg" or is_day_only or found.precision == "jaar" or not has_date:
        found = _from_parts(doubts, setting, found, year)
    if found.flaw is not None:
        doubts.flag("date", "blokkerend", f"datum_{found.flaw}")
        return ReadDate()
    if found.precision == "jaar":
        doubts.flag("date", "blokkerend", "datum_alleen_jaar")
    elif found.precision in ("maand", "kwartaal"):
        doubts.flag("date", "attentie", f"datum_alleen_{found.precision}")
    today = setting.today
    too_late = found.day is not None and found.day > today
    if (
        too_late
        or (found.year or today.year) > today.year
        or (found.year is not None and found.year < _OLDEST_YEAR)
    ):
        doubts.flag("date", "blokkerend", "datum_onwaarschijnlijk")
    elif found.doubtful:
        doubts.flag("date", "beslissen", "datum_dubbelzinnig")
    return found


def _from_parts(doubts: Doubts, setting: Setting, found: ReadDate, year: int | None) -> ReadDate:
    """Put together a date from columns for year, month and quarter, or from the band."""
    cells = doubts.record.cells
    year = found.year or year
    if year is None:
        return found
    if cells.get("month") is None and cells.get("quarter") is None:
        whole = dates.read_date(cells.get("year"))
        if whole.precision in ("maand", "kwartaal"):
            return whole
    in_month = dates.month_number(cells.get("month"))
    day = cells.get("date")
    if in_month is None and cells.get("month") is not None:
        whole = dates.read_date(cells["month"], year=year)
        if whole.precision in ("maand", "dag") and whole.month:
            in_month = whole.month
    if in_month is not None:
        if _is_day_number(day):
            return dates.read_date(f"{text_of(day)}-{in_month}-{year}")
        return dates.in_month(year, in_month)
    quarter = dates.quarter_number(cells.get("quarter"))
    if quarter is not None:
        return ReadDate(year=year, quarter=quarter, precision="kwartaal")
    if "year" in setting.fields or found.precision == "jaar":
        return ReadDate(year=year, precision="jaar")
    return found


def _is_day_number(value: object) -> bool:
    text = text_of(value)
    return text.isdecimal() and len(text) <= 2 and 1 <= int(text) <= 31


def closing(doubts: Doubts, setting: Setting, when: ReadDate) -> tuple[date | None, bool]:
    """Read the day of closing and whether the case is closed."""
    if doubts.is_broken("closed"):
        return None, False
    value = doubts.record.cells.get("closed")
    words = plain(text_of(doubts.record.cells.get("status"))).split()
    says_closed = bool(words) and words[0] in marked("closed")
    if words and not says_closed and not _says_open(" ".join(words)):
        # "opgelost" in a column of states says how it ended, and leaves open whether it did.
        doubts.flag("closed", "attentie", "afgesloten_onleesbaar")
        if "outcome" not in setting.fields:
            doubts.flag("outcome", "attentie", "kolom_niet_gelezen")
    if value is None or (isinstance(value, str) and _says_open(value)):
        return None, says_closed
    if isinstance(value, str) and plain(value).split()[0] in marked("closed"):
        return None, True
    found = dates.read_date(value, order=setting.order, year=when.year)
    if found.day is None:
        if found.precision in ("maand", "kwartaal"):
            doubts.flag("closed", "attentie", "afgesloten_zonder_dag")
            return None, True
        if found.flaw != "leeg":
            doubts.flag("closed", "beslissen", "afgesloten_onleesbaar")
        return None, says_closed
    if found.day > setting.today:
        doubts.flag("closed", "beslissen", "afgesloten_toekomst")
        return None, False
    start = when.day
    if start is not None and start <= setting.today and found.day < start:
        if not _moved_year(doubts.record, start):
            doubts.flag("closed", "beslissen", "afgesloten_voor_datum")
            return None, False
    elif found.doubtful:
        doubts.flag("closed", "beslissen", "datum_dubbelzinnig")
    return found.day, True


def _moved_year(record: Record, start: date) -> bool:
    """The start, not the closing, stands in the wrong year."""
    expected = dates.year_number(record.cells.get("number"))
    return expected is not None and start.year > expected


def _says_open(text: str) -> bool:
    words = plain(text).split()
    return (
        not words
        or (words[0] in marked("still_open") and not any(c.isdigit() for c in text))
        or (silence(text) is not None)
    )
