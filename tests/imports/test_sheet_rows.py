"""The quick way of reading rows finds what openpyxl finds."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.imports.truth import SAMPLES
from vertrouwen.imports.sheet_rows import rows_of

BOOKS = (
    SAMPLES / "registratie-2023-2025.xlsx",
    *sorted((Path(__file__).parent / "other_styles_2").glob("*.xlsx")),
)


def _without_blanks_behind(cells: object) -> list[object]:
    assert isinstance(cells, list | tuple)
    values = list(cells)
    while values and values[-1] is None:
        values.pop()
    return values


@pytest.mark.parametrize("path", BOOKS, ids=lambda p: p.stem)
def test_rows_hold_the_values_openpyxl_finds(path: Path) -> None:
    book = load_workbook(path, read_only=True, data_only=True)
    try:
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            expected = [_without_blanks_behind(r) for r in sheet.iter_rows(values_only=True)]
            found: list[list[object]] = []
            for number, values in rows_of(sheet):
                found.extend([] for _ in range(number - 1 - len(found)))
                found.append(_without_blanks_behind(values))
            assert found == expected
    finally:
        book.close()
