"""Every row of the public truth is coded right or put to the adviser."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.imports.truth import preview, score, truth
from vertrouwen.imports.doubts import NL_FIELDS

FILES = ("registratie-2023-2025.xlsx", "registratie-2025.csv")
CANARY = re.compile(r"testnaam|@|geb\.|\+31", re.IGNORECASE)


@pytest.mark.parametrize("name", FILES)
def test_nothing_is_wrong_and_unflagged_and_most_is_right_alone(
    name: str, record_property: Callable[[str, object], None]
) -> None:
    rows = {row.row: row for row in preview(name).rows}
    found = score(rows, truth(), name)
    record_property(f"{name} right alone", found.share_alone)
    assert found.wrong_and_unflagged == []
    assert found.share_alone >= 0.97


@pytest.mark.parametrize("name", FILES)
def test_the_records_are_found_and_nothing_else(name: str) -> None:
    expected = [r["rij"] for r in truth()["bestanden"][name]["regels"]]
    assert [row.row for row in preview(name).rows] == expected


@pytest.mark.parametrize("name", FILES)
def test_exactly_the_rows_that_may_not_count_are_blocked(name: str) -> None:
    rows = {row.row: row for row in preview(name).rows}
    for expected in truth()["bestanden"][name]["regels"]:
        blocking = {f["veld"] for f in expected["vlaggen"] if f["niveau"] == "blokkerend"}
        found = {f.field for f in rows[expected["rij"]].flags if f.level == "blokkerend"}
        assert found == blocking, expected["rij"]


@pytest.mark.parametrize("name", FILES)
def test_every_field_the_adviser_must_decide_is_flagged_as_such(name: str) -> None:
    rows = {row.row: row for row in preview(name).rows}
    for expected in truth()["bestanden"][name]["regels"]:
        open_fields = {f["veld"] for f in expected["vlaggen"] if f["niveau"] == "beslissen"}
        found = {f.field for f in rows[expected["rij"]].flags if f.level == "beslissen"}
        assert open_fields <= found, expected["rij"]


@pytest.mark.parametrize("name", FILES)
def test_a_label_that_must_be_asked_is_a_flag_on_its_field(name: str) -> None:
    read = preview(name)
    known = truth()["labels"]
    columns = {c.field: c.header for cs in read.columns.values() for c in cs if c.field}
    asked = {
        (field, label.strip())
        for field, header in columns.items()
        for label, entry in known.get(header, {}).items()
        if entry["soort"] == "vraag"
    }
    certain = {
        (label.field, label.label)
        for label in read.labels
        if label.kind in ("synonym", "typo", "name")
    }
    assert not asked & certain
    assert set(NL_FIELDS) >= {field for field, _ in asked}


@pytest.mark.parametrize("name", FILES)
def test_no_name_of_a_person_becomes_a_coded_fact(name: str) -> None:
    for row in preview(name).rows:
        assert not CANARY.search(str(row.as_json()))


def test_the_hidden_sheet_and_the_hidden_column_are_left_out_and_mentioned() -> None:
    read = preview(FILES[0])
    codes = {w.code for w in read.warnings}
    assert {"blad_verborgen", "kolommen_verborgen"} <= codes
    headers = [c.header for cs in read.columns.values() for c in cs]
    assert not any("oud" in header for header in headers)
    assert set(read.columns) == {"Registratie"}
