"""In which part of the organisation a case plays."""

from __future__ import annotations

from collections.abc import Callable

from vertrouwen.domain.organisation import UnitId
from vertrouwen.language import _
from vertrouwen.services.edit_case import set_unit
from vertrouwen.services.practice import Change
from vertrouwen.services.read_organisations import OrganisationView, organisation
from vertrouwen.ui.cases.case_form import CaseForm
from vertrouwen.ui.cases.desk import CaseDesk
from vertrouwen.ui.widgets import ComboField, Field


class UnitPanel(CaseForm):
    """Choose a part of the organisation, or none."""

    def __init__(self, desk: CaseDesk, draft_key: str) -> None:
        """Make the form; its choices are read at once."""
        super().__init__(
            desk.shell,
            desk.practice,
            draft_key,
            title=_("Organisatieonderdeel"),
            icon="building",
            text=_("Alleen voor de telling. Een klein onderdeel kan iemand herkenbaar maken."),
        )
        self._desk = desk
        self.unit = ComboField([], placeholder=_("Niet vastgelegd"))
        self.add(Field("unit_id", _("Onderdeel"), self.unit))
        practice, wanted = desk.practice, desk.case.organisation.id
        desk.shell.tasks.run(lambda: organisation(practice, wanted), self._show, owner=self)

    def job(self) -> Callable[[], Change]:
        """Store the unit."""
        chosen = self.field("unit_id").value()
        unit_id = UnitId(int(chosen)) if chosen else None
        practice, case_id = self._desk.practice, self._desk.case.id
        return lambda: set_unit(practice, case_id, unit_id)

    def _show(self, view: OrganisationView) -> None:
        self.unit.set_items([(str(unit.id), unit.name) for unit in view.units if unit.is_active])
        if self._desk.case.unit is not None:
            self.unit.set_value(str(self._desk.case.unit.id))
