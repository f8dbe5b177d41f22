"""The first start: a code on paper before anything else, and nothing written before that."""

from __future__ import annotations

import errno
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot
from tests.conftest import KeyringOnDemand

from vertrouwen.bootstrap import vault_access
from vertrouwen.language.sentences_vault import SENTENCES
from vertrouwen.services.new_keys import NewKeys, emergency_sheet
from vertrouwen.services.passphrases import suggest_passphrase
from vertrouwen.services.read_organisations import organisations
from vertrouwen.services.vault_access import VaultAccess, Ways
from vertrouwen.ui.first_start.access_page import AccessPage
from vertrouwen.ui.first_start.client_page import ClientPage
from vertrouwen.ui.first_start.code_page import CodePage
from vertrouwen.ui.first_start.passphrase_fields import PassphraseFields, advice
from vertrouwen.ui.first_start.practice_page import PracticePage
from vertrouwen.ui.first_start.recovery_code import RecoveryCodePanel
from vertrouwen.ui.first_start.sheet import SheetDialog, page_image, paint
from vertrouwen.ui.first_start.welcome_page import WelcomePage
from vertrouwen.ui.first_start.window import FirstStartWindow
from vertrouwen.ui.tasks import Tasks
from vertrouwen.vault import folder

PATIENCE_MS = 20_000
CODE = "0W40J-2GB1G-6GW3R-G2491-650N2-RBHG6-8TQT6-BA3S5"


@pytest.fixture
def window(
    qtbot: QtBot, access: VaultAccess, tasks: Tasks, clock: Callable[[], datetime]
) -> FirstStartWindow:
    first_start = FirstStartWindow(access, tasks, clock)
    qtbot.addWidget(first_start)
    first_start.show()
    return first_start


@pytest.fixture
def panel(qtbot: QtBot) -> RecoveryCodePanel:
    made = RecoveryCodePanel(NewKeys(code=CODE, vault_id=bytes(16)), choose=lambda: (6, 2))
    qtbot.addWidget(made)
    made.show()
    return made


def shown_words(widget: QWidget) -> list[str]:
    QApplication.processEvents()
    labels = [w.text() for w in widget.findChildren(QLabel) if w.isVisible()]
    buttons = [b.text() for b in widget.findChildren(QAbstractButton) if b.isVisible()]
    return labels + buttons


def go_to_code(qtbot: QtBot, window: FirstStartWindow, tasks: Tasks) -> CodePage:
    assert isinstance(window.frame.page, WelcomePage)
    window.frame.next_button.click()
    qtbot.waitUntil(lambda: not tasks.is_busy, timeout=PATIENCE_MS)
    page = window.frame.page
    assert isinstance(page, AccessPage)
    if page.passphrase_fields is not None:
        page.passphrase_fields.first.control.set_value("zes losse woorden voor een proef")
        page.passphrase_fields.second.control.set_value("zes losse woorden voor een proef")
    window.frame.next_button.click()
    code_page = window.frame.page
    assert isinstance(code_page, CodePage)
    return code_page


def type_back(page: CodePage) -> None:
    page.panel.cover()
    for field in page.panel.fields:
        field.control.set_value(page.panel._keys.groups[field.number - 1].lower())


def test_the_whole_first_start_ends_in_a_practice_with_a_client(
    qtbot: QtBot, window: FirstStartWindow, tasks: Tasks, access: VaultAccess, tmp_path: Path
) -> None:
    page = go_to_code(qtbot, window, tasks)
    type_back(page)
    assert list(tmp_path.rglob("*")) == [], "nothing is written before the code is confirmed"
    with qtbot.waitSignal(window.created, timeout=PATIENCE_MS) as created:
        window.frame.next_button.click()
    assert access.is_open
    practice = created.args[0].practice
    practice_page = window.frame.page
    assert isinstance(practice_page, PracticePage)
    practice_page.name.control.set_value("A. Voorbeeld")
    practice_page.country.control.set_value("BE")
    with qtbot.waitSignal(practice_page.finished, timeout=PATIENCE_MS):
        window.frame.next_button.click()
    client_page = window.frame.page
    assert isinstance(client_page, ClientPage)
    assert client_page.country.value() == "BE"
    client_page.name.control.set_value("Ziekenhuis De Wilg")
    with qtbot.waitSignal(window.finished, timeout=PATIENCE_MS) as finished:
        window.frame.next_button.click()
    assert finished.args == ["today"]
    assert practice.profile().name == "A. Voorbeeld"
    assert [row.name for row in organisations(practice)] == ["Ziekenhuis De Wilg"]


