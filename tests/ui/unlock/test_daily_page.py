"""Choosing the daily way in with the keyboard alone."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from vertrouwen.services.new_keys import NewKeys
from vertrouwen.services.vault_access import VaultAccess, Ways
from vertrouwen.ui.first_start.frame import Frame
from vertrouwen.ui.tasks import Tasks
from vertrouwen.ui.unlock.daily_page import DailyPage

PASSPHRASE = "zes losse woorden voor een proef"


@pytest.fixture
def frame(
    qtbot: QtBot, access: VaultAccess, tasks: Tasks, made_keys: NewKeys
) -> Iterator[tuple[Frame, DailyPage]]:
    access.unlock_with_device(threading.Event())
    frame = Frame(["Herstelcode", "Dagelijkse toegang"])
    page = DailyPage(access, tasks, Ways(device=False, passphrase=False, strict=True))
    page.busy.connect(frame.set_busy)
    qtbot.addWidget(frame)
    with qtbot.waitActive(frame, timeout=20_000):
        frame.show()
        frame.activateWindow()
    frame.show_page(page, 1)
    qtbot.waitUntil(lambda: not tasks.is_busy)
    yield frame, page


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def test_the_keyboard_alone_sets_a_new_passphrase(
    qtbot: QtBot, frame: tuple[Frame, DailyPage], access: VaultAccess
) -> None:
    _window, page = frame
    fields = page.form.passphrase_fields
    assert fields is not None
    visited = []
    for _press in range(12):
        visited.append(focused())
        if focused() is fields.first.control.widget():
            break
        qtbot.keyClick(focused(), Qt.Key.Key_Tab)
    assert fields.take_button in visited
    assert fields.others_link in visited
    qtbot.keyClicks(focused(), PASSPHRASE)
    qtbot.keyClick(focused(), Qt.Key.Key_Tab)
    qtbot.keyClicks(focused(), PASSPHRASE)
    with qtbot.waitSignal(page.finished, timeout=20_000):
        qtbot.keyClick(focused(), Qt.Key.Key_Return)
    assert access.ways().strict


def test_return_on_the_link_that_skips_skips(
    qtbot: QtBot, frame: tuple[Frame, DailyPage], access: VaultAccess
) -> None:
    _window, page = frame
    page.form.choice.set_value("device")  # so that the page could be submitted as well
    page.form._follow_choice()
    page.skip_link.setFocus()
    with qtbot.waitSignal(page.finished, timeout=20_000):
        qtbot.keyClick(focused(), Qt.Key.Key_Return)
    assert access.ways() == Ways(device=True, passphrase=False)
    assert not page._tasks.is_busy
