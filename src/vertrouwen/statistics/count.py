"""Coded facts, and the counts of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from vertrouwen.statistics.scheme import TOTAL, At, Scheme

ATOM = "@"
"""Column of the period atom: the smallest part of the calendar that a report falls in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """How often each combination of answers occurs.

    Args:
        columns: names of dimensions; `ATOM` is one of them. Calendar dimensions have no column.
        rows: a combination, one answer per column, and its number of reports.
    """

    columns: tuple[str, ...]
    rows: Mapping[tuple[str, ...], int]

    @classmethod
    def of(cls, columns: tuple[str, ...], reports: Iterable[tuple[str, ...]]) -> Facts:
        """Make facts from one tuple of answers per report."""
        return cls(columns=columns, rows=Counter(reports))

    def within(self, atoms: frozenset[str]) -> Facts:
        """Return the facts of some period atoms only."""
        place = self.columns.index(ATOM)
        kept = {answers: n for answers, n in self.rows.items() if answers[place] in atoms}
        return Facts(columns=self.columns, rows=kept)

    @property
    def total(self) -> int:
        """The number of reports."""
        return sum(self.rows.values())


def count(facts: Facts, scheme: Scheme) -> dict[At, int]:
    """Count the cells of a scheme; true counts are never shown, only handed to the protector.

    Raises:
        ValueError: a dimension of the scheme has no column, or an answer has no place in it.
    """
    counted = dict.fromkeys(scheme.cells, 0)
    # Names in order, so that what is fixed reads as a cell does.
    tables = [tuple(sorted(table)) for table in scheme.tables]
    for held, number in _codes(facts, scheme):
        offered = {n: [None, *((n, code) for code in codes)] for n, codes in held.items()}
        cells = {TOTAL}
        for table in tables:
            for chosen in product(*(offered[name] for name in table)):
                cells.add(tuple(fixed for fixed in chosen if fixed is not None))
        for cell in cells:
            counted[cell] += number
    return counted


def count_cells(facts: Facts, scheme: Scheme, cells: Iterable[At]) -> dict[At, int]:
    """Count some cells, of which the scheme need have no table.

    Raises:
        ValueError: as `count`.
    """
    counted = dict.fromkeys(cells, 0)
    for held, number in _codes(facts, scheme):
        for cell in counted:
            if all(code in held[name] for name, code in cell):
                counted[cell] += number
    return counted


def _codes(facts: Facts, scheme: Scheme) -> Iterator[tuple[dict[str, tuple[str, ...]], int]]:
    """Yield of every combination of answers the categories and groups it counts in."""
    places = {
        d.name: facts.columns.index(ATOM if d.is_calendar else d.name) for d in scheme.dimensions
    }
    for answers, number in facts.rows.items():
        yield {d.name: d.codes_of(answers[places[d.name]]) for d in scheme.dimensions}, number
