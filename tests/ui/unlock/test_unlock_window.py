"""The unlock window: it lets in, explains what goes wrong, and gives nothing away."""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.conftest import KeyringOnDemand
from tests.ui.seen import words

from vertrouwen.language.sentences_vault import SENTENCES
from vertrouwen.services.edit_organisations import NewOrganisation, add_organisation
from vertrouwen.services.new_keys import NewKeys
from vertrouwen.services.settings import set_profile
from vertrouwen.services.vault_access import Opened, VaultAccess, Ways
from vertrouwen.ui.tasks import Tasks
from vertrouwen.ui.theme import Theme
from vertrouwen.ui.unlock.window import UnlockWindow
from vertrouwen.ui.widgets import Button
from vertrouwen.vault.errors import VaultError
from vertrouwen.vault.key_file import FORMAT
from vertrouwen.vault.keyring_device import SERVICE
from vertrouwen.vault.slots import canonical_json

PATIENCE_MS = 20_000
PASSPHRASE = "zes losse woorden voor een proef"


@pytest.fixture
def show(qtbot: QtBot, access: VaultAccess, tasks: Tasks) -> Callable[[], UnlockWindow]:
    def make() -> UnlockWindow:
        window = UnlockWindow(access, tasks, locked_at="12:04")
        qtbot.addWidget(window)
        with qtbot.waitActive(window, timeout=PATIENCE_MS):
            window.show()
            window.activateWindow()
        qtbot.waitUntil(lambda: not tasks.is_busy, timeout=PATIENCE_MS)
        return window

    return make


@pytest.fixture
def opened(qtbot: QtBot) -> Callable[[UnlockWindow, Callable[[], None]], Opened]:
    def wait(window: UnlockWindow, act: Callable[[], None]) -> Opened:
        with qtbot.waitSignal(window.unlocked, timeout=PATIENCE_MS) as signal:
            act()
        result: Opened = signal.args[0]
        return result

    return wait


@pytest.fixture
def ask(qtbot: QtBot, tasks: Tasks) -> Callable[[UnlockWindow, str], None]:
    def press_and_wait(window: UnlockWindow, text: str) -> None:
        button(window, text).click()
        qtbot.waitUntil(lambda: not tasks.is_busy, timeout=PATIENCE_MS)

    return press_and_wait


@pytest.fixture
def use_code(qtbot: QtBot, tasks: Tasks) -> Callable[[UnlockWindow, NewKeys], None]:
    def type_it(window: UnlockWindow, keys: NewKeys) -> None:
        window.code.control.set_value(keys.code)
        button(window, "Ontgrendelen").click()
        qtbot.waitUntil(lambda: window.daily_page is not None and not tasks.is_busy)

    return type_it


def button(window: UnlockWindow, text: str) -> Button:
    QApplication.processEvents()
    found = [b for b in window.findChildren(Button) if b.text() == text and b.isVisible()]
    assert len(found) == 1, words(window)
    return found[0]


def test_one_key_opens_with_this_login(
    qtbot: QtBot, show: Any, opened: Any, made_keys: NewKeys
) -> None:
    window = show()
    result = opened(window, lambda: qtbot.keyClick(window, Qt.Key.Key_Return))
    assert result.practice.profile().name == ""


def test_the_keys_are_with_the_button_that_opens(
    qtbot: QtBot, show: Any, opened: Any, made_keys: NewKeys
) -> None:
    window = show()
    assert button(window, "Openen").hasFocus()
    opened(window, lambda: qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Return))


def test_the_window_tells_nothing_of_the_practice(
    show: Any, access: VaultAccess, made_keys: NewKeys
) -> None:
    practice = access.unlock_with_device(threading.Event()).practice
    set_profile(practice, "Noor Geheim", "NL")
    add_organisation(practice, NewOrganisation(name="Stichting Geheim", country="NL"))
    access.close()
    window = show()
    shown = words(window)
    assert "Geheim" not in shown
    assert set(shown.split("\n")) - {""} == {
        "Vertrouwen",
        "Uw zaken zijn vergrendeld.",
        "Vergrendeld om 12:04",
        "Openen",
        "Gebruik uw herstelcode",
        "Herstellen uit reservekopie",
    }
    assert window.windowTitle() == "Vertrouwen"


