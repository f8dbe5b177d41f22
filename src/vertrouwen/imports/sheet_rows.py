"""The rows of one sheet of an opened workbook, as values only.

openpyxl makes an object of every cell and of every text in a cell; for a registration of 100,000
rows that is most of the time the adviser waits. Dates, booleans and errors are still its work.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any
from xml.etree.ElementTree import Element

from openpyxl.utils import column_index_from_string
from openpyxl.worksheet._reader import WorkSheetParser

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LAST_ROW = 1_048_576
"""A sheet has no more rows (specifications and limits of Excel)."""
_TOO_LARGE = 1e15
_VALUE, _INLINE, _RUN, _TEXT = (f"{_MAIN}{tag}" for tag in ("v", "is", "r", "t"))


class _ValueParser(WorkSheetParser):
    """Reads a row as a list of values, blanks between its cells included."""

    # The values alone, where openpyxl makes a dict of each cell; `rows_of` is the only caller.
    def parse_row(  # type: ignore[override]
        self, row: Element
    ) -> tuple[int, list[object]]:
        """Return the number of a row and its values."""
        number = row.get("r")
        self.row_counter = int(float(number)) if number else self.row_counter + 1
        self.col_counter = 0
        values: list[object] = []
        for cell in row:
            place = cell.get("r")
            column = _column(place.rstrip("0123456789")) if place else self.col_counter + 1
            value = self._value(cell)
            self.col_counter = column
            if value is not None:
                values.extend([None] * (column - 1 - len(values)))
                values.append(value)
        return self.row_counter, values

    def _value(self, cell: Element) -> object:
        kind = cell.get("t", "n")
        if kind == "s":
            found = cell.findtext(_VALUE)
            return self.shared_strings[int(found)] if found else None
        if kind == "inlineStr":
            inline = cell.find(_INLINE)
            return _text_of(inline) if inline is not None else None
        if kind == "str":
            return cell.findtext(_VALUE) or None
        if cell.find(_VALUE) is None:
            return None
        value: object = self.parse_cell(cell)["value"]
        if isinstance(value, int | float) and not abs(value) < _TOO_LARGE:
            # No number anybody registers, nor one to reckon with: it stays what was written.
            return cell.findtext(_VALUE)
        return value


def _text_of(inline: Element) -> str:
    """Return the text of a cell with its own text, without what only tells how to say it."""
    parts = [run.findtext(_TEXT) or "" for run in inline.iter(_RUN)]
    return (inline.findtext(_TEXT) or "") + "".join(parts)


@lru_cache(maxsize=4096)
def _column(letters: str) -> int:
    return int(column_index_from_string(letters))


def rows_of(sheet: Any) -> Iterator[tuple[int, list[object]]]:
    """Yield the rows that a sheet has, each with its number, from the first on.

    Args:
        sheet: a worksheet of a workbook opened by openpyxl with `read_only` and `data_only`.

    Raises:
        ValueError: a row has a number that no sheet has; what stands below is damaged.
    """
    book = sheet.parent
    with sheet._get_source() as source:
        parser = _ValueParser(
            source,
            sheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        expected = 1
        for number, values in parser.parse():
            if number > _LAST_ROW:
                raise ValueError("row number")
            if expected <= number:
                expected = number + 1
                yield number, values
