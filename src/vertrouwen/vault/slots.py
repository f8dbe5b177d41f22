"""Slots: the master key wrapped under one secret (docs/vault-format.md, "Slots")."""

from __future__ import annotations

import json
import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from vertrouwen.vault import calibration
from vertrouwen.vault.errors import VaultError
from vertrouwen.vault.kdf import Argon2id, Hkdf, stretch
from vertrouwen.vault.keys import CHECK_VALUE_BYTES, KEY_BYTES, MasterKey, hkdf
from vertrouwen.vault.recovery_code import ALPHABET

MAGIC = "vertrouwen-vault"
# Bound into every slot, whatever the format of the key file around it.
SLOT_FORMAT = 1

SLOT_ID_BYTES = 16
NONCE_BYTES = 12
WRAPPED_BYTES = KEY_BYTES + 16
DEVICE_SECRET_BYTES = 32
MARK_SYMBOLS = 4

PASSPHRASE_MINIMUM = 15
PASSPHRASE_MAXIMUM = 1024


class SlotType(StrEnum):
    """Which secret opens a slot."""

    DEVICE = "device"
    RECOVERY = "recovery"
    PASSPHRASE = "passphrase"  # noqa: S105 - a name, not a secret
    STRICT = "strict"


DAILY = frozenset({SlotType.DEVICE, SlotType.PASSPHRASE, SlotType.STRICT})
"""The ways in for every day; what is left is the code on paper."""
WITH_KEYRING = frozenset({SlotType.DEVICE, SlotType.STRICT})
WITH_PASSPHRASE = frozenset({SlotType.PASSPHRASE, SlotType.STRICT})

