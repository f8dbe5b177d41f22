"""The rehearsal tries the code and the newest backup, and touches nothing of the vault."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Clock
from vertrouwen.language.sentences import sentence
from vertrouwen.services import automatic_backup as backups
from vertrouwen.services.edit_organisations import NewOrganisation, add_organisation
from vertrouwen.services.new_keys import NewKeys
from vertrouwen.services.practice import Practice
from vertrouwen.services.rehearse import (
    newest_backup,
    record_rehearsal,
    rehearsal_state,
    rehearse,
)
from vertrouwen.services.vault_access import VaultAccess
from vertrouwen.vault.errors import VaultError


def quiet() -> None:
    """Let the work go on."""


@pytest.fixture
def live(access: VaultAccess, made_keys: NewKeys) -> Iterator[Practice]:
    practice = access.unlock_with_recovery_code(made_keys.code).practice
    add_organisation(practice, NewOrganisation(name="De Linde", country="NL"))
    yield practice
    access.close()


@pytest.fixture
def backup(live: Practice, access: VaultAccess, tmp_path: Path) -> Path:
    stick = tmp_path / "stick"
    stick.mkdir()
    backups.add_folder(live, access, stick)
    backups.record(
        live,
        backups.carry(access, backups.stage(live, access), backups.behind(live, access), quiet),
    )
    return newest_backup(access, backups.backup_folders(live))


def _hashes(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_code_and_backup_work_together_and_no_live_file_changes(
    live: Practice, access: VaultAccess, made_keys: NewKeys, backup: Path
) -> None:
    before = _hashes(access.folder.parent), _hashes(backup.parent)
    view = rehearse(access, backup, made_keys.code, quiet)
    assert (view.cases, view.organisations) == (0, 1)
    assert (_hashes(access.folder.parent), _hashes(backup.parent)) == before


def test_a_wrong_code_and_a_backup_of_an_older_code_are_told_apart(
    live: Practice, access: VaultAccess, made_keys: NewKeys, backup: Path
) -> None:
    with pytest.raises(VaultError, match="recovery_code_wrong"):
        rehearse(access, backup, access.new_keys().code, quiet)
    with pytest.raises(VaultError, match="recovery_code_typo"):
        rehearse(access, backup, made_keys.code[:-3], quiet)
    newer = access.new_keys()
    access.replace_recovery_code(newer)
    with pytest.raises(VaultError, match="backup_of_older_code") as refused:
        rehearse(access, backup, newer.code, quiet)
    assert sentence(refused.value).endswith(".")


def test_damage_of_the_backup_is_found(
    live: Practice, access: VaultAccess, made_keys: NewKeys, backup: Path
) -> None:
    data = bytearray(backup.read_bytes())
    data[-7] ^= 4
    backup.write_bytes(data)
    with pytest.raises(VaultError, match="backup_damaged"):
        rehearse(access, backup, made_keys.code, quiet)


def test_a_backup_of_a_day_to_come_is_not_the_newest(
    live: Practice, access: VaultAccess, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = time.time() + 400 * 86_400
    with monkeypatch.context() as patch:
        patch.setattr(time, "time", lambda: later)
        access.back_up(backup.with_name("kopie-20250620-170000.vertrouwen"), lambda _d, _a: None)
    assert newest_backup(access, backups.backup_folders(live)) == backup


def test_without_a_backup_in_reach_there_is_nothing_to_rehearse(
    live: Practice, access: VaultAccess, backup: Path
) -> None:
    backup.parent.rename(backup.parent.with_name("weg"))
    with pytest.raises(VaultError, match="backup_missing"):
        newest_backup(access, backups.backup_folders(live))


def test_it_is_due_a_year_after_the_last_or_after_the_beginning(
    live: Practice, clock: Clock
) -> None:
    assert rehearsal_state(live).last_on is None
    assert not rehearsal_state(live).is_due
    clock.pass_days(365)
    assert rehearsal_state(live).is_due
    record_rehearsal(live)
    assert rehearsal_state(live).last_on == live.today()
    assert not rehearsal_state(live).is_due
    clock.pass_days(364)
    assert not rehearsal_state(live).is_due
    clock.pass_days(1)
    assert rehearsal_state(live).is_due
