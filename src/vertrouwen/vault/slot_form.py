"""How a slot stands in the key file (docs/vault-format.md, "Slots")."""

from __future__ import annotations

import re
from datetime import date

from vertrouwen.vault.errors import VaultError
from vertrouwen.vault.fields import hex_bytes, integer
from vertrouwen.vault.kdf import ARGON2ID_SALT_BYTES, Argon2id, Hkdf
from vertrouwen.vault.keys import CHECK_VALUE_BYTES
from vertrouwen.vault.recovery_code import ALPHABET
from vertrouwen.vault.slots import (
    MARK_SYMBOLS,
    NONCE_BYTES,
    SLOT_ID_BYTES,
    WITH_KEYRING,
    WITH_PASSPHRASE,
    WRAPPED_BYTES,
    Slot,
    SlotType,
)

_SLOT_FIELDS = frozenset({"kdf", "nonce", "slot_id", "type", "wrapped"})
_OPTIONAL_SLOT_FIELDS = {
    1: frozenset({"backend"}),
    2: frozenset({"backend", "device_check", "made_on", "mark"}),
}
_ARGON2ID_FIELDS = {"m_kib", "name", "p", "salt", "t"}
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_BACKEND = re.compile(r"[A-Za-z0-9_.]{1,100}")


def slot_fields(slot: Slot) -> dict[str, object]:
    """Return a slot as it stands in the key file."""
    fields: dict[str, object] = {
        "kdf": slot.kdf.fields,
        "nonce": slot.nonce.hex(),
        "slot_id": slot.slot_id.hex(),
        "type": slot.type.value,
        "wrapped": slot.wrapped.hex(),
    }
    if slot.backend is not None:
        fields["backend"] = slot.backend
    if slot.device_check is not None:
        fields["device_check"] = slot.device_check.hex()
    if slot.made_on is not None:
        fields["made_on"] = slot.made_on.isoformat()
    if slot.mark is not None:
        fields["mark"] = slot.mark
    return fields


def read_slot(fields: object, version: int) -> Slot:
    """Read a slot, trusting nothing in it.

    Args:
        fields: what stands there.
        version: the format of the key file, one that is known.

    Raises:
        VaultError: `key_file_damaged`, or `vault_newer` for a type that is not known.
    """
    if not isinstance(fields, dict):
        raise VaultError("key_file_damaged")
    if set(fields) - _OPTIONAL_SLOT_FIELDS[version] != _SLOT_FIELDS:
        raise VaultError("key_file_damaged")
    try:
        slot_type = SlotType(fields["type"])
    except ValueError:
        raise VaultError("vault_newer") from None
    backend = fields.get("backend")
    if (backend is not None) != (slot_type in WITH_KEYRING):
        raise VaultError("key_file_damaged")
    if ("device_check" in fields) != (slot_type is SlotType.STRICT):
        raise VaultError("key_file_damaged")
    if backend is not None and not (isinstance(backend, str) and _BACKEND.fullmatch(backend)):
        raise VaultError("key_file_damaged")
    return Slot(
        slot_id=hex_bytes(fields, "slot_id", SLOT_ID_BYTES),
        type=slot_type,
        kdf=_read_kdf(fields["kdf"], slot_type),
        nonce=hex_bytes(fields, "nonce", NONCE_BYTES),
        wrapped=hex_bytes(fields, "wrapped", WRAPPED_BYTES),
        backend=backend,
        device_check=(
            hex_bytes(fields, "device_check", CHECK_VALUE_BYTES)
            if "device_check" in fields
            else None
        ),
        made_on=_read_day(fields["made_on"]) if "made_on" in fields else None,
        mark=_read_mark(fields["mark"], slot_type) if "mark" in fields else None,
    )


def _read_mark(value: object, slot_type: SlotType) -> str:
    if (
        slot_type is not SlotType.RECOVERY
        or not isinstance(value, str)
        or len(value) != MARK_SYMBOLS
        or any(symbol not in ALPHABET for symbol in value)
    ):
        raise VaultError("key_file_damaged")
    return value


def _read_day(value: object) -> date:
    if not isinstance(value, str) or _DAY.fullmatch(value) is None:
        raise VaultError("key_file_damaged")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise VaultError("key_file_damaged") from None


def _read_kdf(fields: object, slot_type: SlotType) -> Hkdf | Argon2id:
    if not isinstance(fields, dict):
        raise VaultError("key_file_damaged")
    if slot_type not in WITH_PASSPHRASE:
        if fields != Hkdf().fields:
            raise VaultError("key_file_damaged")
        return Hkdf()
    if fields.get("name") != "argon2id" or set(fields) != _ARGON2ID_FIELDS:
        raise VaultError("key_file_damaged")
    return Argon2id(
        salt=hex_bytes(fields, "salt", ARGON2ID_SALT_BYTES),
        memory_kib=integer(fields, "m_kib"),
        passes=integer(fields, "t"),
        lanes=integer(fields, "p"),
    )
