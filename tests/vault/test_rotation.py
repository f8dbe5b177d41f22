"""A vault with a new master key: the same rows, none of the old keys, and never between."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.vault.conftest import MemoryKeyring
from tests.vault.dying import dies_at
from vertrouwen.vault import folder as disk
from vertrouwen.vault import key_file, recovery_code
from vertrouwen.vault.check import check_database
from vertrouwen.vault.errors import VaultError
from vertrouwen.vault.instance_lock import InstanceLock
from vertrouwen.vault.keyring_device import KeyringDevice
from vertrouwen.vault.open_vault import OpenVault
from vertrouwen.vault.rotation import Renewal, Resign
from vertrouwen.vault.succession import move_aside, put_renewed
from vertrouwen.vault.vault import VaultFolder
from vertrouwen.vault.wanted_keys import WantedKeys

CANARY = "kanarie-in-de-kluis"
NEW_ID = bytes(range(16))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the tests ask of a renewal."""

    code: str
    renewal: Renewal


def _leave(_copy: object, _old: bytes, _new: bytes) -> None:
    """A vault without a chain."""


@pytest.fixture
def wish(device: KeyringDevice) -> Callable[..., Wish]:
    def make(resign: Resign = _leave) -> Wish:
        code = recovery_code.generate()
        wanted = WantedKeys(recovery_code=code, passphrase=None, device=device)
        return Wish(code=code, renewal=Renewal(vault_id=NEW_ID, wanted=wanted, resign=resign))

    return make


def _silent(_done: int, _total: int) -> None:
    """Progress nobody looks at."""


def _beside(folder: VaultFolder) -> VaultFolder:
    return VaultFolder(disk.renewed_folder(folder.path))


def _texts(vault: OpenVault) -> list[str]:
    return [text for (text,) in vault.connection.execute("SELECT text FROM note")]


def _error(work: Callable[[], object]) -> str:
    with pytest.raises(VaultError) as caught:
        work()
    return caught.value.code


def _neighbours(folder: VaultFolder) -> list[Path]:
    return sorted(folder.path.parent.iterdir())


def test_a_renewed_vault_holds_the_same_rows_under_other_keys(
    vault: OpenVault,
    folder: VaultFolder,
    code: str,
    device: KeyringDevice,
    wish: Callable[..., Wish],
) -> None:
    old_id, old_keys = vault.vault_id, (vault._master_key.database_key, vault.audit_key)
    vault.note_destroyed([3, 4])
    asked = wish()
    vault.renew(_beside(folder), asked.renewal, _silent)
    assert _texts(vault) == [CANARY]
    vault.close()
    aside = put_renewed(folder)
    renewed = folder.open_with_recovery_code(asked.code)
    assert _texts(renewed) == [CANARY]
    assert (renewed.vault_id, list(renewed.destroyed)) == (NEW_ID, [3, 4])
    keys = renewed._master_key
    assert not {keys.database_key, keys.audit_key} & set(old_keys)
    renewed.close()
    folder.open_with_device(device).close()
    assert _error(lambda: folder.open_with_recovery_code(code)) == "recovery_code_wrong"
    check_database(folder.path / disk.DATABASE, keys.database_key)
    assert _error(lambda: check_database(folder.path / disk.DATABASE, old_keys[0])) == (
        "database_damaged"
    )
    written = key_file.read(folder.path / disk.KEYS)
    assert written.formerly == (old_id,)
    assert written.is_of(old_id)
    assert written.is_of(NEW_ID)
    assert not written.is_of(bytes(16))
    old = VaultFolder(aside).open_with_recovery_code(code)
    assert _texts(old) == [CANARY]
    old.close()


