"""Another master key for the whole vault, when the old one may be known to somebody.

Changing the passphrase or the recovery code closes the door to whoever learns the old one later.
It does not help against somebody who had the vault open, or who has a copy of its files together
with a secret that opened them then. A renewal encrypts everything anew; after it, nothing that was
known before opens what is written from now on.
"""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from vertrouwen.services.change_keys import Sheet, sheet_in_force
from vertrouwen.services.new_keys import NewKeys
from vertrouwen.services.vault_access import Progress, VaultAccess
from vertrouwen.vault.errors import VaultError

if TYPE_CHECKING:
    from sqlcipher3.dbapi2 import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewed:
    """What a renewal leaves behind.

    Args:
        aside: the old vault; it opens with its old code, and with nothing new.
        void: the sheet that opens only the old vault and backups made before;
            None where its day was not kept.
    """

    aside: Path
    void: Sheet | None


def keys_for_renewal() -> NewKeys:
    """Return the code and the id of a renewed vault, for the sheet that is printed first."""
    from vertrouwen.vault import recovery_code

    return NewKeys(code=recovery_code.generate(), vault_id=secrets.token_bytes(16))


def renew_keys(
    access: VaultAccess,
    keys: NewKeys,
    passphrase: str | None,
    cancel: threading.Event,
    progress: Progress,
    *,
    strict: bool = False,
) -> Renewed:
    """Encrypt the practice under a new master key, and close it.

    The program then starts anew at the unlock window, where the new keys open the practice; the
    old key leaves the memory with the process. The old vault is moved aside and stays whole.
    Backups made before need the old code: keep that sheet as long as they are kept.

    Args:
        keys: from `keys_for_renewal`, on paper already.
        passphrase: the daily way in, or None for the keyring.
        cancel: stops waiting for the keyring.
        progress: called with steps done and in all; what it raises stops the work.
        strict: the passphrase and the keyring, only both together.

    Raises:
        VaultError: `history_broken` with the row's `number`, an error of the passphrase, keyring or
            disk, or what the check of the renewed vault found. Where `access` is open still, the
            old vault holds and nothing has changed.
    """
    from vertrouwen.vault import folder as disk
    from vertrouwen.vault.rotation import Renewal
    from vertrouwen.vault.succession import put_renewed
    from vertrouwen.vault.vault import VaultFolder
    from vertrouwen.vault.wanted_keys import WantedKeys

    vault = access.opened_vault
    void = sheet_in_force(access)
    wanted = WantedKeys(
        recovery_code=keys.code,
        passphrase=passphrase,
        device=access.device(cancel) if passphrase is None or strict else None,
        strict=strict,
    )
    disk.drop_unfinished(access.folder)
    vault.renew(
        VaultFolder(disk.renewed_folder(access.folder)),
        Renewal(vault_id=keys.vault_id, wanted=wanted, resign=_resign),
        progress,
    )
    # Whoever opened the old vault between would write where nobody looks any more.
    access.place.keep_claim(vault)
    access.close()
    return Renewed(aside=put_renewed(access.place), void=void)


def _resign(copy: Connection, old_key: bytes, new_key: bytes) -> None:
    from vertrouwen.storage.resigned_history import resign

    broken = resign(copy, old_key, new_key)
    if broken is not None:
        raise VaultError("history_broken", number=broken)
