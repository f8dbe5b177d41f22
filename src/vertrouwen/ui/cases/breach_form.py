"""Breaking confidentiality: the narrow exit, a reasoned and dated decision for one step."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from vertrouwen.domain.confidentiality import SHORTEST_REASONING, Decision
from vertrouwen.language import _
from vertrouwen.services.break_confidentiality import break_confidentiality
from vertrouwen.services.practice import Change
from vertrouwen.services.read_case import StepView
from vertrouwen.ui.cases.case_form import CaseForm
from vertrouwen.ui.cases.desk import CaseDesk
from vertrouwen.ui.widgets import (
    CheckBox,
    Column,
    ComboField,
    Field,
    Label,
    TextArea,
    confirm,
)


class BreachPanel(CaseForm):
    """The ground and its conditions, the consent sought, the reasoning, telling beforehand."""

    def __init__(self, desk: CaseDesk, draft_key: str, step: StepView) -> None:
        """Make the page; see `CaseForm`."""
        super().__init__(
            desk.shell,
            desk.practice,
            draft_key,
            title=_("Geheimhouding doorbreken"),
            confirm=_("Besluit vastleggen…"),
            icon="alert-triangle",
            tone="brick",
            text=_(
                "Dit geldt alleen voor deze stap: {step}. Het kan alleen bij een wettelijke "
                "plicht, een rechterlijk bevel, acuut gevaar of een conflict van plichten. Uw "
                "besluit blijft bewaard en kan niet worden verwijderd."
            ).format(step=desk.act_title(step.act)),
        )
        self._desk, self._step = desk, step
        grounds = desk.items("exception_ground")
        self.ground = ComboField(grounds)
        self.add_row(
            Field("ground", _("Grond"), self.ground, required=True),
            Field("decided_on", _("Besloten op"), desk.date_field(desk.today()), required=True),
            stretch=[3, 2],
        )
        self.conditions = self._build_conditions()
        self.add(
            Field(
                "consent_sought",
                _("Hoe vroeg u toestemming, en wat was het antwoord?"),
                TextArea(),
                hint=_("Kon het niet? Schrijf op waarom niet."),
                required=True,
            )
        )
        self.add(
            Field(
                "reasoning",
                _("Waarom weegt dit zwaarder dan uw geheimhouding?"),
                TextArea(note=True, lines=4),
                hint=_("Ten minste {count} tekens.").format(count=SHORTEST_REASONING),
                required=True,
            )
        )
        self.add(
            Field(
                "reporter_informed",
                _("Hoe vertelde u dit vooraf aan {alias}?").format(alias=desk.alias),
                TextArea(),
                hint=_("Kon het niet? Schrijf op waarom niet."),
                required=True,
            )
        )
        self.ground.edited.connect(self._follow_ground)
        self._follow_ground()

    def _build_conditions(self) -> QWidget:
        """Make the boxes of a conflict of duties; all four must be true."""
        column = Column(spacing=0)
        column.add(
            Label(_("Een conflict van plichten vraagt alle vier:"), "secondary_medium", "ink2")
        )
        texts = {
            "all_done_for_consent": _("Ik heb alles gedaan om toestemming te krijgen"),
            "in_crisis": _("Zwijgen brengt mij in gewetensnood"),
            "no_other_way": _("Er is geen andere weg"),
            "harm_near_certain": _("Zwijgen geeft vrijwel zeker ernstige schade"),
        }
        self._boxes = {name: CheckBox(text) for name, text in texts.items()}
        for box in self._boxes.values():
            column.add(box)
            box.edited.connect(self._edited)
        self.add_widget(column)
        self._condition_error = Label("", "secondary", "brick")
        column.add(self._condition_error)
        return column

    def check(self) -> dict[str, str]:
        """Ask for every condition of a conflict of duties, and for a reasoning."""
        self._condition_error.setText("")
        if self._is_cumulative() and not all(box.value() for box in self._boxes.values()):
            self._condition_error.setText(_("Zonder alle vier is dit geen grond."))
            next(box for box in self._boxes.values() if not box.value()).setFocus()
            return {"ground": _("Niet aan alle voorwaarden is voldaan.")}
        if len(self.field("reasoning").value()) < SHORTEST_REASONING:
            return {
                "reasoning": _("Leg het uit in ten minste {count} tekens.").format(
                    count=SHORTEST_REASONING
                )
            }
        return {}

    def job(self) -> Callable[[], Change]:
        """Record the decision."""
        values, step_id, practice = self.values(), self._step.id, self._desk.practice
        ticked = {name: self._is_cumulative() and box.value() for name, box in self._boxes.items()}
        decision = Decision(
            ground=values["ground"],
            decided_on=values["decided_on"],
            reasoning=values["reasoning"],
            consent_sought=values["consent_sought"],
            reporter_informed=values["reporter_informed"],
            **ticked,
        )
        return lambda: break_confidentiality(practice, step_id, decision)

    def send(self, job: Callable[[], Change]) -> None:
        """Ask once more before confidentiality is broken."""
        act = super().send
        self.dialog = confirm(
            self,
            _("Geheimhouding doorbreken?"),
            _(
                "Hierna kunt u deze ene stap uitvoeren zonder toestemming van {alias}. Het besluit "
                "en uw redenen blijven altijd bij de zaak staan."
            ).format(alias=self._desk.alias),
            _("Geheimhouding doorbreken"),
            lambda: act(job),
        )

    def _is_cumulative(self) -> bool:
        ground = self.ground.value()
        listed = self._desk.practice.vocabulary["exception_ground"]
        return ground is not None and bool(listed[ground].extra.get("cumulative", False))

    def _follow_ground(self) -> None:
        self.conditions.setVisible(self._is_cumulative())
        self._condition_error.setText("")
