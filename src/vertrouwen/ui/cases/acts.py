"""What can be done on the page of a case: its two menus, and the act of each entry."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QDialog, QMenu, QPushButton

from vertrouwen.domain.case import State
from vertrouwen.domain.contact import NoteId
from vertrouwen.domain.deadline import DeadlineId
from vertrouwen.domain.errors import DomainError
from vertrouwen.language import _
from vertrouwen.language.sentences import sentence
from vertrouwen.services.destroy_case import Register, destroy_case
from vertrouwen.services.edit_case import reopen_case
from vertrouwen.services.edit_deadlines import finish_deadline
from vertrouwen.services.practice import Change
from vertrouwen.services.read_case import TimelineItem
from vertrouwen.services.write_note import remove_personal_note
from vertrouwen.ui.cases.desk import CaseDesk
from vertrouwen.ui.cases.open_form import OpenForm
from vertrouwen.ui.screen import Route, Screen
from vertrouwen.ui.theme import theme
from vertrouwen.ui.widgets import confirm

MenuItem = tuple[str, str, Callable[[], None]]
"""Icon, words and deed of one item of a menu."""


class CaseActs:
    """Most acts open a form; the few that ask nothing are carried out at once."""

    def __init__(self, screen: Screen, forms: OpenForm, register: Register | None = None) -> None:
        """Begin without a case.

        Args:
            screen: the page, on which menus and questions appear.
            forms: opens a form by its name.
            register: notes what is destroyed; without it nothing can be.
        """
        self._screen, self._forms, self._register = screen, forms, register
        self.desk: CaseDesk | None = None
        self.menu: QMenu | None = None
        self.dialog: QDialog | None = None

    # ------------------------------------------------------------ entries of the story

    def press(self, key: str) -> None:
        """Do what the button of an entry says."""
        item, desk = self._item(key), self.desk
        if item is None or desk is None:
            return
        subject, practice = item.subject_id, desk.practice
        if item.kind == "step":
            step = next((s for s in desk.case.pending_steps if int(s.id) == subject), None)
            is_open = step is not None and step.can_carry_out_today
            self._forms.open(f"carry_out:{subject}" if is_open else f"consent:step:{subject}")
        elif item.kind == "contact":
            self._forms.open(f"held:{subject}")
        elif item.kind == "deadline":
            self._do(lambda: finish_deadline(practice, DeadlineId(subject)))
        elif item.kind == "consent":
            self._forms.open(f"correct_consent:{subject}")
        elif item.kind == "note" and item.note_kind == "persoonlijk":
            self._remove_note(desk, NoteId(subject))
        elif item.kind == "note":
            self._forms.open(f"correct_note:{subject}")

    def enter(self, key: str) -> None:
        """Follow Enter on an entry: move a pending step, else do what its button says."""
        item = self._item(key)
        if item is not None and item.kind == "step" and item.is_future:
            self._forms.open(f"move:{item.subject_id}")
        elif item is not None and item.is_future:
            self.press(key)

    def _item(self, key: str) -> TimelineItem | None:
        if self.desk is None:
            return None
        return next((item for item in self.desk.case.timeline if item.key == key), None)

    def _remove_note(self, desk: CaseDesk, note: NoteId) -> None:
        self.dialog = confirm(
            self._screen,
            _("Persoonlijke notitie verwijderen?"),
            _("De notitie hoort niet bij het dossier en komt niet terug."),
            _("Verwijderen"),
            lambda: self._do(lambda: remove_personal_note(desk.practice, note)),
        )

    def _destroy(self, desk: CaseDesk) -> None:
        register, case_id, number = self._register, desk.case.id, str(desk.case.number)
        if register is None:
            return
        self.dialog = confirm(
            self._screen,
            _("Zaak {number} vernietigen?").format(number=number),
            _(
                "Alles van deze zaak verdwijnt: notities, toestemmingen, stappen, namen en "
                "termijnen. Dat komt niet terug. Wat blijft: wat uw verslagen al telden, en de "
                "regel dat u de zaak vernietigde. Oudere reservekopieën bevatten haar nog; zet u "
                "er een terug, dan wordt zij daarin opnieuw vernietigd. Ook een oude kluis die bij "
                "een herstel, een nieuwe hoofdsleutel of het redden opzij werd gezet, bevat haar "
                "nog, tot u die verwijdert bij Instellingen, onder Opzijgezette kluizen."
            ),
            _("Zaak vernietigen"),
            lambda: self._screen.run(
                lambda: destroy_case(desk.practice, case_id, register),
                lambda _change: self._destroyed(number),
                self._cannot_do,
            ),
        )

    def _destroyed(self, number: str) -> None:
        shell = self._screen.shell
        shell.navigator.go(Route("cases"))
        shell.notify(_("Zaak {number} is vernietigd.").format(number=number))

    def _do(self, job: Callable[[], Change]) -> None:
        self._screen.run(job, None, self._cannot_do)

    def _cannot_do(self, problem: Exception) -> None:
        shell = self._screen.shell
        if isinstance(problem, DomainError):
            shell.notify(sentence(problem), "brick")
        else:
            shell.tasks.failed.emit(problem)

    # ------------------------------------------------------------ menus

    def additions(self) -> list[MenuItem]:
        """Return what can be added to the case."""
        return [
            self._opens("message", _("Contact"), "contact"),
            self._opens("note", _("Notitie"), "note"),
            self._opens("walk", _("Stap"), "step"),
            self._opens("user-shield", _("Toestemming"), "consent"),
            self._opens("clock", _("Termijn"), "deadline"),
            self._opens("user", _("Andere betrokkene"), "party"),
        ]

    def further(self) -> list[MenuItem]:
        """Return what is done to the case as a whole."""
        desk = self.desk
        if desk is None:
            return []
        if desk.case.state is State.CLOSED:
            practice, case_id = desk.practice, desk.case.id
            reopening = (
                "arrow-back-up",
                _("Zaak heropenen"),
                lambda: self._do(lambda: reopen_case(practice, case_id)),
            )
            destroying = ("circle-x", _("Zaak vernietigen…"), lambda: self._destroy(desk))
            return [reopening] if self._register is None else [reopening, destroying]
        return [
            self._opens("route", _("Status wijzigen…"), "state"),
            self._opens("user-shield", _("Melder…"), "reporter"),
            self._opens("building", _("Organisatieonderdeel…"), "unit"),
            self._opens("archive", _("Zaak sluiten…"), "close"),
        ]

    def open_menu(self, button: QPushButton, items: list[MenuItem]) -> None:
        """Show a menu under a button, with the first item chosen for the keyboard."""
        self.menu = QMenu(self._screen)
        self.menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for icon, words, deed in items:
            action = self.menu.addAction(theme().icon(icon), words)
            action.triggered.connect(lambda _on=False, d=deed: d())
        corner = button.mapToGlobal(QPoint(button.width(), button.height() + 4))
        self.menu.popup(corner - QPoint(self.menu.sizeHint().width(), 0))
        if items:
            self.menu.setActiveAction(self.menu.actions()[0])

    def _opens(self, icon: str, words: str, name: str) -> MenuItem:
        return icon, words, lambda: self._forms.open(name)
