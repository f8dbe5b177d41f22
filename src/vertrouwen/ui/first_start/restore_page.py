"""Coming back from a backup with the code on paper."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from vertrouwen.language import _
from vertrouwen.language.sentences import sentence
from vertrouwen.services.restore import BackupView, look_into_backup, restore_backup
from vertrouwen.services.vault_access import Opened, VaultAccess
from vertrouwen.ui.cases.in_sight import bring_in_sight
from vertrouwen.ui.first_start.frame import Page
from vertrouwen.ui.tasks import Progress, Tasks
from vertrouwen.ui.theme import theme
from vertrouwen.ui.unlock.code_field import code_field
from vertrouwen.ui.widgets import (
    Banner,
    Button,
    Card,
    ElidedLabel,
    FactRow,
    LinkButton,
    ProgressPanel,
    WrapLabel,
    announce,
    clear_layout,
    long_date,
)
from vertrouwen.ui.widgets.file_dialogs import ask_file

BACKUP_ENDING = ".vertrouwen"


class RestorePage(Page):
    """Asks for the backup and the code, says what is in it, and restores.

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
        self._progress: Progress | None = None
        self._container: Path | None = None
        self.view: BackupView | None = None
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
                        "bestanden worden opzijgezet en blijven bewaard."
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
        self.code.edited.connect(self._forget_view)
        self.code.edited.connect(self.edited)
        self.box.addWidget(self.code)
        self.panel = ProgressPanel(_("De reservekopie wordt gelezen en gecontroleerd"))
        self.panel.cancelled.connect(self.stop)
        self.panel.setVisible(False)
        self.box.addWidget(self.panel)
        self._found = QWidget()
        self._found_box = QHBoxLayout(self._found)
        self._found_box.setContentsMargins(0, 0, 0, 0)
        self._found.hide()
        self.box.addWidget(self._found)

    def next_text(self) -> str:
        """Return the verb."""
        return _("Kijken wat erin zit") if self.view is None else _("Terugzetten")

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
        self._forget_view()
        self._container = path
        self._name.setText(path.name)
        self.code.setFocus()
        self.edited.emit()

    def stop(self) -> None:
        """Stop restoring; nothing has changed then."""
        if self._progress is not None:
            self._progress.cancel()

    def submit(self) -> None:
        """Look into the backup; once the adviser has seen what it holds, restore."""
        container, code = self._container, self.code.value()
        if container is None:
            return
        self.banner.set_text("")
        self.panel.setVisible(True)
        if self.view is None:
            self._look(container, code)
        else:
            self._restore(container, code)

    def _look(self, container: Path, code: str) -> None:
        def job(progress: Progress) -> BackupView:
            return look_into_backup(self._access, container, code, progress.report_bytes)

        self.busy.emit(_("De reservekopie wordt gelezen…"))
        self._progress = self._tasks.run_long(
            job,
            self._show,
            self._failed,
            owner=self,
            progress=self.panel.set_progress,
            on_cancel=self._stopped,
        )

    def _restore(self, container: Path, code: str) -> None:
        def job(progress: Progress) -> Opened:
            return restore_backup(self._access, container, code, progress.report_bytes)

        self.busy.emit(_("De reservekopie wordt teruggezet…"))
        self._progress = self._tasks.run_long(
            job,
            self.restored.emit,
            self._failed,
            owner=self,
            progress=self.panel.set_progress,
            on_cancel=self._stopped,
        )

    def _show(self, view: BackupView) -> None:
        """Say what is in the backup; nothing has moved yet."""
        self.panel.setVisible(False)
        self.busy.emit("")
        self.view = view
        moment = view.made_at.astimezone()
        made = _("{day}, {time}").format(day=long_date(moment.date()), time=f"{moment:%H:%M}")
        facts = (
            (_("Gemaakt op"), made),
            (_("Zaken"), str(view.cases)),
            (_("Notities"), str(view.notes)),
            (_("Organisaties"), str(view.organisations)),
        )
        clear_layout(self._found_box)
        card = Card(_("Wat er in deze kopie zit"), icon="circle-check")
        for label, value in facts:
            card.add(FactRow(label, value))
        words = _("De kopie is helemaal gecontroleerd. Er is nog niets teruggezet of veranderd.")
        card.add(WrapLabel(words, "secondary"))
        self.not_link = LinkButton(_("Toch niet"))
        self.not_link.clicked.connect(self._choose_other)
        card.body.addWidget(self.not_link, 0, Qt.AlignmentFlag.AlignLeft)
        self._found_box.addWidget(card)
        self._found.show()
        self.edited.emit()
        bring_in_sight(card)
        self.offered.emit()
        announce(self, ". ".join(f"{label}: {value}" for label, value in facts))

    def _choose_other(self) -> None:
        self._forget_view()
        self.choose_button.setFocus()

    def _forget_view(self) -> None:
        if self.view is not None:
            self.view = None
            self._found.hide()
            clear_layout(self._found_box)
            self.edited.emit()

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
