"""The coarsening ladder: fewer, larger categories before numbers are withheld.

A table of which most numbers are withheld tells a reader little. So a scheme starts as fine as it
is offered and takes one rung after another, in a fixed order, until every table shows at least half
of its cells that are not zero (statistics.md, policy 5). Pooling years is not a rung taken here: it
asks for another period, which the adviser chooses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from vertrouwen.statistics.count import Facts, count
from vertrouwen.statistics.protect import RefusedError, Weight, protect, unit_weight
from vertrouwen.statistics.release import Edition, Policy
from vertrouwen.statistics.scheme import TOTAL, At, Category, Crossing, Dimension, Role, Scheme

RungKind = Literal["calendar", "category", "unit", "crossing", "personal", "table"]
_ORDER: tuple[RungKind, ...] = get_args(RungKind)

CROSSINGS_FROM = 25
"""Number of reports from which crossings are offered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelledDimension:
    """A dimension with its levels, from fine to coarse; each parts the same leaves.

    Args:
        groups: taxonomy parents; at a level they are printed where they are a union of two or more
            of its categories, but not of all.
        rung: which rung coarsens it. What is personal (gender, the accused's relation) can be
            dropped at the last rung.
    """

    name: str
    roles: frozenset[Role]
    levels: tuple[tuple[Category, ...], ...]
    groups: tuple[Category, ...] = ()
    rung: Literal["calendar", "category", "unit", "personal"] = "category"
    is_calendar: bool = False
    unknown: str | None = None

    def at_level(self, level: int) -> Dimension:
        """Return the dimension as it is printed at a level."""
        categories = self.levels[level]
        everything = frozenset().union(*(c.leaves for c in categories))
        codes = {c.code for c in categories}
        return Dimension(
            name=self.name,
            roles=self.roles,
            categories=categories,
            groups=tuple(
                group
                for group in self.groups
                if group.code not in codes
                and group.leaves != everything
                and _is_union(group.leaves, categories)
            ),
            is_calendar=self.is_calendar,
            unknown=self.unknown,
        )


