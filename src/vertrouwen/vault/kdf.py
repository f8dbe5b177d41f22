"""From a secret to the key that wraps the master key (docs/vault-format.md, "Slots")."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from vertrouwen.vault.errors import VaultError
from vertrouwen.vault.keys import KEY_BYTES

ARGON2ID_LANES = 4
ARGON2ID_SALT_BYTES = 16
# They hold for every slot, one that is made and one that is read.
MEMORY_KIB_LIMITS = (64 * 1024, 1024 * 1024)
PASSES_LIMITS = (3, 10)
LANES_LIMITS = (1, 16)


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
    def generate(cls, memory_kib: int, passes: int) -> Argon2id:
        """Make the parameters of a new slot, its salt among them."""
        return cls(
            salt=secrets.token_bytes(ARGON2ID_SALT_BYTES),
            memory_kib=memory_kib,
            passes=passes,
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


def stretch(passphrase: bytes, kdf: Argon2id) -> bytes:
    """Return the 32 bytes that Argon2id makes of a passphrase.

    Raises:
        VaultError: `memory_short` with the `mebibytes` it would take.
    """
    # Imported here: only a vault with a passphrase pays for it.
    from argon2.exceptions import HashingError
    from argon2.low_level import Type, hash_secret_raw

    try:
        return hash_secret_raw(
            secret=passphrase,
            salt=kdf.salt,
            time_cost=kdf.passes,
            memory_cost=kdf.memory_kib,
            parallelism=kdf.lanes,
            hash_len=KEY_BYTES,
            type=Type.ID,
        )
    except (HashingError, MemoryError):
        raise VaultError("memory_short", mebibytes=kdf.memory_kib // 1024) from None
