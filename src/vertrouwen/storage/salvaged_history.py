"""The history of a salvaged vault: gaps are named, and the chain is made anew over them."""

from __future__ import annotations

from datetime import datetime

from sqlcipher3 import dbapi2

from vertrouwen.storage.unit_of_work import FIRST_LINK, Row, link

LOST = "row_lost"
"""The operation of a row that stands where one could not be read."""
SALVAGED = "salvage"
"""The operation that history ends with."""
_PROGRAM = "vertrouwen"


def mend(connection: dbapi2.Connection, audit_key: bytes, now: datetime) -> int:
    """Fill the gaps of history, join its chain, and write down that it was salvaged.

    Args:
        connection: in a transaction, without the triggers that keep history as it is.
        audit_key: keys the chain.
        now: the present moment.

    Returns:
        How many rows were lost between others.
    """
    rows: list[Row] = connection.execute(
        "SELECT id, at, actor, operation, case_id, subject, subject_id FROM history ORDER BY id"
    ).fetchall()
    moment = now.isoformat(timespec="seconds")
    whole: list[Row] = []
    for row in rows:
        while len(whole) + 1 < row[0]:
            at = whole[-1][1] if whole else row[1]
            whole.append((len(whole) + 1, at, _PROGRAM, LOST, None, "history", None))
        whole.append(row)
    lost = len(whole) - len(rows)
    whole.append((len(whole) + 1, moment, _PROGRAM, SALVAGED, None, "vault", lost))
    connection.execute("DELETE FROM history")
    previous = FIRST_LINK
    for row in whole:
        previous = link(audit_key, previous, row)
        connection.execute(
            "INSERT INTO history (id, at, actor, operation, case_id, subject, subject_id, chain)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (*row, previous),
        )
    return lost
