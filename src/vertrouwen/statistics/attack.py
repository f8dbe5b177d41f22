"""The attacker whom the protector fears: what do the shown figures force, and which of them do it?

One linear programme over the joint table answers both. Its optimum is what a reader can prove; its
dual says which shown figures the proof rests on, and that is the cut (Fischetti & Salazar 2001).
Points that were found once are kept as witnesses: a point shows that a sum may be large or small
under every pattern that withholds the figures in which it differs from the truth.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np

from vertrouwen.statistics.joint import Columns
from vertrouwen.statistics.nearby import Nearby
from vertrouwen.statistics.possible import Found, Possible
from vertrouwen.statistics.problem import Flags, Floats, Form, Optional, Problem, Rows, Sums
from vertrouwen.statistics.solver import TOLERANCE
from vertrouwen.statistics.sums import Cut, Member, cuts_of_proof

LEAST_LUCK = 3
"""Demands that a step towards a random corner must meet for another step to be worth while."""
SHARE_AT_ONCE = 0.3


@dataclass(frozen=True, slots=True)
class Demand:
    """One side of a form: `sign` +1 asks that the sum can reach `bound` or more, -1 or less."""

    form: int
    sign: int
    bound: float


class Attacker:
    """Answers demands under a pattern, by witnesses first and a linear programme else.

    Args:
        pause: called before every solve; it may raise to cancel.
    """

    def __init__(self, problem: Problem, pause: Callable[[], None]) -> None:
        self.problem = problem
        self.pause = pause
        self.demands = [
            Demand(number, sign, bound)
            for number, form in enumerate(problem.forms)
            for sign, bound in ((1, form.high), (-1, form.low))
            if bound is not None
        ]
        self._values = np.array([o.value for o in problem.optional], dtype=float)
        self._most = float(problem.truth[problem.joint.columns({})].sum())
        self._model = Possible(problem, self._most)
        self._nearby = Nearby(problem.truth, self._model.upper, Rows.of(problem))
        self._sums_of_forms = Sums([form.columns for form in problem.forms])
        self._sums_of_optional = Sums([o.columns for o in problem.optional])
        self._form_of_demand = np.array([d.form for d in self.demands], dtype=int)
        self._sign = np.array([d.sign for d in self.demands], dtype=float)
        self._bound = np.array([d.bound for d in self.demands], dtype=float)
        owners = [problem.forms[d.form].owner for d in self.demands]
        self._owner = np.array([-1 if o is None else o for o in owners], dtype=int)
        self._form_of = {f.owner: n for n, f in enumerate(problem.forms) if f.owner is not None}
        self._dice = np.random.default_rng(0)
        self._needs: list[Flags] = []
        self._meets: list[Flags] = []
        self._whole: list[bool] = []
        self._keep(problem.truth)

    def open_demands(self, withheld: Flags, *, whole: bool = False) -> list[int]:
        """Return demands that no witness meets yet.

        Args:
            whole: count only witnesses in whole numbers.
        """
        asked = (self._owner < 0) | withheld[self._owner] if len(withheld) else self._owner < 0
        shown = ~withheld
        met = np.zeros(len(self.demands), dtype=bool)
        for needs, meets, is_whole in zip(self._needs, self._meets, self._whole, strict=True):
            if (is_whole or not whole) and not (needs & shown).any():
                met |= meets
        return [int(n) for n in np.flatnonzero(asked & ~met)]

    def unmet(self, withheld: Flags) -> list[int]:
        """Return demands that the pattern does not meet, in fractions or else in whole numbers."""
        return sorted(self.violated(withheld) or self.not_in_whole_numbers(withheld))

    def violated(self, withheld: Flags) -> dict[int, list[Cut]]:
        """Return cuts for every demand that the pattern does not meet in fractions."""
        self._model.show(*self._bounds(withheld))
        cuts: dict[int, list[Cut]] = {}
        left = self._swept(self.open_demands(withheld), whole=False)
        while left:
            number = left.pop()
            found = self._try(number)
            if found is not None:
                cuts[number] = found or [self.more_than(withheld, number)]
                continue
            meets = self._meets[-1]
            left = [n for n in left if not meets[n]]
        return cuts

    def not_in_whole_numbers(self, withheld: Flags) -> dict[int, float]:
        """Return demands that the pattern does not meet in whole reports, and how far they come."""
        self._model.show(*self._bounds(withheld))
        self._nearby.show(*self._bounds(withheld))
        failing: dict[int, float] = {}
        left = self._swept(self.open_demands(withheld, whole=True), whole=True)
        while left:
            number = left.pop()
            demand = self.demands[number]
            self.pause()
            columns = self.problem.forms[demand.form].columns
            point = self._nearby.whole_point(columns, demand.sign, demand.bound)
            if point is None:
                towards = self._towards(left)
                point = self._model.whole_point(columns, demand.sign, demand.bound, towards)
            if point is None:
                reach = self._model.extreme(columns, demand.sign, whole=True).value
                failing[number] = round(reach)
                continue
            self._keep(point)
            meets = self._meets[-1]
            left = [n for n in left if not meets[n]]
        return failing

    def _bounds(self, withheld: Flags) -> tuple[Floats, Floats]:
        """Return between what each figure may lie: shown it is fixed, withheld it is open."""
        return np.where(withheld, 0.0, self._values), np.where(withheld, self._most, self._values)

    def _swept(self, left: list[int], *, whole: bool) -> list[int]:
        """Meet many demands at once, as long as that goes well, and return the others.

        A corner of what is possible puts many sums at zero and some of them high: going towards
        corners at random meets most demands, where there is room for them.
        """
        luck = LEAST_LUCK
        while len(left) > LEAST_LUCK and luck >= LEAST_LUCK:
            self.pause()
            self._keep(self._model.corner(self._towards(left)))
            if whole and not self._whole[-1]:
                luck -= 1
                continue
            meets = self._meets[-1]
            still = [n for n in left if not meets[n]]
            luck = len(left) - len(still)
            left = still
        return left

    def _towards(self, left: Sequence[int]) -> Floats:
        """Return a direction at random in which some of these demands lie."""
        weights = np.zeros(len(self.problem.forms))
        numbers = np.array(left, dtype=int)
        chosen = numbers[self._dice.random(len(numbers)) < SHARE_AT_ONCE]
        np.add.at(
            weights,
            self._form_of_demand[chosen],
            self._sign[chosen] * self._dice.uniform(0.5, 1.5, len(chosen)),
        )
        return self._sums_of_forms.spread(weights, self._model.size)

    def more_than(self, withheld: Flags, number: int) -> Cut:
        """Return the condition that more is withheld than a pattern that misses a demand.

        Withholding less proves more, so no part of the pattern suffices either.
        """
        owner = self.problem.forms[self.demands[number].form].owner
        return Cut({int(i): 1.0 for i in np.flatnonzero(~withheld)}, 1.0, owner)

    def _try(self, number: int) -> list[Cut] | None:
        """Meet a demand with a new witness (None), or return what the proof against it asks."""
        demand = self.demands[number]
        form = self.problem.forms[demand.form]
        self.pause()
        found = self._model.extreme(form.columns, demand.sign, whole=False)
        if demand.sign * found.value >= demand.sign * demand.bound - TOLERANCE:
            self._keep(found.point)
            return None
        return self._cuts(form, demand.sign, found)

    def _cuts(self, form: Form, sign: int, found: Found) -> list[Cut]:
        """Return the conditions on the pattern that a proof with these duals breaks.

        The programme has the least of -sign x form. Its duals say that this, less the sum of
        (dual x figure) over the rows, is never below zero.
        """
        optional = found.duals[self._model.fixed_rows :]
        known = found.duals[: self._model.fixed_rows]
        value = float(self.problem.truth[form.columns].sum())
        proved = float(
            np.maximum(known, 0) @ self._model.fixed_low
            + np.minimum(known, 0) @ self._model.fixed_high
            + np.minimum(found.reduced, 0) @ self._model.upper
        )
        slack = -sign * value - proved - float(optional @ self._values)
        factors = {int(i): -float(optional[i]) for i in np.flatnonzero(np.abs(optional) > 1e-7)}
        own = form.owner
        if own is not None:
            factors[own] = factors.get(own, 0.0) - sign
        members = [
            self._member(self.problem.optional[i], self.problem.forms[self._form_of[i]], i, f)
            for i, f in factors.items()
            if f
        ]
        if own is None:
            members.append(
                Member(
                    factor=-sign,
                    value=round(value),
                    low=value if form.low is None else form.low,
                    high=value if form.high is None else form.high,
                    is_hidden=True,
                )
            )
        return list(cuts_of_proof(members, max(slack, 0.0), self._most))

    def _member(self, figure: Optional, form: Form, place: int, factor: float) -> Member:
        low = figure.value if form.low is None else form.low
        high = figure.value if form.high is None else form.high
        return Member(factor=factor, value=figure.value, low=low, high=high, place=place)

    def _keep(self, point: Floats) -> None:
        self._whole.append(_is_whole(point))
        differs = np.abs(self._sums_of_optional(point) - self._values) > TOLERANCE
        self._needs.append(differs)
        sums = self._sums_of_forms(point)[self._form_of_demand] if len(self.demands) else point[:0]
        self._meets.append(self._sign * sums >= self._sign * self._bound - TOLERANCE)


def _is_whole(point: Floats) -> bool:
    return bool(np.abs(point - np.rint(point)).max(initial=0.0) < TOLERANCE)


def implied_minima(
    problem: Problem, asked: Sequence[Columns], pause: Callable[[], None]
) -> list[int]:
    """Return the least value that each sum can have, in whole numbers, from what is known.

    Args:
        problem: its optional figures and forms are not looked at.

    Raises:
        SolverError: the solver found no optimum.
    """
    model = Possible(problem, float(problem.truth[problem.joint.columns({})].sum()))
    nearby = Nearby(problem.truth, model.upper, Rows.of(problem))
    sums = Sums(asked)
    can_be_zero = sums(problem.truth) < 0.5
    minima = [0] * len(asked)
    for number, columns in enumerate(asked):
        if can_be_zero[number]:
            continue
        pause()
        minima[number] = ceil(model.extreme(columns, -1, whole=False).value - TOLERANCE)
        point = nearby.whole_point(columns, -1, minima[number])
        if point is None:
            found = model.extreme(columns, -1, whole=True)
            minima[number], point = round(found.value), found.point
        can_be_zero |= sums(point) < 0.5
    return minima
