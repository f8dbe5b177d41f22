"""The page of one case: its story, who decides, its facts, and every act on it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from vertrouwen.domain.consent import CaseId
from vertrouwen.language import _
from vertrouwen.language.sentences import sentence
from vertrouwen.services.destroy_case import Register
from vertrouwen.services.drafts import drafts
from vertrouwen.services.practice import Practice
from vertrouwen.services.read_case import CaseView, read_case
from vertrouwen.ui.cases.acts import CaseActs
from vertrouwen.ui.cases.case_form import CaseForm
from vertrouwen.ui.cases.case_header import ContextLine
from vertrouwen.ui.cases.desk import CaseDesk
from vertrouwen.ui.cases.facts import FactsCard
from vertrouwen.ui.cases.forms import act_name
from vertrouwen.ui.cases.open_form import OpenForm
from vertrouwen.ui.cases.people_card import PeopleCard
from vertrouwen.ui.cases.regie import RegieCard
from vertrouwen.ui.cases.side_cards import SideCards
from vertrouwen.ui.cases.story_column import StoryColumn
from vertrouwen.ui.cases.words import STATE_LOOKS
from vertrouwen.ui.screen import Route, Screen, Shell
from vertrouwen.ui.widgets import Banner, Button, Chip, PageHeader, PrimaryButton, TwoColumns


class CaseScreen(Screen):
    """One case: the story at the left; who decides, the facts and the people at the right."""

    key = "case"
    place = "cases"

    def __init__(self, shell: Shell, practice: Practice, register: Register | None = None) -> None:
        """Make the page; its content comes with `open`.

        Args:
            shell: what the window lends.
            practice: open.
            register: notes in the key file what is destroyed; without it nothing can be.
        """
        super().__init__(shell)
        self._practice = practice
        self._case_id: CaseId | None = None
        self._desk: CaseDesk | None = None
        self._shows_name = False
        self._return_to: str | None = None
        self.add_button = PrimaryButton(_("Toevoegen"), icon="plus", shortcut="Ctrl+N")
        self.story, self.facts = StoryColumn(), FactsCard()
        self._build_header()
        self._build_columns()
        self.forms = OpenForm(self.story, self.facts, self)
        self.forms.changed.connect(self._follow_form)
        self.forms.focus_lost.connect(self.add_button.setFocus)
        self.forms.saved.connect(self._come_back_to)
        self.acts = CaseActs(self, self.forms, register)

    # ------------------------------------------------------------ what the shell asks

    def title(self) -> str:
        """Return what is read out on arrival: the number, no more."""
        number = str(self._desk.case.number) if self._desk is not None else ""
        return _("Zaak {number}").format(number=number).strip()

    def open(self, route: Route) -> None:
        """Show a case; `extra["form"]` names a form to open at once."""
        wanted = CaseId(route.id) if route.id is not None else self._case_id
        self.forms.want(str(route.extra.get("form", "")))
        if wanted != self._case_id:
            self.forms.forget()
            self._case_id, self._desk, self.acts.desk = wanted, None, None
            self._shows_name = False
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
        self.forms.flush()
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
            self.acts.open_menu(self.add_button, self.acts.additions())

    def regions(self) -> list[QWidget]:
        """Return the story and the side column, for F6."""
        return [self.columns.main, self.columns.side]

    @property
    def form(self) -> CaseForm | None:
        """The form that is open, if any."""
        return self.forms.form

    def open_form(self, name: str) -> None:
        """Open a form in place of the one that is open; see `forms` for names."""
        self.forms.open(name)

    def close_form(self) -> None:
        """Close the open form; what was typed is kept as a draft."""
        self.forms.close()

    # ------------------------------------------------------------ building

    def _build_header(self) -> None:
        self.header = PageHeader("", back=_("Zaken"))
        self.header.back_clicked.connect(lambda: self.shell.navigator.go(Route("cases")))
        self.more_button = Button(_("Meer"), icon="dots")
        self.more_button.clicked.connect(
            lambda: self.acts.open_menu(self.more_button, self.acts.further())
        )
        self.add_button.clicked.connect(lambda: self.primary_new())
        self.header.add_action(self.more_button)
        self.header.add_action(self.add_button)
        self.context = ContextLine()
        self.context.name_toggled.connect(lambda: self._toggle_name())
        self.header.set_context(self.context)
        self.page.addWidget(self.header)

    def _build_columns(self) -> None:
        self.problem = Banner("", tone="brick")
        self.page.addWidget(self.problem)
        self.story.filtered.connect(lambda: self.forms.show_story())
        self.offer, self.filter = self.story.offer, self.story.filter
        self.timeline = self.story.timeline
        self.timeline.action_clicked.connect(lambda key: self.acts.press(key))
        self.timeline.activated.connect(lambda key: self.acts.enter(key))
        self.regie = RegieCard()
        self.regie.record_asked.connect(lambda permission: self.forms.record_for(permission))
        self.regie.withdraw_asked.connect(lambda p: self.open_form(f"withdraw:{act_name(p.act)}"))
        self.facts.edit_asked.connect(lambda name: self.open_form(f"fact:{name}"))
        self.people = PeopleCard()
        self.people.edit_asked.connect(lambda party: self.open_form(f"party:{party}"))
        side = SideCards()
        side.add(self.regie)
        side.add(self.facts, self.people)
        self.columns = TwoColumns(self.story, side, side_width=358)
        self.columns.hide()
        self.page.addWidget(self.columns, 1)

    # ------------------------------------------------------------ showing

    def _show(self, case: CaseView, kept: list[str]) -> None:
        if case.id != self._case_id:
            return  # another case was opened meanwhile
        is_first = self._desk is None
        self._desk = CaseDesk(shell=self.shell, practice=self._practice, case=case)
        self.acts.desk = self._desk
        self.forms.follow(self._desk)
        self.problem.set_text("")
        self.header.set_title(str(case.number))
        icon, tone = STATE_LOOKS.get(case.state.value, ("circle-dashed", "neutral"))
        self._park_focus()
        self.header.set_chip(Chip(self._desk.label("case_state", case.state.value), icon, tone))
        self.add_button.setEnabled(case.closed_on is None)
        self._show_people()
        self.regie.show_case(self._desk)
        self.forms.show_story()
        if not self.forms.is_on_fact:
            self.facts.show_case(self._desk)
        self.columns.show()
        if is_first:
            self.header.setAccessibleName(self.title())
            self.header.setFocus()  # reading begins at the number
        self._return_focus()
        self.forms.open_wanted(kept, is_first)

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

    def _follow_form(self, is_open: bool) -> None:
        # One filled button per view: an open form has it.
        self.add_button.set_primary(not is_open)

    # ------------------------------------------------------------ focus

    def _park_focus(self) -> None:
        """Keep the focus from wandering while the widget that has it is built anew."""
        focused = self.focusWidget()
        if focused is None or (self.form is not None and self.form.isAncestorOf(focused)):
            return
        if any(place.isAncestorOf(focused) for place in (self.timeline, self.regie, self.people)):
            self.header.setFocus()

    def _come_back_to(self, anchor: str) -> None:
        self._return_to = anchor

    def _return_focus(self) -> None:
        """Go back to where a form was saved, now that the case is shown anew."""
        anchor, self._return_to = self._return_to, None
        if anchor is None or self.form is not None or self._desk is None:
            return
        if anchor.startswith("fact:"):
            self.facts.lines[anchor.removeprefix("fact:")].setFocus()
        elif anchor and self.story.has_entry(self._desk, anchor):
            self.timeline.item(anchor).setFocus()
        else:
            self.add_button.setFocus()
