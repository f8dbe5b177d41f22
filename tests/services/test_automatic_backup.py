"""Backups make themselves, say so when they cannot, and are verified before an older one goes."""

from __future__ import annotations

import errno
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Clock
from tests.services.cases import opened
from vertrouwen.domain.organisation import OrganisationId
from vertrouwen.language.sentences import sentence
from vertrouwen.language.sentences_backup import PROBLEMS
from vertrouwen.services import automatic_backup as backups
from vertrouwen.services.back_up import back_up, last_backup
from vertrouwen.services.edit_organisations import NewOrganisation, add_organisation
from vertrouwen.services.new_keys import NewKeys
from vertrouwen.services.practice import Practice
from vertrouwen.services.vault_access import VaultAccess
from vertrouwen.storage.migrations import newest_version
from vertrouwen.vault import backup_folder, container
from vertrouwen.vault.errors import VaultError
from vertrouwen.vault.folder import BEFORE_MIGRATION
from vertrouwen.vault.own_backups import OwnBackups


def quiet() -> None:
    """Let the work go on."""


@pytest.fixture
def live(access: VaultAccess, made_keys: NewKeys) -> Iterator[Practice]:
    """An open practice over a real vault, with one client."""
    practice = access.unlock_with_recovery_code(made_keys.code).practice
    add_organisation(practice, NewOrganisation(name="Stichting Verzonnen", country="NL"))
    yield practice
    access.close()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def make(live: Practice, access: VaultAccess) -> Callable[[], tuple[backups.BackupFolder, ...]]:
    """Make the backups that are due, as the window does."""

    def run() -> tuple[backups.BackupFolder, ...]:
        due = backups.behind(live, access)
        if due:
            return backups.record(
                live, backups.carry(access, backups.stage(live, access), due, quiet)
            )
        return backups.backup_folders(live)

    return run


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def _client(practice: Practice) -> OrganisationId:
    return OrganisationId(1)


def test_a_chosen_folder_gets_a_verified_backup_and_then_only_for_news(
    live: Practice, access: VaultAccess, stick: Path, make: Callable[[], tuple[object, ...]]
) -> None:
    assert backups.behind(live, access) == ()
    backups.add_folder(live, access, stick)
    (folder,) = make()
    assert isinstance(folder, backups.BackupFolder)
    assert (folder.problem, folder.good_at) == ("", last_backup(live))
    assert len(_names(stick)) == 1
    assert not any(name.startswith("backup") for name in _names(access.folder))
    # Writing down that there is one is no news; a case is.
    assert backups.behind(live, access) == ()
    opened(live, _client(live))
    assert [f.path for f in backups.behind(live, access)] == [stick]
    make()
    assert backups.behind(live, access) == ()
    kept = access.opened_vault.own_backups.in_folder(stick)
    assert len(kept) == 1  # the newest of the day


