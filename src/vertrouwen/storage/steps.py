"""Steps, what became of them, and breaches of confidentiality as rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from vertrouwen.domain.confidentiality import Breach, BreachId
from vertrouwen.domain.consent import Act, CaseId, PartyId
from vertrouwen.domain.step import CarriedOutStep, Step, StepId
from vertrouwen.storage.days import clock_time, day, stored
from vertrouwen.storage.unit_of_work import Reader, Row, Transaction

_COLUMNS = "s.id, s.case_id, s.kind, s.recipient, s.party_id, s.planned_on, s.planned_at, s.purpose"
_BREACH_COLUMNS = (
    "b.id, b.step_id, b.ground, b.decided_on, b.reasoning, b.consent_sought, b.reporter_informed,"
    " b.all_done_for_consent, b.in_crisis, b.no_other_way, b.harm_near_certain"
)


def insert(tx: Transaction, step: Step) -> StepId:
    """Add a planned step; its id is given by the table.

    Raises:
        DomainError: `case_is_closed` or `party_of_another_case`.
    """
    return StepId(
        tx.insert(
            "step",
            case_id=step.case_id,
            kind=step.act.kind,
            recipient=step.act.recipient,
            party_id=step.act.party,
            planned_on=stored(step.planned_on),
            planned_at=stored(step.planned_at),
            purpose=step.purpose,
            recorded_on=stored(tx.today),
        )
    )


def move(tx: Transaction, step_id: StepId, on: date | None, at: time | None) -> None:
    """Give a pending step another day.

    Raises:
        DomainError: `append_only`, it is no longer pending.
    """
    tx.update("step", step_id, planned_on=stored(on), planned_at=stored(at))


def stop(tx: Transaction, step_id: StepId, reason: str) -> None:
    """Stop a pending step.

    Raises:
        DomainError: `append_only`, it is no longer pending.
    """
    tx.insert(
        "step_stopped",
        step_id=step_id,
        stopped_on=stored(tx.today),
        reason=reason,
        recorded_on=stored(tx.today),
    )


def carry_out(tx: Transaction, done: CarriedOutStep) -> None:
    """Write down that a step was carried out, on its ground.

    Raises:
        DomainError: the schema sees no such ground.
    """
    consent, breach = done.ground.consent, done.ground.breach
    tx.insert(
        "step_carried_out",
        step_id=done.step.id,
        carried_out_on=stored(done.day),
        consent_id=consent.id if consent else None,
        breach_id=breach.id if breach else None,
        minutes=done.minutes,
        recorded_on=stored(done.recorded_on),
    )


def insert_breach(tx: Transaction, breach: Breach) -> BreachId:
    """Add a decision to break confidentiality; its id is given by the table."""
    return BreachId(
        tx.insert(
            "breach",
            step_id=breach.step_id,
            ground=breach.ground,
            decided_on=stored(breach.decided_on),
            reasoning=breach.reasoning,
            consent_sought=breach.consent_sought,
            reporter_informed=breach.reporter_informed,
            all_done_for_consent=int(breach.all_done_for_consent),
            in_crisis=int(breach.in_crisis),
            no_other_way=int(breach.no_other_way),
            harm_near_certain=int(breach.harm_near_certain),
            recorded_on=stored(tx.today),
        )
    )


def get(store: Reader, step_id: StepId) -> Step | None:
    """Return one step as planned, or None."""
    row = store.read_one(
        f"SELECT {_COLUMNS} FROM step AS s WHERE s.id = ?",  # noqa: S608
        (step_id,),
    )
    return _step(row) if row else None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRecord:
    """A step and what became of it.

    Args:
        carried_out_on, minutes, consent_dated_on, breach_decided_on: where it was carried out.
        stopped_on, stop_reason: where it was stopped.
    """

    step: Step
    carried_out_on: date | None
    minutes: int | None
    consent_dated_on: date | None
    breach_decided_on: date | None
    stopped_on: date | None
    stop_reason: str | None

    @property
    def is_pending(self) -> bool:
        """Whether it is neither carried out nor stopped."""
        return self.carried_out_on is None and self.stopped_on is None


def of_case(store: Reader, case_id: CaseId) -> list[StepRecord]:
    """Return the steps of a case in the order in which they were planned."""
    rows = store.read(
        f"SELECT {_COLUMNS}, d.carried_out_on, d.minutes, c.dated_on, b.decided_on,"  # noqa: S608
        " p.stopped_on, p.reason"
        " FROM step AS s"
        " LEFT JOIN step_carried_out AS d ON d.step_id = s.id"
        " LEFT JOIN step_stopped AS p ON p.step_id = s.id"
        " LEFT JOIN consent AS c ON c.id = d.consent_id"
        " LEFT JOIN breach AS b ON b.id = d.breach_id"
        " WHERE s.case_id = ? ORDER BY s.id",
        (case_id,),
    )
    return [
        StepRecord(
            step=_step(row),
            carried_out_on=day(row[8]),
            minutes=row[9],
            consent_dated_on=day(row[10]),
            breach_decided_on=day(row[11]),
            stopped_on=day(row[12]),
            stop_reason=row[13],
        )
        for row in rows
    ]


def breaches_of(store: Reader, case_id: CaseId) -> tuple[Breach, ...]:
    """Return the breaches of confidentiality of a case."""
    rows = store.read(
        f"SELECT {_BREACH_COLUMNS} FROM step AS s JOIN breach AS b ON b.step_id = s.id"  # noqa: S608
        " WHERE s.case_id = ? ORDER BY b.id",
        (case_id,),
    )
    return tuple(_breach(row) for row in rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedStep:
    """A pending step with its day, and the number of its case."""

    step: Step
    case_number: tuple[int, int]


def planned(store: Reader, last: date) -> list[PlannedStep]:
    """Return the pending steps planned up to a day, the earliest first."""
    return [
        PlannedStep(step=_step(row), case_number=(row[8], row[9]))
        for row in store.read(
            f"SELECT {_COLUMNS}, c.number_year, c.number_seq"  # noqa: S608
            " FROM step_pending AS s JOIN case_file AS c ON c.id = s.case_id"
            " WHERE s.planned_on <= ? ORDER BY s.planned_on, s.planned_at",
            (stored(last),),
        )
    ]


def _step(row: Row) -> Step:
    return Step(
        id=StepId(row[0]),
        case_id=CaseId(row[1]),
        act=Act(kind=row[2], recipient=row[3], party=None if row[4] is None else PartyId(row[4])),
        planned_on=day(row[5]),
        planned_at=clock_time(row[6]),
        purpose=row[7],
    )


def _breach(row: Row) -> Breach:
    return Breach(
        id=BreachId(row[0]),
        step_id=row[1],
        ground=row[2],
        decided_on=date.fromisoformat(row[3]),
        reasoning=row[4],
        consent_sought=row[5],
        reporter_informed=row[6],
        all_done_for_consent=bool(row[7]),
        in_crisis=bool(row[8]),
        no_other_way=bool(row[9]),
        harm_near_certain=bool(row[10]),
    )