@dataclass(frozen=True, kw_only=True)
class Family:
    """All schemes a report may have.

    Args:
        tables: wanted crossings, one-way tables too.
        pinned: levels that the adviser chose; no rung changes them.
        structural: cells that cannot exist, at any level at which their categories are printed.
    """

    dimensions: tuple[LevelledDimension, ...]
    tables: tuple[Crossing, ...]
    pinned: Mapping[str, int] = field(default_factory=dict)
    structural: frozenset[At] = frozenset()

    def scheme(self, levels: Mapping[str, int], tables: tuple[Crossing, ...]) -> Scheme:
        """Return the scheme at these levels with these tables."""
        used = {name for table in tables for name in table}
        dimensions = tuple(
            d.at_level(levels.get(d.name, 0)) for d in self.dimensions if d.name in used
        )
        printed = {d.name: d.by_code for d in dimensions}
        return Scheme(
            dimensions=dimensions,
            tables=tables,
            structural=frozenset(
                cell
                for cell in self.structural
                if all(code in printed.get(name, {}) for name, code in cell)
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One step down, with what it cost and gained.

    Args:
        subject: the dimension that became coarser or was dropped, or "a x b" of a dropped crossing.
        before, after: numbers shown, and cells that are not zero, of the tables it is about.
    """

    kind: RungKind
    subject: str
    before: tuple[int, int]
    after: tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """The most informative scheme that passes, its edition, and the rungs that led to it."""

    edition: Edition
    scheme: Scheme
    levels: Mapping[str, int]
    rungs: tuple[Rung, ...]


@dataclass(frozen=True, slots=True)
class _Step:
    """A rung that could be taken, and where it leads."""

    kind: RungKind
    subject: str
    levels: Mapping[str, int]
    tables: tuple[Crossing, ...]


def propose(
    family: Family,
    policy: Policy,
    facts: Facts,
    *,
    edition_id: str,
    atoms: frozenset[str],
    ledger: tuple[Edition, ...] = (),
    weight: Weight = unit_weight,
    pause: Callable[[], None] = lambda: None,
) -> Proposal:
    """Go down the ladder until every table shows at least half of its cells that are not zero.

    Raises:
        RefusedError: nothing may be released, however coarse.
    """
    levels = {d.name: family.pinned.get(d.name, 0) for d in family.dimensions}
    tables = tuple(dict.fromkeys(family.tables))
    mine = facts.within(atoms)
    rungs: list[Rung] = []

    def protected(scheme: Scheme) -> Edition:
        return protect(
            scheme, policy, facts, edition_id=edition_id, atoms=atoms, ledger=ledger,
            weight=weight, pause=pause,
        )  # fmt: skip

    while True:
        pause()
        scheme = family.scheme(levels, tables)
        true = count(mine, scheme)
        # No solver is needed to see that a table cannot pass: its small cells alone are too many.
        shown = {cell for cell, number in true.items() if not policy.is_small(number)}
        failing = _failing(scheme, true, shown)
        edition = None
        refusal = None
        if not failing:
            try:
                edition = protected(scheme)
            except RefusedError as refused:
                refusal, failing = refused, _told(scheme, refused)
            else:
                shown = {f.at for f in edition.figures if f.value is not None}
                failing = _failing(scheme, true, shown)
        step = next(_steps(family, levels, tables, failing), None)
        if step is None:
            if refusal is not None:
                raise refusal
            edition = edition or protected(scheme)
            return Proposal(edition=edition, scheme=scheme, levels=levels, rungs=tuple(rungs))
        coarser = family.scheme(step.levels, step.tables)
        counted = count(mine, coarser)
        passing = {cell for cell, number in counted.items() if not policy.is_small(number)}
        rungs.append(
            Rung(
                kind=step.kind,
                subject=step.subject,
                before=_share(_about(scheme, step.subject), scheme, true, shown),
                after=_share(_about(coarser, step.subject), coarser, counted, passing),
            )
        )
        levels, tables = dict(step.levels), step.tables


def shown_cells(edition: Edition, table: Crossing) -> tuple[int, int]:
    """Return how many numbers a table shows of all that it prints, its own margins left out."""
    printed = [
        f for f in edition.figures if {n for n, _ in f.at} == set(table) and not f.is_structural
    ]
    return sum(f.value is not None for f in printed), len(printed)


def _failing(scheme: Scheme, true: Mapping[At, int], shown: Iterable[At]) -> list[Crossing]:
    """Return the tables that show less than half of their cells that are not zero."""
    kept = set(shown)
    found = []
    for table in scheme.tables:
        visible, all_of_them = _share((table,), scheme, true, kept)
        if 2 * visible < all_of_them:
            found.append(table)
    return found


def _told(scheme: Scheme, refused: RefusedError) -> list[Crossing]:
    """Return the tables without which a refusal may not stand."""
    if refused.code != "ledger_tells" or TOTAL in refused.cells:
        return []
    if not refused.cells:
        return list(scheme.tables)
    names = {frozenset(n for n, _ in cell) for cell in refused.cells}
    return [table for table in scheme.tables if any(n <= set(table) for n in names)]


def _share(
    tables: Iterable[Crossing], scheme: Scheme, true: Mapping[At, int], shown: Iterable[At]
) -> tuple[int, int]:
    """Return shown cells and cells that are not zero, inside these tables."""
    kept = set(shown)
    wanted = {frozenset(table) for table in tables}
    cells = [
        cell
        for cell in scheme.cells
        if cell != TOTAL and frozenset(n for n, _ in cell) in wanted and true[cell]
    ]
    return sum(cell in kept for cell in cells), len(cells)


def _about(scheme: Scheme, subject: str) -> list[Crossing]:
    """Return the tables that a rung is about."""
    names = set(subject.split(" x "))
    return [table for table in scheme.tables if names <= set(table)]


def _steps(
    family: Family,
    levels: Mapping[str, int],
    tables: tuple[Crossing, ...],
    failing: list[Crossing],
) -> Iterator[_Step]:
    """Yield the rungs that would help a failing table, in their fixed order."""
    used = {name for table in failing for name in table}
    for kind in _ORDER:
        if kind == "crossing":
            for table in failing:
                if len(table) > 1:
                    yield _without_crossing(levels, tables, table)
            continue
        if kind == "table":
            for table in failing:
                if not set(table) & set(family.pinned):
                    left = tuple(t for t in tables if t != table)
                    yield _Step(kind, " x ".join(table), levels, left)
            continue
        for dimension in family.dimensions:
            name, level = dimension.name, levels[dimension.name]
            if name not in used or name in family.pinned or dimension.rung != kind:
                continue
            if level + 1 < len(dimension.levels):
                yield _Step(kind, name, {**levels, name: level + 1}, tables)
            elif kind in ("calendar", "personal"):
                yield _Step(kind, name, levels, tuple(t for t in tables if name not in t))


def _without_crossing(
    levels: Mapping[str, int], tables: tuple[Crossing, ...], dropped: Crossing
) -> _Step:
    """Return the rung that keeps only the margins of a crossing."""
    left: list[Crossing] = []
    for table in tables:
        left += [(name,) for name in table] if table == dropped else [table]
    inside = {name for table in left if len(table) > 1 for name in table}
    kept = dict.fromkeys(t for t in left if len(t) > 1 or t[0] not in inside)
    return _Step("crossing", " x ".join(dropped), levels, tuple(kept))


def _is_union(leaves: frozenset[str], categories: Iterable[Category]) -> bool:
    inside = [c.leaves for c in categories if c.leaves <= leaves]
    return len(inside) > 1 and frozenset().union(*inside) == leaves
