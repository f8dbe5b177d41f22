"""The parts of a client and how many people work there, with the forms to add to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt

from vertrouwen.domain.organisation import (
    FIRST_YEAR,
    LAST_YEAR,
    MOST_EMPLOYEES,
    Unit,
    UnitId,
)
from vertrouwen.language import _, grouped
from vertrouwen.services.edit_organisations import add_unit, change_unit, set_headcount
from vertrouwen.services.practice import Change, Practice
from vertrouwen.services.read_organisations import OrganisationView
from vertrouwen.ui.kept_draft import KeptDraft
from vertrouwen.ui.screen import Screen
from vertrouwen.ui.widgets import (
    Button,
    Card,
    Field,
    FormPanel,
    ListRow,
    NumberField,
    RowList,
    TextField,
    WrapLabel,
)


class UnitsCard(Card):
    """Units by name with their headcount of the newest year, and the organisation's total.

    Args:
        screen: the page it stands on; runs the work and shows what changed.
        view: the client as read.
    """

    def __init__(self, screen: Screen, practice: Practice, view: OrganisationView) -> None:
        super().__init__(_("Onderdelen"))
        self._screen = screen
        self._practice = practice
        self._view = view
        self._year = max((h.year for h in view.headcounts), default=practice.today().year)
        counts = {h.unit_id: h.employees for h in view.headcounts if h.year == self._year}
        if view.headcounts:
            self.set_aside(_("mensen in {year}").format(year=self._year))
        rows = [
            self._row(
                unit.name if unit.is_active else _("{name} (vervallen)").format(name=unit.name),
                counts.get(unit.id),
                partial(self._open_unit, unit),
            )
            for unit in view.units
        ]
        rows.append(self._row(_("Hele organisatie"), counts.get(None), self._open_total))
        list_ = RowList()
        list_.set_rows(rows)
        self.add(list_)
        if not view.units:
            self.add(
                WrapLabel(
                    _(
                        "Onderdelen zijn nodig als u later per afdeling of locatie wilt kunnen"
                        " tellen. Een onderdeel onder de vijftig mensen wordt nooit apart getoond."
                    ),
                    role="secondary",
                )
            )
        add = Button(_("Onderdeel toevoegen"), icon="plus")
        add.clicked.connect(lambda: self._open_unit(None))
        self.body.addWidget(add, 0, Qt.AlignmentFlag.AlignLeft)
        self._form: FormPanel | None = None
        self._draft: KeptDraft | None = None

    def _row(self, name: str, people: int | None, change: Callable[[], None]) -> ListRow:
        row = ListRow(title=name, aside=_("aantal invullen") if people is None else grouped(people))
        row.activated.connect(change)
        return row

    def _open(self, form: FormPanel, part: str) -> None:
        if self._form is not None:
            self._form.deleteLater()
        self._form = form
        form.closed.connect(self._close)
        self.add(form)
        key = f"organisation:{self._view.organisation.id}:{part}"
        self._draft = KeptDraft(form, self._screen.shell, self._practice, key)
        self._draft.begin()
        form.focus_first()

    def _close(self) -> None:
        if self._form is not None:
            self._form.deleteLater()
            self._form = None

    def _open_unit(self, unit: Unit | None) -> None:
        form = FormPanel(
            _("Onderdeel toevoegen") if unit is None else _("Onderdeel wijzigen"),
            confirm=_("Opslaan"),
        )
        form.add_row(
            Field("name", _("Naam"), TextField(max_length=120), required=True),
            Field("employees", _("Mensen"), NumberField(0, MOST_EMPLOYEES)),
            Field("year", _("In het jaar"), NumberField(FIRST_YEAR, LAST_YEAR), required=True),
            stretch=[3, 1, 1],
        )
        counts = {h.unit_id: h.employees for h in self._view.headcounts if h.year == self._year}
        form.set_values(
            {
                "name": "" if unit is None else unit.name,
                "employees": None if unit is None else counts.get(unit.id),
                "year": self._year,
            }
        )
        if unit is not None:
            ends = Button(_("Laten vervallen") if unit.is_active else _("Weer in gebruik"))
            ends.clicked.connect(
                lambda: self._run(
                    lambda: change_unit(self._practice, replace(unit, is_active=not unit.is_active))
                )
            )
            form.add_button(ends)
        form.confirmed.connect(lambda: self._save_unit(unit))
        self._open(form, "unit:new" if unit is None else f"unit:{unit.id}")

    def _save_unit(self, unit: Unit | None) -> None:
        if self._form is None:
            return
        values = self._form.values()
        practice, organisation = self._practice, self._view.organisation

        def job() -> Change:
            if unit is None:
                change = add_unit(practice, organisation.id, values["name"])
                assert change.subject_id is not None
                unit_id = UnitId(change.subject_id)
            else:
                change = change_unit(practice, replace(unit, name=values["name"]))
                unit_id = unit.id
            if values["employees"] is not None:
                set_headcount(
                    practice,
                    organisation.id,
                    values["year"],
                    values["employees"],
                    unit_id=unit_id,
                )
            return change

        self._run(job)

    def _open_total(self) -> None:
        form = FormPanel(_("Hele organisatie"), confirm=_("Opslaan"))
        form.add_row(
            Field("employees", _("Mensen"), NumberField(0, MOST_EMPLOYEES), required=True),
            Field("year", _("In het jaar"), NumberField(FIRST_YEAR, LAST_YEAR), required=True),
        )
        form.set_values({"year": self._practice.today().year})
        form.confirmed.connect(self._save_total)
        self._open(form, "headcount")

    def _save_total(self) -> None:
        if self._form is None:
            return
        values = self._form.values()
        self._run(
            lambda: set_headcount(
                self._practice, self._view.organisation.id, values["year"], values["employees"]
            )
        )

    def _run(self, job: Callable[[], Change]) -> None:
        self._screen.run(job, self._saved, self._refused)

    def _saved(self, _change: Change) -> None:
        if self._draft is not None:
            self._draft.drop()
        self._screen.refresh()

    def _refused(self, error: Exception) -> None:
        if self._form is not None:
            self._form.refuse(error)
