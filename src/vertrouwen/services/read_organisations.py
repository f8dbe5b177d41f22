"""Reading the clients."""

from __future__ import annotations

from dataclasses import dataclass

from vertrouwen.domain.organisation import (
    Country,
    Headcount,
    Organisation,
    OrganisationId,
    ReportingPeriod,
    Unit,
)
from vertrouwen.services.edit_organisations import existing_organisation
from vertrouwen.services.practice import Practice
from vertrouwen.storage import organisations as rows
from vertrouwen.storage.organisations import EditionRow

__all__ = ["EditionRow", "OrganisationRow", "OrganisationView", "organisation", "organisations"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationRow:
    """One line of the list of clients.

    Args:
        cases_this_year: opened in the calendar year of today.
        employees: by the latest headcount of the whole organisation.
    """

    id: OrganisationId
    name: str
    country: Country
    sector: str
    is_active: bool
    open_cases: int
    cases_this_year: int
    employees: int | None
    reporting_period: ReportingPeriod


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationView:
    """One client with everything about it but its cases.

    Args:
        editions: reports that were released, the latest first.
    """

    organisation: Organisation
    units: tuple[Unit, ...]
    headcounts: tuple[Headcount, ...]
    editions: tuple[EditionRow, ...]
    open_cases: int


def organisations(practice: Practice) -> list[OrganisationRow]:
    """Return all clients by name."""
    counts = rows.case_counts(practice.store, practice.today().year)
    employees = rows.last_headcounts(practice.store)
    return [
        OrganisationRow(
            id=one.id,
            name=one.name,
            country=one.country,
            sector=one.sector,
            is_active=one.is_active,
            open_cases=counts[one.id].open_cases if one.id in counts else 0,
            cases_this_year=counts[one.id].this_year if one.id in counts else 0,
            employees=employees.get(one.id),
            reporting_period=one.reporting_period,
        )
        for one in rows.get_all(practice.store)
    ]


def organisation(practice: Practice, organisation_id: OrganisationId) -> OrganisationView:
    """Return one client.

    Raises:
        DomainError: `organisation_unknown`.
    """
    store = practice.store
    found = existing_organisation(practice, organisation_id)
    counts = rows.case_counts(store, practice.today().year, organisation_id)
    count = counts.get(organisation_id)
    return OrganisationView(
        organisation=found,
        units=rows.units_of(store, organisation_id),
        headcounts=rows.headcounts_of(store, organisation_id),
        editions=rows.editions_of(store, organisation_id),
        open_cases=count.open_cases if count else 0,
    )
