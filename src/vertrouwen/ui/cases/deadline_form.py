"""Something that is due in a case."""

from __future__ import annotations

from collections.abc import Callable

from vertrouwen.domain.deadline import due_after
from vertrouwen.language import _
from vertrouwen.services.edit_deadlines import add_deadline
from vertrouwen.services.practice import Change
from vertrouwen.ui.cases.case_form import CaseForm
from vertrouwen.ui.cases.desk import CaseDesk
from vertrouwen.ui.widgets import ComboField, Field, TextField, TimeField

OWN = "eigen"


class DeadlinePanel(CaseForm):
    """Add a deadline; its usual term is filled in when its kind is chosen."""

    def __init__(self, desk: CaseDesk, draft_key: str) -> None:
        """Make the form; see `CaseForm`."""
        super().__init__(
            desk.shell,
            desk.practice,
            draft_key,
            title=_("Termijn"),
            confirm=_("Termijn toevoegen"),
            icon="clock",
        )
        self._desk = desk
        self.kind = ComboField(desk.items("deadline_kind"), placeholder=None)
        self.kind.set_value(OWN)
        self.due = desk.date_field()
        self.add_row(
            Field("kind", _("Soort"), self.kind),
            Field("due_on", _("Uiterlijk"), self.due, required=True),
            Field("due_at", _("Tijd"), TimeField()),
            stretch=[4, 3, 2],
        )
        self.add(Field("text", _("Waarover"), TextField(max_length=200)))
        self.kind.edited.connect(self._follow_kind)

    def job(self) -> Callable[[], Change]:
        """Add the deadline."""
        values, practice, case_id = self.values(), self._desk.practice, self._desk.case.id
        return lambda: add_deadline(
            practice,
            case_id,
            values["kind"],
            values["due_on"],
            due_at=values["due_at"],
            text=values["text"],
        )

    def _follow_kind(self) -> None:
        kind = self._desk.practice.vocabulary["deadline_kind"][self.kind.value()]
        if kind.code != OWN:
            self.due.set_value(due_after(kind, self._desk.today()))
