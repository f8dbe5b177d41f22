"""Other ways into an open vault: verbs that wrap its key anew and touch nothing else.

Three modes of daily access, of which a vault has one: `use_device` (the login of this computer),
`use_strict` (the login and a passphrase, only both together) and `use_passphrase`. Switching
writes the key file alone; a program that dies meanwhile leaves a vault that opens the old way or
the new. Every function blocks and runs on the database thread.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from vertrouwen.services.new_keys import NewKeys
from vertrouwen.services.practice import Change, Practice
from vertrouwen.vault.errors import VaultError

if TYPE_CHECKING:
    from vertrouwen.services.vault_access import VaultAccess

REPLACED_CODE = "replace_recovery_code"
"""The change after which no older backup opens with the code on paper."""


def use_device(access: VaultAccess, cancel: threading.Event) -> None:
    """Open with the keyring of this login alone from now on.

    Raises:
        VaultError: a keyring error, or why the old way still holds.
    """
    access.opened_vault.use_device(access.device(cancel))
    _remember(access)


def use_strict(access: VaultAccess, passphrase: str, cancel: threading.Event) -> None:
    """Open only with the keyring of this login and this passphrase together from now on.

    In a vault that opens that way already it changes the passphrase.

    Raises:
        VaultError: `passphrase_too_short`, `passphrase_too_long`, `memory_short`, a keyring
            error, or why the old way still holds.
    """
    access.opened_vault.use_strict(access.device(cancel), passphrase)
    _remember(access)


def use_passphrase(access: VaultAccess, passphrase: str) -> None:
    """Open with this passphrase alone from now on; what the keyring keeps is of no use then.

    In a vault that opens that way already it changes the passphrase.

    Raises:
        VaultError: `passphrase_too_short`, `passphrase_too_long`, `memory_short`, or why the old
            way still holds.
    """
    access.opened_vault.use_passphrase(passphrase)


def replace_recovery_code(practice: Practice, access: VaultAccess, keys: NewKeys) -> Change:
    """Make the code that is on paper now the only one that opens this vault.

    Backups that were made before still open with the old code, and only with it; so it is written
    in history, and the next backup is due.

    Raises:
        VaultError: why the old code still holds.
    """
    access.replace_recovery_code(keys)
    with practice.store.operation(REPLACED_CODE, subject="vault"):
        return Change(operation=REPLACED_CODE)


def second_sheet(access: VaultAccess, code: str) -> NewKeys:
    """Return what is printed on a second sheet of the recovery code that holds.

    The vault does not know its code; the adviser types it from the first sheet, and it is tried.

    Raises:
        VaultError: `recovery_code_typo` with the group, or `recovery_code_wrong` with the day on
            which the sheet that holds was made.
    """
    vault = access.opened_vault
    return NewKeys(code=vault.require_recovery_code(code), vault_id=vault.vault_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """How the sheet of a recovery code is named.

    Args:
        made_on: the day of the code.
        mark: four symbols on the sheet; "" for one from before sheets had a mark.
    """

    made_on: date
    mark: str


def sheet_in_force(access: VaultAccess) -> Sheet | None:
    """Return the sheet that holds; None for one so old that its day was not kept."""
    from vertrouwen.vault.slots import SlotType

    (slot,) = (slot for slot in access.opened_vault.slots if slot.type is SlotType.RECOVERY)
    if slot.made_on is None:
        return None
    return Sheet(made_on=slot.made_on, mark=slot.mark or "")


def is_same_group(group: str, typed: str) -> bool:
    """Tell whether a group of a recovery code was typed back right; case does not matter."""
    return plain_group(typed) == group


def plain_group(typed: str) -> str:
    """Return what was typed as a code is written: capitals, 0 for O, 1 for I and L."""
    kept = "".join(c for c in typed.upper() if c.isalnum())
    return kept.translate(str.maketrans("OIL", "011"))


def _remember(access: VaultAccess) -> None:
    # The way in is set whatever comes of this: the closing keeps it too, and tells what is wrong.
    if access.watch is not None:
        with suppress(VaultError):
            access.watch.begin_with_keyring()
