"""A backup is a file one can trust, and never writes over anything."""

from __future__ import annotations

import errno
import hashlib
import random
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.vault.dying import dies_at
from vertrouwen.vault import container, key_file, recovery_code, succession
from vertrouwen.vault import folder as disk
from vertrouwen.vault.backup import read_container, restore
from vertrouwen.vault.container import HEADER_BYTES
from vertrouwen.vault.errors import VaultError
from vertrouwen.vault.keyring_device import KeyringDevice
from vertrouwen.vault.open_vault import OpenVault
from vertrouwen.vault.remembered import NONE_DESTROYED, DestroyedIds
from vertrouwen.vault.slots import SlotType
from vertrouwen.vault.succession import move_aside
from vertrouwen.vault.vault import VaultFolder

PASSPHRASE = "zes woorden die niemand ooit raadt"


@pytest.fixture
def backup(vault: OpenVault, tmp_path: Path) -> Path:
    """A backup of forty notes."""
    vault.connection.executemany(
        "INSERT INTO note (text) VALUES (?)", [(f"aantekening {n} " * 40,) for n in range(40)]
    )
    return vault.backup_to(tmp_path / "reserve.vertrouwen").path


@pytest.fixture
def elsewhere(tmp_path: Path) -> VaultFolder:
    return VaultFolder(tmp_path / "schone computer" / "kluis")


def _rows_hash(vault: OpenVault) -> str:
    rows = vault.connection.execute("SELECT * FROM note ORDER BY id").fetchall()
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def _restore_error(
    backup: Path, folder: VaultFolder, code: str, parent_is_empty: bool = True
) -> str:
    with pytest.raises(VaultError) as caught:
        restore(backup, folder, recovery_code=code)
    if parent_is_empty:
        assert not folder.path.exists()
        assert not folder.path.parent.exists() or list(folder.path.parent.iterdir()) == []
    return caught.value.code


def test_a_backup_and_the_code_on_paper_give_every_row_back(
    vault: OpenVault, backup: Path, elsewhere: VaultFolder, code: str
) -> None:
    restored = restore(backup, elsewhere, recovery_code=code)
    assert _rows_hash(restored) == _rows_hash(vault)
    assert (restored.vault_id, restored.audit_key) == (vault.vault_id, vault.audit_key)
    assert [slot.type for slot in restored.slots] == [SlotType.RECOVERY]
    assert restored.notices == ()
    restored.close()
    elsewhere.open_with_recovery_code(code).close()


def test_a_backup_opens_with_the_passphrase_too(
    vault: OpenVault, tmp_path: Path, elsewhere: VaultFolder
) -> None:
    vault.use_passphrase(PASSPHRASE)
    path = vault.backup_to(tmp_path / "reserve.vertrouwen").path
    restore(path, elsewhere, passphrase=PASSPHRASE).close()
    elsewhere.open_with_passphrase(PASSPHRASE).close()


def test_a_backup_never_holds_the_device_slot(backup: Path) -> None:
    assert [slot.type for slot in read_container(backup).key_file.slots] == [SlotType.RECOVERY]
    assert b'"device"' not in backup.read_bytes()


def test_a_backup_holds_nothing_readable(backup: Path) -> None:
    assert b"aantekening" not in backup.read_bytes()
    assert b"SQLite format 3" not in backup.read_bytes()


def test_a_backup_says_what_it_is(vault: OpenVault, backup: Path) -> None:
    info = read_container(backup)
    assert (info.vault_id, info.schema_version) == (vault.vault_id, 1)
    assert info.database_offset + info.database_bytes == backup.stat().st_size


@pytest.mark.parametrize("name", disk.PRECIOUS)
def test_a_restore_never_overwrites(
    backup: Path, elsewhere: VaultFolder, code: str, name: str
) -> None:
    elsewhere.path.mkdir(parents=True)
    (elsewhere.path / name).write_bytes(b"een andere kluis")
    assert _restore_error(backup, elsewhere, code, parent_is_empty=False) == "vault_exists"
    assert [p.read_bytes() for p in elsewhere.path.iterdir()] == [b"een andere kluis"]


def test_every_changed_byte_stops_the_restore(
    backup: Path, elsewhere: VaultFolder, code: str
) -> None:
    data = backup.read_bytes()
    chance = random.Random(2026)
    places = [*range(0, HEADER_BYTES, 3), *(chance.randrange(len(data)) for _ in range(60))]
    for place in places:
        changed = bytearray(data)
        changed[place] ^= 1 << chance.randrange(8)
        backup.write_bytes(changed)
        error = _restore_error(backup, elsewhere, code)
        assert error in {"backup_damaged", "backup_foreign", "vault_newer"}, place


