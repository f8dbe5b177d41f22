"""The backups of one open vault: looked into with its key, and rotated."""

from __future__ import annotations

import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from vertrouwen.vault import backup_folder, contents
from vertrouwen.vault.container import ContainerInfo, Progress, require_whole
from vertrouwen.vault.contents import BackupContents
from vertrouwen.vault.errors import VaultError
from vertrouwen.vault.keys import MasterKey


class OwnBackups:
    """What the key of an open vault says about backups; it needs no connection.

    Args:
        folder: of the vault.
        master_key: its key.
    """

    def __init__(self, folder: Path, master_key: MasterKey) -> None:
        self._folder, self._master_key = folder, master_key

    def look_into(self, container: Path, progress: Progress) -> BackupContents:
        """Open a backup with its own key, check all of it and count its rows.

        Raises:
            VaultError: `backup_damaged` (also when another key made it), an error of
                `read_container`, or the environment.
        """
        return contents.look_into(container, self._master_key, self._folder, progress)

    def in_folder(self, folder: Path) -> list[ContainerInfo]:
        """Return the automatic backups of this vault in a folder, the newest first.

        Raises:
            VaultError: an environment error.
        """
        return backup_folder.own_backups(folder, self._master_key)

    def newest_first(self, folders: Iterable[Path]) -> list[ContainerInfo]:
        """Return the automatic backups of this vault in those folders that can be read.

        One of a moment that is still to come was made under a wrong clock: nobody can tell how
        new it is, and it is left out.
        """
        found, now = [], time.time()
        for folder in folders:
            with suppress(VaultError):
                found += [info for info in self.in_folder(folder) if info.made_at <= now]
        return sorted(found, key=lambda info: info.made_at, reverse=True)

    def newest_whole(self, folders: Iterable[Path]) -> ContainerInfo | None:
        """Return the newest of them whose database is as it was sealed; reads all of it."""
        for info in self.newest_first(folders):
            with suppress(VaultError):
                require_whole(info)
                return info
        return None

    def rotate(self, folder: Path, newest: Path) -> list[ContainerInfo]:
        """Remove what neither a day, a week nor a month needs, now that the newest is verified.

        Raises:
            VaultError: see `backup_folder.rotate`.
        """
        return backup_folder.rotate(folder, newest, self._master_key)
