"""The house keeps its shape: who may know whom, how long a file may be, what it may be called."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "src" / "vertrouwen").rglob("*.py"))
LONGEST = 420
EMPTY_WORDS = re.compile(r"(^|_|(?<=[a-z]))(utils?|helpers?|managers?|misc|common)($|_)", re.I)
APPLICATION = {"app", "application", "qt", "QApplication"}
UNFINISHED = re.compile(r"\b(TODO|FIXME)\b")


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _room(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _defined_names(path: Path) -> Iterator[str]:
    """Yield the names of a module, its classes and its functions."""
    yield path.parent.name if path.stem == "__init__" else path.stem
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name


def test_imports_point_downwards(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    status = lint_imports(no_cache=True)
    assert status == EXIT_STATUS_SUCCESS, capsys.readouterr().out


@pytest.mark.parametrize("path", SOURCES, ids=_room)
def test_a_file_holds_one_thought(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize("path", SOURCES, ids=_room)
def test_names_say_what_a_thing_is(path: Path) -> None:
    assert [name for name in _defined_names(path) if EMPTY_WORDS.search(name)] == []


@pytest.mark.parametrize("name", ["helpers", "case_utils", "KeyManager", "misc", "common_rules"])
def test_a_name_that_says_nothing_is_noticed(name: str) -> None:
    assert EMPTY_WORDS.search(name)


@pytest.mark.parametrize("name", ["management", "commonness", "case", "utilisation"])
def test_an_honest_name_is_left_alone(name: str) -> None:
    assert not EMPTY_WORDS.search(name)


@pytest.mark.parametrize("path", SOURCES, ids=_room)
def test_nothing_is_left_unfinished(path: Path) -> None:
    assert not UNFINISHED.search(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", SOURCES, ids=_room)
def test_what_is_public_says_its_purpose(path: Path) -> None:
    tree = _tree(path)
    public = [
        node
        for node in tree.body
        if isinstance(node, ast.ClassDef | ast.FunctionDef)
        and not node.name.startswith("_")
        and "overload" not in map(ast.unparse, node.decorator_list)
    ]
    assert ast.get_docstring(tree), "the module has no docstring"
    assert [node.name for node in public if not ast.get_docstring(node)] == []


@pytest.mark.parametrize("path", SOURCES, ids=_room)
def test_no_dialog_blocks_the_program(path: Path) -> None:
    """Only the application itself is run with `exec`; a dialog is opened and reports later."""
    blocking = [
        node.lineno
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"exec", "exec_"}
        and ast.unparse(node.func.value).split(".")[-1] not in APPLICATION
    ]
    assert blocking == []
