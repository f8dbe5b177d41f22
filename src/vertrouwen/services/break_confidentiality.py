"""Breaking confidentiality for one step: a reasoned, dated decision."""

from __future__ import annotations

from dataclasses import asdict

from vertrouwen.domain.confidentiality import Breach, BreachId, Decision
from vertrouwen.domain.contact import held_by
from vertrouwen.domain.step import StepId
from vertrouwen.services.plan_step import pending_step
from vertrouwen.services.practice import Change, Practice, known_code
from vertrouwen.storage import steps


def break_confidentiality(practice: Practice, step_id: StepId, decision: Decision) -> Change:
    """Record the decision to carry out one step without consent.

    Raises:
        DomainError: the ground is unknown, the day lies ahead, or the step is no longer pending.
    """
    step = pending_step(practice, step_id).step
    known_code(practice, "exception_ground", decision.ground, field="ground")
    held_by(decision.decided_on, practice.today(), "decided_on")
    breach = Breach(id=BreachId(0), step_id=step_id, **asdict(decision))
    with practice.store.operation(
        "break_confidentiality", case_id=step.case_id, subject="breach"
    ) as tx:
        tx.subject_id = steps.insert_breach(tx, breach)
    return Change(operation="break_confidentiality", case_id=step.case_id, subject_id=tx.subject_id)
