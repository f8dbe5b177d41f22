"""A restore says first what it brings, and never brings back what was destroyed."""

from __future__ import annotations

import hashlib
import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import Clock
from tests.services.cases import opened
from vertrouwen.bootstrap import vault_access
from vertrouwen.domain.consent import CaseId
from vertrouwen.domain.contact import NoteKind
from vertrouwen.domain.errors import DomainError
from vertrouwen.services.change_keys import use_device, use_passphrase, use_strict
from vertrouwen.services.destroy_case import destroy_case, keep_destroyed
from vertrouwen.services.edit_case import close_case
from vertrouwen.services.edit_organisations import NewOrganisation, add_organisation
from vertrouwen.services.new_keys import NewKeys
from vertrouwen.services.practice import Practice
from vertrouwen.services.restore import look_into_backup, restore_backup
from vertrouwen.services.vault_access import VaultAccess, Ways
from vertrouwen.services.write_note import write_note
from vertrouwen.storage import settings
from vertrouwen.vault import key_file
from vertrouwen.vault.errors import VaultError
from vertrouwen.vault.remembered import DestroyedIds

PASSPHRASE = "zes losse woorden voor een proef"


def silent(_done: int, _total: int) -> None:
    """Let the work go on."""


@pytest.fixture
def live(access: VaultAccess, made_keys: NewKeys) -> Iterator[Practice]:
    """An open practice with three cases, the last two closed; the first has a note."""
    practice = access.unlock_with_recovery_code(made_keys.code).practice
    client = add_organisation(practice, NewOrganisation(name="De Linde", country="NL"))
    assert client.organisation_id is not None
    cases = [opened(practice, client.organisation_id) for _ in range(3)]
    write_note(practice, cases[0], NoteKind.FILE, "kanarie")
    for case_id in cases[1:]:
        _close(practice, case_id)
    yield practice
    access.close()


def _close(practice: Practice, case_id: CaseId) -> None:
    close_case(practice, case_id, "afgerond", "onbekend", "onbekend", practice.today())


def _cases(practice: Practice) -> list[int]:
    return [row[0] for row in practice.store.read("SELECT id FROM case_file ORDER BY id")]


