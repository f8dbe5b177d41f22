"""Tables and key figures as a reader sees them, whatever they are shown on."""

from __future__ import annotations

from dataclasses import dataclass

from vertrouwen.statistics.scheme import At


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadCell:
    """One cell as a reader sees it.

    Args:
        text: "23", "0–7", "–", "n.v.t."; empty where an earlier report has no such row.
        spoken: the same in words.
        low, high: the interval that is printed, or None.
    """

    text: str
    spoken: str
    value: int | None
    low: int | None
    high: int | None
    at: At
    is_withheld: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRow:
    """One row of a table.

    Args:
        is_parent: a subtotal; the rows under it with a greater depth are parts of it.
        depth: how many parents stand above it.
    """

    label: str
    cells: tuple[ReadCell, ...]
    is_total: bool = False
    is_parent: bool = False
    depth: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadTable:
    """One table as a reader sees it.

    Args:
        row_heading: what stands above the labels.
        columns: headings of the numbers: ("Aantal",), ("Dit verslag", "Vorig verslag"), or the
            categories of a crossing and the total.
        note: what stands under it.
    """

    name: str
    title: str
    row_heading: str
    columns: tuple[str, ...]
    rows: tuple[ReadRow, ...]
    note: str
    is_crossing: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFigure:
    """A number that comes first.

    Args:
        previous: "vorig verslag 56", or empty.
    """

    number: str
    label: str
    previous: str = ""
