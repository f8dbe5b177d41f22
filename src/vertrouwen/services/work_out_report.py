"""Working a report out, away from the database: the figures, what else is offered, and why not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from vertrouwen.documents import report as reading
from vertrouwen.documents import taxonomy
from vertrouwen.documents.report import PrintedTable, Report
from vertrouwen.domain.errors import DomainError
from vertrouwen.services.count_report import Material, report_material
from vertrouwen.services.report_choices import (
    AuditSummary,
    Coarsening,
    Explanation,
    ReportChoices,
    ReportView,
    TableOffer,
)
from vertrouwen.services.report_figures import (
    Pause,
    Worked,
    cell_words,
    figures_of,
    is_held,
    known_editions,
    patient,
    policy_of,
    protected,
    table_refusals,
)
from vertrouwen.services.report_ledger import LedgerEntry, publication
from vertrouwen.services.report_papers import issued_report, periods_before
from vertrouwen.services.report_scheme import CALENDAR, crossing_of, month_after
from vertrouwen.services.text_warnings import text_warnings
from vertrouwen.statistics.explain import why_withheld
from vertrouwen.statistics.ladder import Family, shown_cells
from vertrouwen.statistics.protect import RefusedError
from vertrouwen.statistics.release import Edition
from vertrouwen.statistics.scheme import At, Crossing, Scheme

__all__ = [
    "Material",
    "explain_cell",
    "joined_further",
    "report_material",
    "table_costs",
    "work_out",
]

JOINING_SECONDS = 20.0
"""How long coarser categories are tried that nobody asked for yet."""


def work_out(material: Material, *, pause: Pause = lambda: None) -> ReportView:
    """Return the report as it was released, else as it would be released now.

    Args:
        pause: called often; it may raise to cancel.

    Raises:
        DomainError: nothing may be shown or released; its code says why and its sentence what to
            do. `report_not_safe`: the audit failed.
    """
    if material.issued is not None:
        return _issued_view(material, material.issued)
    worked = figures_of(material, pause)
    report = _report(material, worked)
    return ReportView(
        organisation_id=material.organisation_id,
        organisation=report.organisation,
        period=material.period,
        counting_unit=material.counting_unit,
        edition_id=None,
        released_on=None,
        refusal="report_period_runs" if material.is_running else None,
        is_band_only=worked.edition.total is None,
        key_figures=reading.key_figures(report),
        tables=reading.read_tables(report),
        offers=_offers(material, worked),
        levels=worked.levels,
        rungs=_coarsenings(material, worked),
        audit=AuditSummary(
            tested=worked.audit.tested,
            insiders=worked.audit.insiders,
            earlier_editions=len(material.ledger),
            at=material.at,
        ),
        choices=material.choices,
        texts=material.texts,
        warnings=text_warnings(report, material.texts),
        notes=_notes(material),
        late=material.late,
        corrected=material.corrected,
        is_withdrawn=False,
        report=report,
    )


def table_costs(
    material: Material, view: ReportView, *, pause: Pause = lambda: None
) -> tuple[TableOffer, ...]:
    """Return the offers of a view, each table that is not chosen with what it would show.

    Each is tried beside the chosen tables, at the levels of the view; one that may not be released
    so would show nothing.
    """
    if view.edition_id is not None or view.is_band_only:
        return view.offers
    held = view.report.edition.tables
    by_name = {table.name: table for table in material.layout}
    found: list[TableOffer] = []
    for offer in view.offers:
        pause()
        if offer.is_chosen or offer.refusal is not None or offer.is_costed:
            found.append(offer)
            continue
        table = by_name[offer.name]
        shown, cells = _shares(material, view.levels, (*held, crossing_of(table)), table, pause)
        costed = replace(offer, shown=shown, cells=cells, is_costed=True)
        found.append(
            costed if 2 * shown >= cells else _beside(material, view, table, costed, pause)
        )
    return tuple(found)


def _shares(
    material: Material,
    levels: Mapping[str, int],
    tables: tuple[Crossing, ...],
    table: PrintedTable,
    pause: Pause,
) -> tuple[int, int]:
    """Return how many numbers a table would show, of how many; none where it may not be there."""
    try:
        tried = protected(material, levels, tables, pause).edition
    except RefusedError:
        return 0, 0
    return shown_cells(tried, crossing_of(table))


def _beside(
    material: Material, view: ReportView, table: PrintedTable, offer: TableOffer, pause: Pause
) -> TableOffer:
    """Return an offer that costs much, with what a coarser table would show instead."""
    edition = view.report.edition
    if table.columns is None:
        return offer
    if table.columns == CALENDAR:
        return replace(offer, whole_period=shown_cells(edition, (table.rows,))[0])
    level = view.levels.get(table.rows, 0)
    coarsest = len(material.dimensions[table.rows].levels) - 1
    if level == coarsest:
        return offer
    levels = {**view.levels, table.rows: coarsest}
    coarser = _shares(material, levels, (*edition.tables, crossing_of(table)), table, pause)
    return replace(offer, coarser=coarser)


def joined_further(
    material: Material, view: ReportView, offer: TableOffer, *, pause: Pause = lambda: None
) -> tuple[int, Coarsening] | None:
    """Return the next level at which a table shows more, and how many numbers now and then.

    None where there is none: no level shows more of the table without showing less of the report.
    """
    pause = patient(pause, JOINING_SECONDS)
    now = view.report.edition.shown
    for level in range(offer.level + 1, offer.levels):
        levels = {**(material.choices.levels or {}), offer.dimension: level}
        asked = replace(material, choices=replace(material.choices, levels=levels))
        try:
            worked = figures_of(asked, pause)
        except DomainError:
            continue
        then = next(o for o in _offers(asked, worked) if o.name == offer.name)
        if then.shown > offer.shown and worked.edition.shown >= now:
            before, after = (offer.shown, offer.cells), (then.shown, then.cells)
            return level, Coarsening(
                kind="category", subject=offer.title, before=before, after=after
            )
    return None


def explain_cell(
    material: Material, view: ReportView, table: str, at: At, *, pause: Pause = lambda: None
) -> Explanation:
    """Return why a cell is not shown.

    Args:
        table: in which it stands.

    Raises:
        DomainError: `edition_is_strict`: it withheld whole tables, and no single number.
    """
    edition, issued = view.report.edition, material.issued
    if issued is not None and issued.is_strict:
        raise DomainError("edition_is_strict", field=table)
    reason = why_withheld(
        _scheme_of(material, view)
        if issued is None
        else Scheme(dimensions=issued.dimensions, tables=edition.tables),
        policy_of(material) if issued is None else issued.policy,
        material.facts,
        edition,
        known_editions(material),
        at,
        pause=pause,
    )
    if reason is None:
        return Explanation(kind="protects")
    protects = () if reason.protects is None else cell_words(material, reason.protects)
    beside = next((e for e in material.ledger if e.edition.id == reason.edition), None)
    return Explanation(
        kind=reason.kind, protects=protects, edition="" if beside is None else beside.row.label
    )


def _report(material: Material, worked: Worked) -> Report:
    previous, trend = periods_before(material.ledger, material.period)
    edition = worked.edition
    return Report(
        organisation=material.organisation,
        adviser=material.adviser,
        label=material.period.label,
        first=material.period.first,
        last=material.period.last,
        released_on=None,
        counting_unit=material.counting_unit,
        publication=publication(material.ledger, edition, worked.scheme.dimensions, worked.policy),
        tables=worked.printed,
        labels=material.labels,
        language=material.language,
        previous=None if previous is None else previous.edition,
        trend=(
            *((entry.row.label, entry.edition) for entry in trend),
            (material.period.label, edition),
        ),
        texts=material.texts,
        has_late=_may_hold_late_ones(material),
    )


def _may_hold_late_ones(material: Material) -> bool:
    """Tell whether reports of a closed period are booked here, if there are any.

    Whether there are is one of the numbers that no paper tells: nought and one are small.
    """
    return any(
        month_after(month) in material.atoms - entry.edition.atoms
        for entry in material.ledger
        for month in entry.edition.atoms
    )


def _issued_view(material: Material, entry: LedgerEntry) -> ReportView:
    report = issued_report(entry, material.ledger, material.language)
    kept, row = entry.row.policy, entry.row
    tested = kept.get("audit")
    choices = kept.get("choices", {})
    return ReportView(
        organisation_id=material.organisation_id,
        organisation=report.organisation,
        period=material.period,
        counting_unit=row.counting_unit,
        edition_id=entry.id,
        released_on=row.released_on,
        refusal=None,
        is_band_only=entry.edition.total is None,
        key_figures=reading.key_figures(report),
        tables=reading.read_tables(report),
        offers=(),
        levels=kept.get("levels", {}),
        rungs=(),
        audit=None
        if tested is None
        else AuditSummary(
            tested=tested["tested"],
            insiders=tested["insiders"],
            earlier_editions=tested["earlier_editions"],
            at=datetime.fromisoformat(tested["at"]),
        ),
        choices=ReportChoices(
            threshold=entry.policy.threshold,
            tables=_frozen(choices.get("tables")),
            levels=choices.get("levels"),
        ),
        texts=report.texts,
        warnings=(),
        notes=(),
        late=material.late,
        corrected=material.corrected,
        is_withdrawn=entry.is_withdrawn,
        report=report,
    )


def _frozen(names: list[str] | None) -> frozenset[str] | None:
    return None if names is None else frozenset(names)


def _offers(material: Material, worked: Worked) -> tuple[TableOffer, ...]:
    refusals = table_refusals(material)
    printed = {table.name for table in worked.printed}
    found: list[TableOffer] = []
    for table in material.layout:
        dimension = table.columns or table.rows
        levelled = material.dimensions.get(dimension)
        is_held_too = is_held(table, worked.edition)
        shown, cells = _visible(worked.edition, table) if is_held_too else (0, 0)
        found.append(
            TableOffer(
                name=table.name,
                title=material.labels.titles[table.name],
                dimension=dimension,
                is_crossing=table.columns is not None,
                is_chosen=table.name in printed,
                refusal=refusals.get(table.name),
                shown=shown,
                cells=cells,
                level=worked.levels.get(dimension, 0),
                levels=1 if levelled is None else len(levelled.levels),
                is_costed=is_held_too,
            )
        )
    return tuple(found)


def _visible(edition: Edition, table: PrintedTable) -> tuple[int, int]:
    """Return how many numbers of a table stand there, of how many."""
    if not table.parents_only:
        return shown_cells(edition, crossing_of(table))
    rows = taxonomy.top_lines(taxonomy.lines(edition.categories[table.rows]))
    figures = [edition.by_cell[((table.rows, row.code),)] for row in rows]
    return sum(figure.value is not None for figure in figures), len(figures)


def _coarsenings(material: Material, worked: Worked) -> tuple[Coarsening, ...]:
    return tuple(
        Coarsening(
            kind="left_out" if not rung.after[1] and rung.kind != "crossing" else rung.kind,
            subject=_subject(material, rung.subject),
            before=rung.before,
            after=rung.after,
        )
        for rung in worked.rungs
    )


def _subject(material: Material, subject: str) -> str:
    """Return the title of a dimension or of a crossing."""
    names = set(subject.split(" x "))
    tables = [t for t in material.layout if set(crossing_of(t)) == names and not t.parents_only]
    return material.labels.titles[tables[0].name] if tables else subject


def _notes(material: Material) -> tuple[str, ...]:
    found: list[str] = []
    if not material.reports:
        found.append("no_reports")
    if material.headcount is None:
        found.append("headcount_unknown")
    elif material.headcount < material.reports:
        found.append("headcount_below_reports")
    if material.is_small_organisation:
        found.append("organisation_below_fifty")
    return tuple(found)


def _scheme_of(material: Material, view: ReportView) -> Scheme:
    edition = view.report.edition
    used = {name for table in edition.tables for name in table}
    family = Family(
        dimensions=tuple(d for name, d in material.dimensions.items() if name in used),
        tables=edition.tables,
    )
    return family.scheme(view.levels, edition.tables)