def _hashes(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def _restored(access: VaultAccess, backup: Path, code: str) -> tuple[Practice, int]:
    access.close()
    back = restore_backup(access, backup, code, silent)
    return back.practice, back.destroyed_again


def test_what_a_backup_holds_is_said_before_anything_moves(
    live: Practice, access: VaultAccess, made_keys: NewKeys, tmp_path: Path
) -> None:
    backup = tmp_path / "kopie.vertrouwen"
    made_at = access.back_up(backup, silent)
    access.close()
    before, around = _hashes(access.folder), sorted(access.folder.parent.iterdir())
    view = look_into_backup(access, backup, made_keys.code, silent)
    assert (view.made_at, view.cases, view.notes, view.organisations) == (made_at, 3, 1, 1)
    with pytest.raises(VaultError, match="recovery_code_wrong"):
        look_into_backup(access, backup, access.new_keys().code, silent)
    data = bytearray(backup.read_bytes())
    data[-5000] ^= 1
    backup.write_bytes(data)
    with pytest.raises(VaultError, match="backup_damaged"):
        look_into_backup(access, backup, made_keys.code, silent)
    assert _hashes(access.folder) == before
    assert sorted(access.folder.parent.iterdir()) == around


def test_what_was_destroyed_after_the_backup_is_destroyed_again(
    live: Practice, access: VaultAccess, made_keys: NewKeys, tmp_path: Path
) -> None:
    backup = tmp_path / "kopie.vertrouwen"
    access.back_up(backup, silent)
    kept, was_open, was_closed = 1, 2, 3
    register = access.opened_vault.note_destroyed
    destroy_case(live, CaseId(was_open), register)
    destroy_case(live, CaseId(was_closed), register)
    practice, count = _restored(access, backup, made_keys.code)
    assert (_cases(practice), count) == ([kept], 2)
    assert list(access.opened_vault.destroyed) == [was_open, was_closed]
    # Once more, from the same backup: the register went along.
    practice, count = _restored(access, backup, made_keys.code)
    assert (_cases(practice), count) == ([kept], 2)
    assert practice.store.first_broken_link() is None


def test_a_case_of_after_the_backup_never_shares_its_number_with_one_that_was_destroyed(
    live: Practice, access: VaultAccess, made_keys: NewKeys, tmp_path: Path
) -> None:
    first, second = tmp_path / "eerste.vertrouwen", tmp_path / "tweede.vertrouwen"
    access.back_up(first, silent)
    client = live.store.read("SELECT id FROM organisation")[0][0]
    later = opened(live, client)
    _close(live, later)
    access.back_up(second, silent)
    practice, _count = _restored(access, first, made_keys.code)
    other = opened(practice, client)
    assert other != later
    _close(practice, other)
    destroy_case(practice, other, access.opened_vault.note_destroyed)
    # The case of the first time line was never destroyed, and comes back whole.
    practice, count = _restored(access, second, made_keys.code)
    assert (later in _cases(practice), count) == (True, 0)


def test_cut_off_before_the_cases_went_the_next_opening_goes_on(
    live: Practice, access: VaultAccess, made_keys: NewKeys
) -> None:
    access.opened_vault.note_destroyed([3])
    access.close()
    again = access.unlock_with_recovery_code(made_keys.code)
    assert (_cases(again.practice), again.destroyed_again) == ([1, 2], 1)


def test_no_new_case_gets_a_number_that_stands_in_the_register(
    live: Practice, access: VaultAccess, made_keys: NewKeys
) -> None:
    client = live.store.read("SELECT id FROM organisation")[0][0]
    # As after a restore or a salvage that was cut off: the database knows nothing of number 5.
    access.opened_vault.note_destroyed([5])
    access.close()
    practice = access.unlock_with_recovery_code(made_keys.code).practice
    for _ in range(3):
        opened(practice, client)
    before = _cases(practice)
    access.close()
    again = access.unlock_with_recovery_code(made_keys.code)
    assert (_cases(again.practice), again.destroyed_again) == (before, 0)


def test_the_copy_of_before_a_migration_goes_with_the_case_that_is_in_it(
    live: Practice, access: VaultAccess
) -> None:
    vault = access.opened_vault
    copy = vault.copy_before_migration()
    # Only once it is certain that the case is gone.
    with pytest.raises(DomainError, match="case_is_not_closed"):
        destroy_case(live, CaseId(1), vault.note_destroyed)
    assert copy.exists()
    destroy_case(live, CaseId(2), vault.note_destroyed)
    assert not copy.exists()
    # And with one that came back in a backup of before the migration.
    vault.note_destroyed([3])
    copy = vault.copy_before_migration()
    assert keep_destroyed(live, vault) == 1
    assert not copy.exists()


def test_a_register_that_somebody_else_wrote_destroys_nothing(
    live: Practice, access: VaultAccess, made_keys: NewKeys, tmp_path: Path
) -> None:
    backup = tmp_path / "kopie.vertrouwen"
    access.back_up(backup, silent)
    access.close()
    keys, _is_stale = key_file.read_either(access.folder)
    forged = replace(keys, destroyed=DestroyedIds(((1, 3),)), destroyed_seal=bytes(32))
    for name in ("vault.keys", "vault.keys.bak"):
        (access.folder / name).write_bytes(key_file.serialise(forged))
    practice, count = _restored(access, backup, made_keys.code)
    assert (_cases(practice), count) == ([1, 2, 3], 0)
    assert not access.opened_vault.destroyed


def test_the_register_of_another_vault_destroys_nothing(
    live: Practice, access: VaultAccess, made_keys: NewKeys, tmp_path: Path
) -> None:
    backup = tmp_path / "kopie.vertrouwen"
    access.back_up(backup, silent)
    other = vault_access(tmp_path / "ander", live.now, keyring_seconds=5)
    other.create(other.new_keys(), None, threading.Event())
    other.opened_vault.note_destroyed([1, 2, 3])
    practice, count = _restored(other, backup, made_keys.code)
    assert (_cases(practice), count) == ([1, 2, 3], 0)
    assert not other.opened_vault.destroyed
    assert settings.get(practice.store, "country") == ""
    other.close()


def test_a_strict_vault_that_came_back_opens_with_the_code_alone_until_a_way_in_is_chosen(
    live: Practice, access: VaultAccess, made_keys: NewKeys, tmp_path: Path
) -> None:
    use_strict(access, PASSPHRASE, threading.Event())
    backup = tmp_path / "kopie.vertrouwen"
    access.back_up(backup, silent)
    _restored(access, backup, made_keys.code)
    assert access.ways() == Ways(device=False, passphrase=False)
    # Whatever happens now, before the adviser chooses: the login alone opens nothing.
    access.close()
    with pytest.raises(VaultError, match="slot_missing"):
        access.unlock_with_device(threading.Event())
    access.unlock_with_recovery_code(made_keys.code)
    use_strict(access, PASSPHRASE, threading.Event())
    access.close()
    assert access.ways().strict
    access.unlock_strict(PASSPHRASE, threading.Event())


def test_the_passphrase_of_a_backup_holds_until_another_way_in_is_chosen(
    live: Practice, access: VaultAccess, made_keys: NewKeys, tmp_path: Path
) -> None:
    use_passphrase(access, PASSPHRASE)
    backup = tmp_path / "kopie.vertrouwen"
    access.back_up(backup, silent)
    _restored(access, backup, made_keys.code)
    assert access.ways() == Ways(device=False, passphrase=True)
    access.close()
    access.unlock_with_passphrase(PASSPHRASE)


def test_what_the_keyring_remembers_of_the_newer_vault_is_not_held_against_the_restored_one(
    live: Practice, access: VaultAccess, made_keys: NewKeys, tmp_path: Path, clock: Clock
) -> None:
    backup = tmp_path / "kopie.vertrouwen"
    access.back_up(backup, silent)
    for number in range(20):
        write_note(live, CaseId(1), NoteKind.FILE, f"kanarie {number}")
    _restored(access, backup, made_keys.code)
    use_device(access, threading.Event())
    # As it lies there when the program dies now.
    shutil.copytree(access.folder.parent, tmp_path / "gestorven")
    after = vault_access(tmp_path / "gestorven", lambda: clock().astimezone())
    after.unlock_with_device(threading.Event())
    after.close()
