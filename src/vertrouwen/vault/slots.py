"""Slots: the master key wrapped under one secret (docs/vault-format.md, "Slots")."""

from __future__ import annotations

import json
import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from vertrouwen.vault.errors import VaultError
from vertrouwen.vault.keys import KEY_BYTES, MasterKey, hkdf

MAGIC = "vertrouwen-vault"
# Bound into every slot, whatever the format of the key file around it.
SLOT_FORMAT = 1

SLOT_ID_BYTES = 16
NONCE_BYTES = 12
WRAPPED_BYTES = KEY_BYTES + 16

# Cost of a new passphrase slot; the limits hold for every slot that is read.
ARGON2ID_MEMORY_KIB = 256 * 1024
ARGON2ID_PASSES = 3
ARGON2ID_LANES = 4
ARGON2ID_SALT_BYTES = 16
MEMORY_KIB_LIMITS = (64 * 1024, 1024 * 1024)
PASSES_LIMITS = (3, 10)
LANES_LIMITS = (1, 16)

PASSPHRASE_MINIMUM = 15
PASSPHRASE_MAXIMUM = 1024


class SlotType(StrEnum):
    """Which secret opens a slot."""

    DEVICE = "device"
    RECOVERY = "recovery"
    PASSPHRASE = "passphrase"  # noqa: S105 - a name, not a secret


WRONG_SECRET = {
    SlotType.DEVICE: "device_secret_wrong",
    SlotType.RECOVERY: "recovery_code_wrong",
    SlotType.PASSPHRASE: "passphrase_wrong",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hkdf:
    """HKDF-SHA256, for secrets that are random already."""

    @property
    def fields(self) -> dict[str, object]:
        """The parameters as they stand in the key file."""
        return {"name": "hkdf-sha256"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Argon2id:
    """Argon2id (RFC 9106), for secrets that a person made up.

    Args:
        salt: 16 random bytes.
        memory_kib: memory in KiB, between 64 MiB and 1 GiB.
        passes: number of passes, 3 to 10.
        lanes: parallelism, 1 to 16.
    Raises:
        VaultError: `key_file_damaged` when a parameter is outside its limits.
    """

    salt: bytes
    memory_kib: int
    passes: int
    lanes: int

    def __post_init__(self) -> None:
        """Refuse costs that are too cheap to protect or too dear to try."""
        for value, (least, most) in (
            (self.memory_kib, MEMORY_KIB_LIMITS),
            (self.passes, PASSES_LIMITS),
            (self.lanes, LANES_LIMITS),
        ):
            if not least <= value <= most:
                raise VaultError("key_file_damaged")
        if len(self.salt) != ARGON2ID_SALT_BYTES:
            raise VaultError("key_file_damaged")

    @classmethod
    def generate(cls) -> Argon2id:
        """Make the parameters of a new slot."""
        return cls(
            salt=secrets.token_bytes(ARGON2ID_SALT_BYTES),
            memory_kib=ARGON2ID_MEMORY_KIB,
            passes=ARGON2ID_PASSES,
            lanes=ARGON2ID_LANES,
        )

    @property
    def fields(self) -> dict[str, object]:
        """The parameters as they stand in the key file."""
        return {
            "m_kib": self.memory_kib,
            "name": "argon2id",
            "p": self.lanes,
            "salt": self.salt.hex(),
            "t": self.passes,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One wrapping of the master key.

    Args:
        slot_id: 16 random bytes.
        type: which secret opens it.
        kdf: how the wrapping key follows from the secret.
        nonce: 12 random bytes.
        wrapped: AES-256-GCM ciphertext of the master key and its 16-byte tag.
        backend: class name of the keyring that holds the secret (`device` only).
        made_on: the day it was made, which also stands on the sheet of a recovery code; None in
            a slot older than this was kept.
    """

    slot_id: bytes
    type: SlotType
    kdf: Hkdf | Argon2id
    nonce: bytes
    wrapped: bytes
    backend: str | None = None
    made_on: date | None = None


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


def wrap(
    master_key: MasterKey, slot_type: SlotType, secret: bytes, *, backend: str | None = None
) -> Slot:
    """Wrap the master key under a secret in a new slot."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    kdf = Argon2id.generate() if slot_type is SlotType.PASSPHRASE else Hkdf()
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
        made_on=datetime.now().astimezone().date(),
    )


def unwrap(slot: Slot, secret: bytes, vault_id: bytes) -> MasterKey:
    """Take the master key out of a slot.

    Raises:
        VaultError: the code of `WRONG_SECRET` when the secret does not fit.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    wrapping_key = _wrapping_key(slot.kdf, slot.type, secret, vault_id)
    aad = _additional_data(vault_id, slot.slot_id, slot.type, slot.kdf)
    try:
        master = AESGCM(wrapping_key).decrypt(slot.nonce, slot.wrapped, aad)
    except InvalidTag:
        raise VaultError(WRONG_SECRET[slot.type]) from None
    return MasterKey(secret=master, vault_id=vault_id)


def _wrapping_key(
    kdf: Hkdf | Argon2id, slot_type: SlotType, secret: bytes, vault_id: bytes
) -> bytes:
    if isinstance(kdf, Hkdf):
        return hkdf(secret, vault_id, f"slot/{slot_type}/v1")
    # Imported here: only a vault with a passphrase pays for it.
    from argon2.exceptions import HashingError
    from argon2.low_level import Type, hash_secret_raw

    try:
        return hash_secret_raw(
            secret=secret,
            salt=kdf.salt,
            time_cost=kdf.passes,
            memory_cost=kdf.memory_kib,
            parallelism=kdf.lanes,
            hash_len=KEY_BYTES,
            type=Type.ID,
        )
    except (HashingError, MemoryError):
        raise VaultError("memory_short", mebibytes=kdf.memory_kib // 1024) from None


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
