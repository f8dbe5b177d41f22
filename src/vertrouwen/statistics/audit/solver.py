"""HiGHS behind two questions: the least value of a sum over real numbers, and over whole ones.

Each answer is optimal, "impossible", or an error: no other status is believed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from vertrouwen.statistics.audit.findings import UndeterminedError

Numbers = NDArray[np.int64]
Reals = NDArray[np.float64]

SECONDS = 20.0
"""One question here takes milliseconds; in whole numbers some hundredths of a second."""

ALL_SECONDS = 120.0
"""What all programmes of one audit may take together."""

TOLERANCE = 1e-6
MAX_COLUMNS = 60_000
_ROUNDINGS = 60


@dataclass(frozen=True, kw_only=True)
class Rows:
    """Sparse rows: row i has the entries from starts[i] to starts[i + 1]."""

    starts: Numbers
    columns: Numbers
    factors: Reals
    low: Reals
    high: Reals


class _Quiet(highspy.Highs):
    """HiGHS that prints nothing, not even its name while it is made."""

    def enableCallbacks(self) -> None:
        """Be quiet before the first line; nobody here asks to be called back."""
        self.setOptionValue("output_flag", False)


class Solver:
    """Sums of columns x >= 0 under rows, minimised again and again.

    Args:
        columns: how many there are.
        pause: called before every programme; what it raises goes through.
        starts_at_nought: each programme begins at x = 0, not where the last one ended; sooner done
            where the least point lies near it.
    """

    def __init__(
        self,
        columns: int,
        rows: Rows,
        pause: Callable[[], None],
        *,
        starts_at_nought: bool = False,
    ) -> None:
        if columns > MAX_COLUMNS:
            raise UndeterminedError("too_large")
        self._columns = columns
        self._rows = rows
        self._pause = pause
        self._every = np.arange(columns, dtype=np.int32)
        self._open = np.full(columns, highspy.kHighsInf)
        self._closed = np.zeros(columns)
        self._lp = self._engine()
        self._starts_at_nought = starts_at_nought
        self._lp.setOptionValue("presolve", "off")
        if not starts_at_nought:
            # Other costs leave the last point possible: the primal method goes on from there.
            self._lp.setOptionValue("simplex_strategy", 4)
        self._whole: Any = None

    def least(
        self,
        costs: Reals,
        *,
        row: Reals | None = None,
        at_least: float = 0.0,
        low: Reals | None = None,
        high: Reals | None = None,
    ) -> tuple[float, Reals] | None:
        """Minimise over real numbers; None when nothing fits the rows.

        Args:
            row, at_least: one more row, for this one question.
            low, high: ends of the columns, for this one question.
        """
        if self._starts_at_nought:
            self._lp.clearSolver()
        return self._minimise(self._lp, costs, row, at_least, low, high)

    def rounded(
        self,
        costs: Reals,
        *,
        row: Reals | None = None,
        at_least: float = 0.0,
        high: Reals | None = None,
    ) -> Reals | None:
        """Return some whole point of low cost, or None where none is found so.

        From the least point over real numbers, one broken column after another is rounded up; far
        sooner than a search through all whole points, which alone can say that there is none.
        Arguments as with `least`.
        """
        low = np.zeros(self._columns)
        for _ in range(_ROUNDINGS):
            answer = self.least(costs, row=row, at_least=at_least, low=low, high=high)
            if answer is None:
                return None
            x = answer[1]
            broken = np.where(np.abs(x - np.rint(x)) > TOLERANCE, x % 1.0, 0.0)
            column = int(broken.argmax())
            if not broken[column]:
                return x
            low[column] = ceil(x[column])
        return None

    def least_whole(
        self,
        costs: Reals,
        *,
        row: Reals | None = None,
        at_least: float = 0.0,
        low: Reals | None = None,
        high: Reals | None = None,
    ) -> tuple[float, Reals] | None:
        """Minimise over whole numbers; None when nothing fits. Arguments as with `least`."""
        if self._whole is None:
            self._whole = self._engine()
            kinds = [highspy.HighsVarType.kInteger] * self._columns
            self._whole.changeColsIntegrality(self._columns, self._every, np.array(kinds))
        self._whole.clearSolver()
        return self._minimise(self._whole, costs, row, at_least, low, high)

    def _minimise(
        self,
        engine: Any,
        costs: Reals,
        row: Reals | None,
        at_least: float,
        low: Reals | None,
        high: Reals | None,
    ) -> tuple[float, Reals] | None:
        engine.changeColsCost(self._columns, self._every, costs)
        low = self._closed if low is None else low
        high = self._open if high is None else high
        # Each column that is given to the solver costs time: only those with an end of their own.
        own = np.flatnonzero((low > 0.0) | (high < np.inf)).astype(np.int32)
        if len(own):
            engine.changeColsBounds(len(own), own, low[own], high[own])
        if row is not None:
            places = np.flatnonzero(row).astype(np.int32)
            engine.addRow(at_least, highspy.kHighsInf, len(places), places, row[places])
        answer = self._ask(engine)
        if row is not None:
            last = engine.getNumRow() - 1
            engine.deleteRows(1, np.array([last], dtype=np.int32))
        if len(own):
            engine.changeColsBounds(len(own), own, self._closed[own], self._open[own])
        return answer

    def _ask(self, engine: Any) -> tuple[float, Reals] | None:
        self._pause()
        used = self._lp.getRunTime() + (self._whole.getRunTime() if self._whole else 0.0)
        if used > ALL_SECONDS:
            raise UndeterminedError("took_too_long")
        # Over real numbers the limit counts from the first run on, over whole ones from this run.
        begun = engine.getRunTime() if engine is self._lp else 0.0
        engine.setOptionValue("time_limit", begun + SECONDS)
        engine.run()
        status = engine.getModelStatus()
        if status == highspy.HighsModelStatus.kUnknown:
            # HiGHS 1.16 is now and then left with costs it cannot judge: once more, from afresh.
            engine.clearSolver()
            engine.setOptionValue("presolve", "on")
            engine.run()
            engine.setOptionValue("presolve", "off" if engine is self._lp else "choose")
            status = engine.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return None
        if status != highspy.HighsModelStatus.kOptimal:
            raise UndeterminedError("solver_failed")
        x = np.array(engine.getSolution().col_value)
        return float(engine.getInfo().objective_function_value), x

    def _engine(self) -> Any:
        make: Callable[[], Any] = _Quiet
        engine = make()
        for name, value in (
            ("threads", 1),
            ("parallel", "off"),
            ("random_seed", 1),
            ("simplex_dual_edge_weight_strategy", 1),
            ("mip_rel_gap", 0.0),
            ("mip_abs_gap", 0.5),
        ):
            if engine.setOptionValue(name, value) != highspy.HighsStatus.kOk:
                raise UndeterminedError("solver_failed")
        lp = highspy.HighsLp()
        lp.num_col_ = self._columns
        lp.num_row_ = len(self._rows.low)
        lp.col_cost_ = self._closed
        lp.col_lower_ = self._closed
        lp.col_upper_ = self._open
        lp.row_lower_ = self._rows.low
        lp.row_upper_ = self._rows.high
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = self._rows.starts.astype(np.int32)
        lp.a_matrix_.index_ = self._rows.columns.astype(np.int32)
        lp.a_matrix_.value_ = self._rows.factors
        if engine.passModel(lp) != highspy.HighsStatus.kOk:
            raise UndeterminedError("solver_failed")
        return engine
