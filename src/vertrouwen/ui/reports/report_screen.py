"""One report: as it will be read, issued when it is right, saved where the adviser says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from vertrouwen import language
from vertrouwen.domain.organisation import OrganisationId
from vertrouwen.language import Language, _, sentences_documents
from vertrouwen.language.sentences import sentence
from vertrouwen.services.make_report import (
    Format,
    OrganisationReports,
    PeriodRow,
    ReportView,
    export_edition,
    release_report,
    report_file_name,
    report_overview,
    report_preview,
)
from vertrouwen.services.practice import Change, Practice
from vertrouwen.ui.reports import panels
from vertrouwen.ui.reports.pages import Pages, rendered
from vertrouwen.ui.reports.table import table_card
from vertrouwen.ui.screen import Route, Screen, Shell
from vertrouwen.ui.theme import theme
from vertrouwen.ui.widgets import (
    Banner,
    BlockedButton,
    Button,
    Card,
    Chip,
    Column,
    ComboField,
    Field,
    FlowLayout,
    Label,
    PageHeader,
    PrimaryButton,
    SegmentedFilter,
    TwoColumns,
    WrapLabel,
    clear_layout,
    confirm,
    format_date,
)
from vertrouwen.ui.widgets.file_dialogs import ask_new_file


class ReportScreen(Screen):
    """The report of one client and period."""

    key = "report"
    place = "reports"

    def __init__(self, shell: Shell, practice: Practice) -> None:
        super().__init__(shell)
        self._practice = practice
        self._clients: dict[int, OrganisationReports] = {}
        self._client: OrganisationReports | None = None
        self._wanted: tuple[int | None, str] = (None, "")
        self._view: ReportView | None = None
        self._asked = 0
        self._header = PageHeader(_("Verslag samenstellen"), back=_("Verslagen"))
        self._header.back_clicked.connect(lambda: shell.navigator.go(Route("reports")))
        self._act_place = QHBoxLayout()
        acts = QWidget()
        acts.setLayout(self._act_place)
        self._act_place.setContentsMargins(0, 0, 0, 0)
        self._header.add_action(acts)
        self.page.addWidget(self._header)
        self._choices = self._make_choices()
        self.page.addWidget(self._choices)
        self._banner = Banner(tone="brick")
        self.page.addWidget(self._banner)
        self._tables = Column(spacing=16)
        self._pages = Pages()
        self._main = Column(spacing=16)
        self._main.add(self._tables)
        self._main.add(self._pages)
        self._pages.hide()
        self._side = Column(spacing=16)
        self._columns = TwoColumns(self._main, self._side, side_width=320)
        self.page.addWidget(self._columns, 1)
        keys = QShortcut(QKeySequence("Ctrl+Return"), self)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys.activated.connect(self._ask_to_issue)

    def title(self) -> str:
        """Return the name of the place, never that of the client."""
        return _("Verslag samenstellen")

    def regions(self) -> list[QWidget]:
        """Return what F6 walks through."""
        return [self._choices, self._columns.main, self._columns.side]

    def open(self, route: Route) -> None:
        """Show the report of a client; `period` in the route is the first day of its period."""
        self._wanted = (route.id, str(route.extra.get("period", "")))
        self.refresh()

    def refresh(self) -> None:
        """Read the clients and their periods again, then the report."""
        self.run(lambda: report_overview(self._practice), self._show_choices)

    def on_changed(self, change: object) -> None:
        """Read again, unless only a paper was saved."""
        if getattr(change, "operation", "") != "export_report":
            self.refresh()

    def _make_choices(self) -> QWidget:
        self._organisation = ComboField(placeholder=None)
        self._period = ComboField(placeholder=None)
        self._language = SegmentedFilter(list(language.NAMES.items()))
        self._language.set_value(language.current())
        self._form = SegmentedFilter([("tables", _("Tabellen")), ("pages", _("Pagina's"))])
        self._organisation.edited.connect(self._organisation_chosen)
        self._period.edited.connect(self._load)
        self._language.selected.connect(lambda _code: self._load())
        self._form.selected.connect(self._form_chosen)
        self._organisation.setMinimumWidth(theme().px(270))
        self._period.setMinimumWidth(theme().px(140))
        row = QWidget()
        box = FlowLayout(spacing=16)
        row.setLayout(box)
        for field in (
            Field("organisation", _("Organisatie"), self._organisation),
            Field("period", _("Periode"), self._period),
            Field("language", _("Taal van het verslag"), self._language),
            Field("form", _("Bekijk als"), self._form),
        ):
            box.addWidget(field)
        return row

    def _show_choices(self, clients: tuple[OrganisationReports, ...]) -> None:
        self._clients = {client.organisation_id: client for client in clients}
        hidden = self.shell.privacy.is_on
        self._organisation.blockSignals(True)
        self._organisation.set_items(
            [
                (
                    str(client.organisation_id),
                    _("Organisatie {n} (naam verborgen)").format(n=number)
                    if hidden
                    else client.name,
                )
                for number, client in enumerate(clients, start=1)
            ]
        )
        wanted, period = self._wanted
        if wanted in self._clients:
            self._organisation.set_value(str(wanted))
        self._organisation.blockSignals(False)
        self._show_periods(period)

    def _organisation_chosen(self) -> None:
        self._show_periods("")

    def _show_periods(self, wanted: str) -> None:
        """Offer the periods of the chosen client and show one.

        Args:
            wanted: first day of the period; without it the latest one that can be issued.
        """
        chosen = self._organisation.value()
        self._client = self._clients.get(int(chosen)) if chosen else None
        rows = self._client.periods if self._client else ()
        self._period.blockSignals(True)
        self._period.set_items([(row.period.first.isoformat(), row.period.label) for row in rows])
        firsts = [row.period.first.isoformat() for row in rows]
        ready = [row.period.first.isoformat() for row in rows if row.state == "ready"]
        choice = wanted if wanted in firsts else next(iter([*ready, *firsts]), None)
        self._period.set_value(choice)
        self._period.blockSignals(False)
        self._load()

    def _load(self) -> None:
        row = self._chosen_row()
        client = self._client
        if client is None or row is None:
            self._show_nothing("")
            return
        self._wanted = (client.organisation_id, row.period.first.isoformat())
        organisation = OrganisationId(client.organisation_id)
        period, words = row.period, self._paper_language()
        self._asked += 1
        asked = self._asked
        if self._view is None:
            self._banner.set_text(_("Het verslag wordt opgemaakt…"), "accent")

        def done(view: ReportView) -> None:
            if asked == self._asked:
                self._show(view)

        def failed(error: Exception) -> None:
            if asked == self._asked:
                self._show_nothing(sentence(error))

        self.run(lambda: report_preview(self._practice, organisation, period, words), done, failed)

    def _chosen_row(self) -> PeriodRow | None:
        rows: Sequence[PeriodRow] = self._client.periods if self._client else ()
        chosen = self._period.value()
        return next((row for row in rows if row.period.first.isoformat() == chosen), None)

    def _paper_language(self) -> Language:
        return "en" if self._language.value() == "en" else "nl"

    def _show(self, view: ReportView) -> None:
        self._view = view
        self._banner.set_text("")
        self._header.set_title(
            _("Verslag") if view.edition_id is not None else _("Verslag samenstellen")
        )
        self._header.set_chip(_state_chip(view))
        self._header.set_meta(_meta(view))
        self._show_act(view)
        self._tables.clear()
        self._tables.add(_key_figures(view))
        for number, table in enumerate(view.tables, start=2):
            self._tables.add(table_card(number, table))
        self._draw_pages()
        self._side.clear()
        self._side.add(panels.checked_panel(view))
        if view.edition_id is not None:
            self._side.add(panels.save_card(view, self._choose_file))
        self._side.add(panels.shown_card(view))
        self._side.add_stretch()

    def _show_nothing(self, why: str) -> None:
        self._view = None
        self._header.set_title(_("Verslag samenstellen"))
        self._header.set_chip(None)
        self._header.set_meta("")
        clear_layout(self._act_place)
        self._tables.clear()
        self._pages.clear()
        self._side.clear()
        self._banner.set_text(why, "brick" if why else None)
        if why:
            self.shell.announce(why)

    def _show_act(self, view: ReportView) -> None:
        clear_layout(self._act_place)
        if view.edition_id is not None:
            return
        act = _("Vaststellen")
        button: Button
        if view.refusal is not None:
            reason = sentences_documents.sentence(view.refusal, {})
            button = BlockedButton(act, reason)
            button.explained.connect(lambda: self._banner.set_text(reason, "amber"))
        else:
            button = PrimaryButton(act, icon="clipboard-data", shortcut="Ctrl+Return")
            button.clicked.connect(self._ask_to_issue)
        self._act_place.addWidget(button)

    def _form_chosen(self, form: str) -> None:
        self._tables.setVisible(form == "tables")
        self._pages.setVisible(form == "pages")
        self._draw_pages()

    def _draw_pages(self) -> None:
        """Draw the pages when they are looked at; without them the tables come sooner."""
        view = self._view
        if view is None or self._form.value() != "pages":
            self._pages.clear()
        elif self.shell.privacy.is_on:
            self._pages.clear()
            self._pages.add(
                WrapLabel(_("In de privacystand zijn de pagina's verborgen: daarop staat de naam."))
            )
        else:
            shown = view

            def done(images: list[QImage]) -> None:
                if shown is self._view and self._form.value() == "pages":
                    self._pages.show_images(images)

            self.run(lambda: rendered(shown.pdf), done, self._failed)

    def _ask_to_issue(self) -> None:
        view = self._view
        if view is None or view.edition_id is not None or view.refusal is not None:
            return
        confirm(
            self,
            _("Verslag over {period} vaststellen?").format(period=view.period.label),
            _(
                "Daarna staan de getallen vast en is de periode gesloten. Een late melding of een"
                " verbetering verandert dit verslag niet meer, en over dezelfde dagen komt er geen"
                " tweede. Dit kunt u niet ongedaan maken."
            ),
            _("Vaststellen"),
            lambda: self._issue(view),
            danger=False,
        )

    def _issue(self, view: ReportView) -> None:
        self.run(
            lambda: release_report(self._practice, view.organisation_id, view.period),
            self._issued,
            self._failed,
        )

    def _issued(self, _change: Change) -> None:
        self.shell.notify(_("Het verslag is vastgesteld. U kunt het nu opslaan."))

    def _choose_file(self, format: Format) -> None:
        view = self._view
        if view is None or view.edition_id is None:
            return
        name = report_file_name(
            _("Verslag") if self.shell.privacy.is_on else view.organisation,
            view.period.label,
            format,
        )
        ask_new_file(self, _("Verslag opslaan"), name, lambda path: self._save(view, format, path))

    def _save(self, view: ReportView, format: Format, path: Path) -> None:
        edition, words = view.edition_id, self._paper_language()
        assert edition is not None
        self.run(
            lambda: export_edition(self._practice, edition, format, path, words),
            lambda _change: self.shell.notify(_("Het verslag is opgeslagen.")),
            self._failed,
        )

    def _failed(self, error: Exception) -> None:
        said = sentence(error)
        self._banner.set_text(said, "brick")
        self.shell.announce(said)


def _meta(view: ReportView) -> list[tuple[str, str]]:
    days = _("{first} tot en met {last}").format(
        first=format_date(view.period.first), last=format_date(view.period.last)
    )
    counted = _("telt contacten") if view.counting_unit == "contacten" else _("telt meldingen")
    return [("calendar-event", days), ("clipboard-data", counted)]


def _state_chip(view: ReportView) -> Chip | None:
    released: date | None = view.released_on
    if released is not None:
        day = format_date(released)
        return Chip(_("vastgesteld op {day}").format(day=day), "circle-check", "green")
    if view.refusal is not None:
        return Chip(_("periode loopt nog"), "clock")
    return None


def _key_figures(view: ReportView) -> Card:
    card = Card("1  " + _("Kerncijfers"))
    row = QWidget()
    box = QHBoxLayout(row)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(28)
    for number, words in view.key_figures:
        cell = Column(spacing=2)
        big = Label(number, "title")
        big.setAccessibleName(f"{number} {words}")
        cell.add(big)
        cell.add(WrapLabel(words, "secondary_medium", "ink"))
        cell.add_stretch()
        box.addWidget(cell, 1)
    card.add(row)
    return card