def test_one_cannot_go_on_before_both_covered_groups_are_right(
    qtbot: QtBot, window: FirstStartWindow, tasks: Tasks
) -> None:
    page = go_to_code(qtbot, window, tasks)
    assert not window.frame.next_button.isEnabled()
    page.panel.cover()
    assert not window.frame.next_button.isEnabled()
    first, second = page.panel.fields
    first.control.set_value(page.panel._keys.groups[first.number - 1])
    assert not window.frame.next_button.isEnabled()
    second.control.set_value("XXXXX")
    assert not window.frame.next_button.isEnabled()
    assert "Klopt niet" in shown_words(page)
    assert "Kijk nog eens op uw blad" in second.control.accessibleDescription()
    second.control.set_value(page.panel._keys.groups[second.number - 1])
    assert window.frame.next_button.isEnabled()


def test_covered_groups_are_nowhere_on_the_screen(panel: RecoveryCodePanel) -> None:
    assert "6GW3R" in shown_words(panel)
    panel.cover()
    everything = " ".join(
        [
            *shown_words(panel),
            *(w.accessibleName() for w in panel.findChildren(QWidget) if w.isVisible()),
        ]
    )
    for covered in ("6GW3R", "8TQT6"):
        assert covered not in everything
        assert " ".join(covered) not in everything
    assert [field.number for field in panel.fields] == [3, 7]
    panel.uncover()
    assert "6GW3R" in shown_words(panel)


