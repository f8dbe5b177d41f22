"""The master programme of the suppression: the cheapest pattern that breaks no cut so far."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from vertrouwen.statistics.problem import Flags, Floats
from vertrouwen.statistics.solver import (
    LONGEST_SOLVE,
    TOLERANCE,
    InfeasibleError,
    SolverError,
    best_within,
    new_solver,
)
from vertrouwen.statistics.sums import Cut


class UnprotectableError(Exception):
    """Even with everything withheld that may be withheld, something can be proved.

    Args:
        forms: places of the forms that fail.
    """

    def __init__(self, forms: tuple[int, ...]) -> None:
        super().__init__(len(forms))
        self.forms = forms


class Master:
    """Patterns that break no cut so far.

    Args:
        weights: what it costs to withhold each figure.
    """

    def __init__(self, weights: list[float]) -> None:
        self._number = len(weights)
        self._solver = new_solver()
        columns = np.arange(self._number, dtype=np.int32)
        self._weights = np.array(weights, dtype=float)
        self._solver.addVars(self._number, np.zeros(self._number), np.ones(self._number))
        self._solver.changeColsCost(self._number, columns, self._weights)
        self._solver.changeColsIntegrality(
            self._number, columns, np.ones(self._number, dtype=np.uint8)
        )
        self.best: Flags | None = None
        """The cheapest pattern so far that protects, as far as fractions of reports can tell."""
        self._rows: list[Floats] = []
        self._least: list[float] = []
        self._seen: set[tuple[object, ...]] = set()

    def add(self, cuts: Sequence[Cut]) -> bool:
        """Take cuts in, each once, and return whether one of them was new."""
        before = len(self._seen)
        for cut in cuts:
            row = dict(cut.coefficients)
            least = cut.least
            if cut.owner is not None:
                row[cut.owner] = row.get(cut.owner, 0.0) - cut.least
                least = 0.0
            row = {i: v / cut.least for i, v in row.items() if abs(v) > TOLERANCE * cut.least}
            least /= cut.least
            key = (least, *sorted((i, round(v, 9)) for i, v in row.items()))
            if key in self._seen:
                continue
            self._seen.add(key)
            dense = np.zeros(self._number)
            dense[list(row)] = list(row.values())
            self._rows.append(dense)
            self._least.append(least)
            if self.best is not None and dense @ self.best < least - TOLERANCE:
                self.best = None
            self._solver.addRow(
                least,
                np.inf,
                len(row),
                np.array(list(row), dtype=np.int32),
                np.array(list(row.values()), dtype=float),
            )
        return len(self._seen) > before

    def repaired(self, withheld: Flags) -> Flags:
        """Return a pattern that breaks no cut: more withheld where it helps, less where it can be.

        Raises:
            UnprotectableError: no pattern breaks no cut.
            SolverError: the solver found no optimum.
        """
        rows = np.array(self._rows).reshape(-1, self._number)
        least = np.array(self._least)
        pattern = withheld.astype(float)
        barred = np.zeros(self._number, dtype=bool)
        while True:
            lacking = np.maximum(least - rows @ pattern, 0.0)
            if lacking.max(initial=0.0) < TOLERANCE:
                break
            helps = np.minimum(np.maximum(rows, 0.0), lacking[:, None]).sum(axis=0) / self._weights
            helps[(pattern > 0) | barred] = 0.0
            if helps.max(initial=0.0) > 0:
                pattern[int(helps.argmax())] = 1.0
                continue
            # Nothing more helps: a figure that asks for more than there is must be shown.
            asking = ((rows < 0) & (lacking > TOLERANCE)[:, None]).any(axis=0) & (pattern > 0)
            if not asking.any():
                return self._solved(0.1, LONGEST_SOLVE)[0]
            barred |= asking
            pattern[asking] = 0.0
        for place in np.argsort(-self._weights):
            if pattern[place] and (rows @ pattern - rows[:, place] >= least - TOLERANCE).all():
                pattern[place] = 0.0
        return pattern > 0.5

    def cheapest(self, gap: float, seconds: float) -> tuple[Flags, bool]:
        """Return a pattern that costs at most a share more than the cheapest, and whether it does.

        Where that takes too long, the best pattern that was found in time is worth more than none.

        Raises:
            UnprotectableError: no pattern breaks no cut.
            SolverError: the solver failed.
        """
        try:
            return self._solved(gap, seconds)
        except SolverError as failed:
            if not failed.was_slow:
                raise
            return self.repaired(np.zeros(self._number, dtype=bool)), False

    def keep(self, withheld: Flags) -> None:
        """Remember a pattern that protects, if none that is known costs as little."""
        self.best = self.as_cheap(withheld)

    def as_cheap(self, withheld: Flags) -> Flags:
        """Return the pattern that is known to protect where it costs no more, else this one."""
        best = self.best
        if best is None or self._weights @ best > self._weights @ withheld + TOLERANCE:
            return withheld
        return best

    def _solved(self, gap: float, seconds: float) -> tuple[Flags, bool]:
        """Solve the programme to within a share of its optimum, and return whether that is proved.

        Raises:
            UnprotectableError: no pattern breaks no cut.
            SolverError: the solver failed, or found nothing in time.
        """
        self._solver.setOptionValue("mip_rel_gap", gap)
        if self.best is not None:
            places = np.arange(self._number, dtype=np.int32)
            self._solver.setSolution(self._number, places, self.best.astype(float))
        found, is_proved = self._run(seconds)
        if not self._costs_what_it_says(found):
            # Where presolving leaves nothing to solve, HiGHS 1.16 gives the start back as solution.
            self._solver.clearSolver()
            found, is_proved = self._run(seconds)
            if not self._costs_what_it_says(found):
                raise SolverError
        return found > 0.5, is_proved

    def _run(self, seconds: float) -> tuple[Floats, bool]:
        try:
            found, is_proved = best_within(self._solver, seconds)
        except InfeasibleError:
            raise UnprotectableError(()) from None
        return np.array(found.col_value), is_proved

    def _costs_what_it_says(self, found: Floats) -> bool:
        said = float(self._solver.getInfo().objective_function_value)
        return abs(float(self._weights @ found) - said) < TOLERANCE * max(1.0, said)
