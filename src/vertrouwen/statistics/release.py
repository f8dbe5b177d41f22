"""Released figures: what a report states, as it was stated, and how the ledger keeps it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from vertrouwen.statistics.scheme import Scheme

TOTAL = "totaal"
"""Name under which the ledger keeps the total of the whole report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The promise the figures keep.

    Args:
        threshold: t; a count below it is small and is not shown, zero included.
        insider: k; how many cases one reader may know already.

    Raises:
        ValueError: t is below 3 or below k + 2 (statistics.md, policy 1).
    """

    threshold: int = 5
    insider: int = 3

    def __post_init__(self) -> None:
        if self.threshold < 3 or self.threshold < self.insider + 2:
            raise ValueError("the threshold is too low for what a reader may know")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedTable:
    """A table that is shown: its categories in their fixed order, each with its number."""

    name: str
    dimension: str
    cells: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        """Sum of the cells: the total line of the table."""
        return sum(value for _, value in self.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Everything one edition states in numbers, and which tables it does not show.

    Args:
        total: number of cases, or None when it is below the threshold and only its band is stated.
        tables: what is shown, in the scheme's order.
        withheld: names of the tables in whose place the sentence on small numbers stands.
    """

    policy: Policy
    total: int | None
    tables: tuple[ReleasedTable, ...]
    withheld: tuple[str, ...]

    def table(self, name: str) -> ReleasedTable | None:
        """Return a shown table, or None when it was withheld."""
        return next((t for t in self.tables if t.name == name), None)

    @property
    def order(self) -> tuple[str, ...]:
        """Names of the shown tables, in order."""
        return tuple(t.name for t in self.tables)


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerFigure:
    """One figure as printed.

    Args:
        table: name of its table, or `TOTAL`.
        at: dimension -> category; empty for a total line.
        value: the number, or None when only the band was stated.
        low, high: the band, of a figure that has no value.
    """

    table: str
    at: Mapping[str, str]
    value: int | None
    low: int | None = None
    high: int | None = None


def to_ledger(figures: Figures) -> tuple[LedgerFigure, ...]:
    """Return every figure that the edition states, total lines included."""
    if figures.total is None:
        band = LedgerFigure(
            table=TOTAL, at={}, value=None, low=0, high=figures.policy.threshold - 1
        )
        return (band,)
    stated = [LedgerFigure(table=TOTAL, at={}, value=figures.total)]
    for table in figures.tables:
        stated += [
            LedgerFigure(table=table.name, at={table.dimension: code}, value=value)
            for code, value in table.cells
        ]
        stated.append(LedgerFigure(table=table.name, at={}, value=table.total))
    return tuple(stated)


def policy_record(figures: Figures, scheme: Scheme) -> dict[str, Any]:
    """Return what the ledger must keep beside the figures, ready for JSON.

    The categories are kept with what they held: a later report must be able to tell what an
    earlier one said, also when the code lists have grown since.
    """
    return {
        "rule": "strict/1",
        "threshold": figures.policy.threshold,
        "insider": figures.policy.insider,
        "zeros_small": True,
        "tables": [table.name for table in scheme.tables],
        "withheld": list(figures.withheld),
        "categories": {
            dimension.name: {
                code: sorted(leaves) for code, leaves in scheme.categories(dimension.name).items()
            }
            for dimension in scheme.dimensions
        },
    }


def kept_categories(record: Mapping[str, Any]) -> dict[str, dict[str, frozenset[str]]]:
    """Return the categories of a stored `policy_record`: dimension -> category -> leaves."""
    return {
        dimension: {code: frozenset(leaves) for code, leaves in categories.items()}
        for dimension, categories in record["categories"].items()
    }


def from_ledger(record: Mapping[str, Any], stated: Iterable[LedgerFigure]) -> Figures:
    """Return the figures of an edition from what was stored at its release; nothing is counted.

    Args:
        record: the stored `policy_record`.
        stated: the stored figures, in the order in which they were stored.
    """
    total: int | None = None
    cells: dict[str, list[tuple[str, int]]] = {}
    dimension_of: dict[str, str] = {}
    for figure in stated:
        if figure.table == TOTAL:
            total = figure.value
            continue
        for dimension, code in figure.at.items():
            dimension_of[figure.table] = dimension
            if figure.value is not None:
                cells.setdefault(figure.table, []).append((code, figure.value))
    return Figures(
        policy=Policy(threshold=record["threshold"], insider=record["insider"]),
        total=total,
        tables=tuple(
            ReleasedTable(name=name, dimension=dimension_of[name], cells=tuple(shown))
            for name, shown in cells.items()
        ),
        withheld=tuple(record["withheld"]),
    )
