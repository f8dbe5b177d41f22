"""Copying what can still be read out of a damaged database.

SQLCipher gives no byte of a page whose HMAC is wrong, and a connection that met one gives nothing
any more. So tables are read row by row, over a fresh connection after each bad page, past the rows
that lie on it. Indexes, search and everything else that follows from rows is made anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vertrouwen.vault import database
from vertrouwen.vault.cut_texts import has_cut_text
from vertrouwen.vault.errors import VaultError
from vertrouwen.vault.schema_repair import Entry, entries_of

if TYPE_CHECKING:
    from sqlcipher3.dbapi2 import Connection

Row = tuple[Any, ...]
Line = tuple[str, str, str | None]
"""Kind, name and SQL of something in the schema."""

RowsRead = Callable[[int], None]
"""Gets how many rows were copied so far."""

_TOLD_EVERY = 200

# Past a bad row the next good one is looked for in short strides, later in ever longer ones.
_STRIDE, _SHORT_STRIDES = 8, 512
_LARGEST_ID = (1 << 63) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Rescued:
    """What became of one table.

    Args:
        table: its name in the schema.
        rows: how many rows were read.
        lost_at_most: how many numbers of rows lie on pages that cannot be read; some of them may
            never have been given out.
        is_whole: whether every page of it was read.
    """

    table: str
    rows: int
    lost_at_most: int
    is_whole: bool


def copy_readable(
    source: Path,
    key: bytes,
    target: Connection,
    repair: Callable[[], tuple[Path, Sequence[Entry]]],
    mend: Callable[[Connection], None],
    progress: RowsRead = lambda _rows: None,
) -> tuple[Rescued, ...]:
    """Copy every row that can be read into an empty database, with the same schema.

    Args:
        source: the damaged database; it is only read.
        key: its raw key.
        target: an empty database in autocommit.
        repair: called where the schema is damaged too: makes a copy of which it can be read, and
            tells the whole of it.
        mend: called when the rows are there and nothing guards them yet: indexes, triggers and
            views come after it.
        progress: called now and then with how many rows were copied so far.

    Raises:
        VaultError: `nothing_readable`: not even the schema is.
    """
    reader, counted = _Reader(source, key), _Counted(progress)
    try:
        read = reader.schema()
        if read is None:
            copy, entries = repair()
            schema, reader = _lines(entries), _Reader(copy, key, is_lenient=True)
            read = reader.schema()
        else:
            schema = read[0]
        if read is None:
            raise VaultError("nothing_readable")
        readable, version = {name for _kind, name, _sql in read[0]}, read[1]
        virtual = [name for kind, name, sql in schema if _is_virtual(kind, sql)]
        shadows = tuple(f"{name}_" for name in virtual)
        tables = [
            (name, sql)
            for kind, name, sql in schema
            if kind == "table" and not name.startswith(("sqlite_", *shadows))
        ]
        target.execute("PRAGMA foreign_keys=OFF")
        target.execute("BEGIN IMMEDIATE")
        for _name, sql in tables:
            target.execute(sql)
        rescued = tuple(
            _copy_table(reader, target, name, counted)
            if name in readable
            else Rescued(table=name, rows=0, lost_at_most=0, is_whole=False)
            for name, _sql in tables
            if name not in virtual
        )
        mend(target)
        for name in virtual:
            target.execute(f'INSERT INTO "{name}" ("{name}") VALUES (\'rebuild\')')  # noqa: S608
        for wanted in ("index", "view", "trigger"):
            for kind, _name, sql in schema:
                if kind == wanted and sql:
                    target.execute(sql)
        target.execute(f"PRAGMA user_version={version:d}")
        target.execute("COMMIT")
        target.execute("PRAGMA foreign_keys=ON")
    finally:
        reader.close()
    return rescued


def remove_orphans(connection: Connection) -> dict[str, int]:
    """Remove rows that belong to a row that was lost; return how many, by table.

    They would stand in the way of every later migration, and no screen shows them.
    """
    removed: dict[str, int] = {}
    tables = [
        row[0]
        for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        if not row[0].startswith("sqlite_")
    ]
    has_removed = True
    while has_removed:
        has_removed = False
        for table in tables:
            for condition in _orphaned(connection, table):
                count = connection.execute(
                    f'DELETE FROM "{table}" WHERE {condition}'  # noqa: S608
                ).rowcount
                if count > 0:
                    removed[table] = removed.get(table, 0) + count
                    has_removed = True
    return removed


def _orphaned(connection: Connection, table: str) -> Iterator[str]:
    keys: dict[int, list[Row]] = {}
    for row in connection.execute(f'PRAGMA foreign_key_list("{table}")'):
        keys.setdefault(row[0], []).append(row)
    for columns in keys.values():
        parent = columns[0][2]
        theirs = [row[4] for row in columns]
        if theirs[0] is None:
            theirs = _primary_key(connection, parent)
        mine = [row[3] for row in columns]
        given = " AND ".join(f'"{name}" IS NOT NULL' for name in mine)
        same = " AND ".join(
            f'p."{there}" = "{table}"."{here}"' for there, here in zip(theirs, mine, strict=True)
        )
        yield f'{given} AND NOT EXISTS (SELECT 1 FROM "{parent}" AS p WHERE {same})'  # noqa: S608


def _primary_key(connection: Connection, table: str) -> list[str]:
    rows = connection.execute(f'PRAGMA table_info("{table}")').fetchall()
    return [row[1] for row in sorted(rows, key=lambda row: row[5]) if row[5]]


def _lines(entries: Sequence[Entry]) -> list[Line]:
    return [(entry.kind, entry.name, entry.sql) for entry in entries]


def _is_virtual(kind: str, sql: str | None) -> bool:
    return kind == "table" and (sql or "").upper().startswith("CREATE VIRTUAL")


def _copy_table(reader: _Reader, target: Connection, table: str, counted: _Counted) -> Rescued:
    columns = target.execute(f'PRAGMA table_info("{table}")').fetchall()
    names = ", ".join(f'"{row[1]}"' for row in columns)
    marks = ", ".join("?" * len(columns))
    insert = f'INSERT OR IGNORE INTO "{table}" ({names}) VALUES ({marks})'  # noqa: S608
    has_rowid = target.execute(
        "SELECT wr FROM pragma_table_list WHERE name = ? AND schema = 'main'", (table,)
    ).fetchone() == (0,)
    progress = _Progress()
    if has_rowid:
        rows = _by_number(reader, table, names, progress)
    else:
        rows = _from_both_ends(reader, table, names, _primary_key(target, table), progress)
    count = 0
    for row in rows:
        count += target.execute(insert, row).rowcount
        counted.one_more()
    return Rescued(table=table, rows=count, lost_at_most=progress.lost, is_whole=progress.is_whole)


@dataclass(slots=True)
class _Counted:
    """Tells how many rows were copied, not more often than is worth reading."""

    tell: RowsRead
    rows: int = 0

    def one_more(self) -> None:
        self.rows += 1
        if self.rows % _TOLD_EVERY == 0:
            self.tell(self.rows)


@dataclass(slots=True)
class _Progress:
    lost: int = 0
    is_whole: bool = True


def _by_number(reader: _Reader, table: str, names: str, progress: _Progress) -> Iterator[Row]:
    """Yield the rows of a table in the order of their numbers, past those that cannot be read."""
    # NOT INDEXED: an index may be damaged where the table is not.
    select = (
        f'SELECT rowid, {names} FROM "{table}" NOT INDEXED'  # noqa: S608
        " WHERE rowid >= ? ORDER BY rowid"
    )
    start = 1
    while True:
        last = start - 1
        is_over = True
        for row in reader.rows(select, (start,)):
            if row is None:
                is_over = False
                break
            last = row[0]
            yield row[1:]
        if is_over:
            return
        progress.is_whole = False
        found = _next_readable(reader, f"{select} LIMIT 1", last + 1)
        if found is None:
            return
        progress.lost += found - last - 1
        start = found


def _next_readable(reader: _Reader, select: str, start: int) -> int | None:
    """Return the lowest number from which rows can be read again; None where there is none."""
    bad, strides, stride = start, 0, _STRIDE
    while True:
        probe = bad + stride
        if probe > _LARGEST_ID:
            return None
        answers = list(reader.rows(select, (probe,)))
        if answers != [None]:
            break
        bad = probe
        strides += 1
        if strides > _SHORT_STRIDES:
            stride *= 2
    # Between the last bad number and this one the readable part begins.
    good = probe
    while good - bad > 1:
        middle = (bad + good) // 2
        if list(reader.rows(select, (middle,))) == [None]:
            bad = middle
        else:
            good = middle
    rows = list(reader.rows(select, (good,)))
    return int(rows[0][0]) if rows and rows[0] is not None else None


def _from_both_ends(
    reader: _Reader, table: str, names: str, key: Sequence[str], progress: _Progress
) -> Iterator[Row]:
    """Yield the rows of a table without numbers: from its beginning, and then from its end."""
    for direction in ("ASC", "DESC"):
        order = ", ".join(f'"{name}" {direction}' for name in key)
        select = f'SELECT {names} FROM "{table}" NOT INDEXED ORDER BY {order}'  # noqa: S608
        for row in reader.rows(select, ()):
            if row is None:
                progress.is_whole = False
                break
            yield row
        else:
            return


class _Reader:
    """Reads over a connection that is made anew after each page that cannot be read."""

    def __init__(self, path: Path, key: bytes, *, is_lenient: bool = False) -> None:
        self._path, self._key, self._is_lenient = path, key, is_lenient
        self._connection: Connection | None = None

    def schema(self) -> tuple[list[Line], int] | None:
        """Return the lines of the schema and its version; None where it cannot be read."""
        from sqlcipher3 import dbapi2

        try:
            connection = self._connected()
            return _lines(entries_of(connection)), database.schema_version(connection)
        except (dbapi2.Error, VaultError):
            self.close()
            return None

    def rows(self, select: str, parameters: Sequence[object]) -> Iterator[Row | None]:
        """Yield rows; where the next one cannot be read, None, which is the last."""
        from sqlcipher3 import dbapi2

        try:
            for row in self._connected().execute(select, parameters):
                if has_cut_text(row):
                    raise VaultError("database_damaged")
                yield row
        except (dbapi2.Error, VaultError):
            self.close()
            yield None

    def close(self) -> None:
        """Let go of the database."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _connected(self) -> Connection:
        if self._connection is None:
            self._connection = database.connect(
                self._path, self._key, "mode=ro&immutable=1", is_lenient=self._is_lenient
            )
        return self._connection
