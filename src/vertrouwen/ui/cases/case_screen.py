"""The page of one case: its story, who decides, its facts, and every act on it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QPushButton,
    QWidget,
)

from vertrouwen.domain.case import State
from vertrouwen.domain.consent import CaseId
from vertrouwen.domain.contact import NoteId
from vertrouwen.domain.deadline import DeadlineId
from vertrouwen.domain.errors import DomainError
from vertrouwen.language import _
from vertrouwen.language.sentences import sentence
from vertrouwen.services.drafts import drafts, drop_draft
from vertrouwen.services.edit_case import reopen_case
from vertrouwen.services.edit_deadlines import finish_deadline
from vertrouwen.services.practice import Change, Practice
from vertrouwen.services.read_case import CaseView, Permission, TimelineItem, read_case
from vertrouwen.services.write_note import remove_personal_note
from vertrouwen.ui.cases.case_form import CaseForm
from vertrouwen.ui.cases.case_header import ContextLine
from vertrouwen.ui.cases.consent_form import ConsentPanel
from vertrouwen.ui.cases.desk import CaseDesk
from vertrouwen.ui.cases.facts import FactsCard
from vertrouwen.ui.cases.forms import (
    FILE_CONSENT,
    Opened,
    act_name,
    draft_key,
    form_name,
    form_title,
    make_form,
    saved_words,
)
from vertrouwen.ui.cases.in_sight import bring_in_sight
from vertrouwen.ui.cases.people_card import PeopleCard
from vertrouwen.ui.cases.regie import RegieCard
from vertrouwen.ui.cases.side_cards import SideCards
from vertrouwen.ui.cases.story import StoryView
from vertrouwen.ui.cases.timeline import sections
from vertrouwen.ui.cases.withdraw import WithdrawPanel
from vertrouwen.ui.cases.words import STATE_LOOKS
from vertrouwen.ui.screen import Route, Screen, Shell
from vertrouwen.ui.theme import theme
from vertrouwen.ui.widgets import (
    Banner,
    Button,
    Chip,
    Column,
    Label,
    PageHeader,
    PrimaryButton,
    SegmentedFilter,
    TwoColumns,
    confirm,
)

Act = tuple[str, str, Callable[[], None]]
"""Icon, words and deed of one item of a menu."""


class CaseScreen(Screen):
    """One case; at most one form is open at a time, and none loses what was typed."""

    key = "case"
    place = "cases"

    def __init__(self, shell: Shell, practice: Practice) -> None:
        """Make the page; its content comes with `open`."""
        super().__init__(shell)
        self._practice = practice
        self._case_id: CaseId | None = None
        self._desk: CaseDesk | None = None
        self._shows_name = False
        self._name = ""
        self._opened: Opened | None = None
        self._afterwards = ""
        self._wanted_form = ""
        self._return_to: str | None = None
        self._build_header()
        self._build_columns()

    # ------------------------------------------------------------ what the shell asks

    def title(self) -> str:
        """Return what is read out on arrival: the number, no more."""
        number = str(self._desk.case.number) if self._desk is not None else ""
        return _("Zaak {number}").format(number=number).strip()

    def open(self, route: Route) -> None:
        """Show a case; `extra["form"]` names a form to open at once."""
        wanted = CaseId(route.id) if route.id is not None else self._case_id
        self._wanted_form = str(route.extra.get("form", ""))
        if wanted != self._case_id:
            self.close_form()
            self._case_id, self._desk = wanted, None
            self._shows_name = False
            self.offer.set_text("")
            self.columns.hide()
        self.refresh()

    def refresh(self) -> None:
        """Read the case anew; an open form stays."""
        case_id = self._case_id
        if case_id is None:
            return
        self.run(
            lambda: (read_case(self._practice, case_id), drafts(self._practice)),
            lambda found: self._show(*found),
            self._cannot_show,
        )

    def leave(self) -> None:
        """Hide the name again and keep what was typed."""
        if self._opened is not None:
            self._opened.form.flush_draft()
        if self._shows_name:
            self._shows_name = False
            self._show_people()

    def on_changed(self, change: object) -> None:
        """Read the case anew when it, or its client, changed."""
        case_id = getattr(change, "case_id", None)
        if case_id is None or case_id == self._case_id:
            self.refresh()

    def primary_new(self) -> None:
        """Open the menu of what can be added."""
        if self.add_button.isEnabled():
            self._open_menu(self.add_button, self._additions())

    def regions(self) -> list[QWidget]:
        """Return the story and the side column, for F6."""
        return [self.columns.main, self.columns.side]

    # ------------------------------------------------------------ building

    def _build_header(self) -> None:
        self.header = PageHeader("", back=_("Zaken"))
        self.header.back_clicked.connect(lambda: self.shell.navigator.go(Route("cases")))
        self.more_button = Button(_("Meer"), icon="dots")
        self.more_button.clicked.connect(
            lambda: self._open_menu(self.more_button, self._further_acts())
        )
        self.add_button = PrimaryButton(_("Toevoegen"), icon="plus", shortcut="Ctrl+N")
        self.add_button.clicked.connect(lambda: self.primary_new())
        self.header.add_action(self.more_button)
        self.header.add_action(self.add_button)
        self.page.addWidget(self.header)
        self.context = ContextLine()
        self.context.name_toggled.connect(lambda: self._toggle_name())
        self.page.addWidget(self.context)
        self.page.setSpacing(4)

    def _build_columns(self) -> None:
        self.problem = Banner("", tone="brick")
        self.page.addWidget(self.problem)
        self.offer = Banner("", tone="accent", action=_("Verder schrijven"))
        self.offer.action_clicked.connect(lambda: self._accept_offer())
        self._offered = ""
        self.filter = SegmentedFilter(
            [
                ("all", _("Alles")),
                ("contact", _("Contact")),
                ("consent", _("Toestemming")),
                ("step", _("Stappen")),
                ("note", _("Notities")),
            ]
        )
        self.filter.setAccessibleName(_("Wat de tijdlijn laat zien"))
        self.filter.selected.connect(lambda _code: self._show_timeline())
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.filter)
        line.addStretch(1)
        line.addWidget(Label(_("Nieuwste boven"), "secondary", "ink3"))
        self.filter_line = QWidget()
        self.filter_line.setLayout(line)
        self.timeline = StoryView()
        self.timeline.setAccessibleName(_("Tijdlijn"))
        self.timeline.action_clicked.connect(self._entry_act)
        self.timeline.activated.connect(self._entry_opened)
        self.form_place = Column(spacing=0)
        self.form_place.hide()
        main = Column(spacing=14)
        for widget in (self.offer, self.form_place, self.filter_line, self.timeline):
            main.add(widget)
        main.add_stretch()

        self.regie = RegieCard()
        self.regie.record_asked.connect(self._record_for)
        self.regie.withdraw_asked.connect(lambda p: self.open_form(f"withdraw:{act_name(p.act)}"))
        self.facts = FactsCard()
        self.facts.edit_asked.connect(lambda name: self.open_form(f"fact:{name}"))
        self.people = PeopleCard()
        self.people.edit_asked.connect(lambda party: self.open_form(f"party:{party}"))
        side = SideCards()
        side.add(self.regie)
        side.add(self.facts, self.people)
        self.columns = TwoColumns(main, side, side_width=348)
        self.columns.hide()
        self.page.addWidget(self.columns, 1)

    # ------------------------------------------------------------ showing

    def _show(self, case: CaseView, kept: list[str]) -> None:
        if case.id != self._case_id:
            return  # another case was opened meanwhile
        is_first = self._desk is None
        self._desk = CaseDesk(shell=self.shell, practice=self._practice, case=case)
        self.problem.set_text("")
        self.header.set_title(str(case.number))
        icon, tone = STATE_LOOKS.get(case.state.value, ("circle-dashed", "neutral"))
        self._park_focus()
        self.header.set_chip(Chip(self._desk.label("case_state", case.state.value), icon, tone))
        self.add_button.setEnabled(case.closed_on is None)
        self._show_people()
        self.regie.show_case(self._desk)
        self._show_timeline()
        if self._opened is None or not self._opened.anchor.startswith("fact:"):
            self.facts.show_case(self._desk)
        self.columns.show()
        if is_first:
            self.header.setAccessibleName(self.title())
            self.header.setFocus()  # reading begins at the number
        self._return_focus()
        if self._wanted_form:
            name, self._wanted_form = self._wanted_form, ""
            self.open_form(name)
        elif is_first and self._opened is None:
            self._offer_draft(kept)

    def _park_focus(self) -> None:
        """Keep the focus from wandering while the widget that has it is built anew."""
        focused = self.focusWidget()
        form = self.form
        if focused is None or (form is not None and form.isAncestorOf(focused)):
            return
        if any(place.isAncestorOf(focused) for place in (self.timeline, self.regie, self.people)):
            self.header.setFocus()

    def _return_focus(self) -> None:
        """Go back to where a form was saved, now that the case is shown anew."""
        anchor, self._return_to = self._return_to, None
        if anchor is None or self._opened is not None:
            return
        if anchor.startswith("fact:"):
            self.facts.lines[anchor.removeprefix("fact:")].setFocus()
        elif anchor and self._has_entry(anchor):
            self.timeline.item(anchor).setFocus()
        else:
            self.add_button.setFocus()

    def _cannot_show(self, problem: Exception) -> None:
        self.columns.hide()
        self.problem.set_text(sentence(problem))

    def _show_people(self) -> None:
        if self._desk is None:
            return
        self.context.show_case(self._desk, self._shows_name)
        self.people.show_case(self._desk, self._shows_name and not self.shell.privacy.is_on)

    def _toggle_name(self) -> None:
        self._shows_name = not self._shows_name
        self._show_people()

    def _show_timeline(self) -> None:
        if self._desk is None:
            return
        inline = self._opened if self._opened is not None and self._is_inline() else None
        typed = inline.form.draft() if inline is not None else {}
        if inline is not None:
            inline.form.flush_draft()
        self.timeline.set_sections(sections(self._desk, str(self.filter.value())))
        if inline is not None:  # the story was built anew: the form goes on where it was
            name, self._opened = self._name, None
            self._open_with(name, typed)

    def _is_inline(self) -> bool:
        return self._opened is not None and self._opened.form is self.timeline.inline

    # ------------------------------------------------------------ forms

    @property
    def form(self) -> CaseForm | None:
        """The form that is open, if any."""
        return self._opened.form if self._opened is not None else None

    def open_form(self, name: str) -> None:
        """Open a form in place of the one that is open; see `forms` for names."""
        if self._opened is not None and self._name == name:
            self._opened.form.focus_first()
            return
        self.close_form()
        opened = self._open_with(name, None)
        if opened is not None:
            is_inline = opened.form is self.timeline.inline
            bring_in_sight(self.timeline.item(opened.anchor) if is_inline else opened.form)
            opened.form.focus_first()

    def _open_with(self, name: str, typed: dict[str, object] | None) -> Opened | None:
        desk = self._desk
        opened = make_form(desk, name) if desk is not None else None
        if desk is None or opened is None:
            self._set_open(None, "")
            return None
        form = opened.form
        self._connect(form, name)
        self._set_open(opened, name)
        self.offer.set_text("")
        if opened.anchor.startswith("fact:"):
            self.facts.open_editor(opened.anchor.removeprefix("fact:"), form)
        elif opened.anchor:
            if not self._has_entry(opened.anchor):
                self.filter.set_value("all")
                self.timeline.set_sections(sections(desk, "all"))
            self.timeline.open_inline(opened.anchor, form)
        else:
            self.form_place.add(form)
            self.form_place.show()
        form.show()  # a layout would show it a turn later, and focus goes to what is seen
        self.timeline.setVisible(not opened.is_page)
        self.filter_line.setVisible(not opened.is_page)
        if typed is None:
            form.begin()
        else:
            form.take_over(typed)
        return opened

    def _has_entry(self, key: str) -> bool:
        if self._desk is None:
            return False
        shown = sections(self._desk, str(self.filter.value()))
        return any(entry.key == key for _name, entries in shown for entry in entries)

    def _connect(self, form: CaseForm, name: str) -> None:
        form.closed.connect(self.close_form)
        form.saved.connect(lambda change: self._saved(name, change))
        form.file_consent_asked.connect(lambda: self._file_consent_first(name))
        if isinstance(form, ConsentPanel):
            step = name.removeprefix("consent:step:")
            form.breach_asked.connect(lambda: self.open_form(f"breach:{step}"))
        if isinstance(form, WithdrawPanel):
            form.carry_out_asked.connect(lambda step: self._carry_out_first(name, step))

    def _set_open(self, opened: Opened | None, name: str) -> None:
        self._opened, self._name = opened, name
        # One filled button per view: an open form has it.
        self.add_button.set_primary(opened is None)

    def close_form(self) -> None:
        """Close the open form; what was typed is kept as a draft."""
        opened = self._opened
        if opened is None:
            return
        opened.form.flush_draft()
        had_focus = opened.form.isAncestorOf(self.focusWidget() or self)
        anchor = opened.anchor
        is_inline = self._is_inline()
        self._set_open(None, "")
        if is_inline:
            self.timeline.close_inline()
        else:
            opened.form.hide()
            opened.form.deleteLater()
            self.form_place.hide()
            if had_focus and anchor.startswith("fact:"):
                self.facts.lines[anchor.removeprefix("fact:")].setFocus()
            elif had_focus:
                self.add_button.setFocus()
        self.timeline.show()
        self.filter_line.show()

    def _saved(self, name: str, change: Change) -> None:
        afterwards = self._afterwards
        self._afterwards = ""
        self._return_to = self._opened.anchor if self._opened is not None else ""
        self.close_form()
        self.shell.announce(saved_words(name))
        if name == f"withdraw:{FILE_CONSENT.removeprefix('consent:')}":
            self._forget_names()
        if afterwards:
            # The change is told to the screens right after this; the form follows the new case.
            self._wanted_form = afterwards

    def _forget_names(self) -> None:
        """Drop drafts that may hold a name: there is no file any more."""
        practice, case_id = self._practice, self._case_id
        if case_id is None:
            return
        keys = [draft_key(int(case_id), name) for name in ("reporter", "party")]

        def drop() -> None:
            for key in keys:
                drop_draft(practice, key)

        self.run(drop)

    def _file_consent_first(self, name: str) -> None:
        self.open_form(FILE_CONSENT)
        self._afterwards = name

    def _carry_out_first(self, name: str, step: int) -> None:
        self.open_form(f"carry_out:{step}")
        self._afterwards = name

    def _record_for(self, permission: Permission) -> None:
        pending = permission.pending_steps
        name = f"step:{int(pending[0])}" if pending else act_name(permission.act)
        self.open_form(f"consent:{name}")

    def _offer_draft(self, kept: list[str]) -> None:
        assert self._desk is not None
        names = [form_name(int(self._desk.case.id), key) for key in kept]
        for name in names:
            opened = make_form(self._desk, name) if name else None
            if opened is not None and name is not None:
                opened.form.deleteLater()
                self._offered = name
                self.offer.set_text(
                    _("U was bezig met: {form}. Uw concept is bewaard.").format(
                        form=form_title(name)
                    )
                )
                return

    def _accept_offer(self) -> None:
        self.open_form(self._offered)

    # ------------------------------------------------------------ acts

    def _entry_act(self, key: str) -> None:
        """Do what the button of an entry says."""
        item = self._item(key)
        if item is None or self._desk is None:
            return
        subject = item.subject_id
        if item.kind == "step":
            step = next((s for s in self._desk.case.pending_steps if int(s.id) == subject), None)
            is_open = step is not None and step.can_carry_out_today
            self.open_form(f"carry_out:{subject}" if is_open else f"consent:step:{subject}")
        elif item.kind == "contact":
            self.open_form(f"held:{subject}")
        elif item.kind == "deadline":
            self._do(lambda: finish_deadline(self._practice, DeadlineId(subject)))
        elif item.kind == "consent":
            self.open_form(f"correct_consent:{subject}")
        elif item.kind == "note" and item.note_kind == "persoonlijk":
            self._remove_note(NoteId(subject))
        elif item.kind == "note":
            self.open_form(f"correct_note:{subject}")

    def _entry_opened(self, key: str) -> None:
        """Enter on an entry: move a pending step, else do what its button says."""
        item = self._item(key)
        if item is not None and item.kind == "step" and item.is_future:
            self.open_form(f"move:{item.subject_id}")
        elif item is not None and item.is_future:
            self._entry_act(key)

    def _item(self, key: str) -> TimelineItem | None:
        if self._desk is None:
            return None
        return next((item for item in self._desk.case.timeline if item.key == key), None)

    def _remove_note(self, note: NoteId) -> None:
        self.dialog = confirm(
            self,
            _("Persoonlijke notitie verwijderen?"),
            _("De notitie hoort niet bij het dossier en komt niet terug."),
            _("Verwijderen"),
            lambda: self._do(lambda: remove_personal_note(self._practice, note)),
        )

    def _do(self, job: Callable[[], Change]) -> None:
        self.run(job, None, self._cannot_do)

    def _cannot_do(self, problem: Exception) -> None:
        if isinstance(problem, DomainError):
            self.shell.notify(sentence(problem), "brick")
        else:
            self.shell.tasks.failed.emit(problem)

    def _additions(self) -> list[Act]:
        names = [
            ("message", _("Contact"), "contact"),
            ("note", _("Notitie"), "note"),
            ("walk", _("Stap"), "step"),
            ("user-shield", _("Toestemming"), "consent"),
            ("clock", _("Termijn"), "deadline"),
            ("user", _("Andere betrokkene"), "party"),
        ]
        return [self._opens(icon, words, name) for icon, words, name in names]

    def _further_acts(self) -> list[Act]:
        if self._desk is None:
            return []
        if self._desk.case.state is State.CLOSED:
            case_id = self._desk.case.id
            return [
                (
                    "arrow-back-up",
                    _("Zaak heropenen"),
                    lambda: self._do(lambda: reopen_case(self._practice, case_id)),
                )
            ]
        return [
            self._opens("route", _("Status wijzigen…"), "state"),
            self._opens("user-shield", _("Melder…"), "reporter"),
            self._opens("building", _("Organisatieonderdeel…"), "unit"),
            self._opens("archive", _("Zaak sluiten…"), "close"),
        ]

    def _opens(self, icon: str, words: str, name: str) -> Act:
        return icon, words, lambda: self.open_form(name)

    def _open_menu(self, button: QPushButton, acts: list[Act]) -> None:
        self.menu = QMenu(self)
        self.menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for icon, words, deed in acts:
            action = self.menu.addAction(theme().icon(icon), words)
            action.triggered.connect(lambda _on=False, d=deed: d())
        corner = button.mapToGlobal(QPoint(button.width(), button.height() + 4))
        self.menu.popup(corner - QPoint(self.menu.sizeHint().width(), 0))
        if acts:
            self.menu.setActiveAction(self.menu.actions()[0])
