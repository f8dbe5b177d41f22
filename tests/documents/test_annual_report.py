"""The report on paper: what it says, what it never says, and that it can be read anywhere."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from reportlab.pdfgen.canvas import Canvas

from tests.documents.reports import QUESTIONS, edition_of_year, report
from vertrouwen.documents import report as reading
from vertrouwen.documents import style
from vertrouwen.documents.annual_report import annual_report_pdf
from vertrouwen.documents.charts import Axis, Bar, bar_of
from vertrouwen.documents.read import ReadCell
from vertrouwen.documents.report import Report, Texts
from vertrouwen.language import LANGUAGES, Language

GOLDEN = Path(__file__).parent / "golden"
BEFORE = tuple(edition_of_year(60 + 9 * n, seed=n, year=2020 + n) for n in range(5))
OWN = Texts(
    introduction="Ik sprak met medewerkers van alle onderdelen.\nU vindt mij op dinsdag.",
    highlights="Meer vragen over pesten.\n\n- Leidinggevenden bellen vaker.",
    advice="Maak de gedragscode bekend bij inhuur.",
)


def golden_report(name: str, language: Language) -> Report:
    if name == "many":
        return report(140, language=language, earlier=BEFORE, texts=OWN, has_late=True)
    if name == "some":
        return report(40, language=language, counting_unit="meldingen", released_on=None)
    if name == "withdrawn":
        return report(60, language=language, is_withdrawn=True)
    return report(3, language=language, texts=OWN)


def pages(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def whole_text(made: Report) -> str:
    return " ".join(" ".join(pages(annual_report_pdf(made))).split())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["many", "some", "few", "withdrawn"])
def test_the_paper_reads_as_it_did(name: str, language: Language) -> None:
    """Look at the page before replacing a golden text: it is what a board reads."""
    written = "\n\f\n".join(pages(annual_report_pdf(golden_report(name, language))))
    expected = (GOLDEN / f"report-{name}-{language}.txt").read_text(encoding="utf-8")
    assert written + "\n" == expected


def test_the_same_report_gives_the_same_bytes() -> None:
    made = golden_report("many", "nl")
    assert annual_report_pdf(made) == annual_report_pdf(made)


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


def test_the_counting_unit_stands_under_every_table() -> None:
    made = golden_report("many", "nl")
    tables = len(reading.read_tables(made)) + 1
    papers = pages(annual_report_pdf(made))
    assert whole_text(made).count("Teleenheid: contact.") == tables + len(papers)


def test_sections_stand_in_their_order() -> None:
    reader = PdfReader(io.BytesIO(annual_report_pdf(golden_report("many", "nl"))))
    titles = [str(entry.title) for entry in reader.outline]  # type: ignore[union-attr]
    assert [title.split(" ", 1)[1] for title in titles] == [
        "Inleiding", "Hoe leest u dit verslag?", "Kerncijfers",
        "Vergelijking met eerdere verslagen", "Wat opvalt", "Soort contact", "Spoor", "Aard",
        "Relatie van de aangeklaagde", "Verdeling over de periode",
        "Aard en relatie van de aangeklaagde", "Aard en organisatieonderdeel", "Advies",
    ]  # fmt: skip


def test_late_reports_are_mentioned_where_there_are_any() -> None:
    assert "(nagekomen)" in whole_text(report(60, has_late=True))
    assert "(nagekomen)" not in whole_text(report(60))


def test_a_total_below_five_gives_its_band_and_no_number_of_cases() -> None:
    texts = {number: pages(annual_report_pdf(report(number))) for number in range(5)}
    assert len({tuple(t) for t in texts.values()}) == 1
    assert "0–4" in texts[3][0] and "0 tot en met 4 contacten" in texts[3][0]


def test_a_report_that_is_not_issued_says_so_on_every_page() -> None:
    made = annual_report_pdf(report(60, released_on=None))
    assert all("Voorbeeld: nog niet vastgesteld" in page for page in pages(made))


def test_a_withdrawn_report_says_so_on_every_page() -> None:
    made = annual_report_pdf(report(60, is_withdrawn=True))
    assert all("Ingetrokken" in page and "INGETROKKEN" in page for page in pages(made))


def test_names_and_texts_with_signs_of_markup_are_only_words() -> None:
    own = Texts(introduction='<font size="60">Hard</font> & <br/> <img src="x"/> &amp;')
    made = report(organisation="Bos & <b>Zn</b>", adviser="A <i>B", texts=own)
    text = whole_text(made)
    assert "Bos & <b>Zn</b>" in text and "A <i>B" in text
    assert '<font size="60">Hard</font> & <br/> <img src="x"/> &amp;' in text


def test_line_breaks_of_the_adviser_are_kept() -> None:
    own = Texts(advice="Eerste regel.\r\nTweede regel.\n\n\nNieuwe alinea.")
    text = "\n".join(pages(annual_report_pdf(report(texts=own))))
    assert "Eerste regel.\nTweede regel.\nNieuwe alinea." in text


@pytest.mark.parametrize(
    "words", ["w" * 900, "woord " * 2000, "\n" * 300, "\x00\x1b\ufffe", "🙂 ok"]
)
def test_odd_texts_fit_on_the_pages(words: str) -> None:
    own = Texts(introduction=words, highlights=words, advice=words)
    assert pages(annual_report_pdf(report(texts=own)))


def test_a_very_long_name_fits_on_the_page() -> None:
    assert len(pages(annual_report_pdf(report(organisation="Samenwerkingsverband " * 25)))) >= 2


def test_all_twelve_units_of_a_wide_crossing_stand_on_the_page() -> None:
    text = whole_text(report(140)).replace(" ", "")
    for _code, name, _english in QUESTIONS["afdeling"].categories:
        assert reading.sentence_case(name).replace(" ", "") in text


@pytest.mark.parametrize("largest", [0, 1, 5, 6, 23, 30, 31, 99, 250, 1000, 98765])
def test_the_axis_begins_at_zero_and_reaches_the_largest(largest: int) -> None:
    axis = Axis.reaching(largest)
    assert axis.last >= max(largest, 1) and axis.last % axis.step == 0
    assert axis.last // axis.step <= 6


def cell(value: int | None, low: int | None = None, high: int | None = None) -> ReadCell:
    return ReadCell(text="", spoken="", value=value, low=low, high=high, at=(),
                    is_withheld=value is None)  # fmt: skip


def test_a_bar_is_a_shown_number_or_the_outline_of_a_printed_interval() -> None:
    assert bar_of(cell(23)) == Bar(0, 23, False)
    assert bar_of(cell(None, 0, 7)) == Bar(0, 7, True)
    assert bar_of(cell(None, 12, 19)) == Bar(12, 19, True)
    assert bar_of(cell(None)) is None


def test_the_width_of_every_bar_comes_from_what_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is drawn is measured: a bar that is longer or shorter would tell a number."""
    drawn: list[tuple[bool, float]] = []
    rect = Canvas.rect

    def note(self: Any, x: float, y: float, width: float, height: float, **how: int) -> None:
        if self._fillColorObj in (style.ACCENT, style.ACCENT_LIGHT) or how["stroke"]:
            drawn.append((bool(how["stroke"]), width))
        rect(self, x, y, width, height, **how)

    monkeypatch.setattr(Canvas, "rect", note)
    made = report(60)
    annual_report_pdf(made)
    expected: list[tuple[bool, float]] = []
    for table in reading.read_tables(made):
        bars = [bar_of(row.cells[0]) for row in table.rows if not row.is_total]
        if table.is_crossing:
            continue
        last = Axis.reaching(max(bar.end for bar in bars if bar)).last
        expected += [(b.is_outline, (b.end - b.start) / last) for b in bars if b]
    room = max(width for _outline, width in drawn) / max(share for _outline, share in expected)
    assert len(drawn) == len(expected) > 10
    for (is_outline, width), (expects_outline, share) in zip(drawn, expected, strict=True):
        assert is_outline == expects_outline
        assert width == pytest.approx(share * room)