def test_the_old_secret_stays_in_the_keyring_beside_the_new_one(
    vault: OpenVault,
    folder: VaultFolder,
    memory_keyring: type[MemoryKeyring],
    device: KeyringDevice,
    wish: Callable[..., Wish],
) -> None:
    ((service, user), kept) = next(iter(memory_keyring.entries.items()))
    vault.renew(_beside(folder), wish().renewal, _silent)
    vault.close()
    assert memory_keyring.entries[service, user] == kept
    assert memory_keyring.entries[service, NEW_ID.hex()] != kept
    aside = put_renewed(folder)
    VaultFolder(aside).open_with_device(device).close()


def test_no_page_of_the_old_file_is_in_the_new_one(
    vault: OpenVault, folder: VaultFolder, wish: Callable[..., Wish]
) -> None:
    vault.renew(_beside(folder), wish().renewal, _silent)
    vault.close()
    old = (folder.path / disk.DATABASE).read_bytes()
    new = (disk.renewed_folder(folder.path) / disk.DATABASE).read_bytes()
    pages = {old[start + 16 : start + 4096] for start in range(0, len(old), 4096)}
    assert not any(new[start + 16 : start + 4096] in pages for start in range(0, len(new), 4096))


@pytest.mark.parametrize("stop", ["resign", "progress", "counts"])
def test_a_renewal_that_fails_leaves_nothing_behind_and_the_old_vault_open(
    vault: OpenVault, folder: VaultFolder, code: str, wish: Callable[..., Wish], stop: str
) -> None:
    before = _neighbours(folder)

    def resign(copy: object, _old: bytes, _new: bytes) -> None:
        if stop == "resign":
            raise VaultError("history_broken", number=7)
        if stop == "counts":
            copy.execute("DELETE FROM note")  # type: ignore[attr-defined]

    def progress(done: int, _total: int) -> None:
        if stop == "progress" and done == 3:
            raise VaultError("keyring_cancelled")

    codes = {
        "resign": "history_broken",
        "progress": "keyring_cancelled",
        "counts": "database_damaged",
    }
    renewal = wish(resign).renewal
    assert _error(lambda: vault.renew(_beside(folder), renewal, progress)) == codes[stop]
    assert _neighbours(folder) == before
    assert _texts(vault) == [CANARY]
    vault.close()
    folder.open_with_recovery_code(code).close()


def test_a_renewal_that_never_took_its_place_goes_at_the_next_opening(
    vault: OpenVault, folder: VaultFolder, code: str, wish: Callable[..., Wish]
) -> None:
    vault.renew(_beside(folder), wish().renewal, _silent)
    vault.close()
    assert disk.renewed_folder(folder.path).exists()
    folder.open_with_recovery_code(code).close()
    assert _neighbours(folder) == [folder.path]


def test_what_lies_beside_never_keeps_a_vault_from_opening(
    closed: VaultFolder, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_folder: Path) -> None:
        raise PermissionError(13, "no")

    monkeypatch.setattr(disk, "drop_unfinished", refuse)
    closed.open_with_recovery_code(code).close()


def test_only_what_never_held_is_removed(vault: OpenVault, folder: VaultFolder, code: str) -> None:
    vault.close()
    name = folder.path.name
    making = [f".{name}", f"..{name}-renewed", f".{name}-gered", f".{name}-gered-20261128-120000"]
    gone = [*(f"{start}-{'0a' * 8}" for start in making), f".{name}-renewed"]
    kept = [
        f"{name}-gered-20261128-120000",
        f"{name}-20261128-120000",
        f".{name}-iets",
        f".{name}x-{'0a' * 8}",
        "andere",
    ]
    for other in (*gone, *kept):
        (folder.path.parent / other).mkdir()
    folder.open_with_recovery_code(code).close()
    assert {path.name for path in _neighbours(folder)} == {name, *kept}


def test_a_restore_does_not_find_a_renewal_in_its_place(
    vault: OpenVault, folder: VaultFolder, wish: Callable[..., Wish]
) -> None:
    vault.renew(_beside(folder), wish().renewal, _silent)
    vault.close()
    aside = move_aside(folder)
    assert not folder.exists()
    assert _neighbours(folder) == [aside]


