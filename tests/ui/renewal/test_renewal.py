"""Encrypting everything anew: explained, the code on paper first, the old one named as void."""

from __future__ import annotations

import re
import threading
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from tests.conftest import KeyringOnDemand
from tests.ui.seen import words

from vertrouwen.language.sentences_vault import SENTENCES
from vertrouwen.services.new_keys import NewKeys
from vertrouwen.services.practice import Practice
from vertrouwen.services.settings import set_profile
from vertrouwen.services.vault_access import VaultAccess, Ways
from vertrouwen.ui.first_start.access_page import AccessPage
from vertrouwen.ui.first_start.code_page import CodePage
from vertrouwen.ui.first_start.sheet import SheetDialog
from vertrouwen.ui.renewal.explain_page import ExplainPage
from vertrouwen.ui.renewal.renew_page import RenewPage
from vertrouwen.ui.renewal.window import RenewalWindow, show_renewal
from vertrouwen.ui.tasks import Tasks
from vertrouwen.ui.widgets import long_date
from vertrouwen.vault import succession
from vertrouwen.vault.errors import VaultError

PASSPHRASE = "zes losse woorden voor een proef"


@pytest.fixture
def practice(access: VaultAccess, made_keys: NewKeys) -> Practice:
    opened = access.unlock_with_device(threading.Event()).practice
    set_profile(opened, "A. Voorbeeld", "NL")
    return opened


@pytest.fixture
def window(qtbot: QtBot, access: VaultAccess, tasks: Tasks, practice: Practice) -> RenewalWindow:
    made = RenewalWindow(access, tasks, practice.now)
    qtbot.addWidget(made)
    made.show()
    return made


def go_to_code(qtbot: QtBot, window: RenewalWindow, tasks: Tasks) -> CodePage:
    assert isinstance(window.frame.page, ExplainPage)
    window.frame.next_button.click()
    qtbot.waitUntil(lambda: not tasks.is_busy)
    page = window.frame.page
    assert isinstance(page, AccessPage)
    assert page.passphrase_fields is not None
    for field in (page.passphrase_fields.first, page.passphrase_fields.second):
        field.control.set_value(PASSPHRASE)
    window.frame.next_button.click()
    code_page = window.frame.page
    assert isinstance(code_page, CodePage)
    return code_page


def confirm(page: CodePage) -> NewKeys:
    keys = page.panel._keys
    page.panel.cover()
    for field in page.panel.fields:
        field.control.set_value(keys.groups[field.number - 1])
    return keys


def test_the_new_keys_open_the_same_practice_and_the_old_sheet_is_named_as_void(
    qtbot: QtBot, window: RenewalWindow, tasks: Tasks, access: VaultAccess, made_keys: NewKeys
) -> None:
    assert "kan die kopie blijven lezen" in words(window)
    page = go_to_code(qtbot, window, tasks)
    assert not window.frame.next_button.isEnabled(), "first on paper"
    keys = confirm(page)
    window.frame.next_button.click()
    qtbot.waitUntil(lambda: not tasks.is_busy)
    done = window.frame.page
    assert isinstance(done, RenewPage)
    today = long_date(datetime.now().astimezone().date())
    said = words(window)
    assert re.search(
        rf"Het herstelblad van {today} \(kenmerk \w{{4}}\) opent uw praktijk niet", said
    )
    assert "Het opent nog wel reservekopieën" in said
    assert "Terug" not in said
    with qtbot.waitSignal(window.renewed):
        window.frame.next_button.click()
    assert access.ways() == Ways(device=False, passphrase=False, strict=True)
    opened = access.unlock_strict(PASSPHRASE, threading.Event())
    assert opened.practice.profile().name == "A. Voorbeeld"
    access.close()
    with pytest.raises(VaultError, match="recovery_code_wrong"):
        access.unlock_with_recovery_code(made_keys.code)
    access.unlock_with_recovery_code(keys.code)


