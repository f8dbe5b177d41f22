"""Destroying a closed case, and destroying again what an old backup brought back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

from vertrouwen.domain.consent import CaseId
from vertrouwen.domain.errors import DomainError
from vertrouwen.services.practice import Change, Practice, existing_case
from vertrouwen.storage import cases, destruction
from vertrouwen.storage.errors import StorageError
from vertrouwen.storage.unit_of_work import Transaction
from vertrouwen.vault.errors import VaultError

if TYPE_CHECKING:
    from vertrouwen.vault.open_vault import OpenVault
    from vertrouwen.vault.remembered import DestroyedIds


class Registered(Protocol):
    """What knows which cases were destroyed: an open vault, or what is read of one."""

    @property
    def destroyed(self) -> DestroyedIds:
        """The cases that were destroyed."""

    def note_destroyed(self, case_ids: Iterable[int]) -> None:
        """Remember that these cases were destroyed, and keep no copy in which they are left."""


Register = Callable[[Iterable[int]], None]
"""Notes in the key file, without content, that cases were destroyed."""

_UNKNOWN = "onbekend"


def destroy_case(practice: Practice, case_id: CaseId, register: Register) -> Change:
    """Destroy a closed case with everything of it; nothing in the program brings it back.

    What a released report counted stays, and so does the line in history that says it was done.

    Args:
        register: notes the number in the key file, so that no backup brings the case back, and
            removes the copy that the last migration left.

    Raises:
        DomainError: `case_unknown`, or `case_is_not_closed`; nothing is gone then.
    """
    record = existing_case(practice, case_id)
    if record.closed_on is None:
        raise DomainError("case_is_not_closed")
    with practice.store.operation("destroy_case", case_id=case_id, subject="case_file") as tx:
        destruction.destroy(tx, case_id)
    # After it is done: a number in the register whose case still lived would be a loss later.
    with suppress(VaultError):  # gone all the same; the next opening notes it (`keep_destroyed`)
        register([case_id])
    return Change(operation="destroy_case", case_id=case_id)


def keep_destroyed(practice: Practice, vault: Registered) -> int:
    """Bring a practice and the register of its key file into line, in both directions.

    A case that was destroyed and could not be noted then is noted now; a case that is noted and
    there all the same, because an old backup was put back, is destroyed again. No new case gets a
    number that is noted.

    Returns:
        How many cases were destroyed again.

    Raises:
        VaultError: the key file cannot be written.
    """
    missing = [i for i in destruction.gone(practice.store) if i not in vault.destroyed]
    if missing:
        vault.note_destroyed(missing)
    found = destruction.there(practice.store, vault.destroyed.ranges)
    if found:
        with practice.store.operation("destroy_again", subject="case_file") as tx:
            for case_id in found:
                _close(tx, case_id)
                destruction.destroy(tx, case_id)
        # Noted before; but a copy of before a migration holds them as the backup did.
        vault.note_destroyed(found)
    highest = _highest(vault)
    if destruction.last_id(practice.store) < highest:
        # A new case of such a number would be destroyed at the next opening.
        with practice.store.operation("keep_from_use", subject="case_file") as tx:
            destruction.keep_from_use(tx, highest)
    return len(found)


def destroyed_at_opening(practice: Practice, vault: Registered) -> int:
    """Do as `keep_destroyed`, where no error may keep the vault from opening.

    Returns:
        How many cases were destroyed again; what could not be done now is at the next opening.
    """
    with suppress(VaultError, StorageError, DomainError):
        return keep_destroyed(practice, vault)
    return 0


def begin_above(practice: Practice, vault: OpenVault) -> None:
    """Give new cases of a restored or salvaged practice numbers that no case ever had.

    The vault that was moved aside may have given the next numbers to others, and destroyed those.
    """
    highest = _highest(vault)
    with practice.store.operation("begin_above", subject="case_file") as tx:
        destruction.begin_above(tx, highest)


def _highest(vault: Registered) -> int:
    return max((last for _first, last in vault.destroyed.ranges), default=0)


def _close(tx: Transaction, case_id: CaseId) -> None:
    """Close a case that was open when the backup was made: it was closed and destroyed later."""
    record = cases.get(tx, case_id)
    if record is not None and record.closed_on is None:
        cases.close(
            tx,
            case_id,
            reason=_UNKNOWN,
            outcome=record.facts.outcome,
            goal=record.facts.goal,
            closed_on=max(tx.today, record.opened_on),
        )
