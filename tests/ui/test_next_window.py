"""A window keeps its size: over the next window, and over the next start."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from vertrouwen.services.preferences import Preferences
from vertrouwen.ui.next_window import show_in_place, with_size_of


def test_the_size_is_kept_over_a_start(qtbot: QtBot) -> None:
    first, again = QWidget(), QWidget()
    for window in (first, again):
        qtbot.addWidget(window)
    show_in_place(first, None, Preferences(), is_minimised=False)
    assert (first.width(), first.height()) == (1280, 800)
    first.resize(1100, 720)
    kept = with_size_of(first, Preferences(language="en"))
    assert kept == Preferences(language="en", window_size=(1100, 720))
    show_in_place(again, None, kept, is_minimised=False)
    assert (again.width(), again.height()) == (1100, 720)


def test_no_window_is_larger_than_the_screen(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    show_in_place(window, None, Preferences(window_size=(9000, 9000)), is_minimised=False)
    room = window.screen().availableSize()
    assert window.width() <= room.width()
    assert window.height() <= room.height()


def test_a_window_that_filled_the_screen_does_so_again(qtbot: QtBot) -> None:
    first, later, again = QWidget(), QWidget(), QWidget()
    for window in (first, later, again):
        qtbot.addWidget(window)
    first.resize(1100, 720)
    first.showMaximized()
    qtbot.waitUntil(first.isMaximized)
    show_in_place(later, first, Preferences(), is_minimised=False)
    assert later.isMaximized()
    kept = with_size_of(later, Preferences())
    assert kept.is_maximised
    show_in_place(again, None, kept, is_minimised=False)
    assert again.isMaximized()
