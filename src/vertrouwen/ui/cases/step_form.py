"""Planning a step, which is free; and moving or stopping one that is planned."""

from __future__ import annotations

from collections.abc import Callable

from vertrouwen import language
from vertrouwen.domain.step import kind_from
from vertrouwen.language import _
from vertrouwen.services.plan_step import move_step, plan_step, stop_step
from vertrouwen.services.practice import Change
from vertrouwen.services.read_case import StepView
from vertrouwen.ui.cases.act_fields import ActFields
from vertrouwen.ui.cases.case_form import CaseForm
from vertrouwen.ui.cases.desk import CaseDesk
from vertrouwen.ui.widgets import Banner, Button, Field, TextArea, TimeField


class StepPanel(CaseForm):
    """Plan a step: what, towards whom, when, what for."""

    def __init__(self, desk: CaseDesk, draft_key: str) -> None:
        """Make the form; see `CaseForm`."""
        super().__init__(
            desk.shell,
            desk.practice,
            draft_key,
            title=_("Stap plannen"),
            confirm=_("Stap plannen"),
            icon="walk",
            text=_("Plannen mag altijd. Uitvoeren kan pas met toestemming voor precies deze stap."),
        )
        self._desk = desk
        self._acts: ActFields | None = None
        acts = ActFields(desk, self, only_with_consent=False, changed=self._follow_kind)
        self._acts = acts
        self._reason = Banner("", tone="accent")
        self.add_widget(self._reason)
        self._warning, self._understood = self.add_control_warning(desk.alias)
        self.add_row(
            Field("planned_on", _("Wanneer"), desk.date_field(), hint=_("Mag leeg blijven.")),
            Field("planned_at", _("Hoe laat"), TimeField()),
        )
        self.add(Field("purpose", _("Waarvoor"), TextArea()))
        self._follow_kind()

    def check(self) -> dict[str, str]:
        """Ask to confirm a step after which the organisation decides."""
        return self.not_understood()

    def job(self) -> Callable[[], Change]:
        """Plan the step."""
        assert self._acts is not None
        values, act = self.values(), self._acts.act()
        practice, case_id = self._desk.practice, self._desk.case.id
        return lambda: plan_step(
            practice,
            case_id,
            act,
            planned_on=values["planned_on"],
            planned_at=values["planned_at"],
            purpose=values["purpose"],
        )

    def _follow_kind(self) -> None:
        if self._acts is None or not self.has_field("purpose"):
            return  # still being built
        kind = self._acts.kind.value()
        steps = self._desk.practice.vocabulary["step_kind"]
        shifts = kind is not None and self._desk.shifts_control(kind)
        self._warning.setVisible(shifts)
        self._understood.setVisible(shifts)
        reason = ""
        if kind is not None and not kind_from(steps[kind]).needs_consent:
            words = str(steps[kind].extra.get(f"reason_{language.current()}", ""))
            reason = _("Hiervoor is geen toestemming nodig. {reason}").format(reason=words)
        self._reason.set_text(reason)


class MovePanel(CaseForm):
    """Another day for a pending step, or stop it because it is no longer needed."""

    def __init__(self, desk: CaseDesk, draft_key: str, step: StepView) -> None:
        """Make the form; see `CaseForm`."""
        super().__init__(
            desk.shell,
            desk.practice,
            draft_key,
            title=_("Stap verzetten"),
            confirm=_("Verzetten"),
            icon="calendar-event",
        )
        self._desk, self._step = desk, step
        when = desk.date_field(step.planned_on)
        self.add_row(
            Field("planned_on", _("Wanneer"), when, hint=_("Mag leeg blijven.")),
            Field("planned_at", _("Hoe laat"), TimeField(step.planned_at)),
        )
        self.stop_button = Button(_("Niet meer nodig"))
        self.stop_button.clicked.connect(lambda: self._stop())
        self.add_button(self.stop_button)

    def job(self) -> Callable[[], Change]:
        """Move the step."""
        values, practice, step_id = self.values(), self._desk.practice, self._step.id
        return lambda: move_step(practice, step_id, values["planned_on"], values["planned_at"])

    def _stop(self) -> None:
        practice, step_id = self._desk.practice, self._step.id
        self.send(lambda: stop_step(practice, step_id))
