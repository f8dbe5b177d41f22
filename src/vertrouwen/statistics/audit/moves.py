"""From one table to others that lie near it: the least that must come and go.

A least move is nearly always one of whole reports, and where it is not, rounding one broken column
after another mostly makes it so. That finds a table far sooner than a search through all of them.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np

from vertrouwen.statistics.audit.findings import UndeterminedError
from vertrouwen.statistics.audit.solver import Numbers, Reals, Rows, Solver
from vertrouwen.statistics.audit.system import System

_TRIES = 3
_COMING = 0.05
_SPREAD = 0.1


class Moves:
    """Ways from a table to others of the same system.

    Args:
        table: it agrees with all that is known.
        pause: called often; what it raises goes through.
    """

    def __init__(self, system: System, table: Numbers, pause: Callable[[], None]) -> None:
        self._system = system
        self._table = table
        self._going = np.flatnonzero(table)
        self._place_of_going = np.full(len(table), -1, dtype=np.int64)
        self._place_of_going[self._going] = len(table) + np.arange(len(self._going))
        self._dice = np.random.default_rng(1)
        self._solver = Solver(
            len(table) + len(self._going), self._rows(), pause, starts_at_nought=True
        )

    def near(
        self, place: int, by: int, *, penalty: Reals | None = None, kept: Numbers | None = None
    ) -> tuple[bool, Numbers | None]:
        """Look for a table at which a sum differs by so much or more, near this one.

        Args:
            place: of the sum among the forms of the system.
            by: more than zero for a larger sum, less for a smaller one.
            penalty: what it costs, by column, that a report goes from there; 1 else.
            kept: how many reports must stay in each column.

        Returns:
            Whether a move in parts of reports does it; and a table, if one was found.
        """
        lids, row = self._lids(kept), self._row(place, by)
        for attempt in range(_TRIES):
            costs = self._costs(penalty) * (1.0 + _SPREAD * self._dice.random(len(lids)))
            answer = self._solver.least(costs, row=row, at_least=abs(by), high=lids)
            if answer is None:
                return attempt > 0, None
            table = self._moved(answer[1])
            if table is not None:
                return True, table
        return True, None

    def rounded(
        self, place: int, by: int, *, penalty: Reals | None = None, kept: Numbers | None = None
    ) -> Numbers | None:
        """Look for such a table by rounding; None where that finds none. Arguments as `near`."""
        found = self._solver.rounded(
            self._costs(penalty), row=self._row(place, by), at_least=abs(by), high=self._lids(kept)
        )
        return None if found is None else self._moved(found)

    def searched(self, place: int, by: int, *, kept: Numbers | None = None) -> Numbers | None:
        """Search through all tables; None where there is no such one. Arguments as `near`.

        Raises:
            UndeterminedError: the solver answered with something that is no table.
        """
        answer = self._solver.least_whole(
            self._costs(None), row=self._row(place, by), at_least=abs(by), high=self._lids(kept)
        )
        if answer is None:
            return None
        table = self._moved(answer[1])
        if table is None:
            raise UndeterminedError("solver_failed")
        return table

    def _lids(self, kept: Numbers | None) -> Reals:
        free = self._table if kept is None else self._table - kept
        return np.concatenate([np.full(len(free), np.inf), free[self._going].astype(float)])

    def _row(self, place: int, by: int) -> Reals:
        row = np.zeros(len(self._table) + len(self._going))
        row[self._system.places[place]] = 1.0
        row[len(self._table) :] = -row[self._going]
        return row if by > 0 else -row

    def _costs(self, penalty: Reals | None) -> Reals:
        going = np.ones(len(self._going)) if penalty is None else penalty[self._going]
        return np.concatenate([np.full(len(self._table), _COMING), going])

    def _moved(self, move: Reals) -> Numbers | None:
        x = self._table + move[: len(self._table)]
        x[self._going] -= move[len(self._table) :]
        return self._system.whole(x)

    def _rows(self) -> Rows:
        rows = self._system.rows
        starts = [0]
        columns, factors = [np.array([], dtype=np.int64)], [np.array([])]
        at_table = np.zeros(len(rows.low))
        for row, (a, b) in enumerate(pairwise(rows.starts)):
            coming, factor = rows.columns[a:b], rows.factors[a:b]
            at_table[row] = factor @ self._table[coming]
            going = self._place_of_going[coming]
            there = going >= 0
            columns += [coming, going[there]]
            factors += [factor, -factor[there]]
            starts.append(starts[-1] + len(coming) + int(there.sum()))
        return Rows(
            starts=np.array(starts),
            columns=np.concatenate(columns),
            factors=np.concatenate(factors),
            low=rows.low - at_table,
            high=rows.high - at_table,
        )
