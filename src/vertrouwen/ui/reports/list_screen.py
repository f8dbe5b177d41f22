"""The reports of all clients: which periods are issued, which wait, which still run."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from vertrouwen.language import _
from vertrouwen.services.make_report import OrganisationReports, PeriodRow, report_overview
from vertrouwen.services.practice import Practice
from vertrouwen.ui.screen import Route, Screen, Shell
from vertrouwen.ui.widgets import (
    Card,
    Chip,
    Column,
    EmptyState,
    ListRow,
    PageHeader,
    RowList,
    TwoColumns,
    WrapLabel,
    format_date,
)


class ReportsScreen(Screen):
    """One card per client with its reporting periods."""

    key = "reports"
    place = "reports"

    def __init__(self, shell: Shell, practice: Practice) -> None:
        super().__init__(shell)
        self._practice = practice
        self.page.addWidget(PageHeader(_("Verslagen")))
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

    def _show(self, clients: tuple[OrganisationReports, ...]) -> None:
        self._main.clear()
        if not clients:
            empty = EmptyState(
                "clipboard-data",
                _("Nog geen verslagen"),
                _(
                    "Een verslag hoort bij een organisatie. Voeg eerst een organisatie toe; daarna"
                    " staan hier haar perioden."
                ),
                action=_("Naar Organisaties"),
            )
            empty.action_clicked.connect(lambda: self.shell.navigator.go(Route("organisations")))
            self._main.add(empty)
        shown = sorted(clients, key=lambda client: not client.is_active)
        for number, client in enumerate(shown, start=1):
            self._main.add(self._card(number, client))
        self._main.add_stretch()

    def _card(self, number: int, client: OrganisationReports) -> Card:
        name = (
            _("Organisatie {n} (naam verborgen)").format(n=number)
            if self.shell.privacy.is_on
            else client.name
        )
        counted = (
            _("telt contacten") if client.counting_unit == "contacten" else _("telt meldingen")
        )
        ended = _("niet meer actief")
        card = Card(name, aside=counted if client.is_active else f"{ended} · {counted}")
        rows = RowList()
        lines = []
        for period in client.periods:
            chip = _chip(period)
            line = ListRow(
                title=period.period.label,
                meta=_("{first} tot en met {last}").format(
                    first=format_date(period.period.first), last=format_date(period.period.last)
                ),
                chip=chip,
            )
            line.setAccessibleName(f"{name}, {line.accessibleName()}, {chip.text()}")
            line.activated.connect(partial(self._open, client, period))
            lines.append(line)
        rows.set_rows(lines)
        card.add(rows)
        return card

    def _open(self, client: OrganisationReports, row: PeriodRow) -> None:
        self.shell.navigator.go(
            Route("report", client.organisation_id, {"period": row.period.first.isoformat()})
        )


def _chip(row: PeriodRow) -> Chip:
    if row.state == "released" and row.released_on is not None:
        return Chip(
            _("vastgesteld op {day}").format(day=format_date(row.released_on)),
            "circle-check",
            "green",
        )
    if row.state == "ready":
        return Chip(_("nog vast te stellen"), "circle-dashed", "amber")
    if row.state == "overlaps":
        return Chip(_("valt samen met een eerder verslag"), "circle-minus")
    return Chip(_("loopt nog"), "clock")


def _explanation() -> Card:
    card = Card(_("Van periode naar verslag"))
    for words in (
        _("Bekijken mag altijd, ook als een periode nog loopt."),
        _(
            "Vaststellen kan als de periode voorbij is. Dan liggen de getallen vast: elk papier"
            " daarna komt uit hetzelfde register."
        ),
        _("Over dezelfde dagen komt er nooit een tweede verslag. Twee verslagen naast elkaar"
          " maken kleine aantallen uitrekenbaar."),
    ):  # fmt: skip
        card.add(WrapLabel(words, "secondary"))
    return card
