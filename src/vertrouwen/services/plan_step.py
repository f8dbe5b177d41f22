"""Planning steps towards somebody: free, for nothing has happened yet."""

from __future__ import annotations

from datetime import date, time

from vertrouwen.domain.case import State
from vertrouwen.domain.consent import KEEP_FILE, Act, CaseId
from vertrouwen.domain.errors import DomainError
from vertrouwen.domain.step import Step, StepId, kind_from, require_fitting_recipient
from vertrouwen.services.practice import Change, Practice, existing_case
from vertrouwen.services.record_consent import check_act
from vertrouwen.storage import steps
from vertrouwen.storage.steps import StepRecord

NO_LONGER_NEEDED = "vervallen"


def plan_step(
    practice: Practice,
    case_id: CaseId,
    act: Act,
    planned_on: date | None = None,
    planned_at: time | None = None,
    purpose: str = "",
) -> Change:
    """Plan a step.

    Raises:
        DomainError: the case is closed, or this kind of step does not go to this recipient.
    """
    record = existing_case(practice, case_id)
    if record.state is State.CLOSED:
        raise DomainError("case_is_closed")
    if act.kind == KEEP_FILE:
        raise DomainError("code_unknown", field="kind")
    check_act(practice, case_id, act)
    require_fitting_recipient(act, kind_from(practice.vocabulary["step_kind"][act.kind]))
    step = Step(
        id=StepId(0),
        case_id=case_id,
        act=act,
        planned_on=planned_on,
        planned_at=planned_at,
        purpose=purpose.strip(),
    )
    with practice.store.operation("plan_step", case_id=case_id, subject="step") as tx:
        tx.subject_id = steps.insert(tx, step)
    return Change(operation="plan_step", case_id=case_id, subject_id=tx.subject_id)


def move_step(
    practice: Practice, step_id: StepId, planned_on: date | None, planned_at: time | None = None
) -> Change:
    """Give a pending step another day.

    Raises:
        DomainError: it was carried out or stopped.
    """
    step = pending_step(practice, step_id).step
    with practice.store.operation(
        "move_step", case_id=step.case_id, subject="step", subject_id=step_id
    ) as tx:
        steps.move(tx, step_id, planned_on, planned_at)
    return Change(operation="move_step", case_id=step.case_id, subject_id=step_id)


def stop_step(practice: Practice, step_id: StepId) -> Change:
    """Stop a pending step that is no longer needed.

    Raises:
        DomainError: it was carried out or stopped.
    """
    step = pending_step(practice, step_id).step
    with practice.store.operation(
        "stop_step", case_id=step.case_id, subject="step", subject_id=step_id
    ) as tx:
        steps.stop(tx, step_id, NO_LONGER_NEEDED)
    return Change(operation="stop_step", case_id=step.case_id, subject_id=step_id)


def pending_step(practice: Practice, step_id: StepId) -> StepRecord:
    """Return a step to which nothing has happened yet.

    Raises:
        DomainError: `step_unknown`, `step_is_carried_out` or `step_is_stopped`.
    """
    step = steps.get(practice.store, step_id)
    if step is None:
        raise DomainError("step_unknown")
    record = next(r for r in steps.of_case(practice.store, step.case_id) if r.step.id == step_id)
    if record.carried_out_on is not None:
        raise DomainError("step_is_carried_out")
    if record.stopped_on is not None:
        raise DomainError("step_is_stopped")
    return record
