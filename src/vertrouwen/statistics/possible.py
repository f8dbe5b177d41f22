"""What is possible under a pattern of figures: one linear programme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from vertrouwen.statistics.joint import Columns
from vertrouwen.statistics.problem import Floats, Problem, Rows
from vertrouwen.statistics.solver import InfeasibleError, new_solver, run


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
        rows = Rows.of(problem)
        self.fixed_rows = len(rows.sums) - len(problem.optional)
        self.fixed_low, self.fixed_high = rows.low[: self.fixed_rows], rows.high[: self.fixed_rows]
        rows.enter(self._solver)
        self._asked = np.empty(0, dtype=np.int32)
        self._columns = np.arange(self.size, dtype=np.int32)
        self._is_whole = False
        self._in_whole_numbers: Any = None
        self._shown = rows.low[self.fixed_rows :], rows.high[self.fixed_rows :]

    def show(self, low: Floats, high: Floats) -> None:
        """Bound the figures that may be shown anew."""
        self._shown = low, high
        self._bound(self._solver)

    def _bound(self, solver: Any) -> None:
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
