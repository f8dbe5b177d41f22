"""The one timeline of a case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Literal

from vertrouwen.domain.confidentiality import Breach
from vertrouwen.domain.consent import Consent, PartyId
from vertrouwen.domain.contact import Contact, ContactId, Note
from vertrouwen.domain.deadline import Deadline
from vertrouwen.storage.history import Event
from vertrouwen.storage.steps import StepRecord

ItemKind = Literal["contact", "note", "consent", "step", "deadline", "breach", "state"]
GroundKind = Literal["consent", "breach", "none"]

_STATE_OPERATIONS = frozenset({"change_state", "close_case", "reopen_case"})


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineItem:
    """One thing that happened or is to come.

    Args:
        key: kind and id, such as "step:3".
        day: None for a pending step without a day.
        is_future: planned or due, and not yet done.
        code: of a contact its type; of a consent or step the kind of step; of a deadline its
            kind; of a breach its ground; of a state the state; of a note its kind.
        recipient: of a consent or step.
        text: the note of a contact, a note's body, what a consent lets share, a step's purpose,
            a breach's reasoning, a deadline's words.
        answer: of a consent, a code.
        note_id, note_kind, corrects: of a note, also where it belongs to a contact.
        stop_reason: of a stopped step, a code of `step_stop_reason`.
        ground, ground_day: what a carried-out step rests on.
    """

    key: str
    kind: ItemKind
    day: date | None
    at: time | None = None
    is_future: bool = False
    is_done: bool = True
    code: str
    recipient: str | None = None
    party_id: PartyId | None = None
    minutes: int | None = None
    channel: str | None = None
    text: str = ""
    answer: str | None = None
    note_id: int | None = None
    note_kind: str | None = None
    corrects: int | None = None
    stop_reason: str | None = None
    ground: GroundKind | None = None
    ground_day: date | None = None
    subject_id: int


def timeline(
    *,
    contacts: Iterable[Contact],
    notes: Iterable[Note],
    words: Iterable[Consent],
    steps: Iterable[StepRecord],
    breaches: Iterable[Breach],
    deadlines: Iterable[Deadline],
    events: Iterable[Event],
) -> tuple[TimelineItem, ...]:
    """Return what happened, the newest first, then what is to come, the earliest first."""
    items = [
        *_contacts_and_notes(contacts, list(notes)),
        *(_consent(word) for word in words),
        *(_step(record) for record in steps),
        *(_breach(breach) for breach in breaches),
        *(_deadline(deadline) for deadline in deadlines),
        *(_state(event) for event in events if event.operation in _STATE_OPERATIONS),
    ]
    # Sorting is stable: what bears the same day stays in the order in which it was written down.
    past = [item for item in items if not item.is_future]
    past.sort(key=lambda item: (item.day or date.min, item.at or time.max))
    past.reverse()
    future = [item for item in items if item.is_future]
    future.sort(key=lambda item: (item.day or date.max, item.at or time.max))
    return (*past, *future)


def _contacts_and_notes(
    contacts: Iterable[Contact], notes: Sequence[Note]
) -> Iterator[TimelineItem]:
    of_contact: dict[ContactId, Note] = {}
    for note in notes:
        if note.contact_id is not None:
            of_contact.setdefault(note.contact_id, note)
    shown_with_contact = {note.id for note in of_contact.values()}
    for contact in contacts:
        said = of_contact.get(contact.id)
        yield TimelineItem(
            key=f"contact:{contact.id}",
            kind="contact",
            day=contact.held_on,
            at=contact.held_at,
            is_future=contact.is_planned,
            is_done=not contact.is_planned,
            code=contact.type,
            minutes=contact.minutes,
            channel=contact.channel,
            text=said.body if said else "",
            note_id=said.id if said else None,
            note_kind=said.kind.value if said else None,
            subject_id=contact.id,
        )
    for note in notes:
        if note.id not in shown_with_contact:
            yield TimelineItem(
                key=f"note:{note.id}",
                kind="note",
                day=note.written_on,
                code=note.kind.value,
                text=note.body,
                note_id=note.id,
                note_kind=note.kind.value,
                corrects=note.corrects,
                subject_id=note.id,
            )


def _consent(word: Consent) -> TimelineItem:
    return TimelineItem(
        key=f"consent:{word.id}",
        kind="consent",
        day=word.dated_on,
        code=word.act.kind,
        recipient=word.act.recipient,
        party_id=word.act.party,
        text=word.shared,
        answer=word.answer.value,
        corrects=word.corrects,
        subject_id=word.id,
    )


def _step(record: StepRecord) -> TimelineItem:
    step = record.step
    ground: GroundKind | None = None
    if record.carried_out_on is not None:
        ground = (
            "consent"
            if record.consent_dated_on
            else "breach"
            if record.breach_decided_on
            else "none"
        )
    return TimelineItem(
        key=f"step:{step.id}",
        kind="step",
        day=record.carried_out_on or record.stopped_on or step.planned_on,
        at=step.planned_at if record.is_pending else None,
        is_future=record.is_pending,
        is_done=record.carried_out_on is not None,
        code=step.act.kind,
        recipient=step.act.recipient,
        party_id=step.act.party,
        minutes=record.minutes,
        text=step.purpose,
        stop_reason=record.stop_reason,
        ground=ground,
        ground_day=record.consent_dated_on or record.breach_decided_on,
        subject_id=step.id,
    )


def _breach(breach: Breach) -> TimelineItem:
    return TimelineItem(
        key=f"breach:{breach.id}",
        kind="breach",
        day=breach.decided_on,
        code=breach.ground,
        text=breach.reasoning,
        subject_id=breach.id,
    )


def _deadline(deadline: Deadline) -> TimelineItem:
    is_open = deadline.done_on is None
    return TimelineItem(
        key=f"deadline:{deadline.id}",
        kind="deadline",
        day=deadline.due_on if deadline.done_on is None else deadline.done_on,
        at=deadline.due_at,
        is_future=is_open,
        is_done=not is_open,
        code=deadline.kind,
        text=deadline.text,
        subject_id=deadline.id,
    )


def _state(event: Event) -> TimelineItem:
    return TimelineItem(
        key=f"state:{event.id}",
        kind="state",
        day=event.at.date(),
        code=event.subject,
        subject_id=event.id,
    )
