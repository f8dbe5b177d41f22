"""What is due today, and who is waiting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Literal

from vertrouwen.domain.case import CaseNumber
from vertrouwen.domain.consent import CaseId, Consent
from vertrouwen.domain.step import Refusal, gate, kind_from
from vertrouwen.services.practice import Practice
from vertrouwen.storage import case_lists, consents, contacts, deadlines, organisations, steps
from vertrouwen.storage.steps import PlannedStep

LOOK_AHEAD = timedelta(days=14)
MOST_WAITING = 50

DueKind = Literal["contact", "deadline", "step", "consent_expires"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DueItem:
    """Something that asks for the adviser on a day.

    Args:
        code: of `contact_type`, `deadline_kind` or `step_kind` (or "dossier_bijhouden"), by `what`.
        text: the adviser's own words, where there are any.
        days_left: 0 is today, below 0 is overdue.
        is_blocked: a step that nothing carries on its day (today, if that has passed).
        subject_id: id of the contact, deadline, step or consent.
    """

    day: date
    at: time | None
    what: DueKind
    code: str
    case_id: CaseId | None
    case_number: CaseNumber | None
    text: str
    days_left: int
    is_blocked: bool
    subject_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingItem:
    """A case that waits for somebody.

    Args:
        text: what it waits for, in the adviser's own words; may be empty.
        state: its code.
        days: since the last contact.
    """

    case_id: CaseId
    case_number: CaseNumber
    text: str
    state: str
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayOverview:
    """The first screen: what is due (overdue first) and who is waiting (the longest first)."""

    due: tuple[DueItem, ...]
    waiting: tuple[WaitingItem, ...]
    organisations: int


def today_overview(practice: Practice) -> TodayOverview:
    """Return what is due within two weeks or overdue, and who is waiting."""
    store, today = practice.store, practice.today()
    due = [*_contacts(practice), *_deadlines(practice), *_steps(practice), *_expiring(practice)]
    due.sort(key=lambda item: (item.day, item.at or time.max, item.subject_id))
    waiting = tuple(
        WaitingItem(
            case_id=row.id,
            case_number=row.number,
            text=row.waiting_for,
            state=row.state,
            days=(today - row.last_contact_on).days,
        )
        for row in case_lists.waiting(store, MOST_WAITING)
    )
    return TodayOverview(
        due=tuple(due),
        waiting=waiting,
        organisations=organisations.count(store),
    )


def _contacts(practice: Practice) -> list[DueItem]:
    today = practice.today()
    return [
        DueItem(
            day=row.held_on,
            at=row.held_at,
            what="contact",
            code=row.type,
            case_id=row.case_id,
            case_number=CaseNumber(*row.case_number),
            text="",
            days_left=(row.held_on - today).days,
            is_blocked=False,
            subject_id=row.id,
        )
        for row in contacts.planned(practice.store, today + LOOK_AHEAD)
    ]


def _deadlines(practice: Practice) -> list[DueItem]:
    today = practice.today()
    return [
        DueItem(
            day=row.deadline.due_on,
            at=row.deadline.due_at,
            what="deadline",
            code=row.deadline.kind,
            case_id=row.deadline.case_id,
            case_number=CaseNumber(*row.case_number) if row.case_number else None,
            text=row.deadline.text,
            days_left=(row.deadline.due_on - today).days,
            is_blocked=False,
            subject_id=row.deadline.id,
        )
        for row in deadlines.open_until(practice.store, today + LOOK_AHEAD)
    ]


def _steps(practice: Practice) -> list[DueItem]:
    today = practice.today()
    rows = steps.planned(practice.store, today + LOOK_AHEAD)
    words = consents.of_cases(practice.store, [row.step.case_id for row in rows])
    return [
        DueItem(
            day=day,
            at=row.step.planned_at,
            what="step",
            code=row.step.act.kind,
            case_id=row.step.case_id,
            case_number=CaseNumber(*row.case_number),
            text=row.step.purpose,
            days_left=(day - today).days,
            is_blocked=_is_blocked(practice, row, max(day, today), words[row.step.case_id]),
            subject_id=row.step.id,
        )
        for row in rows
        if (day := row.step.planned_on) is not None
    ]


def _is_blocked(practice: Practice, row: PlannedStep, day: date, words: list[Consent]) -> bool:
    kind = kind_from(practice.vocabulary["step_kind"][row.step.act.kind])
    if not isinstance(gate(row.step, kind, day, words, ()), Refusal):
        return False
    breaches = steps.breaches_of(practice.store, row.step.case_id)
    return isinstance(gate(row.step, kind, day, words, breaches), Refusal)


def _expiring(practice: Practice) -> list[DueItem]:
    today = practice.today()
    return [
        DueItem(
            day=row.valid_until,
            at=None,
            what="consent_expires",
            code=row.kind,
            case_id=row.case_id,
            case_number=CaseNumber(*row.case_number),
            text="",
            days_left=(row.valid_until - today).days,
            is_blocked=False,
            subject_id=row.id,
        )
        for row in consents.expiring(practice.store, today, today + LOOK_AHEAD)
    ]
