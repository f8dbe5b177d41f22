"""The three daily ways into a vault; switching between them writes the key file, nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.vault.conftest import MemoryKeyring
from vertrouwen.vault import folder as disk
from vertrouwen.vault import key_file
from vertrouwen.vault.container import read_container
from vertrouwen.vault.errors import VaultError
from vertrouwen.vault.keyring_device import SERVICE, KeyringDevice
from vertrouwen.vault.open_vault import OpenVault
from vertrouwen.vault.slots import SlotType
from vertrouwen.vault.vault import VaultFolder

PASSPHRASE = "zes losse woorden voor een proef"
OTHER = "zes andere woorden voor een proef"

Switch = Callable[[OpenVault, KeyringDevice], None]
SWITCHES: dict[SlotType, Switch] = {
    SlotType.DEVICE: lambda vault, device: vault.use_device(device),
    SlotType.STRICT: lambda vault, device: vault.use_strict(device, PASSPHRASE),
    SlotType.PASSPHRASE: lambda vault, _device: vault.use_passphrase(PASSPHRASE),
}
OPENINGS: dict[SlotType, Callable[[VaultFolder, KeyringDevice], OpenVault]] = {
    SlotType.DEVICE: lambda folder, device: folder.open_with_device(device),
    SlotType.STRICT: lambda folder, device: folder.open_strict(device, PASSPHRASE),
    SlotType.PASSPHRASE: lambda folder, _device: folder.open_with_passphrase(PASSPHRASE),
}


def _error(opening: Callable[[], OpenVault]) -> str:
    with pytest.raises(VaultError) as caught:
        opening()
    return caught.value.code


@pytest.fixture
def strict(folder: VaultFolder, code: str, device: KeyringDevice) -> VaultFolder:
    """A vault made strict from the beginning, closed."""
    folder.create(recovery_code=code, passphrase=PASSPHRASE, device=device, strict=True).close()
    return folder


def test_a_strict_vault_opens_with_both_together_and_with_the_paper(
    strict: VaultFolder, device: KeyringDevice, code: str
) -> None:
    assert [slot.type for slot in strict.slots()] == [SlotType.RECOVERY, SlotType.STRICT]
    strict.open_strict(device, PASSPHRASE).close()
    strict.open_with_recovery_code(code).close()


def test_neither_half_opens_a_strict_vault(
    strict: VaultFolder, device: KeyringDevice, memory_keyring: type[MemoryKeyring]
) -> None:
    assert _error(lambda: strict.open_with_device(device)) == "slot_missing"
    assert _error(lambda: strict.open_with_passphrase(PASSPHRASE)) == "slot_missing"
    assert _error(lambda: strict.open_strict(device, OTHER)) == "passphrase_wrong"
    ((service, user), _) = memory_keyring.entries.popitem()
    assert _error(lambda: strict.open_strict(device, PASSPHRASE)) == "keyring_entry_missing"
    memory_keyring.entries[service, user] = "ab" * 32
    assert _error(lambda: strict.open_strict(device, PASSPHRASE)) == "device_secret_wrong"


@pytest.mark.parametrize("given", ["passphrase", "device", "neither"])
def test_strict_is_made_of_both_or_not_at_all(
    folder: VaultFolder, code: str, device: KeyringDevice, given: str
) -> None:
    with pytest.raises(VaultError, match="daily_slot_required"):
        folder.create(
            recovery_code=code,
            passphrase=PASSPHRASE if given == "passphrase" else None,
            device=device if given == "device" else None,
            strict=True,
        )
    assert not folder.exists()


def test_a_passphrase_that_will_not_do_asks_the_keyring_nothing(
    folder: VaultFolder, code: str, device: KeyringDevice, memory_keyring: type[MemoryKeyring]
) -> None:
    with pytest.raises(VaultError, match="passphrase_too_short"):
        folder.create(recovery_code=code, passphrase="kort", device=device, strict=True)
    assert memory_keyring.entries == {}


@pytest.mark.parametrize("old", SWITCHES)
@pytest.mark.parametrize("new", SWITCHES)
def test_switching_changes_the_key_file_and_no_byte_of_the_database(
    vault: OpenVault, folder: VaultFolder, device: KeyringDevice, old: SlotType, new: SlotType
) -> None:
    SWITCHES[old](vault, device)
    vault.close()
    before = (folder.path / disk.DATABASE).read_bytes()
    keys = key_file.read(folder.path / disk.KEYS)
    vault = OPENINGS[old](folder, device)
    SWITCHES[new](vault, device)
    assert (folder.path / disk.DATABASE).read_bytes() == before
    vault.close()
    assert (folder.path / disk.DATABASE).read_bytes() == before
    for name in (disk.KEYS, disk.KEYS_COPY):
        written = key_file.read(folder.path / name)
        assert [slot.type for slot in written.slots] == [SlotType.RECOVERY, new]
        assert written.slots[0] == keys.slots[0]
        assert written.check_value == keys.check_value
    OPENINGS[new](folder, device).close()
    for other in set(SWITCHES) - {new}:
        assert _error(lambda other=other: OPENINGS[other](folder, device)) == "slot_missing"


def test_switching_never_replaces_what_the_keyring_keeps(
    vault: OpenVault, device: KeyringDevice, memory_keyring: type[MemoryKeyring]
) -> None:
    kept = memory_keyring.entries[SERVICE, vault.vault_id.hex()]
    for slot_type in (SlotType.STRICT, SlotType.PASSPHRASE, SlotType.DEVICE, SlotType.STRICT):
        SWITCHES[slot_type](vault, device)
        assert memory_keyring.entries[SERVICE, vault.vault_id.hex()] == kept


def test_the_passphrase_of_a_strict_vault_can_be_changed(
    strict: VaultFolder, device: KeyringDevice
) -> None:
    vault = strict.open_strict(device, PASSPHRASE)
    vault.use_strict(device, OTHER)
    vault.close()
    assert _error(lambda: strict.open_strict(device, PASSPHRASE)) == "passphrase_wrong"
    strict.open_strict(device, OTHER).close()


@pytest.mark.parametrize("slot_type", [SlotType.STRICT, SlotType.PASSPHRASE])
def test_a_passphrase_that_will_not_do_leaves_the_old_way(
    vault: OpenVault, folder: VaultFolder, device: KeyringDevice, slot_type: SlotType
) -> None:
    before = (folder.path / disk.KEYS).read_bytes()
    with pytest.raises(VaultError, match="passphrase_too_short"):
        if slot_type is SlotType.STRICT:
            vault.use_strict(device, "kort")
        else:
            vault.use_passphrase("kort")
    assert (folder.path / disk.KEYS).read_bytes() == before


@pytest.mark.parametrize("stop", ["new written", "first in place", "copy written"])
@pytest.mark.parametrize("new", SWITCHES)
def test_a_switch_that_is_killed_leaves_a_vault_that_opens(
    vault: OpenVault,
    folder: VaultFolder,
    device: KeyringDevice,
    monkeypatch: pytest.MonkeyPatch,
    new: SlotType,
    stop: str,
) -> None:
    """The old way or the new one opens, and after that opening both files say the same."""
    old = SlotType.DEVICE if new is not SlotType.DEVICE else SlotType.STRICT
    SWITCHES[old](vault, device)
    replace, calls = Path.replace, []
    at = {"new written": 0, "first in place": 1, "copy written": 2}[stop]

    class Killed(BaseException):
        pass

    def counted(self: Path, target: Path) -> Path:
        if len(calls) == at:
            raise Killed
        calls.append(target)
        return replace(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", counted)
        if at < 2:
            with pytest.raises(Killed):
                SWITCHES[new](vault, device)
        else:
            SWITCHES[new](vault, device)
    vault.close()
    holds = old if stop == "new written" else new
    OPENINGS[holds](folder, device).close()
    keys, copy = (folder.path / name for name in (disk.KEYS, disk.KEYS_COPY))
    assert keys.read_bytes() == copy.read_bytes()
    assert [slot.type for slot in folder.slots()] == [SlotType.RECOVERY, holds]


def test_a_strict_vault_follows_the_keyring_to_another_class(
    strict: VaultFolder, device: KeyringDevice, allow: Callable[[type], object], code: str
) -> None:
    (kept,) = {slot.backend for slot in strict.slots() if slot.type is SlotType.STRICT}
    opened = strict.open_strict(device, PASSPHRASE)
    entries = {
        (SERVICE, opened.vault_id.hex()): device.fetch(opened.vault_id).secret.hex(),
    }
    opened.close()
    allow(type("OtherKeyring", (MemoryKeyring,), {"entries": entries}))
    vault = strict.open_strict(device, PASSPHRASE)
    assert "keyring_changed" in vault.notices
    vault.close()
    (now,) = {slot.backend for slot in strict.slots() if slot.type is SlotType.STRICT}
    assert now != kept
    strict.open_strict(device, PASSPHRASE).close()


def test_a_backup_of_a_strict_vault_holds_the_paper_code_alone(
    strict: VaultFolder, device: KeyringDevice, tmp_path: Path
) -> None:
    vault = strict.open_strict(device, PASSPHRASE)
    backup = vault.backup_to(tmp_path / "reserve.vertrouwen").path
    vault.close()
    slots = read_container(backup).key_file.slots
    assert [slot.type for slot in slots] == [SlotType.RECOVERY]


def test_the_code_from_the_first_sheet_is_tried_before_a_second_is_printed(
    vault: OpenVault, code: str
) -> None:
    assert vault.require_recovery_code(code.lower().replace("-", " ")) == code
    newer = vault.replace_recovery_code()
    with pytest.raises(VaultError) as caught:
        vault.require_recovery_code(code)
    assert caught.value.code == "recovery_code_wrong"
    assert caught.value.params["made_on"]
    assert vault.require_recovery_code(newer) == newer
