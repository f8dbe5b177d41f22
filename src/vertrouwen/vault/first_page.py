"""Whether a key opens a database, told from its first page alone (vault-format.md, "The database").

SQLCipher would want the whole file at a place of its own; a backup of a gigabyte is written once,
not twice, because its first page tells as much.
"""

from __future__ import annotations

import hashlib
import hmac

_SALT_BYTES, _IV_BYTES, _MAC_BYTES = 16, 16, 64
_SALT_MASK = 0x3A
_MAC_KEY_ROUNDS, _MAC_KEY_BYTES = 2, 32
_PAGE_COUNT = slice(28 - _SALT_BYTES, 32 - _SALT_BYTES)


def opens(page: bytes, key: bytes, pages: int) -> bool:
    """Tell whether a first page is authentic under a key and belongs to a file of so many pages.

    Args:
        page: the first page, salt included.
        key: the raw key of 32 bytes.
        pages: length of the database in pages.
    """
    # Imported here: starting is part of locking, and needs none of it.
    from cryptography.hazmat.primitives.ciphers import Cipher
    from cryptography.hazmat.primitives.ciphers.algorithms import AES
    from cryptography.hazmat.primitives.ciphers.modes import CBC

    salt, rest = page[:_SALT_BYTES], page[_SALT_BYTES:]
    sealed, seal = rest[:-_MAC_BYTES], rest[-_MAC_BYTES:]
    mac_salt = bytes(byte ^ _SALT_MASK for byte in salt)
    mac_key = hashlib.pbkdf2_hmac("sha512", key, mac_salt, _MAC_KEY_ROUNDS, _MAC_KEY_BYTES)
    number = (1).to_bytes(4, "little")
    if not hmac.compare_digest(hmac.digest(mac_key, sealed + number, "sha512"), seal):
        return False
    text, iv = sealed[:-_IV_BYTES], sealed[-_IV_BYTES:]
    decryptor = Cipher(AES(key), CBC(iv)).decryptor()
    plain = decryptor.update(text) + decryptor.finalize()
    return int.from_bytes(plain[_PAGE_COUNT], "big") == pages
