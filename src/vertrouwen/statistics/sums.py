"""What one proof asks of a whole pattern.

A proof is a sum of figures that can never fall below zero, whatever the joint table: a parent less
its children, or what the duals of a linear programme add up. It bounds every figure in it, so it
asks something of a pattern for each of them, not only for the one it was found for: those that are
withheld must leave each other room (capacity and bridge inequalities, Fischetti & Salazar 2001).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cut:
    """At least `least` of the coefficients must be withheld if the owner is (or always)."""

    coefficients: dict[int, float]
    least: float
    owner: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One figure of a proof.

    Args:
        factor: what it counts for in the sum; never zero.
        value: its true number.
        low, high: what a reader must not be able to exclude while it is withheld.
        place: of the optional figure; None where nothing is to be decided.
        is_hidden: withheld in every pattern.
    """

    factor: float
    value: int
    low: float
    high: float
    place: int | None = None
    is_hidden: bool = False


def cuts_of_proof(members: Sequence[Member], slack: float, most: float) -> Iterator[Cut]:
    """Yield what each withheld member asks of the others.

    Args:
        slack: value of the sum at the truth; it can be used up as well.
        most: the largest value that any figure can have.
    """
    rooms = [_room(member, most) for member in members]
    hidden = sum(room for m, room in zip(members, rooms, strict=True) if m.is_hidden)
    for member, own in zip(members, rooms, strict=True):
        if member.place is None and not member.is_hidden:
            continue
        needed = member.value - member.low if member.factor > 0 else member.high - member.value
        least = abs(member.factor) * needed - slack - hidden + (own if member.is_hidden else 0.0)
        if least <= 1e-9:
            continue
        choices = {
            m.place: room
            for m, room in zip(members, rooms, strict=True)
            if m.place is not None and m is not member and room > 1e-9
        }
        yield Cut({place: min(room, least) for place, room in choices.items()}, least, member.place)
        total = sum(choices.values())
        for place, room in choices.items():
            if total - room < least - 1e-9:
                yield Cut({place: 1.0}, 1.0, member.place)


def _room(member: Member, most: float) -> float:
    """Return how much a withheld figure can add to the sum."""
    move = most - member.value if member.factor > 0 else member.value
    return abs(member.factor) * float(move)
