"""Opening a case: somebody came to the adviser."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from vertrouwen.domain import deadline
from vertrouwen.domain.case import Facts
from vertrouwen.domain.contact import Contact, ContactId, NoteKind, held_by
from vertrouwen.domain.errors import DomainError
from vertrouwen.domain.organisation import OrganisationId, UnitId
from vertrouwen.domain.people import Identity, Reporter
from vertrouwen.services.edit_organisations import active_organisation, check_unit
from vertrouwen.services.practice import Change, Practice, known_code, known_facts
from vertrouwen.services.record_consent import record_file_consent
from vertrouwen.storage import cases, contacts, deadlines, people


@dataclass(frozen=True, slots=True, kw_only=True)
class FileConsent:
    """Consent to keep a file, given at the first contact.

    Args:
        form: a code of `consent_form`.
    """

    form: str
    dated_on: date
    valid_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCase:
    """What is known when somebody comes.

    Args:
        opened_on: the day of the first contact; not in the future.
        kind, channel: codes of `kind` and `channel`.
        natures: codes of `nature`, the primary one first.
        consent_to_keep_file: None where it was not given; then nothing personal is kept.
        minutes: of the first contact.
        text: what was said; a note of the file, or a personal one.
        personal: `text` is the adviser's own memory aid, not part of the file.
    """

    organisation_id: OrganisationId
    unit_id: UnitId | None = None
    opened_on: date
    kind: str
    channel: str
    identity: Identity
    alias: str = ""
    natures: tuple[str, ...] = ()
    consent_to_keep_file: FileConsent | None = None
    minutes: int | None = None
    contact_type: str = "gesprek"
    held_at: time | None = None
    text: str = ""
    personal: bool = False


def open_case(practice: Practice, new: NewCase) -> Change:
    """Open a case with its reporter, its first contact and its deadlines.

    Raises:
        DomainError: a code or date cannot be, or there is a text for the file without consent.
    """
    today = practice.today()
    held_by(new.opened_on, today, "opened_on")
    organisation = active_organisation(practice, new.organisation_id)
    check_unit(practice, new.organisation_id, new.unit_id)
    facts = known_facts(practice, Facts(kind=new.kind, channel=new.channel, natures=new.natures))
    alias = new.alias.strip()
    reporter = (
        Reporter(identity=new.identity, alias=alias) if alias else Reporter(identity=new.identity)
    )
    consent = new.consent_to_keep_file
    if consent is not None:
        held_by(consent.dated_on, today, "dated_on")
        known_code(practice, "consent_form", consent.form, field="form")
    text = new.text.strip()
    keeps_file = consent is not None and (
        consent.valid_until is None or consent.valid_until >= today
    )
    if text and not new.personal and not keeps_file:
        raise DomainError("no_consent_to_keep_a_file", field="text")
    due = deadline.of_a_new_case(
        practice.vocabulary["deadline_kind"], organisation.country, new.opened_on, new.channel
    )
    with practice.store.operation("open_case", subject="case_file") as tx:
        case_id = cases.insert(
            tx,
            organisation_id=new.organisation_id,
            unit_id=new.unit_id,
            opened_on=new.opened_on,
            facts=facts,
        )
        tx.case_id = tx.subject_id = case_id
        people.set_reporter(tx, case_id, reporter)
        if consent is not None:
            record_file_consent(
                tx,
                case_id,
                form=consent.form,
                dated_on=consent.dated_on,
                valid_until=consent.valid_until,
            )
        contact_id = contacts.insert(
            tx,
            Contact(
                id=ContactId(0),
                case_id=case_id,
                type=new.contact_type,
                channel=new.channel,
                held_on=new.opened_on,
                held_at=new.held_at,
                minutes=new.minutes,
            ),
        )
        if text:
            kind = NoteKind.PERSONAL if new.personal else NoteKind.FILE
            contacts.insert_note(tx, case_id, kind, text, contact_id=contact_id)
        deadlines.insert_due(tx, case_id, due)
    return Change(
        operation="open_case",
        case_id=case_id,
        organisation_id=new.organisation_id,
        subject_id=case_id,
    )
