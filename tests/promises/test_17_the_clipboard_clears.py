"""Promise 17: what is copied leaves the clipboard after 30 seconds, on lock and on exit.

Another program, a process of its own on the same X server, copies over us, keeps copies, and says
what it is offered. What it put there itself stays.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from tests.promises import figures
from vertrouwen.services.new_keys import NewKeys
from vertrouwen.services.settings import set_profile
from vertrouwen.services.vault_access import VaultAccess
from vertrouwen.ui import failures
from vertrouwen.ui import theme as theme_module
from vertrouwen.ui.app import App
from vertrouwen.ui.lock import clipboard as clipboard_module
from vertrouwen.ui.lock.clipboard import KEPT_SECONDS, PassingClipboard
from vertrouwen.ui.tasks import Tasks
from vertrouwen.ui.widgets import TextArea, TextField

if not os.environ.get("DISPLAY") or not sys.platform.startswith("linux"):
    pytest.skip("needs an X server that two programs share", allow_module_level=True)

# A question of the other program that crosses with the clearing is answered with nothing.
pytestmark = pytest.mark.qt_log_ignore("Cannot transfer data, no data available")

FULL = 20
CANARY = "Zij vertelt van de kanarie in de vergaderzaal"
FOREIGN = "een boodschappenlijst"
CTRL = Qt.KeyboardModifier.ControlModifier
MOMENT_SECONDS = 0.2


class Other:
    """Another program, asked over its standard input."""

    def __init__(self, qtbot: QtBot) -> None:
        """Start it."""
        self._qtbot = qtbot
        self._answers: list[Any] = []
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.promises.other_program"],
            cwd=Path(__file__).parents[2],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def ask(self, line: str) -> Any:
        """Tell it what to do and return its answer; meanwhile our own window lives."""
        assert self._process.stdin is not None
        self._answers.clear()
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        self._qtbot.waitUntil(lambda: bool(self._answers))
        return self._answers[0]

    def take(self, text: str) -> None:
        """Have it copy a text, and wait until we have heard of it."""
        self.ask(f"copy {text}")
        self._qtbot.waitUntil(lambda: not QGuiApplication.clipboard().ownsClipboard())

    @property
    def offered(self) -> str:
        """The text it is offered."""
        return str(self.ask("look")["text"])

    def close(self) -> None:
        """End it."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._reader.join()
        self._process.wait()
        self._process.stdout.close()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._answers.append(json.loads(line))


@pytest.fixture
def other(qtbot: QtBot) -> Iterator[Other]:
    program = Other(qtbot)
    program.ask("look")
    yield program
    program.close()


@pytest.fixture
def kept(tasks: Tasks, monkeypatch: pytest.MonkeyPatch) -> Iterator[PassingClipboard]:
    """The clipboard as the program has it, with a shorter time."""
    assert KEPT_SECONDS <= 30
    seconds = KEPT_SECONDS if figures.IS_FULL else MOMENT_SECONDS
    monkeypatch.setattr(clipboard_module, "KEPT_SECONDS", seconds)
    passing = PassingClipboard(QGuiApplication.clipboard())
    yield passing
    passing.stop()


def by_keys(field: QLineEdit | TextArea, qtbot: QtBot) -> None:
    qtbot.keyClick(field, Qt.Key.Key_C, CTRL)


def by_cutting(field: QLineEdit | TextArea, qtbot: QtBot) -> None:
    qtbot.keyClick(field, Qt.Key.Key_X, CTRL)


def by_menu(field: QLineEdit | TextArea, qtbot: QtBot) -> None:
    menu: QMenu = field.createStandardContextMenu()
    names = {action.objectName(): action for action in menu.actions()}
    names["edit-copy"].trigger()
    menu.deleteLater()


def by_the_old_keys(field: QLineEdit | TextArea, qtbot: QtBot) -> None:
    qtbot.keyClick(field, Qt.Key.Key_Insert, CTRL)


ACTS = (by_keys, by_cutting, by_menu, by_the_old_keys)
FIELDS = (TextField, TextArea)


def hear_from_the_screen(window: QWidget, other: Other, text: str) -> None:
    """Let a window get an event: X hands the clipboard to who heard from it last."""
    window.setWindowTitle(text)
    other.ask("look")


def filled(kind: type[TextField] | type[TextArea], qtbot: QtBot) -> TextField | TextArea:
    field = kind()
    qtbot.addWidget(field)
    field.show()
    field.set_value(CANARY)
    field.selectAll()
    return field


