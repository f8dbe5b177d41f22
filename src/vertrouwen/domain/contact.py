"""Contact moments with the reporter, and notes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import Enum
from typing import NewType

from vertrouwen.domain.consent import CaseId
from vertrouwen.domain.errors import DomainError

ContactId = NewType("ContactId", int)
NoteId = NewType("NoteId", int)

ADMINISTRATION = "administratie"
CONTACT_TYPES = ("gesprek", "kort_contact", ADMINISTRATION)
"""Contacts with the reporter; a talk with anybody else is a step and recorded as one."""
MOST_MINUTES = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One contact moment with the reporter.

    Args:
        type: a code of `CONTACT_TYPES`.
        channel: a code of `channel`.
        is_planned: still to come.
        minutes, travel_minutes: time spent.
        talks: how many talks it stands for, where an imported registration gave only a number.

    Raises:
        DomainError: the type is a step's, or a time is out of range.
    """

    id: ContactId
    case_id: CaseId
    type: str
    channel: str
    held_on: date
    held_at: time | None = None
    is_planned: bool = False
    minutes: int | None = None
    travel_minutes: int | None = None
    talks: int | None = None

    def __post_init__(self) -> None:
        if self.type not in CONTACT_TYPES:
            raise DomainError("contact_is_a_step", field="type")
        minutes_in_range(self.minutes, "minutes")
        minutes_in_range(self.travel_minutes, "travel_minutes")


def minutes_in_range(minutes: int | None, field: str) -> int | None:
    """Return the minutes if they can be true.

    Raises:
        DomainError: they are negative or absurd.
    """
    if minutes is not None and not 0 <= minutes <= MOST_MINUTES:
        raise DomainError("minutes_out_of_range", field=field, most=MOST_MINUTES)
    return minutes


def held_by(held_on: date, today: date, field: str = "held_on") -> date:
    """Return the day of something that happened.

    Raises:
        DomainError: it lies in the future.
    """
    if held_on > today:
        raise DomainError("date_in_the_future", field=field)
    return held_on


class NoteKind(Enum):
    """Which of the two kinds of note; the values are the stored codes."""

    FILE = "dossier"
    PERSONAL = "persoonlijk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something the adviser wrote down; corrected by a later note, never changed.

    Args:
        kind: part of the file, or the adviser's own memory aid, kept apart from it.
        corrects: the note this one puts right.
    """

    id: NoteId
    case_id: CaseId
    kind: NoteKind
    written_on: date
    body: str
    contact_id: ContactId | None = None
    corrects: NoteId | None = None

    def __post_init__(self) -> None:
        if not self.body.strip():
            raise DomainError("note_is_empty", field="body")
