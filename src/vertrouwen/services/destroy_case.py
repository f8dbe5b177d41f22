"""Destroying a closed case, and destroying again what an old backup brought back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress

from vertrouwen.domain.consent import CaseId
from vertrouwen.domain.errors import DomainError
from vertrouwen.services.practice import Change, Practice, existing_case
from vertrouwen.storage import cases, destruction
from vertrouwen.vault.errors import VaultError

Register = Callable[[Iterable[int]], None]
"""Notes in the key file, without content, that cases were destroyed."""

_UNKNOWN = "onbekend"


def destroy_case(practice: Practice, case_id: CaseId, register: Register) -> Change:
    """Destroy a closed case with everything of it; nothing in the program brings it back.

    What a released report counted stays, and so does the line in history that says it was done.

    Args:
        register: notes the number in the key file, so that no backup brings the case back.

    Raises:
        DomainError: `case_unknown`, or `case_is_not_closed`; nothing is gone then.
    """
    record = existing_case(practice, case_id)
    if record.closed_on is None:
        raise DomainError("case_is_not_closed")
    with practice.store.operation("destroy_case", case_id=case_id, subject="case_file") as tx:
        destruction.destroy(tx, case_id)
    # After it is done: a number in the register whose case still lived would be a loss later.
    with suppress(VaultError):  # gone all the same; the next opening notes it (`note_missing`)
        register([case_id])
    return Change(operation="destroy_case", case_id=case_id)


def note_missing(practice: Practice, known: Sequence[int], register: Register) -> None:
    """Note what was destroyed and could not be noted at the time.

    Args:
        known: the numbers that stand in the register.

    Raises:
        VaultError: it cannot be noted now either.
    """
    missing = set(destruction.gone(practice.store)).difference(known)
    if missing:
        register(missing)


def destroy_again(practice: Practice, ranges: Sequence[tuple[int, int]]) -> int:
    """Destroy in a restored practice what was destroyed after its backup was made.

    New cases are counted from a number above all that were ever given: the vault that was moved
    aside may have given the next ones to others, and destroyed those.

    Args:
        ranges: first and last number of what was destroyed.

    Returns:
        How many cases were destroyed again.
    """
    store = practice.store
    with store.operation("destroy_again", subject="case_file") as tx:
        found = destruction.there(tx, ranges)
        for case_id in found:
            record = cases.get(tx, case_id)
            if record is not None and record.closed_on is None:
                # It was open when the backup was made, and closed before it was destroyed.
                cases.close(
                    tx,
                    case_id,
                    reason=_UNKNOWN,
                    outcome=record.facts.outcome,
                    goal=record.facts.goal,
                    closed_on=max(tx.today, record.opened_on),
                )
            destruction.destroy(tx, case_id)
        destruction.begin_above(tx, max((last for _first, last in ranges), default=0))
    return len(found)
