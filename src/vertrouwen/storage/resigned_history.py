"""The record chain under a new key: every link made anew, over rows that stay as they are."""

from __future__ import annotations

import hmac

from sqlcipher3 import dbapi2

from vertrouwen.storage.unit_of_work import FIRST_LINK, link

_GUARD = "history_is_not_changed"
_ROWS = (
    "SELECT id, at, actor, operation, case_id, subject, subject_id, chain FROM history ORDER BY id"
)


def resign(connection: dbapi2.Connection, old_key: bytes, new_key: bytes) -> int | None:
    """Join the chain anew in a copy of a practice, if it holds under the old key.

    Args:
        connection: to the copy, in autocommit; nothing else works with it.
        old_key: the key of the chain until now.
        new_key: its key from now on.
    Returns:
        The id of the first row that does not follow from the one before: nothing was changed
        then, because a chain that is broken must not come out whole. None if all was joined.
    """
    guard = connection.execute(
        "SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND name = ?", (_GUARD,)
    ).fetchone()[0]
    connection.execute("BEGIN EXCLUSIVE")
    try:
        connection.execute(f"DROP TRIGGER {_GUARD}")
        broken = _join(connection, old_key, new_key)
        connection.execute(guard)
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT" if broken is None else "ROLLBACK")
    return broken


def _join(connection: dbapi2.Connection, old_key: bytes, new_key: bytes) -> int | None:
    old_link = new_link = FIRST_LINK
    expected = 1
    # All at once: rows that are read while others are changed may come twice.
    for *row, chain in connection.execute(_ROWS).fetchall():
        old_link = link(old_key, old_link, row)
        if row[0] != expected or not hmac.compare_digest(old_link, chain):
            return int(row[0])
        new_link = link(new_key, new_link, row)
        connection.execute("UPDATE history SET chain = ? WHERE id = ?", (new_link, row[0]))
        expected += 1
    return None
