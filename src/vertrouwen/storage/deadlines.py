"""Deadlines as rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from vertrouwen.domain.consent import CaseId
from vertrouwen.domain.deadline import Deadline, DeadlineId, DueDate
from vertrouwen.storage.days import clock_time, day, stored
from vertrouwen.storage.unit_of_work import Reader, Row, Transaction

_COLUMNS = "d.id, d.case_id, d.kind, d.due_on, d.due_at, d.text, d.done_on"


def insert(tx: Transaction, deadline: Deadline) -> DeadlineId:
    """Add a deadline; its id is given by the table."""
    return DeadlineId(
        tx.insert(
            "deadline",
            case_id=deadline.case_id,
            kind=deadline.kind,
            due_on=stored(deadline.due_on),
            due_at=stored(deadline.due_at),
            text=deadline.text,
            done_on=stored(deadline.done_on),
        )
    )


def insert_due(tx: Transaction, case_id: CaseId, due: Iterable[DueDate]) -> None:
    """Add the deadlines that follow from a rule."""
    for one in due:
        tx.insert("deadline", case_id=case_id, kind=one.kind, due_on=stored(one.due_on))


def set_done(tx: Transaction, deadline_id: DeadlineId, done_on: date) -> None:
    """Write down that a deadline was met."""
    tx.update("deadline", deadline_id, done_on=stored(done_on))


def finish_kind(tx: Transaction, case_id: CaseId, kind: str, done_on: date) -> None:
    """Write down that the open deadlines of one kind in a case were met."""
    tx.execute(
        "UPDATE deadline SET done_on = ? WHERE case_id = ? AND kind = ? AND done_on IS NULL",
        (stored(done_on), case_id, kind),
    )


def get(store: Reader, deadline_id: DeadlineId) -> Deadline | None:
    """Return one deadline, or None."""
    row = store.read_one(
        f"SELECT {_COLUMNS} FROM deadline AS d WHERE d.id = ?",  # noqa: S608
        (deadline_id,),
    )
    return _deadline(row) if row else None


def of_case(store: Reader, case_id: CaseId) -> list[Deadline]:
    """Return the deadlines of a case, the earliest first."""
    rows = store.read(
        f"SELECT {_COLUMNS} FROM deadline AS d WHERE d.case_id = ? ORDER BY d.due_on, d.id",  # noqa: S608
        (case_id,),
    )
    return [_deadline(row) for row in rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDeadline:
    """An open deadline with the number of its case, if it belongs to one."""

    deadline: Deadline
    case_number: tuple[int, int] | None


def open_until(store: Reader, last: date) -> list[OpenDeadline]:
    """Return the open deadlines up to a day, the earliest first; those of closed cases rest."""
    return [
        OpenDeadline(
            deadline=_deadline(row),
            case_number=None if row[7] is None else (row[7], row[8]),
        )
        for row in store.read(
            f"SELECT {_COLUMNS}, c.number_year, c.number_seq"  # noqa: S608
            " FROM deadline AS d LEFT JOIN case_file AS c ON c.id = d.case_id"
            " WHERE d.done_on IS NULL AND d.due_on <= ? AND c.closed_on IS NULL"
            " ORDER BY d.due_on, d.due_at",
            (stored(last),),
        )
    ]


def _deadline(row: Row) -> Deadline:
    return Deadline(
        id=DeadlineId(row[0]),
        case_id=None if row[1] is None else CaseId(row[1]),
        kind=row[2],
        due_on=date.fromisoformat(row[3]),
        due_at=clock_time(row[4]),
        text=row[5],
        done_on=day(row[6]),
    )
