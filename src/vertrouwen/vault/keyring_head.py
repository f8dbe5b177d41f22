"""The head of history beside the device secret: files that were put back together are noticed.

It is best kept and best asked: where the keyring is locked or does not answer, nothing is known,
and nobody waits or is asked for a password because of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from vertrouwen.vault.errors import VaultError
from vertrouwen.vault.keyring_device import KeyringDevice
from vertrouwen.vault.remembered import Head, read_head

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "vault-head"
TIME_LIMIT_SECONDS = 1.0

_NUMBER = re.compile(r"[0-9]{1,19}")


def keep(vault_id: bytes, head: Head) -> bool:
    """Keep a head, without its digest, in the keyring; return whether it is there now."""
    text = f"{head.id} {head.seal.hex()} {head.at}"

    def write(backend: KeyringBackend) -> str:
        backend.set_password(SERVICE, vault_id.hex(), text)
        return "kept"

    return _ask(write) is not None


def recall(vault_id: bytes) -> Head | None:
    """Return the head the keyring keeps for a vault, or None."""
    text = _ask(lambda backend: backend.get_password(SERVICE, vault_id.hex()))
    number, _, rest = (text or "").partition(" ")
    seal, _, at = rest.partition(" ")
    if _NUMBER.fullmatch(number) is None:
        return None
    try:
        return read_head({"id": int(number), "seal": seal, "at": at, "database": None})
    except VaultError:
        return None


def _ask(ask: Callable[[KeyringBackend], str | None]) -> str | None:
    try:
        return KeyringDevice(time_limit=TIME_LIMIT_SECONDS).ask_quietly(ask)
    except VaultError:
        return None
