"""Which figures to withhold at the least cost: exact cell suppression by cuts.

A master programme chooses a pattern; the attacker returns a cut for everything he could prove; the
two alternate until he can prove nothing (Fischetti & Salazar 2001). HiGHS has no lazy constraints,
so the master is solved anew each time; it holds only the figures that may be shown at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from vertrouwen.statistics.attack import Attacker
from vertrouwen.statistics.problem import Flags, Floats, Problem
from vertrouwen.statistics.solver import (
    LONGEST_SOLVE,
    TOLERANCE,
    InfeasibleError,
    SolverError,
    best_within,
    new_solver,
)
from vertrouwen.statistics.sums import Cut

NEARLY_SECONDS, CHEAPEST_SECONDS = 2.0, 30.0
"""How long one choice of a pattern may take. In time it is the cheapest; after that time the best
that was found: a pattern that protects is worth more than a refusal, and it is attacked all the
same."""


class UnprotectableError(Exception):
    """Even with everything withheld that may be withheld, something can be proved.

    Args:
        forms: places of the forms that fail.
    """

    def __init__(self, forms: tuple[int, ...]) -> None:
        super().__init__(len(forms))
        self.forms = forms


def suppress(problem: Problem, pause: Callable[[], None]) -> Flags:
    """Return which optional figures to withhold: the cheapest pattern that meets every form.

    Args:
        pause: called often; it may raise to cancel.

    Raises:
        UnprotectableError: no pattern meets every form.
        SolverError: a solver found no optimum.
    """
    attacker = Attacker(problem, pause)
    everything = np.ones(len(problem.optional), dtype=bool)
    if not problem.optional:
        _refuse_the_unprotectable(attacker, everything)
        return everything
    try:
        return _cheapest(attacker)
    except UnprotectableError as hopeless:
        if not hopeless.forms:
            _refuse_the_unprotectable(attacker, everything)
        raise


def _cheapest(attacker: Attacker) -> Flags:
    """Return the cheapest pattern; where there is none, the error need not name the forms."""
    problem, pause = attacker.problem, attacker.pause
    master = _Master([o.weight for o in problem.optional])
    master.add(problem.cuts)
    # Cuts from any pattern hold for all: those of cheap patterns first, the exact programme last.
    withheld = np.zeros(len(problem.optional), dtype=bool)
    for better in (master.repaired, master.nearly_cheapest, master.cheapest):
        while True:
            pause()
            withheld = better(withheld)
            cuts = _broken(attacker, withheld, whole=better == master.cheapest)
            if not cuts:
                master.best = withheld
                break
            if not master.add(cuts):
                raise SolverError
    return withheld


def _broken(attacker: Attacker, withheld: Flags, *, whole: bool) -> list[Cut]:
    """Return what a pattern breaks; nothing where it protects.

    Args:
        whole: also in whole reports; fractions of reports are tried first.

    Raises:
        UnprotectableError: in whole reports no pattern protects.
    """
    cuts = [cut for found in attacker.violated(withheld).values() for cut in found]
    if cuts or not whole:
        return cuts
    failing = attacker.not_in_whole_numbers(withheld)
    if failing:
        everything = np.ones_like(withheld)
        hopeless = _asked_always(attacker, attacker.not_in_whole_numbers(everything))
        if hopeless:
            raise UnprotectableError(hopeless)
    return [attacker.more_than(withheld, number) for number in failing]


def _refuse_the_unprotectable(attacker: Attacker, everything: Flags) -> None:
    # A figure that cannot be withheld may still be shown: only what is asked always is hopeless.
    hopeless = _asked_always(attacker, attacker.violated(everything))
    if hopeless:
        raise UnprotectableError(hopeless)


def _asked_always(attacker: Attacker, demands: Iterable[int]) -> tuple[int, ...]:
    forms = {attacker.demands[number].form for number in demands}
    return tuple(sorted(n for n in forms if attacker.problem.forms[n].owner is None))


class _Master:
    """The cheapest pattern that breaks no cut so far."""

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
                return self._solved(0.1, LONGEST_SOLVE)
            barred |= asking
            pattern[asking] = 0.0
        for place in np.argsort(-self._weights):
            if pattern[place] and (rows @ pattern - rows[:, place] >= least - TOLERANCE).all():
                pattern[place] = 0.0
        return pattern > 0.5

    def nearly_cheapest(self, withheld: Flags) -> Flags:
        """Return a pattern that costs at most a tenth more than the cheapest, if found in time."""
        return self._solved_in_time(0.1, NEARLY_SECONDS, withheld)

    def cheapest(self, withheld: Flags) -> Flags:
        """Return the cheapest pattern, or the cheapest that is found in time."""
        return self._solved_in_time(0.0, CHEAPEST_SECONDS, withheld)

    def _solved_in_time(self, gap: float, seconds: float, withheld: Flags) -> Flags:
        try:
            return self._solved(gap, seconds)
        except SolverError as failed:
            if not failed.was_slow:
                raise
            return self.repaired(withheld)

    def _solved(self, gap: float, seconds: float) -> Flags:
        """Solve the programme to within a share of its optimum, as near as time allows.

        Raises:
            UnprotectableError: no pattern breaks no cut.
            SolverError: the solver found no optimum.
        """
        self._solver.setOptionValue("mip_rel_gap", gap)
        if self.best is not None:
            places = np.arange(self._number, dtype=np.int32)
            self._solver.setSolution(self._number, places, self.best.astype(float))
        found = self._run(seconds)
        if not self._costs_what_it_says(found):
            # Where presolving leaves nothing to solve, HiGHS 1.16 gives the start back as solution.
            self._solver.clearSolver()
            found = self._run(seconds)
            if not self._costs_what_it_says(found):
                raise SolverError
        return found > 0.5

    def _run(self, seconds: float) -> Floats:
        try:
            return np.array(best_within(self._solver, seconds).col_value)
        except InfeasibleError:
            raise UnprotectableError(()) from None

    def _costs_what_it_says(self, found: Floats) -> bool:
        said = float(self._solver.getInfo().objective_function_value)
        return abs(float(self._weights @ found) - said) < TOLERANCE * max(1.0, said)
