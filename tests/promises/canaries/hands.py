"""Hands on the windows of the program: type, press, choose, and wait for what comes of it."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any, NoReturn

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QLabel, QLineEdit, QWidget

from tests.promises.canaries.words import canary
from vertrouwen.ui.app import App
from vertrouwen.ui.main_window import MainWindow
from vertrouwen.ui.widgets import ComboField, FormPanel, RadioGroup, TextArea, TextField

Steps = Generator[Callable[[], bool]]
LOOK_MS = 10
PATIENCE = 4_000
"""How often a step is looked at before it counts as stuck."""
FAILED = 7
LONG = frozenset({"reasoning"})
"""Fields that ask for more than a word."""


class Hands:
    """What the adviser does with a window."""

    def __init__(self, app: App) -> None:
        """Get hold of the program."""
        self.app = app

    @property
    def window(self) -> QWidget:
        """The window that stands there."""
        assert self.app.window is not None
        return self.app.window

    @property
    def main(self) -> MainWindow:
        """The window of the practice."""
        assert isinstance(self.app.window, MainWindow)
        return self.app.window

    def screen(self, key: str) -> Any:
        """The screen of this name."""
        return self.main.screen_of(key)

    def calm(self) -> bool:
        """Whether nothing is under way."""
        return not self.app.tasks.is_busy

    def type(self, widget: QWidget, what: str, *, long: bool = False) -> None:
        """Type the canary of one place, key by key."""
        word = canary(what)
        text = " ".join([word] * 12) if long else word
        QTest.keyClicks(widget, text)
        report(f"canary {what}")

    def press(self, text: str, inside: QWidget | None = None) -> None:
        """Press the visible button with these words."""
        QCoreApplication.processEvents()
        place = inside or self.window
        for button in place.findChildren(QAbstractButton):
            if button.isVisible() and button.isEnabled() and button.text().startswith(text):
                button.click()
                return
        seen = [b.text() for b in place.findChildren(QAbstractButton) if b.isVisible()]
        raise AssertionError(f"no button {text}: {seen}")

    def fill(self, form: FormPanel, place: str, /, **chosen: Any) -> None:
        """Choose what is named, type a canary into each text, take the first of other choices."""
        for name, value in chosen.items():
            control = form.field(name).control
            control.set_value(value)
            control.edited.emit()  # type: ignore[attr-defined]
        QCoreApplication.processEvents()
        for name, field in list(form._fields.items()):
            control = field.control
            if name in chosen or not field.isVisibleTo(form):
                continue
            if type(control) in (TextField, TextArea):
                control.set_value("")
                self.type(control.widget(), f"{place}: {name}", long=name in LONG)
            elif isinstance(control, ComboField) and control.value() is None:
                first = next(
                    (i for i in range(control.count()) if control.itemData(i) is not None), None
                )
                if first is not None:
                    control.setCurrentIndex(first)
                    control.edited.emit()
            elif isinstance(control, RadioGroup) and control.value() is None:
                raise AssertionError(f"{place}: nothing chosen for {name}")

    def form(self) -> FormPanel:
        """The form that is open."""
        QCoreApplication.processEvents()
        return next(f for f in self.window.findChildren(FormPanel) if f.isVisible())

    def choose_file(self, path: str) -> Callable[[], bool]:
        """Return a step that chooses a file once the dialog is there."""

        def chosen() -> bool:
            for dialog in self.app.qt.topLevelWidgets():  # type: ignore[attr-defined]
                found = dialog if isinstance(dialog, QFileDialog) else None
                found = found or dialog.findChild(QFileDialog)
                if found is not None and found.isVisible():
                    edit = found.findChild(QLineEdit, "fileNameEdit")
                    assert edit is not None
                    # Folders one has been to are what a dialog likes to remember.
                    found.setDirectory(str(Path(path).parent))
                    edit.setText(Path(path).name)
                    found.accept()
                    return True
            return False

        return chosen


def report(line: str) -> None:
    """Tell the test what was typed where."""
    os.write(int(os.environ["REPORT_FD"]), f"{line}\n".encode())


def drive(app: App, steps: Steps) -> None:
    """Carry out steps, each as soon as what it waits for is there."""
    timer = QTimer(app)
    timer.setInterval(LOOK_MS)
    waited: list[Callable[[], bool]] = [lambda: True]
    looks = [0]

    def look() -> None:
        try:
            looks[0] += 1
            if not waited[0]():
                if looks[0] > PATIENCE:
                    give_up(f"stuck: {seen()}")
                return
            looks[0] = 0
            waited[0] = next(steps)
        except StopIteration:
            timer.stop()
        except BaseException:
            give_up(traceback.format_exc())

    def seen() -> list[str]:
        labels = app.window.findChildren(QLabel) if app.window is not None else []
        return [label.text() for label in labels if label.isVisible() and label.text()]

    def give_up(why: str) -> NoReturn:
        report(f"failed {why}")
        os._exit(FAILED)

    timer.timeout.connect(look)
    timer.start()
