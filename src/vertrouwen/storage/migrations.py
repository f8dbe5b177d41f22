"""Numbered schema files, each applied once, each in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from importlib.resources import files

from sqlcipher3 import dbapi2

from vertrouwen.storage.errors import StorageError, translated


def newest_version() -> int:
    """Return the version of the schema this program knows."""
    return len(_scripts())


def version_of(connection: dbapi2.Connection) -> int:
    """Return the version of the schema in a database; 0 is an empty one."""
    with translated():
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(
    connection: dbapi2.Connection,
    *,
    allow_schema_changes: Callable[[], AbstractContextManager[None]] = nullcontext,
    until: int | None = None,
) -> int:
    """Bring a database to the newest schema and return how many steps that took.

    Every step is one transaction: after a crash the database is as before or as after it.

    Args:
        connection: open, keyed, in autocommit (`isolation_level=None`).
        allow_schema_changes: lifts the connection's ban on changes of structure.
        until: stop at this version; None goes to the newest.

    Raises:
        StorageError: `vault_newer` (a newer program made it; nothing was touched),
            `migration_breaks_references`, or the environment.
    """
    found, scripts = version_of(connection), _scripts()[:until]
    if found > len(scripts):
        raise StorageError("vault_newer", found=found, known=len(scripts))
    if found == len(scripts):
        return 0
    with allow_schema_changes(), translated():
        connection.execute("PRAGMA foreign_keys=OFF")
        try:
            for number, script in enumerate(scripts[found:], start=found + 1):
                _apply(connection, number, script)
        finally:
            connection.execute("PRAGMA foreign_keys=ON")
    return len(scripts) - found


def _apply(connection: dbapi2.Connection, number: int, script: str) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        for statement in statements(script):
            connection.execute(statement)
        if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
            raise StorageError("migration_breaks_references", version=number)
        connection.execute(f"PRAGMA user_version={number:d}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def statements(script: str) -> Iterator[str]:
    """Split a script into statements; a trigger's body stays together.

    (`executescript` would commit the open transaction first.)
    """
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if dbapi2.complete_statement(pending):
            yield pending
            pending = ""
    if any(not line.lstrip().startswith("--") and line.strip() for line in pending.splitlines()):
        raise StorageError("migration_incomplete")


def _scripts() -> list[str]:
    folder = files("vertrouwen.storage") / "schema"
    named = sorted(
        (entry for entry in folder.iterdir() if entry.name.endswith(".sql")), key=lambda e: e.name
    )
    return [entry.read_text(encoding="utf-8") for entry in named]
