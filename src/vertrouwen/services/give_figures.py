"""Figures that the adviser gave elsewhere: on a slide, in a mail, in a conversation.

Whoever heard them knows them, so they enter the ledger like a report, and the facts of their months
freeze.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from vertrouwen.domain.errors import DomainError
from vertrouwen.domain.organisation import OrganisationId, Period
from vertrouwen.language import Language
from vertrouwen.services.count_report import Material, report_material
from vertrouwen.services.practice import Change, Practice
from vertrouwen.services.release_report import freeze_months
from vertrouwen.services.report_choices import THRESHOLD, EditionId, ReportChoices
from vertrouwen.services.report_figures import cell_words
from vertrouwen.services.report_ledger import LedgerEntry, ledger_of, statement
from vertrouwen.services.report_scheme import crossing_of, month_after
from vertrouwen.statistics.count import count_cells
from vertrouwen.statistics.ladder import LevelledDimension
from vertrouwen.statistics.release import Edition, Figure, Policy
from vertrouwen.statistics.scheme import TOTAL, At, Category, Dimension, Scheme
from vertrouwen.storage import editions


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenFigure:
    """One number that was given.

    Args:
        at: the cell; () is the total.
    """

    at: At
    value: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenTable:
    """One table from which a given figure may be chosen.

    Args:
        cells: every cell that could have been given, with its words.
    """

    name: str
    title: str
    cells: tuple[tuple[At, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenEdition:
    """What was given by hand, as the ledger keeps it.

    Args:
        figures: the words of each cell (none for the total) and its number.
    """

    source: str
    figures: tuple[tuple[tuple[str, ...], int], ...]


def offered_figures(
    practice: Practice, organisation_id: OrganisationId, period: Period, language: Language
) -> tuple[GivenTable, ...]:
    """Return what may have been given of a period: its one-way tables and its crossings.

    Raises:
        DomainError: `organisation_unknown` or `period_not_whole_months`.
    """
    material = report_material(practice, organisation_id, period, ReportChoices(), language)
    dimensions = _dimensions(material.dimensions.values())
    found: list[GivenTable] = []
    for table in material.layout:
        names = crossing_of(table)
        if table.parents_only or not set(names) <= set(dimensions):
            continue
        scheme = Scheme(dimensions=tuple(dimensions[n] for n in names), tables=(names,))
        cells = [at for at in scheme.cells if {n for n, _ in at} == set(names)]
        found.append(
            GivenTable(
                name=table.name,
                title=material.labels.titles[table.name],
                cells=tuple((at, cell_words(material, at)) for at in cells),
            )
        )
    return tuple(found)


def record_given_figures(
    practice: Practice,
    organisation_id: OrganisationId,
    period: Period,
    source: str,
    figures: Iterable[GivenFigure],
) -> Change:
    """Enter figures into the ledger that were given elsewhere.

    Of a period that runs they are about the months that have begun.

    Raises:
        DomainError: `source_missing`; `figures_missing`; `figure_unknown`, a cell is none of those
            offered; `period_not_begun`; `given_contradicts`, the practice counts another number:
            the `cell` in words and the `value` as given.
    """
    given = {figure.at: figure.value for figure in figures}
    if not source.strip():
        raise DomainError("source_missing", field="source")
    if not given or any(value < 0 for value in given.values()):
        raise DomainError("figures_missing", field="figures")
    if period.first > practice.today():
        raise DomainError("period_not_begun", field="period")
    period = _begun(period, practice.today())
    material = report_material(practice, organisation_id, period, ReportChoices(), "nl")
    edition, dimensions = _edition(material, given)
    _check(material, edition, dimensions)
    policy = Policy(threshold=THRESHOLD, insider=THRESHOLD - 2)
    with practice.store.operation("record_given_figures", subject="edition") as tx:
        edition_id = editions.insert(
            tx,
            editions.Edition(
                id=EditionId(0),
                organisation_id=organisation_id,
                first=period.first,
                last=period.last,
                label=period.label,
                counting_unit=material.counting_unit,
                policy={
                    "rule": "by_hand/1",
                    "threshold": policy.threshold,
                    "units": dict(material.units),
                },
                kind="by_hand",
                source=source.strip(),
                statement=statement(edition, dimensions, policy),
                released_on=practice.today(),
            ),
        )
        freeze_months(practice, tx, organisation_id, edition_id, material.atoms)
        tx.subject_id = edition_id
    return Change(
        operation="record_given_figures", organisation_id=organisation_id, subject_id=edition_id
    )


def given_edition(practice: Practice, edition_id: EditionId, language: Language) -> GivenEdition:
    """Return what was given by hand.

    Raises:
        DomainError: `edition_unknown`.
    """
    row = editions.get(practice.store, edition_id)
    if row is None or row.kind != "by_hand":
        raise DomainError("edition_unknown")
    entry = next(e for e in ledger_of(practice.store, row.organisation_id) if e.id == edition_id)
    return GivenEdition(source=row.source, figures=tuple(_read(entry, language)))


def _begun(period: Period, today: date) -> Period:
    """Return the months of a period that have begun: nothing was said of those to come."""
    last = date.fromisoformat(f"{month_after(f'{today:%Y-%m}')}-01") - timedelta(days=1)
    return replace(period, last=min(period.last, last))


def _read(entry: LedgerEntry, language: Language) -> Iterable[tuple[tuple[str, ...], int]]:
    from vertrouwen.services.report_scheme import report_labels

    known = report_labels(language, entry.row.policy.get("units", {})).categories
    if entry.edition.total is not None:
        yield (), entry.edition.total
    for figure in entry.edition.figures:
        if figure.value is not None:
            yield tuple(known.get(pair, pair[1]) for pair in figure.at), figure.value


def _edition(material: Material, given: Mapping[At, int]) -> tuple[Edition, tuple[Dimension, ...]]:
    offered = _dimensions(material.dimensions.values())
    names = {name for at in given for name, _ in at}
    pairs = {pair for at in given for pair in at}
    if any(name not in offered or code not in offered[name].by_code for name, code in pairs):
        raise DomainError("figure_unknown", field="figures")
    dimensions = tuple(offered[name] for name in offered if name in names)
    edition = Edition(
        id=material.edition_name,
        atoms=material.atoms,
        total=given.get(TOTAL),
        tables=(),
        figures=tuple(Figure(at=at, value=value) for at, value in given.items() if at != TOTAL),
        categories={d.name: d.by_code for d in dimensions},
        calendars=frozenset(d.name for d in dimensions if d.is_calendar),
        threshold=THRESHOLD,
    )
    return edition, dimensions


def _check(material: Material, edition: Edition, dimensions: tuple[Dimension, ...]) -> None:
    """Refuse a figure that the practice does not count so.

    Raises:
        DomainError: `given_contradicts`.
    """
    cells = [figure.at for figure in edition.figures]
    scheme = Scheme(dimensions=dimensions, tables=())
    true = count_cells(material.facts.within(material.atoms), scheme, [TOTAL, *cells])
    stated = dict(edition.by_cell)
    if edition.total is not None:
        stated[TOTAL] = Figure(at=TOTAL, value=edition.total)
    for at, figure in stated.items():
        if figure.value != true[at]:
            raise DomainError(
                "given_contradicts",
                field="figures",
                cell=cell_words(material, at),
                value=figure.value,
            )


def _dimensions(levelled: Iterable[LevelledDimension]) -> dict[str, Dimension]:
    """Return each question with every category of every level that may have been spoken of."""
    found: dict[str, Dimension] = {}
    for one in levelled:
        finest = one.levels[0]
        coarser: dict[str, Category] = {c.code: c for c in one.groups}
        for level in one.levels[1:]:
            for category in level:
                coarser.setdefault(category.code, category)
        for category in finest:
            coarser.pop(category.code, None)
        found[one.name] = Dimension(
            name=one.name,
            roles=one.roles,
            categories=finest,
            groups=tuple(c for c in coarser.values() if _is_union(c, finest)),
            is_calendar=one.is_calendar,
            unknown=one.unknown,
        )
    return found


def _is_union(group: Category, categories: Iterable[Category]) -> bool:
    inside = [c.leaves for c in categories if c.leaves <= group.leaves]
    return frozenset().union(*inside) == group.leaves
