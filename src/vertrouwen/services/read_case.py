"""Reading one case: its timeline, and what the reporter allows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from vertrouwen.domain.case import CaseNumber, Control, Facts, State
from vertrouwen.domain.confidentiality import Breach
from vertrouwen.domain.consent import (
    FILE_KEEPING,
    Act,
    CaseId,
    Consent,
    Standing,
    covering,
    standing,
)
from vertrouwen.domain.organisation import Organisation, Unit
from vertrouwen.domain.people import Party, Reporter
from vertrouwen.domain.step import Refusal, StepId, gate, kind_from
from vertrouwen.services.edit_organisations import existing_organisation
from vertrouwen.services.practice import Practice, existing_case
from vertrouwen.services.timeline import TimelineItem, timeline
from vertrouwen.storage import (
    consents,
    contacts,
    deadlines,
    history,
    organisations,
    people,
    steps,
)
from vertrouwen.storage.steps import StepRecord

__all__ = ["CaseView", "Permission", "StepView", "TimelineItem", "read_case"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """How matters stand today about one act.

    Args:
        consent: the record that decides it, if the reporter ever said anything about it.
        pending_steps: what is planned under it.
    """

    act: Act
    standing: Standing
    consent: Consent | None
    pending_steps: tuple[StepId, ...]

    @property
    def in_force(self) -> Consent | None:
        """The consent that covers the act today."""
        return self.consent if self.standing is Standing.GIVEN else None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """A pending step and whether it could be carried out today.

    Args:
        standing: how consent stands today.
        shifts_control: the organisation owns the problem after it; warn before.
        required_form: the form of consent it demands, if any.
    """

    id: StepId
    act: Act
    planned_on: date | None
    planned_at: time | None
    purpose: str
    needs_consent: bool
    standing: Standing
    shifts_control: bool
    required_form: str | None
    can_carry_out_today: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """One case as the screen shows it.

    Args:
        opened_precision: "dag", or "maand" where only the month is known.
        days_open: until today, or until it was closed.
        timeline: what happened, the newest first, then what is to come, the earliest first.
        permissions: one per act about which anything was said or a step is pending; file
            keeping first.
        keeps_file: there is consent to keep a file today.
    """

    id: CaseId
    number: CaseNumber
    organisation: Organisation
    unit: Unit | None
    state: State
    control: Control
    waiting_for: str
    opened_on: date
    opened_precision: str
    closed_on: date | None
    closing_reason: str | None
    days_open: int
    facts: Facts
    reporter: Reporter
    parties: tuple[Party, ...]
    timeline: tuple[TimelineItem, ...]
    permissions: tuple[Permission, ...]
    keeps_file: bool
    pending_steps: tuple[StepView, ...]


def read_case(practice: Practice, case_id: CaseId) -> CaseView:
    """Return one case.

    Raises:
        DomainError: `case_unknown`.
    """
    store, today = practice.store, practice.today()
    record = existing_case(practice, case_id)
    words = consents.of_case(store, case_id)
    step_records = steps.of_case(store, case_id)
    breaches = steps.breaches_of(store, case_id) if step_records else ()
    pending = [one for one in step_records if one.is_pending]
    return CaseView(
        id=record.id,
        number=record.number,
        organisation=existing_organisation(practice, record.organisation_id),
        unit=None if record.unit_id is None else organisations.unit(store, record.unit_id),
        state=record.state,
        control=record.control,
        waiting_for=record.waiting_for,
        opened_on=record.opened_on,
        opened_precision=record.opened_precision,
        closed_on=record.closed_on,
        closing_reason=record.closing_reason,
        days_open=((record.closed_on or today) - record.opened_on).days,
        facts=record.facts,
        reporter=people.reporter_of(store, case_id),
        parties=people.parties_of(store, case_id),
        timeline=timeline(
            contacts=contacts.of_case(store, case_id),
            notes=contacts.notes_of(store, case_id),
            words=words,
            steps=step_records,
            breaches=breaches,
            deadlines=deadlines.of_case(store, case_id),
            events=history.of_case(store, case_id),
        ),
        permissions=_permissions(words, pending, today),
        keeps_file=covering(words, FILE_KEEPING, today) is not None,
        pending_steps=tuple(_step_view(practice, one, words, breaches, today) for one in pending),
    )


def _permissions(
    words: tuple[Consent, ...], pending: list[StepRecord], today: date
) -> tuple[Permission, ...]:
    acts = dict.fromkeys(
        [FILE_KEEPING, *(word.act for word in words), *(one.step.act for one in pending)]
    )
    return tuple(_permission(act, words, pending, today) for act in acts)


def _permission(
    act: Act, words: tuple[Consent, ...], pending: list[StepRecord], today: date
) -> Permission:
    how, word = standing(words, act, today)
    return Permission(
        act=act,
        standing=how,
        consent=word,
        pending_steps=tuple(one.step.id for one in pending if one.step.act == act),
    )


def _step_view(
    practice: Practice,
    record: StepRecord,
    words: tuple[Consent, ...],
    breaches: tuple[Breach, ...],
    today: date,
) -> StepView:
    step = record.step
    kind = kind_from(practice.vocabulary["step_kind"][step.act.kind])
    return StepView(
        id=step.id,
        act=step.act,
        planned_on=step.planned_on,
        planned_at=step.planned_at,
        purpose=step.purpose,
        needs_consent=kind.needs_consent,
        standing=standing(words, step.act, today)[0],
        shifts_control=kind.shifts_control,
        required_form=kind.form,
        can_carry_out_today=not isinstance(gate(step, kind, today, words, breaches), Refusal),
    )
