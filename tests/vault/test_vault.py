"""Making, opening and closing: nothing is lost, nothing is made anew, nothing is readable."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlcipher3 import dbapi2

from vertrouwen.vault import folder as disk
from vertrouwen.vault import instance_lock, key_file, keyring_device, recovery_code
from vertrouwen.vault.check import check_database
from vertrouwen.vault.database import connect
from vertrouwen.vault.errors import VaultError, disk_errors, from_database_error
from vertrouwen.vault.keyring_device import KeyringDevice
from vertrouwen.vault.keys import MasterKey
from vertrouwen.vault.open_vault import OpenVault
from vertrouwen.vault.succession import move_aside
from vertrouwen.vault.vault import VaultFolder, default_folder

CANARY = b"kanarie-in-de-kluis"
PASSPHRASE = "zes woorden die niemand ooit raadt"
PRAGMAS = {
    "locking_mode": "exclusive",
    "journal_mode": "truncate",
    "synchronous": 3,
    "fullfsync": 1,
    "checkpoint_fullfsync": 1,
    "foreign_keys": 1,
    "secure_delete": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "recursive_triggers": 1,
    "cache_size": -65536,
    "temp_store": 2,
}
HOLD = """
import sys
from pathlib import Path
from vertrouwen.vault.vault import VaultFolder
vault = VaultFolder(Path(sys.argv[1])).open_with_recovery_code(sys.argv[2])
vault.connection.execute("INSERT INTO note (text) VALUES ('vlak voor het einde')")
print("open", flush=True)
sys.stdin.read()
"""


def _contents(folder: VaultFolder) -> dict[str, bytes]:
    """Return every file but the lock file, whose text is no data."""
    return {
        path.name: path.read_bytes() for path in folder.path.iterdir() if path.name != disk.LOCK
    }


def _fails(folder: VaultFolder, code: str) -> str:
    """Open with the code on paper; return what it was called, nothing having changed."""
    before = _contents(folder)
    with pytest.raises(VaultError) as caught:
        folder.open_with_recovery_code(code)
    assert _contents(folder) == before
    return caught.value.code


def _texts(vault: OpenVault) -> list[str]:
    return [row[0] for row in vault.connection.execute("SELECT text FROM note ORDER BY id")]


def test_a_vault_opens_with_each_of_its_secrets(
    folder: VaultFolder, code: str, device: KeyringDevice
) -> None:
    vault = folder.create(recovery_code=code, passphrase=PASSPHRASE, device=device)
    vault_id, audit_key = vault.vault_id, vault.audit_key
    vault.close()
    assert [slot.type for slot in folder.slots()] == ["recovery", "passphrase", "device"]
    for reopened in (
        lambda: folder.open_with_recovery_code(code),
        lambda: folder.open_with_passphrase(PASSPHRASE),
        lambda: folder.open_with_device(device),
    ):
        vault = reopened()
        assert (vault.vault_id, vault.audit_key, vault.notices) == (vault_id, audit_key, ())
        vault.close()


def test_nothing_readable_lies_on_the_disk(vault: OpenVault, folder: VaultFolder) -> None:
    while_open = _contents(folder)
    vault.close()
    for data in (*while_open.values(), *_contents(folder).values()):
        assert CANARY not in data
        assert CANARY.decode().encode("utf-16-le") not in data
        assert b"SQLite format 3" not in data
        assert b"CREATE TABLE" not in data


def test_only_known_files_are_written(vault: OpenVault, folder: VaultFolder) -> None:
    folder.request_raise()
    vault.close()
    assert {path.name for path in folder.path.iterdir()} <= {
        disk.DATABASE,
        f"{disk.DATABASE}-journal",
        disk.KEYS,
        disk.KEYS_COPY,
        disk.LOCK,
        disk.RAISE,
        disk.BALLAST,
    }
    assert [path.name for path in folder.path.parent.iterdir()] == [folder.path.name]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes; it has user profiles")
def test_only_this_user_may_look(vault: OpenVault, folder: VaultFolder) -> None:
    assert folder.path.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o077 for path in folder.path.iterdir()} == {0}


def test_every_pragma_is_in_force(vault: OpenVault) -> None:
    found = {name: vault.connection.execute(f"PRAGMA {name}").fetchone()[0] for name in PRAGMAS}
    assert found == PRAGMAS


def test_foreign_keys_hold_from_the_first_moment(vault: OpenVault) -> None:
    with vault.allow_schema_changes():
        vault.connection.execute("CREATE TABLE child (n INTEGER REFERENCES note (id)) STRICT")
    with pytest.raises(dbapi2.IntegrityError):
        vault.connection.execute("INSERT INTO child VALUES (99)")


@pytest.mark.parametrize("content", [None, b""])
def test_a_missing_or_empty_database_is_never_made_anew(
    closed: VaultFolder, code: str, content: bytes | None
) -> None:
    database = closed.path / disk.DATABASE
    database.unlink()
    if content is not None:
        database.write_bytes(content)
    assert _fails(closed, code) == "database_missing"
    assert database.exists() is (content is not None)


def test_a_readable_database_is_not_taken_for_ours(closed: VaultFolder, code: str) -> None:
    (closed.path / disk.DATABASE).write_bytes(b"SQLite format 3\x00" + bytes(8176))
    assert _fails(closed, code) == "database_plaintext"


@pytest.mark.parametrize("place", [0, 20, 3000, 4096, 6000])
def test_a_damaged_database_is_not_called_a_wrong_key(
    closed: VaultFolder, code: str, place: int
) -> None:
    database = closed.path / disk.DATABASE
    data = bytearray(database.read_bytes())
    data[place] ^= 1
    database.write_bytes(data)
    assert _fails(closed, code) == "database_damaged"


@pytest.mark.parametrize("change", ["cut", "cut_page", "grown", "grown_page", "swapped", "foreign"])
def test_a_database_changed_from_outside_is_noticed_at_the_next_start(
    closed: VaultFolder, code: str, change: str
) -> None:
    database = closed.path / disk.DATABASE
    data = database.read_bytes()
    pages = [data[start : start + 4096] for start in range(0, len(data), 4096)]
    database.write_bytes(
        {
            "cut": data[:-100],
            "cut_page": b"".join(pages[:-1]),
            "grown": data + b"x" * 100,
            "grown_page": data + os.urandom(4096),
            "swapped": b"".join([pages[0], *reversed(pages[1:])]) + pages[1],
            "foreign": os.urandom(len(data)),
        }[change]
    )
    assert _fails(closed, code) == "database_damaged"


def test_a_large_database_that_lost_its_last_page_is_noticed(
    vault: OpenVault, folder: VaultFolder, code: str
) -> None:
    texts = [(f"aantekening {n} " * 50,) for n in range(200)]
    vault.connection.executemany("INSERT INTO note (text) VALUES (?)", texts)
    vault.close()
    database = folder.path / disk.DATABASE
    database.write_bytes(database.read_bytes()[:-4096])
    assert _fails(folder, code) == "database_damaged"


def test_damage_below_intact_seals_is_noticed(
    vault: OpenVault, folder: VaultFolder, code: str
) -> None:
    key = vault._master_key.database_key
    vault.close()
    raw = connect(folder.path / disk.DATABASE, key)
    raw.execute("PRAGMA writable_schema=1")
    raw.execute("UPDATE sqlite_master SET sql = replace(sql, 'text TEXT', 'text INTEGER')")
    raw.close()
    assert _fails(folder, code) == "database_damaged"


def test_a_master_key_of_another_vault_is_refused(closed: VaultFolder) -> None:
    before = _contents(closed)
    with pytest.raises(VaultError, match="key_file_damaged"):
        closed.open_with_key(MasterKey.generate())
    assert _contents(closed) == before


def test_both_checks_run_after_a_crash_and_only_then(
    closed: VaultFolder, code: str, device: KeyringDevice, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[Path] = []

    def check(path: Path, key: bytes, *, after_crash: bool) -> None:
        assert after_crash
        checked.append(path)
        check_database(path, key)

    monkeypatch.setattr("vertrouwen.vault.opening.check_database", check)
    closed.open_with_recovery_code(code).close()
    made = VaultFolder(closed.path.with_name("nieuw"))
    made.create(recovery_code=code, passphrase=None, device=device).close()
    assert checked == []
    crashed = instance_lock.InstanceLock(closed.path / disk.LOCK)
    crashed.mark_open()
    crashed.release()
    vault = closed.open_with_recovery_code(code)
    assert checked == [closed.path / disk.DATABASE]
    assert vault.notices == ("checked_after_crash",)
    vault.close()


def test_a_wrong_code_a_typing_error_and_a_wrong_passphrase_are_three_things(
    folder: VaultFolder, code: str
) -> None:
    folder.create(recovery_code=code, passphrase=PASSPHRASE, device=None).close()
    assert _fails(folder, recovery_code.generate()) == "recovery_code_wrong"
    assert _fails(folder, code[:-1] + ("A" if code[-1] != "A" else "B")) == "recovery_code_typo"
    with pytest.raises(VaultError, match="passphrase_wrong"):
        folder.open_with_passphrase(PASSPHRASE + "!")
    with pytest.raises(VaultError, match="slot_missing"):
        folder.open_with_device(KeyringDevice(time_limit=5))


def test_a_damaged_key_file_is_mended_from_its_copy_and_said(
    closed: VaultFolder, code: str
) -> None:
    good = (closed.path / disk.KEYS).read_bytes()
    (closed.path / disk.KEYS).write_bytes(b"\x00" * 100)
    vault = closed.open_with_recovery_code(code)
    assert vault.notices == ("key_file_repaired",)
    assert (closed.path / disk.KEYS).read_bytes() == good
    vault.close()


def test_a_damaged_or_missing_key_file_is_named(closed: VaultFolder, code: str) -> None:
    for name in (disk.KEYS, disk.KEYS_COPY):
        (closed.path / name).write_bytes(b"{}")
    assert _fails(closed, code) == "key_file_foreign"
    for name in (disk.KEYS, disk.KEYS_COPY):
        (closed.path / name).unlink()
    assert _fails(closed, code) == "key_file_missing"


def test_a_check_value_that_does_not_fit_is_a_damaged_key_file(
    closed: VaultFolder, code: str
) -> None:
    keys = key_file.read(closed.path / disk.KEYS)
    forged = key_file.KeyFile(vault_id=keys.vault_id, check_value=bytes(16), slots=keys.slots)
    key_file.write_both(closed.path, forged, lambda _keys: None)
    assert _fails(closed, code) == "key_file_damaged"


def test_a_newer_vault_is_refused_untouched(closed: VaultFolder, code: str) -> None:
    older = VaultFolder(closed.path, newest_schema=0)
    assert _fails(older, code) == "vault_newer"
    VaultFolder(closed.path, newest_schema=1).open_with_recovery_code(code).close()


@pytest.mark.parametrize("name", disk.PRECIOUS)
def test_nothing_is_made_over_what_lies_there(
    folder: VaultFolder, code: str, device: KeyringDevice, name: str
) -> None:
    folder.path.mkdir()
    (folder.path / name).write_bytes(b"iets")
    with pytest.raises(VaultError, match="vault_exists"):
        folder.create(recovery_code=code, passphrase=None, device=device)
    assert _contents(folder) == {name: b"iets"}


def test_a_folder_with_other_things_is_left_alone(
    folder: VaultFolder, code: str, device: KeyringDevice
) -> None:
    folder.path.mkdir()
    (folder.path / "brief.txt").write_bytes(b"iets")
    with pytest.raises(VaultError, match="folder_not_empty"):
        folder.create(recovery_code=code, passphrase=None, device=device)
    assert [path.name for path in folder.path.parent.rglob("*")] == ["kluis", "brief.txt"]


def test_a_vault_needs_a_daily_way_in(folder: VaultFolder, code: str) -> None:
    with pytest.raises(VaultError, match="daily_slot_required"):
        folder.create(recovery_code=code, passphrase=None, device=None)


def test_a_new_vault_carries_the_id_that_is_on_paper(
    folder: VaultFolder, code: str, device: KeyringDevice
) -> None:
    vault = folder.create(
        recovery_code=code, passphrase=None, device=device, vault_id=bytes(range(16))
    )
    assert vault.vault_id == bytes(range(16))
    vault.close()


def test_a_disk_that_fills_up_while_a_vault_is_made_leaves_nothing(
    folder: VaultFolder, code: str, device: KeyringDevice, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_folder: Path) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(disk, "write_ballast", full)
    with pytest.raises(VaultError, match="disk_full"):
        folder.create(recovery_code=code, passphrase=None, device=device)
    assert list(folder.path.parent.iterdir()) == []


def test_a_read_only_folder_is_named(
    closed: VaultFolder, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_only(*_args: object) -> int:
        raise OSError(errno.EROFS, "read-only")

    fake = SimpleNamespace(**{**vars(os), "open": read_only})
    monkeypatch.setattr(instance_lock, "os", fake)
    assert _fails(closed, code) == "folder_read_only"


def test_a_full_disk_is_named_and_the_ballast_gives_room(vault: OpenVault) -> None:
    other = dbapi2.connect(":memory:")
    other.execute("PRAGMA max_page_count=2")
    other.execute("CREATE TABLE iets (a)")
    with pytest.raises(dbapi2.OperationalError) as caught:
        other.execute("INSERT INTO iets VALUES (zeroblob(100000))")
    other.close()
    named = from_database_error(caught.value)
    assert named is not None
    assert named.code == "disk_full"
    assert vault.give_up_ballast()
    assert not vault.give_up_ballast()


def test_a_bug_is_not_taken_for_an_environment_error(vault: OpenVault) -> None:
    with pytest.raises(dbapi2.IntegrityError) as caught:
        vault.connection.execute("INSERT INTO note VALUES (1, 'dubbel')")
    assert from_database_error(caught.value) is None
    assert from_database_error(ValueError()) is None


def test_an_error_names_no_path(tmp_path: Path) -> None:
    with pytest.raises(VaultError) as caught, disk_errors():
        (tmp_path / "geheim").read_bytes()
    assert "geheim" not in repr(caught.value)
    assert caught.value.__suppress_context__


def test_the_ballast_comes_back_when_there_is_room(closed: VaultFolder, code: str) -> None:
    (closed.path / disk.BALLAST).unlink()
    closed.open_with_recovery_code(code).close()
    assert (closed.path / disk.BALLAST).stat().st_size == disk.BALLAST_BYTES


def test_a_ballast_for_which_there_is_no_room_keeps_no_vault_from_opening(
    closed: VaultFolder, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (closed.path / disk.BALLAST).unlink()
    write = disk.write_synced

    # A quota may be used up where the disk itself has room.
    def refuse(path: Path, data: bytes) -> None:
        if path.name == disk.BALLAST:
            write(path, data[:10])
            raise OSError(errno.EDQUOT, "over quota")
        write(path, data)

    monkeypatch.setattr(disk, "write_synced", refuse)
    closed.open_with_recovery_code(code).close()
    assert not (closed.path / disk.BALLAST).exists()


def test_the_ballast_is_four_megabytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert disk.BALLAST_BYTES == 4 * 1024 * 1024


@pytest.mark.parametrize(
    ("part", "service"),
    [
        ("OneDrive", "OneDrive"),
        ("OneDrive - Voorbeeld BV", "OneDrive"),
        ("Dropbox", "Dropbox"),
        ("Dropbox (Werk)", "Dropbox"),
        ("iCloudDrive", "iCloud"),
        ("Mobile Documents", "iCloud"),
        ("Google Drive", "Google Drive"),
        ("GoogleDrive-iemand", "Google Drive"),
        ("Nextcloud", "Nextcloud"),
    ],
)
def test_a_synced_folder_is_refused(
    tmp_path: Path, code: str, device: KeyringDevice, part: str, service: str
) -> None:
    folder = VaultFolder(tmp_path / part / "kluis")
    with pytest.raises(VaultError) as caught:
        folder.create(recovery_code=code, passphrase=None, device=device)
    assert (caught.value.code, caught.value.params) == ("folder_synced", {"service": service})
    assert list(tmp_path.iterdir()) == []


def test_a_renamed_synced_folder_is_known_by_its_marks(tmp_path: Path) -> None:
    (tmp_path / ".nextcloudsync.log").touch()
    assert disk.sync_service(tmp_path / "mijn map" / "kluis") == "Nextcloud"


def test_a_vault_moved_into_a_synced_folder_is_not_opened(
    closed: VaultFolder, tmp_path: Path, code: str
) -> None:
    (tmp_path / "Dropbox").mkdir()
    moved = VaultFolder(closed.path.rename(tmp_path / "Dropbox" / "kluis"))
    assert _fails(moved, code) == "folder_synced"


def test_the_usual_place_is_local_and_not_synced() -> None:
    assert default_folder().name == "vault"
    assert disk.sync_service(default_folder()) is None


def test_a_second_start_is_refused_and_asks_the_first_to_come_forward(
    vault: OpenVault, folder: VaultFolder, code: str
) -> None:
    second = VaultFolder(folder.path)
    for attempt in (second.claim, lambda: second.open_with_recovery_code(code)):
        with pytest.raises(VaultError, match="vault_in_use"):
            attempt()
    assert second.request_raise().is_file()
    assert _texts(vault) == [CANARY.decode()]


def test_a_claim_holds_from_the_unlock_window_on(closed: VaultFolder, code: str) -> None:
    closed.claim()
    closed.claim()
    with pytest.raises(VaultError, match="vault_in_use"):
        VaultFolder(closed.path).claim()
    assert _fails(closed, recovery_code.generate()) == "recovery_code_wrong"
    with pytest.raises(VaultError, match="vault_in_use"):
        VaultFolder(closed.path).claim()
    closed.open_with_recovery_code(code).close()
    other = VaultFolder(closed.path)
    other.claim()
    other.release()


def test_after_a_killed_program_the_vault_opens_checked_and_complete(
    closed: VaultFolder, code: str
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(closed.path), code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == b"open\n"
        with pytest.raises(VaultError, match="vault_in_use"):
            closed.open_with_recovery_code(code)
        first.send_signal(signal.SIGKILL)
        first.wait()
    vault = closed.open_with_recovery_code(code)
    assert vault.notices == ("checked_after_crash",)
    assert _texts(vault) == [CANARY.decode(), "vlak voor het einde"]
    vault.close()


def test_what_was_not_committed_is_gone_at_close(
    vault: OpenVault, folder: VaultFolder, code: str
) -> None:
    vault.connection.execute("BEGIN IMMEDIATE")
    vault.connection.execute("INSERT INTO note (text) VALUES ('half')")
    vault.close()
    vault = folder.open_with_recovery_code(code)
    assert (_texts(vault), vault.notices) == ([CANARY.decode()], ())
    vault.close()


def test_a_replaced_recovery_code_no_longer_opens(
    vault: OpenVault, folder: VaultFolder, code: str
) -> None:
    shown = recovery_code.generate()
    assert vault.replace_recovery_code(shown) == shown
    newest = vault.replace_recovery_code()
    vault.close()
    keys, copy = (folder.path / name for name in (disk.KEYS, disk.KEYS_COPY))
    assert keys.read_bytes() == copy.read_bytes()
    for old in (code, shown):
        assert _fails(folder, old) == "recovery_code_wrong"
    folder.open_with_recovery_code(newest).close()


def test_a_copy_before_a_migration_is_the_closed_file(
    vault: OpenVault, folder: VaultFolder
) -> None:
    copy = vault.copy_before_migration()
    assert copy.read_bytes() == (folder.path / disk.DATABASE).read_bytes()
    check_database(copy, vault._master_key.database_key, mode="mode=ro&immutable=1")
    with vault.allow_schema_changes():
        vault.connection.execute("PRAGMA user_version=2")
    newer = vault.copy_before_migration()
    assert list(folder.path.glob(f"{disk.BEFORE_MIGRATION}*")) == [newer]


def test_a_copy_that_a_good_backup_removed_meanwhile_is_no_obstacle(
    vault: OpenVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = vault.copy_before_migration()
    glob = Path.glob

    def late(folder: Path, pattern: str) -> list[Path]:
        found = list(glob(folder, pattern))
        copy.unlink()
        return found

    monkeypatch.setattr(Path, "glob", late)
    vault.note_destroyed([3])
    assert list(vault.destroyed) == [3]


def test_copying_does_not_lose_the_lock_on_the_database(
    vault: OpenVault, folder: VaultFolder
) -> None:
    vault.copy_before_migration()
    script = (
        "import sys\nfrom pathlib import Path\nfrom vertrouwen.vault.database import connect\n"
        "from vertrouwen.vault.errors import VaultError\n"
        "try:\n    connect(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]))\n"
        "except VaultError as error:\n    print(error.code)\n"
    )
    key = vault._master_key.database_key.hex()
    done = subprocess.run(
        [sys.executable, "-c", script, str(folder.path / disk.DATABASE), key],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "vault_in_use\n"


def test_a_vault_moved_aside_is_whole(closed: VaultFolder, code: str) -> None:
    closed.claim()
    aside = move_aside(closed)
    assert not closed.exists()
    VaultFolder(aside).open_with_recovery_code(code).close()


def test_an_open_vault_is_not_moved_aside(vault: OpenVault, folder: VaultFolder) -> None:
    with pytest.raises(VaultError, match="vault_in_use"):
        move_aside(folder)


def test_a_vault_that_is_not_there_is_named(folder: VaultFolder, code: str) -> None:
    for attempt in (folder.claim, lambda: folder.open_with_recovery_code(code)):
        with pytest.raises(VaultError, match="vault_missing"):
            attempt()
    assert not folder.path.exists()


def test_the_same_states_of_the_keyring_change_nothing_in_an_existing_vault(
    closed: VaultFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _contents(closed)
    monkeypatch.setattr(keyring_device, "ALLOWED", ())
    with pytest.raises(VaultError, match="keyring_unavailable"):
        closed.open_with_device(KeyringDevice(time_limit=5))
    assert _contents(closed) == before


def test_two_vaults_share_no_key() -> None:
    one, other = MasterKey.generate(), MasterKey.generate()
    assert one.vault_id != other.vault_id
    assert one.database_key != other.database_key


def test_what_the_unlock_window_does_not_need_is_not_loaded() -> None:
    script = (
        "import sys, vertrouwen.vault.vault, vertrouwen.vault.backup\n"
        "late = {'keyring', 'secretstorage', 'sqlcipher3', 'argon2'}\n"
        "print(sorted(late & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert done.stdout == b"[]\n"
