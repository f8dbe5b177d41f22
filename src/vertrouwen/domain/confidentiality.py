"""Breaking confidentiality: the narrow exits, each a reasoned and dated decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NewType

from vertrouwen.domain.errors import DomainError

BreachId = NewType("BreachId", int)

CONFLICT_OF_DUTIES = "conflict_van_plichten"
SHORTEST_REASONING = 40
"""Characters; a reasoning is a paragraph, not a tick."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A reasoned decision to act without the reporter's consent.

    Args:
        ground: a code of `exception_ground`.
        reasoning: why, in the adviser's words.
        consent_sought: how consent was asked and what the reporter answered, or why it could
            not be asked.
        reporter_informed: how the reporter was told beforehand, or why that was impossible.
        in_crisis, no_other_way, harm_near_certain, all_done_for_consent: the cumulative
            conditions of a conflict of duties (domain.md, "narrow exits").

    Raises:
        DomainError: a reasoning is missing, or a condition of a conflict of duties is not met.
    """

    ground: str
    decided_on: date
    reasoning: str
    consent_sought: str
    reporter_informed: str
    all_done_for_consent: bool = False
    in_crisis: bool = False
    no_other_way: bool = False
    harm_near_certain: bool = False

    def __post_init__(self) -> None:
        if len(self.reasoning.strip()) < SHORTEST_REASONING:
            raise DomainError(
                "breach_without_reasoning", field="reasoning", least=SHORTEST_REASONING
            )
        if not self.consent_sought.strip():
            raise DomainError("breach_consent_not_sought", field="consent_sought")
        if not self.reporter_informed.strip():
            raise DomainError("breach_reporter_not_informed", field="reporter_informed")
        conditions = (
            self.all_done_for_consent,
            self.in_crisis,
            self.no_other_way,
            self.harm_near_certain,
        )
        if self.ground == CONFLICT_OF_DUTIES and not all(conditions):
            raise DomainError("breach_conditions_not_met", field="conditions")


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach(Decision):
    """A decision that was recorded, as the ground of one step.

    Args:
        step_id: that step; no other.
    """

    id: BreachId
    step_id: int
