"""Other advisers keep other columns and words: coded right or asked, never silently wrong."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.imports.other_styles.styles import ASK, STYLES, Style
from tests.imports.truth import FLAGGED_UNDER, VOCABULARY
from vertrouwen.imports.reading import read


@pytest.mark.parametrize("style", STYLES, ids=lambda s: s.name)
def test_another_adviser_is_read_right_or_asked(style: Style, tmp_path: Path) -> None:
    rows = read(style.write(tmp_path), VOCABULARY, today=date(2025, 6, 1)).rows
    assert len(rows) == len(style.truth)
    for row, expected in zip(rows, style.truth, strict=True):
        found = row.as_json()
        flagged = {f.field for f in row.flags}
        for key, value in expected.items():
            if value is ASK:
                assert FLAGGED_UNDER.get(key, key) in flagged, (row.row, key)
            elif found.get(key) != value:
                assert FLAGGED_UNDER.get(key, key) in flagged, (row.row, key, found.get(key))


@pytest.mark.parametrize("style", STYLES, ids=lambda s: s.name)
def test_what_is_plain_in_another_style_is_not_asked(style: Style, tmp_path: Path) -> None:
    rows = read(style.write(tmp_path), VOCABULARY, today=date(2025, 6, 1)).rows
    right = total = 0
    for row, expected in zip(rows, style.truth, strict=True):
        found = row.as_json()
        for key, value in expected.items():
            if value is not ASK:
                total += 1
                right += found.get(key) == value
    assert right / total >= 0.95
