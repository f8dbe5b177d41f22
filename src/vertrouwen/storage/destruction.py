"""Cases that are gone: the one way a case goes, and the numbers that are never given again."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from vertrouwen.domain.consent import CaseId
from vertrouwen.storage.days import stored
from vertrouwen.storage.unit_of_work import Reader, Transaction

_GAP = 10_000_000
_LAST = 4_000_000_000_000_000_000


def destroy(tx: Transaction, case_id: CaseId) -> None:
    """Destroy a closed case with everything of it; the schema does it in one statement.

    Raises:
        DomainError: `case_is_not_closed`; nothing of it is gone then.
    """
    tx.execute(
        "INSERT INTO case_gone (case_id, number_year, number_seq, gone_on)"
        " SELECT id, number_year, number_seq, ? FROM case_file WHERE id = ?",
        (stored(tx.today), case_id),
    )


def last_id(store: Reader) -> int:
    """Return the highest number a case has or ever had; the next one is above it."""
    row = store.read_one(
        "SELECT max(ifnull((SELECT max(id) FROM case_file), 0),"
        " ifnull((SELECT max(case_id) FROM case_gone), 0))"
    )
    return int(row[0]) if row else 0


def gone(store: Reader) -> list[CaseId]:
    """Return the cases that were destroyed in this practice."""
    return [
        CaseId(row[0])
        for row in store.read(
            "SELECT case_id FROM case_gone WHERE number_year IS NOT NULL ORDER BY case_id"
        )
    ]


def there(store: Reader, ranges: Iterable[tuple[int, int]]) -> list[CaseId]:
    """Return the cases that exist within ranges of numbers, both ends included."""
    return [
        CaseId(row[0])
        for first, last in ranges
        for row in store.read(
            "SELECT id FROM case_file WHERE id BETWEEN ? AND ? ORDER BY id", (first, last)
        )
    ]


def keep_from_use(tx: Transaction, highest: int) -> None:
    """Give no new case a number up to one that was given already, though it is free again.

    Args:
        highest: the number; 0 and numbers in use need nothing.
    """
    if last_id(tx) < highest:
        tx.execute(
            "INSERT INTO case_gone (case_id, gone_on) VALUES (?, ?)", (highest, stored(tx.today))
        )


def begin_above(tx: Transaction, highest: int) -> None:
    """Count new cases from a number that nobody else who began here can have given.

    Args:
        highest: of the cases that are known to have been destroyed.
    """
    least = max(last_id(tx), highest) + 1
    if least + _GAP < _LAST:
        tx.execute(
            "INSERT INTO case_gone (case_id, gone_on) VALUES (?, ?)",
            (least + secrets.randbelow(_GAP), stored(tx.today)),
        )
