"""Step 3: which code each word of the file stands for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vertrouwen.language import _, ngettext
from vertrouwen.services.import_registration import (
    CODED,
    Answers,
    LabelRow,
    Registration,
    confirmed,
    labels_to_ask,
)
from vertrouwen.ui.imports.beside import Beside
from vertrouwen.ui.imports.codes_field import CodesField
from vertrouwen.ui.imports.name_field import NameField
from vertrouwen.ui.imports.table import ChoiceTable, LeanModel, table_card
from vertrouwen.ui.imports.words import RowWords, Status, confidence, field_label, hidden_name
from vertrouwen.ui.widgets import (
    Button,
    Card,
    ComboField,
    Control,
    Label,
    LinkButton,
    ScrollColumn,
    SegmentedFilter,
    WrapLabel,
)

_KINDS = ("question", "typo", "unknown")


class LabelsPage(QWidget):
    """The words in doubt, the commonest first, and beside them the question about one.

    Signals:
        edited: something was answered.
    """

    edited = Signal()

    def __init__(self, words: RowWords, is_hidden: Callable[[], bool]) -> None:
        """Make the empty page.

        Args:
            is_hidden: whether names are hidden at this moment (privacy mode).
        """
        super().__init__()
        self._is_hidden = is_hidden
        self._words = words
        self._labels: tuple[LabelRow, ...] = ()
        self._own: dict[tuple[str, str], tuple[str, ...]] = {}
        self._confirmed = Answers()
        self._clients: Sequence[str] = ()
        self._names: dict[str, tuple[str, ...]] = {}
        self._current: int | None = None
        self._filter_place = QHBoxLayout()
        self._filter: SegmentedFilter | None = None
        self._model = LeanModel(
            [_("Woord"), _("Kolom"), _("Aantal"), _("Wordt"), _("Zekerheid")],
            self._cell,
            self._status,
            status_column=4,
            numbers=frozenset({2}),
            parent=self,
        )
        self.table = ChoiceTable(
            _("Woorden"), self._model, widths=(164, 112, 68, 0, 148), stretch=3, spare=(1, 2)
        )
        self._control_widget: QWidget = self.table
        self.table.looked_at.connect(self._show)
        self.table.entered.connect(self._focus_answer)
        self.panel = ScrollColumn()
        card = table_card(self.table)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        box.addLayout(self._filter_place)
        box.addWidget(Beside(card, self.panel), 1)

    def show_registration(self, registration: Registration, clients: Sequence[str]) -> None:
        """Show the words of a file.

        Args:
            clients: names of the organisations in the practice.
        """
        self._labels = labels_to_ask(registration)
        self._own = {}
        self._confirmed = confirmed(registration)
        self._clients = clients
        units = dict.fromkeys(u for names in registration.preview.units.values() for u in names)
        self._names = {
            "organisation": tuple(dict.fromkeys((*registration.preview.organisations, *clients))),
            "unit": tuple(units),
        }
        self._show_filter()

    def answers(self) -> Answers:
        """Return the answers: proposals confirmed, the adviser's own choices first."""
        labels = {field: dict(known) for field, known in self._confirmed.labels.items()}
        names = {field: dict(known) for field, known in self._confirmed.names.items()}
        for (field, label), codes in self._own.items():
            if field in CODED:
                labels.setdefault(field, {})[label] = codes
            else:
                names.setdefault(field, {})[label] = codes[0]
        return replace(self._confirmed, labels=labels, names=names)

    def refresh(self) -> None:
        """Draw everything anew, after the privacy mode was switched."""
        if self._filter is not None:
            self.table.show_rows(self._of_kind(str(self._filter.value())), self._current)

    def _hides(self, row: LabelRow) -> bool:
        return row.field not in CODED and self._is_hidden()

    def _show_filter(self) -> None:
        counts = {kind: len(self._of_kind(kind)) for kind in (*_KINDS, "all")}
        items = [
            ("question", _("Vragen {n}").format(n=counts["question"])),
            ("typo", _("Tikfouten {n}").format(n=counts["typo"])),
            ("unknown", _("Niet herkend {n}").format(n=counts["unknown"])),
            ("all", _("Alles {n}").format(n=counts["all"])),
        ]
        if self._filter is not None:
            self._filter_place.removeWidget(self._filter)
            self._filter.deleteLater()
        self._filter = SegmentedFilter(items)
        self._filter.setAccessibleName(_("Welke woorden"))
        first = next((kind for kind in _KINDS if counts[kind]), "all")
        self._filter.set_value(first)
        self._filter.selected.connect(self._filtered)
        self._filter_place.insertWidget(0, self._filter)
        if self._filter_place.count() == 1:
            self._filter_place.addStretch(1)
        self._filtered(first)

    def _of_kind(self, kind: str) -> list[int]:
        every = range(len(self._labels))
        found = [i for i in every if kind == "all" or self._labels[i].kind == kind]
        return sorted(found, key=lambda i: -self._labels[i].count)

    def _filtered(self, kind: str) -> None:
        self.table.show_rows(self._of_kind(kind))

    def _codes(self, index: int) -> tuple[str, ...]:
        row = self._labels[index]
        return self._own.get((row.field, row.label), row.codes)

    def _is_own(self, index: int) -> bool:
        row = self._labels[index]
        return (row.field, row.label) in self._own

    def _meaning(self, index: int) -> str:
        row, codes = self._labels[index], self._codes(index)
        if row.kind == "unknown" and not self._is_own(index):
            return _("nog niet gekozen")
        if row.field in CODED:
            return self._words.codes(row.field, codes)
        return ", ".join(codes) or _("per regel beslissen")

    def _cell(self, index: int, column: int) -> str:
        row = self._labels[index]
        if column in (0, 3) and self._hides(row):
            return "•••"
        if column == 0:
            return row.label
        if column == 1:
            return row.header
        return str(row.count) if column == 2 else self._meaning(index)

    def _status(self, index: int) -> Status:
        row = self._labels[index]
        return confidence(row.confidence, self._is_own(index), is_asked=row.kind in _KINDS)

    def _show(self, index: int | None) -> None:
        self._current = index
        self.panel.clear()
        if index is None:
            self.panel.add(
                WrapLabel(_("Hier zijn geen woorden. Kies een ander filter of ga verder."))
            )
            self.panel.column.add_stretch()
            return
        row = self._labels[index]
        card = Card()
        if self._hides(row):
            card.add(WrapLabel(hidden_name()))
            self._control_widget = self.table
            self.panel.add(card)
            self.panel.column.add_stretch()
            return
        card.add(WrapLabel(self._question(row), "heading", "ink"))
        times = ngettext("{n} keer", "{n} keer", row.count).format(n=row.count)
        card.add(
            WrapLabel(
                _("Kolom {header}, {times}").format(header=row.header, times=times), "secondary"
            )
        )
        control = self._control(row)
        name = field_label(row.field)
        card.add(Label(name, "secondary_medium", "ink2"))
        widget = control.widget()
        widget.setAccessibleName(name)
        card.add(widget)
        edited: Any = getattr(control, "edited")  # noqa: B009 - each control declares its own
        edited.connect(lambda: self._answered(index, control))
        card.add(WrapLabel(self._hint(row), "secondary", "ink3"))
        self._back = LinkButton(_("Terug naar het voorstel"), icon="arrow-back-up")
        self._back.clicked.connect(lambda: self._forget(index))
        self._back.setVisible(self._is_own(index))
        card.add(self._back)
        follow = Button(_("Volgend woord"), icon="arrow-down")
        follow.clicked.connect(self._next)
        card.add(follow)
        self._control_widget = widget
        self.panel.add(card)
        self.panel.column.add_stretch()

    def _question(self, row: LabelRow) -> str:
        if row.kind == "unknown":
            return _("Wat betekent “{label}”?").format(label=row.label)
        if row.kind in ("question", "typo"):
            return _("Wat bedoelt u met “{label}”?").format(label=row.label)
        return f"“{row.label}”"

    def _hint(self, row: LabelRow) -> str:
        if row.kind == "unknown":
            return _("Kiest u niets, dan beslist u bij elke regel apart.")
        if row.field == "unit":
            return _("Namen van onderdelen gelden binnen hun organisatie.")
        if row.field == "organisation":
            return self._is_known_client(row)
        return _("Klopt het voorstel, dan hoeft u niets te doen.")

    def _is_known_client(self, row: LabelRow) -> str:
        known = {name.casefold() for name in self._clients}
        if row.codes and row.codes[0].casefold() in known:
            return _("Deze organisatie staat al in uw praktijk.")
        return _("Staat de naam nog niet in uw praktijk, dan wordt de organisatie toegevoegd.")

    def _control(self, row: LabelRow) -> Control:
        codes = self._own.get((row.field, row.label), row.codes)
        if row.field not in CODED:
            names = NameField(self._names.get(row.field, ()), empty=_("Per regel beslissen"))
            names.set_value(codes[0] if codes else "")
            return names
        chosen = () if row.kind == "unknown" and not self._own else codes
        if self._words.is_multiple(row.field):
            several = CodesField(self._words.items(row.field), field_label(row.field))
            several.set_value(chosen)
            return several
        single = ComboField(self._words.items(row.field))
        single.set_value(chosen[0] if chosen else None)
        return single

    def _answered(self, index: int, control: Control) -> None:
        row, value = self._labels[index], control.value()
        codes = value if isinstance(value, tuple) else ((value,) if value else ())
        key = (row.field, row.label)
        if not codes or (codes == row.codes and row.kind != "unknown"):
            self._own.pop(key, None)
        else:
            self._own[key] = codes
        self.edited.emit()
        self._back.setVisible(self._is_own(index))
        self._model.changed(index)

    def _forget(self, index: int) -> None:
        row = self._labels[index]
        self._own.pop((row.field, row.label), None)
        self.edited.emit()
        self._model.changed(index)
        self._show(index)

    def _focus_answer(self) -> None:
        if self._current is not None:
            self._control_widget.setFocus()

    def _next(self) -> None:
        self.table.look_at_place(self.table.next_place())
        self.table.setFocus()
