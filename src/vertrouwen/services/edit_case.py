"""Moving a case along: its state, its coded facts, closing and reopening."""

from __future__ import annotations

from datetime import date

from vertrouwen.domain import case, deadline
from vertrouwen.domain.case import Facts, State
from vertrouwen.domain.consent import CaseId
from vertrouwen.domain.organisation import UnitId
from vertrouwen.services.edit_organisations import check_unit
from vertrouwen.services.practice import (
    Change,
    Practice,
    existing_case,
    known_code,
    known_facts,
)
from vertrouwen.storage import cases, deadlines


def change_state(
    practice: Practice, case_id: CaseId, state: State | str, waiting_for: str = ""
) -> Change:
    """Move a case to another open state; no response brings a deadline to write again.

    Args:
        state: a state or its code.
        waiting_for: what the case waits for, in the adviser's own words.

    Raises:
        DomainError: the case cannot move there.
    """
    record = existing_case(practice, case_id)
    to = State(known_code(practice, "case_state", State(state).value, field="state"))
    after = case.moved(record.state, to, record.control)
    with practice.store.operation(
        "change_state", case_id=case_id, subject=after.value, subject_id=case_id
    ) as tx:
        cases.set_state(tx, case_id, after, waiting_for.strip())
        if after is State.NO_RESPONSE and record.state is not State.NO_RESPONSE:
            due = deadline.reminder(practice.vocabulary["deadline_kind"], tx.today)
            deadlines.insert_due(tx, case_id, [due])
    return Change(operation="change_state", case_id=case_id, subject_id=case_id)


def close_case(
    practice: Practice, case_id: CaseId, reason: str, outcome: str, goal: str, closed_on: date
) -> Change:
    """Close a case with its reason and outcome; pending steps stop.

    Args:
        reason, outcome, goal: codes of `closing_reason`, `outcome` and `goal`.

    Raises:
        DomainError: it is closed already, or a code or date cannot be.
    """
    record = existing_case(practice, case_id)
    known_code(practice, "closing_reason", reason, field="reason")
    known_code(practice, "outcome", outcome)
    known_code(practice, "goal", goal)
    after = case.closed(record.state, record.opened_on, closed_on, practice.today())
    with practice.store.operation(
        "close_case", case_id=case_id, subject=after.value, subject_id=case_id
    ) as tx:
        cases.close(tx, case_id, reason=reason, outcome=outcome, goal=goal, closed_on=closed_on)
    return Change(operation="close_case", case_id=case_id, subject_id=case_id)


def reopen_case(practice: Practice, case_id: CaseId) -> Change:
    """Go on with a closed case; the steps that closing stopped stay stopped.

    Raises:
        DomainError: it is open.
    """
    record = existing_case(practice, case_id)
    after = case.reopened(record.state, record.control)
    with practice.store.operation(
        "reopen_case", case_id=case_id, subject=after.value, subject_id=case_id
    ) as tx:
        cases.set_state(tx, case_id, after, "")
    return Change(operation="reopen_case", case_id=case_id, subject_id=case_id)


def set_facts(practice: Practice, case_id: CaseId, facts: Facts) -> Change:
    """Write the coded facts of a case; an unknown track follows from the first nature.

    Raises:
        DomainError: `code_unknown`, with the field.
    """
    existing_case(practice, case_id)
    known = known_facts(practice, facts)
    with practice.store.operation(
        "set_facts", case_id=case_id, subject="case_file", subject_id=case_id
    ) as tx:
        cases.set_facts(tx, case_id, known)
    return Change(operation="set_facts", case_id=case_id, subject_id=case_id)


def set_unit(practice: Practice, case_id: CaseId, unit_id: UnitId | None) -> Change:
    """Write in which unit of the organisation the case plays.

    Raises:
        DomainError: `unit_of_another_organisation`.
    """
    record = existing_case(practice, case_id)
    check_unit(practice, record.organisation_id, unit_id)
    with practice.store.operation(
        "set_unit", case_id=case_id, subject="case_file", subject_id=case_id
    ) as tx:
        cases.set_unit(tx, case_id, unit_id)
    return Change(operation="set_unit", case_id=case_id, subject_id=case_id)
