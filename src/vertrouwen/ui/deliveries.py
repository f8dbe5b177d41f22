"""What the program still does for backups after it let go of the key.

A backup that was sealed while the vault closed is copied to its folders by a process that has no
key: the one at the unlock window, or after the end one without a window.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from vertrouwen.services.deliver_to import as_environment
from vertrouwen.ui.lock.restart import Restart
from vertrouwen.ui.tasks import Tasks

if TYPE_CHECKING:
    from vertrouwen.ui.backup_keeper import BackupKeeper


def environment(keeper: BackupKeeper | None) -> dict[str, str]:
    """Return what tells the next process where the sealed backup goes."""
    return as_environment(keeper.folders if keeper is not None else [])


def deliver(tasks: Tasks, vault_folder: Path, folders: Sequence[Path]) -> None:
    """Copy the sealed backup to its folders while the unlock window waits."""
    if folders:
        from vertrouwen.services.automatic_backup import deliver_pending

        tasks.run_aside(
            lambda pause: deliver_pending(vault_folder, folders, pause),
            # What could not be delivered is made, or said, after the next unlock.
            failed=lambda _error: None,
            lane="files",
        )


def after_the_end(
    vault_folder: Path, restart: Sequence[str], keeper: BackupKeeper | None
) -> Restart | None:
    """Return the process that delivers after the end, if there is something to deliver.

    Args:
        vault_folder: of the vault that was closed.
        restart: arguments that name its place.
        keeper: knows the folders.
    """
    from vertrouwen.services.automatic_backup import pending

    told = environment(keeper)
    # From a disk that fails nothing is delivered, and the end comes all the same.
    with suppress(OSError):
        if told and pending(vault_folder).exists():
            return Restart([*restart, "deliver"], told)
    return None
