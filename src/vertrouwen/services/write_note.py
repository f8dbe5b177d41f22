"""Writing notes: of the file, or the adviser's own."""

from __future__ import annotations

from vertrouwen.domain.consent import CaseId
from vertrouwen.domain.contact import Note, NoteId, NoteKind
from vertrouwen.domain.errors import DomainError
from vertrouwen.services.practice import Change, Practice, existing_case
from vertrouwen.services.record_consent import require_file
from vertrouwen.storage import contacts


def write_note(
    practice: Practice,
    case_id: CaseId,
    kind: NoteKind,
    body: str,
    corrects: NoteId | None = None,
) -> Change:
    """Add a note, written today.

    Args:
        corrects: an earlier note of the same kind that this one puts right; it stays.

    Raises:
        DomainError: it is empty, corrects another case's note or one that was corrected
            already, or belongs in a file for which there is no consent.
    """
    existing_case(practice, case_id)
    note = Note(
        id=NoteId(0),
        case_id=case_id,
        kind=kind,
        written_on=practice.today(),
        body=body.strip(),
        corrects=corrects,
    )
    if kind is NoteKind.FILE:
        require_file(practice, case_id, field="body")
    if corrects is not None:
        old = contacts.note(practice.store, corrects)
        if old is None or old.case_id != case_id or old.kind is not kind:
            raise DomainError("correction_of_another_case", field="corrects")
        if contacts.is_corrected(practice.store, corrects, case_id):
            raise DomainError("already_corrected", field="corrects")
    with practice.store.operation("write_note", case_id=case_id, subject="note") as tx:
        tx.subject_id = contacts.insert_note(tx, case_id, kind, note.body, corrects=corrects)
    return Change(operation="write_note", case_id=case_id, subject_id=tx.subject_id)


def remove_personal_note(practice: Practice, note_id: NoteId) -> Change:
    """Take away one of the adviser's own notes.

    Raises:
        DomainError: it is part of the file, or another note corrects it.
    """
    note = contacts.note(practice.store, note_id)
    if note is None:
        raise DomainError("note_unknown")
    if note.kind is NoteKind.FILE:
        raise DomainError("file_note_is_kept")
    if contacts.is_corrected(practice.store, note_id, note.case_id):
        raise DomainError("already_corrected")
    with practice.store.operation(
        "remove_personal_note", case_id=note.case_id, subject="note", subject_id=note_id
    ) as tx:
        contacts.delete_note(tx, note_id)
    return Change(operation="remove_personal_note", case_id=note.case_id, subject_id=note_id)
