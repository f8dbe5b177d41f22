"""Figures for other programs: text stays text, and only what the page shows stands in them."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from tests.documents.reports import edition_of_year, report
from vertrouwen.documents import report as reading
from vertrouwen.documents.figures import all_tables, figures_csv, figures_xlsx

FORMULAS = ["=1+1", "+31 6", "-HYPERLINK(1)", "@SUM(A1)", "\tx", "\n=2"]
BEFORE = (edition_of_year(60, seed=1, year=2023), edition_of_year(70, seed=2, year=2024))


def table_lines(body: bytes, delimiter: str = ";") -> list[list[str]]:
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig")), delimiter=delimiter))


def test_the_text_file_opens_in_a_spreadsheet_by_itself() -> None:
    body = figures_csv(report())
    assert body.startswith(b"\xef\xbb\xbf") and b"\r\n" in body
    lines = table_lines(body)
    assert lines[0] == ["Tabel", "Rij", "Kolom", "Aantal"]
    assert lines[1] == ["Kerncijfers", "contacten", "", "60"]
    assert table_lines(figures_csv(report(language="en")), ",")[1][1] == "contacts"


def test_the_text_file_holds_every_cell_as_it_is_printed() -> None:
    made = report(140, earlier=BEFORE)
    lines = table_lines(figures_csv(made))
    for table in all_tables(made):
        mine = [line[1:] for line in lines if line[0] == table.title]
        assert mine == [
            [row.label, column, cell.text]
            for row in table.rows
            for column, cell in zip(table.columns, row.cells, strict=True)
        ]


@pytest.mark.parametrize("name", FORMULAS)
def test_a_name_like_a_formula_stays_a_text(name: str) -> None:
    body = figures_xlsx(report(organisation=name, adviser=name))
    book = load_workbook(io.BytesIO(body))
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
    assert book.worksheets[0]["B1"].value == name
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        sheets = [n for n in archive.namelist() if n.startswith("xl/worksheets/sheet")]
        assert sheets and not any(b"<f>" in archive.read(n) for n in sheets)


@pytest.mark.parametrize("name", FORMULAS)
def test_a_label_like_a_formula_is_no_formula_in_any_file(name: str) -> None:
    made = report()
    labels = replace(made.labels, titles=dict.fromkeys(made.labels.titles, name))
    changed = report(labels=labels)
    assert {line[0] for line in table_lines(figures_csv(changed))[5:]} == {"'" + name}
    for sheet in load_workbook(io.BytesIO(figures_xlsx(changed))).worksheets:
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_the_workbook_has_one_sheet_per_table_and_hides_nothing() -> None:
    made = report(140, earlier=BEFORE)
    book = load_workbook(io.BytesIO(figures_xlsx(made)))
    assert book.sheetnames[0] == "Kerncijfers" and book.sheetnames[-1] == "Toelichting"
    assert len(book.sheetnames) == len(all_tables(made)) + 2
    assert all(sheet.sheet_state == "visible" for sheet in book.worksheets)
    assert not book.defined_names
    for sheet in book.worksheets:
        assert all(not column.hidden for column in sheet.column_dimensions.values())
        assert all(not row.hidden for row in sheet.row_dimensions.values())


def test_the_workbook_holds_numbers_as_numbers_and_withheld_cells_as_text() -> None:
    made = report(140, earlier=BEFORE)
    book = load_workbook(io.BytesIO(figures_xlsx(made)))
    for table, sheet in zip(all_tables(made), book.worksheets[1:-1], strict=True):
        written = [[cell.value for cell in row] for row in sheet.iter_rows()]
        assert written[0] == [table.row_heading, *table.columns]
        for row, line in zip(table.rows, written[1:], strict=False):
            cells = [cell.text if cell.value is None else cell.value for cell in row.cells]
            assert line == [row.label, *(cell or None for cell in cells)]
        assert written[len(table.rows) + 2][0] == table.note


def test_two_tables_of_one_title_have_sheets_of_their_own() -> None:
    made = report()
    labels = replace(made.labels, titles=dict.fromkeys(made.labels.titles, "Aantallen [1/2]: " * 3))
    names = load_workbook(io.BytesIO(figures_xlsx(report(labels=labels)))).sheetnames
    assert len(set(names)) == len(names) and all(len(name) <= 31 for name in names)


def test_making_a_workbook_writes_nothing_to_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object, **_named: object) -> None:
        raise AssertionError("a temporary file")

    monkeypatch.setattr("openpyxl.worksheet._writer.NamedTemporaryFile", refuse)
    assert load_workbook(io.BytesIO(figures_xlsx(report()))).sheetnames


def test_the_same_report_gives_the_same_workbook() -> None:
    body = figures_xlsx(report())
    assert body == figures_xlsx(report())
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
        properties = archive.read("docProps/core.xml").decode("utf-8")
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", properties)) == {"2026-02-03T00:00:00Z"}


def test_signs_that_a_workbook_cannot_hold_are_left_out() -> None:
    book = load_workbook(io.BytesIO(figures_xlsx(report(organisation="Zorg\x00groep\x0b"))))
    assert book.worksheets[0]["B1"].value == "Zorggroep"


def test_a_report_without_a_total_has_its_band_only() -> None:
    made = report(3)
    lines = table_lines(figures_csv(made))
    assert lines[1:] == [["Kerncijfers", "contacten", "", "0–4"]]
    assert load_workbook(io.BytesIO(figures_xlsx(made))).sheetnames == [
        "Kerncijfers",
        "Toelichting",
    ]


def test_a_withdrawn_report_says_so_in_every_workbook() -> None:
    body = figures_xlsx(report(is_withdrawn=True))
    sheet = load_workbook(io.BytesIO(body)).worksheets[0]
    assert "ingetrokken" in str(sheet["A4"].value)


def test_the_order_is_the_taxonomys_whatever_the_numbers_are() -> None:
    orders = set()
    for seed in range(6):
        made = report(140, seed=seed)
        orders.add(tuple(row.label for row in reading.read_tables(made)[2].rows))
    assert len(orders) == 1
