"""The attacker whom the protector fears: what do the shown figures force, and which of them do it?

One linear programme over the joint table answers both. Its optimum is what a reader can prove; its
dual says which shown figures the proof rests on, and that is the cut (Fischetti & Salazar 2001).
Points that were found once are kept as witnesses: a point shows that a sum may be large or small
under every pattern that withholds the figures in which it differs from the truth.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vertrouwen.statistics.joint import Columns, JointTable
from vertrouwen.statistics.scheme import At
from vertrouwen.statistics.solver import TOLERANCE, new_solver, run
from vertrouwen.statistics.sums import Cut, Member, cuts_of_proof

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A sum that every reader knows lies between two bounds."""

    columns: Columns
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Optional:
    """A figure that may be shown or withheld."""

    at: At
    columns: Columns
    value: int
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A sum of which a reader must not be able to say too much.

    Args:
        low: he must not be able to exclude this or less; None asks nothing.
        high: he must not be able to exclude this or more; None asks nothing.
        owner: place of the optional figure whose withholding asks for it; None asks always.
        at, scope: which cell of which period it is about, for the explanation.
    """

    columns: Columns
    low: float | None
    high: float | None
    at: At
    scope: frozenset[str]
    owner: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is known, what may be shown, and what must stay uncertain.

    Args:
        truth: the true unknowns of the joint table.
        impossible: unknowns that everybody knows to be zero.
        cuts: conditions on the pattern that are known beforehand.
    """

    joint: JointTable
    truth: Floats
    impossible: Columns
    known: Sequence[Known]
    optional: Sequence[Optional]
    forms: Sequence[Form]
    cuts: Sequence[Cut] = ()


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
        self._pause = pause
        self.demands = [
            Demand(number, sign, bound)
            for number, form in enumerate(problem.forms)
            for sign, bound in ((1, form.high), (-1, form.low))
            if bound is not None
        ]
        self._values = np.array([o.value for o in problem.optional], dtype=float)
        self._most = float(problem.truth[problem.joint.columns({})].sum())
        self._model = _Model(problem, self._most)
        self._sums_of_forms = _Sums([form.columns for form in problem.forms])
        self._sums_of_optional = _Sums([o.columns for o in problem.optional])
        self._form_of_demand = np.array([d.form for d in self.demands], dtype=int)
        self._sign = np.array([d.sign for d in self.demands], dtype=float)
        self._bound = np.array([d.bound for d in self.demands], dtype=float)
        owners = [problem.forms[d.form].owner for d in self.demands]
        self._owner = np.array([-1 if o is None else o for o in owners], dtype=int)
        self._form_of = {f.owner: n for n, f in enumerate(problem.forms) if f.owner is not None}
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
        self._model.show(withheld, self._values, self._most)
        cuts: dict[int, list[Cut]] = {}
        left = self.open_demands(withheld)
        while left:
            number = left.pop()
            found = self._try(number)
            if found:
                cuts[number] = found
                continue
            meets = self._meets[-1]
            left = [n for n in left if not meets[n]]
        return cuts

    def not_in_whole_numbers(self, withheld: Flags) -> dict[int, float]:
        """Return demands that the pattern does not meet in whole reports, and how far they come."""
        self._model.show(withheld, self._values, self._most)
        failing: dict[int, float] = {}
        left = self.open_demands(withheld, whole=True)
        while left:
            number = left.pop()
            demand = self.demands[number]
            self._pause()
            found = self._model.extreme(
                self.problem.forms[demand.form].columns, demand.sign, whole=True
            )
            if demand.sign * found.value < demand.sign * demand.bound - TOLERANCE:
                failing[number] = round(found.value)
                continue
            self._keep(found.point)
            meets = self._meets[-1]
            left = [n for n in left if not meets[n]]
        return failing

    def _try(self, number: int) -> list[Cut]:
        """Meet a demand with a new witness, or return what the proof against it asks."""
        demand = self.demands[number]
        form = self.problem.forms[demand.form]
        self._pause()
        found = self._model.extreme(form.columns, demand.sign, whole=False)
        if demand.sign * found.value >= demand.sign * demand.bound - TOLERANCE:
            self._keep(found.point)
            return []
        return self._cuts(form, demand.sign, found)

    def _cuts(self, form: Form, sign: int, found: _Found) -> list[Cut]:
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
            + found.reduced[found.reduced < 0].sum() * self._most
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
        is_whole = bool(np.abs(point - np.rint(point)).max(initial=0.0) < TOLERANCE)
        self._whole.append(is_whole)
        differs = np.abs(self._sums_of_optional(point) - self._values) > TOLERANCE
        self._needs.append(differs)
        sums = self._sums_of_forms(point)[self._form_of_demand] if len(self.demands) else point[:0]
        self._meets.append(self._sign * sums >= self._sign * self._bound - TOLERANCE)