WRONG_SECRET = {
    SlotType.DEVICE: "device_secret_wrong",
    SlotType.RECOVERY: "recovery_code_wrong",
    SlotType.PASSPHRASE: "passphrase_wrong",
    SlotType.STRICT: "passphrase_wrong",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotInfo:
    """A slot without anything secret.

    Args:
        type: which secret opens it.
        backend: recorded name of the keyring class (`device` and `strict`).
        made_on: the day it was made, where that was kept.
        mark: of the sheet of a recovery code, where that was kept.
    """

    type: SlotType
    backend: str | None
    made_on: date | None
    mark: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One wrapping of the master key.

    Args:
        slot_id: 16 random bytes.
        type: which secret opens it.
        kdf: how the wrapping key follows from the secret.
        nonce: 12 random bytes.
        wrapped: AES-256-GCM ciphertext of the master key and its 16-byte tag.
        backend: class name of the keyring that holds the secret (`device` and `strict`).
        device_check: 16 public bytes that follow from the keyring's secret, so that a wrong one
            is not taken for a wrong passphrase (`strict` only).
        made_on: the day it was made, which also stands on the sheet of a recovery code; None in
            a slot older than this was kept.
        mark: four symbols that follow from a recovery code and stand on its sheet, to tell sheets
            of one day apart; None in another slot, and in one older than this was kept.
    """

    slot_id: bytes
    type: SlotType
    kdf: Hkdf | Argon2id
    nonce: bytes
    wrapped: bytes
    backend: str | None = None
    device_check: bytes | None = None
    made_on: date | None = None
    mark: str | None = None

    @property
    def info(self) -> SlotInfo:
        """The same without anything secret."""
        return SlotInfo(type=self.type, backend=self.backend, made_on=self.made_on, mark=self.mark)


def canonical_json(fields: Mapping[str, object]) -> bytes:
    """Return the one byte form of a JSON object: sorted keys, no spaces, ASCII."""
    text = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return text.encode("ascii")


def passphrase_secret(passphrase: str) -> bytes:
    """Return the bytes of a passphrase: Unicode NFC in UTF-8."""
    return unicodedata.normalize("NFC", passphrase).encode("utf-8", "replace")


def new_passphrase_secret(passphrase: str) -> bytes:
    """Return the bytes of a passphrase that is being chosen.

    Raises:
        VaultError: `passphrase_too_short` or `passphrase_too_long`.
    """
    length = len(unicodedata.normalize("NFC", passphrase))
    if length < PASSPHRASE_MINIMUM:
        raise VaultError("passphrase_too_short", minimum=PASSPHRASE_MINIMUM)
    if length > PASSPHRASE_MAXIMUM:
        raise VaultError("passphrase_too_long", maximum=PASSPHRASE_MAXIMUM)
    return passphrase_secret(passphrase)


def strict_secret(device_secret: bytes, passphrase: bytes) -> bytes:
    """Return the secret of a strict slot: what the keyring keeps, and then the passphrase."""
    return device_secret + passphrase


def wrap(
    master_key: MasterKey, slot_type: SlotType, secret: bytes, *, backend: str | None = None
) -> Slot:
    """Wrap the master key under a secret in a new slot.

    Args:
        master_key: what is wrapped.
        slot_type: which kind of secret it is.
        secret: its bytes; those of a strict slot from `strict_secret`.
        backend: recorded name of the keyring class that keeps it, or its first half.
    Raises:
        VaultError: `memory_short`, for a secret with a passphrase.
    """
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    kdf = calibration.calibrated() if slot_type in WITH_PASSPHRASE else Hkdf()
    slot_id = secrets.token_bytes(SLOT_ID_BYTES)
    nonce = secrets.token_bytes(NONCE_BYTES)
    wrapping_key = _wrapping_key(kdf, slot_type, secret, master_key.vault_id)
    aad = _additional_data(master_key.vault_id, slot_id, slot_type, kdf)
    return Slot(
        slot_id=slot_id,
        type=slot_type,
        kdf=kdf,
        nonce=nonce,
        wrapped=AESGCM(wrapping_key).encrypt(nonce, master_key.secret, aad),
        backend=backend,
        device_check=_device_check(slot_type, secret, master_key.vault_id),
        made_on=datetime.now().astimezone().date(),
        mark=sheet_mark(secret, master_key.vault_id) if slot_type is SlotType.RECOVERY else None,
    )


def sheet_mark(secret: bytes, vault_id: bytes) -> str:
    """Return the mark of a recovery code: 20 public bits, from which the other 140 do not follow.

    Args:
        secret: the 20 bytes of the code.
        vault_id: of the vault that it opens.
    """
    number = int.from_bytes(hkdf(secret, vault_id, "slot/recovery/mark/v1", 3), "big") >> 4
    return "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(MARK_SYMBOLS)))


def unwrap(slot: Slot, secret: bytes, vault_id: bytes) -> MasterKey:
    """Take the master key out of a slot.

    Raises:
        VaultError: the code of `WRONG_SECRET` when the secret does not fit, for a recovery
            code with the day on which the slot was made and its mark; `device_secret_wrong` for a
            strict slot, if it is the keyring's half that does not; `memory_short`.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if slot.device_check != _device_check(slot.type, secret, vault_id):
        raise VaultError("device_secret_wrong")
    wrapping_key = _wrapping_key(slot.kdf, slot.type, secret, vault_id)
    aad = _additional_data(vault_id, slot.slot_id, slot.type, slot.kdf)
    try:
        master = AESGCM(wrapping_key).decrypt(slot.nonce, slot.wrapped, aad)
    except InvalidTag:
        raise _wrong_secret(slot) from None
    return MasterKey(secret=master, vault_id=vault_id)


def _wrapping_key(
    kdf: Hkdf | Argon2id, slot_type: SlotType, secret: bytes, vault_id: bytes
) -> bytes:
    if isinstance(kdf, Hkdf):
        return hkdf(secret, vault_id, f"slot/{slot_type}/v1")
    if slot_type is SlotType.PASSPHRASE:
        return stretch(secret, kdf)
    device_secret, passphrase = secret[:DEVICE_SECRET_BYTES], secret[DEVICE_SECRET_BYTES:]
    return hkdf(device_secret + stretch(passphrase, kdf), vault_id, f"slot/{slot_type}/v1")


def _device_check(slot_type: SlotType, secret: bytes, vault_id: bytes) -> bytes | None:
    if slot_type is not SlotType.STRICT:
        return None
    return hkdf(secret[:DEVICE_SECRET_BYTES], vault_id, "slot/strict/device/v1", CHECK_VALUE_BYTES)


def _wrong_secret(slot: Slot) -> VaultError:
    if slot.type is SlotType.RECOVERY and slot.made_on is not None:
        # So that the sheet that holds can be told from the ones that are void.
        return VaultError(WRONG_SECRET[slot.type], made_on=slot.made_on.isoformat(), mark=slot.mark)
    return VaultError(WRONG_SECRET[slot.type])


def _additional_data(
    vault_id: bytes, slot_id: bytes, slot_type: SlotType, kdf: Hkdf | Argon2id
) -> bytes:
    name = slot_type.value.encode("ascii")
    return b"".join(
        (
            MAGIC.encode("ascii"),
            SLOT_FORMAT.to_bytes(4, "big"),
            vault_id,
            slot_id,
            bytes([len(name)]),
            name,
            canonical_json(kdf.fields),
        )
    )
