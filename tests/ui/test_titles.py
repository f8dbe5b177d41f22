"""What stands outside a window, in its title, a task bar or a print queue, tells nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

import vertrouwen.ui
from vertrouwen.ui import failures
from vertrouwen.ui.widgets.dialogs import confirm

SOURCES = sorted(Path(vertrouwen.ui.__file__).parent.rglob("*.py"))
NAMING = {"setWindowTitle": 0, "setDocName": 0, "setWindowFilePath": 0}
FILE_DIALOGS = {"ask_file": 1, "ask_new_file": 1, "ask_folder": 1}
CANARY = "Noor Kanariegeel"


def _named(path: Path) -> Iterator[tuple[int, ast.expr]]:
    """Yield what is given to a window, a file dialog or a printed document as its name."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        name = node.func.id if isinstance(node.func, ast.Name) else name
        place = NAMING.get(name, FILE_DIALOGS.get(name))
        if place is not None and len(node.args) > place:
            yield node.lineno, node.args[place]


def _is_fixed(name: ast.expr) -> bool:
    """Whether it is a word of the program, as it stands or translated, without a value in it."""
    if isinstance(name, ast.Call) and isinstance(name.func, ast.Name) and name.func.id == "_":
        name = name.args[0]
    return isinstance(name, ast.Constant)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_every_title_is_a_fixed_word_of_the_program(path: Path) -> None:
    loose = [line for line, name in _named(path) if not _is_fixed(name)]
    assert loose == []


def test_titles_are_found_where_they_are() -> None:
    found = [name for path in SOURCES for _line, name in _named(path)]
    assert len(found) >= 10


def test_a_question_about_somebody_has_the_title_of_the_program(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    dialog = confirm(window, f"{CANARY} weghalen?", CANARY, "Weghalen", lambda: None)
    assert dialog.windowTitle() == "Vertrouwen"
    dialog.reject()


def test_a_failure_has_the_title_of_the_program(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    failures.show_calmly(window, CANARY)
    (box,) = [child for child in window.children() if isinstance(child, QWidget)]
    assert box.windowTitle() == "Vertrouwen"
    box.close()
