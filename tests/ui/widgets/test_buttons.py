"""Buttons: every key that presses a button presses ours."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from vertrouwen.ui.cases.facts import FactLine
from vertrouwen.ui.sidebar import GoToButton, SidebarItem
from vertrouwen.ui.widgets import Button


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
@pytest.mark.parametrize(
    "make",
    [
        lambda: Button("Dan"),
        lambda: SidebarItem("Zaken", "folder", "Ctrl+2"),
        GoToButton,
        lambda: FactLine("Spoor", ""),
    ],
    ids=["button", "place", "go-to", "fact"],
)
def test_a_focused_button_goes_before_the_enter_of_its_window(
    qtbot: QtBot, make: Callable[[], QPushButton], key: Qt.Key
) -> None:
    window = QWidget()
    first, second = Button("Eerst"), make()
    box = QVBoxLayout(window)
    box.addWidget(first)
    box.addWidget(second)
    presses: list[str] = []
    first.clicked.connect(lambda: presses.append("first"))
    second.clicked.connect(lambda: presses.append("second"))
    for keys in ("Return", "Enter"):
        QShortcut(QKeySequence(keys), window, lambda: presses.append("window"))
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    second.setFocus()
    qtbot.waitUntil(second.hasFocus)
    qtbot.keyClick(second, key)
    assert presses == ["second"]
