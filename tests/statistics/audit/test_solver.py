"""The solver of the audit is believed only where it is sure; a doubt is asked once more."""

from __future__ import annotations

from typing import Any

import highspy
import numpy as np
import pytest

from tests.statistics.audit.tables import SAFE, at, publication
from vertrouwen.statistics.audit.findings import UndeterminedError
from vertrouwen.statistics.audit.moves import Moves
from vertrouwen.statistics.audit.solver import Rows, Solver
from vertrouwen.statistics.audit.space import Space
from vertrouwen.statistics.audit.system import Fact, Frame, System


class _Doubtful:
    """HiGHS that says now and then that it does not know."""

    def __init__(self, engine: Any, doubts: int) -> None:
        self._engine, self._doubts = engine, doubts

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)

    def getModelStatus(self) -> Any:
        self._doubts -= 1
        if self._doubts >= 0:
            return highspy.HighsModelStatus.kUnknown
        return self._engine.getModelStatus()


def _solver(doubts: int) -> Solver:
    """Return a solver of two columns whose sum is 3."""
    rows = Rows(
        starts=np.array([0, 2]),
        columns=np.array([0, 1]),
        factors=np.ones(2),
        low=np.array([3.0]),
        high=np.array([3.0]),
    )
    solver = Solver(2, rows, lambda: None)
    solver._lp = _Doubtful(solver._lp, doubts)
    return solver


def test_a_doubt_is_asked_once_more_and_the_next_question_as_before() -> None:
    solver = _solver(1)
    answer = solver.least(np.array([1.0, 2.0]))
    assert answer is not None
    assert answer[0] == pytest.approx(3.0)
    assert solver._lp.getOptionValue("presolve")[1] == "off"


def test_a_doubt_that_stays_is_no_answer() -> None:
    with pytest.raises(UndeterminedError):
        _solver(2).least(np.array([1.0, 2.0]))


def test_a_search_that_ends_at_no_table_is_not_taken_for_there_being_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    space = Space(publication(SAFE), (SAFE,))
    form = space.form(SAFE, at(a="y"))
    system = System(Frame(space, [form]), [Fact((), 9, 9)], [form], lambda: None)
    table = np.zeros(system.columns, dtype=np.int64)
    table[0] = 9
    moves = Moves(system, table, lambda: None)
    by = -1 if 0 in system.places[0] else 1
    assert moves.searched(0, by) is not None

    halves = np.full(system.columns + 1, 0.5)
    monkeypatch.setattr(moves._solver, "least_whole", lambda *_costs, **_row: (0.0, halves))
    with pytest.raises(UndeterminedError):
        moves.searched(0, by)
