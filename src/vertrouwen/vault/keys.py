"""The master key and what is derived from it (docs/vault-format.md, "Keys")."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

KEY_BYTES = 32
VAULT_ID_BYTES = 16
CHECK_VALUE_BYTES = 16


def hkdf(secret: bytes, vault_id: bytes, label: str, length: int = KEY_BYTES) -> bytes:
    """Return HKDF-SHA256 of a secret, salted with the vault's id, for one purpose."""
    # Imported here: the unlock window reads the key file, but derives nothing before its answer.
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), length, salt=vault_id, info=label.encode("ascii")).derive(secret)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class MasterKey:
    """The 32 random bytes from which every other key of one vault follows.

    Args:
        secret: the bytes themselves; they exist on disk only wrapped in a slot.
        vault_id: 16 random bytes, public, the salt of every derivation.
    """

    secret: bytes
    vault_id: bytes

    @classmethod
    def generate(cls, vault_id: bytes | None = None) -> MasterKey:
        """Make the key of a new vault; its id may stand on paper already."""
        return cls(
            secret=secrets.token_bytes(KEY_BYTES),
            vault_id=vault_id or secrets.token_bytes(VAULT_ID_BYTES),
        )

    @property
    def database_key(self) -> bytes:
        """The raw SQLCipher key."""
        return hkdf(self.secret, self.vault_id, "db/v1")

    @property
    def audit_key(self) -> bytes:
        """The key of the record chain."""
        return hkdf(self.secret, self.vault_id, "audit/v1")

    @property
    def check_value(self) -> bytes:
        """16 public bytes that tell a wrong key from a damaged database."""
        return hkdf(self.secret, self.vault_id, "kcv/v1", CHECK_VALUE_BYTES)

    @property
    def backup_key(self) -> bytes:
        """The key that seals the header of a backup."""
        return hkdf(self.secret, self.vault_id, "backup/v1")
