"""What every test may ask for: a fresh practice over a real encrypted file."""

from __future__ import annotations

import sys
import threading
import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest

from tests.cheap import cheap_cost
from vertrouwen.bootstrap import vault_access
from vertrouwen.domain.organisation import OrganisationId
from vertrouwen.services.edit_organisations import NewOrganisation, add_organisation
from vertrouwen.services.new_keys import NewKeys
from vertrouwen.services.practice import Practice
from vertrouwen.services.vault_access import VaultAccess
from vertrouwen.services.vocabulary import load_vocabulary
from vertrouwen.storage.migrations import migrate
from vertrouwen.storage.unit_of_work import Store
from vertrouwen.vault import calibration, database, folder, keyring_device
from vertrouwen.vault.authorizer import Authorizer
from vertrouwen.vault.errors import VaultError

KEY = bytes(range(32))
AUDIT_KEY = bytes(range(32, 64))
MONDAY = date(2025, 6, 16)
"""Today in the tests, unless a test turns the clock."""


@dataclass
class Clock:
    """A clock that stands still until a test turns it."""

    at: datetime = field(default_factory=lambda: datetime(2025, 6, 16, 10, 30))

    def __call__(self) -> datetime:
        return self.at

    def pass_days(self, days: int) -> None:
        self.at += timedelta(days=days)


def pytest_runtest_teardown() -> None:
    """Look for waste where a window of an earlier test has kept Python from it."""
    waste = sys.modules.get("vertrouwen.ui.waste")
    if waste is not None:
        waste.look()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """An encrypted database with the newest schema and nothing in it, as the bytes of its file."""
    path = tmp_path_factory.mktemp("empty") / "vault.db"
    database.create(path, KEY)
    connection = database.connect(path, KEY)
    database.harden(connection)
    migrate(connection, allow_schema_changes=Authorizer(connection).allow_schema_changes)
    connection.close()
    return path.read_bytes()


@pytest.fixture
def database_path(tmp_path: Path, empty_database: bytes) -> Path:
    path = tmp_path / "vault.db"
    path.write_bytes(empty_database)
    return path


@pytest.fixture
def connection(database_path: Path) -> Iterator[Any]:
    """A connection as the program has it: every pragma of vault.md, and the authorizer."""
    connection = database.connect(database_path, KEY)
    database.harden(connection)
    Authorizer(connection)
    yield connection
    connection.close()


@pytest.fixture
def store(connection: Any, clock: Callable[[], datetime]) -> Store:
    return Store(connection, AUDIT_KEY, "VP", clock)


@pytest.fixture
def practice(store: Store, clock: Callable[[], datetime]) -> Practice:
    return Practice(store, load_vocabulary(), clock)


@pytest.fixture
def client(practice: Practice) -> OrganisationId:
    """A Dutch client organisation."""
    change = add_organisation(practice, NewOrganisation(name="Hogeschool De Linde", country="NL"))
    assert change.organisation_id is not None
    return change.organisation_id


class KeyringOnDemand:
    """A keyring that does what a test tells it; what it keeps lives as long as one test."""

    behaviour = "works"
    entries: ClassVar[dict[tuple[str, str], str]] = {}
    is_over = threading.Event()

    def get_password(self, service: str, user: str) -> str | None:
        self._behave()
        return self.entries.get((service, user))

    def set_password(self, service: str, user: str, password: str) -> None:
        self._behave()
        self.entries[service, user] = password

    def _behave(self) -> None:
        if self.behaviour == "hangs":
            self.is_over.wait()
        elif self.behaviour != "works":
            raise VaultError(f"keyring_{self.behaviour}")


@pytest.fixture
def keyring_on_demand(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[KeyringOnDemand]]:
    """The only keyring the program knows; it works until `behaviour` says otherwise."""
    fresh = type("FreshKeyring", (KeyringOnDemand,), {"entries": {}, "is_over": threading.Event()})
    module = types.ModuleType("imagined_keyring")
    module.FreshKeyring = fresh  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    allowed = keyring_device.AllowedBackend(
        platform=sys.platform, module=module.__name__, name="FreshKeyring"
    )
    monkeypatch.setattr(keyring_device, "ALLOWED", (allowed,))
    monkeypatch.setattr(calibration, "calibrated", cheap_cost)
    monkeypatch.setattr(folder, "BALLAST_BYTES", 4096)
    yield fresh
    fresh.is_over.set()


@pytest.fixture
def access(
    tmp_path: Path, keyring_on_demand: type[KeyringOnDemand], clock: Clock
) -> Iterator[VaultAccess]:
    """The way into a vault that does not exist yet."""
    way_in = vault_access(tmp_path / "data", lambda: clock().astimezone(), keyring_seconds=30)
    yield way_in
    way_in.close()


@pytest.fixture
def made_keys(access: VaultAccess) -> NewKeys:
    """A vault that opens with the keyring and with these keys; it is closed."""
    keys = access.new_keys()
    access.create(keys, None, threading.Event())
    access.close()
    return keys
