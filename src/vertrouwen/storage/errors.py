"""Errors of the database in the practice's own words: a code, never a value of a case."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

from sqlcipher3 import dbapi2

from vertrouwen.domain.errors import DomainError

# Primary result codes of SQLite (https://www.sqlite.org/rescode.html).
_ENVIRONMENT = {
    5: "vault_in_use",
    6: "vault_in_use",
    8: "folder_read_only",
    10: "disk_failing",
    11: "database_damaged",
    13: "disk_full",
    14: "database_missing",
    26: "database_damaged",
}
_CONSTRAINT = 19
_RAISED = re.compile(r"[a-z][a-z_]*")

# Rules the adviser can run into, and the field of the form beside which they are said.
_FIELDS = {
    "no_consent_to_keep_a_file": "text",
    "step_in_the_future": "day",
    "step_without_ground": "day",
    "consent_in_the_future": "dated_on",
    "nothing_to_withdraw": "dated_on",
    "withdrawal_before_consent": "dated_on",
    "edition_exists": "period",
    "organisation_exists": "name",
    "party_is_spoken_of": "alias",
}
_UNIQUE = {
    "organisation_name": DomainError("organisation_exists", field="name"),
    "organisation.name": DomainError("organisation_exists", field="name"),
    "unit_name": DomainError("unit_exists", field="name"),
    "unit.organisation_id": DomainError("unit_exists", field="name"),
}


class StorageError(Exception):
    """The database, its disk or its schema stands in the way.

    Args:
        code: what happened; its sentence stands in `language.sentences_storage`.
        params: numbers and names that are safe to show.
    """

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def raise_translated(error: dbapi2.Error) -> NoReturn:
    """Raise what an error of the database means; its own text stays behind.

    Raises:
        DomainError: a rule in the schema said no.
        StorageError: the environment, or a rule that the program should not have run into.
    """
    code = int(getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
    if code in _ENVIRONMENT:
        raise StorageError(_ENVIRONMENT[code]) from None
    if code != _CONSTRAINT:
        raise StorageError("database_refused", reason=code) from None
    text = str(error)
    if _RAISED.fullmatch(text):
        raise DomainError(text, field=_FIELDS.get(text)) from None
    if text.startswith("UNIQUE"):
        for where, meaning in _UNIQUE.items():
            if where in text:
                raise DomainError(meaning.code, field=meaning.field) from None
    if text.startswith("FOREIGN KEY"):
        raise StorageError("row_unknown") from None
    raise StorageError("rule_broken") from None


@contextmanager
def translated() -> Iterator[None]:
    """Translate the errors of the database inside the block."""
    try:
        yield
    except dbapi2.Error as error:
        raise_translated(error)
