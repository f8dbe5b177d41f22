"""Carrying out a step: only on its ground."""

from __future__ import annotations

from datetime import date

from vertrouwen.domain import deadline
from vertrouwen.domain.case import State
from vertrouwen.domain.contact import NoteKind, minutes_in_range
from vertrouwen.domain.step import CarriedOutStep, StepId, kind_from
from vertrouwen.services.plan_step import pending_step
from vertrouwen.services.practice import Change, Practice, existing_case
from vertrouwen.services.record_consent import require_file
from vertrouwen.storage import cases, consents, contacts, deadlines, steps


def carry_out_step(
    practice: Practice, step_id: StepId, day: date, minutes: int | None = None, text: str = ""
) -> Change:
    """Write down that a step was carried out, with what came of it as a note of the file.

    After an integrity report the organisation owns the problem: the case says so, and what the
    organisation owes becomes a deadline.

    Raises:
        DomainError: nothing carries the step on that day (`step_without_ground` with how
            consent stands, `step_wrong_form`), the day lies in the future, or there is text
            without consent to keep a file.
    """
    step = pending_step(practice, step_id).step
    case = existing_case(practice, step.case_id)
    kind = kind_from(practice.vocabulary["step_kind"][step.act.kind])
    minutes_in_range(minutes, "minutes")
    done = CarriedOutStep(
        step=step,
        kind=kind,
        day=day,
        recorded_on=practice.today(),
        minutes=minutes,
        words=consents.of_case(practice.store, step.case_id),
        breaches=steps.breaches_of(practice.store, step.case_id),
    )
    if text.strip():
        require_file(practice, step.case_id, field="text")
    with practice.store.operation(
        "carry_out_step", case_id=step.case_id, subject="step", subject_id=step_id
    ) as tx:
        steps.carry_out(tx, done)
        if text.strip():
            contacts.insert_note(tx, step.case_id, NoteKind.FILE, text.strip())
        if kind.shifts_control:
            due = deadline.of_an_integrity_report(practice.vocabulary["deadline_kind"], day)
            deadlines.insert_due(tx, step.case_id, due)
            if case.state is not State.CLOSED:
                cases.set_state(tx, step.case_id, State.REPORT_MADE, case.waiting_for)
    return Change(operation="carry_out_step", case_id=step.case_id, subject_id=step_id)