@pytest.mark.parametrize("kind", FIELDS)
@pytest.mark.parametrize("act", ACTS)
def test_every_way_to_copy_says_that_it_is_not_to_be_kept_and_clears(
    kind: type[TextField] | type[TextArea],
    act: Callable[[QLineEdit | TextArea, QtBot], None],
    kept: PassingClipboard,
    other: Other,
    qtbot: QtBot,
) -> None:
    field = filled(kind, qtbot)
    hear_from_the_screen(field, other, "Vertrouwen")
    act(field, qtbot)
    offer = other.ask("look")
    assert offer["text"] == CANARY
    hints = {name: bytes.fromhex(value) for name, value in offer["formats"].items()}
    assert hints["x-kde-passwordManagerHint"] == b"secret"
    for name, value in (
        ("ExcludeClipboardContentFromMonitorProcessing", b"1"),
        ("CanIncludeInClipboardHistory", bytes(4)),
        ("CanUploadToCloudClipboard", bytes(4)),
    ):
        assert hints[f'application/x-qt-windows-mime;value="{name}"'] == value
    qtbot.waitUntil(lambda: other.offered == "", timeout=(KEPT_SECONDS + 30) * 1000)
    figures.reached(17, "copies marked and gone in 30 s", good=1, tried=1, floor=1)


def test_what_another_program_copied_stays(
    kept: PassingClipboard, other: Other, qtbot: QtBot
) -> None:
    tried, good = figures.amount(FULL), 0
    window = filled(TextField, qtbot)
    for number in range(tried):
        hear_from_the_screen(window, other, str(number))
        QGuiApplication.clipboard().setText(CANARY)
        foreign = f"{FOREIGN} {number}"
        other.take(foreign)
        # All that could take it away: the time, a lock, the end.
        kept._timers[QClipboard.Mode.Clipboard].timeout.emit()
        kept.clear()
        good += other.offered == foreign
    figures.reached(17, "foreign content untouched", good=good, tried=tried, floor=FULL)


def test_a_copy_that_another_program_kept_is_taken_away_too(
    kept: PassingClipboard, other: Other, qtbot: QtBot
) -> None:
    hear_from_the_screen(filled(TextField, qtbot), other, "Vertrouwen")
    QGuiApplication.clipboard().setText(CANARY)
    other.ask("keep")
    qtbot.waitUntil(lambda: other.offered == "", timeout=(KEPT_SECONDS + 30) * 1000)


def test_what_is_marked_with_the_mouse_clears_as_well(kept: PassingClipboard, qtbot: QtBot) -> None:
    clipboard = QGuiApplication.clipboard()
    clipboard.setText(CANARY, QClipboard.Mode.Selection)
    assert clipboard.mimeData(QClipboard.Mode.Selection).hasFormat("x-kde-passwordManagerHint")
    qtbot.waitUntil(
        lambda: clipboard.text(QClipboard.Mode.Selection) == "",
        timeout=(KEPT_SECONDS + 30) * 1000,
    )


@pytest.fixture
def app(
    tasks: Tasks,
    access: VaultAccess,
    made_keys: NewKeys,
    tmp_path: Path,
    clock: Callable[[], datetime],
) -> Iterator[App]:
    theme_before = theme_module._current
    program = App(
        access=access,
        folder=tmp_path / "data",
        clock=lambda: clock().astimezone(),
        restart=[],
    )
    practice = access.unlock_with_device(threading.Event()).practice
    set_profile(practice, "A. Voorbeeld", "NL")
    program.show_practice(practice, "settings")
    yield program
    program.end()
    if program.window is not None:
        program.window.close()
        program.window.deleteLater()
    failures.uninstall()
    theme_module._current = theme_before


@pytest.mark.parametrize("end", ["lock", "end"])
def test_a_lock_and_the_end_take_it_away(end: str, app: App, other: Other, qtbot: QtBot) -> None:
    assert app.window is not None
    hear_from_the_screen(app.window, other, "Vertrouwen.")
    QApplication.clipboard().setText(CANARY)
    assert other.offered == CANARY
    getattr(app, end)()
    qtbot.waitUntil(lambda: other.offered == "")
    figures.reached(17, f"clears on {end}", good=1, tried=1, floor=1)


@pytest.mark.parametrize("end", ["lock", "end"])
def test_a_lock_and_the_end_leave_what_is_foreign(end: str, app: App, other: Other) -> None:
    assert app.window is not None
    hear_from_the_screen(app.window, other, "Vertrouwen.")
    QApplication.clipboard().setText(CANARY)
    other.take(FOREIGN)
    getattr(app, end)()
    assert other.offered == FOREIGN
