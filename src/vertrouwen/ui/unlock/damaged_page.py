"""A vault that does not open for work: what is going on, what is safe, and four ways on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vertrouwen.language import _
from vertrouwen.language.sentences import sentence
from vertrouwen.services import found_vault
from vertrouwen.services.found_vault import MAY_GO_ON, FoundBackup, Salvaged
from vertrouwen.services.vault_access import VaultAccess
from vertrouwen.ui.first_start.frame import Page
from vertrouwen.ui.tasks import Tasks
from vertrouwen.ui.theme import theme
from vertrouwen.ui.unlock.lost_words import lost_sentence
from vertrouwen.ui.widgets import (
    Banner,
    Button,
    Card,
    ConfirmDialog,
    HLine,
    PrimaryButton,
    ProgressPanel,
    WrapLabel,
    confirm,
)

T = TypeVar("T")
_LARGE_TEXT = 125


class DamagedPage(Page):
    """Says what was found and offers what can be done; none of it deletes anything.

    Signals:
        restore_wanted: with the path of the newest backup, or None when none is known.
        opened: with what was opened (`Opened`).
        busy: what is going on, or "".
    """

    restore_wanted = Signal(object)
    opened = Signal(object)
    busy = Signal(str)

    def __init__(self, access: VaultAccess, tasks: Tasks, error: Exception) -> None:
        """Make the page.

        Args:
            access: the way into the vault.
            tasks: the database thread.
            error: what was found.
        """
        self._code = str(getattr(error, "code", ""))
        may_go_on = self._code in MAY_GO_ON
        super().__init__(_title(self._code))
        self._access, self._tasks = access, tasks
        self._backup: Path | None = None
        self._salvaged: Salvaged | None = None
        self.dialog: ConfirmDialog | None = None
        self._reading: list[QWidget] = []
        self.banner = Banner(sentence(error), tone="brick")
        self.box.addWidget(self.banner)
        self.box.addWidget(
            WrapLabel(
                _(
                    "Er is niets gewist en niets overschreven, en dat gebeurt ook niet zonder uw "
                    "keuze. Kies hoe u verder wilt."
                )
            )
        )
        self.card = Card()
        self.box.addWidget(self.card)
        self._said = ""
        self.panel = ProgressPanel("", cancellable=False)
        self.panel.hide()
        self.box.addWidget(self.panel)
        self.restore_text = WrapLabel(
            _(
                "U krijgt alles terug tot de dag van de kopie. Deze kluis wordt opzijgezet en "
                "blijft bewaard."
            ),
            "secondary",
            "ink2",
        )
        self.restore_button = PrimaryButton(_("Terugzetten…"), icon="history")
        self.restore_button.clicked.connect(lambda: self.restore_wanted.emit(self._backup))
        self._add(_("Een reservekopie terugzetten"), self.restore_text, self.restore_button)
        self.look_button = Button(_("Bekijken"), icon="eye")
        self.look_button.clicked.connect(self.look)
        self.salvage_text = WrapLabel(
            _(
                "Alles wat te lezen is, komt in een nieuwe kluis naast deze, met dezelfde codes. U "
                "ziet daarna wat er ontbreekt."
            ),
            "secondary",
            "ink2",
        )
        self.salvage_button = Button(_("Bewaren"), icon="archive")
        self.salvage_button.clicked.connect(self.salvage)
        self.go_on_button = Button(_("Verdergaan…"), icon="lock-open")
        self.go_on_button.clicked.connect(self._ask_to_go_on)
        if access.place.found is not None and self._code != "database_missing":
            self._offer_reading(may_go_on)
            tasks.run(
                lambda: found_vault.newest_backup(access),
                self._show_backup,
                self._backup_unknown,
                owner=self,
            )

    def _offer_reading(self, may_go_on: bool) -> None:
        self._add(
            _("Alleen kijken"),
            WrapLabel(
                _("U ziet alles wat te lezen is en kunt niets veranderen."), "secondary", "ink2"
            ),
            self.look_button,
        )
        if may_go_on:
            self._add(
                _("Toch verdergaan met deze kluis"),
                WrapLabel(
                    _("Alleen als u weet waarom dit zo is. Het logboek onthoudt uw keuze."),
                    "secondary",
                    "ink2",
                ),
                self.go_on_button,
            )
            return
        self._add(_("Bewaren wat te lezen is"), self.salvage_text, self.salvage_button)

    def next_text(self) -> str:
        """Return "": each way on has its own button."""
        return ""

    def enter(self) -> None:
        """Go to the way that loses least."""
        self.restore_button.setFocus()

    def look(self) -> None:
        """Show what can be read."""
        self._begin(_("Alles wat te lezen is, wordt gelezen…"))
        access = self._access
        self._read(lambda told: found_vault.look(access, told), self.opened.emit)

    def salvage(self) -> None:
        """Make a new vault of what can be read; or work with the one that was made."""
        access, salvaged = self._access, self._salvaged
        if salvaged is not None:
            self._begin(_("De nieuwe kluis gaat open…"))
            self._tasks.run(
                lambda: found_vault.work_with(access, salvaged),
                self.opened.emit,
                self._failed,
                owner=self,
            )
            return
        self._begin(_("Alles wat te lezen is, wordt overgenomen…"))
        self._read(lambda told: found_vault.salvage(access, told), self._show_salvaged)

    def go_on(self) -> None:
        """Work with the vault as it is."""
        self._begin(_("De kluis gaat open…"))
        access, code = self._access, self._code
        self._tasks.run(
            lambda: found_vault.go_on(access, code), self.opened.emit, self._failed, owner=self
        )

    def _read(self, job: Callable[[Callable[[int], None]], T], done: Callable[[T], None]) -> None:
        """Read the vault, and say how far it is: how much can be read nobody knows beforehand."""
        said = self._said

        def show(rows: int, _total: int) -> None:
            read = _("{rows} regels").format(rows=rows)
            self.panel.set_text(f"{said} {read}")

        self.panel.set_text(said)
        self.panel.show()
        self._tasks.run_long(
            lambda progress: job(progress.report),
            done,
            self._failed,
            owner=self,
            progress=show,
        )

    def _ask_to_go_on(self) -> None:
        self.dialog = confirm(
            self,
            _("Verdergaan met deze kluis?"),
            _(
                "Wat hierin ontbreekt, komt niet vanzelf terug. Maakt u nu reservekopieën, dan "
                "zijn die van deze kluis. Het logboek onthoudt dat u dit koos."
            ),
            _("Verdergaan"),
            self.go_on,
        )

    def _show_backup(self, backup: FoundBackup | None) -> None:
        if backup is None:
            return
        self._backup = backup.path
        self.restore_text.setText(
            _(
                "De nieuwste reservekopie is van {when}. Daarmee krijgt u alles terug tot dan. "
                "Deze kluis wordt opzijgezet en blijft bewaard."
            ).format(when=f"{backup.made_at.astimezone():%d-%m-%Y %H:%M}")
        )

    def _backup_unknown(self, error: Exception) -> None:
        """Offer no reading of what cannot be read at all."""
        if getattr(error, "code", "") != "nothing_readable":
            return
        for part in self._reading:
            part.hide()
        self.banner.set_text(sentence(error), "brick")

    def _show_salvaged(self, salvaged: Salvaged) -> None:
        self._salvaged = salvaged
        self._end()
        lost = lost_sentence(salvaged.lost)
        parts = [
            _("Overgenomen: {rows} regels, in de map {name}.").format(
                rows=salvaged.rows, name=salvaged.place.path.name
            ),
            lost or _("Er was niets onleesbaar."),
        ]
        orphans = sum(salvaged.removed.values())
        if orphans:
            parts.append(
                _(
                    "Nog {count} regels waren te lezen maar horen bij iets dat ontbreekt; die "
                    "staan alleen nog in de beschadigde kluis."
                ).format(count=orphans)
            )
        parts.append(_("De beschadigde kluis is niet veranderd."))
        self.banner.set_text(" ".join(parts), "amber" if lost or orphans else "green")
        self.salvage_text.setText(
            _("Verder met de nieuwe kluis: die komt op de plaats van deze, en deze blijft bewaard.")
        )
        self.salvage_button.setText(_("Openen"))
        self.salvage_button.setAccessibleName(_("De nieuwe kluis openen"))
        self.salvage_button.setFocus()

    def _failed(self, error: Exception) -> None:
        self._end()
        self.banner.set_text(sentence(error), "brick")

    def _begin(self, text: str) -> None:
        self._said = text
        self.card.setEnabled(False)
        self.busy.emit(text)

    def _end(self) -> None:
        self.card.setEnabled(True)
        self.panel.hide()
        self.busy.emit("")

    def _add(self, title: str, words: WrapLabel, button: Button) -> None:
        row = QWidget()
        if self.card.body.count():
            line = HLine()
            self.card.add(line)
            self._reading += [line, row]
        # With large text a button beside the words would leave them no room.
        is_wide = theme().px(100) < _LARGE_TEXT
        box = QHBoxLayout(row) if is_wide else QVBoxLayout(row)
        box.setContentsMargins(0, theme().px(6), 0, theme().px(6))
        box.setSpacing(theme().px(16 if is_wide else 8))
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(WrapLabel(title, "strong", "ink"))
        column.addWidget(words)
        box.addLayout(column, 1)
        box.addWidget(
            button, 0, Qt.AlignmentFlag.AlignVCenter if is_wide else Qt.AlignmentFlag.AlignLeft
        )
        button.setAccessibleDescription(title)
        self.card.add(row)


def _title(code: str) -> str:
    if code == "database_missing":
        return _("Het gegevensbestand ontbreekt")
    if code in MAY_GO_ON:
        return _("Dit is niet de kluis van de vorige keer")
    return _("De kluis is beschadigd")
