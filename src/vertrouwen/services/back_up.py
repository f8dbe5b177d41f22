"""Making a backup, and remembering when the newest one was made."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from vertrouwen.services.practice import Practice
from vertrouwen.services.settings import set_setting, setting
from vertrouwen.services.vault_access import Progress, VaultAccess
from vertrouwen.vault.errors import VaultError

LAST_BACKUP = "backup.last_made_at"
STALE_DAYS = 7
"""From this age on a backup is called old."""


def back_up(practice: Practice, access: VaultAccess, path: Path, progress: Progress) -> datetime:
    """Write a backup into one file, open and check it, and remember its time.

    The copy of before the last migration goes then: the backup shows that all went well.

    Args:
        path: the file the adviser chose.
        progress: called with bytes done and in all; what it raises stops the backup.

    Returns:
        When it was made, in UTC.

    Raises:
        VaultError: why there is no backup; a half one is not left behind.
    """
    from vertrouwen.storage.migrations import newest_version
    from vertrouwen.vault.folder import drop_migration_copies

    made_at = access.back_up(path, progress)
    with suppress(VaultError):  # the next backup tries again
        drop_migration_copies(access.folder, newest_version())
    set_setting(practice, LAST_BACKUP, made_at.isoformat())
    return made_at


def last_backup(practice: Practice) -> datetime | None:
    """Return when the newest known backup was made, or None."""
    text = setting(practice, LAST_BACKUP)
    return datetime.fromisoformat(text) if text else None
