"""Client organisations: units, headcounts, and the periods over which they are reported to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Literal, NewType

from vertrouwen.domain.errors import DomainError

OrganisationId = NewType("OrganisationId", int)
UnitId = NewType("UnitId", int)

Country = Literal["NL", "BE"]
COUNTRIES: tuple[Country, ...] = ("NL", "BE")
COUNTING_UNITS = ("meldingen", "contacten")
RETENTION_PROFILES = ("nl_na_verslag", "be_20_jaar")
MOST_EMPLOYEES = 10_000_000
FIRST_YEAR, LAST_YEAR = 1990, 2200

_SCHOOL_YEAR_STARTS = (8, 1)
"""Month and day; the Dutch school year, which most schools' advisers report over (INF)."""


class ReportingPeriod(Enum):
    """How long one report of a client lasts; the values are the stored codes."""

    CALENDAR_YEAR = "kalenderjaar"
    SCHOOL_YEAR = "schooljaar"
    HALF_YEAR = "halfjaar"


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """One client of the adviser.

    Args:
        country: "NL" or "BE"; decides deadlines and which codes are offered.
        counting_unit: what its reports count ("meldingen" or "contacten"), chosen once.
        retention_profile: how long its files are kept; a code of `RETENTION_PROFILES`.
        is_active: whether new cases are taken for it.

    Raises:
        DomainError: the name is empty, or a code is not one of the offered ones.
    """

    id: OrganisationId
    name: str
    country: Country
    sector: str = ""
    reporting_period: ReportingPeriod = ReportingPeriod.CALENDAR_YEAR
    counting_unit: str = "meldingen"
    retention_profile: str = "nl_na_verslag"
    note: str = ""
    is_active: bool = True

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise DomainError("name_missing", field="name")
        if self.country not in COUNTRIES:
            raise DomainError("code_unknown", field="country")
        if self.counting_unit not in COUNTING_UNITS:
            raise DomainError("code_unknown", field="counting_unit")
        if self.retention_profile not in RETENTION_PROFILES:
            raise DomainError("code_unknown", field="retention_profile")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A part of an organisation: a location, a faculty, a department."""

    id: UnitId
    organisation_id: OrganisationId
    name: str
    is_active: bool = True

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise DomainError("name_missing", field="name")


@dataclass(frozen=True, slots=True, kw_only=True)
class Headcount:
    """How many people worked there in a year; of the whole organisation or of one unit."""

    year: int
    employees: int
    unit_id: UnitId | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.employees <= MOST_EMPLOYEES:
            raise DomainError("headcount_out_of_range", field="employees", most=MOST_EMPLOYEES)
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise DomainError("year_out_of_range", field="year")


def usual_retention(country: Country) -> str:
    """Return the retention profile that is usual in a country (domain.md, deadlines)."""
    return "be_20_jaar" if country == "BE" else "nl_na_verslag"


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """One reporting period, first and last day included."""

    label: str
    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def periods_of(kind: ReportingPeriod, today: date, years: int) -> list[Period]:
    """Return the periods of the last years, the current one first.

    Args:
        years: how many years back, the current year included.
    """
    if kind is ReportingPeriod.CALENDAR_YEAR:
        return [_period(str(y), date(y, 1, 1), date(y + 1, 1, 1)) for y in _back(today.year, years)]
    if kind is ReportingPeriod.SCHOOL_YEAR:
        month, day = _SCHOOL_YEAR_STARTS
        start = today.year if today >= date(today.year, month, day) else today.year - 1
        return [
            _period(f"{y}/{y + 1}", date(y, month, day), date(y + 1, month, day))
            for y in _back(start, years)
        ]
    halves = [
        half
        for y in _back(today.year, years)
        for half in (
            _period(f"{y}-2", date(y, 7, 1), date(y + 1, 1, 1)),
            _period(f"{y}-1", date(y, 1, 1), date(y, 7, 1)),
        )
    ]
    return [half for half in halves if half.first <= today]


def _back(year: int, years: int) -> range:
    return range(year, year - years, -1)


def _period(label: str, first: date, after: date) -> Period:
    return Period(label=label, first=first, last=after - timedelta(days=1))
