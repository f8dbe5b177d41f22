"""One report: as it will be read, worked out anew at every choice, issued when it is right."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from vertrouwen.domain.organisation import OrganisationId, Period
from vertrouwen.language import _
from vertrouwen.language.sentences import sentence
from vertrouwen.services.make_report import OrganisationReports, report_overview
from vertrouwen.services.practice import Practice
from vertrouwen.services.report_choices import EditionId, ReportView
from vertrouwen.ui.hidden_names import hidden_client
from vertrouwen.ui.reports import panels
from vertrouwen.ui.reports.acts import ReportActs
from vertrouwen.ui.reports.choices import ReportChoicesPanel
from vertrouwen.ui.reports.columns import ReportColumns
from vertrouwen.ui.reports.figures import PAGES, TABLES, Figures
from vertrouwen.ui.reports.live import Asked, LiveReport
from vertrouwen.ui.reports.pages import rendered
from vertrouwen.ui.reports.ways import Explainer
from vertrouwen.ui.reports.ways_out import WaysOut
from vertrouwen.ui.reports.words import refusal_sentence, span_label
from vertrouwen.ui.screen import Route, Screen, Shell
from vertrouwen.ui.widgets import (
    Banner,
    BlockedButton,
    Button,
    Chip,
    Column,
    PageHeader,
    PrimaryButton,
    ProgressPanel,
    WrapLabel,
    clear_layout,
    format_date,
    settle,
)

_QUIET = {"export_report", "save_report_texts"}
"""Changes after which the figures are the same."""


class ReportScreen(Screen):
    """The report of one client and period."""

    key = "report"
    place = "reports"

    def __init__(self, shell: Shell, practice: Practice) -> None:
        """Make the page; nothing is chosen yet."""
        super().__init__(shell)
        self._practice = practice
        self._clients: dict[int, OrganisationReports] = {}
        self._wanted: tuple[int | None, str, str] = (None, "", "")
        self._edition: EditionId | None = None
        self._header = PageHeader(_("Verslag samenstellen"), back=_("Verslagen"))
        self._header.back_clicked.connect(lambda: shell.navigator.go(Route("reports")))
        self._act_place = QHBoxLayout()
        self._act_place.setSpacing(12)
        self._act_place.setContentsMargins(0, 0, 0, 0)
        acts = QWidget()
        acts.setLayout(self._act_place)
        self._header.add_action(acts)
        self.page.addWidget(self._header)
        self._banner = Banner(tone="brick")
        self.page.addWidget(self._banner)
        self.choices = ReportChoicesPanel(shell)
        self.tested = panels.TestedPanel()
        self._progress = ProgressPanel(_("Het verslag wordt getoetst…"))
        self._progress.hide()
        self._ways_out = WaysOut(self.choices)
        above = Column(spacing=12)
        for widget in (self.tested, self._progress, self._ways_out):
            above.add(widget)
        self.figures = Figures()
        self._beside = Column(spacing=16)
        self._side = Column(spacing=16)
        self.live = LiveReport(self, shell.tasks, practice)
        self.explainer = Explainer(self.live, self.choices, shell.announce)
        self._beside.add(self.explainer.card)
        self._beside.add(self._side)
        self._beside.add_stretch()
        self.columns = ReportColumns(self.choices, above, self.figures, self._beside)
        self.page.addWidget(self.columns, 1)
        self.acts = ReportActs(self, shell, practice, self.live, self._failed)
        self._connect()

    def title(self) -> str:
        """Return the name of the place, never that of the client."""
        return _("Verslag samenstellen")

    def regions(self) -> list[QWidget]:
        """Return what F6 walks through, in the order in which it stands."""
        parts: list[QWidget] = [self.choices, self.figures, self._beside]
        if self.columns.stacking == "two":
            parts = [self.choices, self._beside, self.figures]
        return parts

    def open(self, route: Route) -> None:
        """Show the report of a client.

        `period` and `last` in the route are the first and last day; without `last` it is the period
        that begins there. `edition` looks at one edition, also where it was taken back.
        """
        extra = route.extra
        edition = str(extra.get("edition", ""))
        self._edition = EditionId(int(edition)) if edition else None
        wanted = (route.id, str(extra.get("period", "")), str(extra.get("last", "")))
        if wanted[:2] != self._wanted[:2] or (wanted[2] and wanted != self._wanted):
            # what was chosen for one report is no choice for another
            self.choices.forget()
        self._wanted = wanted
        self.refresh()

    def refresh(self) -> None:
        """Read the clients and their periods again, then the report."""
        self.run(lambda: report_overview(self._practice), self._show_clients)

    def on_changed(self, change: object) -> None:
        """Read again, unless the figures are the same."""
        if getattr(change, "operation", "") not in _QUIET:
            self.refresh()

    def leave(self) -> None:
        """Keep the adviser's own words, and stop working things out for nobody."""
        self.figures.text.flush()
        self.live.rest()

    def _connect(self) -> None:
        self.choices.organisation_chosen.connect(self._organisation_chosen)
        self.choices.span_chosen.connect(self._span_chosen)
        self.choices.edited.connect(lambda: self._ask(at_once=False))
        self.choices.language_chosen.connect(lambda: self._ask(at_once=True))
        self.figures.cell_chosen.connect(self._cell_chosen)
        self.figures.page_chosen.connect(self._page_chosen)
        self.figures.organisations_wanted.connect(
            lambda: self.shell.navigator.go(Route("organisations"))
        )
        self.explainer.card.explained.connect(self._place_why)
        self.explainer.card.grew.connect(self._keep_why_in_sight)
        self.figures.text.written.connect(self.acts.keep_texts)
        self.columns.restacked.connect(self._place_why)
        self._progress.cancelled.connect(self.live.cancel)
        self.live.begun.connect(self._begun)
        self.live.slow.connect(self._show_slow)
        self.live.ready.connect(self._show)
        self.live.failed.connect(self._show_failure)
        self.live.stopped.connect(self._stopped)
        self.live.costed.connect(self.choices.offers.show_costs)
        self.acts.warned.connect(self.figures.text.show_warnings)
        keys = QShortcut(QKeySequence("Ctrl+Return"), self)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys.activated.connect(self.acts.ask_to_issue)

    def _show_clients(self, clients: tuple[OrganisationReports, ...]) -> None:
        self._clients = {client.organisation_id: client for client in clients}
        hidden = self.shell.privacy.is_on
        wanted = self._wanted[0]
        items = [
            (
                str(client.organisation_id),
                hidden_client(client.organisation_id) if hidden else client.name,
            )
            for client in clients
        ]
        chosen = str(wanted) if wanted in self._clients else items[0][0] if items else ""
        self.choices.show_organisations(items, chosen)
        self._show_periods(self._wanted[1], self._wanted[2])

    def _organisation_chosen(self) -> None:
        self.choices.forget()
        self._edition = None
        self._show_periods("", "")

    def _show_periods(self, first: str, last: str) -> None:
        """Offer the periods of the chosen client and show one; without `first` the latest ready."""
        client = self._client()
        if client is None:
            self.live.forget()
            self.tested.hide()
            first = _("Voeg eerst een organisatie toe. Daarna stelt u hier een verslag samen.")
            self._show_nothing(first)
            self.figures.show_no_client(first)
            return
        reports = [row for row in client.periods if row.kind == "report"]
        ready = [row.period for row in reports if row.state == "ready"]
        if first and last:
            period = _named(client, date.fromisoformat(first), date.fromisoformat(last))
        else:
            begun = [row.period for row in reports if row.period.first.isoformat() == first]
            every = [*begun, *ready, *(row.period for row in reports)]
            today = self.shell.today()
            year = _named(client, today.replace(month=1, day=1), today.replace(month=12, day=31))
            period = next(iter(every), year)
        offered = dict.fromkeys(row.period for row in reports)
        self.choices.show_periods(list(offered), period)
        self._ask(at_once=True)

    def _span_chosen(self) -> None:
        self.choices.forget_tables()
        self._edition = None
        self._ask(at_once=False)

    def _ask(self, *, at_once: bool) -> None:
        client, span = self._client(), self.choices.span()
        if client is None or span is None:
            return
        period = _named(client, *span)
        self.figures.text.flush()
        self._wanted = (
            client.organisation_id, period.first.isoformat(), period.last.isoformat()
        )  # fmt: skip
        asked = Asked(
            organisation=OrganisationId(client.organisation_id),
            period=period,
            choices=self.choices.choices(),
            language=self.choices.paper_language(),
            edition=self._edition,
        )
        view = self.live.view
        if view is not None and (view.organisation_id, view.period.first, view.period.last) != (
            client.organisation_id, *span
        ):  # fmt: skip
            # the numbers of one client never stand under the name of another
            self._show_nothing("")
        self.live.ask(asked, at_once=at_once)

    def _client(self) -> OrganisationReports | None:
        chosen = self.choices.organisation.value()
        return self._clients.get(int(chosen)) if chosen else None

    def _begun(self) -> None:
        self._ways_out.show_ways()
        self._banner.set_text("")
        self.tested.show_work()
        self._show_act(None)

    def _show_slow(self, is_slow: bool) -> None:
        had_focus = self._progress.isAncestorOf(self.focusWidget() or self)
        self._progress.setVisible(is_slow)
        if had_focus and not is_slow:
            self.choices.setFocus()

    def _stopped(self) -> None:
        self.tested.show_stopped()
        self._ways_out.show_ways((_("Opnieuw toetsen"), self.live.again))
        self._show_act(None, _("De toets is gestopt. Kies eerst Opnieuw toetsen."))
        self.shell.announce(_("De toets is gestopt"))

    def _show(self, view: ReportView) -> None:
        is_issued = view.edition_id is not None
        self._banner.set_text("")
        self._header.set_title(_("Verslag") if is_issued else _("Verslag samenstellen"))
        self._header.set_chip(_state_chip(view))
        self.choices.show_choices(view.choices)
        self.choices.offers.show_offers(view.offers, view.choices.levels or {})
        self.choices.lock(is_issued=is_issued, is_band_only=view.is_band_only)
        self.tested.show_view(view)
        self.figures.show_view(view, self.explainer.card, hides_names=self.shell.privacy.is_on)
        self.figures.text.setEnabled(True)
        self.figures.text.show_texts(view.texts, is_issued=is_issued)
        self.figures.text.show_warnings(view.warnings)
        self._place_why()
        self._draw_pages()
        self._fill_side(view)
        self._show_act(view)  # last: nothing is issued that was not shown
        self.shell.announce(self.tested.accessibleName())
        settle(self)
        self.filled.emit(False)

    def _fill_side(self, view: ReportView) -> None:
        self._side.clear()
        if view.edition_id is not None:
            self._side.add(panels.save_card(self.acts.choose_file))
            self._side.add(self.acts.withdraw_card(view))
        notices = panels.notices_card(view)
        if notices is not None:
            self._side.add(notices)
        if view.rungs:
            self._side.add(panels.joined_card(view.rungs))

    def _show_failure(self, error: Exception) -> None:
        said = sentence(error)
        self._show_nothing(said)
        self.tested.show_failure(said)
        self._ways_out.show_coarser()
        self.shell.announce(said)

    def _show_nothing(self, reason: str) -> None:
        self._header.set_title(_("Verslag samenstellen"))
        self._header.set_chip(None)
        self.figures.show_nothing(self.explainer.card)
        self._show_act(None, reason)
        self.figures.text.setEnabled(False)
        self.explainer.forget()
        self._place_why()
        self._side.clear()

    def _show_act(self, view: ReportView | None, reason: str = "") -> None:
        """Offer to look at the pages and to issue; `reason` tells why that cannot be done now."""
        focused = self.focusWidget()
        was_here = focused is not None and self._header.isAncestorOf(focused)
        clear_layout(self._act_place)
        preview = Button(_("Voorbeeld"), icon="eye")
        preview.clicked.connect(self._toggle_pages)
        self._act_place.addWidget(preview)
        preview.setVisible(not self.figures.is_empty)
        if view is not None and view.edition_id is not None:
            if was_here:
                preview.setFocus()
            return
        act = _("Vaststellen")
        button: Button
        if view is None or view.refusal is not None:
            if view is not None and view.refusal is not None:
                reason = refusal_sentence(view.refusal)
            reason = reason or _("De toets is nog niet klaar.")
            button = BlockedButton(act, reason)
            button.explained.connect(lambda: self._banner.set_text(reason, "amber"))
        else:
            button = PrimaryButton(act, icon="clipboard-data", shortcut="Ctrl+Return")
            button.clicked.connect(self.acts.ask_to_issue)
        self._act_place.addWidget(button)
        if focused is not None and not focused.isVisible():
            (button if was_here else self.choices.period).setFocus()

    def _toggle_pages(self) -> None:
        self.figures.switch.set_value(TABLES if self.figures.page() == PAGES else PAGES)

    def _page_chosen(self, _page: str) -> None:
        self._draw_pages()

    def _draw_pages(self) -> None:
        """Draw the pages when they are looked at; without them the tables come sooner."""
        view = self.live.view
        pages = self.figures.pages
        if view is None or self.figures.page() != PAGES:
            pages.clear()
        elif self.shell.privacy.is_on:
            pages.clear()
            pages.add(
                WrapLabel(_("In de privacystand zijn de pagina's verborgen: daarop staat de naam."))
            )
        else:
            shown = view

            def done(images: list[QImage]) -> None:
                if shown is self.live.view and self.figures.page() == PAGES:
                    pages.show_images(images)

            self.run(lambda: rendered(shown.pdf), done, self._failed)

    def _cell_chosen(self, chosen: object) -> None:
        self.explainer.look_at(chosen)
        self._place_why()

    def _place_why(self) -> None:
        """Put the explanation beside the tables, or below the table where there is no room."""
        card, chosen = self.explainer.card, self.explainer.card.chosen
        section = self.figures.section_of(chosen.table) if chosen is not None else None
        if self.columns.stacking == "wide":
            self._beside.box.insertWidget(0, card)
            card.show()
        elif section is not None:
            section.box.addWidget(card)
            card.show()
        else:
            self._beside.box.insertWidget(0, card)
            card.hide()
        if self.columns.stacking != "wide" and section is not None:
            self._show_why(section)

    def _keep_why_in_sight(self) -> None:
        """Follow an explanation that grew, unless the adviser looks elsewhere by now."""
        card = self.explainer.card
        section = card.parentWidget()
        if self.columns.stacking != "wide" and section and not card.visibleRegion().isEmpty():
            self._show_why(section)

    def _show_why(self, section: QWidget) -> None:
        settle(self)
        settle(section)  # lines that break ask for room once more
        self.columns.show_part(self.explainer.card)

    def _failed(self, error: Exception) -> None:
        said = sentence(error)
        self._banner.set_text(said, "brick")
        self.shell.announce(said)


def _named(client: OrganisationReports, first: date, last: date) -> Period:
    """Return a span under the name by which the client knows it, else by its months."""
    for row in client.periods:
        if (row.period.first, row.period.last) == (first, last):
            return row.period
    return Period(label=span_label(first, last), first=first, last=last)


def _state_chip(view: ReportView) -> Chip | None:
    if view.is_withdrawn:
        return Chip(_("ingetrokken"), "arrow-back-up", "brick")
    if view.released_on is not None:
        day = format_date(view.released_on)
        return Chip(_("vastgesteld op {day}").format(day=day), "circle-check", "green")
    if view.refusal == "report_period_runs":
        return Chip(_("periode loopt nog"), "clock")
    return None
