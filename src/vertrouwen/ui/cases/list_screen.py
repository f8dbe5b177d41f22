"""The Cases screen: find a case by words and filters, by keyboard alone if one likes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from vertrouwen import language
from vertrouwen.language import _, ngettext
from vertrouwen.services.list_cases import (
    CaseFilter,
    CaseList,
    CaseRow,
    SearchHit,
    case_rows,
    has_cases,
    list_case_ids,
    snippets,
)
from vertrouwen.services.practice import Practice
from vertrouwen.services.read_organisations import OrganisationRow, organisations
from vertrouwen.ui.cases.delegate import (
    NARROW,
    ONE_LINE,
    TWO_LINES,
    CaseDelegate,
    ListHeader,
    plain_snippet,
    source_word,
)
from vertrouwen.ui.cases.filters import CaseFilters
from vertrouwen.ui.cases.model import CaseListModel, Page, Wanted
from vertrouwen.ui.cases.table import CaseTable
from vertrouwen.ui.cases.words import near_date
from vertrouwen.ui.screen import Route, Screen, Shell
from vertrouwen.ui.theme import theme
from vertrouwen.ui.widgets import (
    EmptyState,
    KeyHint,
    Label,
    LinkButton,
    PageHeader,
    PrimaryButton,
)

NEW_CONTACT = "new_contact"
"""Key of the screen of the form "Nieuw contact"."""
_LIST, _NO_CASES, _NO_HITS, _ALL_CLOSED = range(4)


class CasesScreen(Screen):
    """All cases, newest contact first; words and filters narrow them together."""

    key = "cases"
    place = "cases"

    def __init__(self, shell: Shell, practice: Practice) -> None:
        """Make the screen; its rows come with `open`."""
        super().__init__(shell)
        self._practice = practice
        self._turn = 0
        self._has_hits = False
        self._shown: CaseFilter | None = None
        self._build_header()
        self._build_filters()
        self._build_list()
        shell.privacy.changed.connect(self._follow_privacy)
        self._follow_privacy(shell.privacy.is_on)
        theme().changed.connect(self._set_row_height)

    # ------------------------------------------------------------ what the shell asks

    def title(self) -> str:
        """Return the name of the screen."""
        return _("Zaken")

    def open(self, route: Route) -> None:
        """Arrive; a route may carry an organisation to filter on."""
        chosen = (route.extra or {}).get("organisation")
        if chosen is not None:
            self.filters.choose_organisation(str(chosen))
        self.refresh()

    def refresh(self) -> None:
        """Read the organisations and the list anew."""
        self.run(lambda: organisations(self._practice), self._show_organisations)
        self._list_anew()

    def primary_new(self) -> None:
        """Begin a new contact."""
        chosen = self.filters.organisation_id()
        extra = {"organisation": chosen} if chosen is not None else {}
        self.shell.navigator.go(Route(NEW_CONTACT, extra=extra))

    def focus_search(self) -> None:
        """Put the cursor in the search field."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def regions(self) -> list[QWidget]:
        """Return the filters and the list, for F6."""
        return [self.search, self.view]

    # ------------------------------------------------------------ building

    def _build_header(self) -> None:
        self.header = PageHeader(self.title())
        self.new_button = PrimaryButton(_("Nieuw contact"), icon="plus", shortcut="Ctrl+N")
        self.new_button.clicked.connect(lambda: self.primary_new())
        self.header.add_action(self.new_button)
        self.page.addWidget(self.header)

    def _build_filters(self) -> None:
        self.filters = CaseFilters(self._practice.vocabulary)
        self.filters.changed.connect(self._list_anew)
        self.filters.clear_clicked.connect(self._clear_all)
        self.search, self.organisation = self.filters.search, self.filters.organisation
        self.state, self.track = self.filters.state, self.filters.track
        self.closed, self.clear_button = self.filters.closed, self.filters.clear_button
        self.page.addWidget(self.filters)

    def _build_list(self) -> None:
        self.count = Label("", "strong")
        self.order_button = LinkButton(_("Best passende eerst"), icon="arrow-down")
        self.order_button.clicked.connect(self.filters.switch_order)
        self.order_button.hide()
        line = QHBoxLayout()
        line.setSpacing(16)
        line.addWidget(self.count)
        line.addWidget(self.order_button)
        line.addStretch(1)
        line.addWidget(self.closed)
        self.count_line = QWidget()
        self.count_line.setLayout(line)
        line.setContentsMargins(0, 0, 0, 0)
        self.page.addWidget(self.count_line)

        self.model = CaseListModel(self._fetch, self._spoken, self)
        self.view = CaseTable()
        self.view.setModel(self.model)
        self.delegate = CaseDelegate(self.view, self._practice.vocabulary, self._practice.today)
        self.view.setItemDelegate(self.delegate)
        self.view.setAccessibleName(_("Lijst van zaken"))
        self.view.opened.connect(self._open_row)
        self.view.installEventFilter(self)
        self.search.installEventFilter(self)
        self.column_names = ListHeader(self.view)
        frame = QFrame()
        frame.setObjectName("case_list")
        box = QVBoxLayout(frame)
        box.setContentsMargins(1, 1, 1, 1)
        box.setSpacing(0)
        box.addWidget(self.column_names)
        box.addWidget(self.view, 1)
        self.frame = frame
        theme().changed.connect(self._dress_frame)
        self._dress_frame()

        self.no_cases = EmptyState(
            icon="folder",
            title=_("Nog geen zaken"),
            text=_(
                "Een zaak begint met een contact: een gesprek, een mail of een vraag. Een naam is "
                "niet nodig."
            ),
            action=_("Nieuw contact"),
            shortcut="Ctrl+N",
            link=_("Of lees een bestaande registratie in"),
        )
        self.no_cases.action_clicked.connect(lambda: self.primary_new())
        self.no_cases.link_clicked.connect(lambda: self.shell.navigator.go(Route("import")))
        self.no_hits = EmptyState(
            icon="search",
            title=_("Geen zaken gevonden"),
            text=_(
                "Probeer een ander woord of minder filters. Gesloten zaken staan er alleen bij als "
                "u dat aanvinkt."
            ),
            link=_("Wissen"),
        )
        self.no_hits.link_clicked.connect(lambda: self._clear_all())
        self.all_closed = EmptyState(
            icon="folder",
            title=_("Geen lopende zaken"),
            text=_("Al uw zaken zijn gesloten. Die staan erbij als u dat aanvinkt."),
            link=_("Gesloten zaken tonen"),
        )
        self.all_closed.link_clicked.connect(self._show_closed)
        self.stack = QStackedWidget()
        for widget in (frame, self.no_cases, self.no_hits, self.all_closed):
            self.stack.addWidget(widget)
        self.page.addWidget(self.stack, 1)

        hints = QHBoxLayout()
        hints.setContentsMargins(0, 4, 0, 0)
        hints.setSpacing(22)
        for words in (
            _("↑ ↓ kiezen"),
            _("↵ openen"),
            _("Ctrl F zoeken"),
            _("Esc wissen"),
        ):
            hints.addWidget(KeyHint(words))
        hints.addStretch(1)
        self.hints = QWidget()
        self.hints.setLayout(hints)
        self.page.addWidget(self.hints)

    def _dress_frame(self) -> None:
        color = theme().color
        self.frame.setStyleSheet(
            ""
            if theme().is_high_contrast
            else f"#case_list {{ background: {color('surface').name()}; "
            f"border: 1px solid {color('line').name()}; border-radius: 10px; }}"
        )

    # ------------------------------------------------------------ the list

    def _list_anew(self) -> None:
        self._turn += 1
        turn, asked = self._turn, self.filters.value()
        self.order_button.setText(
            _("Best passende eerst") if asked.order == "recent" else _("Nieuwste eerst")
        )
        self.run(
            lambda: (list_case_ids(self._practice, asked), has_cases(self._practice)),
            lambda found: self._show(turn, asked, *found),
        )

    def _show(self, turn: int, asked: CaseFilter, found: CaseList, has_any: bool) -> None:
        if turn != self._turn:
            return  # a later question is under way
        is_same = asked == self._shown
        self._shown = asked
        current = self.view.current_row() if is_same else -1
        chosen = self.model.case_id(current) if 0 <= current < self.model.rowCount() else None
        is_narrowed = _is_narrowed(asked)
        self._has_hits = bool(found.hits)
        self.model.show(found.ids, found.hits)
        self._set_row_height()
        if found.total:
            self.stack.setCurrentIndex(_LIST)
            row = self.model.row_of(chosen) if chosen is not None else 0
            self.view.choose(row if row >= 0 else current)
        elif not has_any:
            self.stack.setCurrentIndex(_NO_CASES)
        else:
            self.stack.setCurrentIndex(_NO_HITS if is_narrowed else _ALL_CLOSED)
        is_empty = self.stack.currentIndex() == _NO_CASES
        for widget in (self.filters, self.count_line, self.hints, self.new_button):
            widget.setVisible(not is_empty)
        self.count.setText(self._count_words(asked, found))
        self.order_button.setVisible(bool(asked.text and found.total))
        if is_narrowed:
            self.shell.announce(self.count.text())

    def _count_words(self, asked: CaseFilter, found: CaseList) -> str:
        if asked.text and found.total > len(found.ids):
            return _("De eerste {shown} van {total} zaken met “{text}”").format(
                shown=_number(len(found.ids)), total=_number(found.total), text=asked.text
            )
        if asked.text:
            return ngettext(
                "{count} zaak gevonden met “{text}”",
                "{count} zaken gevonden met “{text}”",
                found.total,
            ).format(count=_number(found.total), text=asked.text)
        if asked.include_closed:
            return ngettext("{count} zaak", "{count} zaken", found.total).format(
                count=_number(found.total)
            )
        return ngettext("{count} lopende zaak", "{count} lopende zaken", found.total).format(
            count=_number(found.total)
        )

    def _fetch(
        self,
        wanted: Wanted,
        arrived: Callable[[Page], None],
        failed: Callable[[Exception], None],
    ) -> None:
        def tell(problem: Exception) -> None:
            failed(problem)
            self.shell.tasks.failed.emit(problem)

        text = self.filters.searched
        self.run(lambda: _page(self._practice, wanted, text), arrived, tell)

    def _spoken(self, case: CaseRow, hit: SearchHit | None) -> str:
        """Return a row as a screen reader says it."""
        speak, vocabulary = language.current(), self._practice.vocabulary
        is_private = self.shell.privacy.is_on
        days = ngettext("{count} dag open", "{count} dagen open", case.days_open)
        parts = [
            str(case.number),
            "" if is_private else case.organisation_name,
            vocabulary.label("track", case.track, speak),
            vocabulary.label("case_state", case.state, speak),
            days.format(count=case.days_open),
            _("laatste contact {day}").format(
                day=near_date(case.last_contact_on, self._practice.today())
            ),
        ]
        if hit is not None and not is_private:
            parts.append(f"{source_word(hit.source)}: {plain_snippet(hit.snippet)}")
        return ", ".join(part for part in parts if part)

    def _show_organisations(self, rows: list[OrganisationRow]) -> None:
        running = sum(row.open_cases for row in rows)
        self.header.set_meta(
            _("{cases} lopend, {organisations}").format(
                cases=_number(running),
                organisations=ngettext(
                    "{count} organisatie", "{count} organisaties", len(rows)
                ).format(count=len(rows)),
            )
        )
        names = [(str(row.id), row.name) for row in rows]
        self.filters.offer(names, self.shell.privacy.is_on)

    # ------------------------------------------------------------ acting

    def _open_row(self, row: int) -> None:
        if 0 <= row < self.model.rowCount():
            self.shell.navigator.go(Route("case", self.model.case_id(row)))

    def _clear_all(self) -> None:
        self.filters.clear()
        self._list_anew()
        self.search.setFocus()

    def _show_closed(self) -> None:
        self.closed.set_value(True)  # which asks for another list
        self.search.setFocus()

    def _follow_privacy(self, is_on: bool) -> None:
        self.delegate.is_private = is_on
        self.filters.hide_names(is_on)
        self._set_row_height()
        self.model.words_changed()
        self.view.viewport().update()

    def _set_row_height(self) -> None:
        px = theme().px
        is_narrow = self.view.viewport().width() < px(NARROW)
        has_second = is_narrow or (self._has_hits and not self.delegate.is_private)
        height = px(TWO_LINES if has_second else ONE_LINE)
        header = self.view.verticalHeader()
        if header.defaultSectionSize() != height:
            header.setDefaultSectionSize(height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give narrow lists their second line."""
        super().resizeEvent(event)
        self._set_row_height()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move between search and list with the arrow keys, and clear with Escape."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            pressed = event.key()
            if watched is self.search and pressed in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self.view.move_current(1 if pressed == Qt.Key.Key_Down else -1)
                return True
            if watched is self.search and pressed in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._open_row(self.view.current_row())
                return True
            if watched is self.view and pressed == Qt.Key.Key_Escape:
                self._clear_all()
                return True
        return super().eventFilter(watched, event)


def _is_narrowed(asked: CaseFilter) -> bool:
    return bool(asked.text or asked.organisation_id or asked.track or asked.state)


def _page(practice: Practice, wanted: Wanted, text: str) -> Page:
    """Read one page; runs on the database thread."""
    rows = case_rows(practice, wanted.ids)
    hits: dict[int, SearchHit] = {}
    if wanted.hits:
        found = snippets(practice, text, list(wanted.hits.values()))
        hits = {i: found[hit.entry_id] for i, hit in wanted.hits.items() if hit.entry_id in found}
    return Page(rows=rows, hits=hits)


def _number(count: int) -> str:
    """Return a count with its thousands apart."""
    return f"{count:,}".replace(",", "." if language.current() == "nl" else ",")
