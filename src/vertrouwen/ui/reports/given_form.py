"""A form for figures that the adviser gave elsewhere: on a slide, in a mail, in a conversation."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import pairwise
from typing import Any, ClassVar

from PySide6.QtCore import Signal

from vertrouwen import language
from vertrouwen.domain.organisation import Period
from vertrouwen.language import Language, _
from vertrouwen.services.make_report import (
    GivenFigure,
    GivenTable,
    OrganisationReports,
    offered_figures,
    record_given_figures,
)
from vertrouwen.services.practice import Change, Practice
from vertrouwen.statistics.scheme import TOTAL, At
from vertrouwen.ui.kept_draft import KeptDraft
from vertrouwen.ui.reports.month_field import MonthField
from vertrouwen.ui.reports.words import joined, span_label
from vertrouwen.ui.screen import Shell
from vertrouwen.ui.widgets import (
    ComboField,
    Field,
    FormPanel,
    LinkButton,
    NumberField,
    TextField,
)

_MOST = 10_000


class GivenForm(FormPanel):
    """Which numbers were given, over which months, and where.

    Signals:
        recorded: the figures stand in the ledger.
    """

    recorded = Signal()
    other_names: ClassVar[Mapping[str, str]] = {"period": "first", "figures": "total"}

    def __init__(self, shell: Shell, practice: Practice, client: OrganisationReports) -> None:
        """Make the form for one client."""
        super().__init__(
            title=_("Cijfers die u zelf gaf"),
            confirm=_("Vastleggen"),
            icon="pencil",
            text=_(
                "Wie deze cijfers hoorde, kan ze naast een later verslag leggen. Leg alleen vast"
                " wat u echt gaf. De cijfers worden vergeleken met uw dossiers, en daarna is de"
                " periode gesloten."
            ),
        )
        self._shell, self._practice, self._client = shell, practice, client
        self._tables: tuple[GivenTable, ...] = ()
        self._lines = 0
        self._waiting: dict[str, Any] = {}
        self._first = MonthField("first", shell.today)
        self._last = MonthField("last", shell.today)
        self.add_row(
            Field("first", _("Van"), self._first, required=True),
            Field("last", _("Tot en met"), self._last, required=True),
        )
        self.add_row(
            Field(
                "source",
                _("Waar gaf u ze?"),
                TextField(max_length=200),
                hint=_("bijvoorbeeld: presentatie ondernemingsraad, 12 maart"),
                required=True,
            )
        )
        counted = client.counting_unit == "contacten"
        self.add_row(
            Field(
                "total",
                _("Aantal contacten in totaal") if counted else _("Aantal meldingen in totaal"),
                NumberField(0, _MOST),
                hint=_("leeg als u geen totaal noemde"),
            )
        )
        self._more = LinkButton(_("Nog een getal uit een tabel"), icon="plus")
        self._more.clicked.connect(self.add_line)
        self.add_widget(self._more)
        for field in (self._first, self._last):
            field.editingFinished.connect(self._offer)
        self.confirmed.connect(self._record)
        self._kept = KeptDraft(self, shell, practice, f"given:{client.organisation_id}")
        self._kept.begin()

    def draft(self) -> dict[str, Any]:
        """Return the raw state of each field, also of those that wait for their tables."""
        return super().draft() | self._waiting

    def load_draft(self, draft: dict[str, Any]) -> None:
        """Put back what `draft` returned; a choice of a table waits until tables are offered."""
        while f"value{self._lines + 1}" in draft:
            self._add_fields()
        chosen = {f"{part}{n}" for n in self._numbers() for part in ("table", "cell")}
        self._waiting = {name: state for name, state in draft.items() if name in chosen}
        super().load_draft({n: state for n, state in draft.items() if n not in self._waiting})
        self._offer()

    def add_line(self) -> None:
        """Ask for one more number, and go to it."""
        self._add_fields()
        self._offer()
        self._table(self._lines).setFocus()

    def _add_fields(self) -> None:
        """Ask of which table, of which row, how many."""
        self._lines += 1
        n = self._lines
        table = ComboField([(t.name, t.title) for t in self._tables])
        cell = ComboField()
        self.add_row(
            Field(f"table{n}", _("Tabel"), table),
            Field(f"cell{n}", _("Waarvan"), cell),
            Field(f"value{n}", _("Aantal"), NumberField(0, _MOST)),
            stretch=(3, 4, 1),
        )
        table.edited.connect(lambda: self._offer_cells(n))
        self.add_widget(self._more)  # after the new fields, for eye and keyboard
        stops = [self.field(f"{part}{n}").control.widget() for part in ("table", "cell", "value")]
        before = self.field(f"value{n - 1}" if n > 1 else "total").control.widget()
        for one, next_ in pairwise([before, *stops, self._more, self.confirm_button]):
            self.setTabOrder(one, next_)

    def _span(self) -> Period | None:
        first, last = self._first.value(), self._last.value()
        if not first or not last or first >= last:
            return None
        return Period(label=span_label(first, last), first=first, last=last)

    def _offer(self) -> None:
        """Offer the tables of the months that were typed."""
        period = self._span()
        if period is None or not self._lines:
            return
        practice, client = self._practice, self._client.organisation_id
        words: Language = language.current()
        self._shell.tasks.run(
            lambda: offered_figures(practice, client, period, words),
            self._show_tables,
            self.refuse,
            owner=self,
        )

    def _show_tables(self, tables: tuple[GivenTable, ...]) -> None:
        if tables == self._tables and all(self._table(n).count() > 1 for n in self._numbers()):
            return
        self._tables = tables
        for n in self._numbers():
            self._table(n).set_items([(t.name, t.title) for t in tables])
            self._offer_cells(n)
        waiting, self._waiting = self._waiting, {}
        for n in self._numbers():
            for name in (f"table{n}", f"cell{n}"):
                if waiting.get(name) is not None:
                    self.field(name).control.set_value(waiting[name])

    def _offer_cells(self, n: int) -> None:
        chosen = self._table(n).value()
        cells = next((t.cells for t in self._tables if t.name == chosen), ())
        control = self.field(f"cell{n}").control
        assert isinstance(control, ComboField)
        control.set_items([(_code(at), joined(words)) for at, words in cells])

    def _numbers(self) -> range:
        return range(1, self._lines + 1)

    def _table(self, n: int) -> ComboField:
        control = self.field(f"table{n}").control
        assert isinstance(control, ComboField)
        return control

    def _figures(self) -> list[GivenFigure] | None:
        """Return what was filled in; None where a line is half filled in, which is said there."""
        figures = []
        total = self.field("total").value()
        if total is not None:
            figures.append(GivenFigure(at=TOTAL, value=total))
        for n in self._numbers():
            table, cell = self.field(f"table{n}").value(), self.field(f"cell{n}").value()
            value = self.field(f"value{n}").value()
            if table is None and cell is None and value is None:
                continue
            for name, answer in ((f"table{n}", table), (f"cell{n}", cell), (f"value{n}", value)):
                if answer is None:
                    self.set_errors({name: _("Vul dit in.")})
                    return None
            cells = next(t.cells for t in self._tables if t.name == table)
            at = next(at for at, _words in cells if _code(at) == cell)
            figures.append(GivenFigure(at=at, value=value))
        return figures

    def _record(self) -> None:
        period, figures = self._span(), self._figures()
        if period is None:
            self.set_errors({"last": _("De laatste maand komt na de eerste.")})
            return
        if figures is None:
            return
        self.set_busy(True)
        practice, client = self._practice, self._client.organisation_id
        source = self.field("source").value()
        given = tuple(figures)

        def done(_change: Change) -> None:
            self._kept.drop()
            self.recorded.emit()

        self._shell.tasks.run(
            lambda: record_given_figures(practice, client, period, source, given),
            done,
            self.refuse,
            owner=self,
        )


def _code(at: At) -> str:
    """Return a code for a cell that says the same as long as its question is asked."""
    return json.dumps(at)
