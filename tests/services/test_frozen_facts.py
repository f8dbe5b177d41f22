"""What was counted once stays so: late and corrected reports count where the calendar is open."""

from __future__ import annotations

import io
from datetime import date, datetime
from pathlib import Path

import pypdf
import pytest

from tests.conftest import Clock
from tests.services.reports import HALVES, ONE_WAY, YEAR_2024, YEAR_2025, Client, client, span
from vertrouwen.domain.errors import DomainError
from vertrouwen.domain.organisation import Unit, UnitId
from vertrouwen.services.edit_organisations import add_unit, change_unit, set_headcount
from vertrouwen.services.make_report import withdraw_edition
from vertrouwen.services.practice import Practice
from vertrouwen.storage import counts
from vertrouwen.storage.counts import FACTS_OF_CASES, FROZEN_FACTS


@pytest.fixture(autouse=True)
def a_year_later(clock: Clock) -> None:
    clock.at = datetime(2026, 2, 3, 14, 30)


@pytest.fixture
def elzenbrink(practice: Practice) -> Client:
    return client(practice)


def total(client: Client, first: str, last: str) -> int:
    return client.material(span(first, last)).reports


def test_a_late_report_counts_in_the_first_month_that_is_open(elzenbrink: Client) -> None:
    elzenbrink.record(20, HALVES[0])
    elzenbrink.record(20, HALVES[1])
    elzenbrink.issue(HALVES[0])
    elzenbrink.add(date(2025, 3, 3))
    assert total(elzenbrink, "2025-01", "2025-06") == 20
    assert total(elzenbrink, "2025-07", "2025-12") == 21
    later = elzenbrink.material(HALVES[1])
    assert later.late == 1 and later.facts.total == 21
    view = elzenbrink.look(HALVES[1])
    assert view.late == 1 and view.report.has_late
    assert not elzenbrink.look(HALVES[0]).report.has_late


def test_the_paper_says_that_there_were_late_reports_and_never_how_many(
    elzenbrink: Client, tmp_path: Path
) -> None:
    elzenbrink.record(20, HALVES[0])
    elzenbrink.record(40, HALVES[1])
    elzenbrink.issue(HALVES[0])
    for _ in range(7):
        elzenbrink.add(date(2025, 3, 3))
    edition = elzenbrink.issue(HALVES[1], tables=frozenset({"kanaal"}))
    assert elzenbrink.look(HALVES[1]).late == 7
    reader = pypdf.PdfReader(io.BytesIO(elzenbrink.exported(edition, tmp_path)["pdf"]))
    words = " ".join(page.extract_text() for page in reader.pages)
    assert "nagekomen" in words and "7 " not in words.split("nagekomen")[0][-90:]


def test_a_late_report_of_a_gap_counts_in_the_gap(elzenbrink: Client) -> None:
    elzenbrink.record(20, span("2025-01", "2025-03"))
    elzenbrink.record(20, span("2025-07", "2025-09"))
    elzenbrink.issue(span("2025-01", "2025-03"))
    elzenbrink.issue(span("2025-07", "2025-09"))
    elzenbrink.add(date(2025, 2, 1))
    assert total(elzenbrink, "2025-04", "2025-06") == 1
    elzenbrink.add(date(2025, 8, 1))
    assert total(elzenbrink, "2025-10", "2025-12") == 1


def test_a_late_report_stays_where_it_was_first_counted(elzenbrink: Client) -> None:
    elzenbrink.record(20, YEAR_2024)
    elzenbrink.issue(YEAR_2024)
    elzenbrink.add(date(2024, 5, 5))
    elzenbrink.record(20, HALVES[0])
    elzenbrink.issue(HALVES[0])
    elzenbrink.record(9, HALVES[1])
    assert total(elzenbrink, "2025-01", "2025-06") == 21
    assert total(elzenbrink, "2025-01", "2025-12") == 30
    assert total(elzenbrink, "2024-01", "2025-12") == 50


def test_a_correction_changes_no_frozen_fact_and_is_said(elzenbrink: Client) -> None:
    elzenbrink.record(20, HALVES[0])
    case = elzenbrink.add(date(2025, 2, 2), role="werknemer")
    elzenbrink.issue(HALVES[0])
    before = elzenbrink.material(YEAR_2025).facts
    assert elzenbrink.look(HALVES[0]).corrected == 0
    elzenbrink.practice.store._connection.execute(
        "UPDATE case_file SET role = 'leidinggevende', kind = 'signaal' WHERE id = ?", (case,)
    )
    assert elzenbrink.material(YEAR_2025).facts == before
    assert elzenbrink.look(HALVES[0]).corrected == 1


