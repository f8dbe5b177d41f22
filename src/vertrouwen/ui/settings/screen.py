"""The settings page."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from vertrouwen.language import _
from vertrouwen.services.practice import Practice
from vertrouwen.services.vault_access import VaultAccess
from vertrouwen.ui.backup_keeper import BackupKeeper
from vertrouwen.ui.screen import Screen, Shell
from vertrouwen.ui.settings.about_card import AboutCard
from vertrouwen.ui.settings.access_card import DailyAccessCard
from vertrouwen.ui.settings.appearance_card import AppearanceCard, Look
from vertrouwen.ui.settings.backup_card import BackupCard
from vertrouwen.ui.settings.keys_card import RecoveryCodeCard
from vertrouwen.ui.settings.lock_card import LockCard
from vertrouwen.ui.settings.practice_card import PracticeCard
from vertrouwen.ui.settings.rehearsal_card import RehearsalCard
from vertrouwen.ui.settings.renewal_card import RenewalCard
from vertrouwen.ui.settings.reports_card import ReportsCard
from vertrouwen.ui.settings.set_aside_card import SetAsideCard
from vertrouwen.ui.widgets import Column, PageHeader, TwoColumns

_SIDE_WIDTH = 368
"""Pixels of the right column: its longest link, in either language, with room for the bar."""


class SettingsScreen(Screen):
    """Practice, backup and keys at the left; looks and the program itself at the right."""

    key = "settings"
    place = "settings"

    def __init__(
        self,
        shell: Shell,
        practice: Practice,
        access: VaultAccess,
        look: Look,
        keeper: BackupKeeper | None = None,
        renew: Callable[[], None] = lambda: None,
    ) -> None:
        """Make the page.

        Args:
            shell: what the window lends.
            practice: open.
            access: its keys and backups.
            look: keeps language, colours and text size.
            keeper: makes backups by itself; None where nothing is made.
            renew: begins to encrypt everything anew.
        """
        super().__init__(shell)
        self.page.addWidget(PageHeader(_("Instellingen")))
        self.practice_card = PracticeCard(shell, practice)
        self.backup_card = BackupCard(shell, practice, access, keeper)
        self.set_aside_card = SetAsideCard(shell, practice, access)
        self.rehearsal_card = RehearsalCard(shell, practice, access)
        self.recovery_card = RecoveryCodeCard(shell, practice, access)
        self.access_card = DailyAccessCard(shell, access)
        self.renewal_card = RenewalCard()
        self.renewal_card.wanted.connect(renew)
        self.appearance_card = AppearanceCard(look)
        self.lock_card = LockCard(look)
        self.reports_card = ReportsCard(shell, practice)
        main, side = Column(16), Column(16)
        for card in (
            self.practice_card,
            self.backup_card,
            self.set_aside_card,
            self.rehearsal_card,
            self.recovery_card,
            self.access_card,
            self.lock_card,
            self.renewal_card,
        ):
            main.add(card)
        main.add_stretch()
        side.add(self.appearance_card)
        side.add(self.reports_card)
        side.add(AboutCard(shell, access.folder, practice))
        side.add_stretch()
        self.columns = TwoColumns(main, side, side_width=_SIDE_WIDTH, side_first=False)
        self.page.addWidget(self.columns, 1)

    def title(self) -> str:
        """Return the name of the page."""
        return _("Instellingen")

    def regions(self) -> list[QWidget]:
        """Return both columns."""
        return [self.columns.main, self.columns.side]

    def leave(self) -> None:
        """Hand out what is being typed."""
        self.practice_card.flush_draft()

    def refresh(self) -> None:
        """Fetch what can have changed elsewhere."""
        self.practice_card.refresh()
        self.backup_card.refresh()
        self.set_aside_card.refresh()
        self.rehearsal_card.refresh()
        self.reports_card.refresh()
        self.recovery_card.refresh()
        if self.access_card.form is None:
            self.access_card.refresh()
