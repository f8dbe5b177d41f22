"""The reports of all clients: issued, waiting, still running, or given by hand."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QScrollArea, QWidget

from vertrouwen import language
from vertrouwen.language import _
from vertrouwen.language.sentences import sentence
from vertrouwen.services.make_report import (
    GivenEdition,
    OrganisationReports,
    PeriodRow,
    given_edition,
    report_overview,
    withdraw_edition,
)
from vertrouwen.services.practice import Practice
from vertrouwen.ui.hidden_names import hidden_client
from vertrouwen.ui.reports.given_card import GivenCard
from vertrouwen.ui.reports.given_form import GivenForm
from vertrouwen.ui.reports.withdraw import ask_reason
from vertrouwen.ui.screen import Route, Screen, Shell
from vertrouwen.ui.widgets import (
    Banner,
    Card,
    Chip,
    Column,
    EmptyState,
    LinkButton,
    ListRow,
    PageHeader,
    RowList,
    TwoColumns,
    WrapLabel,
    format_date,
    settle,
)

_GAP = 16
"""Pixels between a part that was scrolled to and the edge."""


class ReportsScreen(Screen):
    """One card per client with its reporting periods and everything it ever received."""

    key = "reports"
    place = "reports"

    def __init__(self, shell: Shell, practice: Practice) -> None:
        """Make the page; the clients are read at each arrival."""
        super().__init__(shell)
        self._practice = practice
        self._open_part: QWidget | None = None
        self.page.addWidget(PageHeader(_("Verslagen")))
        self._banner = Banner(tone="brick")
        self.page.addWidget(self._banner)
        self._main = Column(spacing=16)
        self._side = Column(spacing=16)
        self._side.add(_explanation())
        self._side.add_stretch()
        self._columns = TwoColumns(self._main, self._side, side_first=False)
        self.page.addWidget(self._columns, 1)

    def title(self) -> str:
        """Return the name of the place."""
        return _("Verslagen")

    def regions(self) -> list[QWidget]:
        """Return what F6 walks through."""
        return [self._columns.main, self._columns.side]

    def refresh(self) -> None:
        """Read the periods of every client again."""
        self.run(lambda: report_overview(self._practice), self._show)

    def on_changed(self, change: object) -> None:
        """Read again, unless a form is open that has not been saved."""
        if not isinstance(self._open_part, GivenForm):
            self.refresh()

    def leave(self) -> None:
        """Hand out what is being typed."""
        if isinstance(self._open_part, GivenForm):
            self._open_part.flush_draft()

    def _show(self, clients: tuple[OrganisationReports, ...]) -> None:
        self._main.clear()
        self._open_part = None
        if not clients:
            empty = EmptyState(
                "clipboard-data",
                _("Nog geen verslagen"),
                _(
                    "Een verslag hoort bij een organisatie. Voeg eerst een organisatie toe; daarna"
                    " staan hier haar perioden."
                ),
                action=_("Naar Organisaties"),
                action_icon="arrow-right",
            )
            empty.action_clicked.connect(lambda: self.shell.navigator.go(Route("organisations")))
            self._main.add(empty)
        shown = sorted(clients, key=lambda client: not client.is_active)
        for client in shown:
            self._main.add(self._card(client))
        self._main.add_stretch()

    def _card(self, client: OrganisationReports) -> Card:
        name = hidden_client(client.organisation_id) if self.shell.privacy.is_on else client.name
        counted = (
            _("telt contacten") if client.counting_unit == "contacten" else _("telt meldingen")
        )
        ended = _("niet meer actief")
        card = Card(name, aside=counted if client.is_active else f"{ended} · {counted}")
        rows = RowList()
        lines = []
        for period in client.periods:
            chip = _chip(period)
            line = ListRow(title=period.period.label, meta=self._meta(period), chip=chip)
            line.setAccessibleName(f"{name}, {line.accessibleName()}, {chip.text()}")
            line.activated.connect(partial(self._open, client, period, card))
            lines.append(line)
        rows.set_rows(lines)
        card.add(rows)
        given = LinkButton(_("Cijfers die u zelf gaf…"), icon="pencil", ink="ink2")
        given.setAccessibleName(f"{name}: {given.text()}")
        given.clicked.connect(lambda: self._write_given(client, card))
        card.add(given)
        return card

    def _meta(self, row: PeriodRow) -> str:
        days = _("{first} tot en met {last}").format(
            first=format_date(row.period.first), last=format_date(row.period.last)
        )
        if row.state == "given" and not self.shell.privacy.is_on:
            return f"{days} · {row.source}"
        if row.state in ("ready", "running") and row.overlaps:
            return _("{days} · overlapt een eerder verslag").format(days=days)
        return days

    def _open(self, client: OrganisationReports, row: PeriodRow, card: Card) -> None:
        if row.kind == "by_hand":
            self._show_given(row, card)
            return
        extra = {"period": row.period.first.isoformat(), "last": row.period.last.isoformat()}
        if row.edition_id is not None:
            extra["edition"] = str(row.edition_id)
        self.shell.navigator.go(Route("report", client.organisation_id, extra))

    def _show_given(self, row: PeriodRow, card: Card) -> None:
        edition = row.edition_id
        assert edition is not None
        practice, words = self._practice, language.current()

        def show(given: GivenEdition) -> None:
            part = GivenCard(row, given, hides_source=self.shell.privacy.is_on)
            part.closed.connect(self._close_part)
            part.withdraw_clicked.connect(lambda: self._ask_to_withdraw(row))
            self._put_below(card, part)

        self.run(lambda: given_edition(practice, edition, words), show, self._failed)

    def _write_given(self, client: OrganisationReports, card: Card) -> None:
        form = GivenForm(self.shell, self._practice, client)
        form.closed.connect(self._close_part)
        form.recorded.connect(self._recorded)
        self._put_below(card, form)
        form.focus_first()

    def _put_below(self, card: Card, part: QWidget) -> None:
        self._close_part()
        place = self._main.box.indexOf(card)
        self._main.box.insertWidget(place + 1, part)
        part.show()
        self._open_part = part
        settle(self)
        around: QWidget | None = part.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        if around is not None:
            around.ensureWidgetVisible(part, 0, _GAP)

    def _close_part(self) -> None:
        self.leave()
        part, self._open_part = self._open_part, None
        if part is not None:
            part.hide()
            part.deleteLater()

    def _recorded(self) -> None:
        self._close_part()
        self.shell.notify(_("De cijfers zijn vastgelegd. Elk later verslag wordt ermee getoetst."))
        self.refresh()

    def _ask_to_withdraw(self, row: PeriodRow) -> None:
        edition = row.edition_id
        assert edition is not None

        def withdraw(reason: str) -> None:
            self.run(lambda: withdraw_edition(self._practice, edition, reason), None, self._failed)

        ask_reason(self, row.period.label, withdraw)

    def _failed(self, error: Exception) -> None:
        self._banner.set_text(sentence(error), "brick")


def _chip(row: PeriodRow) -> Chip:
    if row.state == "released" and row.released_on is not None:
        return Chip(
            _("vastgesteld op {day}").format(day=format_date(row.released_on)),
            "circle-check",
            "green",
        )
    if row.state == "withdrawn" and row.withdrawn_on is not None:
        return Chip(
            _("ingetrokken op {day}").format(day=format_date(row.withdrawn_on)),
            "arrow-back-up",
            "brick",
        )
    if row.state == "given":
        return Chip(_("zelf gegeven"), "message")
    if row.state == "ready":
        return Chip(_("nog vast te stellen"), "circle-dashed", "amber")
    return Chip(_("loopt nog"), "clock")


def _explanation() -> Card:
    card = Card(_("Van periode naar verslag"))
    for words in (
        _("Bekijken mag altijd, ook als een periode nog loopt."),
        _(
            "Vaststellen kan als de periode voorbij is. Dan liggen de getallen vast: elk papier"
            " daarna komt uit hetzelfde register."
        ),
        _(
            "Perioden mogen elkaar overlappen: eerst een halfjaar, dan het hele jaar. Het programma"
            " toetst elk nieuw verslag samen met alles wat de organisatie al kreeg."
        ),
        _(
            "Gaf u zelf cijfers, op een dia of in een gesprek? Leg ze vast. Wie ze hoorde, weet ze"
            " nog."
        ),
    ):
        card.add(WrapLabel(words, "secondary"))
    return card