@pytest.mark.parametrize("way", ["passphrase", "strict", "recovery_code"])
def test_a_secret_of_every_kind_is_known_to_be_typed_and_can_be_forgotten(
    show: Any, way: str, qtbot: QtBot, made_keys: NewKeys
) -> None:
    window = show()
    getattr(window, f"show_{way}")()
    field = window.code if way == "recovery_code" else window.passphrase
    with qtbot.waitSignal(window.typing):
        field.control.set_value(PASSPHRASE)
    window.forget_typed()
    assert field.value() == ""


def test_a_passphrase_that_stays_in_the_field_counts_as_typed(
    qtbot: QtBot, show: Any, made_keys: NewKeys
) -> None:
    window = show()
    with qtbot.waitSignal(window.typing):
        window.show_strict(PASSPHRASE)


@pytest.mark.parametrize("trouble", ["locked", "dismissed", "unavailable", "entry_missing"])
def test_each_trouble_of_the_keyring_is_said_and_the_code_offered(
    show: Any, ask: Any, made_keys: NewKeys, keyring_on_demand: type[KeyringOnDemand], trouble: str
) -> None:
    window = show()
    keyring_on_demand.behaviour = trouble
    ask(window, "Openen")
    assert window.banner.text() == SENTENCES[f"keyring_{trouble}"]({})
    assert window.banner.isVisible()
    assert "herstelcode" in words(window).lower()


def test_a_hanging_keyring_leaves_the_window_alive_and_can_be_left(
    show: Any, ask: Any, tasks: Tasks, made_keys: NewKeys, keyring_on_demand: type[KeyringOnDemand]
) -> None:
    window = show()
    keyring_on_demand.behaviour = "hangs"
    button(window, "Openen").click()
    assert tasks.is_busy
    ask(window, "Annuleren")
    assert window.banner.text() == SENTENCES["keyring_cancelled"]({})
    assert button(window, "Openen").isVisible()


def test_a_typing_error_in_the_code_is_said_beside_the_field_with_its_group(
    qtbot: QtBot, show: Any, opened: Any, tasks: Tasks, access: VaultAccess, made_keys: NewKeys
) -> None:
    window = show()
    button(window, "Gebruik uw herstelcode").click()
    groups = list(made_keys.groups)
    groups[2] = groups[2][:4] + ("A" if groups[2][4] != "A" else "B")
    window.code.control.set_value(" ".join(groups))
    qtbot.keyClick(window.code.control, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not tasks.is_busy, timeout=PATIENCE_MS)
    assert "groep 3" in window.code.error()
    window.code.control.set_value(made_keys.code)
    button(window, "Ontgrendelen").click()
    qtbot.waitUntil(lambda: window.daily_page is not None, timeout=PATIENCE_MS)
    opened(window, window.daily_page.skip_link.click)
    assert access.ways() == Ways(device=True, passphrase=False)


def new_passphrase(window: UnlockWindow, text: str) -> None:
    assert window.daily_page is not None
    fields = window.daily_page.form.passphrase_fields
    assert fields is not None
    for field in (fields.first, fields.second):
        field.control.set_value(text)


@pytest.fixture
def strict_keys(access: VaultAccess, keyring_on_demand: type[KeyringOnDemand]) -> NewKeys:
    keys = access.new_keys()
    access.create(keys, PASSPHRASE, threading.Event(), strict=True)
    access.close()
    return keys


def test_login_and_passphrase_open_together(
    qtbot: QtBot, show: Any, ask: Any, opened: Any, strict_keys: NewKeys
) -> None:
    window = show()
    button(window, "Ontgrendelen").click()
    assert window.passphrase.error()
    window.passphrase.control.set_value("iets heel anders dan de wachtzin")
    ask(window, "Ontgrendelen")
    assert window.passphrase.error() == SENTENCES["passphrase_wrong"]({})
    assert window.passphrase.value() == ""
    assert not window.banner.isVisible()
    window.passphrase.control.set_value(PASSPHRASE)
    opened(window, lambda: qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Return))


def test_a_keyring_in_trouble_says_nothing_about_the_passphrase(
    show: Any, ask: Any, opened: Any, strict_keys: NewKeys, keyring_on_demand: type[KeyringOnDemand]
) -> None:
    window = show()
    keyring_on_demand.behaviour = "locked"
    window.passphrase.control.set_value(PASSPHRASE)
    ask(window, "Ontgrendelen")
    assert window.banner.text() == SENTENCES["keyring_locked"]({})
    assert window.passphrase.error() == ""
    keyring_on_demand.behaviour = "works"
    opened(window, button(window, "Ontgrendelen").click)


