"""Where a case stands: another state, closing with a reason and an outcome."""

from __future__ import annotations

from collections.abc import Callable

from vertrouwen.domain.case import State, reachable
from vertrouwen.language import _
from vertrouwen.services.edit_case import change_state, close_case
from vertrouwen.services.practice import Change
from vertrouwen.ui.cases.case_form import CaseForm
from vertrouwen.ui.cases.desk import CaseDesk
from vertrouwen.ui.widgets import ComboField, Field, TextField

_WAITS = frozenset({State.WAITING, State.NO_RESPONSE})
"""States in which a case waits for something that can be named."""


class StatePanel(CaseForm):
    """Choose the next state of an open case."""

    def __init__(self, desk: CaseDesk, draft_key: str) -> None:
        """Make the form; see `CaseForm`."""
        super().__init__(
            desk.shell,
            desk.practice,
            draft_key,
            title=_("Status wijzigen"),
            confirm=_("Status wijzigen"),
            icon="route",
        )
        self._desk = desk
        open_to = {s.value for s in reachable(desk.case.state, desk.case.control)}
        choices = [item for item in desk.items("case_state") if item[0] in open_to]
        self.state = ComboField(choices)
        self.add(Field("state", _("Nieuwe status"), self.state, required=True))
        waiting = TextField(max_length=120)
        self.waiting = Field("waiting_for", _("Waarop wacht u?"), waiting)
        self.add(self.waiting)
        self.state.edited.connect(self._follow_state)
        self._follow_state()

    def job(self) -> Callable[[], Change]:
        """Change the state."""
        values, practice, case_id = self.values(), self._desk.practice, self._desk.case.id
        state = State(values["state"])
        waiting = values["waiting_for"] if state in _WAITS else ""
        return lambda: change_state(practice, case_id, state, waiting_for=waiting)

    def _follow_state(self) -> None:
        chosen = self.state.value()
        self.waiting.setVisible(bool(chosen) and State(chosen) in _WAITS)


class ClosePanel(CaseForm):
    """Close a case: why, with what outcome, and whether the goal was met."""

    def __init__(self, desk: CaseDesk, draft_key: str) -> None:
        """Make the form; see `CaseForm`."""
        super().__init__(
            desk.shell,
            desk.practice,
            draft_key,
            title=_("Zaak sluiten"),
            confirm=_("Zaak sluiten"),
            icon="archive",
            text=_("U kunt een gesloten zaak later heropenen."),
        )
        # "Sluiten" would leave open whether it is the form or the case.
        self.close_link.setText(_("Niet sluiten"))
        self._desk = desk
        if desk.case.pending_steps:
            self.add_banner(_("Stappen die nog openstaan, stoppen bij het sluiten."), "amber")
        facts = desk.case.facts
        outcome = ComboField(desk.items("outcome"), placeholder=None)
        outcome.set_value(facts.outcome)
        goal = ComboField(desk.items("goal"), placeholder=None)
        goal.set_value(facts.goal)
        self.add_row(
            Field("reason", _("Reden"), ComboField(desk.items("closing_reason")), required=True),
            Field("closed_on", _("Gesloten op"), desk.date_field(desk.today()), required=True),
        )
        self.add_row(
            Field("outcome", _("Uitkomst"), outcome),
            Field("goal", _("Doel bereikt"), goal),
        )

    def job(self) -> Callable[[], Change]:
        """Close the case."""
        values, practice, case_id = self.values(), self._desk.practice, self._desk.case.id
        return lambda: close_case(
            practice,
            case_id,
            values["reason"],
            values["outcome"],
            values["goal"],
            values["closed_on"],
        )
