"""What would show more of a report: tried out before it is offered, away from the database."""

from __future__ import annotations

from dataclasses import replace

from vertrouwen.domain.errors import DomainError
from vertrouwen.services.count_report import Material
from vertrouwen.services.report_choices import Coarsening, ReportView, TableOffer
from vertrouwen.services.report_figures import Pause, patient
from vertrouwen.services.work_out_report import JOINING_SECONDS, work_out
from vertrouwen.statistics.protect import RefusedError


def without_crossing(
    material: Material, view: ReportView, crossing: TableOffer, *, pause: Pause = lambda: None
) -> Coarsening | None:
    """Return how many numbers the other tables show with a crossing, and without it.

    None where they show no more.
    """
    left = frozenset(o.name for o in view.offers if o.is_chosen and o.name != crossing.name)
    asked = replace(material, choices=replace(material.choices, tables=left))
    then = _tried(asked, pause)
    return None if then is None else _gain("crossing", crossing.title, view, then, left)


def with_longer_period(
    longer: Material, view: ReportView, offer: TableOffer, *, pause: Pause = lambda: None
) -> Coarsening | None:
    """Return how many numbers a table shows of a period, and of a longer one; None if no more.

    Args:
        longer: the material of the longer period.
        view: the report of the period itself.
        offer: the table.
    """
    then = _tried(longer, pause)
    return (
        None
        if then is None
        else _gain("calendar", offer.title, view, then, frozenset({offer.name}))
    )


def _tried(material: Material, pause: Pause) -> ReportView | None:
    try:
        view = work_out(material, pause=patient(pause, JOINING_SECONDS))
    except (DomainError, RefusedError):
        return None
    return view if view.edition_id is None else None


def _gain(
    kind: str, subject: str, now: ReportView, then: ReportView, names: frozenset[str]
) -> Coarsening | None:
    before, after = _shown(now, names), _shown(then, names)
    if after[0] <= before[0]:
        return None
    return Coarsening(kind=kind, subject=subject, before=before, after=after)


def _shown(view: ReportView, names: frozenset[str]) -> tuple[int, int]:
    chosen = [o for o in view.offers if o.name in names and o.is_chosen]
    return sum(o.shown for o in chosen), sum(o.cells for o in chosen)