def test_a_forgotten_passphrase_ends_in_a_new_one(
    show: Any, use_code: Any, opened: Any, access: VaultAccess, strict_keys: NewKeys
) -> None:
    window = show()
    button(window, "Wachtzin vergeten? Gebruik uw herstelcode").click()
    use_code(window, strict_keys)
    new_passphrase(window, "een geheel nieuwe wachtzin van zeven woorden")
    opened(window, button(window, "Zo instellen").click)
    access.close()
    with pytest.raises(VaultError, match="passphrase_wrong"):
        access.unlock_strict(PASSPHRASE, threading.Event())
    access.unlock_strict("een geheel nieuwe wachtzin van zeven woorden", threading.Event())


def test_a_keyring_that_forgot_the_vault_learns_it_again_on_the_spot(
    show: Any,
    use_code: Any,
    ask: Any,
    opened: Any,
    access: VaultAccess,
    made_keys: NewKeys,
    keyring_on_demand: type[KeyringOnDemand],
) -> None:
    keyring_on_demand.entries.clear()
    window = show()
    ask(window, "Openen")
    assert window.banner.text() == SENTENCES["keyring_entry_missing"]({})
    use_code(window, made_keys)
    opened(window, button(window, "Zo instellen").click)
    access.close()
    access.unlock_with_device(threading.Event())


def test_a_keyring_that_stays_shut_ends_in_a_passphrase_alone(
    show: Any,
    use_code: Any,
    ask: Any,
    opened: Any,
    access: VaultAccess,
    made_keys: NewKeys,
    keyring_on_demand: type[KeyringOnDemand],
) -> None:
    keyring_on_demand.behaviour = "locked"
    window = show()
    ask(window, "Openen")
    button(window, "Gebruik uw herstelcode").click()
    use_code(window, made_keys)
    new_passphrase(window, PASSPHRASE)
    opened(window, button(window, "Zo instellen").click)
    assert access.ways() == Ways(device=False, passphrase=True)


def test_a_way_in_that_cannot_be_set_is_explained_and_the_old_one_stays(
    show: Any,
    use_code: Any,
    ask: Any,
    opened: Any,
    access: VaultAccess,
    made_keys: NewKeys,
    keyring_on_demand: type[KeyringOnDemand],
) -> None:
    window = show()
    button(window, "Gebruik uw herstelcode").click()
    use_code(window, made_keys)
    keyring_on_demand.behaviour = "dismissed"
    ask(window, "Zo instellen")
    page = window.daily_page
    assert SENTENCES["keyring_dismissed"]({}) in words(window)
    assert access.ways() == Ways(device=True, passphrase=False)
    opened(window, page.skip_link.click)


def test_an_entry_that_is_no_key_is_not_replaced_and_a_passphrase_takes_its_place(
    show: Any,
    use_code: Any,
    ask: Any,
    opened: Any,
    access: VaultAccess,
    made_keys: NewKeys,
    keyring_on_demand: type[KeyringOnDemand],
) -> None:
    (place,) = (place for place in keyring_on_demand.entries if place[0] == SERVICE)
    keyring_on_demand.entries[place] = "geen sleutel"
    window = show()
    ask(window, "Openen")
    assert window.banner.text() == SENTENCES["keyring_entry_wrong"]({})
    use_code(window, made_keys)
    ask(window, "Zo instellen")
    assert SENTENCES["keyring_entry_wrong"]({}) in words(window)
    new_passphrase(window, PASSPHRASE)
    opened(window, button(window, "Zo instellen").click)
    assert access.ways() == Ways(device=False, passphrase=True)
    assert keyring_on_demand.entries[place] == "geen sleutel"


def test_giving_up_the_question_twice_is_explained_otherwise(
    show: Any, ask: Any, made_keys: NewKeys, keyring_on_demand: type[KeyringOnDemand]
) -> None:
    window = show()
    keyring_on_demand.behaviour = "dismissed"
    for code in ("keyring_dismissed", "keyring_password_wrong"):
        ask(window, "Openen")
        assert window.banner.text() == SENTENCES[code]({})


