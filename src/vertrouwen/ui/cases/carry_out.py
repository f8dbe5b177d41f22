"""Recording that a step was carried out, on the ground that covers its day."""

from __future__ import annotations

from collections.abc import Callable

from vertrouwen.language import _
from vertrouwen.services.carry_out_step import carry_out_step
from vertrouwen.services.practice import Change
from vertrouwen.services.read_case import StepView
from vertrouwen.ui.cases.case_form import CaseForm
from vertrouwen.ui.cases.desk import CaseDesk
from vertrouwen.ui.widgets import Field, NumberField, TextArea


class CarryOutPanel(CaseForm):
    """Day, minutes and perhaps a report of a step; what may be shared stands above it."""

    def __init__(self, desk: CaseDesk, draft_key: str, step: StepView) -> None:
        """Make the form; see `CaseForm`."""
        super().__init__(
            desk.shell,
            desk.practice,
            draft_key,
            title=_("Stap uitvoeren"),
            confirm=_("Als uitgevoerd vastleggen"),
            icon="walk",
        )
        self._desk, self._step = desk, step
        reminder = self._what_may_be_shared()
        if reminder:
            self.add_banner(reminder, "green")
        self._warns = step.shifts_control
        if self._warns:
            self.add_control_warning(desk.alias)
        self.add_row(
            Field("day", _("Uitgevoerd op"), desk.date_field(desk.today()), required=True),
            Field("minutes", _("Minuten"), NumberField()),
        )
        hint = (
            ""
            if desk.case.keeps_file
            else _("Zonder toestemming voor een dossier wordt er geen verslag bewaard.")
        )
        text = TextArea(note=True, lines=3)
        text.setEnabled(desk.case.keeps_file)
        self.add(Field("text", _("Verslag in het dossier"), text, hint=hint))

    def check(self) -> dict[str, str]:
        """Ask to confirm a step after which the organisation decides."""
        return self.not_understood() if self._warns else {}

    def job(self) -> Callable[[], Change]:
        """Carry the step out."""
        values, practice, step_id = self.values(), self._desk.practice, self._step.id
        text = values["text"] if self._desk.case.keeps_file else ""
        return lambda: carry_out_step(
            practice, step_id, values["day"], minutes=values["minutes"], text=text
        )

    def _what_may_be_shared(self) -> str:
        """Return what the reporter allows and withholds, to have before one's eyes.

        Only of a consent in force: what was noted with a refusal is nothing to share.
        """
        permissions = self._desk.case.permissions
        record = next((p.in_force for p in permissions if p.act == self._step.act), None)
        if record is None:
            return ""
        parts = []
        if record.shared:
            parts.append(_("Delen: {text}").format(text=record.shared))
        if record.withheld:
            parts.append(_("Niet delen: {text}").format(text=record.withheld))
        return "\n".join(parts)
