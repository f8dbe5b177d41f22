"""Adding and changing clients, their units and headcounts."""

from __future__ import annotations

from dataclasses import dataclass

from vertrouwen.domain.errors import DomainError
from vertrouwen.domain.organisation import (
    Country,
    Headcount,
    Organisation,
    OrganisationId,
    ReportingPeriod,
    Unit,
    UnitId,
    usual_retention,
)
from vertrouwen.services.practice import Change, Practice
from vertrouwen.storage import editions, organisations


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOrganisation:
    """What the adviser fills in about a new client.

    Args:
        reporting_period: a code of `ReportingPeriod`.
        retention_profile: None takes what is usual in the country.
    """

    name: str
    country: Country
    sector: str = ""
    reporting_period: str = "kalenderjaar"
    counting_unit: str = "meldingen"
    retention_profile: str | None = None
    note: str = ""


def add_organisation(practice: Practice, new: NewOrganisation) -> Change:
    """Add a client.

    Raises:
        DomainError: the name is missing or taken, or a code is unknown.
    """
    try:
        period = ReportingPeriod(new.reporting_period)
    except ValueError:
        raise DomainError("code_unknown", field="reporting_period") from None
    organisation = Organisation(
        id=OrganisationId(0),
        name=new.name,
        country=new.country,
        sector=new.sector,
        reporting_period=period,
        counting_unit=new.counting_unit,
        retention_profile=new.retention_profile or usual_retention(new.country),
        note=new.note,
    )
    with practice.store.operation("add_organisation", subject="organisation") as tx:
        organisation_id = organisations.insert(tx, organisation)
        tx.subject_id = organisation_id
    return Change(
        operation="add_organisation", organisation_id=organisation_id, subject_id=organisation_id
    )


def change_organisation(practice: Practice, organisation: Organisation) -> Change:
    """Change a client.

    Raises:
        DomainError: it does not exist, its new name is taken, or what its reports count would
            change after one was released.
    """
    known = existing_organisation(practice, organisation.id)
    has_reports = bool(editions.of_organisation(practice.store, organisation.id))
    if has_reports and organisation.counting_unit != known.counting_unit:
        raise DomainError("counting_unit_is_in_use", field="counting_unit")
    with practice.store.operation(
        "change_organisation", subject="organisation", subject_id=organisation.id
    ) as tx:
        organisations.update(tx, organisation)
    return Change(
        operation="change_organisation",
        organisation_id=organisation.id,
        subject_id=organisation.id,
    )


def add_unit(practice: Practice, organisation_id: OrganisationId, name: str) -> Change:
    """Add a unit to a client.

    Raises:
        DomainError: the name is missing or taken.
    """
    existing_organisation(practice, organisation_id)
    unit = Unit(id=UnitId(0), organisation_id=organisation_id, name=name)
    with practice.store.operation("add_unit", subject="unit") as tx:
        tx.subject_id = organisations.insert_unit(tx, organisation_id, unit.name)
    return Change(operation="add_unit", organisation_id=organisation_id, subject_id=tx.subject_id)


def change_unit(practice: Practice, unit: Unit) -> Change:
    """Rename a unit, or set it active or not.

    Raises:
        DomainError: it is not a unit of this organisation, or the name is taken.
    """
    check_unit(practice, unit.organisation_id, unit.id)
    with practice.store.operation("change_unit", subject="unit", subject_id=unit.id) as tx:
        organisations.update_unit(tx, unit)
    return Change(operation="change_unit", organisation_id=unit.organisation_id, subject_id=unit.id)


def set_headcount(
    practice: Practice,
    organisation_id: OrganisationId,
    year: int,
    employees: int,
    unit_id: UnitId | None = None,
) -> Change:
    """Set how many people worked at a client, or in one of its units, in a year.

    Raises:
        DomainError: the number or year cannot be, or the unit is another client's.
    """
    existing_organisation(practice, organisation_id)
    check_unit(practice, organisation_id, unit_id)
    headcount = Headcount(year=year, employees=employees, unit_id=unit_id)
    with practice.store.operation("set_headcount", subject="headcount") as tx:
        tx.subject_id = organisations.set_headcount(tx, organisation_id, headcount)
    return Change(
        operation="set_headcount", organisation_id=organisation_id, subject_id=tx.subject_id
    )


def existing_organisation(practice: Practice, organisation_id: OrganisationId) -> Organisation:
    """Return a client.

    Raises:
        DomainError: `organisation_unknown`.
    """
    organisation = organisations.get(practice.store, organisation_id)
    if organisation is None:
        raise DomainError("organisation_unknown", field="organisation_id")
    return organisation


def active_organisation(practice: Practice, organisation_id: OrganisationId) -> Organisation:
    """Return a client for which cases are taken.

    Raises:
        DomainError: `organisation_unknown` or `organisation_not_active`.
    """
    organisation = existing_organisation(practice, organisation_id)
    if not organisation.is_active:
        raise DomainError("organisation_not_active", field="organisation_id")
    return organisation


def check_unit(practice: Practice, organisation_id: OrganisationId, unit_id: UnitId | None) -> None:
    """Refuse a unit of another client.

    Raises:
        DomainError: `unit_of_another_organisation`.
    """
    if unit_id is None:
        return
    unit = organisations.unit(practice.store, unit_id)
    if unit is None or unit.organisation_id != organisation_id:
        raise DomainError("unit_of_another_organisation", field="unit_id")
