"""What was done, by whom and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from vertrouwen.domain.consent import CaseId
from vertrouwen.storage.unit_of_work import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One operation as history remembers it.

    Args:
        subject: a table or a code; of a change of state, the new state.
    """

    id: int
    at: datetime
    actor: str
    operation: str
    subject: str
    subject_id: int | None


def of_case(store: Reader, case_id: CaseId) -> list[Event]:
    """Return what was done in a case, the oldest first."""
    return [
        Event(
            id=row[0],
            at=datetime.fromisoformat(row[1]),
            actor=row[2],
            operation=row[3],
            subject=row[4],
            subject_id=row[5],
        )
        for row in store.read(
            "SELECT id, at, actor, operation, subject, subject_id FROM history"
            " WHERE case_id = ? ORDER BY id",
            (case_id,),
        )
    ]