def test_going_back_changes_nothing(
    qtbot: QtBot, window: RenewalWindow, tasks: Tasks, access: VaultAccess
) -> None:
    code = go_to_code(qtbot, window, tasks).panel._keys.code
    window.frame.back_button.click()
    qtbot.waitUntil(lambda: not tasks.is_busy)
    window.frame.next_button.click()
    page: Any = window.frame.page
    assert page.panel._keys.code == code, "it may be on paper already"
    window.frame.back_button.click()
    qtbot.waitUntil(lambda: not tasks.is_busy)
    window.frame.back_button.click()
    with qtbot.waitSignal(window.left):
        window.frame.back_button.click()
    assert access.is_open
    assert access.ways() == Ways(device=True, passphrase=False)


def test_a_keyring_in_trouble_leaves_the_old_key_and_can_be_tried_again(
    qtbot: QtBot,
    window: RenewalWindow,
    tasks: Tasks,
    access: VaultAccess,
    keyring_on_demand: type[KeyringOnDemand],
) -> None:
    confirm(go_to_code(qtbot, window, tasks))
    keyring_on_demand.behaviour = "dismissed"
    window.frame.next_button.click()
    qtbot.waitUntil(lambda: not tasks.is_busy)
    page = window.frame.page
    assert isinstance(page, RenewPage)
    assert page.banner.text() == SENTENCES["keyring_dismissed"]({})
    assert access.is_open
    assert window.frame.back_button.isVisible()
    keyring_on_demand.behaviour = "works"
    window.frame.next_button.click()
    qtbot.waitUntil(lambda: not tasks.is_busy)
    assert page.is_renewed


def test_a_renewal_that_is_stopped_leaves_the_old_key(
    qtbot: QtBot, window: RenewalWindow, tasks: Tasks, access: VaultAccess
) -> None:
    confirm(go_to_code(qtbot, window, tasks))
    window.frame.next_button.click()
    page = window.frame.page
    assert isinstance(page, RenewPage)
    window.stop_waiting()
    qtbot.waitUntil(lambda: not tasks.is_busy)
    assert page.banner.text()
    assert access.is_open
    assert access.ways() == Ways(device=True, passphrase=False)


def test_a_disk_that_fails_at_the_last_moment_asks_for_a_new_start(
    qtbot: QtBot,
    window: RenewalWindow,
    tasks: Tasks,
    access: VaultAccess,
    made_keys: NewKeys,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(_place: object) -> None:
        raise VaultError("disk_failing")

    monkeypatch.setattr(succession, "put_renewed", fail)
    confirm(go_to_code(qtbot, window, tasks))
    window.frame.next_button.click()
    qtbot.waitUntil(lambda: not tasks.is_busy)
    page = window.frame.page
    assert isinstance(page, RenewPage)
    assert page.banner.text() == SENTENCES["disk_failing"]({})
    assert not window.frame.back_button.isVisible()
    assert window.frame.next_button.text() == "Programma opnieuw starten"
    with qtbot.waitSignal(window.renewed):
        window.frame.next_button.click()
    access.unlock_with_recovery_code(made_keys.code)


def test_the_sheet_can_be_printed_before_anything_changes(
    qtbot: QtBot, window: RenewalWindow, tasks: Tasks
) -> None:
    page = go_to_code(qtbot, window, tasks)
    page.panel.print_button.click()
    qtbot.waitUntil(lambda: bool(window.findChildren(SheetDialog)))
    window.findChildren(SheetDialog)[0].reject()


def test_the_program_comes_back_to_the_settings_or_starts_anew(
    qtbot: QtBot, access: VaultAccess, tasks: Tasks, practice: Practice
) -> None:
    shown: list[Any] = []
    said: list[str] = []
    program: Any = SimpleNamespace(
        access=access,
        tasks=tasks,
        show_window=shown.append,
        show_practice=lambda _practice, screen: said.append(screen),
        lock=lambda: said.append("lock"),
    )
    show_renewal(program, practice)
    qtbot.addWidget(shown[0])
    shown[0].left.emit()
    shown[0].renewed.emit()
    assert said == ["settings", "lock"]
