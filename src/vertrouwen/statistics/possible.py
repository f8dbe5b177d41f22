"""What is asked of a pattern, and what is possible under it: one linear programme."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vertrouwen.statistics.joint import Columns, JointTable
from vertrouwen.statistics.scheme import At
from vertrouwen.statistics.solver import InfeasibleError, new_solver, run
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
class Found:
    """An extreme value, where it lies, and what proves that it is the extreme one."""

    value: float
    point: Floats
    duals: Floats
    reduced: Floats


class Possible:
    """The linear programme: what readers know as rows, one figure that may be shown per row."""

    def __init__(self, problem: Problem, most: float) -> None:
        self.size = problem.joint.size
        self._solver = new_solver()
        self._solver.setOptionValue("presolve", "off")
        self._solver.setOptionValue("simplex_strategy", 4)
        self.upper = np.full(self.size, most)
        self.upper[problem.impossible] = 0.0
        self._solver.addVars(self.size, np.zeros(self.size), self.upper)
        low: list[float] = []
        high: list[float] = []
        rows: list[tuple[Columns, Floats]] = []
        for one, other in problem.joint.links:
            rows.append(
                (np.concatenate((one, other)), np.repeat([1.0, -1.0], (len(one), len(other))))
            )
            low.append(0.0)
            high.append(0.0)
        for known in problem.known:
            rows.append((known.columns, np.ones(len(known.columns))))
            low.append(known.low)
            high.append(known.high)
        self.fixed_rows = len(rows)
        self.fixed_low, self.fixed_high = np.array(low), np.array(high)
        for figure in problem.optional:
            rows.append((figure.columns, np.ones(len(figure.columns))))
            low.append(figure.value)
            high.append(figure.value)
        starts = np.concatenate(([0], np.cumsum([len(c) for c, _ in rows])[:-1]))
        if rows:
            self._solver.addRows(
                len(rows),
                np.array(low),
                np.array(high),
                int(sum(len(c) for c, _ in rows)),
                starts.astype(np.int32),
                np.concatenate([c for c, _ in rows]).astype(np.int32),
                np.concatenate([v for _, v in rows]),
            )
        self._asked = np.empty(0, dtype=np.int32)
        self._columns = np.arange(self.size, dtype=np.int32)
        self._is_whole = False
        self._in_whole_numbers: Any = None
        self._shown: tuple[Floats, Floats] | None = None

    def show(self, withheld: Flags, values: Floats, most: float) -> None:
        """Fix the shown figures and leave the withheld ones open."""
        if not len(values):
            return
        self._shown = np.where(withheld, 0.0, values), np.where(withheld, most, values)
        self._bound(self._solver)

    def _bound(self, solver: Any) -> None:
        if self._shown is not None:
            number = len(self._shown[0])
            rows = np.arange(self.fixed_rows, self.fixed_rows + number, dtype=np.int32)
            solver.changeRowsBounds(number, rows, *self._shown)

    def corner(self, towards: Floats) -> Floats:
        """Return the point that lies farthest in a direction.

        Raises:
            SolverError: the solver found no optimum.
        """
        self._ask_for(whole=False)
        self._asked = self._columns
        self._solver.changeColsCost(self.size, self._columns, -towards)
        return np.array(run(self._solver).col_value)

    def whole_point(
        self, columns: Columns, sign: int, bound: float, towards: Floats
    ) -> Floats | None:
        """Return any point in whole numbers at which a sum reaches a bound, or None.

        Args:
            sign: 1 for that much or more, -1 for that much or less.
            towards: where it may as well lie, if that costs nothing.

        Raises:
            SolverError: the solver could not say.
        """
        if self._in_whole_numbers is None:
            self._in_whole_numbers = new_solver()
            self._in_whole_numbers.passModel(self._solver.getLp())
            self._in_whole_numbers.changeColsIntegrality(
                self.size, self._columns, np.ones(self.size, dtype=np.uint8)
            )
            # The first point that is found will do.
            self._in_whole_numbers.setOptionValue("mip_rel_gap", np.inf)
        solver = self._in_whole_numbers
        self._bound(solver)
        solver.changeColsCost(self.size, self._columns, -towards)
        last = solver.getNumRow()
        solver.addRow(
            bound if sign > 0 else -np.inf,
            np.inf if sign > 0 else bound,
            len(columns),
            columns.astype(np.int32),
            np.ones(len(columns)),
        )
        try:
            return np.array(run(solver).col_value)
        except InfeasibleError:
            return None
        finally:
            solver.deleteRows(1, np.array([last], dtype=np.int32))

    def extreme(self, columns: Columns, sign: int, *, whole: bool) -> Found:
        """Return the largest (sign 1) or smallest (sign -1) value of a sum.

        Raises:
            SolverError: the solver found no optimum.
        """
        self._ask_for(whole=whole)
        self._solver.changeColsCost(len(self._asked), self._asked, np.zeros(len(self._asked)))
        self._asked = columns.astype(np.int32)
        self._solver.changeColsCost(
            len(self._asked), self._asked, np.full(len(self._asked), float(-sign))
        )
        solution = run(self._solver)
        point = np.array(solution.col_value)
        duals = np.array(solution.row_dual) if not whole else np.empty(0)
        reduced = np.array(solution.col_dual) if not whole else np.empty(0)
        return Found(float(point[columns].sum()), point, duals, reduced)

    def _ask_for(self, *, whole: bool) -> None:
        if whole != self._is_whole:
            kinds = np.full(self.size, int(whole), dtype=np.uint8)
            self._solver.changeColsIntegrality(self.size, self._columns, kinds)
            self._is_whole = whole


def union(columns: Iterable[Columns]) -> Columns:
    """Return all columns of several sets once."""
    sets = list(columns)
    return np.unique(np.concatenate(sets)) if sets else np.empty(0, dtype=np.int64)
