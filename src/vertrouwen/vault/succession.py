"""One vault in the place of another: the old one is moved aside, and nothing of it is deleted."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from vertrouwen.vault import folder as disk
from vertrouwen.vault.errors import VaultError, disk_errors

if TYPE_CHECKING:
    from vertrouwen.vault.vault import VaultFolder


def move_aside(place: VaultFolder) -> Path:
    """Rename the folder of a vault, so that a backup can be restored in its place.

    Returns:
        Where the old vault lies now.
    Raises:
        VaultError: `vault_in_use`, `vault_missing` or an environment error.
    """
    place.claim()
    with disk_errors():
        disk.drop_unfinished(place.path)
    try:
        return _rename_aside(place)
    finally:
        place.release()


def put_renewed(place: VaultFolder) -> Path:
    """Let the vault that `OpenVault.renew` made take the place of the old one, which is closed.

    Returns:
        Where the old vault lies now.
    Raises:
        VaultError: `vault_in_use` or an environment error; the old vault holds then, or the
            new one does at the next start.
    """
    place.claim()
    try:
        aside = _rename_aside(place)
        with disk_errors():
            disk.finish_renewal(place.path)
    finally:
        place.release()
    return aside


def put_salvaged(place: VaultFolder, salvaged: Path) -> Path:
    """Let a vault that was salvaged take the place of the damaged one, as a renewed one does.

    Args:
        place: of the damaged vault, which is closed.
        salvaged: where the other lies, closed.

    Returns:
        Where the old vault lies now.
    Raises:
        VaultError: as `put_renewed`; where the old vault holds, both lie where they lay.
    """
    place.claim()
    renewed = disk.renewed_folder(place.path)
    with disk_errors():
        disk.drop_unfinished(place.path)
        salvaged.rename(renewed)
    try:
        return put_renewed(place)
    except VaultError:
        if place.path.exists():
            with disk_errors():
                renewed.rename(salvaged)
        raise


def _rename_aside(place: VaultFolder) -> Path:
    # Windows renames no folder in which a file is open; elsewhere nobody opens it meanwhile.
    if sys.platform == "win32":
        place.release()
    stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
    target, number = place.path.with_name(f"{place.path.name}-{stamp}"), 1
    while target.exists():
        number += 1
        target = place.path.with_name(f"{place.path.name}-{stamp}-{number}")
    with disk_errors():
        place.path.rename(target)
        disk.fsync_folder(place.path.parent)
    return target
