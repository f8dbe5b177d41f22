"""The seal over what was destroyed: who can merely write a key file makes nothing be destroyed.

The register is held against its seal at each opening and when a backup is put back, because the
program destroys what stands in it. Its key follows from the first master key of a practice and goes
with it through every renewal, so that an old vault that was put back can read a newer register.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import replace

from vertrouwen.vault.errors import VaultError
from vertrouwen.vault.key_file import KeyFile
from vertrouwen.vault.keys import MasterKey, hkdf
from vertrouwen.vault.remembered import DestroyedIds
from vertrouwen.vault.slots import NONCE_BYTES

_LABEL = b"vertrouwen/destroyed/v1"
_KEY, _WRAPPING = "register/v1", "register/wrap/v1"


def register_key(keys: KeyFile, master_key: MasterKey) -> bytes:
    """Return the key that seals the register of a practice.

    Raises:
        VaultError: `key_file_damaged`.
    """
    if keys.register_key is None:
        return hkdf(master_key.secret, master_key.vault_id, _KEY)
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce, wrapped = keys.register_key[:NONCE_BYTES], keys.register_key[NONCE_BYTES:]
    wrapping = hkdf(master_key.secret, master_key.vault_id, _WRAPPING)
    try:
        return AESGCM(wrapping).decrypt(nonce, wrapped, master_key.vault_id)
    except InvalidTag:
        raise VaultError("key_file_damaged") from None


def carried_key(keys: KeyFile, old: MasterKey, new: MasterKey) -> bytes:
    """Return the register's key wrapped for the vault that takes the place of this one.

    Raises:
        VaultError: `key_file_damaged`.
    """
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(NONCE_BYTES)
    wrapping = hkdf(new.secret, new.vault_id, _WRAPPING)
    return nonce + AESGCM(wrapping).encrypt(nonce, register_key(keys, old), new.vault_id)


def with_destroyed(keys: KeyFile, master_key: MasterKey, destroyed: DestroyedIds) -> KeyFile:
    """Return the key file with this register, sealed.

    Raises:
        VaultError: `key_file_damaged`.
    """
    seal = _seal(destroyed, register_key(keys, master_key))
    return replace(keys, destroyed=destroyed, destroyed_seal=seal)


def with_sealed_register(keys: KeyFile, master_key: MasterKey) -> KeyFile:
    """Return the key file with a register that was held against its seal.

    An empty one without a seal gets one: a program before this wrote none. If somebody emptied it,
    the database still knows what was destroyed, and each opening notes that again; a restore that
    comes before says that nobody knows.

    Raises:
        VaultError: `key_file_damaged`.
    """
    if keys.destroyed_seal is None and not keys.destroyed:
        return with_destroyed(keys, master_key, keys.destroyed)
    require_seal(keys, register_key(keys, master_key))
    return keys


def require_seal(keys: KeyFile, key: bytes) -> None:
    """Hold a register, also an empty one, against its seal.

    Raises:
        VaultError: `key_file_damaged`.
    """
    if not hmac.compare_digest(keys.destroyed_seal or b"", _seal(keys.destroyed, key)):
        raise VaultError("key_file_damaged")


def _seal(destroyed: DestroyedIds, key: bytes) -> bytes:
    return hmac.digest(key, _LABEL + destroyed.text.encode("ascii"), "sha256")
