"""`vertrouwen protect`: an instance in, released figures out, or a sentence and nothing."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.statistics.faulty import FAULTS, GROUPS, SMALL, Document, changed, mutated
from tests.statistics.released import BENCHMARKS
from vertrouwen import cli
from vertrouwen.imports.instance import InstanceError, parse_instance
from vertrouwen.language.sentences import sentence


class Asked:
    """One run of the command."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._folder = folder
        self._capsys = capsys
        self.out = folder / "out.json"

    def __call__(self, content: Document | str | bytes | Path, *options: str) -> tuple[int, str]:
        """Return the exit status and what was said."""
        path = content if isinstance(content, Path) else self._folder / "instance.json"
        if isinstance(content, dict):
            content = json.dumps(content)
        if isinstance(content, str):
            content = content.encode()
        if isinstance(content, bytes):
            path.write_bytes(content)
        status = cli.protect(cli.parse(["protect", str(path), "--out", str(self.out), *options]))
        said = self._capsys.readouterr()
        assert (said.out == "") == (status != 0) and (said.err == "") == (status == 0)
        return status, said.out + said.err

    @property
    def released(self) -> Document:
        """What the command wrote."""
        written: Document = json.loads(self.out.read_text("utf-8"))
        return written


@pytest.fixture
def ask(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Asked:
    return Asked(tmp_path, capsys)


def check_format(released: Document) -> None:
    """Hold a document against `released-figures/1`."""
    assert released["format"] == "released-figures/1"
    assert set(released["parameters"]) >= {"threshold", "insider", "zeros_small"}
    codes: dict[str, set[str]] = {}
    for dimension in released["dimensions"]:
        groups = {group["name"] for group in dimension.get("groups", [])}
        codes[dimension["name"]] = groups | set(dimension["categories"])
        for group in dimension.get("groups", []):
            assert set(group["members"]) <= codes[dimension["name"]]
        roles = dimension["role"]
        roles = [roles] if isinstance(roles, str) else roles
        assert set(roles) <= {"identifying", "sensitive", "neutral"}
    for further in released["sensitive_sets"]:
        assert set(further["categories"]) <= codes[further["dimension"]]
    for edition in released["editions"]:
        assert edition["id"] and edition["atoms"]
        assert edition["total"] is None or edition["total"] >= 0
        for table in edition["tables"]:
            for cell in table["cells"]:
                _check_cell(cell, table["dimensions"], codes)


def _check_cell(cell: Document, table: list[str], codes: dict[str, set[str]]) -> None:
    assert set(cell) <= {"at", "value", "interval", "band", "structural"}
    assert set(cell["at"]) <= set(table)
    assert all(code in codes[name] for name, code in cell["at"].items())
    if cell["value"] is not None:
        assert isinstance(cell["value"], int) and cell["value"] >= 0
        assert set(cell) == {"at", "value"}
    if "interval" in cell:
        low, high = cell["interval"]
        assert 0 <= low < high


def test_an_instance_becomes_released_figures(ask: Asked) -> None:
    status, said = ask(SMALL, "--weights", "unit")

    assert status == 0
    assert "getoond" in said and "Gewicht" in said
    check_format(ask.released)
    assert [e["id"] for e in ask.released["editions"]] == ["first", "year"]
    newest = ask.released["editions"][-1]
    cells = [cell for table in newest["tables"] for cell in table["cells"]]
    assert any("interval" in cell for cell in cells)
    assert any(cell.get("structural") for cell in cells)


@pytest.mark.parametrize("weights", ["unit", "margin8", "secret"])
@pytest.mark.parametrize("name", ["gen-n025-l1-t5", "ed-q123-year"])
def test_an_instance_of_the_bench_is_protected_under_any_weights(
    ask: Asked, name: str, weights: str
) -> None:
    status, said = ask(BENCHMARKS / f"{name}.json", "--weights", weights)

    assert status == 0
    assert ("Gewicht" in said) == (weights != "secret")
    check_format(ask.released)


@pytest.mark.parametrize(
    ("name", "word"), [("gen-n003-refuse", "te weinig"), ("ed-corrected-late", "eerder")]
)
def test_what_may_not_be_released_leaves_no_file(ask: Asked, name: str, word: str) -> None:
    status, said = ask(BENCHMARKS / f"{name}.json")

    assert status == 1
    assert word in said
    assert not ask.out.exists()


def test_no_reports_at_all_are_refused(ask: Asked) -> None:
    status, said = ask({**SMALL, "counts": {**SMALL["counts"], "rows": []}, "editions_before": []})

    assert (status, "te weinig" in said) == (1, True)
    assert not ask.out.exists()


def test_an_edition_that_contradicts_the_reports_is_named(ask: Asked) -> None:
    wrong = deepcopy(SMALL)
    wrong["editions_before"][0]["figures"][0]["value"] = 8

    status, said = ask(wrong)

    assert status == 1
    assert "first" in said and "Herstel" in said


def test_an_edition_that_says_what_exists_cannot_exist_is_named(ask: Asked) -> None:
    wrong = deepcopy(SMALL)
    wrong["editions_before"][0]["figures"][1]["structural"] = True

    status, said = ask(wrong)

    assert (status, "first" in said) == (1, True)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_instance_has_its_sentence_and_no_file(ask: Asked, fault: str) -> None:
    content, word = FAULTS[fault]

    status, said = ask(content)

    assert status == 2
    assert word in said
    assert "Er ging iets mis in het programma" not in said
    assert not ask.out.exists()


def test_a_file_that_is_not_there_has_its_sentence(ask: Asked, tmp_path: Path) -> None:
    status, said = ask(tmp_path / "nowhere.json")

    assert (status, "kan niet gelezen worden" in said) == (2, True)


def test_a_file_that_cannot_be_written_has_its_sentence(ask: Asked, tmp_path: Path) -> None:
    ask.out = tmp_path / "no" / "folder" / "out.json"

    status, _said = ask(SMALL)

    assert status == 2
    assert not ask.out.exists()


def test_a_refusal_leaves_an_earlier_file_alone(ask: Asked) -> None:
    ask.out.write_text("kept")

    status, _said = ask(BENCHMARKS / "gen-n003-refuse.json")

    assert (status, ask.out.read_text()) == (1, "kept")


def test_a_group_may_hold_groups_that_come_later() -> None:
    groups = [
        {"name": "all but one", "members": ["inner", "overig"]},
        {"name": "inner", "members": ["pesten"]},
    ]

    scheme = parse_instance(changed(GROUPS, groups)).scheme

    assert scheme.dimensions[0].by_code["all but one"] == {"pesten", "overig"}


@settings(max_examples=400, deadline=None, derandomize=True)
@given(st.integers(0, 10**9))
def test_no_document_is_worse_than_faulty(seed: int) -> None:
    try:
        parse_instance(mutated(seed))
    except InstanceError as faulty:
        assert "programma zelf" not in sentence(faulty)


@pytest.mark.parametrize("first", range(0, 60, 10))
def test_what_can_be_read_is_protected_or_refused(ask: Asked, first: int) -> None:
    for seed in range(first, first + 10):
        ask.out.unlink(missing_ok=True)
        document = mutated(seed)
        status, said = ask(document, "--weights", "unit")
        assert status in (0, 1, 2)
        assert "programma zelf" not in said
        assert ask.out.exists() == (status == 0)
        if status == 0:
            check_format(ask.released)
