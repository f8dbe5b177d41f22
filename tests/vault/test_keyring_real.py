"""The keyring against a real gnome-keyring on a bus of its own."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest
import secretstorage

from tests.secret_service import SecretService
from vertrouwen.vault import keyring_device
from vertrouwen.vault.errors import VaultError
from vertrouwen.vault.keyring_device import SERVICE, KeyringDevice
from vertrouwen.vault.slots import SlotType
from vertrouwen.vault.vault import VaultFolder

pytestmark = pytest.mark.keyring

BACKEND = "keyring.backends.SecretService.Keyring"


def _hashes(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.name != "vault.lock"}


def _open_error(folder: VaultFolder, device: KeyringDevice) -> VaultError:
    before = _hashes(folder.path)
    with pytest.raises(VaultError) as caught:
        folder.open_with_device(device)
    assert _hashes(folder.path) == before
    return caught.value


@pytest.fixture
def guarded(secret_service: SecretService, folder: VaultFolder, code: str) -> VaultFolder:
    folder.create(recovery_code=code, passphrase=None, device=KeyringDevice(time_limit=10)).close()
    return folder


def _item() -> tuple[secretstorage.Item, object]:
    bus = secretstorage.dbus_init()
    (item,) = secretstorage.get_default_collection(bus).search_items({"service": SERVICE})
    return item, bus


def test_an_unlocked_keyring_opens_the_vault(guarded: VaultFolder) -> None:
    vault = guarded.open_with_device(KeyringDevice(time_limit=10))
    assert vault.notices == ()
    assert {slot.type: slot.backend for slot in vault.slots}[SlotType.DEVICE] == BACKEND
    vault.close()


def test_the_keyring_holds_a_device_secret_and_never_the_master_key(guarded: VaultFolder) -> None:
    vault = guarded.open_with_device(KeyringDevice(time_limit=10))
    item, bus = _item()
    secret = bytes.fromhex(item.get_secret().decode())
    assert item.get_attributes()["username"] == vault.vault_id.hex()
    assert len(secret) == 32
    assert secret != vault._master_key.secret
    bus.close()
    vault.close()


def test_a_locked_keyring_without_a_screen_is_named(
    guarded: VaultFolder, secret_service: SecretService, monkeypatch: pytest.MonkeyPatch
) -> None:
    # On a busy machine the answer takes longer than a person takes to send a prompt away.
    monkeypatch.setattr(keyring_device, "_SHOWN_SECONDS", 9.0)
    secret_service.lock()
    assert _open_error(guarded, KeyringDevice(time_limit=10)).code == "keyring_locked"


def test_a_missing_entry_is_named_and_no_new_key_is_made(guarded: VaultFolder) -> None:
    item, bus = _item()
    item.delete()
    assert _open_error(guarded, KeyringDevice(time_limit=10)).code == "keyring_entry_missing"
    collection = secretstorage.get_default_collection(bus)
    assert list(collection.search_items({"service": SERVICE})) == []
    bus.close()


@pytest.mark.parametrize(
    ("value", "name"),
    [(b"geen sleutel", "keyring_entry_wrong"), (b"ab" * 32, "device_secret_wrong")],
)
def test_a_wrong_value_is_named(guarded: VaultFolder, value: bytes, name: str) -> None:
    item, bus = _item()
    item.set_secret(value)
    assert _open_error(guarded, KeyringDevice(time_limit=10)).code == name
    bus.close()


def test_a_hanging_keyring_is_left_behind_in_time(
    guarded: VaultFolder, secret_service: SecretService
) -> None:
    secret_service.hang()
    error = _open_error(guarded, KeyringDevice(time_limit=0.3))
    assert error.code == "keyring_timeout"
    secret_service.go_on()
    for thread in threading.enumerate():
        if thread.name == "keyring":
            thread.join(10)


def test_without_any_secret_service_the_keyring_is_unavailable(
    guarded: VaultFolder, secret_service: SecretService
) -> None:
    secret_service.stop()
    assert "DBUS_SESSION_BUS_ADDRESS" in os.environ
    assert _open_error(guarded, KeyringDevice(time_limit=10)).code == "keyring_unavailable"


def test_a_vault_restored_beside_the_old_one_keeps_the_secret_of_the_old_one(
    guarded: VaultFolder, tmp_path: Path, code: str
) -> None:
    from vertrouwen.vault.backup import restore

    device = KeyringDevice(time_limit=10)
    vault = guarded.open_with_device(device)
    vault.backup_to(tmp_path / "reserve.vertrouwen")
    vault.close()
    other = VaultFolder(tmp_path / "andere")
    restored = restore(tmp_path / "reserve.vertrouwen", other, recovery_code=code)
    restored.use_device(device)
    restored.close()
    for place in (guarded, other):
        place.open_with_device(device).close()


@pytest.mark.parametrize("how", ["dismiss", "wrong"])
def test_a_question_that_was_seen_and_closed_is_not_a_locked_keyring(
    guarded: VaultFolder, secret_service: SecretService, how: str
) -> None:
    secret_service.lock()
    secret_service.answer(how)
    assert _open_error(guarded, KeyringDevice(time_limit=10)).code == "keyring_dismissed"


def test_a_keyring_with_another_password_than_the_login_stays_locked(
    guarded: VaultFolder, secret_service: SecretService
) -> None:
    secret_service.log_in_with_another_password()
    assert _open_error(guarded, KeyringDevice(time_limit=10)).code == "keyring_locked"
