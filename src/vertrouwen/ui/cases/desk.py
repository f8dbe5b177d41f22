"""What every form of one case works with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from vertrouwen import language
from vertrouwen.domain.consent import Act
from vertrouwen.domain.step import kind_from
from vertrouwen.language import _
from vertrouwen.services.practice import Practice
from vertrouwen.services.read_case import CaseView, StepView
from vertrouwen.ui.cases import words
from vertrouwen.ui.screen import Shell
from vertrouwen.ui.widgets import DateField


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDesk:
    """One case as it was last read, with the practice and the window around it."""

    shell: Shell
    practice: Practice
    case: CaseView

    @property
    def alias(self) -> str:
        """How the case speaks of the reporter."""
        return self.case.reporter.alias

    @property
    def country(self) -> str:
        """The country of the client organisation, which decides the codes on offer."""
        return self.case.organisation.country

    def today(self) -> date:
        """Return the present day."""
        return self.practice.today()

    def items(self, name: str, without: Iterable[str] = ()) -> list[tuple[str, str]]:
        """Return the choices of a code list."""
        return words.items(self.practice.vocabulary, name, self.country, without)

    def label(self, name: str, code: str | None) -> str:
        """Return the label of a code, with a capital."""
        return words.label(self.practice.vocabulary, name, code)

    def word(self, name: str, code: str | None) -> str:
        """Return the label of a code as it stands inside a sentence."""
        return self.practice.vocabulary.label(name, code, language.current())

    def act_title(self, act: Act) -> str:
        """Return what an act is and towards whom."""
        return words.act_title(self.practice.vocabulary, act, self.case.parties)

    def day(self, day: date) -> str:
        """Return "20 november"."""
        return words.day_and_month(day, self.practice.today())

    def date_field(self, value: date | None = None) -> DateField:
        """Make a date field that knows which day it is."""
        return DateField(value, self.practice.today)

    def shifts_control(self, kind: str) -> bool:
        """Whether the organisation owns the problem after a step of this kind."""
        steps = self.practice.vocabulary["step_kind"]
        return kind in steps and kind_from(steps[kind]).shifts_control

    def required_form(self, kind: str | None) -> str | None:
        """Return the form of consent a kind of step demands, if any."""
        steps = self.practice.vocabulary["step_kind"]
        return kind_from(steps[kind]).form if kind is not None and kind in steps else None

    def needed_form(self, kind: str | None) -> str:
        """Return the words for the form of consent a kind of step demands, or ""."""
        form = self.required_form(kind)
        return _("Nodig: {form}").format(form=self.word("consent_form", form)) if form else ""

    def pending(self, act: Act) -> tuple[StepView, ...]:
        """Return the steps that wait for this act."""
        return tuple(step for step in self.case.pending_steps if step.act == act)