def test_a_file_that_is_destroyed_leaves_what_was_counted(elzenbrink: Client) -> None:
    elzenbrink.record(20, HALVES[0])
    case = elzenbrink.add(date(2025, 2, 2))
    elzenbrink.issue(HALVES[0])
    before = elzenbrink.material(HALVES[0]).facts
    destroy(elzenbrink, case)
    assert elzenbrink.material(HALVES[0]).facts == before
    # The next case gets the same number in the database, and is another case.
    assert elzenbrink.add(date(2025, 8, 8)) == case
    assert elzenbrink.material(HALVES[0]).facts == before
    assert total(elzenbrink, "2025-07", "2025-12") == 1


def test_facts_freeze_with_the_report_and_not_before(elzenbrink: Client) -> None:
    elzenbrink.record(20)
    elzenbrink.look()
    frozen = counts.frozen_facts_of(elzenbrink.practice.store, elzenbrink.id, "2025-01", "2025-12")
    assert frozen == []
    elzenbrink.issue()
    frozen = counts.frozen_facts_of(elzenbrink.practice.store, elzenbrink.id, "2025-01", "2025-12")
    assert len(frozen) == 20


def test_after_a_withdrawal_the_period_stays_closed(elzenbrink: Client) -> None:
    elzenbrink.record(20)
    edition = elzenbrink.issue()
    withdraw_edition(elzenbrink.practice, edition, "verkeerde tabel")
    elzenbrink.add(date(2025, 3, 3))
    again = elzenbrink.material()
    assert again.issued is None and again.reports == 20
    assert [entry.id for entry in again.ledger] == [edition]
    with pytest.raises(DomainError, match="edition_already_withdrawn"):
        withdraw_edition(elzenbrink.practice, edition, "nog eens")
    with pytest.raises(DomainError, match="reason_missing"):
        withdraw_edition(elzenbrink.practice, edition, "  ")


def test_a_unit_that_is_renamed_keeps_its_name_on_old_papers(
    practice: Practice, tmp_path: Path
) -> None:
    parted = client(practice, units=(120, 80))
    parted.record(80)
    edition = parted.issue(tables=frozenset({"afdeling"}))
    before = parted.exported(edition, tmp_path)
    unit = Unit(id=UnitId(parted.units[0]), organisation_id=parted.id, name="Nieuwe naam")
    change_unit(practice, unit)
    assert parted.exported(edition, tmp_path) == before
    assert "Nieuwe naam" in {parted.material(YEAR_2024).units[str(parted.units[0])]}


def test_a_changed_structure_of_units_enters_as_answers(practice: Practice) -> None:
    parted = client(practice, units=(120, 80))
    parted.record(60, HALVES[0])
    parted.issue(HALVES[0], tables=frozenset({"afdeling", "kanaal"}))
    fresh = add_unit(practice, parted.id, "Later ontstaan").subject_id
    assert fresh is not None
    set_headcount(practice, parted.id, 2025, 70, UnitId(fresh))
    parted.units.append(fresh)
    parted.record(60, HALVES[1], seed=6)
    year = parted.look(tables=frozenset({"afdeling", "kanaal"}))
    assert str(fresh) in year.report.edition.categories["afdeling"]
    assert year.audit is not None and year.audit.earlier_editions == 1


def test_categories_may_be_merged_between_two_reports(elzenbrink: Client) -> None:
    elzenbrink.record(60, HALVES[0])
    elzenbrink.issue(HALVES[0], tables=frozenset({"aard"}), levels={"aard": 0})
    elzenbrink.record(60, HALVES[1], seed=6)
    year = elzenbrink.look(tables=frozenset({"aard"}), levels={"aard": 2})
    assert "intimidatie_agressie" in year.report.edition.categories["aard"]


def test_the_trend_copies_from_the_ledger(elzenbrink: Client) -> None:
    elzenbrink.record(40, YEAR_2024)
    elzenbrink.issue(YEAR_2024, tables=ONE_WAY)
    elzenbrink.record(50)
    view = elzenbrink.look(tables=ONE_WAY)
    assert [(label, edition.total) for label, edition in view.report.trend] == [
        ("2024", 40),
        ("2025", 50),
    ]
    assert view.report.previous is view.report.trend[0][1]
    assert "40" in view.key_figures[0].previous


def test_counting_reads_no_page_of_the_tables_themselves(practice: Practice) -> None:
    for query, last, first in (
        (FACTS_OF_CASES, "2025-12-31", "case_counts (organisation_id=? AND opened_on>?"),
        (FROZEN_FACTS, "2025-12", "frozen_counts (organisation_id=? AND atom>?"),
    ):
        plan = practice.store.read("EXPLAIN QUERY PLAN " + query, (1, "2025-01", last))
        (of_cases,) = [row[3] for row in plan if " c " in f"{row[3]} "]
        assert f"COVERING INDEX {first}" in of_cases


def destroy(client: Client, case: int) -> None:
    """Destroy a file as retention will: nothing of the case is left."""
    connection = client.practice.store._connection
    connection.set_authorizer(None)
    connection.execute("DROP TRIGGER case_is_kept")
    connection.execute("DELETE FROM case_fact WHERE case_id = ?", (case,))
    connection.execute("DELETE FROM case_file WHERE id = ?", (case,))
