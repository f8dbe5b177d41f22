"""A text that cannot be read whole is never shown as if it were."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from tests.conftest import AUDIT_KEY, KEY, MONDAY
from vertrouwen.domain.organisation import OrganisationId
from vertrouwen.domain.people import Identity
from vertrouwen.services.open_case import NewCase, open_case
from vertrouwen.services.practice import Practice
from vertrouwen.storage.errors import StorageError
from vertrouwen.storage.unit_of_work import Store
from vertrouwen.vault import database
from vertrouwen.vault.errors import VaultError

TEXTS = ["kort", *(f"{'woord ' * length}{length} einde" for length in (60, 70, 700, 1400, 3000))]


def texts(path: Path, clock: Callable[[], datetime]) -> list[str]:
    connection = database.connect(path, KEY)
    try:
        store = Store(connection, AUDIT_KEY, "VP", clock)
        bodies = [row[0] for row in store.read("SELECT body FROM note ORDER BY id")]
        last = store.read_one("SELECT body FROM note ORDER BY id DESC")
        assert last is not None
        return [*bodies, last[0]]
    finally:
        connection.close()


def test_whatever_page_is_damaged_no_text_is_cut_in_silence(
    practice: Practice,
    client: OrganisationId,
    database_path: Path,
    clock: Callable[[], datetime],
) -> None:
    for text in TEXTS:
        open_case(
            practice,
            NewCase(
                organisation_id=client,
                opened_on=MONDAY,
                kind="melding",
                channel="telefoon",
                identity=Identity.ALIAS,
                alias="M.",
                text=text,
                personal=True,
            ),
        )
    practice.store._connection.close()
    whole = database_path.read_bytes()
    seen = 0
    for page in range(1, len(whole) // database.PAGE_BYTES + 1):
        changed = bytearray(whole)
        changed[page * database.PAGE_BYTES - database.PAGE_BYTES // 2] ^= 1
        database_path.write_bytes(changed)
        try:
            assert texts(database_path, clock) == [*TEXTS, TEXTS[-1]]
        except (StorageError, VaultError) as error:
            assert error.code == "database_damaged"
            seen += 1
    assert seen > len(TEXTS)
