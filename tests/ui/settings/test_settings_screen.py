"""Settings: what is chosen is in force at once; keys and backups change only when proven."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot
from tests.conftest import KeyringOnDemand
from tests.ui.seen import press, words

from vertrouwen import language
from vertrouwen.domain.errors import DomainError
from vertrouwen.language import Language
from vertrouwen.services.back_up import last_backup
from vertrouwen.services.change_keys import sheet_in_force
from vertrouwen.services.drafts import drafts
from vertrouwen.services.new_keys import NewKeys
from vertrouwen.services.practice import Practice
from vertrouwen.services.preferences import Preferences
from vertrouwen.services.settings import minimum_unit, set_minimum_unit, set_profile
from vertrouwen.services.vault_access import VaultAccess, Ways
from vertrouwen.ui.first_start.daily_access import DailyAccessForm
from vertrouwen.ui.first_start.sheet import SheetDialog, page_image
from vertrouwen.ui.screen import Route, Shell
from vertrouwen.ui.settings.screen import SettingsScreen
from vertrouwen.ui.theme import Theme
from vertrouwen.ui.widgets import long_date
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


def is_in_sight(widget: QWidget) -> bool:
    """Whether all of it is seen."""
    QApplication.processEvents()
    return widget.visibleRegion().boundingRect() == widget.rect()


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
    press(qtbot, card, Qt.Key.Key_Return)
    settle(qtbot, screen)
    assert card.panel is None
    assert screen.window().focusWidget() is card.new_button
    qtbot.waitUntil(lambda: is_in_sight(card.new_button))
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


def begin_change(qtbot: QtBot, screen: SettingsScreen) -> DailyAccessForm:
    card = screen.access_card
    card.change_button.click()
    assert not card.save_button.isEnabled()
    settle(qtbot, screen)
    assert card.form is not None
    return card.form


def type_passphrase(form: DailyAccessForm, text: str) -> None:
    fields = form.passphrase_fields
    assert fields is not None
    for field in (fields.first, fields.second):
        field.control.set_value(text)


def test_a_passphrase_joins_the_login_and_leaves_it_again(
    qtbot: QtBot, screen: SettingsScreen, access: VaultAccess
) -> None:
    card = screen.access_card
    assert "Dat is geen slot" in words(card)
    form = begin_change(qtbot, screen)
    assert form.choice is not None
    form.choice.set_value("strict")
    form._follow_choice()
    assert not card.save_button.isEnabled()
    type_passphrase(form, PASSPHRASE)
    card.save_button.click()
    settle(qtbot, screen)
    assert access.ways() == Ways(device=False, passphrase=False, strict=True)
    assert "aanmelding en uw wachtzin samen" in words(card)
    form = begin_change(qtbot, screen)
    assert form.choice is not None
    assert form.choice.value() == "strict"
    form.choice.set_value("device")
    form._follow_choice()
    card.save_button.click()
    settle(qtbot, screen)
    assert access.ways() == Ways(device=True, passphrase=False)


def test_keeping_the_daily_way_in_changes_nothing(
    qtbot: QtBot, screen: SettingsScreen, access: VaultAccess
) -> None:
    begin_change(qtbot, screen)
    screen.access_card.close_link.click()
    settle(qtbot, screen)
    assert screen.access_card.form is None
    assert access.ways() == Ways(device=True, passphrase=False)


def test_esc_keeps_the_daily_way_in_and_enter_sets_another(
    qtbot: QtBot, screen: SettingsScreen, access: VaultAccess
) -> None:
    card = screen.access_card
    card.change_button.setFocus()
    begin_change(qtbot, screen)
    press(qtbot, card, Qt.Key.Key_Escape)
    settle(qtbot, screen)
    assert card.form is None
    assert screen.window().focusWidget() is card.change_button

    form = begin_change(qtbot, screen)
    assert form.choice is not None
    form.choice.set_value("strict")
    form._follow_choice()
    type_passphrase(form, PASSPHRASE)
    fields = form.passphrase_fields
    assert fields is not None
    fields.second.control.widget().setFocus()
    press(qtbot, card, Qt.Key.Key_Return)
    settle(qtbot, screen)
    assert card.form is None
    assert access.ways() == Ways(device=False, passphrase=False, strict=True)


def test_without_a_keyring_a_passphrase_alone_is_offered_and_kept(
    qtbot: QtBot,
    screen: SettingsScreen,
    access: VaultAccess,
    keyring_on_demand: type[KeyringOnDemand],
) -> None:
    keyring_on_demand.behaviour = "locked"
    form = begin_change(qtbot, screen)
    assert form.choice is None
    assert "op slot" in words(form)
    type_passphrase(form, PASSPHRASE)
    screen.access_card.save_button.click()
    settle(qtbot, screen)
    assert access.ways() == Ways(device=False, passphrase=True)
    assert "Opent met uw wachtzin." in words(screen.access_card)


def test_a_switch_that_fails_is_explained_and_the_old_way_holds(
    qtbot: QtBot,
    screen: SettingsScreen,
    access: VaultAccess,
    keyring_on_demand: type[KeyringOnDemand],
) -> None:
    form = begin_change(qtbot, screen)
    assert form.choice is not None
    form.choice.set_value("strict")
    form._follow_choice()
    type_passphrase(form, PASSPHRASE)
    keyring_on_demand.behaviour = "dismissed"
    screen.access_card.save_button.click()
    settle(qtbot, screen)
    assert "gesloten zonder antwoord" in words(screen.access_card)
    assert access.ways() == Ways(device=True, passphrase=False)
    assert form.choice is None, "a passphrase alone is what is left"
    assert screen.access_card.save_button.isEnabled(), "it was typed already"
    keyring_on_demand.behaviour = "works"
    form.ask_keyring()
    settle(qtbot, screen)
    assert form.choice is not None


def test_the_sheet_is_named_by_its_day_and_so_is_the_one_that_is_void(
    qtbot: QtBot, screen: SettingsScreen, access: VaultAccess
) -> None:
    card = screen.recovery_card
    said: Any = screen.shell.announce
    old = sheet_in_force(access)
    assert "Het blad van " in words(card)
    card.new_button.click()
    assert card.panel is not None
    card.panel.cover()
    for field in card.panel.fields:
        field.control.set_value(card.panel._keys.groups[field.number - 1])
    card.confirm_button.click()
    settle(qtbot, screen)
    today = long_date(datetime.now().astimezone().date())
    assert old is not None
    void = f"Die van {today} (kenmerk {old.mark}) opent alleen nog"
    assert any(void in text for text in said.__self__)
    new = sheet_in_force(access)
    assert new is not None and new.mark != old.mark
    assert f"Het blad van {today} (kenmerk {new.mark}) geldt." in words(card)


def test_a_second_sheet_needs_the_code_of_the_first(
    qtbot: QtBot, screen: SettingsScreen, access: VaultAccess, made_keys: NewKeys
) -> None:
    card = screen.recovery_card
    card.second_button.click()
    assert card.code is not None
    card.code.control.set_value(access.new_keys().code)
    press(qtbot, card, Qt.Key.Key_Return)
    settle(qtbot, screen)
    qtbot.waitUntil(lambda: is_in_sight(card.check_button))
    assert "opent deze kluis niet" in card.code.error()
    assert not screen.findChildren(SheetDialog)
    card.code.control.set_value(made_keys.code)
    card.check_button.click()
    qtbot.waitUntil(lambda: bool(screen.findChildren(SheetDialog)))
    (dialog,) = screen.findChildren(SheetDialog)
    assert page_image(dialog._pdf, 60).width() > 400
    dialog.reject()
    assert card.code is None


def test_esc_puts_the_second_sheet_away_and_the_focus_stays_in_its_card(
    qtbot: QtBot, screen: SettingsScreen
) -> None:
    card = screen.recovery_card
    card.second_button.click()
    press(qtbot, card, Qt.Key.Key_Escape)
    assert card.code is None
    assert screen.window().focusWidget() is card.second_button


def test_a_wrong_code_leaves_the_rehearsal_in_sight(
    qtbot: QtBot, screen: SettingsScreen, made_keys: NewKeys
) -> None:
    card = screen.rehearsal_card
    card.begin_button.click()
    qtbot.waitUntil(lambda: is_in_sight(card.check_button))
    assert card.code is not None
    card.code.control.set_value(made_keys.code[:-2])
    card.set_container(Path("kopie.vertrouwen"))
    press(qtbot, card, Qt.Key.Key_Return)
    settle(qtbot, screen)
    assert card.code.error()
    qtbot.waitUntil(lambda: is_in_sight(card.check_button))


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


@pytest.mark.parametrize("speak", ["nl", "en"])
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_no_card_is_wider_than_its_column(
    qtbot: QtBot,
    shell: Shell,
    practice: Practice,
    access: VaultAccess,
    look: Look,
    app_theme: Theme,
    speak: Language,
    scale: float,
) -> None:
    language.use(speak)
    app_theme.apply("light", scale)
    page = SettingsScreen(shell, practice, access, look)
    qtbot.addWidget(page)
    page.resize(round(1280 * scale), 800)
    page.show()
    settle(qtbot, page)
    for column in (page.columns.main, page.columns.side):
        area = column.parentWidget().parentWidget().parentWidget()
        assert isinstance(area, QScrollArea)
        room = area.width() - area.verticalScrollBar().sizeHint().width()
        assert column.minimumSizeHint().width() <= room


def test_the_program_says_where_its_parts_are_listed(screen: SettingsScreen) -> None:
    assert "sbom.cdx.json" in words(screen.columns.side)


def test_new_on_the_settings_page_is_a_contact(screen: SettingsScreen) -> None:
    screen.primary_new()
    assert screen.shell.navigator.current == Route("new_contact")
