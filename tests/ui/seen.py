"""What somebody at the screen sees of a widget, and presses on it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot


def words(widget: QWidget) -> str:
    """Return all words that can be read now, line by line."""
    QApplication.processEvents()
    labels = [w.text() for w in widget.findChildren(QLabel) if w.isVisible()]
    buttons = [b.text() for b in widget.findChildren(QAbstractButton) if b.isVisible()]
    return "\n".join(labels + buttons)


def press(qtbot: QtBot, widget: QWidget, key: Qt.Key) -> None:
    """Press a key where the focus is, which must lie in this widget."""
    focused = widget.window().focusWidget()
    assert focused is not None
    assert widget.isAncestorOf(focused)
    focused.activateWindow()
    qtbot.waitUntil(focused.hasFocus)
    QTest.keyClick(focused, key)
