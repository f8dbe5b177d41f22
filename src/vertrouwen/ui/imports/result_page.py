"""Step 5: what came in, what did not, and the way back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from vertrouwen.language import _, ngettext
from vertrouwen.services.import_registration import Imported, RowKey
from vertrouwen.ui.imports.review import Review, is_incomplete, key_of
from vertrouwen.ui.imports.table import ChoiceTable, LeanModel
from vertrouwen.ui.imports.words import Status, cases_count, fate_status, flag_sentence, rows_count
from vertrouwen.ui.theme import theme
from vertrouwen.ui.widgets import (
    Button,
    Card,
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
        card.add(StatusText(_brought_in(done), "circle-check", "green"))
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
        card.add(
            WrapLabel(
                _(
                    "Toch niet goed? U kunt de invoer als geheel ongedaan maken, tot u iets in uw"
                    " praktijk wijzigt. Daarna blijft alles staan."
                )
            )
        )
        self.undo_button = Button(_("Invoer ongedaan maken…"), icon="arrow-back-up")
        self.undo_button.clicked.connect(self.undo_clicked)
        acts = QHBoxLayout()
        acts.setSpacing(12)
        cases = PrimaryButton(_("Naar de zaken"), icon="folder")
        cases.clicked.connect(self.cases_clicked)
        again = LinkButton(_("Nog een bestand inlezen"), icon="file-import")
        again.clicked.connect(self.again_clicked)
        acts.addWidget(cases)
        acts.addWidget(self.undo_button)
        acts.addWidget(again)
        acts.addStretch(1)
        card.body.addLayout(acts)
        self.add(card)
        if left_out:
            self.add(_not_brought_in(left_out))
        self.column.add_stretch()
        cases.setFocus()


def _brought_in(done: Imported) -> str:
    parts = [cases_count(done.cases)]
    clients, units = done.organisations, done.units
    if clients:
        words = ngettext("{n} nieuwe organisatie", "{n} nieuwe organisaties", clients)
        parts.append(words.format(n=clients))
    if units:
        words = ngettext("{n} nieuw onderdeel", "{n} nieuwe onderdelen", units)
        parts.append(words.format(n=units))
    return ", ".join(parts)


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
    table = ChoiceTable(_("Niet ingelezen"), model, widths=(112, 54, 136, 0), stretch=3)
    model.show(range(len(rows)))
    table.setFixedHeight(theme().px(32) * (min(len(rows), _ROWS_IN_SIGHT) + 1) + theme().px(10))
    card.add(table)
    return card


def reasons(review: Review, missing: set[RowKey]) -> list[tuple[RowKey, Status, str]]:
    """Return the rows that did not come in, each with what became of it and why."""
    found: list[tuple[RowKey, Status, str]] = []
    for index, row in enumerate(review.rows):
        key = key_of(row)
        if key not in missing:
            continue
        fate = review.fate(index)
        why = next((flag_sentence(f) for f in row.flags if f.level == "blokkerend"), "")
        if fate == "twin":
            why = _("Staat al in uw praktijk als zaak {number}.").format(number=review.twins[key])
        elif fate == "skipped":
            why = why or _("U hebt deze regel overgeslagen.")
        elif is_incomplete(row) and not why:
            why = next((flag_sentence(f) for f in row.flags), _("De datum is niet volledig."))
        found.append((key, fate_status(fate), why))
    return found
