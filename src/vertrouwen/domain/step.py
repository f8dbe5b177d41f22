"""Steps towards somebody, and the gate: may this step be carried out on this day?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import InitVar, dataclass, field
from datetime import date, time
from typing import NewType

from vertrouwen.domain.confidentiality import Breach
from vertrouwen.domain.consent import Act, CaseId, Consent, Standing, covering, standing
from vertrouwen.domain.errors import DomainError
from vertrouwen.domain.vocabulary import Code

StepId = NewType("StepId", int)

NOBODY_ELSE = frozenset({"melder", "niemand"})
"""The recipients of steps that reach nobody but the reporter."""
CONTACT_AT_WORK = "contact_werk"
"""Reaching the reporter at work: the one step towards the reporter that needs consent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepKind:
    """One kind of step and what it demands.

    Args:
        code: a code of `step_kind`.
        needs_consent: False only for the kinds the vocabulary lists with their reason.
        shifts_control: the organisation owns the problem after it.
        form: the form of consent it demands, if any.
    """

    code: str
    needs_consent: bool
    shifts_control: bool = False
    form: str | None = None


def kind_from(entry: Code) -> StepKind:
    """Read a kind of step from its vocabulary entry; what is not said to be free needs consent."""
    return StepKind(
        code=entry.code,
        needs_consent=entry.extra.get("consent") != "none",
        shifts_control=bool(entry.extra.get("shifts_control", False)),
        form=entry.extra.get("form"),
    )


def require_fitting_recipient(act: Act, kind: StepKind) -> None:
    """Refuse a kind of step that is free of consent together with a recipient who is somebody else.

    Without this rule a talk with a manager could pass under the name of advice; nor does a step
    that reaches nobody else name one of the other people of the case.

    Raises:
        DomainError: `recipient_does_not_fit`.
    """
    reaches_reporter_only = not kind.needs_consent or kind.code == CONTACT_AT_WORK
    if reaches_reporter_only != (act.recipient in NOBODY_ELSE) or (
        reaches_reporter_only and act.party is not None
    ):
        raise DomainError("recipient_does_not_fit", field="recipient")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step as planned; planning is free.

    Args:
        act: the kind of step and its recipient.
        planned_on, planned_at: when, as far as known.
        purpose: what it is for (the adviser's own words).
    """

    id: StepId
    case_id: CaseId
    act: Act
    planned_on: date | None = None
    planned_at: time | None = None
    purpose: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why the gate stays shut: how consent stands, and the record that decides it."""

    standing: Standing
    record: Consent | None = None
    wrong_form: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What a carried-out step rests on: a consent, a breach, or a kind that needs none."""

    consent: Consent | None = None
    breach: Breach | None = None


def gate(
    step: Step, kind: StepKind, day: date, words: Iterable[Consent], breaches: Iterable[Breach]
) -> Ground | Refusal:
    """Say whether a step may be carried out on a day, and on what ground.

    Args:
        words: all consent records of the step's case.
        breaches: all recorded breaches of confidentiality of the step's case.
    """
    reaches_nobody_else = step.act.recipient in NOBODY_ELSE and step.act.party is None
    if not kind.needs_consent and reaches_nobody_else:
        return Ground()
    mine = [w for w in words if w.case_id == step.case_id]
    consent = covering(mine, step.act, day, kind.form)
    if consent is not None:
        return Ground(consent=consent)
    for breach in breaches:
        if breach.step_id == step.id and breach.decided_on <= day:
            return Ground(breach=breach)
    how, record = standing(mine, step.act, day)
    wrong_form = kind.form if how is Standing.GIVEN else None
    return Refusal(standing=how, record=record, wrong_form=wrong_form)


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedOutStep:
    """A step that was carried out; without its ground it cannot be constructed.

    Args:
        step: as planned.
        kind: its kind.
        day: on which it was carried out.
        recorded_on: the day on which this is written down.
        words, breaches: all consent records and breaches of the case, in which the ground is found.

    Raises:
        DomainError: nothing carries this step on this day (`step_without_ground` with how consent
            stands, `step_wrong_form`), or the day is in the future (`step_in_the_future`).
    """

    step: Step
    kind: StepKind
    day: date
    recorded_on: date
    minutes: int | None = None
    words: InitVar[Iterable[Consent]]
    breaches: InitVar[Iterable[Breach]]
    ground: Ground = field(init=False)

    def __post_init__(self, words: Iterable[Consent], breaches: Iterable[Breach]) -> None:
        if self.day > self.recorded_on:
            raise DomainError("step_in_the_future", field="day")
        if self.kind.code != self.step.act.kind:
            raise DomainError("step_of_another_kind")
        result = gate(self.step, self.kind, self.day, words, breaches)
        if isinstance(result, Refusal):
            raise DomainError(
                "step_wrong_form" if result.wrong_form else "step_without_ground",
                field="day",
                standing=result.standing.value,
            )
        object.__setattr__(self, "ground", result)
