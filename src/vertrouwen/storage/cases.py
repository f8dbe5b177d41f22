"""Cases and their coded facts as rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from vertrouwen.domain.case import MULTIPLE_FACTS, SINGLE_FACTS, CaseNumber, Control, Facts, State
from vertrouwen.domain.consent import CaseId
from vertrouwen.domain.organisation import OrganisationId, UnitId
from vertrouwen.storage.days import day, stored
from vertrouwen.storage.destruction import last_id
from vertrouwen.storage.unit_of_work import Reader, Transaction

_FACT_OF_LIST = {code_list: field for field, code_list in MULTIPLE_FACTS.items()}
_SINGLE = ", ".join(SINGLE_FACTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRecord:
    """One case without the people, words and steps in it.

    Args:
        opened_precision: "dag", or "maand" where only the month is known.
        waiting_for: what the case waits for, in the adviser's own words.
    """

    id: CaseId
    number: CaseNumber
    organisation_id: OrganisationId
    unit_id: UnitId | None
    opened_on: date
    opened_precision: str
    state: State
    control: Control
    waiting_for: str
    closing_reason: str | None
    closed_on: date | None
    facts: Facts


def next_number(store: Reader, year: int) -> CaseNumber:
    """Return the first number after the highest one of a year, gone cases included."""
    row = store.read_one(
        "SELECT max(ifnull((SELECT max(number_seq) FROM case_file WHERE number_year = ?1), 0),"
        " ifnull((SELECT max(number_seq) FROM case_gone WHERE number_year = ?1), 0))",
        (year,),
    )
    return CaseNumber(year, (row[0] if row else 0) + 1)


def insert(
    tx: Transaction,
    *,
    organisation_id: OrganisationId,
    unit_id: UnitId | None,
    opened_on: date,
    facts: Facts,
) -> CaseId:
    """Add a case under the next number of its year."""
    number = next_number(tx, opened_on.year)
    case_id = CaseId(
        tx.insert(
            "case_file",
            id=last_id(tx) + 1,
            number_year=number.year,
            number_seq=number.seq,
            organisation_id=organisation_id,
            unit_id=unit_id,
            opened_on=stored(opened_on),
            last_contact_on=stored(opened_on),
            **{name: getattr(facts, name) for name in SINGLE_FACTS},
        )
    )
    _insert_multiple(tx, case_id, facts)
    return case_id


def get(store: Reader, case_id: CaseId) -> CaseRecord | None:
    """Return one case with its facts, or None."""
    row = store.read_one(
        "SELECT id, number_year, number_seq, organisation_id, unit_id, opened_on,"  # noqa: S608
        " opened_precision, state, control, waiting_for, closing_reason, closed_on,"
        f" {_SINGLE} FROM case_file WHERE id = ?",
        (case_id,),
    )
    if row is None:
        return None
    facts: dict[str, Any] = dict(zip(SINGLE_FACTS, row[12:], strict=True))
    for code_list, code in store.read(
        "SELECT list, code FROM case_fact WHERE case_id = ? ORDER BY list, position", (case_id,)
    ):
        field = _FACT_OF_LIST[code_list]
        facts[field] = (*facts.get(field, ()), code)
    return CaseRecord(
        id=CaseId(row[0]),
        number=CaseNumber(row[1], row[2]),
        organisation_id=OrganisationId(row[3]),
        unit_id=None if row[4] is None else UnitId(row[4]),
        opened_on=date.fromisoformat(row[5]),
        opened_precision=row[6],
        state=State(row[7]),
        control=Control(row[8]),
        waiting_for=row[9],
        closing_reason=row[10],
        closed_on=day(row[11]),
        facts=Facts(**facts),
    )


def set_facts(tx: Transaction, case_id: CaseId, facts: Facts) -> None:
    """Write the coded facts of a case in place of the ones before."""
    tx.update("case_file", case_id, **{name: getattr(facts, name) for name in SINGLE_FACTS})
    tx.execute("DELETE FROM case_fact WHERE case_id = ?", (case_id,))
    _insert_multiple(tx, case_id, facts)


def set_state(tx: Transaction, case_id: CaseId, state: State, waiting_for: str) -> None:
    """Move a case to another open state."""
    tx.update(
        "case_file",
        case_id,
        state=state.value,
        waiting_for=waiting_for,
        closing_reason=None,
        closed_on=None,
    )


def close(
    tx: Transaction, case_id: CaseId, *, reason: str, outcome: str, goal: str, closed_on: date
) -> None:
    """Close a case; the schema stops its pending steps."""
    tx.update(
        "case_file",
        case_id,
        state=State.CLOSED.value,
        waiting_for="",
        closing_reason=reason,
        closed_on=stored(closed_on),
        outcome=outcome,
        goal=goal,
    )


def set_unit(tx: Transaction, case_id: CaseId, unit_id: UnitId | None) -> None:
    """Write in which unit of the organisation the case plays."""
    tx.update("case_file", case_id, unit_id=unit_id)


def _insert_multiple(tx: Transaction, case_id: CaseId, facts: Facts) -> None:
    tx.execute_many(
        "INSERT INTO case_fact (case_id, list, position, code) VALUES (?, ?, ?, ?)",
        [
            (case_id, code_list, position, code)
            for field, code_list in MULTIPLE_FACTS.items()
            for position, code in enumerate(dict.fromkeys(getattr(facts, field)), start=1)
        ],
    )