def test_every_cut_is_named(backup: Path, elsewhere: VaultFolder, code: str) -> None:
    data = backup.read_bytes()
    for length in [0, 1, 15, 16, HEADER_BYTES - 1, HEADER_BYTES, 700, len(data) - 1]:
        backup.write_bytes(data[:length])
        named = "backup_foreign" if length < 16 else "backup_damaged"
        assert _restore_error(backup, elsewhere, code) == named
    backup.write_bytes(data + b"x")
    assert _restore_error(backup, elsewhere, code) == "backup_damaged"


def test_what_is_no_backup_is_named(tmp_path: Path, elsewhere: VaultFolder, code: str) -> None:
    letter = tmp_path / "brief.txt"
    letter.write_bytes(b"Geachte mevrouw, " * 100)
    assert _restore_error(letter, elsewhere, code) == "backup_foreign"
    assert _restore_error(tmp_path / "niets", elsewhere, code) == "backup_missing"
    assert _restore_error(tmp_path, elsewhere, code) == "backup_missing"


def test_a_wrong_code_restores_nothing(backup: Path, elsewhere: VaultFolder, code: str) -> None:
    assert _restore_error(backup, elsewhere, recovery_code.generate()) == "recovery_code_wrong"
    assert _restore_error(backup, elsewhere, code[:-2]) == "recovery_code_typo"
    with pytest.raises(VaultError, match="slot_missing"):
        restore(backup, elsewhere, passphrase=PASSPHRASE)


def test_a_backup_of_a_newer_version_is_refused(backup: Path, tmp_path: Path, code: str) -> None:
    older = VaultFolder(tmp_path / "oud" / "kluis", newest_schema=0)
    assert _restore_error(backup, older, code) == "vault_newer"


def test_a_backup_is_not_restored_into_a_synced_folder(
    backup: Path, tmp_path: Path, code: str
) -> None:
    synced = VaultFolder(tmp_path / "Dropbox" / "kluis")
    assert _restore_error(backup, synced, code) == "folder_synced"


@pytest.mark.parametrize(
    ("number", "named"),
    [(errno.ENOSPC, "backup_disk_full"), (errno.EROFS, "backup_read_only")],
)
def test_a_backup_that_cannot_be_written_leaves_the_older_one(
    vault: OpenVault, backup: Path, monkeypatch: pytest.MonkeyPatch, number: int, named: str
) -> None:
    before = backup.read_bytes()

    def fail(_path: Path) -> int:
        raise OSError(number, "fails")

    monkeypatch.setattr(disk, "create_private", fail)
    with pytest.raises(VaultError, match=named):
        vault.backup_to(backup)
    assert backup.read_bytes() == before
    assert [path.name for path in backup.parent.glob("reserve*")] == [backup.name]


