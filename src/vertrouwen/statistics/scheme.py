"""What is counted and how it may be printed: dimensions, categories, taxonomy parents, tables.

A scheme is *value-free*: it is written down before anybody looks at a count. The cells of a table
are all combinations of a category, a group or "all" for each of its dimensions, so that margins
shared by two tables are one cell.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Literal

Role = Literal["identifying", "sensitive", "neutral"]

At = tuple[tuple[str, str], ...]
"""One cell: (dimension, category or group) by name of the dimension; () is the total."""

Crossing = tuple[str, ...]
"""The dimensions of a table; one name is a one-way table."""

TOTAL: At = ()


def at_cell(fixed: Mapping[str, str]) -> At:
    """Return the cell at which these dimensions are fixed."""
    return tuple(sorted(fixed.items()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """One row of a table, or a taxonomy parent: a named set of leaves."""

    code: str
    leaves: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Dimension:
    """One question that has exactly one answer for every report.

    Args:
        name: its stable code.
        roles: what a reader can do with it: tell people apart by it, or learn something of them.
        categories: what is printed; they part the leaves, in the order in which they are shown.
        groups: taxonomy parents, each a union of categories; they may overlap.
        is_calendar: the answer follows from the period atom; the leaves are atoms then.
        unknown: the leaf under which an answer outside the list is counted.

    Raises:
        ValueError: the categories do not part the leaves, a code stands twice, or a group is no
            union of categories.
    """

    name: str
    roles: frozenset[Role]
    categories: tuple[Category, ...]
    groups: tuple[Category, ...] = ()
    is_calendar: bool = False
    unknown: str | None = None

    def __post_init__(self) -> None:
        seen: set[str] = set()
        for category in self.categories:
            if not category.leaves or category.leaves & seen:
                raise ValueError(f"{self.name}: {category.code} is empty or overlaps another")
            seen |= category.leaves
        for group in self.groups:
            inside = [c.leaves for c in self.categories if c.leaves <= group.leaves]
            if not group.leaves or frozenset().union(*inside) != group.leaves:
                raise ValueError(f"{self.name}: {group.code} is no union of categories")
        if len(self.by_code) != len(self.categories) + len(self.groups):
            raise ValueError(f"{self.name}: a code stands for two sets")

    @cached_property
    def leaves(self) -> frozenset[str]:
        """Every possible answer."""
        return frozenset().union(*(c.leaves for c in self.categories))

    @cached_property
    def by_code(self) -> Mapping[str, frozenset[str]]:
        """Leaves of every category and group by its code, categories first."""
        return {c.code: c.leaves for c in (*self.categories, *self.groups)}

    def codes_of(self, answer: str) -> tuple[str, ...]:
        """Return the category of an answer, and the groups around it.

        Raises:
            ValueError: as `leaf`.
        """
        return self._codes_of_leaf[self.leaf(answer)]

    @cached_property
    def _codes_of_leaf(self) -> Mapping[str, tuple[str, ...]]:
        return {
            leaf: tuple(code for code, held in self.by_code.items() if leaf in held)
            for leaf in self.leaves
        }

    def leaf(self, answer: str) -> str:
        """Return the leaf under which an answer is counted.

        Raises:
            ValueError: the answer is not offered and the dimension has no place for unknown ones.
        """
        if answer in self.leaves:
            return answer
        if self.unknown is None:
            raise ValueError(f"{self.name}: an answer that is not offered")
        return self.unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class SensitiveSet:
    """A further set of categories of one dimension that counts as one sensitive fact."""

    dimension: str
    name: str
    leaves: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Scheme:
    """All tables of a report, in the order in which they are always shown.

    Args:
        tables: crossings; a crossing brings the margins of its dimensions with it.
        structural: cells that cannot exist, as everybody knows ("n.v.t.").
        sensitive_sets: beside every category and group of a sensitive dimension.

    Raises:
        ValueError: a table or a cell names a dimension or category that is not there.
    """

    dimensions: tuple[Dimension, ...]
    tables: tuple[Crossing, ...]
    structural: frozenset[At] = frozenset()
    sensitive_sets: tuple[SensitiveSet, ...] = ()

    def __post_init__(self) -> None:
        if len(self._by_name) != len(self.dimensions):
            raise ValueError("two dimensions of one name")
        for table in self.tables:
            if not table or len(set(table)) != len(table) or not set(table) <= set(self._by_name):
                raise ValueError(f"a table of unknown dimensions: {' x '.join(table)}")
        for cell in self.structural:
            if any(code not in self.dimension(name).by_code for name, code in cell):
                raise ValueError("a cell that cannot exist names a category that is not there")

    def dimension(self, name: str) -> Dimension:
        """Return a dimension by its name.

        Raises:
            ValueError: there is none of that name.
        """
        if name not in self._by_name:
            raise ValueError(f"an unknown dimension: {name}")
        return self._by_name[name]

    @cached_property
    def cells(self) -> tuple[At, ...]:
        """Every cell of every table once, the total first."""
        found: dict[At, None] = {TOTAL: None}
        for table in self.tables:
            offered = [(None, *self.dimension(name).by_code) for name in table]
            for codes in product(*offered):
                fixed = {n: c for n, c in zip(table, codes, strict=True) if c is not None}
                found.setdefault(at_cell(fixed))
        return tuple(found)

    @cached_property
    def sums(self) -> tuple[tuple[At, tuple[At, ...]], ...]:
        """Every parent cell with the children that add up to it, along one dimension."""
        found: dict[tuple[At, str, str], tuple[At, tuple[At, ...]]] = {}
        for table in self.tables:
            for name in table:
                dimension = self.dimension(name)
                beside = [(None, *self.dimension(n).by_code) for n in table if n != name]
                others = [n for n in table if n != name]
                for codes in product(*beside):
                    rest = {n: c for n, c in zip(others, codes, strict=True) if c is not None}
                    for group in (None, *dimension.groups):
                        children = tuple(
                            at_cell({**rest, name: c.code})
                            for c in dimension.categories
                            if group is None or c.leaves <= group.leaves
                        )
                        above = rest if group is None else {**rest, name: group.code}
                        key = (at_cell(above), name, group.code if group else "")
                        found[key] = (at_cell(above), children)
        return tuple(found.values())

    @cached_property
    def categories(self) -> Mapping[str, Mapping[str, frozenset[str]]]:
        """Leaves of every category and group: dimension -> code -> leaves."""
        return {d.name: d.by_code for d in self.dimensions}

    @cached_property
    def _by_name(self) -> Mapping[str, Dimension]:
        return {d.name: d for d in self.dimensions}
