"""The program's own connection cannot take the walls down."""

from __future__ import annotations

from typing import Any

import pytest
import sqlcipher3

from tests.gate.attempts import ON_THE_PROGRAMS_CONNECTION, SETTING, THE_PAST, WITHOUT_GROUND
from vertrouwen.storage.migrations import statements


@pytest.fixture
def own(connection: Any) -> Any:
    for statement in statements(SETTING):
        connection.execute(statement)
    return connection


def _schema(connection: Any) -> Any:
    return connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2").fetchall()


@pytest.mark.parametrize(
    "attempt", ON_THE_PROGRAMS_CONNECTION.values(), ids=ON_THE_PROGRAMS_CONNECTION.keys()
)
def test_no_statement_takes_a_wall_down(own: Any, attempt: str) -> None:
    before = _schema(own)
    guards = [own.execute(f"PRAGMA {name}").fetchall() for name in ("user_version",)]
    with pytest.raises(sqlcipher3.DatabaseError):
        own.execute(attempt).fetchall()
    assert _schema(own) == before
    assert [own.execute(f"PRAGMA {name}").fetchall() for name in ("user_version",)] == guards


@pytest.mark.parametrize("attempt", [*WITHOUT_GROUND.values(), *THE_PAST.values()])
def test_what_the_database_refuses_it_refuses_here_too(own: Any, attempt: str) -> None:
    with pytest.raises(sqlcipher3.DatabaseError):
        own.execute(attempt).fetchall()
