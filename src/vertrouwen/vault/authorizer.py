"""What SQL may do on the program's own connection: data, never structure, never other files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlcipher3.dbapi2 import Connection

# Action codes and answers of sqlite3_set_authorizer (https://www.sqlite.org/c3ref/c_alter_table.html).
OK = 0
DENY = 1
_DELETE, _INSERT, _UPDATE = 9, 18, 23
_PRAGMA = 19
_READ, _SELECT, _TRANSACTION, _SAVEPOINT, _RECURSIVE = 20, 21, 22, 32, 33
_ATTACH, _DETACH = 24, 25
_FUNCTION = 31

_FREE = frozenset({_READ, _SELECT, _TRANSACTION, _SAVEPOINT, _RECURSIVE})
_WRITES = frozenset({_DELETE, _INSERT, _UPDATE})
_NEVER = frozenset({_ATTACH, _DETACH})
_FORBIDDEN_FUNCTIONS = frozenset({"load_extension", "sqlcipher_export", "fts3_tokenizer"})

# Pragmas that only read, whatever their argument.
_READING_PRAGMAS = frozenset(
    {
        "cipher_integrity_check",
        "cipher_version",
        "data_version",
        "foreign_key_check",
        "foreign_key_list",
        "freelist_count",
        "index_info",
        "index_list",
        "index_xinfo",
        "integrity_check",
        "page_count",
        "quick_check",
        "table_info",
        "table_list",
        "table_xinfo",
    }
)
# Pragmas that may be read (no argument) always, and set in a migration only.
_MIGRATION_PRAGMAS = frozenset(
    {
        "defer_foreign_keys",
        "foreign_keys",
        "legacy_alter_table",
        "recursive_triggers",
        "user_version",
    }
)
# Pragmas that may be read, and never set after opening.
_READABLE_PRAGMAS = frozenset(
    {
        "application_id",
        "cache_size",
        "cell_size_check",
        "checkpoint_fullfsync",
        "fullfsync",
        "journal_mode",
        "locking_mode",
        "page_size",
        "secure_delete",
        "synchronous",
        "temp_store",
        "trusted_schema",
    }
)


class Authorizer:
    """The answer to each action SQLite asks about on one connection.

    FTS5 writes its shadow tables through this same gate and cannot be told from a person doing
    so; they hold no promise, so they are data like any other.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._schema_may_change = False
        connection.set_authorizer(self._answer)

    @contextmanager
    def allow_schema_changes(self) -> Iterator[None]:
        """Let a migration change tables and set its pragmas inside the block.

        The pragmas it may set are put back to what a safe connection has.
        """
        self._schema_may_change = True
        try:
            yield
        finally:
            try:
                for statement in ("PRAGMA foreign_keys=1", "PRAGMA recursive_triggers=1"):
                    self._connection.execute(statement)
                self._connection.execute("PRAGMA legacy_alter_table=0")
            finally:
                self._schema_may_change = False
                # Setting it anew makes SQLite ask again about statements prepared before.
                self._connection.set_authorizer(self._answer)

    def _answer(
        self, action: int, first: str | None, second: str | None, _base: str | None, _by: str | None
    ) -> int:
        if action in _FREE:
            return OK
        if action in _WRITES:
            is_own = first is not None and first.lower().startswith("sqlite_")
            return DENY if is_own and not self._schema_may_change else OK
        if action == _FUNCTION:
            return DENY if second is None or second.lower() in _FORBIDDEN_FUNCTIONS else OK
        if action == _PRAGMA:
            return OK if self._allows_pragma((first or "").lower(), second) else DENY
        if action in _NEVER:
            return DENY
        # All that is left creates, drops or alters something.
        return OK if self._schema_may_change else DENY

    def _allows_pragma(self, name: str, argument: str | None) -> bool:
        if name in _READING_PRAGMAS:
            return True
        if name in _MIGRATION_PRAGMAS:
            return argument is None or self._schema_may_change
        return name in _READABLE_PRAGMAS and argument is None
