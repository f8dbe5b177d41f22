"""Reporting periods tile time, and a client without a name is none."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vertrouwen.domain.consent import CaseId, PartyId
from vertrouwen.domain.contact import Contact, ContactId, Note, NoteId, NoteKind
from vertrouwen.domain.errors import DomainError
from vertrouwen.domain.organisation import (
    Headcount,
    Organisation,
    OrganisationId,
    ReportingPeriod,
    Unit,
    UnitId,
    periods_of,
)
from vertrouwen.domain.people import Identity, Party, Reporter

DAY = date(2025, 6, 16)


@given(
    st.sampled_from(ReportingPeriod),
    st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    st.integers(1, 12),
)
def test_periods_follow_each_other_without_gap_and_hold_today(
    kind: ReportingPeriod, today: date, years: int
) -> None:
    periods = periods_of(kind, today, years)
    assert today in periods[0]
    for later, earlier in pairwise(periods):
        assert later.first - earlier.last == timedelta(days=1)
    assert len({p.label for p in periods}) == len(periods)


def test_a_school_year_runs_from_august() -> None:
    (period,) = periods_of(ReportingPeriod.SCHOOL_YEAR, date(2025, 7, 31), 1)
    assert (period.label, period.first, period.last) == (
        "2024/2025",
        date(2024, 8, 1),
        date(2025, 7, 31),
    )


def test_a_half_year_that_has_not_begun_is_not_offered() -> None:
    assert [p.label for p in periods_of(ReportingPeriod.HALF_YEAR, DAY, 2)] == [
        "2025-1",
        "2024-2",
        "2024-1",
    ]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"country": "DE"}, "country"),
        ({"counting_unit": "zaken"}, "counting_unit"),
        ({"retention_profile": "altijd"}, "retention_profile"),
    ],
)
def test_a_client_names_the_field_that_is_wrong(wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(DomainError) as refused:
        Organisation(**({"id": OrganisationId(1), "name": "Linde", "country": "NL"} | wrong))
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: Unit(id=UnitId(1), organisation_id=OrganisationId(1), name=""), "name"),
        (lambda: Headcount(year=2025, employees=-1), "employees"),
        (lambda: Headcount(year=25, employees=10), "year"),
        (lambda: Reporter(identity=Identity.KNOWN, alias=" "), "alias"),
        (lambda: Reporter(identity=Identity.ALIAS, name="Roos"), "name"),
        (lambda: Reporter(identity=Identity.ANONYMOUS, reach="06"), "name"),
        (lambda: Party(id=PartyId(1), relation="collega", alias=""), "alias"),
        (
            lambda: Note(
                id=NoteId(1), case_id=CaseId(1), kind=NoteKind.FILE, written_on=DAY, body=" "
            ),
            "body",
        ),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(make: Any, field: str) -> None:
    with pytest.raises(DomainError) as refused:
        make()
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"type": "overleg_derde"}, "contact_is_a_step"),
        ({"type": "bijgewoond_gesprek"}, "contact_is_a_step"),
        ({"minutes": -1}, "minutes_out_of_range"),
        ({"travel_minutes": 100_001}, "minutes_out_of_range"),
    ],
)
def test_a_talk_with_another_is_no_contact(wrong: dict[str, Any], code: str) -> None:
    fields: dict[str, Any] = {
        "id": ContactId(1),
        "case_id": CaseId(1),
        "type": "gesprek",
        "channel": "telefoon",
        "held_on": DAY,
    }
    assert Contact(**fields)
    with pytest.raises(DomainError) as refused:
        Contact(**(fields | wrong))
    assert refused.value.code == code
