"""Deadlines fall where the rule says."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from vertrouwen.domain.deadline import (
    months_after,
    of_a_new_case,
    of_an_integrity_report,
    reminder,
    working_days_after,
)
from vertrouwen.services.vocabulary import load_vocabulary

KINDS = load_vocabulary()["deadline_kind"]
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@given(DAYS, st.integers(1, 60))
def test_working_days_end_on_a_working_day(day: date, n: int) -> None:
    assert working_days_after(day, n).weekday() < 5


@given(DAYS, st.integers(0, 60))
def test_as_many_working_days_lie_between_as_asked(day: date, n: int) -> None:
    end = working_days_after(day, n)
    between = [day + timedelta(days=i) for i in range(1, (end - day).days + 1)]
    assert sum(d.weekday() < 5 for d in between) == n


@given(DAYS, st.integers(0, 48))
def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month(day: date, n: int) -> None:
    later = months_after(day, n)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == n
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


def test_a_first_response_in_the_netherlands_takes_two_working_days() -> None:
    friday = date(2025, 6, 13)
    assert [(d.kind, d.due_on) for d in of_a_new_case(KINDS, "NL", friday, "email")] == [
        ("eerste_reactie", date(2025, 6, 17))
    ]


def test_a_first_contact_that_is_a_talk_leaves_nothing_to_answer() -> None:
    assert of_a_new_case(KINDS, "NL", date(2025, 6, 13), "telefoon") == ()


def test_hearing_in_belgium_takes_ten_calendar_days() -> None:
    assert [(d.kind, d.due_on) for d in of_a_new_case(KINDS, "BE", date(2025, 6, 13), "brief")] == [
        ("be_horen_informeren", date(2025, 6, 23))
    ]


def test_feedback_is_due_three_months_after_the_acknowledgement() -> None:
    acknowledged, feedback = of_an_integrity_report(KINDS, date(2025, 6, 16))
    assert acknowledged.due_on == date(2025, 6, 23)
    assert feedback.due_on == date(2025, 9, 23)


def test_a_silent_reporter_is_written_to_after_a_week() -> None:
    assert reminder(KINDS, date(2025, 6, 16)).due_on == date(2025, 6, 23)
