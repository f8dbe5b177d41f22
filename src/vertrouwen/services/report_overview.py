"""Which periods of which client were reported on, and which wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from vertrouwen.domain.organisation import Organisation, OrganisationId, Period, periods_of
from vertrouwen.services.practice import Practice
from vertrouwen.storage import editions, organisations
from vertrouwen.storage.editions import Edition, EditionId, EditionKind

PeriodState = Literal["running", "ready", "released", "withdrawn", "given"]

_YEARS_SHOWN = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodRow:
    """One period of a client and how it stands; a report and what was given each have a row.

    Args:
        state: still running, ready to be reported, released, taken back, or given by hand.
        edition_id, released_on: of the edition.
        overlaps: an earlier edition shares months with it; the new one is tested beside it.
        source: in what words it was given, by hand only.
        withdrawn_on, reason: once it was taken back.
    """

    period: Period
    state: PeriodState
    edition_id: EditionId | None = None
    released_on: date | None = None
    kind: EditionKind = "report"
    overlaps: bool = False
    source: str = ""
    withdrawn_on: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationReports:
    """One client and its reporting periods, the latest first."""

    organisation_id: OrganisationId
    name: str
    is_active: bool
    counting_unit: str
    periods: tuple[PeriodRow, ...]


def report_overview(practice: Practice) -> tuple[OrganisationReports, ...]:
    """Return which periods of which client are issued and which are not, clients by name."""
    today = practice.today()
    first_years = organisations.case_counts(practice.store, today.year)
    overview = []
    for organisation in organisations.get_all(practice.store):
        known = first_years.get(organisation.id)
        first_year = known.first_year if known and known.first_year else today.year
        overview.append(
            OrganisationReports(
                organisation_id=organisation.id,
                name=organisation.name,
                is_active=organisation.is_active,
                counting_unit=organisation.counting_unit,
                periods=_period_rows(practice, organisation, first_year),
            )
        )
    return tuple(overview)


def _period_rows(
    practice: Practice, organisation: Organisation, first_year: int
) -> tuple[PeriodRow, ...]:
    """Return the client's usual periods, and every edition of whatever span."""
    today = practice.today()
    ledger = editions.of_organisation(practice.store, organisation.id)
    in_force = {(e.first, e.last) for e in ledger if _state(e) == "released"}
    rows = [_edition_row(edition) for edition in ledger]
    for period in periods_of(organisation.reporting_period, today, _YEARS_SHOWN):
        if period.last.year >= first_year and (period.first, period.last) not in in_force:
            rows.append(
                PeriodRow(
                    period=period,
                    state="running" if period.last >= today else "ready",
                    overlaps=any(e.first <= period.last and e.last >= period.first for e in ledger),
                )
            )
    return tuple(
        sorted(rows, key=lambda r: (r.period.first, r.period.last, r.edition_id or 0), reverse=True)
    )


def _edition_row(edition: Edition) -> PeriodRow:
    return PeriodRow(
        period=Period(label=edition.label, first=edition.first, last=edition.last),
        state=_state(edition),
        edition_id=edition.id,
        released_on=edition.released_on,
        kind=edition.kind,
        source=edition.source,
        withdrawn_on=edition.withdrawn_on,
        reason=edition.reason,
    )


def _state(edition: Edition) -> PeriodState:
    if edition.withdrawn_on is not None:
        return "withdrawn"
    return "given" if edition.kind == "by_hand" else "released"
