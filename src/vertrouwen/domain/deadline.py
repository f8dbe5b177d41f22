"""Deadlines: working days, and which ones follow from a new case or an integrity report."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import NewType

from vertrouwen.domain.consent import CaseId
from vertrouwen.domain.vocabulary import Code, CodeList

DeadlineId = NewType("DeadlineId", int)

OF_A_NEW_CASE = ("eerste_reactie", "be_horen_informeren")
"""What a new case asks for; the first talk with the reporter meets it."""
ACKNOWLEDGEMENT, FEEDBACK = "wbk_ontvangstbevestiging", "wbk_terugkoppeling"
REMINDER = "herinneren"
LIVE_CHANNELS = frozenset(
    {"telefoon", "video", "chat", "spreekuur", "fysiek_op_locatie", "fysiek_buiten_locatie"}
)
"""Where a first contact is a talk: the reporter has been answered and heard."""

_SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """Something that is due, in a case or in the practice as a whole.

    Args:
        kind: a code of `deadline_kind`.
        text: the adviser's own words.
        done_on: None while it is open.
    """

    id: DeadlineId
    case_id: CaseId | None
    kind: str
    due_on: date
    due_at: time | None = None
    text: str = ""
    done_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDate:
    """A deadline that follows from a rule: its kind and its day."""

    kind: str
    due_on: date


def working_days_after(day: date, n: int) -> date:
    """Return the day that lies n working days (Monday to Friday) after a day."""
    while n > 0:
        day += timedelta(days=1)
        if day.weekday() < _SATURDAY:
            n -= 1
    return day


def months_after(day: date, n: int) -> date:
    """Return the same day n months later, or the last day of that month if it has no such day."""
    months = day.month - 1 + n
    year, month = day.year + months // 12, months % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def due_after(rule: Code, day: date) -> date:
    """Return when something is due that began on a day, by the term in its vocabulary entry."""
    extra = rule.extra
    day = months_after(day, int(extra.get("months", 0))) + timedelta(days=int(extra.get("days", 0)))
    return working_days_after(day, int(extra.get("working_days", 0)))


def of_a_new_case(
    kinds: CodeList, country: str, opened_on: date, channel: str
) -> tuple[DueDate, ...]:
    """Return the deadlines of a new case.

    Args:
        country: "NL" or "BE".
        channel: of the first contact; a talk leaves nothing to answer.
    """
    if channel in LIVE_CHANNELS:
        return ()
    return tuple(
        DueDate(kind=kind.code, due_on=due_after(kind, opened_on))
        for kind in kinds.for_country(country)
        if kind.code in OF_A_NEW_CASE
    )


def of_an_integrity_report(kinds: CodeList, day: date) -> tuple[DueDate, ...]:
    """Return what the organisation owes after a report: an acknowledgement, and feedback.

    They are reminders about the employer's duty (Wet bescherming klokkenluiders): 7 days, and
    3 months counted from the acknowledgement.
    """
    acknowledged = due_after(kinds[ACKNOWLEDGEMENT], day)
    return (
        DueDate(kind=ACKNOWLEDGEMENT, due_on=acknowledged),
        DueDate(kind=FEEDBACK, due_on=due_after(kinds[FEEDBACK], acknowledged)),
    )


def reminder(kinds: CodeList, day: date) -> DueDate:
    """Return when to write again to a reporter who does not answer."""
    return DueDate(kind=REMINDER, due_on=due_after(kinds[REMINDER], day))