def implied_minima(
    problem: Problem, asked: Sequence[Columns], pause: Callable[[], None]
) -> list[int]:
    """Return the least value that each sum can have, in whole numbers, from what is known.

    Args:
        problem: its optional figures and forms are not looked at.

    Raises:
        SolverError: the solver found no optimum.
    """
    model = _Model(problem, float(problem.truth[problem.joint.columns({})].sum()))
    sums = _Sums(asked)
    can_be_zero = sums(problem.truth) < 0.5
    minima = [0] * len(asked)
    for number, columns in enumerate(asked):
        if can_be_zero[number]:
            continue
        pause()
        found = model.extreme(columns, -1, whole=True)
        minima[number] = round(found.value)
        can_be_zero |= sums(found.point) < 0.5
    return minima


class _Sums:
    """Adds up many sets of columns of one point."""

    def __init__(self, sets: Sequence[Columns]) -> None:
        lengths = [len(columns) for columns in sets]
        self._starts = np.concatenate(([0], np.cumsum(lengths)[:-1])).astype(int)
        self._columns = np.concatenate(sets) if sets else np.empty(0, dtype=np.int64)
        self._empty = np.array([length == 0 for length in lengths], dtype=bool)
        if self._empty.any():
            raise ValueError("a figure about nothing")

    def __call__(self, point: Floats) -> Floats:
        if not len(self._empty):
            return np.empty(0)
        return np.add.reduceat(point[self._columns], self._starts)


@dataclass(frozen=True, slots=True)
class _Found:
    value: float
    point: Floats
    duals: Floats
    reduced: Floats


class _Model:
    """The linear programme: what readers know as rows, one figure that may be shown per row."""

    def __init__(self, problem: Problem, most: float) -> None:
        self._size = problem.joint.size
        self._solver = new_solver()
        self._solver.setOptionValue("presolve", "off")
        upper = np.full(self._size, most)
        upper[problem.impossible] = 0.0
        self._solver.addVars(self._size, np.zeros(self._size), upper)
        low: list[float] = []
        high: list[float] = []
        rows: list[tuple[Columns, Floats]] = []
        for one, other in problem.joint.links:
            rows.append(
                (np.concatenate((one, other)), np.repeat([1.0, -1.0], (len(one), len(other))))
            )
            low.append(0.0)
            high.append(0.0)
        for known in problem.known:
            rows.append((known.columns, np.ones(len(known.columns))))
            low.append(known.low)
            high.append(known.high)
        self.fixed_rows = len(rows)
        self.fixed_low, self.fixed_high = np.array(low), np.array(high)
        for figure in problem.optional:
            rows.append((figure.columns, np.ones(len(figure.columns))))
            low.append(figure.value)
            high.append(figure.value)
        starts = np.concatenate(([0], np.cumsum([len(c) for c, _ in rows])[:-1]))
        if rows:
            self._solver.addRows(
                len(rows),
                np.array(low),
                np.array(high),
                int(sum(len(c) for c, _ in rows)),
                starts.astype(np.int32),
                np.concatenate([c for c, _ in rows]).astype(np.int32),
                np.concatenate([v for _, v in rows]),
            )
        self._asked = np.empty(0, dtype=np.int32)
        self._columns = np.arange(self._size, dtype=np.int32)
        self._is_whole = False

    def show(self, withheld: Flags, values: Floats, most: float) -> None:
        """Fix the shown figures and leave the withheld ones open."""
        if not len(values):
            return
        rows = np.arange(self.fixed_rows, self.fixed_rows + len(values), dtype=np.int32)
        self._solver.changeRowsBounds(
            len(rows),
            rows,
            np.where(withheld, 0.0, values),
            np.where(withheld, most, values),
        )

    def extreme(self, columns: Columns, sign: int, *, whole: bool) -> _Found:
        """Return the largest (sign 1) or smallest (sign -1) value of a sum.

        Raises:
            SolverError: the solver found no optimum.
        """
        if whole != self._is_whole:
            kinds = np.full(self._size, int(whole), dtype=np.uint8)
            self._solver.changeColsIntegrality(self._size, self._columns, kinds)
            self._is_whole = whole
        self._solver.changeColsCost(len(self._asked), self._asked, np.zeros(len(self._asked)))
        self._asked = columns.astype(np.int32)
        self._solver.changeColsCost(
            len(self._asked), self._asked, np.full(len(self._asked), float(-sign))
        )
        solution = run(self._solver)
        point = np.array(solution.col_value)
        duals = np.array(solution.row_dual) if not whole else np.empty(0)
        reduced = np.array(solution.col_dual) if not whole else np.empty(0)
        return _Found(float(point[columns].sum()), point, duals, reduced)


def union(columns: Iterable[Columns]) -> Columns:
    """Return all columns of several sets once."""
    sets = list(columns)
    return np.unique(np.concatenate(sets)) if sets else np.empty(0, dtype=np.int64)
