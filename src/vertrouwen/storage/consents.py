"""The reporter's words as rows; they are only ever added."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from vertrouwen.domain.consent import Act, Answer, CaseId, Consent, ConsentId, PartyId
from vertrouwen.storage.days import day, stored
from vertrouwen.storage.unit_of_work import Reader, Row, Transaction

_COLUMNS = (
    "id, case_id, kind, recipient, party_id, answer, dated_on, valid_until, shared, withheld,"
    " withheld_reason, form, wording, corrects"
)
_MOST_PARAMETERS = 500


def insert(tx: Transaction, consent: Consent) -> ConsentId:
    """Add a word of the reporter; its id is given by the table.

    Raises:
        DomainError: it lies in the future, corrects what is corrected already, or withdraws
            what was never given.
    """
    return ConsentId(
        tx.insert(
            "consent",
            case_id=consent.case_id,
            kind=consent.act.kind,
            recipient=consent.act.recipient,
            party_id=consent.act.party,
            answer=consent.answer.value,
            dated_on=stored(consent.dated_on),
            valid_until=stored(consent.valid_until),
            shared=consent.shared,
            withheld=consent.withheld,
            withheld_reason=consent.withheld_reason,
            form=consent.form,
            wording=consent.wording,
            corrects=consent.corrects,
            recorded_on=stored(tx.today),
        )
    )


def of_case(store: Reader, case_id: CaseId) -> tuple[Consent, ...]:
    """Return everything the reporter of a case said, in the order it was written down."""
    rows = store.read(
        f"SELECT {_COLUMNS} FROM consent_with_its_end WHERE case_id = ? ORDER BY id",  # noqa: S608
        (case_id,),
    )
    return tuple(_consent(row) for row in rows)


def of_cases(store: Reader, case_ids: Iterable[CaseId]) -> dict[CaseId, list[Consent]]:
    """Return everything the reporters of some cases said, by case."""
    wanted = sorted(set(case_ids))
    found: dict[CaseId, list[Consent]] = {case_id: [] for case_id in wanted}
    for start in range(0, len(wanted), _MOST_PARAMETERS):
        part = wanted[start : start + _MOST_PARAMETERS]
        marks = ", ".join("?" * len(part))
        sql = (
            f"SELECT {_COLUMNS} FROM consent_with_its_end"  # noqa: S608
            f" WHERE case_id IN ({marks}) ORDER BY id"
        )
        for row in store.read(sql, part):
            found[CaseId(row[1])].append(_consent(row))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Expiring:
    """A consent in force that ends soon, with the number of its case."""

    id: ConsentId
    case_id: CaseId
    case_number: tuple[int, int]
    kind: str
    valid_until: date


def expiring(store: Reader, first: date, last: date) -> list[Expiring]:
    """Return the consents of open cases that are in force and end within some days."""
    return [
        Expiring(
            id=ConsentId(row[0]),
            case_id=CaseId(row[1]),
            case_number=(row[2], row[3]),
            kind=row[4],
            valid_until=date.fromisoformat(row[5]),
        )
        for row in store.read(
            "SELECT k.id, k.case_id, c.number_year, c.number_seq, k.kind, k.valid_until"
            " FROM consent_in_force AS k JOIN case_file AS c ON c.id = k.case_id"
            # By the column itself, which has an index; an end by closing is never still to come.
            " WHERE k.id IN (SELECT id FROM consent WHERE valid_until BETWEEN ? AND ?)"
            " AND c.closed_on IS NULL ORDER BY k.valid_until",
            (stored(first), stored(last)),
        )
    ]


def _consent(row: Row) -> Consent:
    return Consent(
        id=ConsentId(row[0]),
        case_id=CaseId(row[1]),
        act=Act(kind=row[2], recipient=row[3], party=None if row[4] is None else PartyId(row[4])),
        answer=Answer(row[5]),
        dated_on=date.fromisoformat(row[6]),
        valid_until=day(row[7]),
        shared=row[8],
        withheld=row[9],
        withheld_reason=row[10],
        form=row[11],
        wording=row[12],
        corrects=None if row[13] is None else ConsentId(row[13]),
    )
