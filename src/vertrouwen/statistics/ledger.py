"""All editions of one client on one table: the newest, and those that say something about it.

Every edition is about a set of period atoms; the same atom in two editions means the very same
reports. Editions that share no atom with the newest one, directly or through others, are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import permutations

import numpy as np

from vertrouwen.statistics.count import ATOM, Facts
from vertrouwen.statistics.joint import Columns, JointTable
from vertrouwen.statistics.problem import Floats, Known
from vertrouwen.statistics.release import Edition, Policy
from vertrouwen.statistics.scheme import TOTAL, At, Scheme

LeafSets = Mapping[str, frozenset[str]]


class Ledger:
    """The newest edition, not yet decided, beside everything released before.

    Args:
        facts: of every atom that an edition covers.
        before: earlier editions, oldest first.

    Raises:
        ValueError: an answer has no place in its dimension.
    """

    def __init__(
        self,
        scheme: Scheme,
        policy: Policy,
        facts: Facts,
        *,
        edition_id: str,
        atoms: frozenset[str],
        before: tuple[Edition, ...],
    ) -> None:
        self.scheme = scheme
        self.policy = policy
        self.newest = Edition(
            id=edition_id,
            atoms=atoms,
            total=None,
            tables=scheme.tables,
            figures=(),
            categories=scheme.categories,
            calendars=frozenset(d.name for d in scheme.dimensions if d.is_calendar),
        )
        self.before = tuple(_connected(atoms, before))
        self.editions = (*self.before, self.newest)
        covered = frozenset().union(*(e.atoms for e in self.editions))
        self._rows = _answers(scheme, facts.within(covered))
        self.joint = JointTable(self._sets(covered), self._crossings())
        self.truth = self._truth()

    @cached_property
    def structural(self) -> frozenset[At]:
        """Cells of the newest edition that cannot exist."""
        atoms = self.newest.atoms
        told = [
            self.columns(atoms, self.leaves(cell))
            for cell in self.scheme.structural
            if self.exists(atoms, self.leaves(cell))
        ]
        never = set(np.concatenate(told).tolist()) if told else set()
        return frozenset(
            cell
            for cell in self.scheme.cells
            if not self.exists(atoms, self.leaves(cell))
            or never.issuperset(self.columns(atoms, self.leaves(cell)).tolist())
        )

    @cached_property
    def statements(self) -> list[tuple[At, At, LeafSets]]:
        """What may be said of a group: the group, the kind, and what of the group lies outside it.

        Where only crossings can tell of both, the audit alone looks at the other pairs as well.
        """
        found: list[tuple[At, At, LeafSets]] = []
        for one, other in self._pairs:
            what = self.scheme.dimension(other)
            kinds = dict(what.by_code)
            for further in self.scheme.sensitive_sets:
                if further.dimension == other:
                    kinds[further.name] = further.leaves
            for group in self.scheme.dimension(one).by_code:
                for kind, leaves in kinds.items():
                    outside = {**self.leaves(((one, group),))}
                    key = ATOM if what.is_calendar else other
                    rest = what.leaves - leaves
                    outside[key] = outside.get(key, rest) & rest
                    if rest and self.exists(self.newest.atoms, outside):
                        found.append((((one, group),), ((other, kind),), outside))
        return found

    @cached_property
    def _pairs(self) -> tuple[tuple[str, str], ...]:
        """Dimensions of groups and of kinds: of one crossing, or any two of the tables where sums
        alone may say that something is not there.
        """
        tables = self.scheme.tables
        if not self.policy.zeros_small or self.scheme.structural:
            tables = (tuple(dict.fromkeys(name for table in tables for name in table)),)
        roles = {d.name: d.roles for d in self.scheme.dimensions}
        return tuple(
            dict.fromkeys(
                (one, other)
                for table in tables
                for one, other in permutations(table, 2)
                if "identifying" in roles[one] and "sensitive" in roles[other]
            )
        )

    @cached_property
    def smallest_pieces(self) -> tuple[frozenset[str], ...]:
        """Atoms that the same editions cover, together."""
        found: dict[tuple[bool, ...], set[str]] = {}
        for atom in sorted(frozenset().union(*(e.atoms for e in self.editions))):
            found.setdefault(tuple(atom in e.atoms for e in self.editions), set()).add(atom)
        return tuple(frozenset(piece) for piece in found.values())

    @cached_property
    def impossible(self) -> list[Columns]:
        """Unknowns that everybody knows to be zero, in pieces."""
        found: list[Columns] = []
        for cell in self.scheme.structural:
            if self.exists(self.newest.atoms, self.leaves(cell)):
                found.append(self.columns(self.newest.atoms, self.leaves(cell)))
        for edition in self.editions:
            for figure in edition.figures:
                if figure.is_structural and self.exists(
                    edition.atoms, self.leaves(figure.at, edition)
                ):
                    found.append(self.columns(edition.atoms, self.leaves(figure.at, edition)))
        return found

    def leaves(self, cell: At, edition: Edition | None = None) -> LeafSets:
        """Return what a cell holds, by its edition's own categories (the scheme's without one)."""
        source = edition or self.newest
        found: dict[str, frozenset[str]] = {}
        for name, code in cell:
            held = source.categories[name][code]
            key = ATOM if name in source.calendars else name
            found[key] = found[key] & held if key in found else held
        return found

    def exists(self, atoms: frozenset[str], leaves: LeafSets) -> bool:
        """Whether a cell can hold a report at all."""
        return bool(atoms & leaves.get(ATOM, atoms))

    def columns(self, atoms: frozenset[str], leaves: LeafSets) -> Columns:
        """Return the unknowns of a cell of a period."""
        return self.joint.columns({**leaves, ATOM: atoms & leaves.get(ATOM, atoms)})

    def counted(self, atoms: frozenset[str], leaves: LeafSets) -> int:
        """Return the true count of a cell of a period."""
        scope = atoms & leaves.get(ATOM, atoms)
        return sum(
            number
            for answers, number in self._rows
            if answers[ATOM] in scope
            and all(answers.get(n) in held for n, held in leaves.items() if n != ATOM)
        )

    def count_of(self, cell: At) -> int:
        """Return the true count of a cell of the newest edition."""
        return self._counts[cell]

    def is_stated_before(self, cell: At) -> bool:
        """Whether an earlier edition states the very same number."""
        mine = self.leaves(cell)
        return any(
            edition.atoms == self.newest.atoms
            and any(
                f.value is not None and self.leaves(f.at, edition) == mine for f in edition.figures
            )
            for edition in self.before
        )

    def stated_before(self, place: int) -> list[Known]:
        """Return everything that the editions before a place state."""
        found: list[Known] = []
        for edition in self.editions[:place]:
            if edition.total is not None:
                found.append(self.stated_total(edition))
            for figure in edition.figures:
                low, high = figure.value, figure.value
                if figure.value is None and figure.is_band:
                    low, high = figure.low, figure.high
                if low is None and high is None:
                    continue
                leaves = self.leaves(figure.at, edition)
                if self.exists(edition.atoms, leaves):
                    found.append(
                        Known(
                            columns=self.columns(edition.atoms, leaves),
                            low=float(low or 0),
                            high=np.inf if high is None else float(high),
                        )
                    )
        return found

    def stated_total(self, edition: Edition) -> Known:
        """Return what an edition's total says: the ledger's number, or the newest true one."""
        total = edition.total
        if total is None:
            total = self.counted(edition.atoms, {})
        return Known(columns=self.columns(edition.atoms, {}), low=total, high=total)

    def contradiction(self) -> tuple[str, tuple[At, ...]] | None:
        """Return the first earlier edition that does not fit the facts, and where."""
        for edition in self.before:
            cells = [
                f.at
                for f in edition.figures
                if (f.value is not None or f.is_structural)
                and (f.value or 0) != self.counted(edition.atoms, self.leaves(f.at, edition))
            ]
            if edition.total is not None and edition.total != self.counted(edition.atoms, {}):
                cells.insert(0, TOTAL)
            if cells:
                return edition.id, tuple(cells)
        return None

    @cached_property
    def _counts(self) -> Mapping[At, int]:
        return {c: self.counted(self.newest.atoms, self.leaves(c)) for c in self.scheme.cells}

    def _sets(self, covered: frozenset[str]) -> Mapping[str, list[frozenset[str]]]:
        """Return every set of leaves that a figure may be about, by dimension."""
        sets: dict[str, list[frozenset[str]]] = {ATOM: [covered, *(e.atoms for e in self.editions)]}
        for edition in self.editions:
            used = {n for table in edition.tables for n in table}
            used |= {n for figure in edition.figures for n, _ in figure.at}
            if edition is self.newest:
                used |= {n for cell in self.scheme.structural for n, _ in cell}
            for name in sorted(used):
                for held in edition.categories[name].values():
                    if name in edition.calendars:
                        sets[ATOM].append(held & covered)
                    else:
                        sets.setdefault(name, []).append(held)
        for name in sets:
            answered = frozenset(a[name] for a, _ in self._rows if name in a)
            sets[name].append(answered.union(*sets[name]))
        return sets

    def _crossings(self) -> Iterator[frozenset[str]]:
        for edition in self.editions:
            found = [*edition.tables, *(tuple(n for n, _ in f.at) for f in edition.figures)]
            if edition is self.newest:
                found += [tuple(n for n, _ in cell) for cell in self.scheme.structural]
                found += self._pairs
            for table in dict.fromkeys(found):
                names = {ATOM if n in edition.calendars else n for n in table}
                # Without earlier editions only a calendar tells parts of the period apart.
                yield frozenset(names | {ATOM}) if self.before else frozenset(names)

    def _truth(self) -> Floats:
        names = sorted({n for answers, _ in self._rows for n in answers})
        rows: dict[tuple[str, ...], int] = {}
        for answers, number in self._rows:
            key = tuple(answers[n] for n in names)
            rows[key] = rows.get(key, 0) + number
        if not rows:
            return np.zeros(self.joint.size)
        return self.joint.point(Facts(columns=tuple(names), rows=rows))


def _connected(atoms: frozenset[str], before: tuple[Edition, ...]) -> list[Edition]:
    """Return the editions that share atoms with these ones, directly or through others."""
    reached, found = atoms, set[int]()
    while True:
        more = {n for n, e in enumerate(before) if n not in found and e.atoms & reached}
        if not more:
            return [before[n] for n in sorted(found)]
        found |= more
        reached = reached.union(*(before[n].atoms for n in more))


def _answers(scheme: Scheme, facts: Facts) -> list[tuple[dict[str, str], int]]:
    """Return facts as answers by dimension; what a scheme does not offer is its unknown leaf."""
    asked = {d.name: d for d in scheme.dimensions if not d.is_calendar}
    return [
        (
            {
                name: asked[name].leaf(answer) if name in asked else answer
                for name, answer in zip(facts.columns, answers, strict=True)
            },
            number,
        )
        for answers, number in facts.rows.items()
    ]
