"""Old vaults on the settings page: only when there are any, and gone only after a question."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from vertrouwen.services.new_keys import NewKeys
from vertrouwen.services.practice import Practice
from vertrouwen.services.vault_access import VaultAccess
from vertrouwen.ui.screen import Shell
from vertrouwen.ui.settings.set_aside_card import SetAsideCard
from vertrouwen.ui.widgets.dialogs import ConfirmDialog

OLD = "vault-20260103-101500"


@pytest.fixture
def practice(access: VaultAccess, made_keys: NewKeys) -> Iterator[Practice]:
    yield access.unlock_with_device(threading.Event()).practice
    access.close()


@pytest.fixture
def card(qtbot: QtBot, shell: Shell, practice: Practice, access: VaultAccess) -> SetAsideCard:
    shown = SetAsideCard(replace(shell, today=lambda: date(2026, 11, 24)), practice, access)
    qtbot.addWidget(shown)
    return shown


@pytest.fixture
def old(access: VaultAccess) -> Path:
    path = access.folder.with_name(OLD)
    path.mkdir()
    (path / "vault.db").write_bytes(bytes(4_300_000))
    return path


def _read(qtbot: QtBot, card: SetAsideCard) -> str:
    card.refresh()
    qtbot.waitUntil(lambda: not card._shell.tasks.is_busy)
    return "\n".join(label.text() for label in card.findChildren(QLabel))


def test_without_old_vaults_there_is_no_card(qtbot: QtBot, card: SetAsideCard) -> None:
    _read(qtbot, card)
    assert card.isHidden()


def test_an_old_vault_goes_only_after_a_question(
    qtbot: QtBot, card: SetAsideCard, old: Path
) -> None:
    said = _read(qtbot, card)
    assert not card.isHidden()
    assert "3 januari 2026, 10:15" in said and "4,3 MB" in said

    card.remove_buttons[old].click()
    dialog = card.dialog
    assert isinstance(dialog, ConfirmDialog)
    assert "geen reservekopie van de laatste week" in dialog.accessibleDescription()
    dialog.cancel_button.click()
    assert old.exists()

    card.remove_buttons[old].click()
    dialog = card.dialog
    assert isinstance(dialog, ConfirmDialog)
    dialog.act_button.click()
    qtbot.waitUntil(card.isHidden)
    assert not old.exists()


def test_a_vault_that_went_while_the_question_stood_there_is_said(
    qtbot: QtBot, card: SetAsideCard, old: Path
) -> None:
    _read(qtbot, card)
    card.remove_buttons[old].click()
    dialog = card.dialog
    assert isinstance(dialog, ConfirmDialog)
    old.rename(old.with_name("elders"))
    _read(qtbot, card)
    dialog.act_button.click()
    qtbot.waitUntil(lambda: "staat er niet meer" in card.banner.text())


def test_a_vault_that_is_gone_already_is_said(qtbot: QtBot, card: SetAsideCard, old: Path) -> None:
    _read(qtbot, card)
    button = card.remove_buttons[old]
    old.rename(old.with_name("elders"))
    button.click()
    dialog = card.dialog
    assert isinstance(dialog, ConfirmDialog)
    dialog.act_button.click()
    qtbot.waitUntil(lambda: "staat er niet meer" in card.banner.text())
