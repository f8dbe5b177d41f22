"""More advisers, each with another way of keeping a registration; truth made by hand first.

`truth.json` holds per file and per record what differs from `standaard`; "ASK" stands for what no
reader can know, so that it must be put to the adviser. `rij_zelf` is a doubt about the whole row.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.imports.truth import FLAGGED_UNDER, TODAY, VOCABULARY
from vertrouwen.imports.preview import CodedRow, Preview
from vertrouwen.imports.reading import read

FOLDER = Path(__file__).parent / "other_styles_2"
TRUTH: dict[str, Any] = json.loads((FOLDER / "truth.json").read_text(encoding="utf-8"))
FILES = tuple(TRUTH["bestanden"])
ASK = TRUTH["vraag"]


@cache
def preview(name: str) -> Preview:
    return read(FOLDER / name, VOCABULARY, today=TODAY)


def expected(name: str) -> list[dict[str, Any]]:
    return [TRUTH["standaard"] | row for row in TRUTH["bestanden"][name]]


def found_in(row: CodedRow) -> dict[str, Any]:
    found = row.as_json()
    consent = found["toestemming"]
    assert isinstance(consent, dict)
    return found | {"toestemming": consent["status"], "nr": row.number}


@pytest.mark.parametrize("name", FILES)
def test_the_records_of_another_style_are_found_and_nothing_else(name: str) -> None:
    assert len(preview(name).rows) == len(expected(name))


@pytest.mark.parametrize("name", FILES)
def test_nothing_in_another_style_is_wrong_and_unflagged(name: str) -> None:
    wrong = []
    for row, truth in zip(preview(name).rows, expected(name), strict=True):
        flagged = {flag.field for flag in row.flags}
        found = found_in(row)
        for key, value in truth.items():
            under = None if key == "rij_zelf" else FLAGGED_UNDER.get(key, key)
            if (value == ASK or found.get(key) != value) and under not in flagged:
                wrong.append((row.sheet, row.row, key, value, found.get(key)))
    assert wrong == []


@pytest.mark.parametrize("name", FILES)
def test_most_of_another_style_is_coded_without_a_decision(name: str) -> None:
    right = total = 0
    for row, truth in zip(preview(name).rows, expected(name), strict=True):
        decided = {flag.field for flag in row.flags if flag.level != "attentie"}
        found = found_in(row)
        for key, value in truth.items():
            if value != ASK:
                total += 1
                right += found.get(key) == value and FLAGGED_UNDER.get(key, key) not in decided
    assert right / total >= 0.95


@pytest.mark.parametrize("name", ["english_charity.xlsx", "ticks_of_steps.csv"])
def test_columns_that_are_left_out_are_named(name: str) -> None:
    read_file = preview(name)
    named: set[str] = set()
    for warning in read_file.warnings:
        headers = warning.params.get("headers")
        if warning.code == "kolommen_onbekend" and isinstance(headers, tuple):
            named.update(headers)
    unknown = {c.header for cs in read_file.columns.values() for c in cs if c.field is None}
    assert unknown
    assert named == unknown
