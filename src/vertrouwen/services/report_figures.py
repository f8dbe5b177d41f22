"""From material to figures: proposed, protected, audited. Nothing here touches the database."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from time import monotonic

from vertrouwen.documents import text
from vertrouwen.documents.report import PrintedTable
from vertrouwen.domain.errors import DomainError
from vertrouwen.services.count_report import Material
from vertrouwen.services.report_choices import THRESHOLD, THRESHOLD_OF_LARGE
from vertrouwen.services.report_ledger import LedgerEntry, completed, on_paper, publication
from vertrouwen.services.report_scheme import CALENDAR, UNIT, crossing_of
from vertrouwen.statistics.audit import Result, audit
from vertrouwen.statistics.count import Facts
from vertrouwen.statistics.feedback import withstanding
from vertrouwen.statistics.ladder import CROSSINGS_FROM, Family, Proposal, Rung, propose
from vertrouwen.statistics.protect import (
    RefusedError,
    TooLittle,
    margin_weight,
    protect,
    secret_weight,
)
from vertrouwen.statistics.release import Edition, Figure, Policy
from vertrouwen.statistics.scheme import TOTAL, At, Crossing, Scheme

Pause = Callable[[], None]
CROSSINGS_SECONDS = 3.0
"""How long crossings that nobody asked for may be tried."""

MOST_SECONDS = 120.0
"""How long a report may take in all; coarser or fewer tables are quicker."""

ENOUGH_EMPLOYEES = 100
"""Below this many the smaller threshold may not be chosen."""


@dataclass(frozen=True, kw_only=True)
class Worked:
    """Figures that passed the audit.

    Args:
        edition: with the intervals of what its one-way tables withhold.
        printed: its tables, in the order in which they are printed.
    """

    edition: Edition
    scheme: Scheme
    policy: Policy
    levels: Mapping[str, int]
    rungs: tuple[Rung, ...]
    printed: tuple[PrintedTable, ...]
    audit: Result


def figures_of(material: Material, pause: Pause) -> Worked:
    """Work the figures of a report out, and test them.

    Raises:
        DomainError: `ledger_tells`, `ledger_contradicts`, `solver_failed`, `took_too_long`: nothing
            may be released so; `threshold_too_low`: the choice is not open; `report_not_safe`: the
            audit found something.
    """
    pause = patient(pause, MOST_SECONDS)
    policy = policy_of(material)
    refusals = table_refusals(material)
    chosen = material.choices.tables
    wanted = tuple(
        table
        for table in material.layout
        if table.name not in refusals and (chosen is None or table.name in chosen)
    )
    tables = _crossings(wanted)
    # Who hears only the papers has less to go by; a report that is safe for him too comes first.
    papers = replace(material, ledger=on_paper(material.ledger))
    is_all_on_paper = papers.ledger == material.ledger
    try:
        proposal, result = _tested(material, material if is_all_on_paper else papers, tables, pause)
        if result.findings and not is_all_on_paper:
            proposal, result = _tested(material, material, tables, pause)
        told = result if is_all_on_paper else _audited(papers, proposal, pause)
    except RefusedError as refused:
        raise refusal_of(material, refused) from None
    if result.findings and proposal.edition.total is None:
        # A band has no coarser form: it is the earlier reports that give it away.
        said = RefusedError("ledger_tells", atoms=material.atoms)
        raise refusal_of(material, said)
    if result.findings:
        raise DomainError("report_not_safe", codes=tuple(f.code for f in result.findings))
    edition = _with_intervals(proposal.edition, told.intervals, policy)
    return Worked(
        edition=edition,
        scheme=proposal.scheme,
        policy=policy,
        levels={d.name: proposal.levels.get(d.name, 0) for d in proposal.scheme.dimensions},
        rungs=proposal.rungs,
        printed=tuple(table for table in wanted if is_held(table, edition)),
        audit=result,
    )


def policy_of(material: Material) -> Policy:
    """Return the promise that the adviser's choices ask for.

    Raises:
        DomainError: `threshold_too_low`, it is not offered, or not to an organisation of that size.
    """
    threshold = material.choices.threshold
    if threshold == THRESHOLD:
        return Policy(threshold=THRESHOLD, insider=THRESHOLD - 2, known_stays_known=True)
    if threshold != THRESHOLD_OF_LARGE or (material.headcount or 0) < ENOUGH_EMPLOYEES:
        raise DomainError("threshold_too_low", field="threshold", least=ENOUGH_EMPLOYEES)
    return Policy(
        threshold=THRESHOLD_OF_LARGE,
        insider=THRESHOLD_OF_LARGE - 2,
        known_stays_known=True,
    )


def table_refusals(material: Material) -> Mapping[str, str]:
    """Return why a table is not offered, by its name; the others are."""
    found: dict[str, str] = {}
    for table in material.layout:
        names = crossing_of(table)
        is_of_units = UNIT in names
        if material.is_small_organisation:
            found[table.name] = "organisation_too_small"
        elif material.choices.threshold < THRESHOLD and (len(names) > 1 or is_of_units):
            found[table.name] = "not_below_five"
        elif is_of_units and material.headcount is None:
            found[table.name] = "units_unknown"
        elif is_of_units and UNIT not in material.dimensions:
            found[table.name] = "units_too_small"
        elif CALENDAR in names and CALENDAR not in material.dimensions:
            found[table.name] = "period_too_short"
        elif len(names) > 1 and material.reports < CROSSINGS_FROM:
            found[table.name] = "too_few_reports"
    return found


def protected(
    material: Material,
    levels: Mapping[str, int],
    tables: tuple[Crossing, ...],
    pause: Pause,
    too_little: Sequence[TooLittle] = (),
) -> Proposal:
    """Protect one scheme as it is, without looking for a coarser one.

    Args:
        too_little: patterns that this one must withhold more than.

    Raises:
        RefusedError: nothing may be released so.
    """
    policy = policy_of(material)
    scheme = _family(material, tables, levels).scheme(levels, tables)
    edition = protect(
        scheme,
        policy,
        material.facts,
        edition_id=material.edition_name,
        atoms=material.atoms,
        ledger=known_editions(material),
        weight=secret_weight(material.seed, material.edition_name),
        too_little=too_little,
        pause=pause,
    )
    return Proposal(edition=edition, scheme=scheme, levels=levels, rungs=())


def known_editions(material: Material) -> tuple[Edition, ...]:
    """Return the earlier editions, with every answer that is known by now at its place.

    Of one that stated no more than that there were few reports, the band is a figure here.
    """
    return tuple(
        entry.edition
        if entry.edition.total is not None or entry.edition.figures
        else replace(entry.edition, figures=(_band_figure(entry.policy),))
        for entry in _known(material)
    )


def is_held(table: PrintedTable, edition: Edition) -> bool:
    """Tell whether an edition holds all cells of a table."""
    names = set(crossing_of(table))
    held = (set(crossing) for crossing in edition.tables)
    return any(names == one if len(names) > 1 else names <= one for one in held)


def refusal_of(material: Material, refused: RefusedError) -> DomainError:
    """Return what a refusal of the engine means to the adviser.

    Its params name cells and months, never a count.
    """
    cell = refused.cells[0] if refused.cells else TOTAL
    part = dict(cell).get(CALENDAR)
    said: dict[str, object] = {
        "cell": cell_words(material, tuple(pair for pair in cell if pair[0] != CALENDAR))
    }
    if refused.code == "ledger_contradicts":
        entry = next(
            (e for e in material.ledger if e.edition.id == refused.params.get("edition")), None
        )
        if entry is not None:
            said |= {"edition": entry.row.label, "source": entry.row.source}
    atoms = refused.params.get("atoms")
    if part is not None:
        said["first"], _dash, said["last"] = part.partition("/")
    elif isinstance(atoms, frozenset) and atoms:
        said |= {"first": min(atoms), "last": max(atoms)}
    return DomainError(refused.code, field="period", **said)


def cell_words(material: Material, at: At) -> tuple[str, ...]:
    """Return the words of a cell, one per question that it fixes; none for the total."""
    known = material.labels.categories
    paper = text.Words(material.language)
    return tuple(
        text.months(paper, code) if name == CALENDAR else known.get((name, code), code)
        for name, code in at
    )


def _tested(
    material: Material, known: Material, tables: tuple[Crossing, ...], pause: Pause
) -> tuple[Proposal, Result]:
    """Return figures made for who knows some of the ledger, tested against who knows all of it.

    Raises:
        RefusedError: nothing may be released.
    """
    policy = policy_of(material)
    try:
        proposal = _proposed(known, policy, tables, pause)
    except RefusedError as refused:
        if refused.code != "total_small":
            raise
        proposal = _band(known, policy)
        return proposal, _audited(material, proposal, pause)
    return withstanding(
        proposal,
        edition_of=lambda proposal: proposal.edition,
        tested=lambda proposal: _audited(material, proposal, pause),
        again=lambda too_little: replace(
            protected(known, proposal.levels, proposal.scheme.tables, pause, too_little),
            rungs=proposal.rungs,
        ),
    )


def _audited(known: Material, proposal: Proposal, pause: Pause) -> Result:
    return audit(
        publication(_known(known), proposal.edition, proposal.scheme.dimensions, policy_of(known)),
        known.facts,
        pause=pause,
    )


def _proposed(
    material: Material, policy: Policy, tables: tuple[Crossing, ...], pause: Pause
) -> Proposal:
    """Return the most informative scheme; tables the adviser chose stay, whatever they show.

    Crossings ask for coarser categories than one-way tables bear. Unless the adviser asked for
    them, they are kept only where the report tells more with them than without.
    """

    def proposed(wanted: tuple[Crossing, ...], pause: Pause) -> Proposal:
        return propose(
            _family(material, wanted, material.choices.levels or {}),
            policy,
            material.facts,
            edition_id=material.edition_name,
            atoms=material.atoms,
            ledger=known_editions(material),
            weight=secret_weight(material.seed, material.edition_name),
            pause=pause,
        )

    crossed = any(len(table) > 1 for table in tables)
    if material.choices.tables is not None:
        proposal = proposed(tables, pause)
        kept = {frozenset(table) for table in proposal.scheme.tables}
        if all(frozenset(table) in kept for table in tables):
            return proposal
        return protected(material, proposal.levels, tables, pause)
    one_way = tuple((name,) for name in dict.fromkeys(n for table in tables for n in table))
    simple = proposed(one_way, pause)
    if not crossed:
        return simple
    try:
        full = proposed(tables, patient(pause, CROSSINGS_SECONDS))
    except RefusedError:
        return simple
    return full if _informs(full.edition) > _informs(simple.edition) else simple


def _informs(edition: Edition) -> float:
    """Return how much an edition tells: to most readers a one-way number says more."""
    return sum(margin_weight(figure.at) for figure in edition.figures if figure.value is not None)


def patient(pause: Pause, seconds: float) -> Pause:
    """Return a pause that gives up after a time.

    Raises:
        RefusedError: `took_too_long`, when it is called after that time.
    """
    end = monotonic() + seconds

    def go_on() -> None:
        pause()
        if monotonic() > end:
            raise RefusedError("took_too_long")

    return go_on


def _family(material: Material, tables: tuple[Crossing, ...], levels: Mapping[str, int]) -> Family:
    used = {name for table in tables for name in table}
    dimensions = tuple(d for name, d in material.dimensions.items() if name in used)
    return Family(
        dimensions=dimensions,
        tables=tables,
        pinned={
            d.name: min(levels[d.name], len(d.levels) - 1) for d in dimensions if d.name in levels
        },
    )


def _crossings(tables: Iterable[PrintedTable]) -> tuple[Crossing, ...]:
    """Return what is crossed; a one-way table inside a crossing is its margin."""
    found = dict.fromkeys(crossing_of(table) for table in tables)
    inside = {name for crossing in found if len(crossing) > 1 for name in crossing}
    return tuple(c for c in found if len(c) > 1 or c[0] not in inside)


def _band(material: Material, policy: Policy) -> Proposal:
    """Return the edition that states only that the total is small."""
    edition = Edition(
        id=material.edition_name,
        atoms=material.atoms,
        total=None,
        tables=(),
        figures=(),
        categories={},
        threshold=policy.threshold,
    )
    return Proposal(edition=edition, scheme=Scheme(dimensions=(), tables=()), levels={}, rungs=())


def _band_figure(policy: Policy) -> Figure:
    return Figure(at=TOTAL, value=None, low=0, high=policy.threshold - 1, is_band=True)


def _known(material: Material) -> tuple[LedgerEntry, ...]:
    leaves = {
        name: frozenset().union(*(c.leaves for c in dimension.levels[0]))
        for name, dimension in material.dimensions.items()
        if not dimension.is_calendar
    }
    return tuple(
        replace(
            entry,
            edition=completed(
                entry.edition,
                leaves,
                partial(_answers_of, material.facts.within(entry.edition.atoms)),
            ),
        )
        for entry in material.ledger
    )


def _answers_of(facts: Facts, name: str) -> frozenset[str]:
    place = facts.columns.index(name)
    return frozenset(row[place] for row, number in facts.rows.items() if number)


def _with_intervals(
    edition: Edition, intervals: Mapping[At, tuple[int, int]], policy: Policy
) -> Edition:
    return replace(
        edition,
        figures=tuple(
            replace(figure, low=intervals[figure.at][0], high=intervals[figure.at][1])
            if figure.is_withheld
            and not figure.is_band
            and len(figure.at) == 1
            and _may_be_printed(policy, intervals.get(figure.at))
            else figure
            for figure in edition.figures
        ),
    )


def _may_be_printed(policy: Policy, interval: tuple[int, int] | None) -> bool:
    """Tell whether an interval says nothing small.

    What was said elsewhere may leave a number exact, or above a small one; it is not said again.
    """
    if interval is None:
        return False
    low, high = interval
    return (low == 0 or not policy.is_small(low)) and high - low >= policy.threshold
