"""Coming back from a backup, from the window."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from tests.conftest import KeyringOnDemand

from vertrouwen.bootstrap import vault_access
from vertrouwen.services.new_keys import NewKeys
from vertrouwen.services.settings import set_profile
from vertrouwen.services.vault_access import VaultAccess, Ways
from vertrouwen.ui.tasks import Tasks
from vertrouwen.ui.unlock.daily_page import DailyPage
from vertrouwen.ui.unlock.restore_window import RestoreWindow

PATIENCE_MS = 20_000
PASSPHRASE = "zes losse woorden voor een proef"


@pytest.fixture
def clean(tmp_path: Path, clock: Any) -> Iterator[VaultAccess]:
    """A computer without a vault."""
    access = vault_access(tmp_path / "clean", lambda: clock().astimezone())
    yield access
    access.close()


@pytest.fixture
def backup(access: VaultAccess, made_keys: NewKeys, tmp_path: Path) -> Path:
    practice = access.unlock_with_device(threading.Event()).practice
    set_profile(practice, "A. Voorbeeld", "NL")
    path = tmp_path / "kopie.vertrouwen"
    access.back_up(path, lambda _done, _total: None)
    access.close()
    return path


def window_on(qtbot: QtBot, access: VaultAccess, tasks: Tasks) -> RestoreWindow:
    window = RestoreWindow(access, tasks)
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def look(qtbot: QtBot, backup: Path, made_keys: NewKeys) -> Callable[[RestoreWindow], None]:
    def look_into(window: RestoreWindow) -> None:
        window.page.set_container(backup)
        window.page.code.control.set_value(made_keys.code)
        window.frame.next_button.click()
        qtbot.waitUntil(lambda: window.page.view is not None, timeout=PATIENCE_MS)

    return look_into


@pytest.fixture
def restore(
    qtbot: QtBot, tasks: Tasks, look: Callable[[RestoreWindow], None]
) -> Callable[[RestoreWindow], DailyPage]:
    def look_and_restore(window: RestoreWindow) -> DailyPage:
        look(window)
        window.frame.next_button.click()
        qtbot.waitUntil(lambda: window.daily_page is not None and not tasks.is_busy)
        assert window.daily_page is not None
        return window.daily_page

    return look_and_restore


def choose_passphrase(page: DailyPage) -> None:
    fields = page.form.passphrase_fields
    assert fields is not None
    for field in (fields.first, fields.second):
        field.control.set_value(PASSPHRASE)


def test_backup_and_code_bring_the_practice_back(
    qtbot: QtBot, tasks: Tasks, clean: VaultAccess, restore: Any
) -> None:
    window = window_on(qtbot, clean, tasks)
    assert not window.frame.next_button.isEnabled()
    page = restore(window)
    assert page.form.passphrase_fields, "login and passphrase together are recommended"
    assert clean.ways() == Ways(device=False, passphrase=False)
    shown = " ".join(label.text() for label in page.findChildren(QLabel))
    assert "Tot dan opent alleen uw herstelcode ze" in shown
    choose_passphrase(page)
    with qtbot.waitSignal(window.restored, timeout=PATIENCE_MS) as signal:
        window.frame.next_button.click()
    assert signal.args[0].practice.profile().name == "A. Voorbeeld"
    clean.close()
    assert clean.ways().strict
    clean.unlock_strict(PASSPHRASE, threading.Event())


def test_enter_does_what_the_button_says_once_the_backup_was_looked_into(
    qtbot: QtBot, tasks: Tasks, clean: VaultAccess, look: Any
) -> None:
    window = window_on(qtbot, clean, tasks)
    look(window)
    assert window.frame.next_button.text() == "Terugzetten"
    assert not clean.exists
    assert window.focusWidget() is window.frame.next_button
    QTest.keyClick(window.frame.next_button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.daily_page is not None and not tasks.is_busy)


def test_where_the_keyring_does_not_answer_a_passphrase_is_set_after_the_restore(
    qtbot: QtBot,
    tasks: Tasks,
    clean: VaultAccess,
    keyring_on_demand: type[KeyringOnDemand],
    restore: Any,
) -> None:
    keyring_on_demand.behaviour = "locked"
    window = window_on(qtbot, clean, tasks)
    page = restore(window)
    choose_passphrase(page)
    with qtbot.waitSignal(window.restored, timeout=PATIENCE_MS) as signal:
        window.frame.next_button.click()
    assert signal.args[0].notices == ()
    assert clean.ways() == Ways(device=False, passphrase=True)


def test_the_daily_way_in_can_wait_after_a_restore(
    qtbot: QtBot, tasks: Tasks, clean: VaultAccess, restore: Any
) -> None:
    window = window_on(qtbot, clean, tasks)
    page = restore(window)
    with qtbot.waitSignal(window.restored, timeout=PATIENCE_MS):
        page.skip_link.click()
    assert clean.ways() == Ways(device=False, passphrase=False), "the code on paper holds"


def test_a_wrong_code_is_said_beside_the_field_and_changes_nothing(
    qtbot: QtBot, tasks: Tasks, clean: VaultAccess, backup: Path
) -> None:
    window = window_on(qtbot, clean, tasks)
    window.page.set_container(backup)
    window.page.code.control.set_value(clean.new_keys().code)
    window.frame.next_button.click()
    qtbot.waitUntil(lambda: not tasks.is_busy, timeout=PATIENCE_MS)
    assert "opent deze kluis niet" in window.page.code.error()
    assert not clean.exists
    assert window.frame.next_button.isEnabled()


def test_the_adviser_is_told_that_the_present_practice_stays(
    qtbot: QtBot, access: VaultAccess, tasks: Tasks, made_keys: NewKeys
) -> None:
    window = window_on(qtbot, access, tasks)
    shown = " ".join(label.text() for label in window.findChildren(QLabel))
    assert "niet overschreven" in shown


def test_the_keys_are_with_the_choice_of_the_backup(
    qtbot: QtBot, tasks: Tasks, clean: VaultAccess
) -> None:
    window = window_on(qtbot, clean, tasks)
    window.activateWindow()
    qtbot.waitUntil(lambda: window.focusWidget() is not None)
    assert window.focusWidget() is window.page.choose_button


def test_a_half_typed_code_is_known_and_can_be_forgotten(
    qtbot: QtBot, tasks: Tasks, clean: VaultAccess, backup: Path, made_keys: NewKeys
) -> None:
    window = window_on(qtbot, clean, tasks)
    window.page.set_container(backup)
    with qtbot.waitSignal(window.typing):
        window.page.code.control.set_value(made_keys.code)
    window.frame.next_button.click()
    qtbot.waitUntil(lambda: window.page.view is not None, timeout=PATIENCE_MS)
    window.forget_typed()
    assert window.page.code.value() == ""
    assert window.page.view is None  # whoever comes next has to type the code again
