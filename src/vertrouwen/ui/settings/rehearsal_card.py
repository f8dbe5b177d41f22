"""Rehearsing the way back: the code on paper against the newest backup."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from vertrouwen.language import _, ngettext
from vertrouwen.language.sentences import sentence
from vertrouwen.services.automatic_backup import BackupFolder, backup_folders
from vertrouwen.services.practice import Practice
from vertrouwen.services.rehearse import (
    RehearsalState,
    newest_backup,
    record_rehearsal,
    rehearsal_state,
    rehearse,
)
from vertrouwen.services.restore import BackupView
from vertrouwen.services.vault_access import VaultAccess
from vertrouwen.ui.cases.in_sight import bring_in_sight
from vertrouwen.ui.first_start.restore_page import BACKUP_ENDING
from vertrouwen.ui.screen import Shell
from vertrouwen.ui.settings.form_keys import bind_form_keys
from vertrouwen.ui.tasks import Progress
from vertrouwen.ui.tokens import Tone
from vertrouwen.ui.unlock.code_field import code_field
from vertrouwen.ui.widgets import (
    Banner,
    Button,
    Card,
    Field,
    LinkButton,
    PrimaryButton,
    ProgressPanel,
    StatusText,
    WrapLabel,
    clear_layout,
    long_date,
)
from vertrouwen.ui.widgets.file_dialogs import ask_file

_CODE_ERRORS = {"recovery_code_typo", "recovery_code_wrong"}


class RehearsalCard(Card):
    """Says when the way back was last rehearsed, and rehearses it."""

    def __init__(self, shell: Shell, practice: Practice, access: VaultAccess) -> None:
        """Make the card."""
        super().__init__(_("Oefen herstel"))
        self._shell, self._practice, self._access = shell, practice, access
        self._progress: Progress | None = None
        self._container: Path | None = None
        self._is_stopped = False
        self.add(
            WrapLabel(
                _(
                    "Een reservekopie is pas iets waard als uw code op papier haar opent. Probeer "
                    "dat eens per jaar. Aan uw kluis verandert niets."
                ),
                "secondary",
            )
        )
        self._state = QVBoxLayout()
        self.body.addLayout(self._state)
        self.banner = Banner(tone="brick")
        self.add(self.banner)
        self.begin_button = Button(_("Oefenen…"), icon="history")
        self.begin_button.clicked.connect(self.begin)
        self.body.addWidget(self.begin_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._place = QVBoxLayout()
        self.body.addLayout(self._place)
        self.code: Field | None = None
        bind_form_keys(self, self._enter, self._escape)

    def refresh(self) -> None:
        """Fetch when the way back was last rehearsed."""
        self._shell.tasks.run(lambda: rehearsal_state(self._practice), self._show_state, owner=self)

    def begin(self) -> None:
        """Ask the code; the newest backup in reach is taken unless another is chosen."""
        self.banner.set_text("")
        self.setFocus()  # what has the keyboard goes: the page would follow it elsewhere
        self.begin_button.hide()
        clear_layout(self._place)
        self._container = None
        self.code = code_field()
        self.which = WrapLabel(_("Met de nieuwste kopie uit uw mappen."), "secondary")
        self.other_link = LinkButton(_("Een andere kopie kiezen…"))
        self.other_link.clicked.connect(self._choose)
        self.check_button = PrimaryButton(_("Nakijken"), icon="check", shortcut="Return")
        self.check_button.clicked.connect(self.check)
        self.cancel_link = LinkButton(_("Nu niet"), shortcut="Esc")
        self.cancel_link.clicked.connect(self.rest)
        self._place.addWidget(self.code)
        left = Qt.AlignmentFlag.AlignLeft
        self._place.addWidget(self.which)
        for button in (self.other_link, self.check_button, self.cancel_link):
            self._place.addWidget(button, 0, left)
        self.panel = ProgressPanel(_("De kopie wordt geopend en nagekeken"))
        self.panel.cancelled.connect(self._stop)
        self.panel.hide()
        self._place.addWidget(self.panel)
        self.code.show()
        self.code.setFocus()
        bring_in_sight(self)

    def rest(self) -> None:
        """Put the form away; the code goes with it."""
        self.begin_button.show()
        self.begin_button.setFocus()
        clear_layout(self._place)
        self.code = None
        bring_in_sight(self)

    def _enter(self) -> None:
        if self.code is not None:
            self.check_button.click()

    def _escape(self) -> None:
        if self.code is not None:
            (self.cancel_link if self.panel.isHidden() else self.panel.cancel_button).click()

    def set_container(self, path: Path) -> None:
        """Rehearse with this backup."""
        self._container = path
        self.which.setText(_("Met {name}.").format(name=path.name))

    def check(self) -> None:
        """Try the code on the vault's own key file and on the backup."""
        if self.code is None:
            return
        access, code, chosen = self._access, self.code.value(), self._container
        self.banner.set_text("")
        self.code.set_error("")
        self._set_busy(True)
        self._is_stopped = False

        def with_folders(folders: Sequence[BackupFolder]) -> None:
            if self._is_stopped:
                self._set_busy(False)
                return
            self._progress = self._shell.tasks.run_aside(
                lambda pause: rehearse(
                    access, chosen or newest_backup(access, folders), code, pause
                ),
                self._went_well,
                self._failed,
                owner=self,
                on_cancel=lambda: self._set_busy(False),
                lane="files",
            )

        self._shell.tasks.run(
            lambda: backup_folders(self._practice), with_folders, self._failed, owner=self
        )

    def _choose(self) -> None:
        backups = _("Reservekopie van Vertrouwen") + f" (*{BACKUP_ENDING})"
        ask_file(self, _("Reservekopie kiezen"), [backups], self.set_container)

    def _stop(self) -> None:
        self._is_stopped = True
        if self._progress is not None:
            self._progress.cancel()

    def _set_busy(self, is_busy: bool) -> None:
        if self.code is None:
            return
        self.panel.setVisible(is_busy)
        for button in (self.other_link, self.check_button, self.cancel_link):
            button.setEnabled(not is_busy)
        (self.panel.cancel_button if is_busy else self.check_button).setFocus()

    def _went_well(self, view: BackupView) -> None:
        day = long_date(view.made_at.astimezone().date())
        self.rest()
        self.banner.set_text(
            _(
                "Uw code opent uw kluis en de kopie van {day}, met {cases} en {notes}. Alles is "
                "nagekeken."
            ).format(
                day=day,
                cases=ngettext("{count} zaak", "{count} zaken", view.cases).format(
                    count=view.cases
                ),
                notes=ngettext("{count} notitie", "{count} notities", view.notes).format(
                    count=view.notes
                ),
            ),
            "green",
        )
        self._shell.tasks.run(
            lambda: record_rehearsal(self._practice), lambda _change: self.refresh(), owner=self
        )

    def _failed(self, error: Exception) -> None:
        self._set_busy(False)
        if self.code is not None and getattr(error, "code", "") in _CODE_ERRORS:
            self.code.set_error(sentence(error))
            self.code.setFocus()
        else:
            self.banner.set_text(sentence(error), "brick")
        # What is said makes the card higher.
        bring_in_sight(self)

    def _show_state(self, state: RehearsalState) -> None:
        clear_layout(self._state)
        self._state.addWidget(_status(state.last_on, state.is_due))


def _status(last_on: date | None, is_due: bool) -> StatusText:
    if last_on is None:
        tone: Tone = "amber" if is_due else "neutral"
        return StatusText(_("Nog niet geoefend"), "circle-dashed", tone)
    words = _("Laatst geoefend op {day}").format(day=long_date(last_on))
    if is_due:
        return StatusText(words, "alert-triangle", "amber")
    return StatusText(words, "circle-check", "green")
