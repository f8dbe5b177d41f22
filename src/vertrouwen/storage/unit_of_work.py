"""The one way to read, and the one way to write: a named operation with its row of history."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from sqlcipher3 import dbapi2

from vertrouwen.storage.errors import StorageError, translated
from vertrouwen.vault.cut_texts import has_cut_text

Row = tuple[Any, ...]
FIRST_LINK = bytes(32)
"""What the chain of history begins with."""


class Reader:
    """Reads rows over one connection."""

    def __init__(self, connection: dbapi2.Connection) -> None:
        self._connection = connection

    def read(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Return all rows of a query.

        Raises:
            StorageError: the environment; `database_damaged` where a text is not whole.
        """
        with translated():
            rows = list(self._connection.execute(sql, parameters).fetchall())
        for row in rows:
            _require_whole(row)
        return rows

    def read_one(self, sql: str, parameters: Sequence[object] = ()) -> Row | None:
        """Return the first row of a query, or None."""
        with translated():
            row: Row | None = self._connection.execute(sql, parameters).fetchone()
        if row is not None:
            _require_whole(row)
        return row


def _require_whole(row: Row) -> None:
    if has_cut_text(row):
        raise StorageError("database_damaged")


class Transaction(Reader):
    """One operation under way; ends with its block.

    Args:
        case_id, subject, subject_id: what the operation is about, for its row of history; may
            be set until the block ends (a new case has its id only then).
        history_id: the id its row of history will have.
    """

    def __init__(
        self,
        connection: dbapi2.Connection,
        *,
        now: datetime,
        history_id: int,
        case_id: int | None,
        subject: str,
        subject_id: int | None,
    ) -> None:
        super().__init__(connection)
        self.now = now
        self.history_id = history_id
        self.case_id = case_id
        self.subject = subject
        self.subject_id = subject_id

    @property
    def today(self) -> date:
        """The day on which this is written down."""
        return self.now.date()

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> int:
        """Run one statement and return how many rows it touched."""
        with translated():
            return int(self._connection.execute(sql, parameters).rowcount)

    def execute_many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Run one statement for many rows."""
        with translated():
            self._connection.executemany(sql, rows)

    def insert(self, table: str, **columns: object) -> int:
        """Insert one row and return its id.

        Args:
            table, columns: names from the schema, never a text that came from outside.
        """
        names, marks = ", ".join(columns), ", ".join("?" * len(columns))
        sql = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608
        with translated():
            return int(self._connection.execute(sql, tuple(columns.values())).lastrowid)

    def update(self, table: str, row_id: int, **columns: object) -> None:
        """Change one row.

        Raises:
            StorageError: `row_unknown`, there is no such row.
        """
        changes = ", ".join(f"{name} = ?" for name in columns)
        sql = f"UPDATE {table} SET {changes} WHERE rowid = ?"  # noqa: S608
        if self.execute(sql, (*columns.values(), row_id)) != 1:
            raise StorageError("row_unknown")


class Store(Reader):
    """The practice kept as rows.

    Args:
        connection: open, keyed and migrated, in autocommit (`isolation_level=None`).
        audit_key: 32 bytes; keys the chain of history.
        actor: who works with the program, as history names it.
        clock: gives the present moment, with or without time zone.
        make_room: called when the disk is full, so that saving once more may succeed.
        before_writing: called before anything is written; what it raises stops the writing.
    """

    def __init__(
        self,
        connection: dbapi2.Connection,
        audit_key: bytes,
        actor: str,
        clock: Callable[[], datetime],
        make_room: Callable[[], object] = lambda: None,
        before_writing: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(connection)
        self._audit_key = audit_key
        self._actor = actor
        self._clock = clock
        self._make_room = make_room
        self._before_writing = before_writing

    @contextmanager
    def operation(
        self,
        name: str,
        *,
        case_id: int | None = None,
        subject: str = "",
        subject_id: int | None = None,
    ) -> Iterator[Transaction]:
        """Run one named operation: all of it with its row of history, or nothing.

        Args:
            name: of the operation, such as "record_consent".
            subject: a table or a code; never content of a case.

        Raises:
            DomainError: a rule in the schema said no; nothing was written.
            StorageError: the environment; nothing was written.
        """
        self._before_writing()
        connection = self._connection
        with translated():
            connection.execute("BEGIN IMMEDIATE")
        try:
            last_id, last_link = self.head()
            transaction = Transaction(
                connection,
                now=self._clock(),
                history_id=last_id + 1,
                case_id=case_id,
                subject=subject,
                subject_id=subject_id,
            )
            yield transaction
            self._write_history(transaction, name, last_link)
            with translated():
                connection.execute("COMMIT")
        except BaseException as error:
            if connection.in_transaction:
                with translated():
                    connection.execute("ROLLBACK")
            if isinstance(error, StorageError) and error.code == "disk_full":
                self._make_room()
            raise

    def head(self) -> tuple[int, bytes]:
        """Return the id and link of the last row of history."""
        row = self.read_one("SELECT id, chain FROM history ORDER BY id DESC LIMIT 1")
        return (row[0], row[1]) if row else (0, FIRST_LINK)

    def row_of_history(self, row_id: int) -> tuple[str, bytes] | None:
        """Return the moment and the link of a row of history; None where there is none.

        Args:
            row_id: its id; 0 is what stands before the first row.
        """
        if row_id == 0:
            return "", FIRST_LINK
        row = self.read_one("SELECT at, chain FROM history WHERE id = ?", (row_id,))
        return (row[0], row[1]) if row else None

    def first_broken_link(self) -> int | None:
        """Return the id of the first row of history that does not follow from the one before."""
        walk = ChainWalk(self, self._audit_key)
        while not walk.is_over:
            walk.advance()
        return walk.broken_at

    def _write_history(self, transaction: Transaction, name: str, previous: bytes) -> None:
        row = (
            transaction.history_id,
            transaction.now.isoformat(timespec="seconds"),
            self._actor,
            name,
            transaction.case_id,
            transaction.subject,
            transaction.subject_id,
        )
        transaction.execute(
            "INSERT INTO history (id, at, actor, operation, case_id, subject, subject_id, chain)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (*row, link(self._audit_key, previous, row)),
        )


class ChainWalk:
    """Holds the chain of history against its key, some rows at a time.

    Attributes:
        broken_at: id of the first row that does not follow from the one before; None so far.
        is_over: whether the end or a broken link was reached.

    Args:
        store: the rows.
        audit_key: keys the chain.
    """

    def __init__(self, store: Reader, audit_key: bytes) -> None:
        self.broken_at: int | None = None
        self.is_over = False
        self._store, self._audit_key = store, audit_key
        self._last_id, self._link = 0, FIRST_LINK

    def advance(self, most: int = 2_000) -> None:
        """Look at the next rows.

        Raises:
            StorageError: the environment, or a page that cannot be read.
        """
        rows = self._store.read(
            "SELECT id, at, actor, operation, case_id, subject, subject_id, chain"
            " FROM history WHERE id > ? ORDER BY id LIMIT ?",
            (self._last_id, most),
        )
        for row in rows:
            follows = hmac.compare_digest(link(self._audit_key, self._link, row[:7]), row[7])
            if row[0] != self._last_id + 1 or not follows:
                self.broken_at, self.is_over = int(row[0]), True
                return
            self._last_id, self._link = row[0], row[7]
        self.is_over = len(rows) < most


def link(audit_key: bytes, previous: bytes, row: Sequence[object]) -> bytes:
    """Return HMAC-SHA256(audit key, previous link || canonical JSON of the row)."""
    names = ("id", "at", "actor", "operation", "case_id", "subject", "subject_id")
    text = json.dumps(
        dict(zip(names, row, strict=True)),
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
    )
    return hmac.digest(audit_key, previous + text.encode("utf-8"), hashlib.sha256)
