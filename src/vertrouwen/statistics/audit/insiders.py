"""Readers who know some reports already, with all their answers.

For every withheld number and every set of known reports there must be another table, with the known
reports in it, that has another number there. Not every set is gone through.

First the reports are dealt into one part more than a reader knows reports: some part he knows
nothing of. Where each part alone can change a number while the others stay, no such reader
knows that number.

Then single numbers: a few *witnesses*, tables close to the truth, each serve all sets that they are
not *blocked* by (a set blocks a table that has too few reports in some cell), and only
a set that blocks all of them needs a new one. When there is none, that set knows the number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from vertrouwen.statistics.audit.findings import UndeterminedError
from vertrouwen.statistics.audit.moves import Moves
from vertrouwen.statistics.audit.solver import Numbers, Solver
from vertrouwen.statistics.audit.space import Report
from vertrouwen.statistics.audit.system import System

MAX_NODES = 1_000_000
"""Sets of known reports looked at in one audit; beyond it nothing is said to be tested."""

_DEALS = 3
_IDLE = 2
_CHOSEN = 30
_USED_AGAIN = 4.0


@dataclass(frozen=True, slots=True, eq=False)
class _Witness:
    """A table and the kinds of reports that block it.

    Args:
        hard: kinds of which one report blocks it, as bits.
        soft: cells (own number there, kinds of report in it) that more reports block.
        any_of: all kinds that take part in blocking it.
    """

    x: Numbers
    values: Numbers
    hard: int
    soft: tuple[tuple[int, int], ...]
    any_of: int
    lost: Numbers


class Insiders:
    """Sets of at most `known` true reports against the numbers of one system.

    Args:
        truth: the true table.
        reports: how often each kind of report occurs in it.
        pause: called often; what it raises goes through.
    """

    def __init__(
        self,
        system: System,
        truth: Numbers,
        reports: dict[Report, int],
        known: int,
        pause: Callable[[], None],
    ) -> None:
        self._system = system
        # One of its own: others ask the system's meanwhile.
        self._solver = Solver(system.columns, system.rows, pause)
        self._pause = pause
        self._truth = truth
        self._true_values = system.values(truth)
        self._known = min(known, sum(reports.values()))
        self._cells = np.array([system.cells_of(report) for report in reports], dtype=np.int64)
        self._numbers = list(reports.values())
        self._pool: list[_Witness] = []
        self._nodes = 0
        self._moves = Moves(system, truth, pause)
        self._dice = np.random.default_rng(1)

    def known_places(self, places: list[int]) -> set[int]:
        """Return forms of which some set of known reports gives the number away."""
        safe = self._safe(places)
        return {place for place in places if place not in safe and self._knows(place)}

    def _safe(self, places: list[int]) -> set[int]:
        """Return forms whose number each of several parts of the reports can change alone."""
        kinds = np.repeat(np.arange(len(self._numbers)), self._numbers)
        parts = self._known + 1
        found: set[int] = set()
        for _ in range(_DEALS):
            dealt = self._dice.permutation(kinds)
            is_safe = np.zeros(len(self._system.forms), dtype=bool)
            is_safe[[place for place in places if place not in found]] = True
            for part in range(parts):
                is_safe &= self._changed(dealt[part::parts], is_safe)
            found |= set(map(int, np.flatnonzero(is_safe)))
        return found

    def _changed(self, kinds: Numbers, wanted: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return which forms some reports can change while all others stay."""
        low = self._truth.copy()
        np.subtract.at(low, self._cells[kinds].ravel(), 1)
        changed = np.zeros(len(wanted), dtype=bool)
        idle = 0
        while idle < _IDLE and np.any(wanted & ~changed):
            weights = np.where(wanted & ~changed, self._dice.uniform(-1.0, 1.0, len(wanted)), 0.0)
            answer = self._solver.least(self._system.costs(weights), low=low.astype(float))
            if answer is None:
                raise UndeterminedError("solver_failed")
            x = self._system.whole(answer[1])
            before = changed
            if x is not None and np.all(x >= low):
                changed = changed | (self._system.values(x) != self._true_values)
            idle = idle + 1 if (wanted & changed).sum() == (wanted & before).sum() else 0
        return changed

    def _knows(self, place: int) -> bool:
        true = self._true_values[place]
        usable = [w for w in self._pool if w.values[place] != true]
        usable.sort(key=lambda w: w.any_of.bit_count())
        while True:
            chosen = usable[:_CHOSEN]
            known = self._block(chosen, (), self._known, 0)
            if known is None:
                return False
            spared = next((w for w in usable if not _is_blocked(w, known)), None)
            if spared is None:
                spared = self._new(place, known, usable)
                if spared is None:
                    return True
            else:
                usable.remove(spared)
            usable.insert(0, spared)

    def _block(
        self, witnesses: list[_Witness], known: tuple[int, ...], left: int, banned: int
    ) -> tuple[int, ...] | None:
        """Return a set of reports, `known` and `left` more, that blocks all witnesses."""
        self._nodes += 1
        if self._nodes > MAX_NODES:
            raise UndeterminedError("too_many_insiders")
        if self._nodes % 1000 == 0:
            self._pause()
        still = [w for w in witnesses if not _is_blocked(w, known)]
        if not still:
            return known
        if left == 0:
            return None
        apart, taken = 0, 0
        for witness in still:
            if not witness.any_of & taken:
                taken |= witness.any_of
                apart += 1
                if apart > left:
                    return None
        ways = [self._ways(w, known, left) & ~banned for w in still]
        fewest = min(ways, key=int.bit_count)
        for kind in _bits(fewest):
            if known.count(kind) < self._numbers[kind]:
                found = self._block(still, (*known, kind), left - 1, banned)
                if found is not None:
                    return found
            banned |= 1 << kind
        return None

    def _ways(self, witness: _Witness, known: tuple[int, ...], left: int) -> int:
        """Return the kinds one of which must be known too, to block a witness."""
        ways = witness.hard
        for number, kinds in witness.soft:
            if number + 1 - sum(kinds >> kind & 1 for kind in known) <= left:
                ways |= kinds
        return ways

    def _new(self, place: int, known: tuple[int, ...], others: list[_Witness]) -> _Witness | None:
        """Return a witness that this set does not block, unlike the ones there are."""
        kept = np.zeros_like(self._truth)
        for known_kind in known:
            kept[self._cells[known_kind]] += 1
        penalty = np.ones(len(kept))
        for other in others:
            penalty += _USED_AGAIN * other.lost
        ways = []
        for by in (1, -1):
            is_open, x = self._moves.near(place, by, penalty=penalty, kept=kept)
            if x is not None:
                return self._take(x)
            if is_open:
                ways.append(by)
        for look in (partial(self._moves.rounded, penalty=penalty), self._moves.searched):
            for by in ways:
                x = look(place, by, kept=kept)
                if x is not None:
                    return self._take(x)
        return None

    def _take(self, x: Numbers) -> _Witness:
        few = np.minimum(self._truth, self._known)
        mine = x[self._cells]
        hard = _mask(np.flatnonzero((mine == 0).any(axis=1)))
        lost = np.flatnonzero((x < few) & (x > 0))
        soft = tuple(
            (int(x[cell]), _mask(np.flatnonzero((self._cells == cell).any(axis=1))))
            for cell in lost
        )
        any_of = hard
        for _, kinds in soft:
            any_of |= kinds
        witness = _Witness(
            x=x,
            values=self._system.values(x),
            hard=hard,
            soft=soft,
            any_of=any_of,
            lost=(x < few).astype(np.int64),
        )
        self._pool.append(witness)
        return witness


def _is_blocked(witness: _Witness, known: tuple[int, ...]) -> bool:
    if any(witness.hard >> kind & 1 for kind in known):
        return True
    return any(sum(kinds >> kind & 1 for kind in known) > n for n, kinds in witness.soft)


def _mask(kinds: Iterable[int]) -> int:
    mask = 0
    for kind in kinds:
        mask |= 1 << int(kind)
    return mask


def _bits(mask: int) -> list[int]:
    return [i for i in range(mask.bit_length()) if mask >> i & 1]
