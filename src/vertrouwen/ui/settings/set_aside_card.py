"""Old vaults that were set aside, and the way to remove them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from vertrouwen.language import _, current
from vertrouwen.language.sentences import sentence
from vertrouwen.services.back_up import last_backup
from vertrouwen.services.practice import Practice
from vertrouwen.services.set_aside import remove_set_aside, vaults_set_aside
from vertrouwen.services.vault_access import VaultAccess
from vertrouwen.ui.backup_words import BackupState
from vertrouwen.ui.screen import Shell
from vertrouwen.ui.theme import theme
from vertrouwen.ui.widgets import (
    Banner,
    Button,
    Card,
    Column,
    HLine,
    Label,
    WrapLabel,
    clear_layout,
    confirm,
    long_date,
)

if TYPE_CHECKING:
    from vertrouwen.services.set_aside import SetAside

_MEGABYTE = 1_000_000


class SetAsideCard(Card):
    """One row for each old vault; without any the card is not there."""

    def __init__(self, shell: Shell, practice: Practice, access: VaultAccess) -> None:
        """Make the card, out of sight until there is something in it.

        Args:
            shell: what the window lends.
            practice: open; of one that is only looked at no other vault may go.
            access: its vault.
        """
        super().__init__(_("Opzijgezette kluizen"))
        self._shell, self._practice, self._access = shell, practice, access
        self._backup = BackupState()
        self.dialog: QDialog | None = None
        self.remove_buttons: dict[Path, Button] = {}
        self.add(
            WrapLabel(
                _(
                    "Bij een herstel, een nieuwe hoofdsleutel of het redden van een beschadigde "
                    "kluis blijft de oude kluis naast de nieuwe staan. Zij is versleuteld en opent "
                    "met de code die toen gold. Ook zaken die u later vernietigde, staan er nog "
                    "in. Verwijder haar zodra u zeker weet dat u haar niet meer nodig hebt."
                ),
                "secondary",
            )
        )
        self.banner = Banner(tone="brick")
        self.add(self.banner)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme().px(10))
        self.body.addLayout(self._rows)
        self.hide()

    def refresh(self) -> None:
        """Look again which there are."""
        practice, access = self._practice, self._access
        if practice.is_read_only:
            return
        self._shell.tasks.run(
            lambda: (vaults_set_aside(access), BackupState(made_at=last_backup(practice))),
            lambda found: self._show(*found),
            owner=self,
        )

    def _show(self, found: Sequence[SetAside], backup: BackupState) -> None:
        self._backup = backup
        clear_layout(self._rows)
        self.remove_buttons = {}
        for number, one in enumerate(found):
            if number:
                self._rows.addWidget(HLine())
            self._rows.addWidget(self._row(one))
        self.setVisible(bool(found))

    def _row(self, one: SetAside) -> QWidget:
        row = QWidget()
        box = QHBoxLayout(row)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme().px(10))
        words = Column(spacing=theme().px(2))
        words.add(Label(name_of(one), "medium"))
        words.add(Label(size_of(one.size), "secondary", "ink2"))
        box.addWidget(words, 1)
        button = Button(_("Verwijderen…"))
        button.setAccessibleName(_("{vault} verwijderen").format(vault=name_of(one)))
        button.clicked.connect(lambda: self._ask(one))
        self.remove_buttons[one.path] = button
        box.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _ask(self, one: SetAside) -> None:
        text = f"{name_of(one)}, {size_of(one.size)}. " + _(
            "Wat alleen in deze oude kluis staat, komt niet terug. De kluis waarin u nu werkt en "
            "uw reservekopieën blijven zoals ze zijn."
        )
        if not self._backup.is_fresh(self._shell.today()):
            text += " " + _("Let op: er is geen reservekopie van de laatste week. Maak die eerst.")
        self.dialog = confirm(
            self,
            _("Oude kluis verwijderen?"),
            text,
            _("Kluis verwijderen"),
            lambda: self._remove(one),
        )

    def _remove(self, one: SetAside) -> None:
        access = self._access
        self.banner.set_text("")
        if one.path in self.remove_buttons:  # the list may have been read again meanwhile
            self.remove_buttons[one.path].setEnabled(False)

        def removed(_nothing: None) -> None:
            self._shell.notify(_("De oude kluis is verwijderd."))
            self.refresh()

        def failed(error: Exception) -> None:
            self.banner.set_text(sentence(error), "brick")
            self.refresh()

        self._shell.tasks.run_aside(
            lambda _pause: remove_set_aside(access, one.path),
            removed,
            failed,
            owner=self,
            lane="files",
        )


def name_of(one: SetAside) -> str:
    """Name a vault by the moment at which it was set aside."""
    words = _("Opzijgezet op {day}, {time}")
    if one.is_salvaged:
        words = _("Gered op {day}, {time}, en niet gebruikt")
    return words.format(day=long_date(one.at.date()), time=f"{one.at:%H:%M}")


def size_of(size: int) -> str:
    """Return a number of bytes in words."""
    shown = f"{max(size / _MEGABYTE, 0.1):.1f}"
    return f"{shown.replace('.', ',') if current() == 'nl' else shown} MB"
