"""Coded facts, and the counts of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from vertrouwen.statistics.scheme import Category, Scheme


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """How often each combination of answers occurs.

    Args:
        columns: names of dimensions.
        rows: a combination, one answer per column, and its number of cases.
    """

    columns: tuple[str, ...]
    rows: Mapping[tuple[str, ...], int]

    @classmethod
    def of(cls, columns: tuple[str, ...], cases: Iterable[tuple[str, ...]]) -> Facts:
        """Make facts from one tuple of answers per case."""
        return cls(columns=columns, rows=Counter(cases))


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """True counts: never shown, only handed to the rule that decides what is."""

    total: int
    leaves: Mapping[str, Mapping[str, int]]

    def of(self, dimension: str, category: Category) -> int:
        """Return how many cases a category holds."""
        counted = self.leaves[dimension]
        return sum(counted.get(leaf, 0) for leaf in category.leaves)


def count(facts: Facts, scheme: Scheme) -> Counts:
    """Count facts by the leaves of every dimension of a scheme.

    Raises:
        ValueError: a dimension of the scheme has no column, or an answer has no place in it.
    """
    leaves: dict[str, dict[str, int]] = {}
    for dimension in scheme.dimensions:
        column = facts.columns.index(dimension.name)
        counted: Counter[str] = Counter()
        for answers, cases in facts.rows.items():
            counted[dimension.leaf(answers[column])] += cases
        leaves[dimension.name] = dict(counted)
    return Counts(total=sum(facts.rows.values()), leaves=leaves)