def test_a_stick_that_answers_with_an_error_keeps_no_other_from_its_backup(
    live: Practice,
    access: VaultAccess,
    stick: Path,
    tmp_path: Path,
    make: Callable[[], tuple[backups.BackupFolder, ...]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pulled_out = tmp_path / "los"
    pulled_out.mkdir()
    for folder in (pulled_out, stick):
        backups.add_folder(live, access, folder)
    ask = os.stat

    def answer(path: Any, **how: Any) -> os.stat_result:
        if str(path).startswith(str(pulled_out)):
            raise OSError(errno.EIO, "the disk is gone")
        return ask(path, **how)

    monkeypatch.setattr(os, "stat", answer)
    assert [f.problem for f in make()] == ["backup_folder_missing", ""]
    there = backups.there(backups.backup_folders(live))
    assert [outcome.problem for outcome in there] == ["backup_folder_missing", ""]
    with pytest.raises(VaultError, match="backup_folder_missing"):
        backups.add_folder(live, access, pulled_out)


def _copies(access: VaultAccess) -> list[str]:
    return [name for name in _names(access.folder) if name.startswith(BEFORE_MIGRATION)]


def test_the_copy_of_before_a_migration_goes_with_the_first_good_backup(
    live: Practice,
    access: VaultAccess,
    stick: Path,
    make: Callable[[], tuple[object, ...]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    older = f"{BEFORE_MIGRATION}{newest_version() - 1:04d}"
    (access.folder / older).write_bytes(b"a copy")
    backups.add_folder(live, access, stick)
    with monkeypatch.context() as patch:
        patch.setattr(OwnBackups, "look_into", _finds_damage)
        make()
    assert _copies(access) == [older]  # that backup was not good
    make()
    assert _copies(access) == []


def _finds_damage(*_words: object) -> None:
    raise VaultError("backup_damaged")


def test_a_backup_by_hand_removes_only_what_is_older_than_itself(
    live: Practice, access: VaultAccess, tmp_path: Path
) -> None:
    same = f"{BEFORE_MIGRATION}{newest_version():04d}"
    for name in (f"{BEFORE_MIGRATION}{newest_version() - 1:04d}", same):
        (access.folder / name).write_bytes(b"a copy")
    back_up(live, access, tmp_path / "kopie.vertrouwen", lambda _done, _total: None)
    assert _copies(access) == [same]


def test_an_absent_stick_is_said_once_and_gets_its_backup_when_it_is_back(
    live: Practice,
    access: VaultAccess,
    stick: Path,
    make: Callable[[], tuple[backups.BackupFolder, ...]],
    clock: Clock,
) -> None:
    backups.add_folder(live, access, stick)
    make()
    away = stick.rename(stick.with_name("in de la"))
    opened(live, _client(live))
    (folder,) = make()
    assert folder.problem == "backup_folder_missing"
    assert folder.problem_since == live.today()
    assert folder.good_at is not None
    said = live.store.head()
    clock.pass_days(2)
    assert make() == (folder,)
    assert live.store.head() == said
    assert backups.there([folder])[0].problem == "backup_folder_missing"
    away.rename(stick)
    assert backups.there([folder])[0].problem == ""
    (folder,) = make()
    assert (folder.problem, folder.problem_since) == ("", None)
    assert backups.behind(live, access) == ()


def test_another_stick_at_the_same_place_gets_nothing_until_it_is_chosen(
    live: Practice,
    access: VaultAccess,
    stick: Path,
    make: Callable[[], tuple[backups.BackupFolder, ...]],
) -> None:
    backups.add_folder(live, access, stick)
    make()
    shutil.rmtree(stick)
    stick.mkdir()
    opened(live, _client(live))
    (folder,) = make()
    assert (folder.problem, _names(stick)) == ("backup_folder_other", [])
    backups.add_folder(live, access, stick)
    (folder,) = make()
    assert (folder.problem, len(_names(stick))) == ("", 1)


def test_one_bad_folder_does_not_keep_another_from_its_backup(
    live: Practice,
    access: VaultAccess,
    stick: Path,
    tmp_path: Path,
    make: Callable[[], tuple[backups.BackupFolder, ...]],
) -> None:
    second = tmp_path / "schijf"
    second.mkdir()
    backups.add_folder(live, access, second)
    backups.add_folder(live, access, stick)
    second.rmdir()
    first, other = make()
    assert (first.problem, other.problem) == ("backup_folder_missing", "")
    assert len(_names(stick)) == 1


@pytest.mark.parametrize("is_key", [True, False], ids=["does not open", "another count"])
def test_what_does_not_verify_is_taken_away_and_no_older_one_goes(
    live: Practice,
    access: VaultAccess,
    stick: Path,
    make: Callable[[], tuple[backups.BackupFolder, ...]],
    monkeypatch: pytest.MonkeyPatch,
    is_key: bool,
) -> None:
    backups.add_folder(live, access, stick)
    make()
    before = {path: path.read_bytes() for path in stick.iterdir()}
    opened(live, _client(live))
    if is_key:
        deliver = backup_folder.deliver

        def lying(sealed: Path, folder: Path, between: Callable[[], None]) -> Path:
            copy = deliver(sealed, folder, between)
            data = bytearray(copy.read_bytes())
            data[-2000] ^= 1
            copy.write_bytes(data)
            return copy

        monkeypatch.setattr(backup_folder, "deliver", lying)
    else:
        stage = backups.stage

        def one_more(practice: Practice, way: VaultAccess) -> backups.Staged:
            staged = stage(practice, way)
            rows = {**staged.rows, "case_file": staged.rows["case_file"] + 1}
            return replace(staged, rows=rows)

        monkeypatch.setattr(backups, "stage", one_more)
    (folder,) = make()
    assert folder.problem == "backup_not_good"
    assert {path: path.read_bytes() for path in stick.iterdir()} == before


def test_an_older_one_goes_only_after_the_new_one_was_opened(
    live: Practice,
    access: VaultAccess,
    stick: Path,
    make: Callable[[], tuple[object, ...]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    order: list[tuple[str, int]] = []
    look, rotate = OwnBackups.look_into, OwnBackups.rotate

    def looking(self: OwnBackups, *args: object) -> object:
        order.append(("opened", len(_names(stick))))
        return look(self, *args)  # type: ignore[arg-type]

    def rotating(self: OwnBackups, *args: object) -> object:
        order.append(("rotated", len(_names(stick))))
        return rotate(self, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(OwnBackups, "look_into", looking)
    monkeypatch.setattr(OwnBackups, "rotate", rotating)
    backups.add_folder(live, access, stick)
    make()
    opened(live, _client(live))
    make()
    assert order == [("opened", 1), ("rotated", 1), ("opened", 2), ("rotated", 2)]
    assert len(_names(stick)) == 1


def test_at_a_lock_it_is_sealed_delivered_without_a_key_and_checked_at_the_next_opening(
    live: Practice, access: VaultAccess, made_keys: NewKeys, stick: Path
) -> None:
    backups.add_folder(live, access, stick)
    opened(live, _client(live))
    assert backups.stage_at_closing(live, access)
    access.close()
    assert backups.deliver_pending(access.folder, [stick, stick / "weg"], quiet) == 1
    assert len(_names(stick)) == 1

    practice = access.unlock_with_recovery_code(made_keys.code).practice
    staged = backups.left_over(practice, access)
    assert staged is not None
    outcomes = backups.carry(access, staged, backups.backup_folders(practice), quiet)
    (folder,) = backups.record(practice, outcomes)
    assert folder.good_at == staged.made_at
    assert backups.behind(practice, access) == ()
    assert not backups.stage_at_closing(practice, access)
    assert backups.left_over(practice, access) is None
    assert len(_names(stick)) == 1


def test_what_was_sealed_before_other_work_is_delivered_but_counts_for_nothing(
    live: Practice, access: VaultAccess, stick: Path
) -> None:
    backups.add_folder(live, access, stick)
    assert backups.stage_at_closing(live, access)
    opened(live, _client(live))
    staged = backups.left_over(live, access)
    assert staged is not None
    outcomes = backups.carry(access, staged, backups.backup_folders(live), quiet)
    assert outcomes == []
    assert [f.path for f in backups.behind(live, access)] == [stick]


def test_a_lock_in_the_middle_of_a_backup_keeps_its_own(
    live: Practice, access: VaultAccess, stick: Path
) -> None:
    backups.add_folder(live, access, stick)
    staged = backups.stage(live, access)
    opened(live, _client(live))
    assert backups.stage_at_closing(live, access)
    backups.carry(access, staged, backups.backup_folders(live), quiet)
    assert backups.pending(access.folder).exists()
    backups.stage(live, access)
    assert backups.left_over(live, access) is not None
    assert [name for name in _names(access.folder) if name.startswith("backup")] == [
        backups.pending(access.folder).name
    ]


def test_a_seal_that_was_cut_off_is_thrown_away(
    live: Practice, access: VaultAccess, stick: Path
) -> None:
    backups.add_folder(live, access, stick)
    backups.stage_at_closing(live, access)
    path = backups.pending(access.folder)
    path.write_bytes(path.read_bytes()[:-100])
    assert backups.left_over(live, access) is None
    assert not path.exists()


def test_nothing_stops_the_closing(
    live: Practice, access: VaultAccess, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backups.add_folder(live, access, stick)

    def fail(*_args: object, **_more: object) -> None:
        raise VaultError("disk_full")

    with monkeypatch.context() as patch:
        patch.setattr(container, "write_container", fail)
        assert not backups.stage_at_closing(live, access)
    before = _names(access.folder)
    monkeypatch.setattr(backups, "CLOSING_SECONDS", -1)
    assert not backups.stage_at_closing(live, access)
    assert _names(access.folder) == before


def test_a_folder_that_makes_no_sense_is_refused(
    live: Practice, access: VaultAccess, stick: Path
) -> None:
    inside = access.folder / "kopieën"
    inside.mkdir()
    for path, code in (
        (inside, "backup_inside_vault"),
        (access.folder, "backup_inside_vault"),
        (stick / "nergens", "backup_folder_missing"),
    ):
        with pytest.raises(VaultError) as refused:
            backups.add_folder(live, access, path)
        assert refused.value.code == code
        assert sentence(refused.value).endswith(".")
    for number in range(backups.MOST_FOLDERS):
        (stick / str(number)).mkdir()
        backups.add_folder(live, access, stick / str(number))
    with pytest.raises(VaultError, match="backup_folders_full"):
        backups.add_folder(live, access, stick)
    backups.remove_folder(live, stick / "0")
    assert len(backups.add_folder(live, access, stick).operation) > 0


def test_every_problem_of_a_folder_has_its_words() -> None:
    assert {"backup_not_made", "backup_folder_missing"} <= set(PROBLEMS)
    for say in PROBLEMS.values():
        assert say({"day": "16 juni"}).endswith(".")


def test_stopping_leaves_no_half_copy(live: Practice, access: VaultAccess, stick: Path) -> None:
    backups.add_folder(live, access, stick)
    stop = threading.Event()
    stop.set()

    def between() -> None:
        if stop.is_set():
            raise KeyboardInterrupt

    staged = backups.stage(live, access)
    with pytest.raises(KeyboardInterrupt):
        backups.carry(access, staged, backups.backup_folders(live), between)
    assert _names(stick) == []
    assert staged.path.exists()
