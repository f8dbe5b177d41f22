"""Recording contact moments with the reporter, held or planned."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

from vertrouwen.domain.consent import CaseId
from vertrouwen.domain.contact import (
    ADMINISTRATION,
    Contact,
    ContactId,
    NoteKind,
    held_by,
    minutes_in_range,
)
from vertrouwen.domain.deadline import OF_A_NEW_CASE
from vertrouwen.domain.errors import DomainError
from vertrouwen.services.practice import Change, Practice, existing_case, known_code
from vertrouwen.services.record_consent import require_file
from vertrouwen.storage import contacts, deadlines
from vertrouwen.storage.unit_of_work import Transaction


def record_contact(
    practice: Practice,
    case_id: CaseId,
    type: str,
    channel: str,
    held_on: date,
    held_at: time | None = None,
    minutes: int | None = None,
    travel_minutes: int | None = None,
    text: str = "",
    personal: bool = False,
) -> Change:
    """Add a contact that took place, with what was said; it answers who waited for a response.

    Args:
        type: a code of `contact_type` that is not a step.
        channel: a code of `channel`.
        text: a note of the file, or a personal one where `personal`.

    Raises:
        DomainError: a code, day or time cannot be, or text for the file without consent.
    """
    existing_case(practice, case_id)
    known_code(practice, "channel", channel)
    held_by(held_on, practice.today())
    _check_text(practice, case_id, text, personal)
    contact = Contact(
        id=ContactId(0),
        case_id=case_id,
        type=type,
        channel=channel,
        held_on=held_on,
        held_at=held_at,
        minutes=minutes,
        travel_minutes=travel_minutes,
    )
    with practice.store.operation("record_contact", case_id=case_id, subject="contact") as tx:
        contact_id = contacts.insert(tx, contact)
        tx.subject_id = contact_id
        _answered(tx, contact)
        _write_text(tx, case_id, contact_id, text, personal)
    return Change(operation="record_contact", case_id=case_id, subject_id=contact_id)


def plan_contact(
    practice: Practice,
    case_id: CaseId,
    type: str,
    channel: str,
    held_on: date,
    held_at: time | None = None,
) -> Change:
    """Add a contact that is to take place.

    Raises:
        DomainError: a code cannot be, or the day has passed.
    """
    existing_case(practice, case_id)
    known_code(practice, "channel", channel)
    if held_on < practice.today():
        raise DomainError("planned_in_the_past", field="held_on")
    contact = Contact(
        id=ContactId(0),
        case_id=case_id,
        type=type,
        channel=channel,
        held_on=held_on,
        held_at=held_at,
        is_planned=True,
    )
    with practice.store.operation("plan_contact", case_id=case_id, subject="contact") as tx:
        tx.subject_id = contacts.insert(tx, contact)
    return Change(operation="plan_contact", case_id=case_id, subject_id=tx.subject_id)


def contact_held(
    practice: Practice,
    contact_id: ContactId,
    minutes: int | None,
    text: str = "",
    personal: bool = False,
) -> Change:
    """Write down that a planned contact took place; on its day, or today if that is earlier.

    Raises:
        DomainError: it is not planned, or text for the file without consent.
    """
    contact = _planned(practice, contact_id)
    minutes_in_range(minutes, "minutes")
    _check_text(practice, contact.case_id, text, personal)
    held_on = min(contact.held_on, practice.today())
    with practice.store.operation(
        "contact_held", case_id=contact.case_id, subject="contact", subject_id=contact_id
    ) as tx:
        contacts.hold(tx, contact_id, held_on, minutes)
        _answered(tx, replace(contact, held_on=held_on))
        _write_text(tx, contact.case_id, contact_id, text, personal)
    return Change(operation="contact_held", case_id=contact.case_id, subject_id=contact_id)


def cancel_contact(practice: Practice, contact_id: ContactId) -> Change:
    """Take away a contact that was only planned.

    Raises:
        DomainError: it took place, or there is no such contact.
    """
    contact = _planned(practice, contact_id)
    with practice.store.operation(
        "cancel_contact", case_id=contact.case_id, subject="contact", subject_id=contact_id
    ) as tx:
        contacts.cancel(tx, contact_id)
    return Change(operation="cancel_contact", case_id=contact.case_id, subject_id=contact_id)


def _planned(practice: Practice, contact_id: ContactId) -> Contact:
    contact = contacts.get(practice.store, contact_id)
    if contact is None:
        raise DomainError("contact_unknown")
    if not contact.is_planned:
        raise DomainError("contact_was_held")
    return contact


def _answered(tx: Transaction, contact: Contact) -> None:
    if contact.type != ADMINISTRATION:
        for kind in OF_A_NEW_CASE:
            deadlines.finish_kind(tx, contact.case_id, kind, contact.held_on)


def _check_text(practice: Practice, case_id: CaseId, text: str, personal: bool) -> None:
    if text.strip() and not personal:
        require_file(practice, case_id, field="text")


def _write_text(
    tx: Transaction, case_id: CaseId, contact_id: ContactId, text: str, personal: bool
) -> None:
    if text.strip():
        kind = NoteKind.PERSONAL if personal else NoteKind.FILE
        contacts.insert_note(tx, case_id, kind, text.strip(), contact_id=contact_id)
