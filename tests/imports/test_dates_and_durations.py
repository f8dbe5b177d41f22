"""Whatever way a date or a time spent is written, the same one is read back."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vertrouwen.imports.dates import order_of, read_date
from vertrouwen.imports.durations import read_count, read_duration

DAYS = st.dates(date(1995, 1, 1), date(2060, 12, 31))
DUTCH = ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sept", "okt", "nov", "dec"]
LONG = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
]
ENGLISH = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
WEEKDAYS = ["ma", "di", "wo", "do", "vr", "za", "zo"]


@given(DAYS)
def test_every_notation_of_a_day_is_read_as_that_day(day: date) -> None:
    month = day.month - 1
    for text in (
        f"{day.day}-{day.month}-{day.year}",
        f" {day:%d-%m-%Y} ",
        f"{day:%d/%m/%Y}",
        f"{day.day}.{day.month}.{day.year}",
        day.isoformat(),
        f"{day.day} {DUTCH[month]} {day.year}",
        f"{WEEKDAYS[day.weekday()]} {day.day} {LONG[month]} {day.year}",
        f"{ENGLISH[month]} {day.day}, {day.year}",
        f"{day.day} {ENGLISH[month]} {day.year}",
        f"{day.day}-{DUTCH[month]}-{day.year}",
        str((day - date(1899, 12, 30)).days),
    ):
        assert read_date(text).day == day, text
    assert read_date((day - date(1899, 12, 30)).days).day == day


@given(DAYS)
def test_an_american_column_is_read_month_first(day: date) -> None:
    assert read_date(f"{day.month}/{day.day}/{day.year}", order="mdy").day == day


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("31-02-2024", "onmogelijk"),
        ("04/26/2024", "maand_dag"),
        ("O5-05-2025", "onleesbaar"),
        ("", "leeg"),
        ("volgende week", "onleesbaar"),
        ("5", "onleesbaar"),
    ],
)
def test_what_is_no_date_is_never_made_one(text: str, flaw: str) -> None:
    found = read_date(text)
    assert found.day is None
    assert found.flaw == flaw


@pytest.mark.parametrize(
    ("text", "year", "month", "quarter"),
    [
        ("maart 2024", 2024, 3, 1),
        ("mrt '24", 2024, 3, 1),
        ("2024-11", 2024, 11, 4),
        ("11/2024", 2024, 11, 4),
        ("Q3 2024", 2024, None, 3),
        ("2e kwartaal 2023", 2023, None, 2),
    ],
)
def test_a_month_or_quarter_stays_what_it_is(
    text: str, year: int, month: int | None, quarter: int
) -> None:
    found = read_date(text)
    assert (found.day, found.year, found.month, found.quarter) == (None, year, month, quarter)


def test_the_dates_themselves_tell_which_comes_first() -> None:
    assert order_of(["13-2-2024", "1-3-2024"], dutch=True) == "dmy"
    assert order_of(["2/13/2024", "3/21/2024", "3/1/2024"], dutch=False) == "mdy"
    assert order_of(["1/2/2024", "3/4/2024"], dutch=False) == "unsure"


@given(st.integers(1, 23 * 60 + 59))
def test_every_notation_of_a_time_spent_is_read_as_those_minutes(minutes: int) -> None:
    hours, rest = divmod(minutes, 60)
    for value in (
        f"{hours}:{rest:02d}",
        f"{hours}u{rest:02d}",
        f"{hours} uur {rest} min",
        f"{minutes} min",
        f"{minutes} minuten",
        time(hours, rest),
        timedelta(minutes=minutes),
    ):
        assert read_duration(value).minutes == minutes, value


@given(st.integers(1, 95))
def test_quarters_of_hours_are_read_with_point_and_comma(quarters: int) -> None:
    hours = quarters / 4
    comma = f"{hours:g}".replace(".", ",")
    for value in (hours, f"{hours:g}", comma, f"{comma} u", f"{comma} uur", f"{comma}u"):
        assert read_duration(value).minutes == quarters * 15, value


@pytest.mark.parametrize(
    ("value", "flaw"),
    [(-1, "negatief"), ("-0,5", "negatief"), (90, "onwaarschijnlijk"), ("±2 à 3", "onleesbaar")],
)
def test_what_is_no_time_spent_is_left_open(value: object, flaw: str) -> None:
    found = read_duration(value)
    assert (found.minutes, found.flaw) == (None, flaw)


def test_numbers_of_talks_are_read_with_their_words() -> None:
    assert [read_count(v)[0] for v in ("3x", "2 gesprekken", "1 gesprek", 4, "twee")] == [
        3, 2, 1, 4, 2,
    ]  # fmt: skip
    assert read_count("2 à 3") == (None, "onleesbaar")
