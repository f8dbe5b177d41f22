"""Folders for backups and the rehearsal of the way back, on the settings page."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from tests.ui.seen import press, words

from vertrouwen.services import automatic_backup as backups
from vertrouwen.services.automatic_backup import BackupFolder
from vertrouwen.services.new_keys import NewKeys
from vertrouwen.services.practice import Practice
from vertrouwen.services.rehearse import rehearsal_state
from vertrouwen.services.restore import BackupView
from vertrouwen.services.vault_access import VaultAccess
from vertrouwen.ui.backup_keeper import BackupKeeper
from vertrouwen.ui.screen import Shell
from vertrouwen.ui.settings.backup_card import BackupCard
from vertrouwen.ui.settings.backup_folders import FolderList, state_of
from vertrouwen.ui.settings.rehearsal_card import RehearsalCard

TODAY = date(2026, 11, 24)


@pytest.fixture
def practice(access: VaultAccess, made_keys: NewKeys) -> Iterator[Practice]:
    yield access.unlock_with_device(threading.Event()).practice
    access.close()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def keeper(shell: Shell, practice: Practice, access: VaultAccess) -> BackupKeeper:
    return BackupKeeper(shell.tasks, practice, access, shell.notify)


@pytest.fixture
def settled(qtbot: QtBot, shell: Shell, keeper: BackupKeeper) -> Callable[[], None]:
    return lambda: qtbot.waitUntil(lambda: not shell.tasks.is_busy and not keeper._is_working)


@pytest.fixture
def card(
    qtbot: QtBot, shell: Shell, practice: Practice, access: VaultAccess, keeper: BackupKeeper
) -> BackupCard:
    card = BackupCard(shell, practice, access, keeper)
    qtbot.addWidget(card)
    card.resize(700, 700)
    card.show()
    card.refresh()
    return card


@pytest.fixture
def rehearsal(qtbot: QtBot, shell: Shell, practice: Practice, access: VaultAccess) -> RehearsalCard:
    card = RehearsalCard(shell, practice, access)
    qtbot.addWidget(card)
    card.resize(700, 700)
    card.show()
    card.refresh()
    return card


def test_a_folder_that_is_added_gets_its_first_backup_at_once(
    card: BackupCard,
    settled: Callable[[], None],
    stick: Path,
    practice: Practice,
    access: VaultAccess,
) -> None:
    card.add_folder(stick)
    settled()
    assert len(list(stick.iterdir())) == 1
    assert "Gecontroleerd: " in words(card)
    assert backups.behind(practice, access) == ()
    card.folders.remove_buttons[stick].click()
    settled()
    assert backups.backup_folders(practice) == ()
    assert "stick" not in words(card.folders)
    assert len(list(stick.iterdir())) == 1
    assert card.window().focusWidget() is card.add_button


def test_a_folder_that_makes_no_sense_is_refused_in_words(
    card: BackupCard, settled: Callable[[], None], access: VaultAccess
) -> None:
    card.add_folder(access.folder)
    settled()
    assert "in de kluis zelf" in card.banner.text()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "eerste kopie"),
        ({"good_at": datetime(2026, 11, 23, 16, tzinfo=UTC)}, "Gecontroleerd: gisteren"),
        (
            {"problem": "backup_folder_missing", "problem_since": date(2026, 11, 20)},
            "Niet aangesloten",
        ),
        (
            {
                "problem": "backup_folder_missing",
                "problem_since": date(2026, 11, 20),
                "good_at": datetime(2026, 11, 19, 16, tzinfo=UTC),
            },
            "laatste goede kopie: 5 dagen oud",
        ),
        (
            {"problem": "backup_not_good", "good_at": datetime(2026, 11, 19, 16, tzinfo=UTC)},
            "Laatste goede kopie",
        ),
    ],
)
def test_the_state_of_a_folder_is_said(
    qtbot: QtBot, stick: Path, fields: dict[str, Any], said: str
) -> None:
    folder = BackupFolder(path=stick, **fields)
    assert said in state_of(folder, TODAY)[0]
    shown = FolderList()
    qtbot.addWidget(shown)
    shown.show()
    shown.show_folders((folder,), TODAY)
    assert said in words(shown)
    assert ("sinds" in words(shown)) is ("problem_since" in fields)


def test_a_rehearsal_with_the_newest_backup_is_remembered(
    rehearsal: RehearsalCard,
    card: BackupCard,
    settled: Callable[[], None],
    stick: Path,
    practice: Practice,
    made_keys: NewKeys,
) -> None:
    card.add_folder(stick)
    settled()
    assert "Nog niet geoefend" in words(rehearsal)
    rehearsal.begin_button.click()
    assert rehearsal.code is not None
    rehearsal.code.control.set_value(made_keys.code)
    rehearsal.check_button.click()
    settled()
    assert "Alles is nagekeken" in rehearsal.banner.text()
    assert rehearsal_state(practice).last_on == practice.today()
    assert "Laatst geoefend" in words(rehearsal)
    assert rehearsal.code is None


def test_a_wrong_code_is_said_beside_it_and_nothing_is_remembered(
    rehearsal: RehearsalCard,
    settled: Callable[[], None],
    access: VaultAccess,
    practice: Practice,
    made_keys: NewKeys,
) -> None:
    rehearsal.begin_button.click()
    assert rehearsal.code is not None
    rehearsal.code.control.set_value(made_keys.code[:-2])
    rehearsal.set_container(Path("kopie.vertrouwen"))
    rehearsal.check_button.click()
    settled()
    assert rehearsal.code.error()
    rehearsal.code.control.set_value(made_keys.code)
    rehearsal.check_button.click()
    settled()
    assert "stick" in rehearsal.banner.text()
    rehearsal.cancel_link.click()
    assert rehearsal.code is None
    assert rehearsal_state(practice).last_on is None


def test_a_rehearsal_says_one_case_and_more(
    rehearsal: RehearsalCard, settled: Callable[[], None]
) -> None:
    for cases, notes, said in ((1, 2, "1 zaak en 2 notities"), (2, 1, "2 zaken en 1 notitie")):
        rehearsal.begin()
        rehearsal._went_well(
            BackupView(
                made_at=datetime(2026, 11, 23, 16, tzinfo=UTC),
                cases=cases,
                notes=notes,
                organisations=1,
            )
        )
        settled()
        assert f"met {said}." in rehearsal.banner.text()


def test_esc_puts_the_rehearsal_away_and_the_focus_stays_in_its_card(
    qtbot: QtBot, rehearsal: RehearsalCard
) -> None:
    rehearsal.begin_button.click()
    press(qtbot, rehearsal, Qt.Key.Key_Escape)
    assert rehearsal.code is None
    assert rehearsal.window().focusWidget() is rehearsal.begin_button


def test_a_rehearsal_can_be_stopped(
    rehearsal: RehearsalCard,
    card: BackupCard,
    settled: Callable[[], None],
    stick: Path,
    practice: Practice,
    made_keys: NewKeys,
) -> None:
    card.add_folder(stick)
    settled()
    rehearsal.begin_button.click()
    assert rehearsal.code is not None
    rehearsal.code.control.set_value(made_keys.code)
    rehearsal.check_button.click()
    assert rehearsal.window().focusWidget() is rehearsal.panel.cancel_button
    rehearsal._stop()
    settled()
    assert not rehearsal.panel.isVisible()
    assert rehearsal.check_button.isEnabled()
    assert rehearsal_state(practice).last_on is None
