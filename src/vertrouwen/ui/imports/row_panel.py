"""One row: what is doubtful, what the adviser decides, what will be stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from vertrouwen.domain.vocabulary import UNKNOWN
from vertrouwen.language import _
from vertrouwen.services.import_registration import CodedRow, Flag, Level, RowDecision
from vertrouwen.ui.imports.codes_field import CodesField
from vertrouwen.ui.imports.name_field import NameField
from vertrouwen.ui.imports.review import Fate, Review, is_incomplete, key_of
from vertrouwen.ui.imports.words import (
    RowWords,
    fate_status,
    flag_field_label,
    flag_sentence,
    hidden_name,
    note_of,
)
from vertrouwen.ui.theme import theme
from vertrouwen.ui.tokens import Tone
from vertrouwen.ui.widgets import (
    Button,
    Card,
    Chip,
    ComboField,
    Control,
    DateField,
    FactRow,
    Field,
    Icon,
    LinkButton,
    NumberField,
    ScrollColumn,
    WrapLabel,
)

_ATTRIBUTES = {
    "datum": "day",
    "organisatie": "organisation",
    "afdeling": "unit",
    "soort_contact": "kind",
    "spoor": "track",
    "aard": "natures",
    "rol_melder": "role",
    "relatie_aangeklaagde": "relation",
    "kanaal": "channel",
    "gekozen_stap": "steps",
    "doorverwijzing": "referrals",
    "uitkomst": "outcome",
    "aantal_gesprekken": "talks",
    "minuten": "minutes",
    "afgesloten_op": "closed_on",
}
_CODED = {
    "soort_contact": "kind",
    "spoor": "track",
    "aard": "nature",
    "rol_melder": "role",
    "relatie_aangeklaagde": "relation",
    "kanaal": "channel",
    "gekozen_stap": "step",
    "doorverwijzing": "referral",
    "uitkomst": "outcome",
}
_LEVELS: Mapping[Level, tuple[str, Tone]] = {
    "blokkerend": ("lock", "brick"),
    "beslissen": ("circle-half-2", "amber"),
    "attentie": ("info-circle", "accent"),
}
_GRAVEST_FIRST: tuple[Level, ...] = ("blokkerend", "beslissen", "attentie")


class RowPanel(ScrollColumn):
    """The row that is looked at.

    Signals:
        answered: what was decided (a `RowDecision`), or None to decide anew.
    """

    answered = Signal(object)

    def __init__(self, words: RowWords, today: Callable[[], date]) -> None:
        """Make the empty panel."""
        super().__init__()
        self._words, self._today = words, today
        self._fields: dict[str, Field] = {}
        self._untouched: dict[str, object] = {}
        self._row: CodedRow | None = None
        self._accept: Button | None = None

    def show_row(
        self, review: Review, index: int | None, names: Mapping[str, Sequence[str]], hidden: bool
    ) -> None:
        """Show a row.

        Args:
            names: field -> names that can be chosen for organisations and units.
            hidden: names and texts of the file are not shown (privacy mode).
        """
        self.clear()
        self._fields, self._untouched, self._accept, self._row = {}, {}, None, None
        if index is None:
            self.add(WrapLabel(_("Hier zijn geen regels. Kies een ander filter.")))
            self.column.add_stretch()
            return
        row, fate = review.rows[index], review.fate(index)
        self._row = row
        self.add(self._doubts(review, row, fate, names, hidden))
        self._untouched = {name: field.value() for name, field in self._fields.items()}
        self.add(self._stored(review, row, hidden))
        self.column.add_stretch()

    def settle(self) -> bool:
        """Take what was filled in as the answer; return False where it cannot be one yet."""
        now = {name: field.value() for name, field in self._fields.items()}
        return now == self._untouched or self._take()

    def focus_answer(self) -> None:
        """Go to the first question, or to the button."""
        if self._fields:
            next(iter(self._fields.values())).setFocus()
        elif self._accept is not None:
            self._accept.setFocus()

    def _doubts(
        self,
        review: Review,
        row: CodedRow,
        fate: Fate,
        names: Mapping[str, Sequence[str]],
        hidden: bool,
    ) -> Card:
        status = fate_status(fate)
        title = _("Rij {row}").format(row=row.row)
        card = Card(title, chip=Chip(status.text, status.icon, status.tone))
        twin = review.twins.get(key_of(row))
        if twin is not None:
            text = _("Dit contact staat waarschijnlijk al in uw praktijk als zaak {number}.")
            card.add(WrapLabel(text.format(number=twin), "body", "ink"))
        said = review.cells.get(key_of(row), {})
        for flag in sorted(row.flags, key=lambda f: _GRAVEST_FIRST.index(f.level)):
            self._doubt(card, flag, "" if hidden else said.get(flag.field or "", ""))
        if not row.flags and twin is None:
            card.add(WrapLabel(_("Aan deze regel is niets twijfelachtig.")))
        if fate in ("decided", "skipped"):
            self._decided(card, fate)
            return card
        for flag in row.flags:
            if flag.field and (flag.level != "attentie" or is_incomplete(row)):
                self._ask(card, row, flag.field, names, hidden)
        self._buttons(card, fate)
        return card

    def _doubt(self, card: Card, flag: Flag, said: str) -> None:
        icon, tone = _LEVELS[flag.level]
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(Icon(icon, theme().tone_token(tone), 18), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(WrapLabel(flag_sentence(flag), "body", "ink"), 1)
        card.body.addLayout(line)
        if said:
            text = _("In uw bestand staat: “{text}”").format(text=said)
            card.add(WrapLabel(text, "secondary", "ink2"))

    def _decided(self, card: Card, fate: Fate) -> None:
        text = (
            _("U hebt besloten deze regel in te lezen zoals hieronder staat.")
            if fate == "decided"
            else _("U hebt besloten deze regel over te slaan.")
        )
        card.add(WrapLabel(text))
        again = LinkButton(_("Opnieuw beslissen"), icon="arrow-back-up")
        again.clicked.connect(lambda: self.answered.emit(None))
        card.add(again)

    def _buttons(self, card: Card, fate: Fate) -> None:
        words = {"twin": _("Toch inlezen"), "fine": "", "notice": ""}.get(fate, _("Zo inlezen"))
        if words:
            accept = Button(words, icon="check")
            accept.clicked.connect(self._take)
            card.add(accept)
            self._accept = accept
        if fate == "twin":
            card.add(WrapLabel(_("Doet u niets, dan wordt deze regel overgeslagen."), "secondary"))
            return
        skip = LinkButton(_("Deze regel overslaan"), icon="circle-minus")
        skip.clicked.connect(lambda: self.answered.emit(RowDecision(keep=False)))
        card.add(skip)

    def _ask(
        self,
        card: Card,
        row: CodedRow,
        name: str,
        names: Mapping[str, Sequence[str]],
        hidden: bool,
    ) -> None:
        if name in self._fields or name not in _ATTRIBUTES:
            return
        if hidden and name in ("organisatie", "afdeling"):
            card.add(WrapLabel(hidden_name(), "secondary"))
            return
        field = Field(name, flag_field_label(name), self._control(row, name, names))
        self._fields[name] = field
        card.add(field)

    def _control(self, row: CodedRow, name: str, names: Mapping[str, Sequence[str]]) -> Control:
        value: Any = getattr(row, _ATTRIBUTES[name])
        if name in ("datum", "afgesloten_op"):
            return DateField(value, self._today)
        control: Control
        if name in ("organisatie", "afdeling"):
            control = NameField(names.get(name, ()), empty=_("Onbekend"))
            value = "" if value == UNKNOWN else value
        elif name in ("aantal_gesprekken", "minuten"):
            control = NumberField(0, 100_000)
        elif self._words.is_multiple(_CODED[name]):
            control = CodesField(self._words.items(_CODED[name]), flag_field_label(name))
        else:
            control = ComboField(self._words.items(_CODED[name]))
        control.set_value(value)
        return control

    def _take(self) -> bool:
        row = self._row
        if row is None or not all([field.validate() for field in self._fields.values()]):
            return False
        changes: dict[str, object] = {}
        for name, field in self._fields.items():
            attribute, value = _ATTRIBUTES[name], field.value()
            if name == "afdeling":
                value = value or UNKNOWN
            elif name in _CODED and not value:
                value = (UNKNOWN,) if name in ("aard", "gekozen_stap") else UNKNOWN
                value = () if name == "doorverwijzing" else value
            if value != getattr(row, attribute):
                changes[attribute] = value or None if name == "organisatie" else value
        if "natures" in changes and "spoor" not in self._fields:
            changes["track"] = self._words.track_of(self._fields["aard"].value() or (UNKNOWN,))
        if isinstance(changes.get("closed_on"), date):
            changes["is_closed"] = True
        if not self._is_sound(row, changes):
            return False
        self.answered.emit(RowDecision(keep=True, changes=changes))
        return True

    def _is_sound(self, row: CodedRow, changes: Mapping[str, object]) -> bool:
        """Say beside the field what still keeps the row from being a case."""
        day = changes.get("day", row.day)
        closed = changes.get("closed_on", row.closed_on)
        has_day = isinstance(day, date) or (row.month is not None and "day" not in changes)
        first = day if isinstance(day, date) else None
        if not has_day:
            return self._wrong("datum", _("Vul de datum in, of sla de regel over."))
        if first is not None and first > self._today():
            return self._wrong("datum", _("Deze dag moet nog komen. Vul een eerdere datum in."))
        if not changes.get("organisation", row.organisation):
            return self._wrong("organisatie", _("Kies de organisatie, of sla de regel over."))
        if isinstance(closed, date) and first is not None and closed < first:
            text = _("De zaak is gesloten voor deze datum. Vul een eerdere datum in.")
            if "afgesloten_op" in self._fields:
                return self._wrong("afgesloten_op", _("Vul een dag na het contact in."))
            return self._wrong("datum", text)
        if isinstance(closed, date) and closed > self._today():
            return self._wrong("afgesloten_op", _("Deze dag moet nog komen."))
        return True

    def _wrong(self, name: str, text: str) -> bool:
        field = self._fields.get(name)
        if field is not None:
            field.set_error(text)
            field.setFocus()
        return False

    def _stored(self, review: Review, row: CodedRow, hidden: bool) -> Card:
        card = Card(_("Wordt opgeslagen"))
        answer = review.answers.get(key_of(row))
        shown = row
        if answer is not None and answer.changes:
            shown = replace(row, **dict(answer.changes))  # type: ignore[arg-type]
        names = {_("Organisatie"), _("Onderdeel")}
        for name, value in self._words.facts(shown):
            card.add(FactRow(name, "•••" if hidden and name in names else value))
        note = note_of(row)
        if note:
            card.add_line()
            card.add(WrapLabel(_("Persoonlijke notitie, hoort niet bij het dossier"), "secondary"))
            card.add(
                WrapLabel(_("verborgen in de privacystand") if hidden else note, "body", "ink")
            )
        return card
