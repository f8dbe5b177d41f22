"""Released figures: what an edition states, as every reader has it and as the ledger keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from vertrouwen.statistics.scheme import At, Crossing, Dimension, SensitiveSet


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The promise the figures keep.

    Args:
        threshold: t; a count below it is small and is not shown.
        insider: k; how many reports one reader may know already.
        zeros_small: whether a count of zero is small too.
        known_stays_known: whether a number that earlier editions alone give away asks for nothing
            any more but that this edition says no more about it; otherwise it forbids every
            further edition.

    Raises:
        ValueError: t is below 3 or below k + 2 (statistics.md, policy 1).
    """

    threshold: int = 5
    insider: int = 3
    zeros_small: bool = True
    known_stays_known: bool = False

    def __post_init__(self) -> None:
        if self.insider < 0 or self.threshold < 3 or self.threshold < self.insider + 2:
            raise ValueError("the threshold is too low for what a reader may know")

    def is_small(self, number: int) -> bool:
        """Whether a count may not be shown for its own sake."""
        return number < self.threshold and (number > 0 or self.zeros_small)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One cell as it is printed.

    Args:
        value: the number, or None when it is withheld.
        low, high: feasible interval that is printed for a withheld cell, or None.
        is_structural: the combination cannot exist ("n.v.t."); the value is None.
        is_band: the interval is stated as information, as a reader may use it.
    """

    at: At
    value: int | None
    low: int | None = None
    high: int | None = None
    is_structural: bool = False
    is_band: bool = False

    @property
    def is_withheld(self) -> bool:
        """Whether the cell could exist and its number is not shown."""
        return self.value is None and not self.is_structural


@dataclass(frozen=True, kw_only=True)
class Edition:
    """Everything one edition states in numbers.

    Args:
        id: its stable name.
        atoms: the smallest period pieces it covers; the same atom in two editions means the very
            same reports.
        total: number of reports, or None when it is not stated.
        tables: crossings of which every cell is listed in `figures`; figures given by hand have
            none.
        figures: every printed cell, shown or withheld, the total left out.
        categories: dimension -> code of a category or group -> leaves, as they were at release.
        calendars: dimensions of which the answer follows from the atom; their leaves are atoms.
        threshold: t when it was released, where that was another one than the policy's now.
        released: ISO date, or None while the edition is only looked at.
    """

    id: str
    atoms: frozenset[str]
    total: int | None
    tables: tuple[Crossing, ...]
    figures: tuple[Figure, ...]
    categories: Mapping[str, Mapping[str, frozenset[str]]] = field(repr=False)
    calendars: frozenset[str] = frozenset()
    threshold: int | None = None
    released: str | None = None

    @cached_property
    def by_cell(self) -> Mapping[At, Figure]:
        """Every figure by its cell."""
        return {figure.at: figure for figure in self.figures}

    @property
    def withheld(self) -> tuple[At, ...]:
        """Cells that are printed without their number."""
        return tuple(figure.at for figure in self.figures if figure.is_withheld)

    @property
    def shown(self) -> int:
        """How many numbers the edition states, its total included."""
        return sum(f.value is not None for f in self.figures) + (self.total is not None)


@dataclass(frozen=True, kw_only=True)
class Publication:
    """All that a reader has: every edition ever released to one client, the newest last.

    Args:
        dimensions: of the newest scheme; they tell the roles and the calendar.
        sensitive_sets: further sets that count as one sensitive fact.
        editions: oldest first.
    """

    policy: Policy
    dimensions: tuple[Dimension, ...]
    editions: tuple[Edition, ...]
    sensitive_sets: tuple[SensitiveSet, ...] = ()
