"""Why a cell of the report is not shown, and how more could be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal

from vertrouwen.language import _
from vertrouwen.services.report_choices import Explanation, ReadCell, ReportView, TableOffer
from vertrouwen.ui.reports.words import explained
from vertrouwen.ui.widgets import Card, Column, LinkButton, WrapLabel


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The cell at which one looks.

    Args:
        table: name of its table.
        row, column: words of its row and its column.
        place: number of its column, 0 being the first one of numbers.
        is_earlier: it belongs to the report before this one.
        names_column: the column says something: the table is a crossing.
    """

    table: str
    cell: ReadCell
    row: str
    column: str
    place: int
    is_earlier: bool
    names_column: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Something with which more would be shown.

    Args:
        words: of the act.
        about: the table it is done to, and what it would show.
    """

    words: str
    act: Callable[[], None]
    about: str = ""


class WhyCard(Card):
    """The explanation of one cell.

    Signals:
        explained: the reason, or that it was not found, has come.
        grew: a way to show more came later.
    """

    explained = Signal()
    grew = Signal()

    def __init__(self) -> None:
        """Make the card; no cell is chosen yet."""
        super().__init__(_("Waarom niet getoond?"))
        self.chosen: Chosen | None = None
        self._subject = WrapLabel("", "strong", "accent_ink")
        self._text = WrapLabel("", "body", "ink2")
        self._range = WrapLabel("", "body", "ink2")
        for label in (self._subject, self._text, self._range):
            self.add(label)
        self._ways_title = WrapLabel(_("Zo toont u meer"), "strong", "ink")
        self.add(self._ways_title)
        self._ways = Column(spacing=2)
        self.add(self._ways)
        self.show_nothing()

    def said(self) -> str:
        """Return the explanation as one text, to be read out."""
        shown = (self._subject, self._text, self._range)
        return " ".join(label.text() for label in shown if label.text())

    def show_nothing(self) -> None:
        """Say how a cell is chosen."""
        self.chosen = None
        self._say("", _("Kies in een tabel een getal dat niet getoond is."), "")

    def show_work(self, chosen: Chosen) -> None:
        """Say that the reason is being looked for."""
        self.chosen = chosen
        self._say(_subject(chosen), _("De reden wordt uitgezocht…"), _range(chosen))

    def show_shown(self, chosen: Chosen) -> None:
        """Say that a number stands there."""
        self.chosen = chosen
        self._say(
            _subject(chosen), _("Dit getal staat er: het wijst niemand aan, ook niet indirect."),
            "",
        )  # fmt: skip

    def show_earlier(self, chosen: Chosen) -> None:
        """Say that the number was withheld by an earlier report."""
        self.chosen = chosen
        self._say(
            _subject(chosen),
            _("Zo stond het in het vorige verslag. Een eerder verslag wordt nooit herrekend."),
            _range(chosen),
        )

    def show_issued(self, chosen: Chosen) -> None:
        """Say what a gap means in a report that was issued under the strict rule."""
        self.chosen = chosen
        self._say(
            _subject(chosen),
            _(
                "Dit aantal is klein, of het beschermt een ander klein aantal. De precieze reden is"
                " niet bewaard bij het vastgestelde verslag."
            ),
            _range(chosen),
        )

    def show_reason(self, chosen: Chosen, why: Explanation, total: int | None) -> None:
        """Say why; `add_way` offers what would show more, once that is known."""
        self.chosen = chosen
        self._say(_subject(chosen), explained(why, total), _range(chosen))
        self.explained.emit()

    def add_way(self, way: Way) -> None:
        """Offer one way more."""
        link = LinkButton(way.words)
        link.setAccessibleDescription(way.about)
        link.clicked.connect(lambda _checked=False: way.act())
        self._ways.add(link)
        if way.about:
            self._ways.add(WrapLabel(way.about, "secondary", "ink3"))
        self._ways_title.show()
        self._ways.show()
        self.grew.emit()

    def show_failure(self, chosen: Chosen, text: str) -> None:
        """Say that the reason was not found."""
        self.chosen = chosen
        self._say(_subject(chosen), text, _range(chosen))
        self.explained.emit()

    def _say(self, subject: str, text: str, range_: str) -> None:
        said = ((self._subject, subject), (self._text, text), (self._range, range_))
        for label, words in said:
            label.setText(words)
            label.updateGeometry()
            label.setVisible(bool(words))
        self._ways_title.hide()
        self._ways.clear()
        self._ways.hide()


def coarser(offer: TableOffer | None) -> bool:
    """Whether a table can be made coarser still."""
    return offer is not None and offer.refusal is None and offer.level + 1 < offer.levels


def offer_of(view: ReportView, table: str) -> TableOffer | None:
    """Return the offer of a table, if it is one that can be chosen."""
    return next((offer for offer in view.offers if offer.name == table), None)


def _subject(chosen: Chosen) -> str:
    place = f"{chosen.row}, {chosen.column}" if chosen.names_column else chosen.row
    return f"{place}\N{NO-BREAK SPACE}\N{NO-BREAK SPACE}{chosen.cell.text}"


def _range(chosen: Chosen) -> str:
    low, high = chosen.cell.low, chosen.cell.high
    if low is None or high is None:
        return ""
    return _("Iedereen kan zien dat het tussen {low} en {high} ligt. Meer niet.").format(
        low=low, high=high
    )
