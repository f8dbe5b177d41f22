"""A sheet as it was found: cells as data, and what must be known about them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from vertrouwen.imports.errors import ImportCancelledError, ImportRefusedError

Cell = object
Row = tuple[Cell, ...]
Progress = Callable[[int, int], bool]

MOST_RECORDS = 100_000
MOST_COLUMNS = 256
_ROWS_AROUND = 400
_MOST_CELLS = 5_000_000
_MOST_KEPT = 1_200_000
"""Blank rows are kept too; one stray cell in the last row of a sheet makes a million of them."""
_REPORT_EVERY = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet, or the one table of a CSV file.

    Args:
        name: the sheet's own name; empty for CSV.
        rows: all rows from the first on, blank ones included as empty tuples.
        is_hidden: the sheet is hidden; its rows are not read.
        hidden_columns: columns (from 0) the adviser has hidden.
        merged: merged ranges as first row, first column, last row, last column (rows from 1).
        formulas: cells (row from 1, column from 0) holding a formula, with whether a result
            was stored.
    """

    name: str
    rows: Sequence[Row]
    is_hidden: bool = False
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[tuple[int, int, int, int], ...] = ()
    formulas: dict[tuple[int, int], bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file that could be opened.

    Args:
        form: "xlsx" or "csv".
        sheets: in the file's order.
        has_external_links: the workbook points at other files; they were not opened.
        encoding: of a CSV file.
    """

    form: str
    sheets: tuple[Sheet, ...]
    has_external_links: bool = False
    encoding: str | None = None


class RowCounter:
    """Keeps the upper bound and the progress while rows stream in."""

    def __init__(self, progress: Progress | None, total: int = 0) -> None:
        self._progress = progress
        self._total = total
        self._filled = 0
        self._seen = 0
        self._kept = 0
        self._cells = 0

    def add(self, row: Row, with_blanks: int = 1) -> None:
        """Count one row.

        Args:
            row: its cells; none when it is blank.
            with_blanks: how many rows it adds, the blank ones before it included.

        Raises:
            ImportRefusedError: there are more rows than one file may hold.
            ImportCancelledError: the adviser stopped.
        """
        self._seen += 1
        self._kept += with_blanks
        self._cells += len(row)
        if self._kept > _MOST_KEPT or self._cells > _MOST_CELLS:
            raise ImportRefusedError("te_veel_regels", limit=MOST_RECORDS)
        if row:
            self._filled += 1
            if self._filled > MOST_RECORDS + _ROWS_AROUND:
                raise ImportRefusedError("te_veel_regels", limit=MOST_RECORDS)
        if self._seen % _REPORT_EVERY == 0:
            report(self._progress, self._seen, self._total)


def report(progress: Progress | None, done: int, total: int) -> None:
    """Tell how far the reading is.

    Raises:
        ImportCancelledError: the answer was False.
    """
    if progress is not None and not progress(done, total):
        raise ImportCancelledError