def test_ids_of_long_ago_leave_the_list(
    vault: OpenVault, folder: VaultFolder, wish: Callable[..., Wish]
) -> None:
    ids = tuple(bytes([number]) * 16 for number in range(key_file.MOST_FORMER))
    old_id = vault.vault_id
    vault._keys = replace(vault._keys, formerly=ids)
    vault.renew(_beside(folder), wish().renewal, _silent)
    written = key_file.read(disk.renewed_folder(folder.path) / disk.KEYS)
    assert written.formerly == (*ids[1:], old_id)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows renames no folder with an open file")
def test_nobody_opens_the_old_vault_while_it_is_replaced(
    vault: OpenVault,
    folder: VaultFolder,
    wish: Callable[..., Wish],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    vault.renew(_beside(folder), wish().renewal, _silent)
    folder.keep_claim(vault)
    vault.close()
    assert _error(VaultFolder(folder.path).claim) == "vault_in_use"
    finish, refused = disk.finish_renewal, []

    def look(path: Path) -> None:
        asides = path.parent.glob(f"{path.name}-*")
        refused.extend(_error(VaultFolder(aside).claim) for aside in asides)
        finish(path)

    with monkeypatch.context() as patch:
        patch.setattr(VaultFolder, "exists", lambda _folder: True)
        patch.setattr(disk, "finish_renewal", look)
        aside = put_renewed(folder)
    assert refused == ["vault_in_use"]
    for place in (VaultFolder(aside), VaultFolder(folder.path)):
        place.claim()
        place.release()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows renames no folder with an open file")
def test_a_lock_of_a_vault_that_was_moved_aside_meanwhile_is_none(
    closed: VaultFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = os.open

    def late(path: Path, *arguments: int) -> int:
        descriptor = opened(path, *arguments)
        monkeypatch.setattr(os, "open", opened)
        closed.path.rename(closed.path.with_name("apart"))
        return descriptor

    monkeypatch.setattr(os, "open", late)
    assert _error(lambda: InstanceLock(closed.path / disk.LOCK)) == "vault_in_use"
    VaultFolder(closed.path.with_name("apart")).claim()


def _renewing(place: VaultFolder, code: str, renewal: Renewal) -> Callable[[], Callable[[], Path]]:
    def begin() -> Callable[[], Path]:
        opened = place.open_with_recovery_code(code)

        def work() -> Path:
            opened.renew(_beside(place), renewal, _silent)
            opened.close()
            return put_renewed(place)

        return work

    return begin


def test_a_renewal_killed_anywhere_leaves_the_old_vault_or_the_new_one(
    closed: VaultFolder, code: str, tmp_path: Path, wish: Callable[..., Wish]
) -> None:
    """It dies before every change of the disk in turn; one of the codes opens what is there."""
    asked = wish()
    held: list[str] = []
    for at in range(1_000):
        data = tmp_path / "data"
        place = VaultFolder(data / "kluis")
        shutil.copytree(closed.path, place.path)
        has_died = dies_at(at, _renewing(place, code, asked.renewal))
        assert place.exists()
        new, old = asked.code, code
        try:
            opened = place.open_with_recovery_code(new)
        except VaultError as error:
            assert error.code == "recovery_code_wrong"
            opened = place.open_with_recovery_code(old)
            held.append("old")
        else:
            held.append("new")
        assert _texts(opened) == [CANARY]
        opened.close()
        beside = [path for path in data.iterdir() if path != place.path]
        assert len(beside) == (held[-1] == "new")
        for aside in beside:
            VaultFolder(aside).open_with_recovery_code(old).close()
        shutil.rmtree(data)
        if not has_died:
            break
    assert held == ["old"] * held.count("old") + ["new"] * held.count("new")
    assert held.count("new") >= 2
    assert held.count("old") >= 20
