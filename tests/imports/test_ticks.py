"""A cross in a column is read as its header; anything else in it is doubted."""

from __future__ import annotations

import pytest

from tests.imports.truth import VOCABULARY
from vertrouwen.imports.durations import read_duration
from vertrouwen.imports.labels import LabelReader
from vertrouwen.imports.ticks import is_ticked, ticked_labels


@pytest.mark.parametrize("cell", ["x", "X", 1, 1.0, True, "ja", "J", "✓", "TRUE"])
def test_a_tick_is_a_tick(cell: object) -> None:
    assert is_ticked(cell) is True


@pytest.mark.parametrize("cell", [None, "", " ", 0, False, "nee", "N", "-"])
def test_no_is_no_tick(cell: object) -> None:
    assert is_ticked(cell) is False


def test_a_question_mark_in_a_column_to_tick_is_put_to_the_adviser() -> None:
    said = ticked_labels([("x", "Pesten"), ("?", "Intimidatie"), (None, "Discriminatie")])
    assert said is not None
    reading = LabelReader("nature", VOCABULARY).read(said)
    assert reading.codes == ("pesten",)
    assert reading.is_guess


@pytest.mark.parametrize(
    ("label", "code"),
    [("pesten", "pesten"), ("pesterijen", "be_pesterijen"), ("OSGW", "be_osgw")],
)
def test_what_a_code_is_called_means_that_code_in_belgium_too(label: str, code: str) -> None:
    reading = LabelReader("nature", VOCABULARY, belgian=True).read(label)
    assert reading.codes == (code,)
    assert reading.kind == "synonym"


@pytest.mark.parametrize("text", ["45'", "45’", "0:45", "45 min", "0u45", "drie kwartier"])
def test_three_quarters_of_an_hour_however_written(text: str) -> None:
    assert read_duration(text).minutes == 45
