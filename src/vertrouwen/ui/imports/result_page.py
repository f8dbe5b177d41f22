"""Step 5: what came in, what did not, and the way back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from vertrouwen.language import _, ngettext
from vertrouwen.services.import_registration import Imported, RowKey
from vertrouwen.ui.imports.table import ChoiceTable, LeanModel
from vertrouwen.ui.imports.words import Status, cases_count, rows_count
from vertrouwen.ui.theme import theme
from vertrouwen.ui.widgets import (
    Button,
    Card,
    FactRow,
    LinkButton,
    PrimaryButton,
    ScrollColumn,
    StatusText,
    WrapLabel,
)

_ROWS_IN_SIGHT = 8


class ResultPage(ScrollColumn):
    """The import is done.

    Signals:
        undo_clicked: take it out again.
        cases_clicked: go to the cases.
        again_clicked: bring in another file.
    """

    undo_clicked = Signal()
    cases_clicked = Signal()
    again_clicked = Signal()

    def __init__(self) -> None:
        """Make the empty page."""
        super().__init__(spacing=16)
        self.undo_button: Button | None = None

    def show_result(self, done: Imported, left_out: Sequence[tuple[RowKey, Status, str]]) -> None:
        """Show what came in.

        Args:
            left_out: rows that did not: where they stand, what became of them, and why.
        """
        self.clear()
        card = Card(_("De registratie is ingelezen"))
        card.add(StatusText(cases_count(done.cases), "circle-check", "green"))
        if done.organisations:
            card.add(FactRow(_("Nieuwe organisaties"), str(done.organisations)))
        if done.units:
            card.add(FactRow(_("Nieuwe onderdelen"), str(done.units)))
        if done.renumbered:
            text = ngettext(
                "{n} zaak kreeg een nieuw nummer, omdat het oude al bestond.",
                "{n} zaken kregen een nieuw nummer, omdat het oude al bestond.",
                done.renumbered,
            )
            card.add(WrapLabel(text.format(n=done.renumbered)))
        card.add(
            WrapLabel(
                _(
                    "Toestemmingen uit het bestand staan als persoonlijke notitie bij de zaak. Wilt"
                    " u een stap zetten, leg dan eerst in de zaak vast wat de melder wil."
                )
            )
        )
        acts = QHBoxLayout()
        acts.setSpacing(12)
        cases = PrimaryButton(_("Naar de zaken"), icon="folder")
        cases.clicked.connect(self.cases_clicked)
        again = LinkButton(_("Nog een bestand inlezen"), icon="file-import")
        again.clicked.connect(self.again_clicked)
        acts.addWidget(cases)
        acts.addWidget(again)
        acts.addStretch(1)
        card.body.addLayout(acts)
        self.add(card)
        if left_out:
            self.add(_not_brought_in(left_out))
        undo = Card(_("Toch niet goed?"))
        undo.add(
            WrapLabel(
                _(
                    "U kunt de invoer als geheel ongedaan maken. Dat kan tot u iets in uw praktijk"
                    " wijzigt; daarna blijft alles staan."
                )
            )
        )
        self.undo_button = Button(_("Invoer ongedaan maken…"), icon="arrow-back-up")
        self.undo_button.clicked.connect(self.undo_clicked)
        undo.body.addWidget(self.undo_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.add(undo)
        self.column.add_stretch()
        cases.setFocus()


def _not_brought_in(rows: Sequence[tuple[RowKey, Status, str]]) -> Card:
    card = Card(_("Niet ingelezen"), aside=rows_count(len(rows)))
    card.add(
        WrapLabel(
            _("Deze regels staan nog in uw bestand. U kunt ze daar verbeteren en opnieuw inlezen.")
        )
    )

    def cell(index: int, column: int) -> str:
        (sheet, row), _status, why = rows[index]
        return (sheet, str(row), "", why)[column]

    model = LeanModel(
        [_("Blad"), _("Rij"), _("Stand"), _("Waarom")],
        cell,
        lambda index: rows[index][1],
        status_column=2,
        numbers=frozenset({1}),
        parent=card,
    )
    table = ChoiceTable(_("Niet ingelezen"), model, widths=(150, 60, 140, 0), stretch=3)
    table.show_rows(range(len(rows)))
    table.setFixedHeight(theme().px(32) * (min(len(rows), _ROWS_IN_SIGHT) + 1) + theme().px(10))
    card.add(table)
    return card
