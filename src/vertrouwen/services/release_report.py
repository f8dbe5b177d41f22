"""Issuing a report: its figures enter the ledger and the facts of its period freeze."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from vertrouwen.documents.report import Texts
from vertrouwen.domain.errors import DomainError
from vertrouwen.domain.organisation import OrganisationId, Period
from vertrouwen.services.count_report import Material, booked_cases, report_material
from vertrouwen.services.edit_organisations import existing_organisation
from vertrouwen.services.practice import Change, Practice
from vertrouwen.services.report_choices import ReportView
from vertrouwen.services.report_ledger import closed_months, ledger_of, statement
from vertrouwen.services.report_papers import periods_before
from vertrouwen.services.report_scheme import UNIT, is_counted
from vertrouwen.statistics.count import count_cells
from vertrouwen.statistics.release import Policy, Publication
from vertrouwen.statistics.scheme import TOTAL, Scheme
from vertrouwen.storage import counts, editions
from vertrouwen.storage.editions import EditionId
from vertrouwen.storage.unit_of_work import Transaction


def release_report(practice: Practice, material: Material, view: ReportView) -> Change:
    """Issue a report exactly as it was looked at; its period is closed from here on.

    Args:
        material: that the view was worked out from.

    Raises:
        DomainError: `report_period_runs`; `edition_exists`; `report_changed`, something that was
            counted is another by now: nothing was issued; `report_not_safe`, it was not audited.
    """
    if view.edition_id is not None:
        raise DomainError("edition_exists", field="period")
    if view.period.last >= practice.today():
        raise DomainError("report_period_runs", field="period", last=view.period.last)
    if view.audit is None:
        raise DomainError("report_not_safe")
    organisation_id, period = material.organisation_id, material.period
    now = report_material(practice, organisation_id, period, material.choices, material.language)
    if now.issued is not None:
        raise DomainError("edition_exists", field="period")
    is_same = (organisation_id, period) == (view.organisation_id, view.period)
    if not is_same or _counted(now) != _counted(material) or not _is_of(view, now):
        raise DomainError("report_changed", field="period")
    publication = view.report.publication
    with practice.store.operation("release_report", subject="edition") as tx:
        edition_id = editions.insert(
            tx,
            editions.Edition(
                id=EditionId(0),
                organisation_id=organisation_id,
                first=period.first,
                last=period.last,
                label=period.label,
                counting_unit=material.counting_unit,
                policy=_record(now, view),
                statement=statement(
                    view.report.edition, _own_dimensions(publication), publication.policy
                ),
                released_on=practice.today(),
            ),
        )
        freeze_months(practice, tx, organisation_id, edition_id, material.atoms)
        tx.subject_id = edition_id
    return Change(
        operation="release_report", organisation_id=organisation_id, subject_id=edition_id
    )


def save_report_texts(
    practice: Practice, organisation_id: OrganisationId, period: Period, texts: Texts
) -> Change:
    """Keep the adviser's own words for a report that is not issued yet.

    Raises:
        DomainError: `organisation_unknown`.
    """
    existing_organisation(practice, organisation_id)
    with practice.store.operation(
        "save_report_texts", subject="organisation", subject_id=organisation_id
    ) as tx:
        editions.put_texts(
            tx,
            organisation_id,
            period.first,
            period.last,
            (texts.introduction, texts.highlights, texts.advice),
        )
    return Change(operation="save_report_texts", organisation_id=organisation_id)


def freeze_months(
    practice: Practice,
    tx: Transaction,
    organisation_id: OrganisationId,
    edition_id: EditionId,
    atoms: frozenset[str],
) -> None:
    """Freeze every case that is counted in these months and was never counted before.

    A talk that is no report yet where reports are counted may become one: it is late then.
    """
    counting_unit = existing_organisation(practice, organisation_id).counting_unit
    ledger = tuple(e for e in ledger_of(tx, organisation_id) if e.id != edition_id)
    booked = booked_cases(practice, organisation_id, atoms, closed_months(ledger))
    counts.freeze(
        tx,
        organisation_id,
        edition_id,
        (
            replace(one.case, atom=one.atom)
            for one in booked
            if not one.is_frozen and is_counted(one.case.kind, counting_unit)
        ),
    )


def _counted(material: Material) -> tuple[object, ...]:
    """Return all of a material that its figures depend on."""
    return (
        material.facts,
        material.atoms,
        material.dimensions,
        material.choices,
        material.headcount,
        material.edition_name,
        material.seed,
        tuple(entry.id for entry in material.ledger),
    )


def _is_of(view: ReportView, material: Material) -> bool:
    """Tell whether a view was worked out from these facts, beside these editions."""
    publication = view.report.publication
    edition = publication.editions[-1]
    beside = [one.id for one in publication.editions[:-1]]
    if beside != [entry.edition.id for entry in material.ledger]:
        return False
    if edition.total is None:
        return publication.policy.is_small(material.reports)
    stated = {figure.at: figure.value for figure in edition.figures if figure.value is not None}
    stated[TOTAL] = edition.total
    scheme = Scheme(dimensions=_own_dimensions(publication), tables=())
    return count_cells(material.facts.within(edition.atoms), scheme, stated) == stated


def _own_dimensions(publication: Publication) -> tuple[Any, ...]:
    edition = publication.editions[-1]
    return tuple(d for d in publication.dimensions if d.name in edition.categories)


def _record(material: Material, view: ReportView) -> dict[str, Any]:
    """Return what papers need beside the figures, and what was settled and tested."""
    policy: Policy = view.report.publication.policy
    previous, trend = periods_before(material.ledger, material.period)
    chosen, audit = material.choices, view.audit
    assert audit is not None
    printed = view.report.edition.categories.get(UNIT, {})
    return {
        "rule": "joint/1",
        "threshold": policy.threshold,
        "insider": policy.insider,
        "zeros_small": policy.zeros_small,
        "organisation": material.organisation,
        "adviser": material.adviser,
        "tables": [table.name for table in view.report.tables],
        "levels": dict(view.levels),
        "choices": {
            "threshold": chosen.threshold,
            "tables": None if chosen.tables is None else sorted(chosen.tables),
            "levels": None if chosen.levels is None else dict(chosen.levels),
        },
        "units": {code: name for code, name in material.units.items() if code in printed},
        "texts": {
            "introduction": material.texts.introduction,
            "highlights": material.texts.highlights,
            "advice": material.texts.advice,
        },
        "has_late": view.report.has_late,
        "previous": None if previous is None else previous.id,
        "trend": [entry.id for entry in trend],
        "audit": {
            "tested": audit.tested,
            "insiders": audit.insiders,
            "earlier_editions": audit.earlier_editions,
            "at": audit.at.isoformat(timespec="seconds"),
        },
    }