def test_a_wrong_passphrase_is_said_beside_the_field(
    show: Any, ask: Any, opened: Any, access: VaultAccess, keyring_on_demand: type[KeyringOnDemand]
) -> None:
    access.create(access.new_keys(), PASSPHRASE, threading.Event())
    access.close()
    window = show()
    button(window, "Ontgrendelen").click()
    assert window.passphrase.error()
    window.passphrase.control.set_value("iets heel anders dan de wachtzin")
    ask(window, "Ontgrendelen")
    assert window.passphrase.error() == SENTENCES["passphrase_wrong"]({})
    assert window.passphrase.value() == ""
    window.passphrase.control.set_value(PASSPHRASE)
    opened(window, button(window, "Ontgrendelen").click)


def _damage_keys(folder: Path) -> None:
    for name in ("vault.keys", "vault.keys.bak"):
        (folder / name).write_bytes(b"{}" * 20)


def _damage_database(folder: Path) -> None:
    path = folder / "vault.db"
    path.write_bytes(os.urandom(path.stat().st_size))


def _remove_database(folder: Path) -> None:
    (folder / "vault.db").unlink()


def _foreign_keys(folder: Path) -> None:
    for name in ("vault.keys", "vault.keys.bak"):
        (folder / name).write_bytes(b'{"magic":"something else"}\n')


def _newer_keys(folder: Path) -> None:
    for name in ("vault.keys", "vault.keys.bak"):
        fields = json.loads((folder / name).read_bytes()) | {"format": FORMAT + 1}
        del fields["sha256"]
        digest = hashlib.sha256(canonical_json(fields)).hexdigest()
        (folder / name).write_bytes(canonical_json(fields | {"sha256": digest}) + b"\n")


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        (_damage_keys, "key_file_damaged"),
        (_foreign_keys, "key_file_foreign"),
        (_newer_keys, "vault_newer"),
    ],
)
def test_a_vault_that_cannot_open_is_explained_and_a_backup_offered(
    qtbot: QtBot,
    show: Any,
    ask: Any,
    access: VaultAccess,
    made_keys: NewKeys,
    harm: Callable[[Path], None],
    code: str,
) -> None:
    harm(access.folder)
    window = show()
    if not window.banner.text():
        ask(window, "Openen")
    assert window.banner.text() == SENTENCES[code]({})
    with qtbot.waitSignal(window.restore_wanted):
        button(window, "Herstellen uit reservekopie").click()


@pytest.mark.parametrize(
    ("harm", "code"),
    [(_damage_database, "database_damaged"), (_remove_database, "database_missing")],
)
def test_damage_behind_the_right_secret_gets_a_window_of_its_own(
    qtbot: QtBot,
    show: Any,
    access: VaultAccess,
    made_keys: NewKeys,
    harm: Callable[[Path], None],
    code: str,
) -> None:
    harm(access.folder)
    window = show()
    with qtbot.waitSignal(window.found, timeout=PATIENCE_MS) as signal:
        button(window, "Openen").click()
    assert signal.args[0].code == code


def test_large_text_in_the_smallest_window_squeezes_no_control(
    show: Any, strict_keys: NewKeys, app_theme: Theme
) -> None:
    app_theme.apply("light", 1.5)
    window = show()
    window.resize(window.minimumSize())
    window.show_recovery_code()
    window._show_problem(VaultError("keyring_unavailable", reason="environment"))
    primary = button(window, "Ontgrendelen")
    for widget in (window.code.control, primary, window.banner):
        assert widget.height() >= widget.minimumSizeHint().height()
    assert window.code.geometry().bottom() < primary.geometry().top()


@pytest.mark.parametrize("text_scale", [1.0, 1.5])
def test_what_is_being_checked_is_said_in_full(
    show: Any, strict_keys: NewKeys, app_theme: Theme, text_scale: float
) -> None:
    app_theme.apply("light", text_scale)
    window = show()
    window.passphrase.control.set_value(PASSPHRASE)
    window._busy("De sleutelbos van uw computer en uw wachtzin worden gecontroleerd…", True)
    QApplication.processEvents()
    status = window.page.status
    assert status.isVisible()
    assert status.hasHeightForWidth(), "it is broken over lines"
    assert status.height() >= status.heightForWidth(status.width())
