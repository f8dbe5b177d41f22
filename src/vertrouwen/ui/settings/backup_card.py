"""Backups: the folders they go to by themselves, one made by hand, and how to come back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from vertrouwen.language import _, ngettext
from vertrouwen.language.sentences import sentence
from vertrouwen.services.automatic_backup import add_folder, backup_folders, remove_folder
from vertrouwen.services.back_up import STALE_DAYS, back_up, last_backup
from vertrouwen.services.practice import Change, Practice
from vertrouwen.services.vault_access import VaultAccess
from vertrouwen.ui.backup_keeper import BackupKeeper
from vertrouwen.ui.backup_words import BackupState
from vertrouwen.ui.first_start.restore_page import BACKUP_ENDING
from vertrouwen.ui.screen import Shell
from vertrouwen.ui.settings.backup_folders import FolderList
from vertrouwen.ui.tasks import Progress
from vertrouwen.ui.tokens import Tone
from vertrouwen.ui.widgets import (
    Banner,
    Button,
    Card,
    ProgressPanel,
    StatusText,
    WrapLabel,
    clear_layout,
    long_date,
)
from vertrouwen.ui.widgets.file_dialogs import ask_folder, ask_new_file


class BackupCard(Card):
    """The age of the newest backup, the folders they go to, and a button to make one by hand."""

    def __init__(
        self,
        shell: Shell,
        practice: Practice,
        access: VaultAccess,
        keeper: BackupKeeper | None = None,
    ) -> None:
        """Make the card.

        Args:
            shell: what the window lends.
            practice: open.
            access: its vault.
            keeper: makes backups by itself; None where nothing is made.
        """
        super().__init__(_("Reservekopie"))
        self._shell, self._practice, self._access = shell, practice, access
        self._keeper = keeper
        self._progress: Progress | None = None
        self._age = QVBoxLayout()
        self.body.addLayout(self._age)
        self.banner = Banner(tone="brick")
        self.add(self.banner)
        self.add(WrapLabel(_("Vanzelf, in deze mappen"), "secondary_medium"))
        self.folders = FolderList()
        self.folders.remove_asked.connect(self._remove)
        self.add(self.folders)
        self.add_button = Button(_("Map toevoegen…"), icon="folder")
        self.add_button.clicked.connect(
            lambda: ask_folder(self, _("Map voor reservekopieën"), self.add_folder)
        )
        self.body.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.add(
            WrapLabel(
                _(
                    "Na elke werkdag en bij het vergrendelen komt hier een kopie bij. Zeven dagen, "
                    "vier weken en twaalf maanden blijven bewaard; een oudere gaat pas weg als de "
                    "nieuwe is geopend en nagekeken. Ontbreekt de stick, dan ziet u dat links "
                    "onderaan."
                ),
                "secondary",
            )
        )
        self.add_line()
        if keeper is not None:
            keeper.changed.connect(self._show_state)
        self.panel = ProgressPanel(_("De reservekopie wordt geschreven en teruggelezen"))
        self.panel.cancelled.connect(self._stop)
        self.panel.setVisible(False)
        self.add(self.panel)
        self.make_button = Button(_("Reservekopie maken…"), icon="device-floppy")
        self.make_button.clicked.connect(self.choose)
        self.body.addWidget(self.make_button, 0, Qt.AlignmentFlag.AlignLeft)
        for text in (
            _(
                "De kopie is één versleuteld bestand. Bewaar het op een stick of schijf die niet "
                "bij uw computer blijft. Elke kopie wordt na het schrijven teruggelezen en "
                "nagekeken."
            ),
            _(
                "Terugzetten kan bij de eerste start op een andere computer, of vanuit het "
                "ontgrendelvenster. U hebt daarvoor het bestand en uw herstelcode nodig. Een "
                "bestaande praktijk wordt nooit overschreven."
            ),
        ):
            self.add(WrapLabel(text, "secondary"))

    def refresh(self) -> None:
        """Fetch when the newest backup was made, and how the folders are doing."""
        practice = self._practice
        self._shell.tasks.run(
            lambda: BackupState(made_at=last_backup(practice), folders=backup_folders(practice)),
            self._show_state,
            owner=self,
        )

    def add_folder(self, path: Path) -> None:
        """Make backups into a folder from now on, the first one at once."""
        self.banner.set_text("")
        self._change(lambda: add_folder(self._practice, self._access, path))

    def _remove(self, path: Path) -> None:
        self.banner.set_text("")
        self.add_button.setFocus()  # the button that was pressed goes
        self._change(lambda: remove_folder(self._practice, path))

    def _change(self, job: Callable[[], Change]) -> None:
        def changed(_change: Change) -> None:
            if self._keeper is not None:
                self._keeper.look_now()
            self.refresh()

        self._shell.tasks.run(
            job,
            changed,
            lambda error: self.banner.set_text(sentence(error), "brick"),
            owner=self,
        )

    def _show_state(self, state: BackupState) -> None:
        self._show_age(state.made_at)
        self.folders.show_folders(state.folders, self._shell.today())

    def choose(self) -> None:
        """Let the adviser choose the file."""
        ask_new_file(
            self,
            _("Reservekopie maken"),
            f"vertrouwen-{self._shell.today().isoformat()}{BACKUP_ENDING}",
            self.make,
            filter=_("Reservekopie van Vertrouwen") + f" (*{BACKUP_ENDING})",
        )

    def make(self, path: Path) -> None:
        """Make the backup."""
        self.banner.set_text("")
        self.panel.setVisible(True)
        self.panel.cancel_button.setFocus()  # else a closed button hands the focus to the next
        self.make_button.setEnabled(False)

        def job(progress: Progress) -> datetime:
            return back_up(self._practice, self._access, path, progress.report_bytes)

        self._progress = self._shell.tasks.run_long(
            job,
            self._made,
            self._failed,
            owner=self,
            progress=self.panel.set_progress,
            on_cancel=self._stopped,
        )

    def _stop(self) -> None:
        if self._progress is not None:
            self._progress.cancel()

    def _finish(self) -> None:
        self.make_button.setEnabled(True)
        if self.window().focusWidget() is self.panel.cancel_button:
            self.make_button.setFocus()
        self.panel.setVisible(False)
        self._progress = None

    def _made(self, made_at: datetime) -> None:
        self._finish()
        self._show_age(made_at)
        if self._keeper is not None:
            self._keeper.refresh()
        self._shell.notify(_("Reservekopie gecontroleerd."))

    def _stopped(self) -> None:
        self._finish()
        self.banner.set_text(_("Gestopt. Er is geen reservekopie gemaakt."), "amber")

    def _failed(self, error: Exception) -> None:
        self._finish()
        self.banner.set_text(sentence(error), "brick")

    def _show_age(self, made_at: datetime | None) -> None:
        clear_layout(self._age)
        tone: Tone = "amber"
        icon = "alert-triangle"
        if made_at is None:
            words = _("Er is nog geen reservekopie gemaakt.")
        else:
            day = made_at.astimezone().date()
            age = (self._shell.today() - day).days
            when = long_date(day)
            if age < STALE_DAYS:
                tone, icon = "green", "circle-check"
                words = _("Reservekopie van {day} is gecontroleerd.").format(day=when)
            else:
                words = ngettext(
                    "De nieuwste reservekopie is {count} dag oud, van {day}.",
                    "De nieuwste reservekopie is {count} dagen oud, van {day}.",
                    age,
                ).format(count=age, day=when)
        self._age.addWidget(StatusText(words, icon, tone))
