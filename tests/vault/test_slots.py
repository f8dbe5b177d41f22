"""Each slot opens with its own secret, and with nothing else."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest

from vertrouwen.vault import slots
from vertrouwen.vault.errors import VaultError
from vertrouwen.vault.kdf import Argon2id
from vertrouwen.vault.keys import MasterKey
from vertrouwen.vault.slots import (
    SlotType,
    new_passphrase_secret,
    sheet_mark,
    strict_secret,
    unwrap,
    wrap,
)

MASTER = MasterKey.generate()
SECRETS = {
    SlotType.DEVICE: bytes(32),
    SlotType.RECOVERY: bytes(20),
    SlotType.PASSPHRASE: b"een zin die niemand raadt",
    SlotType.STRICT: strict_secret(bytes(32), b"een zin die niemand raadt"),
}


@pytest.mark.parametrize("slot_type", SlotType)
def test_the_right_secret_gives_the_master_key(slot_type: SlotType) -> None:
    slot = wrap(MASTER, slot_type, SECRETS[slot_type])
    assert unwrap(slot, SECRETS[slot_type], MASTER.vault_id).secret == MASTER.secret


@pytest.mark.parametrize("slot_type", SlotType)
def test_a_wrong_secret_has_its_own_name(slot_type: SlotType) -> None:
    slot = wrap(MASTER, slot_type, SECRETS[slot_type])
    with pytest.raises(VaultError) as caught:
        unwrap(slot, SECRETS[slot_type] + b"x", MASTER.vault_id)
    assert caught.value.code == slots.WRONG_SECRET[slot_type]


@pytest.mark.parametrize(
    "change", ["slot_id", "nonce", "wrapped", "type", "vault"], ids=lambda name: name
)
def test_nothing_bound_to_a_slot_can_be_exchanged(change: str) -> None:
    slot = wrap(MASTER, SlotType.RECOVERY, SECRETS[SlotType.RECOVERY])
    vault_id = MASTER.vault_id
    if change == "vault":
        vault_id = bytes(16)
    elif change == "type":
        slot = replace(slot, type=SlotType.DEVICE)
    elif change == "slot_id":
        slot = replace(slot, slot_id=bytes(16))
    elif change == "nonce":
        slot = replace(slot, nonce=bytes(12))
    else:
        slot = replace(slot, wrapped=slot.wrapped[:-1] + bytes([slot.wrapped[-1] ^ 1]))
    with pytest.raises(VaultError):
        unwrap(slot, SECRETS[SlotType.RECOVERY], vault_id)


def test_the_cost_of_a_passphrase_is_bound_too() -> None:
    secret = SECRETS[SlotType.PASSPHRASE]
    slot = wrap(MASTER, SlotType.PASSPHRASE, secret)
    assert isinstance(slot.kdf, Argon2id)
    dearer = replace(slot, kdf=replace(slot.kdf, passes=4))
    with pytest.raises(VaultError, match="passphrase_wrong"):
        unwrap(dearer, secret, MASTER.vault_id)


@pytest.mark.parametrize(
    ("memory_kib", "passes", "lanes"),
    [
        (64 * 1024 - 1, 3, 4),
        (1024 * 1024 + 1, 3, 4),
        (64 * 1024, 2, 4),
        (64 * 1024, 11, 4),
        (64 * 1024, 3, 0),
        (64 * 1024, 3, 17),
    ],
)
def test_costs_outside_the_limits_are_refused(memory_kib: int, passes: int, lanes: int) -> None:
    with pytest.raises(VaultError, match="key_file_damaged"):
        Argon2id(salt=bytes(16), memory_kib=memory_kib, passes=passes, lanes=lanes)


def test_a_strict_slot_needs_both_halves_and_names_the_one_that_is_wrong() -> None:
    slot = wrap(MASTER, SlotType.STRICT, SECRETS[SlotType.STRICT])
    for device_secret, passphrase, code in (
        (bytes(32), b"een andere zin die niemand raadt", "passphrase_wrong"),
        (b"\x01" * 32, b"een zin die niemand raadt", "device_secret_wrong"),
        (bytes(32), b"", "passphrase_wrong"),
    ):
        with pytest.raises(VaultError) as caught:
            unwrap(slot, strict_secret(device_secret, passphrase), MASTER.vault_id)
        assert caught.value.code == code


def test_a_strict_slot_is_bound_to_the_secret_of_the_keyring_itself() -> None:
    """What tells a wrong keyring secret is for the message; the key does not hang on it."""
    slot = wrap(MASTER, SlotType.STRICT, SECRETS[SlotType.STRICT])
    other = wrap(MASTER, SlotType.STRICT, strict_secret(b"\x01" * 32, b"iets"))
    passed = replace(slot, device_check=other.device_check)
    with pytest.raises(VaultError, match="passphrase_wrong"):
        unwrap(passed, strict_secret(b"\x01" * 32, b"een zin die niemand raadt"), MASTER.vault_id)


def test_a_wrong_code_is_answered_with_the_day_of_the_sheet_that_holds() -> None:
    slot = wrap(MASTER, SlotType.RECOVERY, bytes(20))
    assert slot.made_on is not None
    with pytest.raises(VaultError) as caught:
        unwrap(slot, b"\x01" * 20, MASTER.vault_id)
    assert caught.value.params == {"made_on": slot.made_on.isoformat(), "mark": slot.mark}


def test_the_mark_of_a_sheet_follows_from_its_code_and_its_vault_alone() -> None:
    slot = wrap(MASTER, SlotType.RECOVERY, bytes(20))
    assert slot.mark == sheet_mark(bytes(20), MASTER.vault_id)
    assert slot.mark is not None and len(slot.mark) == 4
    assert wrap(MASTER, SlotType.RECOVERY, b"\x01" * 20).mark != slot.mark
    assert sheet_mark(bytes(20), bytes(16)) != sheet_mark(bytes(20), b"\x01" * 16)
    assert wrap(MASTER, SlotType.DEVICE, bytes(32)).mark is None


def test_a_passphrase_is_the_same_however_its_accents_are_typed() -> None:
    phrase = "café crème brûlée"
    composed = new_passphrase_secret(unicodedata.normalize("NFC", phrase))
    assert new_passphrase_secret(unicodedata.normalize("NFD", phrase)) == composed


@pytest.mark.parametrize(
    ("phrase", "code"), [("x" * 14, "passphrase_too_short"), ("x" * 1025, "passphrase_too_long")]
)
def test_a_passphrase_has_a_length_and_no_other_rule(phrase: str, code: str) -> None:
    with pytest.raises(VaultError, match=code):
        new_passphrase_secret(phrase)
    new_passphrase_secret("x" * 15)


def test_every_key_has_its_own_purpose() -> None:
    keys = [MASTER.secret, MASTER.database_key, MASTER.audit_key, MASTER.backup_key]
    assert len(set(keys)) == 4
    assert len(MASTER.check_value) == 16
    assert not any(key.startswith(MASTER.check_value) for key in keys)


def test_the_master_key_is_not_shown_by_accident() -> None:
    assert MASTER.secret.hex() not in repr(MASTER)
    assert repr(MASTER.secret) not in repr(MASTER)
