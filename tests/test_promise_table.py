"""The table of make promises: what was reached counts, and nothing else does."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from tests.promises.table import Line, Outcome, is_kept, load, read_lines, report, save

FIGURE = Line(promise=1, what="saves", good=10, tried=10, floor=10)
OUTCOME = Outcome(name="test_01", digest="a", passed=True, seconds=3, lines=(FIGURE,))


def test_parts_of_one_figure_are_added_up(tmp_path: Path) -> None:
    part = {"promise": 1, "what": "saves", "good": 4, "tried": 5, "floor": 5}
    for name in ("1-10.jsonl", "1-11.jsonl"):
        (tmp_path / name).write_text(json.dumps(part) + "\n")
    assert read_lines(tmp_path) == (replace(FIGURE, good=8),)


def test_an_outcome_is_kept_for_its_source_only(tmp_path: Path) -> None:
    save(tmp_path, OUTCOME)
    kept = load(tmp_path, "test_01")
    assert kept == OUTCOME
    assert is_kept(kept, "a")
    assert not is_kept(kept, "b")
    assert load(tmp_path, "test_02") is None


def test_nothing_short_of_its_figure_passes() -> None:
    assert report([OUTCOME], (1,), fresh=())[1]
    for worse in (
        replace(OUTCOME, passed=False),
        replace(OUTCOME, lines=()),
        replace(OUTCOME, lines=(replace(FIGURE, good=9),)),
        replace(OUTCOME, lines=(replace(FIGURE, good=9, tried=9),)),
    ):
        text, is_reached = report([worse], (1,), fresh=())
        assert not is_reached
        assert "test_01" in text
        assert not is_kept(worse, "a")


def test_a_promise_without_a_figure_is_named() -> None:
    text, is_reached = report([OUTCOME], (1, 2), fresh={"test_01"})
    assert not is_reached
    assert "promise 2 has no figure" in text
