"""Backups by themselves, seen from the window: made, said, and never in the way of a lock."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from tests.conftest import Clock

from vertrouwen.__main__ import main
from vertrouwen.services import automatic_backup as backups
from vertrouwen.services.change_keys import replace_recovery_code
from vertrouwen.services.edit_organisations import NewOrganisation, add_organisation
from vertrouwen.services.new_keys import NewKeys
from vertrouwen.services.practice import Practice
from vertrouwen.services.rehearse import newest_backup, rehearse
from vertrouwen.services.vault_access import VaultAccess
from vertrouwen.ui import deliveries
from vertrouwen.ui.backup_age import BackupAge
from vertrouwen.ui.backup_keeper import BackupKeeper
from vertrouwen.ui.backup_words import BackupState
from vertrouwen.ui.tasks import Tasks

TODAY = date(2026, 11, 24)


@pytest.fixture
def live(access: VaultAccess, made_keys: NewKeys) -> Iterator[Practice]:
    yield access.unlock_with_recovery_code(made_keys.code).practice
    access.close()


@pytest.fixture
def stick(tmp_path: Path, live: Practice, access: VaultAccess) -> Path:
    """A chosen folder."""
    folder = tmp_path / "stick"
    folder.mkdir()
    backups.add_folder(live, access, folder)
    return folder


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def keeper(
    qtbot: QtBot, tasks: Tasks, live: Practice, access: VaultAccess, said: list[str]
) -> BackupKeeper:
    return BackupKeeper(tasks, live, access, lambda text, _tone: said.append(text))


@pytest.fixture
def settled(qtbot: QtBot, tasks: Tasks, keeper: BackupKeeper) -> Callable[[], None]:
    """Wait until a round is over."""
    return lambda: qtbot.waitUntil(lambda: not tasks.is_busy and not keeper._is_working)


def _work(practice: Practice) -> None:
    name = f"Stichting {practice.store.head()[0]}"
    add_organisation(practice, NewOrganisation(name=name, country="NL"))


def test_without_a_folder_nothing_is_made_and_the_age_is_said(
    keeper: BackupKeeper, settled: Callable[[], None], access: VaultAccess, said: list[str]
) -> None:
    keeper.start()
    settled()
    assert keeper.state == BackupState()
    assert said == []
    assert not backups.pending(access.folder).exists()


def test_at_the_start_and_on_a_new_day_what_lacks_is_made(
    keeper: BackupKeeper,
    settled: Callable[[], None],
    stick: Path,
    live: Practice,
    access: VaultAccess,
    clock: Clock,
) -> None:
    keeper.start()
    settled()
    assert len(list(stick.iterdir())) == 1
    assert keeper.state.made_at is not None
    first = keeper.state.made_at
    _work(live)
    keeper.look()
    settled()
    # The day goes on: the next one comes at the lock, or tomorrow.
    assert [f.path for f in backups.behind(live, access)] == [stick]
    clock.pass_days(1)
    keeper.look()
    settled()
    assert backups.behind(live, access) == ()
    assert keeper.state.made_at >= first


def test_an_absent_stick_is_said_once_and_supplied_when_it_is_back(
    keeper: BackupKeeper,
    settled: Callable[[], None],
    stick: Path,
    live: Practice,
    access: VaultAccess,
    said: list[str],
) -> None:
    keeper.start()
    settled()
    away = stick.rename(stick.with_name("in de la"))
    _work(live)
    keeper.look_now()
    settled()
    assert len(said) == 1
    assert "niet gevonden" in said[0]
    assert str(stick) not in said[0]
    assert keeper.state.needs_care(live.today())
    keeper.look()
    settled()
    assert len(said) == 1
    away.rename(stick)
    keeper.look()
    settled()
    assert backups.behind(live, access) == ()
    assert keeper.state.folders[0].problem == ""
    assert len(said) == 1


def test_what_a_lock_sealed_is_checked_and_recorded_at_the_next_start(
    keeper: BackupKeeper,
    settled: Callable[[], None],
    stick: Path,
    live: Practice,
    access: VaultAccess,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    keeper.start()
    settled()
    _work(live)
    keeper.stage_at_closing()
    for name, value in deliveries.environment(keeper).items():
        monkeypatch.setenv(name, value)
    assert deliveries.after_the_end(access.folder, [], keeper) is not None
    assert main(["--data", str(access.folder.parent), "deliver"]) == 0
    assert len(list(stick.iterdir())) == 2
    keeper.start()
    settled()
    assert backups.behind(live, access) == ()
    assert len(list(stick.iterdir())) == 1
    assert not backups.pending(access.folder).exists()
    assert deliveries.after_the_end(access.folder, [], keeper) is None


def test_the_unlock_window_delivers_without_a_key(
    qtbot: QtBot,
    keeper: BackupKeeper,
    tasks: Tasks,
    stick: Path,
    access: VaultAccess,
) -> None:
    keeper.stage_at_closing()
    access.close()
    deliveries.deliver(tasks, access.folder, [stick, stick / "weg"])
    qtbot.waitUntil(lambda: not tasks.is_busy)
    assert len(list(stick.iterdir())) == 1


def test_a_stick_pulled_out_while_it_is_written_to_is_said(
    keeper: BackupKeeper,
    settled: Callable[[], None],
    stick: Path,
    said: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from vertrouwen.vault import backup_folder

    def pulled(source: Path, target: Path, between: Callable[[], None]) -> bytes:
        shutil.rmtree(stick)
        raise OSError(5, "weg")

    monkeypatch.setattr(backup_folder, "_copy", pulled)
    keeper.start()
    settled()
    assert keeper.state.folders[0].problem == "backup_not_made"
    assert len(said) == 1


@pytest.mark.parametrize(
    ("days", "words", "is_amber"),
    [
        (None, "nog geen", True),
        (0, "vandaag 17:40", False),
        (1, "gisteren 17:40", False),
        (6, "6 dagen oud", False),
        (7, "7 dagen oud", True),
        (90, "90 dagen oud", True),
    ],
)
def test_the_age_is_said_and_turns_amber_after_a_week(
    qtbot: QtBot, days: int | None, words: str, is_amber: bool
) -> None:
    age = BackupAge()
    qtbot.addWidget(age)
    at = datetime(2026, 11, 24, 17, 40).astimezone(UTC)
    made_at = None if days is None else at - timedelta(days=days)
    age.show_state(BackupState(made_at=made_at), TODAY)
    assert (age.text(), age.needs_care) == (words, is_amber)
    assert words in age.accessibleName()
    assert ("aandacht" in age.accessibleName()) is is_amber


def test_a_new_code_on_paper_is_in_a_new_backup_at_once(
    keeper: BackupKeeper,
    settled: Callable[[], None],
    stick: Path,
    live: Practice,
    access: VaultAccess,
    tasks: Tasks,
) -> None:
    keeper.start()
    settled()
    keys = access.new_keys()
    tasks.run(lambda: replace_recovery_code(live, access, keys))
    settled()
    newest = newest_backup(access, backups.backup_folders(live))
    rehearse(access, newest, keys.code, lambda: None)


def test_a_code_that_is_replaced_during_a_round_is_in_one_right_after_it(
    qtbot: QtBot,
    keeper: BackupKeeper,
    settled: Callable[[], None],
    stick: Path,
    live: Practice,
    access: VaultAccess,
    tasks: Tasks,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    is_carrying, is_replaced, carry = threading.Event(), threading.Event(), backups.carry

    def slowly(*words: Any) -> list[backups.Outcome]:
        is_carrying.set()
        assert is_replaced.wait(20)
        return carry(*words)

    monkeypatch.setattr(backups, "carry", slowly)
    keeper.start()
    qtbot.waitUntil(is_carrying.is_set)
    keys = access.new_keys()
    tasks.run(lambda: replace_recovery_code(live, access, keys), lambda _done: is_replaced.set())
    settled()
    newest = newest_backup(access, backups.backup_folders(live))
    rehearse(access, newest, keys.code, lambda: None)
