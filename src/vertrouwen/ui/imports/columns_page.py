"""Step 2: what each column of the file holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from vertrouwen.language import _
from vertrouwen.language.sentences_imports import warning
from vertrouwen.services.import_registration import (
    CODED,
    Answers,
    ColumnReading,
    Registration,
    labels_to_ask,
)
from vertrouwen.ui.imports.name_field import NameField
from vertrouwen.ui.imports.words import (
    NOT_IMPORTED,
    Status,
    confidence,
    field_items,
    field_label,
)
from vertrouwen.ui.theme import theme
from vertrouwen.ui.widgets import (
    Banner,
    Card,
    ComboField,
    ElidedLabel,
    Field,
    HLine,
    Label,
    RadioGroup,
    ScrollColumn,
    StatusText,
    WrapLabel,
)

_LEFT_OUT = frozenset({NOT_IMPORTED, "participants", "activity"})
_SEVERAL = frozenset({"nature", "step", "referral", "remark"})
_SAMPLES = 3


class ColumnsPage(ScrollColumn):
    """Each header with what it is taken for, and a list to say otherwise.

    Signals:
        edited: something was answered.
    """

    edited = Signal()

    def __init__(self) -> None:
        """Make the empty page."""
        super().__init__(spacing=16)
        self._answers = Answers()
        self._lists: dict[str, ComboField] = {}
        self._proposed: dict[str, str | None] = {}
        self._status: dict[str, tuple[QGridLayout, int, float]] = {}
        self._client: NameField | None = None
        self._sheets: RadioGroup | None = None
        self._twice = Banner("", tone="amber")

    def show_registration(self, registration: Registration, clients: Sequence[str]) -> None:
        """Show the columns of a file.

        Args:
            clients: names of the organisations in the practice.
        """
        self.clear()
        self._answers = registration.answers
        self._lists, self._proposed, self._status = {}, {}, {}
        self._client = self._sheets = None
        self._twice = Banner("", tone="amber")
        preview = registration.preview
        if registration.is_remembered:
            self.add(
                Banner(
                    _(
                        "U hebt een registratie met deze kolommen eerder ingelezen. Uw keuzes van"
                        " toen zijn overgenomen. Pas aan wat nu anders is."
                    )
                )
            )
        if preview.sheet_choice:
            self._ask_sheet(preview.sheet_choice)
        elif any(f.code == "organisatie_ontbreekt" for row in preview.rows for f in row.flags) or (
            registration.answers.organisation is not None
        ):
            self._ask_client(registration, clients)
        if preview.columns:
            self.add(self._columns(registration))
            self.add(self._twice)
        told = [warning(w.code, w.params) for w in preview.warnings if w.code != "bladen_gelijk"]
        if told:
            card = Card(_("Over dit bestand"))
            for text in dict.fromkeys(told):
                card.add(WrapLabel(text))
            self.add(card)
        self.column.add_stretch()

    def problem(self) -> str:
        """Return what must be answered before the next step, or ""."""
        if self._sheets is not None and not self._sheets.value():
            return _("Kies eerst welk blad u wilt inlezen.")
        return ""

    @property
    def has_columns(self) -> bool:
        """Whether columns are shown, rather than only a question about the sheets."""
        return bool(self._lists)

    def answers(self) -> Answers:
        """Return the answers with the adviser's corrections."""
        columns = dict(self._answers.columns)
        for header, combo in self._lists.items():
            if combo.value() != self._proposed[header]:
                columns[header] = combo.value()
        found = replace(self._answers, columns=columns)
        if self._client is not None:
            found = replace(found, organisation=self._client.value() or None)
        if self._sheets is not None and self._sheets.value():
            found = replace(found, sheets=(self._sheets.value(),))
        return found

    def _ask_sheet(self, sheets: Sequence[str]) -> None:
        card = Card(_("Welk blad wilt u inlezen?"))
        card.add(
            WrapLabel(
                _(
                    "Op deze bladen staat dezelfde registratie. Samen inlezen zou contacten dubbel"
                    " tellen."
                )
            )
        )
        self._sheets = RadioGroup([(name, name) for name in sheets])
        self._sheets.setAccessibleName(_("Welk blad wilt u inlezen?"))
        card.add(self._sheets)
        self.add(card)

    def _ask_client(self, registration: Registration, clients: Sequence[str]) -> None:
        card = Card(_("Voor welke organisatie is deze registratie?"))
        self._client = NameField(clients)
        self._client.set_value(registration.answers.organisation)
        self._client.edited.connect(self.edited)
        card.add(
            Field(
                "organisation",
                _("Organisatie"),
                self._client,
                hint=_("Het bestand zegt dit niet. Kies een organisatie of vul een naam in."),
            )
        )
        self.add(card)

    def _columns(self, registration: Registration) -> Card:
        card = Card(_("Wat staat er in elke kolom?"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 4)
        grid.setColumnStretch(3, 3)
        heads = (_("Kop in uw bestand"), _("Wordt"), _("Zekerheid"), _("Voorbeelden"))
        for column, head in enumerate(heads):
            grid.addWidget(Label(head, "secondary_medium", "ink2"), 0, column)
        samples = _samples(registration)
        readings = [c for columns in registration.preview.columns.values() for c in columns]
        several = len(registration.preview.columns) > 1
        place = 1
        for reading in readings:
            if reading.header in self._lists:
                continue
            grid.addWidget(HLine(), place, 0, 1, 4)
            self._add(grid, place + 1, reading, samples)
            place += 2
        if several:
            card.set_aside(", ".join(registration.preview.columns))
        card.body.addLayout(grid)
        return card

    def _add(
        self,
        grid: QGridLayout,
        place: int,
        reading: ColumnReading,
        samples: dict[str, list[str]],
    ) -> None:
        header = reading.header
        field = None if reading.field in _LEFT_OUT else reading.field
        combo = ComboField(field_items(), placeholder=_("Niet inlezen"))
        combo.set_value(field)
        combo.setAccessibleName(_("{header} wordt").format(header=header))
        combo.edited.connect(lambda: self._chosen(header))
        self._lists[header], self._proposed[header] = combo, field
        name = ElidedLabel(header, "medium")
        name.setMinimumHeight(theme().px(40))
        grid.addWidget(name, place, 0)
        grid.addWidget(combo, place, 1)
        shown = ", ".join(samples.get(reading.field or "", ()))
        if reading.field == NOT_IMPORTED:
            shown = _("kan namen bevatten, wordt niet gelezen")
        grid.addWidget(ElidedLabel(shown, "secondary", "ink2"), place, 3)
        self._status[header] = (grid, place, reading.confidence)
        self._show_status(header, is_own=False)

    def _chosen(self, header: str) -> None:
        self.edited.emit()
        self._show_status(header, is_own=self._lists[header].value() != self._proposed[header])
        fields = Counter(c.value() for c in self._lists.values() if c.value() is not None)
        twice = [field_label(f) for f, n in fields.items() if n > 1 and f not in _SEVERAL]
        self._twice.set_text(
            _("Meer dan één kolom staat op: {fields}. De eerste die is ingevuld, telt.").format(
                fields=", ".join(twice)
            )
            if twice
            else ""
        )

    def _show_status(self, header: str, is_own: bool) -> None:
        grid, place, sure = self._status[header]
        old = grid.itemAtPosition(place, 2)
        if old is not None and (widget := old.widget()) is not None:
            grid.removeWidget(widget)
            widget.deleteLater()
        if self._lists[header].value() is None and not is_own:
            status = Status(text=_("Niet herkend"), icon="circle-minus", tone="neutral")
        else:
            status = confidence(sure, is_own)
        shown: QWidget = StatusText(status.text, status.icon, status.tone)
        grid.addWidget(shown, place, 2, Qt.AlignmentFlag.AlignVCenter)
        self._lists[header].setAccessibleDescription(status.text)


def _samples(registration: Registration) -> dict[str, list[str]]:
    """Return the commonest words of the coded columns; of no other column anything is shown."""
    counted: dict[str, Counter[str]] = {}
    for label in labels_to_ask(registration):
        if label.field in CODED:
            counted.setdefault(label.field, Counter())[label.label] += label.count
    return {
        field: [word for word, _n in words.most_common(_SAMPLES)]
        for field, words in counted.items()
    }
