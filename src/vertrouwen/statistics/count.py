"""Coded facts, and the counts of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from vertrouwen.statistics.scheme import At, Scheme

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


def count(facts: Facts, scheme: Scheme, cells: Sequence[At] | None = None) -> dict[At, int]:
    """Count the cells of a scheme; true counts are never shown, only handed to the protector.

    Args:
        cells: which ones; all cells of the scheme when left out.

    Raises:
        ValueError: a dimension of the scheme has no column, or an answer has no place in it.
    """
    wanted = scheme.cells if cells is None else cells
    columns = {
        d.name: facts.columns.index(ATOM if d.is_calendar else d.name) for d in scheme.dimensions
    }
    counted = dict.fromkeys(wanted, 0)
    answers_and_numbers = [
        ({d.name: d.leaf(answers[columns[d.name]]) for d in scheme.dimensions}, number)
        for answers, number in facts.rows.items()
    ]
    for cell in wanted:
        sets = [(name, scheme.categories[name][code]) for name, code in cell]
        counted[cell] = sum(
            number
            for answers, number in answers_and_numbers
            if all(answers[name] in leaves for name, leaves in sets)
        )
    return counted
