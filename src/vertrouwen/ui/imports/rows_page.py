"""Step 4: every row as it will be stored, and the decisions about the doubtful ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vertrouwen.language import _, ngettext
from vertrouwen.services.import_registration import RowDecision
from vertrouwen.ui.imports.beside import Beside, is_narrow
from vertrouwen.ui.imports.review import Review
from vertrouwen.ui.imports.row_panel import RowPanel
from vertrouwen.ui.imports.table import ChoiceTable, LeanModel, table_card
from vertrouwen.ui.imports.words import RowWords, Status, fate_status, rows_count
from vertrouwen.ui.widgets import SegmentedFilter, WrapLabel

_FILTERS = ("decide", "blocked", "notice", "double", "all")


class RowsPage(QWidget):
    """The rows in a table, and beside it the one that is looked at.

    Signals:
        counted: how many rows come in, after each decision.
        edited: something was decided.
    """

    counted = Signal(int)
    edited = Signal()

    def __init__(
        self, words: RowWords, today: Callable[[], date], is_hidden: Callable[[], bool]
    ) -> None:
        """Make the empty page.

        Args:
            is_hidden: whether names are hidden at this moment (privacy mode).
        """
        super().__init__()
        self._words, self._is_hidden = words, is_hidden
        self._review = Review((), {}, {}, {})
        self._names: Mapping[str, Sequence[str]] = {}
        self._current: int | None = None
        self._filter: SegmentedFilter | None = None
        self._is_narrow = False
        self._model = LeanModel(
            [_("Stand"), _("Rij"), _("Datum"), _("Organisatie"), _("Aard")],
            self._cell,
            self._status,
            status_column=0,
            numbers=frozenset({1}),
            parent=self,
        )
        self.table = ChoiceTable(
            _("Regels"), self._model, widths=(126, 50, 98, 0, 180), stretch=3, spare=(4,)
        )
        self.table.looked_at.connect(self._show)
        self.panel = RowPanel(words, today)
        self.panel.answered.connect(self._answered)
        self.table.entered.connect(self.panel.focus_answer)
        self._summary = WrapLabel("")
        self._filter_place = QHBoxLayout()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        box.addWidget(self._summary)
        box.addLayout(self._filter_place)
        box.addWidget(Beside(table_card(self.table), self.panel), 1)

    @property
    def review(self) -> Review:
        """The rows with the answers given here."""
        return self._review

    def show_review(self, review: Review, names: Mapping[str, Sequence[str]]) -> None:
        """Show rows.

        Args:
            names: field -> names that can be chosen for organisations and units.
        """
        self._review, self._names = review, names
        counts = review.counts()
        wanted = "decide" if counts["decide"] else "all"
        self._show_filter(wanted)
        self._filtered(wanted)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the counts out of the filter where there is little room."""
        super().resizeEvent(event)
        if self._filter is not None and is_narrow(self) != self._is_narrow:
            self._show_filter(self._wanted())

    def refresh(self) -> None:
        """Draw everything anew, after the privacy mode was switched."""
        self._filtered(self._wanted(), self._current)

    def _wanted(self) -> str:
        return str(self._filter.value()) if self._filter is not None else "all"

    def _show_filter(self, wanted: str) -> None:
        counts = self._review.counts()
        self._is_narrow = is_narrow(self)
        labels = {
            "decide": _("Moet u beslissen"),
            "blocked": _("Geblokkeerd"),
            "notice": _("Let op"),
            "double": _("Dubbel"),
            "all": _("Alles"),
        }
        if self._filter is not None:
            self._filter_place.removeWidget(self._filter)
            self._filter.deleteLater()
        self._filter = SegmentedFilter(
            [(w, labels[w] if self._is_narrow else f"{labels[w]} {counts[w]}") for w in _FILTERS]
        )
        self._filter.setAccessibleName(_("Welke regels"))
        self._filter.set_value(wanted)
        self._filter.selected.connect(self._filtered)
        self._filter_place.insertWidget(0, self._filter)
        if self._filter_place.count() == 1:
            self._filter_place.addStretch(1)

    def _filtered(self, wanted: str, keep: int | None = None) -> None:
        self.table.show_rows(self._review.matching(wanted), keep)
        self._summarise()

    def _summarise(self) -> None:
        counts = self._review.counts()
        text = _("In te lezen: {n} van {total}.").format(
            total=rows_count(counts["all"]), n=counts["in"]
        )
        if counts["twin"]:
            text += " " + _("Al in uw praktijk: {n}.").format(n=counts["twin"])
        if counts["blocked"]:
            text += " " + ngettext(
                "{n} is geblokkeerd en blijft weg tot u beslist.",
                "{n} zijn geblokkeerd en blijven weg tot u beslist.",
                counts["blocked"],
            ).format(n=counts["blocked"])
        self._summary.setText(text)
        self.counted.emit(counts["in"])

    def _cell(self, index: int, column: int) -> str:
        row = self._review.rows[index]
        answer = self._review.answers.get((row.sheet, row.row))
        changes = answer.changes if answer is not None else {}
        if column == 1:
            return str(row.row)
        if column == 2:
            day = changes.get("day")
            return day.strftime("%d-%m-%Y") if isinstance(day, date) else self._words.day(row)
        if column == 3:
            if self._is_hidden():
                return "•••"
            return str(changes.get("organisation") or row.organisation or _("onbekend"))
        natures = changes.get("natures", row.natures)
        return self._words.codes("nature", natures if isinstance(natures, tuple) else row.natures)

    def _status(self, index: int) -> Status:
        return fate_status(self._review.fate(index))

    def _show(self, index: int | None) -> None:
        self._current = index
        self.panel.show_row(self._review, index, self._names, self._is_hidden())

    def _answered(self, answer: RowDecision | None) -> None:
        index = self._current
        if index is None:
            return
        self._review.answer(index, answer)
        self.edited.emit()
        self._model.changed(index)
        self._show_filter(self._wanted())
        self._summarise()
        if answer is None:
            self._show(index)
            self.panel.focus_answer()
            return
        # The decided row stays where it is: rows that jump away under the hand confuse.
        place = self.table.next_place()
        self._show(index)
        self.table.look_at_place(place)
        self.table.setFocus()
