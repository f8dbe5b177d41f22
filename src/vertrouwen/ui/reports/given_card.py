"""Figures that the adviser gave by hand, as the ledger keeps them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut

from vertrouwen.language import _
from vertrouwen.services.make_report import GivenEdition, PeriodRow
from vertrouwen.ui.reports.words import joined
from vertrouwen.ui.widgets import Card, FactRow, LinkButton, WrapLabel, format_date


class GivenCard(Card):
    """What was given, where, and the way to take it back.

    Signals:
        closed: the card can go.
        withdraw_clicked: it was a mistake.
    """

    closed = Signal()
    withdraw_clicked = Signal()

    def __init__(self, row: PeriodRow, given: GivenEdition, *, hides_source: bool) -> None:
        """Make the card.

        Args:
            hides_source: the words in which it was given may hold a name.
        """
        super().__init__(_("Zelf gegeven over {period}").format(period=row.period.label))
        if not hides_source:
            self.add(FactRow(_("Waar"), given.source))
        for words, value in given.figures:
            self.add(FactRow(joined(words) if words else _("Totaal"), str(value)))
        if row.withdrawn_on is not None:
            said = _("Ingetrokken op {day}.").format(day=format_date(row.withdrawn_on))
            if not hides_source:
                said = f"{said} {row.reason}"
            self.add(WrapLabel(said, "secondary"))
        else:
            withdraw = LinkButton(_("Intrekken…"), icon="arrow-back-up", ink="ink2")
            withdraw.clicked.connect(self.withdraw_clicked)
            self.add(withdraw)
        close = LinkButton(_("Sluiten"), shortcut="Esc")
        close.clicked.connect(self.closed)
        self.add(close)
        keys = QShortcut(QKeySequence("Esc"), self)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys.activated.connect(self.closed)
