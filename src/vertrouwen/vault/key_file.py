"""The key file `vault.keys`: canonical JSON, at most 64 kB (docs/vault-format.md)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from vertrouwen.vault import folder as disk
from vertrouwen.vault.errors import VaultError, disk_errors
from vertrouwen.vault.fields import bytes_or_none, hex_bytes, integer
from vertrouwen.vault.keys import CHECK_VALUE_BYTES, VAULT_ID_BYTES, MasterKey
from vertrouwen.vault.remembered import (
    NONE_DESTROYED,
    DestroyedIds,
    Head,
    read_destroyed,
    read_head,
)
from vertrouwen.vault.slot_form import read_slot, slot_fields
from vertrouwen.vault.slots import (
    DAILY,
    MAGIC,
    NONCE_BYTES,
    WITH_KEYRING,
    WRAPPED_BYTES,
    Slot,
    SlotInfo,
    SlotType,
    canonical_json,
    unwrap,
)

# Written always; the first format, which remembered nothing, is still read.
FORMAT = 2
LARGEST_BYTES = 64 * 1024
MOST_SLOTS = 16
MOST_FORMER = 16
SEAL_BYTES = 32

_FIRST_FIELDS = frozenset({"format", "kcv", "magic", "sha256", "slots", "vault_id"})
_FIELDS = {
    1: _FIRST_FIELDS,
    FORMAT: _FIRST_FIELDS | {"destroyed", "destroyed_seal", "formerly", "head", "register_key"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFile:
    """The public half of a vault's keys.

    Args:
        vault_id: 16 bytes.
        check_value: 16 bytes that follow from the right master key.
        slots: the wrappings of the master key, at most 16.
        head: how far the record chain went, as it was last told; None if it never was.
        destroyed: the cases that were destroyed, so that no old backup brings them back.
        destroyed_seal: 32 bytes over that register (`vault.register`); None where it is empty
            and nobody sealed it yet.
        register_key: the key of that seal, wrapped, in a vault that was renewed: 60 bytes.
        formerly: the ids that this vault had under earlier master keys, the newest last.
    """

    vault_id: bytes
    check_value: bytes
    slots: tuple[Slot, ...]
    head: Head | None = None
    destroyed: DestroyedIds = NONE_DESTROYED
    destroyed_seal: bytes | None = None
    register_key: bytes | None = None
    formerly: tuple[bytes, ...] = ()

    def is_of(self, vault_id: bytes) -> bool:
        """Tell whether a vault or backup of that id is this vault, now or under an earlier key."""
        return vault_id == self.vault_id or vault_id in self.formerly

    def with_slot(self, slot: Slot) -> KeyFile:
        """Return the key file in which this slot takes the place of others of its type.

        A strict slot never stands beside another daily one, which would open without it.
        """
        gone = {slot.type}
        if slot.type in DAILY:
            gone |= DAILY if slot.type is SlotType.STRICT else {SlotType.STRICT}
        return replace(self, slots=(*self.without(*gone).slots, slot))

    def with_daily(self, slot: Slot) -> KeyFile:
        """Return the key file in which this slot is the one way in beside the code on paper."""
        return replace(self, slots=(*self.without(*DAILY).slots, slot))

    def without(self, *slot_types: SlotType) -> KeyFile:
        """Return the key file without slots of these types."""
        return replace(self, slots=tuple(s for s in self.slots if s.type not in slot_types))

    def portable(self) -> KeyFile:
        """Return the key file of a backup: what opens it on any computer, and no more.

        The digest of the database goes too: it is that of the last time the vault was closed.
        """
        head = None if self.head is None else replace(self.head, database=None)
        return replace(self.without(*WITH_KEYRING), head=head)

    def slot(self, slot_type: SlotType) -> Slot:
        """Return the slot of this type.

        Raises:
            VaultError: `slot_missing` with its `slot`.
        """
        for slot in self.slots:
            if slot.type is slot_type:
                return slot
        raise VaultError("slot_missing", slot=slot_type.value)

    def unlock(self, slot_type: SlotType, secret: bytes) -> MasterKey:
        """Take the master key out of one slot and hold it against the check value.

        Raises:
            VaultError: `slot_missing`, the code for a wrong secret, or `key_file_damaged`.
        """
        master_key = unwrap(self.slot(slot_type), secret, self.vault_id)
        if master_key.check_value != self.check_value:
            raise VaultError("key_file_damaged")
        return master_key

    def require_opens(self, slot: Slot, secret: bytes, master_key: MasterKey) -> None:
        """Make sure that a slot of a key file that was read back gives the master key again.

        Raises:
            VaultError: `key_file_damaged`, or the code for a wrong secret.
        """
        if self.unlock(slot.type, secret).secret != master_key.secret:
            raise VaultError("key_file_damaged")

    @property
    def infos(self) -> tuple[SlotInfo, ...]:
        """The slots without anything secret."""
        return tuple(slot.info for slot in self.slots)


def serialise(key_file: KeyFile) -> bytes:
    """Return the one byte form of a key file."""
    fields: dict[str, object] = {
        "destroyed": key_file.destroyed.text,
        "destroyed_seal": _hex_or_none(key_file.destroyed_seal),
        "format": FORMAT,
        "formerly": [vault_id.hex() for vault_id in key_file.formerly],
        "head": None if key_file.head is None else key_file.head.fields,
        "kcv": key_file.check_value.hex(),
        "magic": MAGIC,
        "register_key": _hex_or_none(key_file.register_key),
        "slots": [slot_fields(slot) for slot in key_file.slots],
        "vault_id": key_file.vault_id.hex(),
    }
    return canonical_json(fields | {"sha256": _digest(fields)}) + b"\n"


def parse(data: bytes) -> KeyFile:
    """Read a key file, trusting nothing in it.

    Raises:
        VaultError: `key_file_damaged`, `key_file_foreign` (JSON, but not ours) or
            `vault_newer` (made by a later version of the program).
    """
    fields = _json_object(data)
    if fields.get("magic") != MAGIC:
        raise VaultError("key_file_foreign")
    # Every format, also a later one, keeps this form: so damage is never taken for news.
    if canonical_json(fields) + b"\n" != data or fields.get("sha256") != _digest(fields):
        raise VaultError("key_file_damaged")
    version = integer(fields, "format")
    if version > FORMAT:
        raise VaultError("vault_newer")
    if version not in _FIELDS or set(fields) != _FIELDS[version]:
        raise VaultError("key_file_damaged")
    slots = fields["slots"]
    if not isinstance(slots, list) or not 1 <= len(slots) <= MOST_SLOTS:
        raise VaultError("key_file_damaged")
    read_slots = tuple(read_slot(slot, version) for slot in slots)
    daily = {slot.type for slot in read_slots} & DAILY
    if SlotType.STRICT in daily and len(daily) > 1:
        raise VaultError("key_file_damaged")
    destroyed = read_destroyed(fields.get("destroyed", ""))
    seal = bytes_or_none(fields, "destroyed_seal", SEAL_BYTES)
    if destroyed and seal is None:
        raise VaultError("key_file_damaged")
    return KeyFile(
        vault_id=hex_bytes(fields, "vault_id", VAULT_ID_BYTES),
        check_value=hex_bytes(fields, "kcv", CHECK_VALUE_BYTES),
        slots=read_slots,
        head=read_head(fields.get("head")),
        destroyed=destroyed,
        destroyed_seal=seal,
        register_key=bytes_or_none(fields, "register_key", NONCE_BYTES + WRAPPED_BYTES),
        formerly=_read_formerly(fields.get("formerly", [])),
    )


def read(path: Path) -> KeyFile:
    """Read a key file from disk.

    Raises:
        VaultError: `key_file_missing` or an error of `parse`.
    """
    with disk_errors():
        if not path.is_file():
            raise VaultError("key_file_missing")
        with path.open("rb") as file:
            return parse(file.read(LARGEST_BYTES + 1))


def read_either(folder: Path) -> tuple[KeyFile, bool]:
    """Read the key file of a vault, or its copy when it is missing or damaged.

    Returns:
        The key file, and whether one of the two has to be written again.
    Raises:
        VaultError: `key_file_foreign` if the two belong to different vaults; the error of the
            key file itself if neither can be used.
    """
    try:
        main = read(folder / disk.KEYS)
    except VaultError as error:
        if error.code == "vault_newer":
            raise
        try:
            return read(folder / disk.KEYS_COPY), True
        except VaultError:
            raise error from None
    try:
        copy = read(folder / disk.KEYS_COPY)
    except VaultError:
        return main, True
    if copy.vault_id != main.vault_id:
        raise VaultError("key_file_foreign")
    # The copy is written last: one that knows more means that an old key file was put back.
    return (copy if _reach(copy) > _reach(main) else main), copy != main


def was_writing(folder: Path) -> bool:
    """Tell whether key file and copy differ as they do when a program dies between the two.

    Both are whole then, and the key file knows more of history; no slot is another.
    """
    try:
        main, copy = read(folder / disk.KEYS), read(folder / disk.KEYS_COPY)
    except VaultError:
        return False
    return replace(copy, head=main.head) == main and _reach(copy) <= _reach(main)


def _reach(key_file: KeyFile) -> int:
    return -1 if key_file.head is None else key_file.head.id


def write_both(folder: Path, key_file: KeyFile, verify: Callable[[KeyFile], object]) -> None:
    """Write the key file and then its copy; at every moment one of them is whole.

    Args:
        folder: the vault's folder.
        key_file: what to write.
        verify: called with what was read back; unwraps the new slot and raises if it cannot.
    Raises:
        VaultError: `vault_replaced` (another vault lies there now; nothing was written), what
            `verify` raises, or an environment error.
    """
    for name in (disk.KEYS, disk.KEYS_COPY):
        try:
            there = read(folder / name)
        except VaultError:  # none, or one that needs to be written again
            continue
        if there.vault_id != key_file.vault_id:
            raise VaultError("vault_replaced")
    _write(folder, disk.KEYS, key_file, verify)
    _write(folder, disk.KEYS_COPY, key_file, lambda _: None)


def _write(folder: Path, name: str, key_file: KeyFile, verify: Callable[[KeyFile], object]) -> None:
    new = folder / f"{name}.new"
    with disk_errors():
        disk.write_synced(new, serialise(key_file))
        read_back = read(new)
        if read_back != key_file:
            raise VaultError("disk_failing")
        verify(read_back)
        new.replace(folder / name)
        disk.fsync_folder(folder)


def _digest(fields: Mapping[str, object]) -> str:
    rest = {name: value for name, value in fields.items() if name != "sha256"}
    return hashlib.sha256(canonical_json(rest)).hexdigest()


def _json_object(data: bytes) -> dict[str, object]:
    if len(data) > LARGEST_BYTES:
        raise VaultError("key_file_damaged")
    try:
        fields = json.loads(data.decode("ascii"), parse_constant=_refuse, parse_float=_refuse)
    except (ValueError, RecursionError):
        raise VaultError("key_file_damaged") from None
    if not isinstance(fields, dict):
        raise VaultError("key_file_foreign")
    return fields


def _refuse(text: str) -> object:
    raise ValueError(text)


def _hex_or_none(value: bytes | None) -> str | None:
    return None if value is None else value.hex()


def _read_formerly(values: object) -> tuple[bytes, ...]:
    if not isinstance(values, list) or len(values) > MOST_FORMER:
        raise VaultError("key_file_damaged")
    return tuple(hex_bytes({"id": value}, "id", VAULT_ID_BYTES) for value in values)
