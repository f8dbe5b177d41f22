"""Reports that were released under the strict rule of version 1 stay readable and stay known."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import AUDIT_KEY, KEY, Clock
from tests.services.reports import YEAR_2025, Client
from vertrouwen.domain.organisation import OrganisationId
from vertrouwen.services.make_report import EditionId
from vertrouwen.services.practice import Practice
from vertrouwen.services.vocabulary import load_vocabulary
from vertrouwen.storage import counts, migrations
from vertrouwen.storage.unit_of_work import Store
from vertrouwen.vault import database
from vertrouwen.vault.authorizer import Authorizer

CATEGORIES = {
    "kanaal": {
        "op_afstand": ["brief", "chat", "email", "telefoon", "video"],
        "persoonlijk": ["fysiek_buiten_locatie", "fysiek_op_locatie", "spreekuur"],
        "verwezen_of_onbekend": [
            "niet_gevraagd", "nvt", "onbekend", "verwezen_bedrijfsarts", "verwezen_hr",
            "verwezen_leidinggevende", "verwezen_vp",
        ],
    },
    "kwartaal": {
        "2025-01/2025-06": ["2025-01/2025-03", "2025-04/2025-06"],
        "2025-07/2025-12": ["2025-07/2025-09", "2025-10/2025-12"],
    },
}  # fmt: skip
POLICY = {
    "rule": "strict/1", "threshold": 5, "insider": 3, "zeros_small": True,
    "tables": ["aard", "kanaal", "kwartaal"], "withheld": ["aard"], "categories": CATEGORIES,
    "organisation": "Zorggroep Elzenbrink", "adviser": "Marleen van Dijk",
}  # fmt: skip
FIGURES = [
    ("totaal", {}, 20),
    ("kanaal", {"kanaal": "op_afstand"}, 8),
    ("kanaal", {"kanaal": "persoonlijk"}, 6),
    ("kanaal", {"kanaal": "verwezen_of_onbekend"}, 6),
    ("kanaal", {}, 20),
    ("kwartaal", {"kwartaal": "2025-01/2025-06"}, 12),
    ("kwartaal", {"kwartaal": "2025-07/2025-12"}, 8),
    ("kwartaal", {}, 20),
]


@pytest.fixture
def old(tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    """A practice of version 1 with one strict report of 2025, brought to the newest version."""
    clock.at = datetime(2026, 2, 3, 14, 30)
    path = tmp_path / "old.db"
    database.create(path, KEY)
    connection = database.connect(path, KEY)
    database.harden(connection)
    authorizer = Authorizer(connection)
    allow = authorizer.allow_schema_changes
    with monkeypatch.context() as patch:
        first = migrations._scripts()[:1]
        patch.setattr(migrations, "_scripts", lambda: first)
        migrations.migrate(connection, allow_schema_changes=allow)
    store = Store(connection, AUDIT_KEY, "VP", clock)
    with store.operation("add_organisation") as tx:
        tx.insert("organisation", name="Zorggroep Elzenbrink", country="NL",
                  counting_unit="contacten")  # fmt: skip
        tx.insert("headcount", organisation_id=1, year=2025, employees=600)
    channels = ["email"] * 8 + ["spreekuur"] * 6 + ["onbekend"] * 6
    days = [date(2025, 2, 3)] * 12 + [date(2025, 9, 3)] * 8
    for number, (channel, day) in enumerate(zip(channels, days, strict=True), 1):
        _case(store, number, day, channel)
    _release(store)
    _case(store, 21, date(2025, 3, 3), "email")
    migrations.migrate(connection, allow_schema_changes=allow)
    yield Client(Practice(store, load_vocabulary(), clock), OrganisationId(1))
    connection.close()


def _case(store: Store, number: int, day: date, channel: str) -> None:
    with store.operation("open_case") as tx:
        tx.case_id = tx.insert(
            "case_file", number_year=2025, number_seq=number, organisation_id=1,
            opened_on=day.isoformat(), last_contact_on=day.isoformat(), kind="melding",
            channel=channel,
        )  # fmt: skip


def _release(store: Store) -> None:
    with store.operation("release_report", subject="edition") as tx:
        tx.subject_id = tx.insert(
            "edition", organisation_id=1, period_from="2025-01-01", period_until="2025-12-31",
            label="2025", counting_unit="contacten", threshold=5, policy=json.dumps(POLICY),
            figures=len(FIGURES), released_on="2026-01-15",
        )  # fmt: skip
        for table, at, value in FIGURES:
            tx.insert("edition_figure", edition_id=tx.subject_id, table_name=table,
                      cell=json.dumps(at), value=value)  # fmt: skip


def test_a_strict_report_is_read_as_it_was_released(old: Client) -> None:
    view = old.look()
    assert view.edition_id == 1 and view.released_on == date(2026, 1, 15)
    assert [table.name for table in view.tables] == ["kanaal", "kwartaal"]
    numbers = [[row.cells[0].text for row in table.rows] for table in view.tables]
    assert numbers == [["8", "6", "6", "20"], ["12", "8", "20"]]
    assert view.report.organisation == "Zorggroep Elzenbrink" and view.audit is None


def test_a_strict_report_is_exported_the_same_twice(old: Client, tmp_path: Path) -> None:
    before = old.exported(EditionId(1), tmp_path)
    old.record(12, seed=2)
    assert old.exported(EditionId(1), tmp_path) == before


def test_a_strict_report_freezes_what_it_counted_and_no_later_case(old: Client) -> None:
    frozen = counts.frozen_facts_of(old.practice.store, old.id, "2025-01", "2025-12")
    assert sorted(one.case.id for one in frozen) == list(range(1, 21))
    assert old.material(YEAR_2025).reports == 20


def test_a_strict_report_is_known_to_every_later_one(old: Client) -> None:
    from tests.services.reports import span

    school_year = span("2025-07", "2026-01", "winter")
    old.record(30, span("2026-01", "2026-01"), seed=3)
    material = old.material(school_year)
    (entry,) = material.ledger
    assert entry.edition.total == 20
    months = entry.edition.categories["kwartaal"]["2025-01/2025-06"]
    assert months == {f"2025-{month:02d}" for month in range(1, 7)}
    view = old.look(school_year, tables=frozenset({"kanaal"}))
    assert view.audit is not None and view.audit.earlier_editions == 1


def test_a_strict_report_that_no_longer_fits_is_named(old: Client) -> None:
    from tests.services.reports import span
    from vertrouwen.domain.errors import DomainError
    from vertrouwen.language.sentences import sentence

    connection: Any = old.practice.store._connection
    connection.set_authorizer(None)
    connection.execute("DROP TRIGGER frozen_case_is_not_changed")
    connection.execute("UPDATE frozen_case SET channel = 'spreekuur' WHERE id = 1")
    old.record(30, span("2026-01", "2026-01"), seed=3)
    with pytest.raises(DomainError) as refused:
        old.look(span("2025-07", "2026-01"))
    assert refused.value.code == "ledger_contradicts"
    said = sentence(refused.value)
    assert "2025" in said and "op afstand" in said
