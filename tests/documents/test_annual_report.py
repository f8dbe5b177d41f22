"""The report on paper: what it says, what it never says, and that it can be read anywhere."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.documents.reports import report
from vertrouwen.documents import charts
from vertrouwen.documents import report as reading
from vertrouwen.documents.annual_report import annual_report_pdf
from vertrouwen.language import LANGUAGES, Language

GOLDEN = Path(__file__).parent / "golden"


def pages(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("name", "number", "unit"),
    [("many", 60, "contacten"), ("some", 60, "meldingen"), ("few", 3, "contacten")],
)
def test_the_paper_reads_as_it_did(name: str, number: int, unit: str, language: Language) -> None:
    """Look at the page before replacing a golden text: it is what a board reads."""
    written = "\n\f\n".join(pages(annual_report_pdf(report(number, unit=unit, language=language))))
    expected = (GOLDEN / f"report-{name}-{language}.txt").read_text(encoding="utf-8")
    assert written + "\n" == expected


def test_the_same_report_gives_the_same_bytes() -> None:
    assert annual_report_pdf(report()) == annual_report_pdf(report())


def test_every_font_is_embedded() -> None:
    fonts = {}
    for page in PdfReader(io.BytesIO(annual_report_pdf(report()))).pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            entry = font.get_object()
            fonts[entry["/BaseFont"]] = entry.get("/FontDescriptor")
    assert any("Inter" in name for name in fonts) and any("Serif" in name for name in fonts)
    for descriptor in fonts.values():
        assert descriptor is not None and "/FontFile2" in descriptor.get_object()


@pytest.mark.parametrize("language", LANGUAGES)
def test_title_and_language_stand_in_the_file(language: Language) -> None:
    reader = PdfReader(io.BytesIO(annual_report_pdf(report(language=language))))
    assert reader.metadata is not None
    assert "Zorggroep Elzenbrink" in str(reader.metadata.title)
    assert reader.metadata.author == "Marleen van Dijk"
    assert reader.trailer["/Root"]["/Lang"] == language  # type: ignore[index]
    assert "reportlab" not in str(reader.metadata).lower()


def test_every_page_has_its_number_and_the_counting_unit() -> None:
    texts = pages(annual_report_pdf(report()))
    for number, page in enumerate(texts, start=1):
        assert f"{number} van {len(texts)}" in page
        assert "Teleenheid: contact." in page


def test_a_withheld_table_is_a_sentence() -> None:
    small = report(14, seed=2, spread=1.0)
    withheld = [table for table in reading.read_tables(small) if not table.is_shown]
    text = " ".join(" ".join(pages(annual_report_pdf(small))).split())
    assert withheld
    assert text.count("zonder het risico op herleidbaarheid te lopen.") == len(withheld)


def test_a_total_below_five_gives_its_band_and_no_number_of_cases() -> None:
    texts = {number: pages(annual_report_pdf(report(number))) for number in range(5)}
    assert len({tuple(t) for t in texts.values()}) == 1
    assert "0–4" in texts[3][0] and "0 tot en met 4 contacten" in texts[3][0]


def test_a_report_that_is_not_issued_says_so() -> None:
    assert (
        "Voorbeeld: nog niet vastgesteld" in pages(annual_report_pdf(report(released_on=None)))[0]
    )


def test_names_with_signs_of_markup_are_only_names() -> None:
    text = pages(annual_report_pdf(report(organisation="Bos & <b>Zn</b>", adviser="A <i>B")))[0]
    assert "Bos & <b>Zn</b>" in text and "A <i>B" in text


def test_a_very_long_name_fits_on_the_page() -> None:
    assert len(pages(annual_report_pdf(report(organisation="Samenwerkingsverband " * 25)))) >= 2


def test_a_withheld_number_stands_nowhere_in_the_file() -> None:
    """Two years that differ only below the threshold give the same bytes."""
    few = [annual_report_pdf(report(number, seed=number)) for number in (0, 1, 4)]
    assert few[0] == few[1] == few[2]


@pytest.mark.parametrize("largest", [5, 6, 23, 30, 31, 99, 250, 1000, 98765])
def test_the_axis_begins_at_zero_and_reaches_the_largest(largest: int) -> None:
    step, last = charts._ticks(largest)
    assert last >= largest and last % step == 0 and last // step <= 6


def test_the_chart_shows_only_what_the_table_shows() -> None:
    for seed in range(8):
        made = report(40, seed=seed)
        drawn = reading.charted(made)
        shown = {table.name for table in reading.read_tables(made) if table.is_shown}
        assert (drawn in shown) if shown else drawn is None
