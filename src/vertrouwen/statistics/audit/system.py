"""The joint table as columns and rows: everything that the released figures say about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import prod

import numpy as np

from vertrouwen.statistics.audit.findings import UndeterminedError
from vertrouwen.statistics.audit.solver import MAX_COLUMNS, Numbers, Reals, Rows, Solver
from vertrouwen.statistics.audit.space import Form, Report, Space
from vertrouwen.statistics.audit.tree import Clique, cliques_of, edges_of


@dataclass(frozen=True, slots=True)
class Fact:
    """A sum of the joint table that a reader knows to lie between two numbers."""

    form: Form
    low: int
    high: int


class Frame:
    """The cliques of the joint table and the place of every cell in one long vector."""

    def __init__(self, space: Space, forms: Iterable[Form]) -> None:
        self.sizes = {name: len(classes) for name, classes in space.classes.items()}
        scopes = {frozenset(name for name, _ in form) for form in forms}
        named = frozenset().union(*scopes)
        sizes = {name: size for name, size in self.sizes.items() if name in named}
        self.cliques: tuple[Clique, ...] = cliques_of(sorted(scopes, key=sorted), sizes)
        self.edges = edges_of(self.cliques)
        self._shapes = [tuple(self.sizes[name] for name in clique) for clique in self.cliques]
        ends = list(accumulate(prod(shape) for shape in self._shapes))
        self._offsets = [0, *ends[:-1]]
        self.columns = ends[-1]
        if self.columns > MAX_COLUMNS:
            raise UndeterminedError("too_large")
        self._places: dict[tuple[Form, int | None], Numbers] = {}
        self._order = sorted(range(len(self.cliques)), key=lambda i: prod(self._shapes[i]))

    def places(self, form: Form, clique: int | None = None) -> Numbers:
        """Return the columns whose sum a form is, in the smallest clique that has them."""
        if (form, clique) not in self._places:
            self._places[form, clique] = self._found_places(form, clique)
        return self._places[form, clique]

    def _found_places(self, form: Form, clique: int | None) -> Numbers:
        where = dict(form)
        if clique is None:
            clique = next(i for i in self._order if where.keys() <= set(self.cliques[i]))
        shape = self._shapes[clique]
        chosen = [where.get(name, range(self.sizes[name])) for name in self.cliques[clique]]
        if not shape:
            return np.array([self._offsets[clique]])
        grid = np.ix_(*(np.array(list(each), dtype=np.int64) for each in chosen))
        return np.ravel_multi_index(grid, shape).ravel() + self._offsets[clique]

    def zero_places(self, form: Form) -> list[Numbers]:
        """Return the columns that are zero when a form is, in every clique that has them."""
        names = {name for name, _ in form}
        return [self.places(form, i) for i, c in enumerate(self.cliques) if names <= set(c)]

    def cells_of(self, report: Report) -> tuple[int, ...]:
        """Return the column of one report in every clique."""
        classes = dict(report)
        cells = []
        for clique, shape, offset in zip(self.cliques, self._shapes, self._offsets, strict=True):
            index = tuple(classes[name] for name in clique)
            cells.append(offset + (int(np.ravel_multi_index(index, shape)) if shape else 0))
        return tuple(cells)

    def separators(self) -> list[tuple[Numbers, Numbers]]:
        """Return pairs of column sets with equal sums: what two cliques both say."""
        pairs = []
        for a, b, shared in self.edges:
            for classes in np.ndindex(*(self.sizes[name] for name in shared)):
                form = tuple((name, (i,)) for name, i in zip(shared, classes, strict=True))
                pairs.append((self.places(form, a), self.places(form, b)))
        return pairs


class System:
    """The columns that can be more than zero, and the rows that the facts make.

    Args:
        facts: what is known.
        forms: the sums that will be asked about.
    """

    def __init__(
        self,
        frame: Frame,
        facts: Sequence[Fact],
        forms: Sequence[Form],
        pause: Callable[[], None],
    ) -> None:
        self.frame = frame
        is_alive = np.ones(frame.columns, dtype=bool)
        for fact in facts:
            if fact.high == 0:
                for places in frame.zero_places(fact.form):
                    is_alive[places] = False
        self.alive = np.flatnonzero(is_alive)
        self._renamed = np.full(frame.columns, -1, dtype=np.int64)
        self._renamed[self.alive] = np.arange(len(self.alive))
        self.columns = max(1, len(self.alive))
        self.rows = self._all_rows(facts)
        self.solver = Solver(self.columns, self.rows, pause)
        self.pause = pause
        self.forms = tuple(forms)
        self.places = [self._named(frame.places(form)) for form in forms]
        self._form_starts = np.array([0, *accumulate(map(len, self.places))])
        self._form_places = np.concatenate([*self.places, np.array([], dtype=np.int64)])

    def values(self, x: Numbers) -> Numbers:
        """Return every form's value at a table."""
        sums = np.concatenate([[0], np.cumsum(x[self._form_places])])
        return np.asarray(sums[self._form_starts[1:]] - sums[self._form_starts[:-1]])

    def costs(self, weights: Reals) -> Reals:
        """Return the costs of the columns that make a weighted sum of forms."""
        spread = np.repeat(weights, np.diff(self._form_starts))
        costs = np.bincount(self._form_places, weights=spread, minlength=self.columns)
        return costs.astype(np.float64)

    def whole(self, x: Reals) -> Numbers | None:
        """Return a solution as whole numbers if it is one, checked against every row."""
        rounded = np.rint(x).astype(np.int64)
        if np.abs(x - rounded).max() > 1e-5 or rounded.min() < 0:
            return None
        return rounded if self.holds(rounded) else None

    def holds(self, x: Numbers) -> bool:
        """Whether a table of whole numbers agrees with all that is known."""
        rows = self.rows
        terms = rows.factors.astype(np.int64) * x[rows.columns]
        sums = np.concatenate([[0], np.cumsum(terms)])
        found = sums[rows.starts[1:]] - sums[rows.starts[:-1]]
        return bool(np.all(found >= rows.low) and np.all(found <= rows.high) and x.min() >= 0)

    def table(self, reports: dict[Report, int]) -> Numbers | None:
        """Return the table of known reports; None if it does not agree with what is known."""
        x = np.zeros(self.frame.columns, dtype=np.int64)
        for report, number in reports.items():
            for cell in self.frame.cells_of(report):
                x[cell] += number
        inside = np.zeros(self.columns, dtype=np.int64)
        inside[: len(self.alive)] = x[self.alive]
        is_lost = x.sum() != inside.sum()
        return None if is_lost or not self.holds(inside) else inside

    def cells_of(self, report: Report) -> tuple[int, ...]:
        """Return the columns of one report."""
        return tuple(int(self._renamed[cell]) for cell in self.frame.cells_of(report))

    def _named(self, places: Numbers) -> Numbers:
        renamed = self._renamed[places]
        return renamed[renamed >= 0]

    def _all_rows(self, facts: Sequence[Fact]) -> Rows:
        rows: dict[tuple[int, ...], tuple[Numbers, Reals, float, float]] = {}
        for left, right in self.frame.separators():
            a, b = self._named(left), self._named(right)
            factors = np.concatenate([np.ones(len(a)), -np.ones(len(b))])
            columns = np.concatenate([a, b])
            if len(columns):
                rows[(*map(int, a), -1, *map(int, b))] = (columns, factors, 0.0, 0.0)
        for fact in facts:
            columns = self._named(self.frame.places(fact.form))
            key = tuple(map(int, columns))
            low, high = float(fact.low), float(fact.high)
            if key in rows:
                low, high = max(low, rows[key][2]), min(high, rows[key][3])
            rows[key] = (columns, np.ones(len(columns)), low, high)
        kept = list(rows.values())
        if any(not len(columns) and low > 0 for columns, _, low, _ in kept) or any(
            low > high for *_, low, high in kept
        ):
            # A contradiction is left to the solver as a row that nothing fits.
            kept.append((np.array([0]), np.ones(1), -2.0, -1.0))
        kept = [row for row in kept if len(row[0]) and row[2] <= row[3]]
        return Rows(
            starts=np.array([0, *accumulate(len(columns) for columns, *_ in kept)]),
            columns=np.concatenate([np.array([], dtype=np.int64), *(row[0] for row in kept)]),
            factors=np.concatenate([np.array([]), *(row[1] for row in kept)]),
            low=np.array([row[2] for row in kept]),
            high=np.array([row[3] for row in kept]),
        )
