"""What is counted, and how coarse it may become: dimensions, categories, tables and their levels.

A scheme is *value-free*: it is written down before anybody looks at a count. Each table has levels
from fine to coarse, and each level parts the dimension's leaves into categories. Two tables may
tell the same dimension (track and nature do): then every category of one lies inside, around or
beside every category of the other, so that laying the tables side by side gives nothing that the
finest printed categories do not say themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Literal

Role = Literal["identifying", "sensitive", "neutral"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """One row of a table: a named set of leaves."""

    code: str
    leaves: frozenset[str]


Level = tuple[Category, ...]
"""Categories that part the leaves of a dimension, in the order in which they are always shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """One question that has exactly one answer for every case.

    Args:
        name: its stable code.
        role: what a reader can do with it: tell people apart by it, or learn something about them.
        leaves: every possible answer, the finest there is; `unknown` is one of them or is None.
        unknown: the leaf under which an answer outside the list is counted.
    """

    name: str
    role: Role
    leaves: tuple[str, ...]
    unknown: str | None = None

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
class Table:
    """One table of the report and its levels, from fine to coarse."""

    name: str
    dimension: str
    levels: tuple[Level, ...]


@dataclass(frozen=True, kw_only=True)
class Scheme:
    """All tables of a report, in the order in which they are always shown.

    Raises:
        ValueError: a level does not part its leaves, has one category only, a code stands for two
            sets, or two categories of one dimension overlap without one holding the other.
    """

    dimensions: tuple[Dimension, ...]
    tables: tuple[Table, ...]

    def __post_init__(self) -> None:
        for table in self.tables:
            leaves = set(self.dimension(table.dimension).leaves)
            for level in table.levels:
                _check_parts(table.name, level, leaves)
        for dimension in self.dimensions:
            self._check_nested(dimension.name)

    def dimension(self, name: str) -> Dimension:
        """Return a dimension by its name."""
        return self._by_name[name]

    def categories(self, dimension: str) -> Mapping[str, frozenset[str]]:
        """Return every category that any table may show of a dimension, by code."""
        return {
            category.code: category.leaves
            for table in self.tables
            if table.dimension == dimension
            for level in table.levels
            for category in level
        }

    @cached_property
    def _by_name(self) -> Mapping[str, Dimension]:
        return {d.name: d for d in self.dimensions}

    def _check_nested(self, dimension: str) -> None:
        tables = [t for t in self.tables if t.dimension == dimension]
        known: dict[str, frozenset[str]] = {}
        for table in tables:
            for level in table.levels:
                for category in level:
                    if known.setdefault(category.code, category.leaves) != category.leaves:
                        raise ValueError(f"{dimension}: {category.code} stands for two sets")
        for first, second in combinations(tables, 2):
            for one in (c for level in first.levels for c in level):
                for other in (c for level in second.levels for c in level):
                    shared = one.leaves & other.leaves
                    if shared and shared not in (one.leaves, other.leaves):
                        raise ValueError(f"{dimension}: {one.code} and {other.code} overlap")


def _check_parts(table: str, level: Level, leaves: set[str]) -> None:
    if len(level) < 2:
        raise ValueError(f"{table}: a level with one category says nothing")
    together = [leaf for category in level for leaf in category.leaves]
    if len(together) != len(set(together)) or set(together) != leaves:
        raise ValueError(f"{table}: a level does not give every leaf exactly one place")
    if not all(category.leaves for category in level):
        raise ValueError(f"{table}: an empty category")
