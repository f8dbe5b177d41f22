"""Taking back a consent: what was pending under it stops at once."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal

from vertrouwen.domain.consent import FILE_KEEPING
from vertrouwen.domain.step import kind_from
from vertrouwen.language import _
from vertrouwen.services.practice import Change
from vertrouwen.services.read_case import Permission, StepView
from vertrouwen.services.record_consent import withdraw_consent
from vertrouwen.ui.cases.case_form import CaseForm
from vertrouwen.ui.cases.desk import CaseDesk
from vertrouwen.ui.widgets import Field, LinkButton, WrapLabel


class WithdrawPanel(CaseForm):
    """The reporter takes a consent back.

    Signals:
        carry_out_asked: the step (its id) that turns out to have been carried out already.
    """

    carry_out_asked = Signal(int)

    def __init__(self, desk: CaseDesk, draft_key: str, permission: Permission) -> None:
        """Make the form; see `CaseForm`."""
        super().__init__(
            desk.shell,
            desk.practice,
            draft_key,
            title=_("Toestemming intrekken: {act}").format(act=desk.act_title(permission.act)),
            confirm=_("Toestemming intrekken"),
            icon="circle-x",
            tone="brick",
            text=_("{alias} mag dit altijd, zonder reden. Een intrekking blijft bewaard.").format(
                alias=desk.alias
            ),
        )
        self._desk, self._act = desk, permission.act
        steps = self._stopped_steps()
        if steps:
            self._ask_about_done(steps)
        consequences = WrapLabel(self._consequences(steps), "body", "ink")
        consequences.setContentsMargins(0, 0, 0, 8)
        self.add_widget(consequences)
        self.add_row(
            Field("dated_on", _("Ingetrokken op"), desk.date_field(desk.today())),
        )

    def check(self) -> dict[str, str]:
        """Ask for the day."""
        if self.field("dated_on").value() is None:
            return {"dated_on": _("Vul in wanneer de melder dit zei.")}
        return {}

    def job(self) -> Callable[[], Change]:
        """Withdraw the consent."""
        practice, case_id, act = self._desk.practice, self._desk.case.id, self._act
        day = self.field("dated_on").value()
        return lambda: withdraw_consent(practice, case_id, act, day)

    def _stopped_steps(self) -> list[StepView]:
        if self._act != FILE_KEEPING:
            return list(self._desk.pending(self._act))
        kinds = self._desk.practice.vocabulary["step_kind"]
        return [
            s for s in self._desk.case.pending_steps if kind_from(kinds[s.act.kind]).needs_consent
        ]

    def _ask_about_done(self, steps: list[StepView]) -> None:
        self.add_banner(_("Is een stap al uitgevoerd? Leg dat eerst vast."), "amber")
        for step in steps:
            if step.can_carry_out_today:
                link = LinkButton(
                    _("Al uitgevoerd: {step}").format(step=self._desk.act_title(step.act)),
                    icon="walk",
                )
                step_id = int(step.id)
                link.clicked.connect(lambda _on=False, i=step_id: self.carry_out_asked.emit(i))
                self.add_widget(link)

    def _consequences(self, steps: list[StepView]) -> str:
        lines = []
        if steps:
            lines.append(_("Deze stappen stoppen meteen:"))
            for step in steps:
                day = self._desk.day(step.planned_on) if step.planned_on else _("zonder datum")
                lines.append(f"•  {self._desk.act_title(step.act)}, {day}")
        elif self._act != FILE_KEEPING:
            lines.append(_("Er staat geen stap open die hierdoor stopt."))
        if self._act == FILE_KEEPING:
            lines.append(
                _(
                    "Naam en bereikbaarheid van {alias} en namen van anderen worden gewist. U kunt "
                    "geen notities meer in het dossier schrijven; wat er staat, blijft tot de zaak "
                    "wordt vernietigd."
                ).format(alias=self._desk.alias)
            )
        return "\n".join(lines)
