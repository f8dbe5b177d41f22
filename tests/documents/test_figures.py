"""Figures for other programs: text stays text, and only what the page shows stands in them."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.documents.released_figures import problems
from tests.documents.reports import counts_of, report
from vertrouwen.documents import report as reading
from vertrouwen.documents.figures import figures_csv, figures_json, figures_xlsx
from vertrouwen.language import LANGUAGES, Language

FORMULAS = ["=1+1", "+31 6", "-HYPERLINK(1)", "@SUM(A1)", "\tx", "\n=2"]


def table_lines(body: bytes, delimiter: str = ";") -> list[list[str]]:
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig")), delimiter=delimiter))


def test_the_text_file_opens_in_a_spreadsheet_by_itself() -> None:
    body = figures_csv(report())
    assert body.startswith(b"\xef\xbb\xbf") and b"\r\n" in body
    lines = table_lines(body)
    assert lines[0] == ["Tabel", "Rij", "Aantal"]
    assert lines[1] == ["Kerncijfers", "contacten", "60"]


def test_the_text_file_holds_every_shown_number_and_every_sentence() -> None:
    made = report(30, seed=2, spread=1.0)
    lines = table_lines(figures_csv(made))
    for table in reading.read_tables(made):
        mine = [line[1:] for line in lines if line[0] == table.title]
        if table.is_shown:
            rows = [[label, str(value)] for label, value in table.rows]
            assert mine == [*rows, ["Totaal", str(table.total)]]
        else:
            assert mine == [[table.note]]


@pytest.mark.parametrize("name", FORMULAS)
def test_a_name_like_a_formula_stays_a_text(name: str) -> None:
    made = report(organisation=name, adviser=name)
    body = figures_xlsx(made)
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
def test_a_label_like_a_formula_is_no_formula_in_the_text_file(name: str) -> None:
    made = report()
    labels = {key: name for key in made.labels.titles}
    changed = type(made.labels)(
        titles=labels, categories=made.labels.categories, roles=made.labels.roles
    )
    lines = table_lines(figures_csv(report(labels=changed)))
    assert {line[0] for line in lines[2:]} == {"'" + name}


def test_the_workbook_has_values_only_and_hides_nothing() -> None:
    book = load_workbook(io.BytesIO(figures_xlsx(report())))
    assert [sheet.title for sheet in book.worksheets] == ["Cijfers", "Toelichting"]
    assert all(sheet.sheet_state == "visible" for sheet in book.worksheets)
    assert not book.defined_names
    figures = book.worksheets[0]
    assert all(not dim.hidden for dim in figures.column_dimensions.values())
    numbers = [row[2].value for row in figures.iter_rows(min_row=5) if row[2].value is not None]
    assert len(numbers) > 20 and all(isinstance(n, int) and n >= 5 for n in numbers)


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


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_json_is_what_its_format_says(language: Language) -> None:
    document = json.loads(figures_json(report(language=language)))
    assert problems(document) == []
    (edition,) = document["editions"]
    assert edition["total"] == 60
    assert edition["atoms"][0] == "2025-01/2025-03"


def test_the_check_of_the_json_finds_what_is_wrong() -> None:
    document: dict[str, Any] = json.loads(figures_json(report()))
    (edition,) = document["editions"]
    edition["tables"][0]["cells"][1]["value"] = 4
    assert any("small" in problem for problem in problems(document))
    document["editions"][0]["tables"][1]["cells"][1]["at"] = {"Spoor": "verzonnen"}
    assert any("unknown" in problem for problem in problems(document))


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    number=st.integers(0, 150),
    unit=st.sampled_from(["meldingen", "contacten"]),
    spread=st.sampled_from([0.1, 0.3, 1.0]),
)
def test_no_small_count_leaves_in_any_file(
    seed: int, number: int, unit: str, spread: float
) -> None:
    made = report(number, seed=seed, unit=unit, spread=spread)
    counts = counts_of(number, seed, unit, spread)
    document = json.loads(figures_json(made))
    assert problems(document) == []
    printed = [
        int(line[2])
        for line in table_lines(figures_csv(made))[1:]
        if line[2:] and "–" not in line[2]
    ]
    assert all(value >= 5 for value in printed)
    if counts.total < 5:
        assert printed == [] and document["editions"][0]["tables"] == []
    assert len(document["editions"][0]["tables"]) == len(made.figures.tables)


def test_files_of_two_years_that_differ_only_below_the_threshold_are_the_same() -> None:
    """A canary: whatever hides in a file hides in one of these bytes."""
    for write in (figures_csv, figures_json, figures_xlsx):
        assert len({write(report(number, seed=number)) for number in range(5)}) == 1
