"""Contact moments and notes as rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from vertrouwen.domain.consent import CaseId
from vertrouwen.domain.contact import Contact, ContactId, Note, NoteId, NoteKind
from vertrouwen.storage.days import clock_time, stored
from vertrouwen.storage.unit_of_work import Reader, Row, Transaction

_COLUMNS = (
    "id, case_id, type, channel, held_on, held_at, is_planned, minutes, travel_minutes, talks"
)
_NOTE_COLUMNS = "id, case_id, kind, contact_id, written_on, body, corrects"


def insert(tx: Transaction, contact: Contact) -> ContactId:
    """Add a contact moment; its id is given by the table."""
    return ContactId(
        tx.insert(
            "contact",
            case_id=contact.case_id,
            type=contact.type,
            channel=contact.channel,
            held_on=stored(contact.held_on),
            held_at=stored(contact.held_at),
            is_planned=int(contact.is_planned),
            minutes=contact.minutes,
            travel_minutes=contact.travel_minutes,
            talks=contact.talks,
        )
    )


def hold(tx: Transaction, contact_id: ContactId, held_on: date, minutes: int | None) -> None:
    """Write down that a planned contact took place."""
    tx.update("contact", contact_id, held_on=stored(held_on), minutes=minutes, is_planned=0)


def cancel(tx: Transaction, contact_id: ContactId) -> None:
    """Take away a contact that was only planned."""
    tx.execute("DELETE FROM contact WHERE id = ? AND is_planned = 1", (contact_id,))


def get(store: Reader, contact_id: ContactId) -> Contact | None:
    """Return one contact, or None."""
    row = store.read_one(
        f"SELECT {_COLUMNS} FROM contact WHERE id = ?",  # noqa: S608
        (contact_id,),
    )
    return _contact(row) if row else None


def of_case(store: Reader, case_id: CaseId) -> list[Contact]:
    """Return the contacts of a case, the oldest first."""
    rows = store.read(
        f"SELECT {_COLUMNS} FROM contact WHERE case_id = ? ORDER BY held_on, id",  # noqa: S608
        (case_id,),
    )
    return [_contact(row) for row in rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedContact:
    """A contact still to come, with the number of its case."""

    id: ContactId
    case_id: CaseId
    case_number: tuple[int, int]
    type: str
    held_on: date
    held_at: time | None


def planned(store: Reader, last: date) -> list[PlannedContact]:
    """Return the planned contacts of open cases up to a day, the earliest first."""
    return [
        PlannedContact(
            id=ContactId(row[0]),
            case_id=CaseId(row[1]),
            case_number=(row[2], row[3]),
            type=row[4],
            held_on=date.fromisoformat(row[5]),
            held_at=clock_time(row[6]),
        )
        for row in store.read(
            "SELECT k.id, k.case_id, c.number_year, c.number_seq, k.type, k.held_on, k.held_at"
            " FROM contact AS k JOIN case_file AS c ON c.id = k.case_id"
            " WHERE k.is_planned = 1 AND k.held_on <= ? AND c.closed_on IS NULL"
            " ORDER BY k.held_on, k.held_at",
            (stored(last),),
        )
    ]


def insert_note(
    tx: Transaction,
    case_id: CaseId,
    kind: NoteKind,
    body: str,
    *,
    contact_id: ContactId | None = None,
    corrects: NoteId | None = None,
) -> NoteId:
    """Add a note, written today.

    Raises:
        DomainError: `no_consent_to_keep_a_file`.
    """
    return NoteId(
        tx.insert(
            "note",
            case_id=case_id,
            kind=kind.value,
            contact_id=contact_id,
            written_on=stored(tx.today),
            body=body,
            corrects=corrects,
        )
    )


def delete_note(tx: Transaction, note_id: NoteId) -> None:
    """Take away a personal note.

    Raises:
        DomainError: `append_only`, it is a note of the file.
    """
    tx.execute("DELETE FROM note WHERE id = ?", (note_id,))


def note(store: Reader, note_id: NoteId) -> Note | None:
    """Return one note, or None."""
    row = store.read_one(
        f"SELECT {_NOTE_COLUMNS} FROM note WHERE id = ?",  # noqa: S608
        (note_id,),
    )
    return _note(row) if row else None


def is_corrected(store: Reader, note_id: NoteId, case_id: CaseId) -> bool:
    """Return whether a later note of the case puts this one right."""
    return (
        store.read_one("SELECT 1 FROM note WHERE case_id = ? AND corrects = ?", (case_id, note_id))
        is not None
    )


def notes_of(store: Reader, case_id: CaseId) -> list[Note]:
    """Return the notes of a case, the oldest first."""
    rows = store.read(
        f"SELECT {_NOTE_COLUMNS} FROM note WHERE case_id = ? ORDER BY written_on, id",  # noqa: S608
        (case_id,),
    )
    return [_note(row) for row in rows]


def _contact(row: Row) -> Contact:
    return Contact(
        id=ContactId(row[0]),
        case_id=CaseId(row[1]),
        type=row[2],
        channel=row[3],
        held_on=date.fromisoformat(row[4]),
        held_at=clock_time(row[5]),
        is_planned=bool(row[6]),
        minutes=row[7],
        travel_minutes=row[8],
        talks=row[9],
    )


def _note(row: Row) -> Note:
    return Note(
        id=NoteId(row[0]),
        case_id=CaseId(row[1]),
        kind=NoteKind(row[2]),
        contact_id=None if row[3] is None else ContactId(row[3]),
        written_on=date.fromisoformat(row[4]),
        body=row[5],
        corrects=None if row[6] is None else NoteId(row[6]),
    )
