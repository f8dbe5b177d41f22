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
from vertrouwen.statistics.protect import (
    RefusedError,
    Weight,
    margin_weight,
    protect,
    unit_weight,
)
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
        before, after: numbers shown, and numbers printed, of the tables it is about; after all
            rungs.
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

    Then what tells more when it is joined further is joined as well.

    Raises:
        RefusedError: nothing may be released, however coarse.
    """
    mine = facts.within(atoms)

    def protected(scheme: Scheme) -> Edition:
        pause()
        return protect(
            scheme, policy, facts, edition_id=edition_id, atoms=atoms, ledger=ledger,
            weight=weight, pause=pause,
        )  # fmt: skip

    descent = _Descent(family, policy, mine, protected)
    descent.go_down()
    descent.show_more()
    return descent.proposal()


class _Descent:
    """Where one descent stands, and how it came there.

    Args:
        mine: facts of the edition's own atoms.
        protected: protects a scheme, or is refused.
    """

    def __init__(
        self,
        family: Family,
        policy: Policy,
        mine: Facts,
        protected: Callable[[Scheme], Edition],
    ) -> None:
        self._family, self._policy, self._mine = family, policy, mine
        self._protected = protected
        self._levels = {d.name: family.pinned.get(d.name, 0) for d in family.dimensions}
        self._tables = tuple(dict.fromkeys(family.tables))
        self._taken: list[tuple[_Step, tuple[int, int]]] = []
        self._edition: Edition | None = None

    def go_down(self) -> None:
        """Take rungs until every table shows at least half of its cells that are not zero.

        Raises:
            RefusedError: nothing may be released, however coarse.
        """
        while True:
            scheme = self._scheme()
            true = count(self._mine, scheme)
            # No solver is needed to see that a table cannot pass: its small cells are too many.
            shown = self._not_small(true)
            failing = _failing(scheme, true, shown)
            edition, refusal = None, None
            if not failing:
                try:
                    edition = self._protected(scheme)
                except RefusedError as refused:
                    refusal, failing = refused, _told(scheme, refused)
                else:
                    shown = _shown(edition)
                    failing = _failing(scheme, true, shown)
            step = next(_steps(self._family, self._levels, self._tables, failing), None)
            if step is None:
                if refusal is not None:
                    raise refusal
                self._edition = edition or self._protected(scheme)
                return
            self._take(step, scheme, shown)

    def show_more(self) -> None:
        """Join what says more when it is joined: fewer rows, but more of them with a number.

        What a question gains is tried on its own tables; the whole is protected once more at the
        end, and stays only if it does tell more.
        """
        before = self._levels, list(self._taken), self._edition
        for dimension in self._family.dimensions:
            name = dimension.name
            own = tuple(table for table in self._tables if name in table)
            if name in self._family.pinned or not own:
                continue
            now = self._told_by(own, self._levels)
            for level in range(self._levels[name] + 1, len(dimension.levels)):
                levels = {**self._levels, name: level}
                scheme = self._family.scheme(levels, own)
                if _worth(self._not_small(count(self._mine, scheme))) <= now:
                    continue
                then = self._told_by(own, levels)
                if then > now:
                    step = _Step(dimension.rung, name, levels, self._tables)
                    self._take(step, self._scheme(), _shown(self._edition))
                    now = then
        if len(self._taken) == len(before[1]):
            return
        scheme = self._scheme()
        try:
            edition = self._protected(scheme)
        except RefusedError:
            edition = None
        shown = _shown(edition)
        if _worth(shown) <= _worth(_shown(before[2])) or _failing(
            scheme, count(self._mine, scheme), shown
        ):
            self._levels, self._taken, self._edition = before
        else:
            self._edition = edition

    def _told_by(self, tables: tuple[Crossing, ...], levels: Mapping[str, int]) -> float:
        try:
            return _worth(_shown(self._protected(self._family.scheme(levels, tables))))
        except RefusedError:
            return 0.0

    def proposal(self) -> Proposal:
        """Return where the descent ended."""
        assert self._edition is not None
        scheme = self._scheme()
        shown = _shown(self._edition)
        return Proposal(
            edition=self._edition,
            scheme=scheme,
            levels=self._levels,
            rungs=tuple(
                Rung(
                    kind=step.kind,
                    subject=step.subject,
                    before=before,
                    after=_printed(_about(scheme, step.subject), scheme, shown),
                )
                for step, before in self._taken
            ),
        )

    def _take(self, step: _Step, scheme: Scheme, shown: set[At]) -> None:
        self._taken.append((step, _printed(_about(scheme, step.subject), scheme, shown)))
        self._levels, self._tables = dict(step.levels), step.tables

    def _scheme(self) -> Scheme:
        return self._family.scheme(self._levels, self._tables)

    def _not_small(self, true: Mapping[At, int]) -> set[At]:
        return {cell for cell, number in true.items() if not self._policy.is_small(number)}


def _shown(edition: Edition | None) -> set[At]:
    return set() if edition is None else {f.at for f in edition.figures if f.value is not None}


def _worth(shown: Iterable[At]) -> float:
    """Return how much figures tell: to most readers a one-way number says more."""
    return sum(margin_weight(cell) for cell in shown if cell != TOTAL)


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


def _printed(tables: Iterable[Crossing], scheme: Scheme, shown: Iterable[At]) -> tuple[int, int]:
    """Return how many numbers these tables show of all that they print."""
    kept = set(shown)
    wanted = {frozenset(table) for table in tables}
    cells = [cell for cell in scheme.cells if frozenset(n for n, _ in cell) in wanted]
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
