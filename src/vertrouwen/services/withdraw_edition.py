"""Taking a report back: only by a record that it was given; what was read stays known."""

from __future__ import annotations

from vertrouwen.domain.errors import DomainError
from vertrouwen.services.practice import Change, Practice
from vertrouwen.storage import editions
from vertrouwen.storage.editions import EditionId


def withdraw_edition(practice: Practice, edition_id: EditionId, reason: str) -> Change:
    """Write down that an edition was taken back.

    It stays in the ledger and its months stay closed. A new report of the same period may then be
    tried.

    Raises:
        DomainError: `edition_unknown`, `reason_missing` or `edition_already_withdrawn`.
    """
    edition = editions.get(practice.store, edition_id)
    if edition is None:
        raise DomainError("edition_unknown")
    if not reason.strip():
        raise DomainError("reason_missing", field="reason")
    with practice.store.operation(
        "withdraw_edition", subject="edition", subject_id=edition_id
    ) as tx:
        editions.withdraw(tx, edition_id, reason)
    return Change(
        operation="withdraw_edition",
        organisation_id=edition.organisation_id,
        subject_id=edition_id,
    )
