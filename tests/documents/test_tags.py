"""The structure of the paper, for who has it read aloud."""

from __future__ import annotations

import io
import re
from collections import Counter
from typing import Any

import pytest
from pypdf import PdfReader

from tests.documents.reports import edition_of_year, report
from vertrouwen.documents import report as reading
from vertrouwen.documents.annual_report import annual_report_pdf

EARLIER = (edition_of_year(60, seed=1, year=2023), edition_of_year(80, seed=2, year=2024))


@pytest.fixture(scope="module")
def reader() -> PdfReader:
    return PdfReader(io.BytesIO(annual_report_pdf(report(140, earlier=EARLIER))))


def elements(entry: Any) -> list[Any]:
    """Return an element and all below it, in the order in which they are read."""
    found = [entry]
    for kid in entry["/K"]:
        kid = kid.get_object()
        if kid.get("/Type") == "/StructElem":
            found += elements(kid)
    return found


def root_of(reader: PdfReader) -> Any:
    return reader.trailer["/Root"]["/StructTreeRoot"]["/K"].get_object()  # type: ignore[index]


def test_the_file_says_that_it_is_tagged(reader: PdfReader) -> None:
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]  # type: ignore[index]


def test_there_is_one_title_and_a_heading_for_every_section(reader: PdfReader) -> None:
    tags = Counter(str(entry["/S"]) for entry in elements(root_of(reader)))
    assert tags["/Document"] == tags["/H1"] == 1
    assert tags["/H2"] == len(reader.outline) == 10


def test_every_table_has_heads_for_its_columns_and_rows(reader: PdfReader) -> None:
    made = report(140, earlier=EARLIER)
    trend = reading.read_trend(made)
    tables = [e for e in elements(root_of(reader)) if e["/S"] == "/Table"]
    printed = [trend, *reading.read_tables(made)]
    assert len(tables) == len(printed)
    for table, read in zip(tables, printed, strict=True):
        assert read is not None
        scopes = [e["/A"]["/Scope"] for e in elements(table) if e["/S"] == "/TH"]
        assert scopes.count("/Column") == len(read.columns) + 1
        assert scopes.count("/Row") == len(read.rows)


def test_a_withheld_cell_is_read_as_not_shown(reader: PdfReader) -> None:
    cells = [e for e in elements(root_of(reader)) if e["/S"] == "/TD"]
    assert "niet getoond" in {e.get("/Alt") for e in cells}
    assert "niet getoond: 0 tot en met 9" in {e.get("/Alt") for e in cells}


def test_the_bars_are_told_in_words(reader: PdfReader) -> None:
    told = [str(e["/Alt"]) for e in elements(root_of(reader)) if e["/S"] == "/Figure"]
    assert told[0].startswith("Staafdiagram van Soort contact, vanaf nul. Meldingen: ")
    assert len(told) == 5


def test_every_mark_on_a_page_has_its_element_and_every_element_its_mark(
    reader: PdfReader,
) -> None:
    root: Any = reader.trailer["/Root"]["/StructTreeRoot"]  # type: ignore[index]
    numbers = root["/ParentTree"]["/Nums"]
    marked = 0
    for place, page in enumerate(reader.pages):
        contents = page.get_contents()
        assert contents is not None
        stream = contents.get_data().decode("latin-1")
        marks = [int(n) for n in re.findall(r"/MCID (\d+)>> BDC", stream)]
        assert marks == list(range(len(marks)))
        assert page["/StructParents"] == place == numbers[2 * place]
        assert len(numbers[2 * place + 1].get_object()) == len(marks)
        assert stream.count("BDC") + stream.count("BMC") == stream.count("EMC")
        marked += len(marks)
    pieces = [k for e in elements(root_of(reader)) for k in e["/K"] if "/MCID" in k.get_object()]
    assert len(pieces) == marked


def test_no_text_is_left_without_element_but_foot_head_and_axis(reader: PdfReader) -> None:
    page = reader.pages[1].get_contents()
    assert page is not None
    stream = page.get_data().decode("latin-1")
    artifacts = re.findall(r"/Artifact BMC(.*?)EMC", stream, flags=re.S)
    assert sum(part.count(" Tj") for part in artifacts) == 3  # two in the foot, one in the head


def test_the_heads_of_a_table_over_two_pages_are_read_once() -> None:
    from vertrouwen.documents.report import Texts

    own = Texts(introduction="woord " * 700)
    wide = report(140, texts=own)
    tags = elements(root_of(PdfReader(io.BytesIO(annual_report_pdf(wide)))))
    for entry in tags:
        if entry["/S"] == "/TH" and entry["/A"]["/Scope"] == "/Column":
            assert len(entry["/K"]) == 1