def test_the_code_cannot_be_copied_saved_or_skipped(
    qtbot: QtBot, window: FirstStartWindow, tasks: Tasks
) -> None:
    QGuiApplication.clipboard().setText("foreign content")
    page = go_to_code(qtbot, window, tasks)
    QApplication.processEvents()
    buttons = {b.text() for b in window.findChildren(QAbstractButton) if b.isVisible()}
    assert buttons == {"Herstelblad printen", "De code staat op papier", "Terug", "Verder"}
    for label in page.findChildren(QLabel):
        assert not label.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse
    qtbot.keyClick(window, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(window, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "foreign content"


def test_going_back_and_on_keeps_the_code_that_may_be_on_paper_already(
    qtbot: QtBot, window: FirstStartWindow, tasks: Tasks
) -> None:
    code = go_to_code(qtbot, window, tasks).panel._keys.code
    window.frame.back_button.click()
    qtbot.waitUntil(lambda: not tasks.is_busy, timeout=PATIENCE_MS)
    window.frame.next_button.click()
    page = window.frame.page
    assert isinstance(page, CodePage)
    assert page.panel._keys.code == code


@pytest.mark.parametrize("trouble", ["unavailable", "locked", "dismissed"])
def test_without_a_keyring_the_wizard_explains_and_asks_a_passphrase(
    qtbot: QtBot,
    window: FirstStartWindow,
    tasks: Tasks,
    access: VaultAccess,
    keyring_on_demand: type[KeyringOnDemand],
    trouble: str,
) -> None:
    keyring_on_demand.behaviour = trouble
    window.frame.next_button.click()
    qtbot.waitUntil(lambda: not tasks.is_busy, timeout=PATIENCE_MS)
    page = window.frame.page
    assert isinstance(page, AccessPage)
    fields = page.passphrase_fields
    assert fields is not None
    assert SENTENCES[f"keyring_{trouble}"]({}) in shown_words(page)
    assert not window.frame.next_button.isEnabled()
    fields.first.control.set_value("veertien teken")
    fields.second.control.set_value("veertien teken")
    assert not window.frame.next_button.isEnabled()
    QGuiApplication.clipboard().setText("geplakte woorden mogen ook")
    for field in (fields.first, fields.second):
        field.control.set_value("")
        field.control.paste()
    assert window.frame.next_button.isEnabled()
    window.frame.next_button.click()
    code_page = window.frame.page
    assert isinstance(code_page, CodePage)
    type_back(code_page)
    with qtbot.waitSignal(window.created, timeout=PATIENCE_MS):
        window.frame.next_button.click()
    assert access.ways().passphrase
    assert keyring_on_demand.entries == {}


@pytest.mark.parametrize("way", ["strict", "device"])
def test_each_choice_says_what_it_protects_against_and_is_kept(
    qtbot: QtBot, window: FirstStartWindow, tasks: Tasks, access: VaultAccess, way: str
) -> None:
    window.frame.next_button.click()
    qtbot.waitUntil(lambda: not tasks.is_busy, timeout=PATIENCE_MS)
    page = window.frame.page
    assert isinstance(page, AccessPage)
    choice = page.form.choice
    assert choice is not None
    assert choice.value() == "strict", "what is recommended is chosen"
    assert not window.frame.next_button.isEnabled()
    choice.set_value("device")
    page.form._follow_choice()
    assert "Dat is geen slot." in " ".join(shown_words(page))
    assert page.passphrase_fields is None
    assert window.frame.next_button.isEnabled()
    choice.set_value(way)
    page.form._follow_choice()
    if way == "strict":
        assert "geen slot" not in " ".join(shown_words(page))
        assert page.passphrase_fields is not None
        for field in (page.passphrase_fields.first, page.passphrase_fields.second):
            field.control.set_value("zes losse woorden voor een proef")
    window.frame.next_button.click()
    code_page = window.frame.page
    assert isinstance(code_page, CodePage)
    type_back(code_page)
    with qtbot.waitSignal(window.created, timeout=PATIENCE_MS):
        window.frame.next_button.click()
    assert access.ways() == Ways(device=way == "device", passphrase=False, strict=way == "strict")


def test_a_hanging_keyring_can_be_left(
    qtbot: QtBot,
    window: FirstStartWindow,
    tasks: Tasks,
    keyring_on_demand: type[KeyringOnDemand],
) -> None:
    keyring_on_demand.behaviour = "hangs"
    window.frame.next_button.click()
    page: Any = window.frame.page
    assert isinstance(page, AccessPage)
    stop = [b for b in page.findChildren(QAbstractButton) if b.text() == "Niet langer wachten"]
    stop[0].click()
    qtbot.waitUntil(lambda: page.passphrase_fields is not None, timeout=PATIENCE_MS)


@pytest.mark.parametrize(
    ("trouble", "code"),
    [(errno.ENOSPC, "disk_full"), (errno.EROFS, "folder_read_only"), (errno.EIO, "disk_failing")],
)
def test_a_disk_in_trouble_keeps_the_page_says_so_and_leaves_nothing(
    qtbot: QtBot,
    window: FirstStartWindow,
    tasks: Tasks,
    access: VaultAccess,
    monkeypatch: pytest.MonkeyPatch,
    trouble: int,
    code: str,
) -> None:
    page = go_to_code(qtbot, window, tasks)
    type_back(page)

    def fail(*_arguments: object) -> None:
        raise OSError(trouble, "as the disk says it")

    monkeypatch.setattr(folder, "write_ballast", fail)
    window.frame.next_button.click()
    qtbot.waitUntil(lambda: not tasks.is_busy, timeout=PATIENCE_MS)
    assert window.frame.page is page
    assert page.banner.text() == SENTENCES[code]({})
    assert not access.exists
    assert list(access.folder.parent.iterdir()) == []
    assert window.frame.next_button.isEnabled()


def test_a_synced_folder_is_refused_by_name(
    qtbot: QtBot,
    tasks: Tasks,
    clock: Callable[[], datetime],
    tmp_path: Path,
    keyring_on_demand: type[KeyringOnDemand],
) -> None:
    access = vault_access(tmp_path / "Dropbox" / "data")
    window = FirstStartWindow(access, tasks, clock)
    qtbot.addWidget(window)
    window.show()
    page = go_to_code(qtbot, window, tasks)
    type_back(page)
    window.frame.next_button.click()
    qtbot.waitUntil(lambda: not tasks.is_busy, timeout=PATIENCE_MS)
    assert page.banner.text() == SENTENCES["folder_synced"]({"service": "Dropbox"})
    assert list(tmp_path.rglob("*")) == []


def test_the_sheet_is_shown_from_memory_and_only_while_the_code_is_shown(
    qtbot: QtBot, window: FirstStartWindow, tasks: Tasks, tmp_path: Path
) -> None:
    page = go_to_code(qtbot, window, tasks)
    page.panel.print_button.click()
    qtbot.waitUntil(lambda: bool(window.findChildren(SheetDialog)), timeout=PATIENCE_MS)
    dialog = window.findChildren(SheetDialog)[0]
    image = page_image(dialog._pdf, 60)
    assert image.width() > 400
    dialog.reject()
    qtbot.waitUntil(lambda: not window.findChildren(SheetDialog), timeout=PATIENCE_MS)
    page.panel.cover()
    page.panel.print_button.click()
    page.print_wanted.emit()
    qtbot.waitUntil(lambda: not tasks.is_busy, timeout=PATIENCE_MS)
    assert not window.findChildren(SheetDialog)
    assert list(tmp_path.rglob("*")) == []


def test_the_sheet_reaches_the_printer_whole() -> None:
    keys = NewKeys(code=CODE, vault_id=bytes(16))
    paper = QImage(827, 1169, QImage.Format.Format_RGB32)
    paper.fill(Qt.GlobalColor.white)
    paint(emergency_sheet(keys, "nl", datetime(2026, 11, 22)), paper)
    dark = [
        (x, y)
        for x in range(0, paper.width(), 3)
        for y in range(0, paper.height(), 3)
        if paper.pixelColor(x, y).lightness() < 100
    ]
    assert min(x for x, _y in dark) < 150
    assert max(x for x, _y in dark) > 650
    assert max(y for _x, y in dark) > 700


def test_a_passphrase_is_judged_in_words_and_only_its_length_is_demanded() -> None:
    assert advice("") == "Zes losse woorden werken goed."
    assert advice("a" * 14) == "Nog 1 teken"
    assert advice("a" * 20).startswith("Zwak")
    assert advice("wachtwoord2026!").startswith("Zwak")
    assert advice(suggest_passphrase()).startswith("Sterk")


def test_six_other_words_can_be_had_and_are_typed_once_more(qtbot: QtBot) -> None:
    fields = PassphraseFields(lambda: None)
    qtbot.addWidget(fields)
    fields.show()
    first = fields.offered.text()
    assert len(first.split()) == 6
    fields.others_link.click()
    assert fields.offered.text() != first
    fields.take_button.click()
    assert fields.value() == fields.offered.text()
    assert fields.missing() == "Typ de wachtzin nog eens."
    fields.second.control.set_value(fields.offered.text())
    assert fields.missing() == ""


def test_offered_words_are_not_copied_for_the_adviser(qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("foreign content")
    fields = PassphraseFields(lambda: None)
    qtbot.addWidget(fields)
    fields.take_button.click()
    assert QGuiApplication.clipboard().text() == "foreign content"
    assert not fields.offered.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse


def test_what_is_half_typed_is_known_and_can_be_forgotten(
    qtbot: QtBot, window: FirstStartWindow, tasks: Tasks
) -> None:
    page = go_to_code(qtbot, window, tasks)
    window.show_access()
    qtbot.waitUntil(lambda: not tasks.is_busy, timeout=PATIENCE_MS)
    access_page = window.frame.page
    assert isinstance(access_page, AccessPage)
    fields = access_page.passphrase_fields
    assert fields is not None and fields.value()
    with qtbot.waitSignal(window.typing):
        fields.take_offer()
    offered = fields.offered.text()
    window.forget_typed()
    assert (fields.value(), fields.second.value()) == ("", "")
    assert fields.offered.text() != offered
    access_page.form.ask_keyring()  # what was typed before does not come back
    qtbot.waitUntil(lambda: not tasks.is_busy, timeout=PATIENCE_MS)
    assert access_page.passphrase_fields is not None
    assert access_page.passphrase_fields.value() == ""

    window.show_code()
    page = window.frame.page  # type: ignore[assignment]
    with qtbot.waitSignal(window.typing):
        type_back(page)
    window.forget_typed()
    assert not page.panel.is_confirmed
    assert all(field.control.text() == "" for field in page.panel.fields)
