"""The register of what was destroyed: only who knows the key of the practice writes in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from vertrouwen.vault import folder as disk
from vertrouwen.vault import key_file
from vertrouwen.vault.errors import VaultError
from vertrouwen.vault.key_file import KeyFile
from vertrouwen.vault.keys import MasterKey
from vertrouwen.vault.open_vault import OpenVault
from vertrouwen.vault.register import (
    carried_key,
    register_key,
    require_seal,
    with_destroyed,
    with_sealed_register,
)
from vertrouwen.vault.remembered import DestroyedIds
from vertrouwen.vault.slots import SlotType, wrap
from vertrouwen.vault.vault import VaultFolder

OLD, NEW = MasterKey.generate(), MasterKey.generate()
SOME, MORE = DestroyedIds(((2, 4),)), DestroyedIds(((1, 400),))


def _keys(master_key: MasterKey) -> KeyFile:
    return KeyFile(
        vault_id=master_key.vault_id,
        check_value=master_key.check_value,
        slots=(wrap(master_key, SlotType.RECOVERY, bytes(20)),),
    )


def _renewed(keys: KeyFile, old: MasterKey, new: MasterKey) -> KeyFile:
    carried = replace(_keys(new), register_key=carried_key(keys, old, new))
    return with_destroyed(carried, new, keys.destroyed)


def _is_refused(keys: KeyFile, key: bytes) -> bool:
    try:
        require_seal(keys, key)
    except VaultError as error:
        return error.code == "key_file_damaged"
    return False


def test_a_register_holds_with_the_key_it_was_written_with_alone() -> None:
    keys = with_destroyed(_keys(OLD), OLD, SOME)
    key = register_key(keys, OLD)
    assert not _is_refused(keys, key)
    assert _is_refused(keys, register_key(_keys(NEW), NEW))
    assert _is_refused(replace(keys, destroyed=MORE), key)
    assert _is_refused(replace(keys, destroyed_seal=bytes(32)), key)
    assert _is_refused(replace(keys, destroyed_seal=None), key)


def test_an_empty_register_is_sealed_too() -> None:
    keys = with_sealed_register(_keys(OLD), OLD)
    assert not keys.destroyed
    key = register_key(keys, OLD)
    assert not _is_refused(keys, key)
    assert _is_refused(replace(keys, destroyed=SOME), key)
    assert _is_refused(_keys(OLD), key)
    emptied = replace(with_destroyed(keys, OLD, SOME), destroyed=DestroyedIds())
    with pytest.raises(VaultError, match="key_file_damaged"):
        with_sealed_register(emptied, OLD)


def test_a_vault_has_a_sealed_register_from_the_first_and_at_each_opening(
    vault: OpenVault, folder: VaultFolder, code: str
) -> None:
    vault.close()
    made = key_file.read(folder.path / disk.KEYS)
    assert made.destroyed_seal is not None
    key_file.write_both(folder.path, replace(made, destroyed_seal=None), lambda _keys: None)
    folder.open_with_recovery_code(code).close()
    assert key_file.read(folder.path / disk.KEYS) == made


def test_the_key_goes_with_the_practice_through_every_renewal() -> None:
    first = with_destroyed(_keys(OLD), OLD, SOME)
    second = _renewed(first, OLD, NEW)
    newest = MasterKey.generate()
    third = with_destroyed(_renewed(second, NEW, newest), newest, MORE)
    # An old vault that was put back reads the newer register, and the other way round.
    for keys, master_key in ((first, OLD), (second, NEW), (third, newest)):
        for other in (first, second, third):
            assert not _is_refused(other, register_key(keys, master_key))


def test_a_carried_key_opens_with_its_own_master_key_alone() -> None:
    renewed = _renewed(with_destroyed(_keys(OLD), OLD, SOME), OLD, NEW)
    with pytest.raises(VaultError, match="key_file_damaged"):
        register_key(renewed, OLD)


def test_a_register_that_somebody_else_wrote_destroys_nothing(
    vault: OpenVault, folder: VaultFolder, code: str
) -> None:
    vault.note_destroyed([7])
    vault.close()
    written = key_file.read(folder.path / disk.KEYS)
    forged = replace(written, destroyed=MORE)
    key_file.write_both(folder.path, forged, lambda _keys: None)
    with pytest.raises(VaultError, match="key_file_damaged"):
        folder.open_with_recovery_code(code)
    key_file.write_both(folder.path, written, lambda _keys: None)
    opened = folder.open_with_recovery_code(code)
    assert list(opened.destroyed) == [7]
    opened.close()


@pytest.mark.parametrize("opening", ["recovery", "device"])
def test_a_register_is_read_at_every_opening(
    vault: OpenVault, folder: VaultFolder, code: str, device: object, opening: str
) -> None:
    vault.note_destroyed([7])
    vault.close()
    ways: dict[str, Callable[[], OpenVault]] = {
        "recovery": lambda: folder.open_with_recovery_code(code),
        "device": lambda: folder.open_with_device(device),  # type: ignore[arg-type]
    }
    again = ways[opening]()
    again.note_destroyed([8])
    again.close()
    last = folder.open_with_recovery_code(code)
    assert list(last.destroyed) == [7, 8]
    last.close()
