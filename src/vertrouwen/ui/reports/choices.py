"""What the adviser chooses for a report: for whom, over which months, how much of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QWidget

from vertrouwen import language
from vertrouwen.domain.organisation import Period
from vertrouwen.language import Language, _
from vertrouwen.services.report_choices import THRESHOLD, THRESHOLD_OF_LARGE, ReportChoices
from vertrouwen.ui.reports.month_field import MonthField
from vertrouwen.ui.reports.offers import Offers
from vertrouwen.ui.screen import Shell
from vertrouwen.ui.widgets import (
    Column,
    ComboField,
    HLine,
    Label,
    LinkButton,
    SegmentedFilter,
    WrapLabel,
)

OWN_SPAN = "own"
"""Choice of the list of periods that stands for months the adviser types."""


class ReportChoicesPanel(Column):
    """The left column of the report page.

    Signals:
        organisation_chosen: another client.
        span_chosen: another first or last month.
        edited: other tables, levels or another threshold.
        language_chosen: the paper speaks another language.
    """

    organisation_chosen = Signal()
    span_chosen = Signal()
    edited = Signal()
    language_chosen = Signal()

    def __init__(self, shell: Shell) -> None:
        """Make the column with nothing chosen yet."""
        super().__init__(spacing=8)
        self.organisation = ComboField(placeholder=None)
        self.period = ComboField(placeholder=None)
        self.first = MonthField("first", shell.today)
        self.last = MonthField("last", shell.today)
        self.threshold = SegmentedFilter(
            [(str(t), str(t)) for t in (THRESHOLD, THRESHOLD_OF_LARGE)]
        )
        self.language = SegmentedFilter(list(language.NAMES.items()))
        self.language.set_value(language.current())
        self.offers = Offers()
        self._span_problem = Label("", "secondary", "brick", wrap=True)
        self._periods: dict[str, Period] = {}
        self._shown_span: tuple[date, date] | None = None
        self._is_quiet = False
        self._furnish()
        self._connect()

    def choices(self) -> ReportChoices:
        """Return what is chosen about the figures."""
        return ReportChoices(
            threshold=int(self.threshold.value()),
            tables=self.offers.chosen(),
            levels=self.offers.levels() or None,
        )

    def span(self) -> tuple[date, date] | None:
        """Return the first and last day that are chosen; None while they make no span."""
        first, last = self.first.value(), self.last.value()
        return (first, last) if first and last and first < last else None

    def known_period(self) -> Period | None:
        """Return the usual period of the client that is chosen, if it is one."""
        return self._periods.get(str(self.period.value()))

    def paper_language(self) -> Language:
        """Return the language of the paper."""
        return "en" if self.language.value() == "en" else "nl"

    def show_organisations(self, items: Sequence[tuple[str, str]], chosen: str) -> None:
        """Offer clients, and choose one without telling."""
        self._is_quiet = True
        self.organisation.set_items(items)
        self.organisation.set_value(chosen)
        self._is_quiet = False

    def show_periods(self, periods: Sequence[Period], chosen: Period) -> None:
        """Offer the usual periods of a client, and choose a span without telling."""
        self._periods = {_span_code(period.first, period.last): period for period in periods}
        self._is_quiet = True
        self.period.set_items(
            [
                *((code, period.label) for code, period in self._periods.items()),
                (OWN_SPAN, _("Eigen periode")),
            ]
        )
        self._show_known(chosen.first, chosen.last)
        self.first.set_value(chosen.first)
        self.last.set_value(chosen.last)
        self._shown_span = (chosen.first, chosen.last)
        self._say_span("")
        self._is_quiet = False

    def set_span(self, first: date, last: date) -> None:
        """Choose months of the adviser's own, and tell."""
        self.first.set_value(first)
        self.last.set_value(last)
        self._span_typed()

    def take_proposal(self) -> None:
        """Leave threshold, tables and levels to the program again, and tell."""
        self.forget()
        self.edited.emit()

    def forget(self) -> None:
        """Leave threshold, tables and levels to the program again, without telling."""
        self._is_quiet = True
        self.threshold.set_value(str(THRESHOLD))
        self._is_quiet = False
        self._condition.hide()
        self._again.hide()
        self.forget_tables()

    def forget_tables(self) -> None:
        """Leave tables and levels to the program again, without telling; none is offered now."""
        self.offers.forget()
        self._tables.hide()

    def show_choices(self, choices: ReportChoices) -> None:
        """Show the threshold that is in force, without telling, and the way to the proposal."""
        self._is_quiet = True
        self.threshold.set_value(str(choices.threshold))
        self._condition.setVisible(choices.threshold != THRESHOLD)
        self._is_quiet = False
        self._again.setVisible(choices != ReportChoices())

    def lock(self, *, is_issued: bool, is_band_only: bool) -> None:
        """Close what cannot be chosen: of an issued report, or tables where none can stand."""
        self._threshold_row.setVisible(not is_issued)
        self._tables.setVisible(bool(self.offers.rows) and not is_issued and not is_band_only)
        if is_issued:
            self._again.hide()
            self._condition.hide()

    def _furnish(self) -> None:
        self.add(_labelled(_("Organisatie"), self.organisation))
        self.add(_labelled(_("Periode"), self.period))
        months = QWidget()
        row = QHBoxLayout(months)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(_labelled(_("Van"), self.first), 1)
        row.addWidget(_labelled(_("Tot en met"), self.last), 1)
        self.add(months)
        self._span_problem.hide()
        self.add(self._span_problem)
        self._threshold_row = QWidget()
        row = QHBoxLayout(self._threshold_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        words = Column(spacing=0)
        words.add(Label(_("Toon aantallen vanaf"), "secondary_medium", "ink2"))
        words.add(WrapLabel(_("Nul telt ook als klein"), "secondary", "ink3"))
        row.addWidget(words, 1)
        row.addWidget(self.threshold)
        self.threshold.setAccessibleName(_("Toon aantallen vanaf"))
        self.add(self._threshold_row)
        self._condition = WrapLabel(
            _(
                "3 kan alleen bij 100 medewerkers of meer, zonder onderdelen en kruistabellen."
                " De keuze wordt bij het verslag bewaard."
            ),
            "secondary",
            "ink3",
        )
        self._condition.hide()
        self.add(self._condition)
        self._tables = Column(spacing=8)
        self._tables.add(HLine())
        self._tables.add(Label(_("Tabellen"), "strong"))
        self._tables.add(self.offers)
        self._tables.hide()
        self.add(self._tables)
        self._again = LinkButton(_("Terug naar het voorstel"), icon="arrow-back-up")
        self._again.hide()
        self.add(self._again)
        self.add(HLine())
        self.add(_labelled(_("Taal van het verslag"), self.language))
        self.add_stretch()

    def _connect(self) -> None:
        self.organisation.edited.connect(lambda: self._tell(self.organisation_chosen))
        self.period.edited.connect(self._period_chosen)
        for field in (self.first, self.last):
            field.editingFinished.connect(self._span_typed)
            field.edited.connect(self._span_pointed)
        self.threshold.edited.connect(self._threshold_chosen)
        self.offers.edited.connect(self.edited)
        self.language.edited.connect(lambda: self._tell(self.language_chosen))
        self._again.clicked.connect(self.take_proposal)

    def _tell(self, signal: SignalInstance) -> None:
        if not self._is_quiet:
            signal.emit()

    def _period_chosen(self) -> None:
        period = self.known_period()
        if self._is_quiet or period is None:
            return
        self.first.set_value(period.first)
        self.last.set_value(period.last)
        self._span_typed()

    def _span_pointed(self) -> None:
        """Follow the calendar at once; what is typed waits until it is finished."""
        if not self._is_quiet and not (self.first.hasFocus() or self.last.hasFocus()):
            self._span_typed()

    def _span_typed(self) -> None:
        if self._is_quiet:
            return
        span = self.span()
        if span is None:
            self._say_span(_("Kies een eerste maand, en een laatste maand die daarna eindigt."))
            return
        self._say_span("")
        if span == self._shown_span:
            return
        self._shown_span = span
        self._is_quiet = True
        self._show_known(*span)
        self._is_quiet = False
        self.span_chosen.emit()

    def _show_known(self, first: date, last: date) -> None:
        code = _span_code(first, last)
        self.period.set_value(code if code in self._periods else OWN_SPAN)

    def _say_span(self, problem: str) -> None:
        self._span_problem.setText(problem)
        self._span_problem.setVisible(bool(problem))
        self.last.show_problem(bool(problem))
        self.last.setAccessibleDescription(problem)

    def _threshold_chosen(self) -> None:
        self._condition.setVisible(int(self.threshold.value()) != THRESHOLD)
        self._tell(self.edited)


def _span_code(first: date, last: date) -> str:
    return f"{first.isoformat()}/{last.isoformat()}"


def _labelled(words: str, control: QWidget) -> QWidget:
    """Return a control under its words."""
    column = Column(spacing=4)
    label = Label(words, "secondary_medium", "ink2")
    label.setBuddy(control)
    control.setAccessibleName(words)
    column.add(label)
    column.box.addWidget(control)
    return column
