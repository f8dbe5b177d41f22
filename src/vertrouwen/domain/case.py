"""The case: its number, its states and how it may move, and its coded facts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Self

from vertrouwen.domain.errors import DomainError
from vertrouwen.domain.vocabulary import UNKNOWN

_NUMBER = re.compile(r"(\d{4})-(\d{1,6})")


@dataclass(frozen=True, slots=True, order=True)
class CaseNumber:
    """The number of a case within its year, written 2026-014."""

    year: int
    seq: int

    def __str__(self) -> str:
        return f"{self.year}-{self.seq:03d}"

    @classmethod
    def read(cls, text: str) -> Self | None:
        """Return the number a text stands for, or None."""
        match = _NUMBER.fullmatch(text.strip())
        return cls(int(match[1]), int(match[2])) if match and int(match[2]) else None


class State(Enum):
    """Where a case stands; the values are the codes of `case_state`."""

    NEW = "nieuw"
    INTAKE_PLANNED = "intake_gepland"
    RECEPTION = "opvang"
    TAKING_STOCK = "inventarisatie"
    OPTIONS_DISCUSSED = "opties_besproken"
    STEP_CHOSEN = "stap_gekozen"
    ACCOMPANIMENT = "begeleiding"
    AFTERCARE = "nazorg"
    WAITING = "wacht_op_melder"
    NO_RESPONSE = "geen_reactie"
    HANDED_OVER = "overgedragen"
    REPORT_MADE = "integriteitsmelding"
    CLOSED = "afgesloten"


class Control(Enum):
    """Who decides about the next step; the values are the stored codes."""

    REPORTER = "melder"
    ORGANISATION = "organisatie"


def reachable(state: State, control: Control) -> tuple[State, ...]:
    """Return the states an adviser may choose next, in the order of the vocabulary.

    An open case moves freely, for practice is no assembly line; but it is never new again, it is
    closed only with a reason (`closed`), and a report was made only once a step made it.
    """
    if state is State.CLOSED:
        return ()
    barred = {State.NEW, State.CLOSED, state}
    if control is Control.REPORTER:
        barred.add(State.REPORT_MADE)
    return tuple(s for s in State if s not in barred)


def moved(state: State, to: State, control: Control) -> State:
    """Return the new state.

    Raises:
        DomainError: the case is closed, closing needs a reason, or no report was made.
    """
    if to is state:
        return state
    if to in reachable(state, control):
        return to
    if state is State.CLOSED:
        raise DomainError("case_is_closed", field="state")
    if to is State.CLOSED:
        raise DomainError("closing_needs_a_reason", field="state")
    if to is State.REPORT_MADE:
        raise DomainError("no_report_was_made", field="state")
    raise DomainError("state_not_reachable", field="state")


def closed(state: State, opened_on: date, closed_on: date, today: date) -> State:
    """Return the closed state.

    Raises:
        DomainError: it is closed already, or the day lies before its opening or in the future.
    """
    if state is State.CLOSED:
        raise DomainError("case_is_closed", field="state")
    if closed_on > today:
        raise DomainError("date_in_the_future", field="closed_on")
    if closed_on < opened_on:
        raise DomainError("closed_before_opened", field="closed_on")
    return State.CLOSED


def reopened(state: State, control: Control) -> State:
    """Return the state in which a closed case goes on.

    Raises:
        DomainError: the case is open.
    """
    if state is not State.CLOSED:
        raise DomainError("case_is_open", field="state")
    return State.REPORT_MADE if control is Control.ORGANISATION else State.ACCOMPANIMENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The coded facts of a case, each a code of the list of the same name.

    Args:
        natures: the first is the primary one, from which the track follows.
    """

    kind: str = UNKNOWN
    track: str = UNKNOWN
    natures: tuple[str, ...] = ()
    discrimination_grounds: tuple[str, ...] = ()
    role: str = UNKNOWN
    involvement: str = UNKNOWN
    relation: str = UNKNOWN
    channel: str = UNKNOWN
    how_found: str = UNKNOWN
    incident_period: str = UNKNOWN
    frequency: str = UNKNOWN
    wrongdoing: str = UNKNOWN
    effects: tuple[str, ...] = ()
    wishes: tuple[str, ...] = ()
    chosen_steps: tuple[str, ...] = ()
    referrals: tuple[str, ...] = ()
    outcome: str = UNKNOWN
    goal: str = UNKNOWN
    aftercare: str = UNKNOWN

    def completeness(self) -> tuple[int, int]:
        """Return how many of the facts a report rests on are known, and how many there are.

        "Not asked" is an answer; "unknown" is not.
        """
        wanted: tuple[str | tuple[str, ...], ...] = (
            self.track,
            self.natures,
            self.role,
            self.relation,
            self.channel,
            self.wishes,
            self.chosen_steps,
            self.incident_period,
        )
        return sum(fact not in (UNKNOWN, (), (UNKNOWN,)) for fact in wanted), len(wanted)


SINGLE_FACTS = (
    "kind",
    "track",
    "role",
    "involvement",
    "relation",
    "channel",
    "how_found",
    "incident_period",
    "frequency",
    "wrongdoing",
    "outcome",
    "goal",
    "aftercare",
)
"""Fields of `Facts` with one answer; each is also the name of its code list."""

MULTIPLE_FACTS = {
    "natures": "nature",
    "discrimination_grounds": "discrimination_ground",
    "effects": "effect",
    "wishes": "wish",
    "chosen_steps": "chosen_step",
    "referrals": "referral",
}
"""Fields of `Facts` with several answers, and the names of their code lists."""
