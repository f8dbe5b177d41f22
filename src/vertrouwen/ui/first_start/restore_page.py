"""Coming back from a backup with the code on paper."""

from __future__ import annotations

import threading
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from vertrouwen.language import _
from vertrouwen.language.sentences import sentence
from vertrouwen.services.vault_access import Opened, VaultAccess
from vertrouwen.ui.first_start.frame import Page
from vertrouwen.ui.tasks import Progress, Tasks
from vertrouwen.ui.theme import theme
from vertrouwen.ui.unlock.code_field import code_field
from vertrouwen.ui.widgets import (
    Banner,
    Button,
    ElidedLabel,
    ProgressPanel,
    WrapLabel,
)
from vertrouwen.ui.widgets.file_dialogs import ask_file

BACKUP_ENDING = ".vertrouwen"


class RestorePage(Page):
    """Asks for the backup and the code, and restores.

    Signals:
        restored: with what was opened (`Opened`).
        busy: what is going on, or "".
    """

    restored = Signal(object)
    busy = Signal(str)

    def __init__(self, access: VaultAccess, tasks: Tasks) -> None:
        """Make the page."""
        super().__init__(_("Herstellen uit reservekopie"))
        self._access, self._tasks = access, tasks
        self._cancel = threading.Event()
        self._progress: Progress | None = None
        self._container: Path | None = None
        px = theme().px
        self.banner = Banner(tone="brick")
        self.box.addWidget(self.banner)
        self.box.addWidget(
            WrapLabel(
                _(
                    "Kies het bestand van de reservekopie en typ de code van uw herstelblad. Op "
                    "een schone computer krijgt u zo alles terug tot de dag van de kopie."
                )
            )
        )
        if access.exists:
            self.box.addWidget(
                Banner(
                    _(
                        "Op deze computer staat al een praktijk. Die wordt niet overschreven: de "
                        "bestanden worden apart gezet en blijven bewaard."
                    ),
                    tone="amber",
                )
            )
        row = QHBoxLayout()
        row.setSpacing(px(14))
        self.choose_button = Button(_("Reservekopie kiezen…"), icon="folder")
        self.choose_button.clicked.connect(self.choose)
        self._name = ElidedLabel(_("Nog geen bestand gekozen"), "body", "ink2")
        row.addWidget(self.choose_button)
        row.addWidget(self._name, 1)
        self.box.addLayout(row)
        self.code = code_field()
        self.code.edited.connect(self.edited)
        self.box.addWidget(self.code)
        self.panel = ProgressPanel(_("De reservekopie wordt gelezen en gecontroleerd"))
        self.panel.cancelled.connect(self.stop)
        self.panel.setVisible(False)
        self.box.addWidget(self.panel)

    def next_text(self) -> str:
        """Return the verb."""
        return _("Herstellen")

    def missing(self) -> str:
        """Return what has to be done before one can go on, or ""."""
        if self._container is None:
            return _("Kies eerst de reservekopie.")
        return "" if self.code.value() else _("Typ de code van uw herstelblad.")

    def enter(self) -> None:
        """Go to the choice of the file."""
        self.choose_button.setFocus()

    def choose(self) -> None:
        """Let the adviser choose the backup."""
        backups = _("Reservekopie van Vertrouwen") + f" (*{BACKUP_ENDING})"
        every = _("Alle bestanden") + " (*)"
        ask_file(self, _("Reservekopie kiezen"), [backups, every], self.set_container)

    def set_container(self, path: Path) -> None:
        """Take a chosen file."""
        self._container = path
        self._name.setText(path.name)
        self.code.setFocus()
        self.edited.emit()

    def stop(self) -> None:
        """Stop restoring; nothing has changed then."""
        self._cancel.set()
        if self._progress is not None:
            self._progress.cancel()

    def submit(self) -> None:
        """Restore."""
        container, code = self._container, self.code.value()
        if container is None:
            return
        self.banner.set_text("")
        self.panel.setVisible(True)
        self._cancel = threading.Event()
        cancel = self._cancel

        def job(progress: Progress) -> Opened:
            return self._access.restore(container, code, cancel, progress.report_bytes)

        self.busy.emit(_("De reservekopie wordt teruggezet…"))
        self._progress = self._tasks.run_long(
            job,
            self.restored.emit,
            self._failed,
            owner=self,
            progress=self.panel.set_progress,
            on_cancel=self._stopped,
        )

    def _stopped(self) -> None:
        self.panel.setVisible(False)
        self.busy.emit("")
        self.banner.set_text(_("Gestopt. Er is niets veranderd."), "amber")

    def _failed(self, error: Exception) -> None:
        self.panel.setVisible(False)
        self.busy.emit("")
        if getattr(error, "code", "") in {"recovery_code_typo", "recovery_code_wrong"}:
            self.code.set_error(sentence(error))
            self.code.setFocus()
        else:
            self.banner.set_text(sentence(error), "brick")