def test_a_backup_that_does_not_open_never_takes_the_place_of_an_older_one(
    vault: OpenVault, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = backup.read_bytes()

    monkeypatch.setattr(container, "opens", lambda *_: False)
    with pytest.raises(VaultError, match="backup_damaged"):
        vault.backup_to(backup)
    assert backup.read_bytes() == before


class CancelledError(Exception):
    """The adviser pressed Cancel."""


def test_a_backup_can_be_cancelled_and_the_vault_goes_on(
    vault: OpenVault, tmp_path: Path, folder: VaultFolder
) -> None:
    def stop(_done: int, _total: int) -> None:
        raise CancelledError

    before = sorted(path.name for path in folder.path.iterdir())
    with pytest.raises(CancelledError):
        vault.backup_to(tmp_path / "reserve.vertrouwen", stop)
    assert [path.name for path in tmp_path.iterdir()] == ["kluis"]
    assert sorted(path.name for path in folder.path.iterdir()) == before
    vault.connection.execute("INSERT INTO note (text) VALUES ('verder')")


def test_progress_goes_up_to_the_end(vault: OpenVault, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    vault.backup_to(tmp_path / "reserve.vertrouwen", lambda done, total: seen.append((done, total)))
    assert seen == sorted(seen)
    assert seen[-1][0] == seen[-1][1]


def test_no_backup_in_the_middle_of_a_change(vault: OpenVault, tmp_path: Path) -> None:
    vault.connection.execute("BEGIN IMMEDIATE")
    with pytest.raises(VaultError, match="vault_busy"):
        vault.backup_to(tmp_path / "reserve.vertrouwen")
    vault.connection.execute("ROLLBACK")


def test_a_restored_vault_keeps_its_backups_openable_after_a_new_code(
    vault: OpenVault, backup: Path, elsewhere: VaultFolder, code: str
) -> None:
    vault.replace_recovery_code()
    restore(backup, elsewhere, recovery_code=code).close()


def test_the_older_device_still_opens_its_vault_after_a_restore_beside_it(
    vault: OpenVault,
    folder: VaultFolder,
    backup: Path,
    code: str,
    device: KeyringDevice,
    allow: Callable[[type], object],
) -> None:
    vault.close()
    aside = VaultFolder(move_aside(folder))
    restored = restore(backup, folder, recovery_code=code)
    restored.use_device(device)
    restored.close()
    aside.open_with_device(device).close()
    folder.open_with_device(device).close()


def test_a_restore_that_is_cut_off_leaves_the_old_vault_or_the_new_one(
    vault: OpenVault,
    folder: VaultFolder,
    backup: Path,
    code: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = _rows_hash(vault)
    vault.connection.execute("INSERT INTO note (text) VALUES ('na de kopie')")
    vault.note_destroyed([3, 4])
    vault.close()

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    # Before the new one is whole, and before anything is renamed.
    for where, name in ((disk, "write_ballast"), (succession, "put_renewed")):
        with monkeypatch.context() as patch:
            patch.setattr(where, name, die)
            with pytest.raises(KeyboardInterrupt):
                restore(backup, folder, recovery_code=code, is_replacing=True)
        folder.release()
        opened = VaultFolder(folder.path).open_with_recovery_code(code)
        assert _rows_hash(opened) != rows
        opened.close()
    # Between the two renames: the next start does the second.
    with monkeypatch.context() as patch:
        patch.setattr(VaultFolder, "exists", lambda _folder: True)
        patch.setattr(disk, "finish_renewal", die)
        with pytest.raises(KeyboardInterrupt):
            restore(backup, folder, recovery_code=code, is_replacing=True)
    restored = VaultFolder(folder.path).open_with_recovery_code(code)
    assert _rows_hash(restored) == rows
    assert list(restored.destroyed) == [3, 4]
    restored.close()


@pytest.mark.parametrize("is_replacing", [False, True])
def test_a_backup_with_a_forged_register_is_refused_before_anything_moves(
    vault: OpenVault,
    folder: VaultFolder,
    elsewhere: VaultFolder,
    code: str,
    tmp_path: Path,
    is_replacing: bool,
) -> None:
    vault._keys = replace(vault._keys, destroyed=DestroyedIds(((1, 9),)))
    backup = vault.backup_to(tmp_path / "reserve.vertrouwen").path
    vault.close()
    place = folder if is_replacing else elsewhere
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(VaultError, match="backup_damaged"):
        restore(backup, place, recovery_code=code, is_replacing=is_replacing)
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    "trouble", ["forged", "emptied", "emptied with its seal", "unreadable", "another vault"]
)
def test_a_register_that_cannot_be_trusted_destroys_nothing_and_is_told(
    vault: OpenVault, folder: VaultFolder, backup: Path, code: str, trouble: str
) -> None:
    vault.note_destroyed([3])
    vault.close()
    if trouble == "unreadable":
        for name in (disk.KEYS, disk.KEYS_COPY):
            (folder.path / name).write_bytes(b"stuk")
    else:
        written = key_file.read(folder.path / disk.KEYS)
        change: dict[str, Any] = {
            "forged": {"destroyed": DestroyedIds(((1, 9),))},
            "emptied": {"destroyed": NONE_DESTROYED},
            "emptied with its seal": {"destroyed": NONE_DESTROYED, "destroyed_seal": None},
            "another vault": {"vault_id": bytes(16)},
        }[trouble]
        for name in (disk.KEYS, disk.KEYS_COPY):
            (folder.path / name).write_bytes(key_file.serialise(replace(written, **change)))
    restored = restore(backup, folder, recovery_code=code, is_replacing=True)
    assert not restored.destroyed
    assert ("destroyed_not_known" in restored.notices) is (trouble != "another vault")
    restored.close()


def test_a_restore_killed_anywhere_leaves_the_old_vault_or_the_restored_one(
    vault: OpenVault, folder: VaultFolder, backup: Path, code: str, tmp_path: Path
) -> None:
    """It dies before every change of the disk in turn; what was destroyed is known in either."""
    vault.connection.execute("INSERT INTO note (text) VALUES ('na de kopie')")
    vault.note_destroyed([3, 4])
    old = _rows_hash(vault)
    vault.close()
    held: list[str] = []
    for at in range(1_000):
        place = VaultFolder(tmp_path / "data" / "kluis")
        shutil.copytree(folder.path, place.path)
        has_died = dies_at(
            at,
            lambda place=place: (
                lambda: restore(  # type: ignore[misc]
                    backup, place, recovery_code=code, is_replacing=True
                ).close()
            ),
        )
        assert place.exists()
        opened = place.open_with_recovery_code(code)
        held.append("old" if _rows_hash(opened) == old else "restored")
        assert list(opened.destroyed) == [3, 4]
        opened.close()
        beside = [path for path in place.path.parent.iterdir() if path != place.path]
        assert len(beside) == (held[-1] == "restored")
        for aside in beside:
            VaultFolder(aside).open_with_recovery_code(code).close()
        shutil.rmtree(place.path.parent)
        if not has_died:
            break
    assert held == ["old"] * held.count("old") + ["restored"] * held.count("restored")
    assert held.count("restored") >= 2
    assert held.count("old") >= 20
