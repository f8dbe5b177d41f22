"""What is said of the age of the newest backup, wherever it is said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from vertrouwen.language import _, ngettext
from vertrouwen.services.back_up import STALE_DAYS
from vertrouwen.ui.widgets import long_date

if TYPE_CHECKING:
    from vertrouwen.services.automatic_backup import BackupFolder


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupState:
    """How the backups are doing.

    Args:
        made_at: when the newest good one was made, or None.
        folders: where they are made by themselves.
    """

    made_at: datetime | None = None
    folders: tuple[BackupFolder, ...] = ()

    def is_fresh(self, today: date) -> bool:
        """Whether the newest good backup is younger than a week."""
        return self.made_at is not None and _age(self.made_at, today) < STALE_DAYS

    def needs_care(self, today: date) -> bool:
        """Whether the adviser should look at it."""
        return not self.is_fresh(today) or any(folder.problem for folder in self.folders)


def age(made_at: datetime | None, today: date) -> str:
    """Say in a few words how old a backup is, such as "vandaag 17:40"."""
    if made_at is None:
        return _("nog geen")
    moment, days = made_at.astimezone(), _age(made_at, today)
    if days <= 0:
        return _("vandaag {time}").format(time=f"{moment:%H:%M}")
    if days == 1:
        return _("gisteren {time}").format(time=f"{moment:%H:%M}")
    return ngettext("{count} dag oud", "{count} dagen oud", days).format(count=days)


def since(day: date | None) -> str:
    """Name a day."""
    return long_date(day) if day is not None else ""


def _age(made_at: datetime, today: date) -> int:
    return (today - made_at.astimezone().date()).days
