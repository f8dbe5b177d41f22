"""House decision 2: PySide6 6.12.0 takes a reference from None in every void call."""

from __future__ import annotations

import PySide6
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

CALLS = 20_000


def test_twenty_thousand_calls_that_return_nothing_leave_none_alive(qtbot: QtBot) -> None:
    label = QLabel()
    qtbot.addWidget(label)

    answers = {label.setEnabled(True) for _call in range(CALLS)}

    assert answers == {None}


def test_the_broken_release_is_not_installed() -> None:
    assert PySide6.__version_info__[:2] == (6, 11)
