"""Breaking confidentiality for one step: a reasoned, dated decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from vertrouwen.domain.confidentiality import Breach, BreachId
from vertrouwen.domain.contact import held_by
from vertrouwen.domain.step import StepId
from vertrouwen.services.plan_step import pending_step
from vertrouwen.services.practice import Change, Practice, known_code
from vertrouwen.storage import steps


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachForm:
    """What the adviser decided and why.

    Args:
        ground: a code of `exception_ground`.
        decided_on: not in the future.
        reasoning, consent_sought, reporter_informed: in the adviser's own words.
        all_done_for_consent, in_crisis, no_other_way, harm_near_certain: the cumulative
            conditions of a conflict of duties.
    """

    ground: str
    decided_on: date
    reasoning: str
    consent_sought: str
    reporter_informed: str
    all_done_for_consent: bool = False
    in_crisis: bool = False
    no_other_way: bool = False
    harm_near_certain: bool = False


def break_confidentiality(practice: Practice, step_id: StepId, form: BreachForm) -> Change:
    """Record the decision to carry out one step without consent.

    Raises:
        DomainError: a reasoning or condition is missing, or the step is no longer pending.
    """
    step = pending_step(practice, step_id).step
    known_code(practice, "exception_ground", form.ground, field="ground")
    held_by(form.decided_on, practice.today(), "decided_on")
    breach = Breach(
        id=BreachId(0),
        step_id=step_id,
        ground=form.ground,
        decided_on=form.decided_on,
        reasoning=form.reasoning.strip(),
        consent_sought=form.consent_sought.strip(),
        reporter_informed=form.reporter_informed.strip(),
        all_done_for_consent=form.all_done_for_consent,
        in_crisis=form.in_crisis,
        no_other_way=form.no_other_way,
        harm_near_certain=form.harm_near_certain,
    )
    with practice.store.operation(
        "break_confidentiality", case_id=step.case_id, subject="breach"
    ) as tx:
        tx.subject_id = steps.insert_breach(tx, breach)
    return Change(operation="break_confidentiality", case_id=step.case_id, subject_id=tx.subject_id)
