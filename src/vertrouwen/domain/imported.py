"""A case as a registration brings it in: coded facts, nothing said or done on their strength."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from vertrouwen.domain.vocabulary import UNKNOWN

Precision = Literal["dag", "maand"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedCase:
    """One row of a registration after coding.

    Args:
        source_row: its row in the sheet, for messages.
        number: year and sequence as the adviser numbered it, if it was numbered.
        organisation, unit: the adviser's own names; made when they do not exist yet.
        opened_on: its day, or the first of its month where `precision` is "maand".
        natures: the first is the primary one.
        talks, minutes: totals of the row.
        closed_on: None while it is open.
        note: what the row says in free text, a consent included; it comes in as a personal note.
    """

    source_row: int
    number: tuple[int, int] | None
    organisation: str
    unit: str | None
    opened_on: date
    precision: Precision = "dag"
    kind: str = UNKNOWN
    track: str = UNKNOWN
    natures: tuple[str, ...] = ()
    role: str = UNKNOWN
    relation: str = UNKNOWN
    channel: str = UNKNOWN
    chosen_steps: tuple[str, ...] = ()
    referrals: tuple[str, ...] = ()
    outcome: str = UNKNOWN
    talks: int | None = None
    minutes: int | None = None
    closed_on: date | None = None
    note: str = ""
