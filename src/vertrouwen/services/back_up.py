"""Making a backup, and remembering when the newest one was made."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from vertrouwen.services.practice import Practice
from vertrouwen.services.settings import set_setting, setting
from vertrouwen.services.vault_access import Progress, VaultAccess

LAST_BACKUP = "backup.last_made_at"
STALE_DAYS = 7
"""From this age on a backup is called old."""


def back_up(practice: Practice, access: VaultAccess, path: Path, progress: Progress) -> datetime:
    """Write a backup into one file, open and check it, and remember its time.

    Args:
        path: the file the adviser chose.
        progress: called with bytes done and in all; what it raises stops the backup.

    Returns:
        When it was made, in UTC.

    Raises:
        VaultError: why there is no backup; a half one is not left behind.
    """
    made_at = access.back_up(path, progress)
    set_setting(practice, LAST_BACKUP, made_at.isoformat())
    return made_at


def last_backup(practice: Practice) -> datetime | None:
    """Return when the newest known backup was made, or None."""
    text = setting(practice, LAST_BACKUP)
    return datetime.fromisoformat(text) if text else None
