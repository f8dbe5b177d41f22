"""What is done with a report: issue it, save it, take it back, keep the words beside it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from vertrouwen.language import _, ngettext
from vertrouwen.services.make_report import (
    Format,
    export_edition,
    release_report,
    report_file_name,
    save_report_texts,
    withdraw_edition,
)
from vertrouwen.services.practice import Change, Practice
from vertrouwen.services.report_choices import ReportView, Texts
from vertrouwen.ui.reports.live import LiveReport
from vertrouwen.ui.reports.panels import format_names
from vertrouwen.ui.reports.withdraw import ask_reason
from vertrouwen.ui.screen import Route, Screen, Shell
from vertrouwen.ui.widgets import Card, LinkButton, WrapLabel, confirm
from vertrouwen.ui.widgets.file_dialogs import ask_new_file


class ReportActs(QObject):
    """The acts of one report screen.

    Signals:
        warned: what in the texts that were just kept says more than the figures do.
    """

    warned = Signal(object)

    def __init__(
        self,
        screen: Screen,
        shell: Shell,
        practice: Practice,
        live: LiveReport,
        failed: Callable[[Exception], None],
    ) -> None:
        """Make the acts of a screen; `failed` says there what went wrong."""
        super().__init__(screen)
        self._screen, self._shell, self._practice = screen, shell, practice
        self._live, self._failed = live, failed

    def ask_to_issue(self) -> None:
        """Ask before the figures are written down for good."""
        view = self._ready_view()
        if view is None or view.edition_id is not None or view.refusal is not None:
            return
        text = _(
            "Daarna staan deze getallen vast: een late melding of een verbetering verandert dit"
            " verslag niet meer, en elk later verslag wordt getoetst met dit verslag ernaast."
            " Intrekken kan; ongedaan maken niet."
        )
        if view.warnings:
            warned = ngettext(
                "Let op: bij uw eigen tekst staat nog {n} waarschuwing.",
                "Let op: bij uw eigen tekst staan nog {n} waarschuwingen.",
                len(view.warnings),
            )
            text = f"{warned.format(n=len(view.warnings))} {text}"
        confirm(
            self._screen,
            _("Verslag over {period} vaststellen?").format(period=view.period.label),
            text,
            _("Vaststellen"),
            self._issue,
            danger=False,
        )

    def choose_file(self, format: Format) -> None:
        """Ask where the paper of an issued report is to come."""
        view = self._ready_view()
        if view is None or view.edition_id is None:
            return
        name = report_file_name(
            _("Verslag") if self._shell.privacy.is_on else view.organisation,
            view.period.label,
            format,
        )
        ask_new_file(
            self._screen,
            _("Verslag opslaan"),
            name,
            lambda path: self.save(view, format, path),
            filter=f"{format_names()[format]} (*.{format})",
        )

    def save(self, view: ReportView, format: Format, path: Path) -> None:
        """Write an issued report to a file."""
        edition, words = view.edition_id, view.report.language
        assert edition is not None
        self._screen.run(
            lambda: export_edition(self._practice, edition, format, path, words),
            lambda _change: self._shell.notify(_("Het verslag is opgeslagen.")),
            self._failed,
        )

    def withdraw_card(self, view: ReportView) -> QWidget:
        """Return where an issued report is taken back."""
        card = Card(_("Intrekken"))
        if view.is_withdrawn:
            card.add(
                WrapLabel(
                    _(
                        "Dit verslag is ingetrokken. Wat gelezen is, blijft bekend: het telt mee in"
                        " elke toets. U kunt over deze periode een nieuw verslag samenstellen."
                    ),
                    "secondary",
                )
            )
            again = LinkButton(_("Opnieuw samenstellen"), icon="plus")
            extra = {
                "period": view.period.first.isoformat(),
                "last": view.period.last.isoformat(),
            }
            route = Route("report", view.organisation_id, extra)
            again.clicked.connect(lambda: self._shell.navigator.go(route))
            card.add(again)
            return card
        card.add(
            WrapLabel(
                _(
                    "Klopt er iets niet? Trek het verslag in en leg vast waarom. Daarna kunt u over"
                    " dezelfde periode een nieuw verslag proberen."
                ),
                "secondary",
            )
        )
        link = LinkButton(_("Verslag intrekken…"), icon="arrow-back-up", ink="ink2")
        link.clicked.connect(lambda: self._ask_to_withdraw(view))
        card.add(link)
        return card

    def keep_texts(self, texts: Texts) -> None:
        """Keep the adviser's own words, and look whether they say more than the figures."""
        view = self._live.view
        if view is None or view.edition_id is not None:
            return
        practice, organisation, period = self._practice, view.organisation_id, view.period

        shown = self._live.take_texts(texts)
        self.warned.emit(shown.warnings if shown is not None else ())
        self._shell.tasks.run(
            lambda: save_report_texts(practice, organisation, period, texts),
            None,
            self._failed,
            owner=self,
        )

    def _ready_view(self) -> ReportView | None:
        return None if self._live.is_working else self._live.view

    def _issue(self) -> None:
        view, material = self._ready_view(), self._live.material
        if view is None or material is None:
            return
        self._screen.run(
            lambda: release_report(self._practice, material, view), self._issued, self._failed
        )

    def _issued(self, _change: Change) -> None:
        self._shell.notify(_("Het verslag is vastgesteld. U kunt het nu opslaan."))

    def _ask_to_withdraw(self, view: ReportView) -> None:
        edition = view.edition_id
        assert edition is not None

        def withdraw(reason: str) -> None:
            self._screen.run(
                lambda: withdraw_edition(self._practice, edition, reason),
                lambda _change: self._shell.notify(_("Het verslag is ingetrokken.")),
                self._failed,
            )

        ask_reason(self._screen, view.period.label, withdraw)
