"""Vaults that lie beside the one in use: moved aside, or salvaged and never put in its place."""

from __future__ import annotations

import re
import secrets
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from vertrouwen.vault import folder as disk
from vertrouwen.vault.errors import VaultError, disk_errors
from vertrouwen.vault.instance_lock import InstanceLock


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """A vault that is not in use.

    Args:
        path: its folder.
        at: when it was set aside or salvaged, in the time of this computer.
        size: bytes of its files.
        is_salvaged: made of what could be read of a damaged one.
    """

    path: Path
    at: datetime
    size: int
    is_salvaged: bool


def set_aside(folder: Path) -> list[SetAside]:
    """Return the vaults that lie beside one, the newest first.

    Args:
        folder: of the vault in use.

    Raises:
        VaultError: an environment error.
    """
    with disk_errors():
        found = [one for path in folder.parent.iterdir() if (one := _read(path, folder))]
    return sorted(found, key=lambda one: (one.at, one.path.name), reverse=True)


def remove(folder: Path, aside: Path) -> None:
    """Remove a vault that lies beside the one in use; that cannot be taken back.

    Args:
        folder: of the vault in use.
        aside: the folder of the other.

    Raises:
        VaultError: `not_set_aside`, `vault_in_use`, or an environment error; what was begun is
            finished at the next start.
    """
    with disk_errors():
        is_one = aside.parent == folder.parent and _read(aside, folder) is not None
    if not is_one:
        raise VaultError("not_set_aside")
    InstanceLock(aside / disk.LOCK).release()
    # Under the name of what was never finished it is no vault any more, and is not forgotten.
    doomed = folder.with_name(f".{folder.name}-{secrets.token_hex(8)}")
    with disk_errors():
        aside.rename(doomed)
        disk.fsync_folder(folder.parent)
        shutil.rmtree(doomed)


def _read(path: Path, folder: Path) -> SetAside | None:
    name = rf"{re.escape(folder.name)}-({disk.SALVAGED}-)?([0-9]{{8}}-[0-9]{{6}})(?:-[0-9]+)?"
    named = re.fullmatch(name, path.name)
    if named is None or path.is_symlink() or not path.is_dir():
        return None
    try:
        at = datetime.strptime(named[2], "%Y%m%d-%H%M%S").astimezone()
    except ValueError:
        return None
    size = sum(file.stat().st_size for file in path.iterdir() if file.is_file())
    return SetAside(path=path, at=at, size=size, is_salvaged=named[1] is not None)
