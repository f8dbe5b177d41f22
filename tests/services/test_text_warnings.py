"""The adviser's own words are looked at too: a number or a name may say what the tables hide."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.conftest import Clock
from tests.services.reports import Client, client
from vertrouwen.language.sentences_reports import sentence
from vertrouwen.services.make_report import text_warnings
from vertrouwen.services.practice import Practice
from vertrouwen.services.report_choices import ReportView, Texts


@pytest.fixture
def view(practice: Practice, clock: Clock) -> ReportView:
    clock.at = datetime(2026, 2, 3, 14, 30)
    parted: Client = client(practice, units=(120, 20))
    parted.record(40)
    return parted.look(tables=frozenset({"rol", "afdeling"}))


def found(view: ReportView, text: str) -> list[tuple[str, str]]:
    texts = Texts(highlights=text)
    return [(w.code, w.found) for w in text_warnings(view.report, texts)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Er waren 3 meldingen over pesten.", ["3"]),
        ("Drie melders vertrokken.", ["Drie"]),
        ("Slechts één keer ging het mis.", ["één"]),
        ("Both reporters left; eleven stayed.", ["Both", "eleven"]),
        ("Vier meldingen, waarvan 7% ernstig.", ["Vier", "7%"]),
        ("Ongeveer de helft kwam van buiten.", ["de helft"]),
        ("Het aantal steeg van 2 naar 4.", ["2", "4"]),
        ("Eenentachtig of drieënzeventig.", ["Eenentachtig", "drieënzeventig"]),
        ("Ninety-eight, a hundred.", ["Ninety-eight", "hundred"]),
    ],
)
def test_a_number_that_is_no_shown_figure_is_pointed_out(
    view: ReportView, text: str, words: list[str]
) -> None:
    assert found(view, text) == [("number_not_shown", word) for word in words]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "In 2025 waren er 40 meldingen.",
        "Een rustig jaar; een paar gesprekken.",
        "Het gesprek van 12 maart en van 3-4-2025 ging over beleid.",
        "Veertig meldingen in totaal.",
        "Zie ISO45001 en paragraaf B2.",
    ],
)
def test_a_shown_figure_a_year_or_a_day_is_fine(view: ReportView, text: str) -> None:
    assert found(view, text) == []


def test_a_unit_whose_number_is_not_shown_is_pointed_out(view: ReportView) -> None:
    assert found(view, "Bij Onderdeel 2 was het onrustig.") == [("names_withheld", "Onderdeel 2")]


def test_a_warning_says_in_which_text_and_where(view: ReportView) -> None:
    texts = Texts(introduction="Een rustig jaar.", advice="Spreek met alle 3 teams.")
    (warning,) = text_warnings(view.report, texts)
    assert (warning.field, warning.start, warning.found) == ("advice", 16, "3")
    assert warning.found in sentence(warning.code, {"found": warning.found})


@pytest.mark.parametrize(
    "text",
    ["De stagiairs bleven weg.", "Vooral leidinggevenden belden.", "De directeur vroeg advies.",
     "Bestuurders en vrijwilligers.", "The volunteers asked."],
)  # fmt: skip
def test_a_function_without_a_number_of_its_own_is_pointed_out(view: ReportView, text: str) -> None:
    assert found(view, text)
    assert {code for code, _words in found(view, text)} == {"names_withheld"}
