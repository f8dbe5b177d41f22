"""The first screen: deadlines in order, what waits for the reporter, a quick new contact."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from PySide6.QtWidgets import QWidget

from vertrouwen.domain.deadline import DeadlineId
from vertrouwen.language import _, current, ngettext
from vertrouwen.services.back_up import last_backup
from vertrouwen.services.edit_deadlines import finish_deadline
from vertrouwen.services.practice import Practice
from vertrouwen.services.read_today import DueItem, TodayOverview, today_overview
from vertrouwen.services.read_unfinished import Unfinished, unfinished
from vertrouwen.services.rehearse import RehearsalState, rehearsal_state
from vertrouwen.ui.hidden_names import what_is_hidden
from vertrouwen.ui.screen import Route, Screen, Shell
from vertrouwen.ui.today import sentences
from vertrouwen.ui.today.unfinished_card import UnfinishedCard
from vertrouwen.ui.widgets import (
    Card,
    Chip,
    Column,
    EmptyState,
    LinkButton,
    ListRow,
    PageHeader,
    PrimaryButton,
    RowList,
    SectionLabel,
    TwoColumns,
    WrapLabel,
    long_date,
    short_date,
)


class TodayScreen(Screen):
    """What is due, who is waiting, and one button to write down a new contact."""

    key = "today"
    place = "today"

    def __init__(self, shell: Shell, practice: Practice) -> None:
        super().__init__(shell)
        self._practice = practice
        self._rows: list[ListRow] = []
        self._goes_on_at: int | None = None
        self._header = PageHeader(_("Vandaag"))
        self._new = PrimaryButton(_("Nieuw contact"), icon="plus", shortcut="Ctrl+N")
        self._new.clicked.connect(self.primary_new)
        self._header.add_action(self._new)
        self.page.addWidget(self._header)
        self._main = Column(spacing=20)
        self._side = Column(spacing=16)
        self._columns = TwoColumns(self._main, self._side, side_first=False)
        self.page.addWidget(self._columns, 1)

    def title(self) -> str:
        """Return the name of the place."""
        return _("Vandaag")

    def regions(self) -> list[QWidget]:
        """Return what F6 walks through."""
        return [self._columns.main, self._columns.side]

    def refresh(self) -> None:
        """Read what is due again."""
        practice = self._practice
        self.run(
            lambda: (
                today_overview(practice),
                last_backup(practice),
                rehearsal_state(practice),
                unfinished(practice),
            ),
            lambda found: self._show(*found),
        )

    def _privacy_changed(self, _is_on: bool) -> None:
        self.refresh()

    def _show(
        self,
        overview: TodayOverview,
        backed_up_at: datetime | None,
        rehearsal: RehearsalState,
        drafts: Sequence[Unfinished],
    ) -> None:
        today = self.shell.today()
        date_line = long_date(today)
        self._header.set_meta(date_line[:1].upper() + date_line[1:])
        self._new.set_primary(overview.organisations > 0)
        self._main.clear()
        self._rows = []
        self._side.clear()
        self._show_due(overview)
        self._show_waiting(overview)
        if drafts:
            begun = UnfinishedCard(drafts)
            begun.chosen.connect(self.shell.navigator.go)
            self._side.add(begun)
        if self.shell.privacy.is_on:
            self._side.add(self._privacy_card())
        stale = sentences.backup(backed_up_at, today)
        if overview.organisations and stale is not None:
            self._side.add(self._reminder(stale, _("Reservekopie maken…")))
        elif rehearsal.is_due:
            words = sentences.rehearsal(rehearsal.last_on)
            self._side.add(self._reminder(words, _("Oefen herstel")))
        self._main.add_stretch()
        self._side.add_stretch()
        if self._goes_on_at is not None:
            self._go_on()

    def _show_due(self, overview: TodayOverview) -> None:
        groups = (
            (_("Te laat"), [i for i in overview.due if i.days_left < 0]),
            (_("Vandaag"), [i for i in overview.due if i.days_left == 0]),
            (_("Morgen"), [i for i in overview.due if i.days_left == 1]),
            (_("Later"), [i for i in overview.due if i.days_left > 1]),
        )
        for name, items in groups:
            if items:
                self._main.add(self._group(name, items))
        if overview.due:
            return
        if overview.organisations == 0:
            empty = EmptyState(
                "building",
                _("Begin met uw eerste organisatie"),
                _("Daarna kunt u contacten vastleggen en uw bestaande registratie inlezen."),
                action=_("Organisatie toevoegen"),
                link=_("Registratie inlezen"),
            )
            empty.action_clicked.connect(
                lambda: self.shell.navigator.go(Route("organisations", extra={"new": True}))
            )
            empty.link_clicked.connect(lambda: self.shell.navigator.go(Route("import")))
        else:
            empty = EmptyState(
                "sun",
                _("Niets dat vandaag moet"),
                _("Afspraken, termijnen en geplande stappen verschijnen hier vanzelf."),
            )
        self._main.add(empty)

    def _group(self, name: str, items: Iterable[DueItem]) -> QWidget:
        block = Column(spacing=8)
        block.add(SectionLabel(name))
        card = Card()
        rows = RowList()
        rows.set_rows([self._due_row(item) for item in items])
        card.add(rows)
        block.add(card)
        return block

    def _due_row(self, item: DueItem) -> ListRow:
        vocabulary = self._practice.vocabulary
        lead = item.at.strftime("%H:%M") if item.at else short_date(item.day, self.shell.today())
        chip: Chip | None = None
        aside = sentences.distance(item.days_left)
        if item.is_blocked:
            chip = Chip(_("wacht op toestemming"), "lock", "amber")
        elif item.days_left < 0:
            chip = Chip(aside, "clock", "amber")
        elif item.days_left == 0 and item.what == "deadline":
            chip = Chip(_("laatste dag"), "clock", "amber")
        row = ListRow(
            lead=lead,
            icon=sentences.icon(item),
            title=sentences.title(item, vocabulary),
            meta=sentences.meta(item, vocabulary),
            aside="" if chip else aside,
            chip=chip,
            tone="amber" if item.is_blocked or item.days_left < 0 else "accent",
            action=_("Klaar") if item.what == "deadline" else "",
        )
        self._rows.append(row)
        if item.what == "deadline":
            deadline = DeadlineId(item.subject_id)
            row.action_clicked.connect(lambda: self._finish(row, deadline))
        if item.case_id is not None:
            route = Route("case", item.case_id)
            row.activated.connect(lambda: self.shell.navigator.go(route))
        return row

    def _finish(self, row: ListRow, deadline: DeadlineId) -> None:
        """Write down that a deadline was met; the keyboard goes on at the row after it."""
        self._goes_on_at = self._rows.index(row)
        self.run(lambda: finish_deadline(self._practice, deadline), self._finished)

    def _finished(self, _change: object) -> None:
        self.shell.announce(_("Termijn afgerond."))

    def _go_on(self) -> None:
        place, self._goes_on_at = self._goes_on_at, None
        if place is None or not self._rows:
            self._new.setFocus()
            return
        row = self._rows[min(place, len(self._rows) - 1)]
        row.show()  # a layout would show it a turn later, and focus goes to what is seen
        row.setFocus()

    def _show_waiting(self, overview: TodayOverview) -> None:
        block = Column(spacing=8)
        calm = _("u hoeft nu niets te doen") if overview.waiting else ""
        block.add(SectionLabel(_("Wacht op de melder"), aside=calm))
        card = Card()
        if overview.waiting:
            rows = RowList()
            made: list[ListRow] = []
            for item in overview.waiting:
                days = ngettext("{n} dag", "{n} dagen", item.days).format(n=item.days)
                state = self._practice.vocabulary.label("case_state", item.state, current())
                row = ListRow(
                    title=str(item.case_number),
                    meta=state if self.shell.privacy.is_on else item.text or state,
                    aside=days,
                )
                route = Route("case", item.case_id)
                row.activated.connect(lambda r=route: self.shell.navigator.go(r))
                made.append(row)
            rows.set_rows(made)
            card.add(rows)
            block.add(card)
        else:
            card.add(WrapLabel(_("Er wacht nu niets op een melder."), role="secondary"))
            block.add(card)
        self._side.add(block)

    def _privacy_card(self) -> QWidget:
        card = Card(_("Privacystand staat aan"), tone="sunken", icon="eye-off")
        card.add(
            WrapLabel(
                what_is_hidden() + " " + _("Handig in de trein of bij een opdrachtgever."),
                role="secondary",
            )
        )
        off = LinkButton(_("Uitzetten"), shortcut="Ctrl+Shift+P")
        off.clicked.connect(lambda: self.shell.privacy.set_on(False))
        card.add(off)
        return card

    def _reminder(self, words: tuple[str, str], act: str) -> QWidget:
        """Say in amber what asks for an act on the settings page."""
        title, text = words
        card = Card(title, tone="sunken", icon="alert-triangle", icon_tone="amber")
        card.add(WrapLabel(text, role="secondary"))
        settings = LinkButton(act)
        settings.clicked.connect(lambda: self.shell.navigator.go(Route("settings")))
        card.add(settings)
        return card
