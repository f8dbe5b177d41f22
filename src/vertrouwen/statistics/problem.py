"""What is asked of a pattern of figures, and what every table behind them fulfils."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vertrouwen.statistics.joint import Columns, JointTable
from vertrouwen.statistics.scheme import At
from vertrouwen.statistics.sums import Cut

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A sum that every reader knows lies between two bounds."""

    columns: Columns
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Optional:
    """A figure that may be shown or withheld."""

    at: At
    columns: Columns
    value: int
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A sum of which a reader must not be able to say too much.

    Args:
        low: he must not be able to exclude this or less; None asks nothing.
        high: he must not be able to exclude this or more; None asks nothing.
        owner: place of the optional figure whose withholding asks for it; None asks always.
        at, scope: which cell of which period it is about, for the explanation.
    """

    columns: Columns
    low: float | None
    high: float | None
    at: At
    scope: frozenset[str]
    owner: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is known, what may be shown, and what must stay uncertain.

    Args:
        truth: the true unknowns of the joint table.
        impossible: unknowns that everybody knows to be zero.
        cuts: conditions on the pattern that are known beforehand.
    """

    joint: JointTable
    truth: Floats
    impossible: Columns
    known: Sequence[Known]
    optional: Sequence[Optional]
    forms: Sequence[Form]
    cuts: Sequence[Cut] = ()


class Sums:
    """Adds up many sets of columns of one point."""

    def __init__(self, sets: Sequence[Columns]) -> None:
        lengths = [len(columns) for columns in sets]
        self._starts = np.concatenate(([0], np.cumsum(lengths)[:-1])).astype(int)
        self._columns = np.concatenate(sets) if sets else np.empty(0, dtype=np.int64)
        self._lengths = lengths
        self._empty = np.array([length == 0 for length in lengths], dtype=bool)
        if self._empty.any():
            raise ValueError("a figure about nothing")

    def __call__(self, point: Floats) -> Floats:
        if not len(self._empty):
            return np.empty(0)
        return np.add.reduceat(point[self._columns], self._starts)

    def spread(self, weights: Floats, size: int) -> Floats:
        """Return what each column counts for, if each set has a weight."""
        return np.bincount(
            self._columns, weights=np.repeat(weights, self._lengths), minlength=size
        ).astype(float)


@dataclass(frozen=True, slots=True)
class Rows:
    """What every table fulfils: sums of columns with factors, each between two bounds."""

    sums: Sequence[tuple[Columns, Floats]]
    low: Floats
    high: Floats

    @classmethod
    def of(cls, problem: Problem) -> Rows:
        """Return what a reader knows, and then every figure that may be shown as if it were."""
        links = [
            ((np.concatenate((one, other)), np.repeat([1.0, -1.0], (len(one), len(other)))), 0, 0)
            for one, other in problem.joint.links
        ]
        known = [(_plain(k.columns), k.low, k.high) for k in problem.known]
        shown = [(_plain(o.columns), o.value, o.value) for o in problem.optional]
        rows = [*links, *known, *shown]
        return cls(
            [row for row, _low, _high in rows],
            np.array([low for _row, low, _high in rows], dtype=float),
            np.array([high for _row, _low, high in rows], dtype=float),
        )

    def enter(self, solver: Any) -> None:
        """Give them to a solver that has the columns already."""
        if not self.sums:
            return
        lengths = [len(columns) for columns, _ in self.sums]
        solver.addRows(
            len(self.sums),
            self.low,
            self.high,
            sum(lengths),
            np.concatenate(([0], np.cumsum(lengths)[:-1])).astype(np.int32),
            np.concatenate([columns for columns, _ in self.sums]).astype(np.int32),
            np.concatenate([factors for _, factors in self.sums]),
        )


def _plain(columns: Columns) -> tuple[Columns, Floats]:
    return columns, np.ones(len(columns))
