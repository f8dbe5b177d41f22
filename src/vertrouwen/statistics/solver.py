"""HiGHS as the protector uses it: silent, exact, alone, and not for ever."""

from __future__ import annotations

from functools import cache
from typing import Any

TOLERANCE = 1e-6
LONGEST_SOLVE = 120.0
"""Seconds that one programme may take."""


class SolverError(Exception):
    """A solver ended with something else than an optimum; nothing it said may be used.

    Args:
        was_slow: it ran out of time.
    """

    def __init__(self, *, was_slow: bool = False) -> None:
        super().__init__("slow" if was_slow else "failed")
        self.was_slow = was_slow


class InfeasibleError(SolverError):
    """A programme has no solution at all."""


def new_solver() -> Any:
    """Return a solver.

    Every instance uses the same number of threads: with another number in a second instance HiGHS
    ends without an exception and its solution reads as zeros.
    """
    solver = _quiet_class()()
    for name, value in (
        ("threads", 1),
        ("mip_rel_gap", 0.0),
        ("mip_abs_gap", TOLERANCE),
    ):
        solver.setOptionValue(name, value)
    return solver


def run(solver: Any) -> Any:
    """Solve, and return the solution.

    Raises:
        InfeasibleError: there is none.
        SolverError: the solver found no optimum.
    """
    # Imported here: it loads the solver, which only a report needs.
    from highspy import HighsModelStatus

    # In real numbers the limit counts from the first run on.
    solver.setOptionValue("time_limit", solver.getRunTime() + LONGEST_SOLVE)
    solver.run()
    status = solver.getModelStatus()
    if status == HighsModelStatus.kUnknown:
        # Without presolving, HiGHS 1.16 is now and then left with costs it cannot judge.
        presolve = solver.getOptionValue("presolve")[1]
        solver.clearSolver()
        solver.setOptionValue("presolve", "on")
        solver.run()
        solver.setOptionValue("presolve", presolve)
        status = solver.getModelStatus()
    if status == HighsModelStatus.kInfeasible:
        raise InfeasibleError
    if status != HighsModelStatus.kOptimal:
        raise SolverError(was_slow=status == HighsModelStatus.kTimeLimit)
    return solver.getSolution()


def best_within(solver: Any, seconds: float) -> tuple[Any, bool]:
    """Solve a programme in whole numbers as far as time allows.

    Returns:
        The best solution that is found, and whether it is proved to be as good as was asked.

    Raises:
        InfeasibleError: there is none.
        SolverError: none was found, or the solver failed.
    """
    from highspy import HighsModelStatus, SolutionStatus

    # In whole numbers the limit counts from this run on.
    solver.setOptionValue("time_limit", seconds)
    solver.run()
    status = solver.getModelStatus()
    found = SolutionStatus(solver.getInfo().primal_solution_status)
    if status == HighsModelStatus.kInfeasible:
        raise InfeasibleError
    is_slow = status == HighsModelStatus.kTimeLimit
    if found == SolutionStatus.kSolutionStatusFeasible and (
        is_slow or status == HighsModelStatus.kOptimal
    ):
        return solver.getSolution(), not is_slow
    raise SolverError(was_slow=is_slow)


@cache
def _quiet_class() -> Any:
    from highspy import Highs

    class Quiet(Highs):
        """Prints nothing, not even its name while it is made; nobody asks to be called back."""

        def enableCallbacks(self) -> None:
            self.setOptionValue("output_flag", False)

    return Quiet
