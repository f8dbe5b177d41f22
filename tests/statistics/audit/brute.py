"""Small worlds, and an attack on them that writes down every table there is.

Nothing of the audit is used here: cells are leaves, sums are sums, and what a reader can derive is
read from the list of all tables that agree with what is printed.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import combinations, product

import numpy as np
from numpy.typing import NDArray

from vertrouwen.statistics.count import ATOM, Facts
from vertrouwen.statistics.release import Edition, Figure, Policy, Publication
from vertrouwen.statistics.scheme import At, Category, Dimension, SensitiveSet

Mask = frozenset[int]
Verdict = tuple[object, ...]

NATURES = ("a0", "a1", "a2")
UNITS = ("b0", "b1")


@dataclass(frozen=True)
class World:
    """Facts and all that was printed of them."""

    publication: Publication
    facts: Facts
    atoms: tuple[str, ...]
    with_facts: bool

    @cached_property
    def cells(self) -> tuple[tuple[str, str, str], ...]:
        """Every cell of the full cross: atom, nature, unit."""
        return tuple(product(self.atoms, NATURES, UNITS))

    @cached_property
    def truth(self) -> NDArray[np.int64]:
        """The true full cross."""
        return np.array([self.facts.rows.get((a, b, atom), 0) for atom, a, b in self.cells])

    def mask(self, edition: Edition, at: At, atoms: frozenset[str] | None = None) -> Mask:
        """Return the cells of the full cross that a printed cell sums up."""
        scope = edition.atoms if atoms is None else atoms
        inside = {"a": frozenset(NATURES), "b": frozenset(UNITS), "q": scope}
        for name, code in at:
            inside[name] &= edition.categories[name][code]
        return frozenset(
            i
            for i, (atom, a, b) in enumerate(self.cells)
            if atom in scope & inside["q"] and a in inside["a"] and b in inside["b"]
        )

    def stated(self, edition: Edition) -> Iterator[tuple[Mask, int]]:
        """Return what an edition prints."""
        if edition.total is not None:
            yield self.mask(edition, ()), edition.total
        for figure in edition.figures:
            if figure.value is not None:
                yield self.mask(edition, figure.at), figure.value

    def tables(self, known: Iterable[tuple[Mask, int]]) -> NDArray[np.int64]:
        """Return every table that agrees with some sums; zero where nothing bounds a cell."""
        sums = list(known)
        bounded = frozenset().union(*(mask for mask, _ in sums))
        most = max(value for _, value in sums)
        matrix = np.array([[i in mask for i in range(len(self.cells))] for mask, _ in sums])
        values = np.array([value for _, value in sums])
        width = len(NATURES) * len(UNITS)
        one = _all_within(width, most)
        found = np.zeros((1, 0), dtype=np.int64)
        for number, _ in enumerate(self.atoms):
            here = range(number * width, (number + 1) * width)
            more = one if any(i in bounded for i in here) else np.zeros((1, width), dtype=np.int64)
            columns = matrix[:, : (number + 1) * width]
            found = np.concatenate(
                [_cross(row, more, columns, values) for row in found]
                or [np.zeros((0, (number + 1) * width), dtype=np.int64)]
            )
        return found[(found @ matrix.T == values).all(axis=1)]


@cache
def _all_within(width: int, most: int) -> NDArray[np.int64]:
    """Return every list of some numbers with a sum up to a limit."""
    found = np.zeros((1, 0), dtype=np.int64)
    for _ in range(width):
        found = np.array([(*row, n) for row in found for n in range(most - int(row.sum()) + 1)])
    return found


def _cross(
    row: NDArray[np.int64],
    more: NDArray[np.int64],
    columns: NDArray[np.bool_],
    values: NDArray[np.int64],
) -> NDArray[np.int64]:
    both = np.concatenate([np.tile(row, (len(more), 1)), more], axis=1)
    return both[(both @ columns.T <= values).all(axis=1)]


def world(seed: int) -> World:
    """Make a world at random: one to three period atoms, one or two editions, few reports."""
    dice = random.Random(seed)
    scopes = dice.choice([("p",), ("p", "pq"), ("pq", "p"), ("pq", "qr"), ("pq",), ("pqr", "q")])
    atoms = tuple(sorted(set("".join(scopes))))
    is_alone = len(scopes) == 1 and len(atoms) == 1
    number = dice.randint(5, 9) if is_alone else dice.randint(3, 6)
    kinds = [(dice.choice(NATURES), dice.choice(UNITS), dice.choice(atoms)) for _ in range(3)]
    reports = [
        dice.choice(kinds)
        if dice.random() < 0.7
        else (dice.choice(NATURES), dice.choice(UNITS), dice.choice(atoms))
        for _ in range(number)
    ]
    facts = Facts.of(("a", "b", ATOM), reports)
    has_calendar = len(scopes[-1]) > 1 and dice.random() < 0.5
    editions = []
    dimensions: tuple[Dimension, ...] = ()
    for place, scope in enumerate(scopes):
        dimensions = _dimensions(dice, scope if has_calendar else "")
        editions.append(_edition(dice, f"e{place}", frozenset(scope), facts, dimensions))
    extra = SensitiveSet(dimension="a", name="some", leaves=frozenset({"a0", "a2"}))
    known = dice.randint(2, 3) if is_alone and dice.random() < 0.7 else dice.randint(0, 1)
    policy = Policy(threshold=max(3, known + 2), insider=known, zeros_small=dice.random() < 0.8)
    publication = Publication(
        policy=policy,
        dimensions=dimensions,
        editions=tuple(editions),
        sensitive_sets=(extra,) if dice.random() < 0.3 else (),
    )
    return World(publication, facts, atoms, dice.random() < 0.7)


def _dimensions(dice: random.Random, calendar: str) -> tuple[Dimension, ...]:
    natures = [("a0", "a0"), ("a1", "a1"), ("a2", "a2")]
    if dice.random() < 0.3:
        natures = [("a0", "a0"), ("rest", "a1 a2")]
    groups = [("g", "a0 a1")] if dice.random() < 0.3 and len(natures) == 3 else []
    made = [
        Dimension(
            name="a",
            roles=frozenset({"sensitive"}),
            categories=tuple(_category(*each) for each in natures),
            groups=tuple(_category(*each) for each in groups),
        ),
        Dimension(
            name="b",
            roles=frozenset({"identifying"}),
            categories=tuple(_category(each, each) for each in UNITS),
        ),
    ]
    if calendar:
        made.append(
            Dimension(
                name="q",
                roles=frozenset({"identifying"}),
                categories=tuple(_category(f"in {each}", each) for each in calendar),
                is_calendar=True,
            )
        )
    return tuple(made)


def _category(code: str, leaves: str) -> Category:
    return Category(code=code, leaves=frozenset(leaves.split()))


def _edition(
    dice: random.Random,
    name: str,
    atoms: frozenset[str],
    facts: Facts,
    dimensions: tuple[Dimension, ...],
) -> Edition:
    offered = [("a",), ("b",), ("a", "b")]
    if len(dimensions) == 3:
        offered += [("q",), ("a", "q"), ("b", "q")]
    tables = tuple(t for t in offered if dice.random() < 0.6) or (("a", "b"),)
    categories = {d.name: d.by_code for d in dimensions}
    style = dice.choice([0.1, 0.5, 0.9])
    figures: dict[At, Figure] = {}
    for table in tables:
        for codes in product(*((None, *categories[n]) for n in table)):
            at = tuple(sorted((n, c) for n, c in zip(table, codes, strict=True) if c))
            true = sum(
                n
                for (a, b, atom), n in facts.rows.items()
                if atom in atoms
                and all({"a": a, "b": b, "q": atom}[d] in categories[d][c] for d, c in at)
            )
            is_shown = dice.random() < (style if true >= 3 else style / 5)
            if at and dice.random() < 0.95:
                figures[at] = Figure(at=at, value=true if is_shown else None)
    total = sum(n for (_, _, atom), n in facts.rows.items() if atom in atoms)
    return Edition(
        id=name,
        atoms=atoms,
        total=total,
        tables=tables,
        figures=tuple(figures.values()),
        categories=categories,
    )


class Attack:
    """Everything that can be derived in a world, from the list of its tables."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.policy = world.publication.policy
        self.editions = world.publication.editions
        self.tables = world.tables([s for e in self.editions for s in world.stated(e)])
        self.exact: set[tuple[str, At]] = set()

    def interval(self, mask: Mask) -> tuple[int, int]:
        """Return the least and the greatest sum over all tables."""
        sums = self.tables[:, sorted(mask)].sum(axis=1)
        return int(sums.min()), int(sums.max())

    def true(self, mask: Mask) -> int:
        """Return the true sum."""
        return int(self.world.truth[sorted(mask)].sum())

    def verdicts(self) -> set[Verdict]:
        """Return all that is wrong: code, what it is about."""
        found = set(self._printed()) | set(self._withheld()) | set(self._unprinted())
        found |= set(self._groups())
        return found | (set(self._insiders()) if self.world.with_facts else set())

    def _printed(self) -> Iterator[Verdict]:
        for edition in self.editions:
            cells = [((), edition.total), *((f.at, f.value) for f in edition.figures)]
            for at, value in cells:
                if value is not None and self.policy.is_small(value):
                    yield "published_small", edition.id, at

    def _withheld(self) -> Iterator[Verdict]:
        for number, edition in enumerate(self.editions):
            before = [s for e in self.editions[:number] for s in self.world.stated(e)]
            before.append((self.world.mask(edition, ()), edition.total or 0))
            earlier = self.world.tables(before)
            for at in edition.withheld:
                mask = self.world.mask(edition, at)
                if mask:
                    floor = int(earlier[:, sorted(mask)].sum(axis=1).min()) if number else 0
                    low, high = self.interval(mask)
                    if low == high:
                        self.exact.add((edition.id, at))
                    if low > floor or high < floor + self.policy.threshold:
                        yield "exact" if low == high else "interval", edition.id, at

    def _unprinted(self) -> Iterator[Verdict]:
        printed = {self.world.mask(e, f.at) for e in self.editions for f in e.figures}
        printed |= {self.world.mask(e, ()) for e in self.editions}
        seen = set(printed)
        for edition in self.editions:
            for at in _cells(edition):
                mask = self.world.mask(edition, at)
                if mask and mask not in seen:
                    seen.add(mask)
                    yield from self._small("unlisted", mask)
        for piece, edition in self._pieces():
            for at in _cells(edition):
                mask = self.world.mask(edition, at, piece)
                if mask and mask not in seen:
                    seen.add(mask)
                    yield from self._small("derived", mask)

    def _small(self, kind: str, mask: Mask) -> Iterator[Verdict]:
        low, high = self.interval(mask)
        if high == 0 and not self.policy.zeros_small:
            return
        if high < self.policy.threshold:
            yield f"{kind}_exact" if low == high else f"{kind}_small", mask
        elif self.world.with_facts and self.policy.is_small(self.true(mask)) and low > 0:
            yield f"{kind}_present", mask

    def _pieces(self) -> Iterator[tuple[frozenset[str], Edition]]:
        pieces = {
            frozenset(
                other
                for other in self.world.atoms
                if all((atom in e.atoms) == (other in e.atoms) for e in self.editions)
            )
            for atom in self.world.atoms
        }
        pieces |= {a.atoms - b.atoms for a in self.editions for b in self.editions}
        for piece in sorted(pieces - {frozenset()}, key=sorted):
            for edition in self.editions:
                if piece <= edition.atoms:
                    yield piece, edition

    def _groups(self) -> Iterator[Verdict]:
        names = [n for n in ("b", "q") if n in {d.name for d in self.world.publication.dimensions}]
        scopes = [(e, e.atoms, False) for e in self.editions]
        scopes += [(e, piece, True) for piece, e in self._pieces()]
        for edition, atoms, is_piece in scopes:
            used = {n for t in edition.tables for n in t}
            sets = dict(edition.categories["a"])
            sets.update({s.name: s.leaves for s in self.world.publication.sensitive_sets})
            for name in names:
                if not {name, "a"} <= used or name not in edition.categories:
                    continue
                for code in edition.categories[name]:
                    mask = self.world.mask(edition, ((name, code),), atoms)
                    for leaves in sets.values():
                        outside = frozenset(i for i in mask if self.world.cells[i][1] not in leaves)
                        if not outside or (is_piece and self.interval(mask)[0] == 0):
                            continue
                        k = self.policy.insider
                        if self.interval(mask)[1] > k >= self.interval(outside)[1]:
                            yield "group", mask, outside

    def _insiders(self) -> Iterator[Verdict]:
        reports = [i for i, n in enumerate(self.world.truth) for _ in range(int(n))]
        for known in set(combinations(reports, min(self.policy.insider, len(reports)))):
            held = np.bincount(list(known), minlength=len(self.world.cells))
            left = self.tables[(self.tables >= held).all(axis=1)]
            for edition in self.editions:
                for at in edition.withheld:
                    mask = self.world.mask(edition, at)
                    sums = left[:, sorted(mask)].sum(axis=1)
                    if mask and (edition.id, at) not in self.exact and np.ptp(sums) == 0:
                        yield "insider", edition.id, at


def _cells(edition: Edition) -> Iterator[At]:
    yield ()
    for table in edition.tables:
        for codes in product(*((None, *edition.categories[n]) for n in table)):
            yield tuple(sorted((n, c) for n, c in zip(table, codes, strict=True) if c))
