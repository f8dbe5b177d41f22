"""Rehearsing the way back: does the code on paper open the newest backup, and is all there?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from vertrouwen.services.automatic_backup import BackupFolder
from vertrouwen.services.practice import Change, Practice
from vertrouwen.services.restore import BackupView, look_into_backup
from vertrouwen.services.settings import set_setting, setting
from vertrouwen.services.vault_access import VaultAccess
from vertrouwen.vault.errors import VaultError

LAST_REHEARSAL = "rehearsal.last_on"
YEAR_DAYS = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class RehearsalState:
    """When the way back was last rehearsed.

    Args:
        last_on: the day, or None.
        is_due: whether a year has gone by since, or since the practice began.
    """

    last_on: date | None
    is_due: bool


def rehearsal_state(practice: Practice) -> RehearsalState:
    """Return when the way back was last rehearsed, and whether it is time again."""
    text = setting(practice, LAST_REHEARSAL)
    last_on = date.fromisoformat(text) if text else None
    since = last_on or _beginning(practice)
    return RehearsalState(last_on=last_on, is_due=(practice.today() - since).days >= YEAR_DAYS)


def newest_backup(access: VaultAccess, folders: Sequence[BackupFolder]) -> Path:
    """Return the newest automatic backup in the folders that are there now.

    It is not looked into yet: what is damaged is to be told, and not passed over.

    Raises:
        VaultError: `backup_missing`, there is none to be found.
    """
    own = access.opened_vault.own_backups
    found = own.newest_first(folder.path for folder in folders)
    if not found:
        raise VaultError("backup_missing")
    return found[0].path


def rehearse(
    access: VaultAccess, container: Path, code: str, between: Callable[[], None]
) -> BackupView:
    """Open a backup with the code on paper, beside the vault, and check all of it.

    Nothing of the vault is read but its key file, and nothing of it is changed.

    Args:
        between: called often; what it raises stops the work.

    Raises:
        VaultError: `recovery_code_typo`, `recovery_code_wrong`; `backup_of_older_code` when the
            code opens the vault and not the backup; or what is the matter with the backup.
    """
    access.opened_vault.require_recovery_code(code)
    try:
        return look_into_backup(access, container, code, lambda _done, _total: between())
    except VaultError as error:
        if error.code == "recovery_code_wrong":
            raise VaultError("backup_of_older_code") from None
        raise


def record_rehearsal(practice: Practice) -> Change:
    """Write down that the way back was rehearsed today."""
    return set_setting(practice, LAST_REHEARSAL, practice.today().isoformat())


def _beginning(practice: Practice) -> date:
    row = practice.store.read_one("SELECT at FROM history ORDER BY id LIMIT 1")
    return datetime.fromisoformat(row[0]).date() if row else practice.today()
