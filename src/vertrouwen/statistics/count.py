"""Coded facts, and the counts of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
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
    places = {
        d.name: facts.columns.index(ATOM if d.is_calendar else d.name) for d in scheme.dimensions
    }
    # Names in order, so that what is fixed reads as a cell does.
    tables = [tuple(sorted(table)) for table in scheme.tables]
    for answers, number in facts.rows.items():
        held = {
            d.name: [None, *((d.name, code) for code in d.codes_of(answers[places[d.name]]))]
            for d in scheme.dimensions
        }
        cells = {TOTAL}
        for table in tables:
            for chosen in product(*(held[name] for name in table)):
                cells.add(tuple(fixed for fixed in chosen if fixed is not None))
        for cell in cells:
            counted[cell] += number
    return counted
