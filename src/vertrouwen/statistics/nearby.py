"""Tables in whole numbers that lie near the truth, found without a search.

A table is written as what comes to the truth and what goes from it, and as little as possible
moves. Such a least move is nearly always whole by itself; where it is not, one broken number after
another is rounded up. A search through all whole tables, many times slower, is then seldom needed:
it alone can say that there is none.
"""

from __future__ import annotations

from math import ceil

import numpy as np

from vertrouwen.statistics.joint import Columns
from vertrouwen.statistics.problem import Floats, Rows
from vertrouwen.statistics.solver import TOLERANCE, InfeasibleError, new_solver, run

_TRIES = 3
_ROUNDINGS = 40
_COMING, _GOING = 0.05, 1.0
"""What one report costs that comes or goes. A sum at which something goes has to let it go
somewhere, so what comes need not cost much; but at no cost it would come and go at once."""


class Nearby:
    """Least moves away from one table.

    Args:
        truth: that table.
        upper: the most that can stand in each of its columns.
        rows: what every table fulfils.
    """

    def __init__(self, truth: Floats, upper: Floats, rows: Rows) -> None:
        self._truth = truth
        self._at_truth = np.array([float(f @ truth[c]) for c, f in rows.sums])
        self._least = np.zeros(2 * len(truth))
        self._most = np.concatenate((upper - truth, truth))
        self._columns = np.arange(2 * len(truth), dtype=np.int32)
        self._solver = new_solver()
        self._solver.setOptionValue("presolve", "off")
        # From no move at all, where nothing is paid yet, few steps of the dual method lead there.
        self._solver.setOptionValue("simplex_dual_edge_weight_strategy", 1)
        self._solver.addVars(len(self._most), self._least, self._most)
        moved = [(self._both(c), np.concatenate((f, -f))) for c, f in rows.sums]
        Rows(moved, rows.low - self._at_truth, rows.high - self._at_truth).enter(self._solver)
        self._dice = np.random.default_rng(0)

    def show(self, low: Floats, high: Floats) -> None:
        """Bound the last rows, the figures that may be shown, anew."""
        first = len(self._at_truth) - len(low)
        rows = np.arange(first, len(self._at_truth), dtype=np.int32)
        at_truth = self._at_truth[first:]
        self._solver.changeRowsBounds(len(low), rows, low - at_truth, high - at_truth)

    def whole_point(self, columns: Columns, sign: int, bound: float) -> Floats | None:
        """Return a table in whole numbers at which a sum reaches a bound, or None if none is found.

        Args:
            sign: 1 for that much or more, -1 for that much or less.

        Raises:
            SolverError: the solver failed.
        """
        moved = bound - float(self._truth[columns].sum())
        last = self._solver.getNumRow()
        self._solver.addRow(
            moved if sign > 0 else -np.inf,
            np.inf if sign > 0 else moved,
            2 * len(columns),
            self._both(columns),
            np.repeat([1.0, -1.0], len(columns)),
        )
        try:
            return self._found()
        except InfeasibleError:
            return None
        finally:
            self._solver.deleteRows(1, np.array([last], dtype=np.int32))
            self._solver.changeColsBounds(
                len(self._columns), self._columns, self._least, self._most
            )

    def _found(self) -> Floats | None:
        for roundings in (0,) * (_TRIES - 1) + (_ROUNDINGS,):
            self._solver.changeColsCost(len(self._columns), self._columns, self._costs())
            least = self._least.copy()
            for _ in range(roundings + 1):
                self._solver.clearSolver()
                move = np.array(run(self._solver).col_value)
                broken = np.where(np.abs(move - np.rint(move)) > TOLERANCE, move % 1.0, 0.0)
                worst = int(broken.argmax())
                if not broken[worst]:
                    coming, going = np.split(np.rint(move), 2)
                    return np.asarray(self._truth + coming - going)
                least[worst] = ceil(move[worst])
                if roundings:
                    self._solver.changeColsBounds(
                        len(self._columns), self._columns, least, self._most
                    )
        return None

    def _costs(self) -> Floats:
        """Return the costs of a move, a little at random: another try ends at another table."""
        costs = np.repeat([_COMING, _GOING], len(self._truth))
        return np.asarray(costs + 0.1 * self._dice.random(len(costs)))

    def _both(self, columns: Columns) -> Columns:
        return np.concatenate((columns, columns + len(self._truth))).astype(np.int32)
