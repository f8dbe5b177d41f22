"""The joint table behind linked figures, kept small enough to reason about exactly.

Every figure is a sum over one table of all answers and period atoms together. That table is far
too large, but it need never be written out: the crossings form a graph, and once the graph is
triangulated, tables over its maximal cliques that agree on what they share extend to a joint table,
in integers as well (decomposable models; Lauritzen 1996, chapter 4; Dobra & Sullivant 2004). So the
unknowns are the cells of the cliques, and leaves or atoms that no figure separates are one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import prod

import numpy as np
from numpy.typing import NDArray

from vertrouwen.statistics.count import ATOM, Facts

Columns = NDArray[np.int64]
LeafSets = Mapping[str, frozenset[str]]
"""Which leaves a cell holds of each dimension it fixes; a period is the dimension `ATOM`."""


@dataclass(frozen=True, slots=True)
class _Clique:
    """One table of unknowns: its dimensions, their sizes, and where its columns begin."""

    names: tuple[str, ...]
    sizes: tuple[int, ...]
    offset: int


class JointTable:
    """Unknowns x >= 0 over cliques of dimensions, and the equations that make them one table.

    Args:
        sets: every set of leaves that any figure or form may ask for, by dimension.
        crossings: dimensions that some figure or form fixes together.
    """

    def __init__(
        self, sets: Mapping[str, Iterable[frozenset[str]]], crossings: Iterable[frozenset[str]]
    ) -> None:
        self._class_of = {name: _classes(found) for name, found in sets.items()}
        self._size = {n: max(c.values(), default=0) + 1 for n, c in self._class_of.items()}
        names = sorted(n for n, size in self._size.items() if size > 1)
        cliques = _maximal_cliques(names, crossings, self._size) or [frozenset()]
        self._cliques: list[_Clique] = []
        offset = 0
        for members in cliques:
            ordered = tuple(sorted(members))
            sizes = tuple(self._size[n] for n in ordered)
            self._cliques.append(_Clique(ordered, sizes, offset))
            offset += prod(sizes)
        self.size = offset
        """Number of unknowns."""
        self.links = self._links()
        """Pairs of columns of which the sums are equal, one pair per shared cell."""

    def columns(self, fixed: LeafSets) -> Columns:
        """Return the unknowns of which a cell is the sum.

        Raises:
            ValueError: the cell fixes dimensions that no crossing joins.
        """
        asked = {n: leaves for n, leaves in fixed.items() if self._narrows(n, leaves)}
        clique = next((c for c in self._cliques if set(asked) <= set(c.names)), None)
        if clique is None:
            raise ValueError(f"dimensions that no table joins: {' x '.join(sorted(asked))}")
        masks = []
        for name, size in zip(clique.names, clique.sizes, strict=True):
            mask = np.ones(size, dtype=bool)
            if name in asked:
                mask[:] = False
                mask[[k for leaf, k in self._class_of[name].items() if leaf in asked[name]]] = True
            masks.append(mask)
        if not masks:
            return np.arange(clique.offset, clique.offset + 1)
        chosen = masks[0]
        for mask in masks[1:]:
            chosen = np.logical_and.outer(chosen, mask)
        return np.flatnonzero(chosen) + clique.offset

    def point(self, facts: Facts) -> NDArray[np.float64]:
        """Return the true unknowns; calendar dimensions have the column `ATOM`."""
        place = {name: facts.columns.index(name) for name in self._class_of if name != ATOM}
        if ATOM in self._class_of:
            place[ATOM] = facts.columns.index(ATOM)
        x = np.zeros(self.size)
        for answers, number in facts.rows.items():
            for clique in self._cliques:
                index = [self._class_of[n].get(answers[place[n]], -1) for n in clique.names]
                if -1 in index:
                    raise ValueError("an answer that no category holds")
                flat = int(np.ravel_multi_index(index, clique.sizes)) if index else 0
                x[clique.offset + flat] += number
        return x

    def _narrows(self, name: str, leaves: frozenset[str]) -> bool:
        return any(leaf not in leaves for leaf in self._class_of[name])

    def _links(self) -> list[tuple[Columns, Columns]]:
        """Return the equations of a junction tree: a spanning tree of the largest overlaps."""
        found: list[tuple[Columns, Columns]] = []
        joined = {0}
        while len(joined) < len(self._cliques):
            inside, outside = max(
                ((i, j) for i in joined for j in range(len(self._cliques)) if j not in joined),
                key=lambda pair: len(self._shared(*pair)),
            )
            shared = self._shared(inside, outside)
            found += zip(
                self._margin(self._cliques[inside], shared),
                self._margin(self._cliques[outside], shared),
                strict=True,
            )
            joined.add(outside)
        return found

    def _shared(self, one: int, other: int) -> list[str]:
        names = self._cliques[other].names
        return [name for name in self._cliques[one].names if name in names]

    def _margin(self, clique: _Clique, shared: Sequence[str]) -> list[Columns]:
        cells = np.arange(prod(clique.sizes)).reshape(clique.sizes)
        first = [clique.names.index(name) for name in shared]
        rest = [axis for axis in range(len(clique.names)) if axis not in first]
        moved = cells.transpose(first + rest).reshape(prod(clique.sizes[a] for a in first), -1)
        return [row + clique.offset for row in moved]


def union(columns: Iterable[Columns]) -> Columns:
    """Return all columns of several sets once."""
    sets = list(columns)
    return np.unique(np.concatenate(sets)) if sets else np.empty(0, dtype=np.int64)


def _classes(sets: Iterable[frozenset[str]]) -> dict[str, int]:
    """Number the leaves so that those which every set holds together have one number."""
    ordered = sorted({s for s in sets}, key=lambda s: (len(s), sorted(s)))
    signature: dict[str, list[int]] = {}
    for place, members in enumerate(ordered):
        for leaf in members:
            signature.setdefault(leaf, []).append(place)
    numbers: dict[tuple[int, ...], int] = {}
    return {
        leaf: numbers.setdefault(tuple(signature[leaf]), len(numbers)) for leaf in sorted(signature)
    }


def _maximal_cliques(
    names: Sequence[str], crossings: Iterable[frozenset[str]], size: Mapping[str, int]
) -> list[frozenset[str]]:
    """Triangulate by taking out, one after another, the dimension that makes the smallest table."""
    around: dict[str, set[str]] = {name: set() for name in names}
    for crossing in crossings:
        for one, other in combinations([n for n in crossing if n in around], 2):
            around[one].add(other)
            around[other].add(one)
    cliques: list[frozenset[str]] = []
    left = dict(around)
    while left:
        name = min(left, key=lambda n: (prod(size[m] for m in left[n]) * size[n], n))
        beside = left.pop(name)
        cliques.append(frozenset(beside | {name}))
        for other in beside:
            left[other] |= beside - {other}
            left[other].discard(name)
    return [c for c in cliques if not any(c < other for other in cliques)]
