"""A case moves by its rules, and its number reads as it is written."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vertrouwen.domain.case import (
    CaseNumber,
    Control,
    Facts,
    State,
    closed,
    moved,
    reachable,
    reopened,
)
from vertrouwen.domain.errors import DomainError

DAY = date(2025, 6, 16)


@given(st.integers(1990, 2200), st.integers(1, 999_999))
def test_a_number_reads_as_it_is_written(year: int, seq: int) -> None:
    assert CaseNumber.read(str(CaseNumber(year, seq))) == CaseNumber(year, seq)


@pytest.mark.parametrize("text", ["", "2026", "2026-", "2026-000", "26-014", "2026-014x", "x"])
def test_what_is_no_number_is_not_read_as_one(text: str) -> None:
    assert CaseNumber.read(text) is None


def test_a_number_has_three_digits_at_least() -> None:
    assert str(CaseNumber(2026, 14)) == "2026-014"
    assert str(CaseNumber(2026, 1234)) == "2026-1234"


@given(st.sampled_from(State), st.sampled_from(State), st.sampled_from(Control))
def test_a_case_moves_only_where_it_can_be_reached(
    state: State, to: State, control: Control
) -> None:
    if to is state or to in reachable(state, control):
        assert moved(state, to, control) is to
    else:
        with pytest.raises(DomainError):
            moved(state, to, control)


@given(st.sampled_from(State), st.sampled_from(Control))
def test_no_case_becomes_new_or_closed_by_moving(state: State, control: Control) -> None:
    assert not {State.NEW, State.CLOSED} & set(reachable(state, control))


def test_a_report_was_made_only_once_control_has_passed() -> None:
    assert State.REPORT_MADE not in reachable(State.RECEPTION, Control.REPORTER)
    assert State.REPORT_MADE in reachable(State.RECEPTION, Control.ORGANISATION)


@pytest.mark.parametrize(
    ("days", "code"), [(-1, "closed_before_opened"), (8, "date_in_the_future")]
)
def test_a_case_closes_between_its_opening_and_today(days: int, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        closed(State.RECEPTION, DAY, DAY + timedelta(days=days), DAY + timedelta(days=7))
    assert (refused.value.code, refused.value.field) == (code, "closed_on")
    assert closed(State.RECEPTION, DAY, DAY, DAY) is State.CLOSED


def test_a_reopened_case_remembers_that_a_report_was_made() -> None:
    assert reopened(State.CLOSED, Control.REPORTER) is State.ACCOMPANIMENT
    assert reopened(State.CLOSED, Control.ORGANISATION) is State.REPORT_MADE
    with pytest.raises(DomainError):
        reopened(State.RECEPTION, Control.REPORTER)


def test_nothing_known_counts_as_nothing() -> None:
    assert Facts().completeness() == (0, 8)
    assert Facts(natures=("onbekend",), wishes=("onbekend",)).completeness() == (0, 8)


def test_not_asked_is_an_answer() -> None:
    assert Facts(role="niet_gevraagd").completeness() == (1, 8)


@given(st.sets(st.sampled_from(["track", "role", "relation", "channel", "incident_period"])))
def test_every_known_fact_counts_once(known: set[str]) -> None:
    facts = Facts(**dict.fromkeys(known, "iets"))
    assert facts.completeness() == (len(known), 8)
