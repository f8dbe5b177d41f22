"""Old vaults that lie beside the one in use, and letting them go."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from vertrouwen.services.vault_access import VaultAccess

if TYPE_CHECKING:
    from vertrouwen.vault.set_aside import SetAside as SetAside


def vaults_set_aside(access: VaultAccess) -> list[SetAside]:
    """Return the vaults that a restore, a new master key or a salvage left beside, newest first.

    Raises:
        VaultError: an environment error.
    """
    from vertrouwen.vault.set_aside import set_aside

    return set_aside(access.folder)


def remove_set_aside(access: VaultAccess, path: Path) -> None:
    """Remove one of them for good.

    Raises:
        VaultError: `not_set_aside`, `vault_in_use`, or an environment error.
    """
    from vertrouwen.vault.set_aside import remove

    remove(access.folder, path)
