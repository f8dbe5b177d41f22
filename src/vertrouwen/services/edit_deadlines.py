"""Adding and meeting deadlines."""

from __future__ import annotations

from datetime import date, time

from vertrouwen.domain.consent import CaseId
from vertrouwen.domain.deadline import Deadline, DeadlineId
from vertrouwen.domain.errors import DomainError
from vertrouwen.services.practice import Change, Practice, existing_case, known_code
from vertrouwen.storage import deadlines


def add_deadline(
    practice: Practice,
    case_id: CaseId | None,
    kind: str,
    due_on: date,
    due_at: time | None = None,
    text: str = "",
) -> Change:
    """Add something that is due, in a case or in the practice as a whole.

    Args:
        kind: a code of `deadline_kind`.

    Raises:
        DomainError: `code_unknown` or `case_unknown`.
    """
    if case_id is not None:
        existing_case(practice, case_id)
    deadline = Deadline(
        id=DeadlineId(0),
        case_id=case_id,
        kind=known_code(practice, "deadline_kind", kind, field="kind"),
        due_on=due_on,
        due_at=due_at,
        text=text.strip(),
    )
    with practice.store.operation("add_deadline", case_id=case_id, subject="deadline") as tx:
        tx.subject_id = deadlines.insert(tx, deadline)
    return Change(operation="add_deadline", case_id=case_id, subject_id=tx.subject_id)


def finish_deadline(practice: Practice, deadline_id: DeadlineId) -> Change:
    """Write down that a deadline was met today.

    Raises:
        DomainError: `deadline_unknown`.
    """
    deadline = deadlines.get(practice.store, deadline_id)
    if deadline is None:
        raise DomainError("deadline_unknown")
    with practice.store.operation(
        "finish_deadline", case_id=deadline.case_id, subject="deadline", subject_id=deadline_id
    ) as tx:
        deadlines.set_done(tx, deadline_id, practice.today())
    return Change(operation="finish_deadline", case_id=deadline.case_id, subject_id=deadline_id)
