"""The card "Vergrendelen en privacy": each choice is in force at once, and says what it cannot."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from vertrouwen.services.preferences import LOCK_MINUTES, Preferences
from vertrouwen.ui.settings.lock_card import LockCard


class Look:
    """Keeps the preferences a test chose."""

    def __init__(self) -> None:
        self.preferences = Preferences()

    def keep_preferences(self, preferences: Preferences) -> None:
        self.preferences = preferences


def card(qtbot: QtBot, look: Look, is_kept_off: bool) -> LockCard:
    shown = LockCard(look, is_kept_off)
    qtbot.addWidget(shown)
    return shown


def words(shown: LockCard) -> str:
    return " ".join(label.text() for label in shown.findChildren(QLabel))


def test_every_choice_is_kept_at_once(qtbot: QtBot) -> None:
    look = Look()
    shown = card(qtbot, look, is_kept_off=True)
    shown.minutes.set_value("15")
    shown.minimised.click()
    shown.blurs.click()
    shown.captured.click()
    assert look.preferences == Preferences(
        lock_minutes=15, locks_minimised=True, blurs_when_left=False, may_be_captured=True
    )


def test_the_card_shows_what_is_in_force(qtbot: QtBot) -> None:
    look = Look()
    look.preferences = replace(look.preferences, lock_minutes=2, locks_minimised=True)
    shown = card(qtbot, look, is_kept_off=True)
    assert shown.minutes.value() == "2"
    assert shown.minimised.isChecked()
    assert shown.blurs.isChecked()
    assert not shown.captured.isChecked()


def test_other_preferences_stay_as_they_are(qtbot: QtBot) -> None:
    look = Look()
    look.preferences = Preferences(language="en", colours="dark", text_scale=1.25)
    shown = card(qtbot, look, is_kept_off=True)
    shown.minimised.click()
    assert look.preferences.looks == ("en", "dark", 1.25)


def test_where_a_system_cannot_keep_windows_off_captures_the_card_says_so(qtbot: QtBot) -> None:
    look = Look()
    shown = card(qtbot, look, is_kept_off=False)
    assert not shown.captured.isEnabled()
    assert shown.captured.isChecked()
    assert "niet buiten een gedeeld scherm" in words(shown)
    shown.minimised.click()
    assert not look.preferences.may_be_captured


@pytest.mark.parametrize("minutes", LOCK_MINUTES)
def test_the_window_can_never_stay_open_for_ever(minutes: int, qtbot: QtBot) -> None:
    look = Look()
    shown = card(qtbot, look, is_kept_off=True)
    shown.minutes.set_value(str(minutes))
    assert look.preferences.lock_minutes == minutes
