"""Settings: what is chosen is in force at once; keys and backups change only when proven."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel
from pytestqt.qtbot import QtBot
from tests.conftest import KeyringOnDemand

from vertrouwen.domain.errors import DomainError
from vertrouwen.services.back_up import last_backup
from vertrouwen.services.drafts import drafts
from vertrouwen.services.practice import Practice
from vertrouwen.services.preferences import Preferences
from vertrouwen.services.settings import minimum_unit, set_minimum_unit, set_profile
from vertrouwen.services.vault_access import NewKeys, VaultAccess
from vertrouwen.ui.screen import Shell
from vertrouwen.ui.settings.screen import SettingsScreen
from vertrouwen.ui.widgets import ConfirmDialog
from vertrouwen.vault.errors import VaultError

PATIENCE_MS = 20_000
PASSPHRASE = "zes losse woorden voor een proef"


class Look:
    """Keeps the preferences a test chose."""

    def __init__(self) -> None:
        self.preferences = Preferences()

    def keep_preferences(self, preferences: Preferences) -> None:
        self.preferences = preferences


@pytest.fixture
def look() -> Look:
    return Look()


@pytest.fixture
def practice(access: VaultAccess, made_keys: NewKeys) -> Practice:
    opened = access.unlock_with_device(threading.Event()).practice
    set_profile(opened, "A. Voorbeeld", "NL")
    return opened


@pytest.fixture
def screen(
    qtbot: QtBot, shell: Shell, practice: Practice, access: VaultAccess, look: Look
) -> Iterator[SettingsScreen]:
    page = SettingsScreen(shell, practice, access, look)
    qtbot.addWidget(page)
    page.resize(1100, 760)
    page.show()
    page.refresh()
    qtbot.waitUntil(lambda: not shell.tasks.is_busy, timeout=PATIENCE_MS)
    yield page


def settle(qtbot: QtBot, screen: SettingsScreen) -> None:
    qtbot.waitUntil(lambda: not screen.shell.tasks.is_busy, timeout=PATIENCE_MS)
    QApplication.processEvents()


def words(widget: Any) -> str:
    QApplication.processEvents()
    labels = [w.text() for w in widget.findChildren(QLabel) if w.isVisible()]
    buttons = [b.text() for b in widget.findChildren(QAbstractButton) if b.isVisible()]
    return "\n".join(labels + buttons)


def test_language_colours_and_size_are_in_force_at_once(screen: SettingsScreen, look: Look) -> None:
    card = screen.appearance_card
    for control, value in ((card.language, "en"), (card.colours, "dark"), (card.text_scale, "1.5")):
        control.set_value(value)
        card._choose()
    assert look.preferences == Preferences(language="en", colours="dark", text_scale=1.5)


def test_the_name_of_the_adviser_is_kept_and_never_empty(
    qtbot: QtBot, screen: SettingsScreen, practice: Practice
) -> None:
    card = screen.practice_card
    assert card.field("name").value() == "A. Voorbeeld"
    card.field("name").control.set_value("  ")
    card.confirm_button.click()
    assert card.field("name").error()
    card.set_values({"name": "B. Voorbeeld", "country": "BE"})
    card.confirm_button.click()
    settle(qtbot, screen)
    assert (practice.profile().name, practice.profile().country) == ("B. Voorbeeld", "BE")


def test_a_half_typed_name_survives_and_goes_once_it_is_saved(
    qtbot: QtBot, screen: SettingsScreen, practice: Practice
) -> None:
    card = screen.practice_card
    tasks = screen.shell.tasks
    card.field("name").control.widget().setText("B. Voorb")
    qtbot.waitUntil(lambda: not tasks.is_busy and "settings:practice" in drafts(practice))
    screen.refresh()
    settle(qtbot, screen)
    assert card.field("name").value() == "B. Voorb"
    card.confirm_button.click()
    qtbot.waitUntil(lambda: not tasks.is_busy and drafts(practice) == [])
    assert practice.profile().name == "B. Voorb"


def test_a_backup_is_verified_and_its_age_is_shown(
    qtbot: QtBot, screen: SettingsScreen, practice: Practice, tmp_path: Path
) -> None:
    card = screen.backup_card
    assert "nog geen reservekopie" in words(card)
    card.make(tmp_path / "kopie.vertrouwen")
    assert not card.make_button.isEnabled()
    settle(qtbot, screen)
    assert card.make_button.isEnabled()
    assert (tmp_path / "kopie.vertrouwen").stat().st_size > 0
    assert last_backup(practice) is not None
    card._show_age(datetime(2026, 11, 24, 9, tzinfo=UTC))
    assert "is gecontroleerd" in words(card)
    card._show_age(datetime(2026, 11, 1, 9, tzinfo=UTC))
    assert "23 dagen oud" in words(card)


def test_the_keys_stay_with_the_backup_while_it_is_made(
    qtbot: QtBot, screen: SettingsScreen, tmp_path: Path
) -> None:
    card = screen.backup_card
    card.make_button.setFocus()
    card.make(tmp_path / "kopie.vertrouwen")
    assert screen.window().focusWidget() is card.panel.cancel_button
    settle(qtbot, screen)
    assert screen.window().focusWidget() is card.make_button


def test_a_backup_that_fails_says_so_and_remembers_nothing(
    qtbot: QtBot, screen: SettingsScreen, practice: Practice, tmp_path: Path
) -> None:
    card = screen.backup_card
    card.make(tmp_path / "no such folder" / "kopie.vertrouwen")
    settle(qtbot, screen)
    assert card.banner.text()
    assert last_backup(practice) is None


def test_a_cancelled_backup_leaves_nothing_behind(
    qtbot: QtBot, screen: SettingsScreen, practice: Practice, tmp_path: Path
) -> None:
    card = screen.backup_card
    card.make(tmp_path / "kopie.vertrouwen")
    card._stop()
    settle(qtbot, screen)
    assert card.banner.text().startswith("Gestopt")
    assert list(tmp_path.glob("*.vertrouwen*")) == []
    assert last_backup(practice) is None


def test_the_old_code_holds_until_two_groups_of_the_new_one_were_typed_back(
    qtbot: QtBot, screen: SettingsScreen, access: VaultAccess, made_keys: NewKeys
) -> None:
    card = screen.recovery_card
    card.new_button.click()
    assert card.panel is not None
    keys = card.panel._keys
    assert not card.confirm_button.isEnabled()
    card.panel.cover()
    for field in card.panel.fields:
        field.control.set_value(keys.groups[field.number - 1])
    assert card.confirm_button.isEnabled()
    card.confirm_button.click()
    settle(qtbot, screen)
    assert card.panel is None
    access.close()
    with pytest.raises(VaultError) as error:
        access.unlock_with_recovery_code(made_keys.code)
    assert error.value.code == "recovery_code_wrong"
    access.unlock_with_recovery_code(keys.code)


def test_keeping_the_old_code_changes_nothing(
    screen: SettingsScreen, access: VaultAccess, made_keys: NewKeys
) -> None:
    card = screen.recovery_card
    card.new_button.click()
    card.cancel_link.click()
    assert card.panel is None
    access.close()
    access.unlock_with_recovery_code(made_keys.code)


def test_a_passphrase_can_take_the_place_of_the_login_and_back(
    qtbot: QtBot, screen: SettingsScreen, access: VaultAccess
) -> None:
    card = screen.access_card
    assert "aanmelding op deze computer" in words(card)
    card.passphrase_button.click()
    assert card.passphrase is not None
    assert not card.save_button.isEnabled()
    card.passphrase.first.control.set_value(PASSPHRASE)
    card.passphrase.second.control.set_value(PASSPHRASE)
    card.save_button.click()
    settle(qtbot, screen)
    assert access.ways().passphrase
    card.forget_button.click()
    screen.findChildren(ConfirmDialog)[0].act_button.click()
    settle(qtbot, screen)
    assert not access.ways().device
    card.keyring_button.click()
    settle(qtbot, screen)
    assert access.ways().device


def test_a_keyring_in_trouble_is_explained_and_the_passphrase_stays(
    qtbot: QtBot,
    screen: SettingsScreen,
    access: VaultAccess,
    keyring_on_demand: type[KeyringOnDemand],
) -> None:
    card = screen.access_card
    access.set_passphrase(PASSPHRASE)
    access.forget_keyring()
    card.refresh()
    settle(qtbot, screen)
    keyring_on_demand.behaviour = "locked"
    card.keyring_button.click()
    settle(qtbot, screen)
    assert "op slot" in card.banner.text()
    assert access.ways().passphrase
    assert not access.ways().device


def test_the_least_size_of_a_unit_is_kept(
    qtbot: QtBot, shell: Shell, screen: SettingsScreen, practice: Practice
) -> None:
    card = screen.reports_card
    qtbot.waitUntil(lambda: card.minimum.value() == "50")
    card.minimum.set_value("100")
    qtbot.waitUntil(lambda: not shell.tasks.is_busy)
    assert minimum_unit(practice) == 100
    with pytest.raises(DomainError):
        set_minimum_unit(practice, 10)
