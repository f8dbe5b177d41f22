"""How low and how high sums of the joint table can be.

What is allowed is shown by witnesses: whole tables, checked against every row in whole numbers.
What is not allowed is shown by the solver. A witness serves every sum that it satisfies.
"""

from __future__ import annotations

from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from vertrouwen.statistics.audit.findings import UndeterminedError
from vertrouwen.statistics.audit.moves import Moves
from vertrouwen.statistics.audit.solver import TOLERANCE, Numbers, Reals
from vertrouwen.statistics.audit.system import System

NO_NEED = -(10**9)
"""The end that a sum must reach when any will do; its negative at the low side."""

_TRIES = 3
_SWEEPS = 60
_NUDGE = 1e-3


class Search:
    """Witnesses of one system, and the ends that they leave open."""

    def __init__(self, system: System, seed: int = 1) -> None:
        self.system = system
        self.dice = np.random.default_rng(seed)
        self.pool: list[Numbers] = []
        self.low = np.full(len(system.forms), -NO_NEED, dtype=np.int64)
        self.high = np.full(len(system.forms), NO_NEED, dtype=np.int64)
        self._moves: Moves | None = None
        self._sure_low: dict[int, int] = {}
        self._sure_high: dict[int, int] = {}

    def add(self, x: Numbers) -> bool:
        """Take in a witness; whether it moved an end."""
        values = self.system.values(x)
        is_new = bool(np.any(values < self.low) or np.any(values > self.high))
        np.minimum(self.low, values, out=self.low)
        np.maximum(self.high, values, out=self.high)
        if is_new:
            self.pool.append(x)
        return is_new

    def begin(self) -> bool:
        """Find a first table; whether there is one at all."""
        answer = self.system.solver.least(np.zeros(self.system.columns))
        if answer is None:
            return False
        if not self.pool and not self._take(answer[1]):
            whole = self.system.solver.least_whole(np.zeros(self.system.columns))
            if whole is None:
                return False
            self._must_take(whole[1])
        return True

    def reach(self, low: Numbers, high: Numbers) -> None:
        """Try to bring every sum down to `low` and up to `high`; the ends say how it went."""
        self._sweep(low, high, sign=1.0)
        self._sweep(low, high, sign=-1.0)
        for side in (1.0, -1.0):
            for place in np.flatnonzero(self._open(low, high, side)):
                if self._open(low, high, side)[place]:
                    self._push(int(place), side, low, high)

    def lowest(self, place: int) -> int:
        """Return the least whole value of a sum."""
        if place not in self._sure_low:
            self._sure_low[place] = self._end(place, 1.0)
        return self._sure_low[place]

    def highest(self, place: int) -> int:
        """Return the greatest whole value of a sum."""
        if place not in self._sure_high:
            self._sure_high[place] = self._end(place, -1.0)
        return self._sure_high[place]

    def is_within(self, place: int, low: int, high: int) -> bool:
        """Whether a sum never leaves an interval; cheaper than its ends where real numbers do."""
        if self.low[place] < low or self.high[place] > high:
            return False
        is_low = self._bound(place, 1.0) >= low or self.lowest(place) >= low
        return is_low and (self._bound(place, -1.0) <= high or self.highest(place) <= high)

    def _open(self, low: Numbers, high: Numbers, sign: float) -> NDArray[np.bool_]:
        return np.asarray(self.low > low if sign > 0 else self.high < high)

    def _sweep(self, low: Numbers, high: Numbers, sign: float) -> None:
        """Push many sums at once; upward against a lid on the columns, to spread the reports."""
        needed = high[high > 0]
        lid = float(needed.max()) if len(needed) else 1.0
        lids = np.full(self.system.columns, lid) if sign < 0 else None
        idle = 0
        for _ in range(_SWEEPS):
            is_open = self._open(low, high, sign)
            if not is_open.any() or idle == _TRIES:
                return
            weights = np.where(is_open, self.dice.uniform(0.0, 1.0, len(is_open)) ** 3, 0.0)
            answer = self.system.solver.least(sign * self.system.costs(weights), high=lids)
            if answer is None:
                lids = None
                idle += 1
                continue
            before = int(is_open.sum())
            self._take(answer[1])
            idle = idle + 1 if int(self._open(low, high, sign).sum()) == before else 0

    def _push(self, place: int, sign: float, low: Numbers, high: Numbers) -> None:
        """Push one sum, and others with it a little; then prove it, or find a whole table."""
        target = int(low[place] if sign > 0 else high[place])
        is_open = self._open(low, high, sign)
        weights = np.where(is_open, self.dice.uniform(0.0, 0.01, len(is_open)), 0.0)
        weights[place] = 1.0
        answer = self.system.solver.least(sign * self.system.costs(weights))
        if answer is None:
            raise UndeterminedError("solver_failed")
        reached = answer[1][self.system.places[place]].sum()
        self._take(answer[1])
        if not self._open(low, high, sign)[place] or self._step(place, target):
            return
        if sign * (reached - target) > -TOLERANCE:
            bound = self._bound(place, sign)
            if sign * (bound - target) > 0:
                return
        self._round(place, sign)
        if not self._open(low, high, sign)[place]:
            return
        unit = self._unit(place)
        whole = self.system.solver.least_whole(
            np.zeros(self.system.columns), row=-sign * unit, at_least=float(-sign * target)
        )
        if whole is not None:
            self._must_take(whole[1])

    def _end(self, place: int, sign: float) -> int:
        seen = int(self.low[place] if sign > 0 else self.high[place])
        bound = self._bound(place, sign)
        seen = int(self.low[place] if sign > 0 else self.high[place])
        for _ in range(_TRIES):
            if bound == seen:
                break
            nudge = self.dice.uniform(0.0, _NUDGE, self.system.columns)
            answer = self.system.solver.least(sign * self._unit(place) + nudge)
            if answer is not None and self._take(answer[1]):
                seen = int(self.low[place] if sign > 0 else self.high[place])
        if bound != seen:
            self._round(place, sign)
            seen = int(self.low[place] if sign > 0 else self.high[place])
        if bound == seen:
            return seen
        whole = self.system.solver.least_whole(sign * self._unit(place))
        if whole is None:
            raise UndeterminedError("solver_failed")
        self._must_take(whole[1])
        return round(sign * whole[0])

    def _step(self, place: int, target: int) -> bool:
        """Look for a table near the first one, at which a sum reaches a target."""
        if self._moves is None:
            self._moves = Moves(self.system, self.pool[0], self.system.pause)
        by = target - int(self.system.values(self.pool[0])[place])
        x = self._moves.near(place, by)[1]
        return x is not None and (self.add(x) or True)

    def _round(self, place: int, sign: float) -> None:
        """Look for a whole table near an end, by rounding."""
        nudge = self.dice.uniform(0.0, _NUDGE, self.system.columns)
        x = self.system.solver.rounded(sign * self._unit(place) + nudge)
        if x is not None:
            self._take(x)

    def _bound(self, place: int, sign: float) -> int:
        """Return the end over real numbers, rounded inward."""
        answer = self.system.solver.least(sign * self._unit(place))
        if answer is None:
            raise UndeterminedError("solver_failed")
        self._take(answer[1])
        value = sign * answer[0]
        return ceil(value - TOLERANCE) if sign > 0 else floor(value + TOLERANCE)

    def _unit(self, place: int) -> Reals:
        unit = np.zeros(self.system.columns)
        unit[self.system.places[place]] = 1.0
        return unit

    def _take(self, x: Reals) -> bool:
        whole = self.system.whole(x)
        return whole is not None and (self.add(whole) or True)

    def _must_take(self, x: Reals) -> None:
        if not self._take(x):
            raise UndeterminedError("solver_failed")
