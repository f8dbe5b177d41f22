"""What an adversary tried: small numbers that two papers, a slide or the file itself would tell."""

from __future__ import annotations

import io
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pypdf
import pytest

from tests.conftest import Clock
from tests.services.reports import HALVES, YEAR_2024, YEAR_2025, YEAR_2026, Client, client, span
from vertrouwen.domain.errors import DomainError
from vertrouwen.domain.organisation import Period, UnitId
from vertrouwen.services.edit_organisations import add_unit, set_headcount
from vertrouwen.services.make_report import GivenFigure, record_given_figures, release_report
from vertrouwen.services.practice import Practice
from vertrouwen.storage import counts

CHANNELS: dict[str, Any] = {"tables": frozenset({"kanaal"}), "levels": {"kanaal": 0}}
UNITS: dict[str, Any] = {"tables": frozenset({"afdeling"}), "levels": {"afdeling": 0}}
OFF_SITE = (("kanaal", "buiten_locatie"),)


@pytest.fixture(autouse=True)
def two_years_later(clock: Clock) -> None:
    clock.at = datetime(2027, 2, 3, 14, 30)


@pytest.fixture
def elzenbrink(practice: Practice) -> Client:
    return client(practice)


def say(client: Client, period: Period, value: int) -> None:
    """Say elsewhere how many talks off site there were."""
    record_given_figures(
        client.practice, client.id, period, "gesprek", [GivenFigure(at=OFF_SITE, value=value)]
    )


@pytest.mark.parametrize("period", [YEAR_2025, span("2025-01", "2025-03")])
def test_a_small_number_said_elsewhere_is_in_no_paper(
    elzenbrink: Client, period: Period, tmp_path: Path
) -> None:
    elzenbrink.record(40)
    for _ in range(3):
        elzenbrink.add(date(2025, 3, 3), channel="fysiek_buiten_locatie")
    say(elzenbrink, period, 3)
    papers = elzenbrink.exported(elzenbrink.issue(**CHANNELS), tmp_path)
    editions = json.loads(papers["json"])["editions"]
    assert len(editions) == 1
    (table,) = editions[0]["tables"]
    assert all((cell["value"] or 5) >= 5 for cell in table["cells"])
    # Every interval is what the paper itself leaves open; 3 has narrowed none.
    total, *shown = (cell["value"] for cell in table["cells"] if cell["value"] is not None)
    intervals = [cell["interval"] for cell in table["cells"] if "interval" in cell]
    assert intervals and all(ends == [0, total - sum(shown)] for ends in intervals)


def test_a_larger_number_said_elsewhere_is_what_readers_have(
    elzenbrink: Client, tmp_path: Path
) -> None:
    elzenbrink.record(40)
    for _ in range(7):
        elzenbrink.add(date(2025, 3, 3), channel="fysiek_buiten_locatie")
    say(elzenbrink, YEAR_2025, 7)
    papers = elzenbrink.exported(elzenbrink.issue(**CHANNELS), tmp_path)
    assert len(json.loads(papers["json"])["editions"]) == 2


@pytest.mark.parametrize("number", [0, 1])
def test_no_paper_tells_whether_there_were_late_reports(
    elzenbrink: Client, number: int, tmp_path: Path
) -> None:
    elzenbrink.record(20, YEAR_2024)
    elzenbrink.issue(YEAR_2024, **CHANNELS)
    for _ in range(number):
        elzenbrink.add(date(2024, 5, 5))
    papers = elzenbrink.exported(elzenbrink.issue(YEAR_2025), tmp_path)
    pages = pypdf.PdfReader(io.BytesIO(papers["pdf"])).pages
    words = " ".join(page.extract_text() for page in pages)
    assert "0–4" in words and "(nagekomen), telt mee" in words


def test_nobody_was_in_a_unit_before_it_was_there(practice: Practice) -> None:
    parted = client(practice, units=(120, 80))
    put(parted, 2, {parted.units[0]: 12, parted.units[1]: 11, None: 8})
    parted.issue(HALVES[0], **UNITS)
    fresh = add_unit(practice, parted.id, "Later ontstaan").subject_id
    assert fresh is not None
    set_headcount(practice, parted.id, 2025, 90, UnitId(fresh))
    put(parted, 8, {parted.units[0]: 15, parted.units[1]: 16, fresh: 12})
    year = parted.look(**UNITS).report.edition
    # 8 in both would say that nobody of the other units came in the second half.
    assert year.by_cell[(("afdeling", "overige"),)].is_withheld


def test_a_talk_that_becomes_a_report_after_the_year_is_late(practice: Practice) -> None:
    of_reports = client(practice, counting_unit="meldingen")
    of_reports.record(40)
    talk = of_reports.add(date(2025, 12, 3), kind="consult")
    of_reports.issue(**CHANNELS)
    before = of_reports.material().facts
    practice.store._connection.execute("UPDATE case_file SET kind='melding' WHERE id=?", (talk,))
    assert of_reports.material().facts == before
    later = of_reports.material(YEAR_2026)
    assert (later.reports, later.late) == (1, 1)


def test_what_is_said_of_a_running_year_closes_no_month_to_come(
    elzenbrink: Client, clock: Clock
) -> None:
    clock.at = datetime(2025, 3, 12, 9, 0)
    elzenbrink.record(12, span("2025-01", "2025-02"))
    record_given_figures(
        elzenbrink.practice, elzenbrink.id, YEAR_2025, "jaargesprek", [GivenFigure(at=(), value=12)]
    )
    clock.at = datetime(2026, 2, 3, 9, 0)
    elzenbrink.add(date(2025, 3, 20))
    elzenbrink.add(date(2025, 6, 1))
    assert elzenbrink.material(span("2025-01", "2025-03")).reports == 12
    assert elzenbrink.material(YEAR_2025).reports == 14


def test_two_bands_never_fix_a_year(elzenbrink: Client) -> None:
    for month in (1, 2, 3, 4, 7, 8, 9, 10):
        elzenbrink.add(date(2025, month, 3))
    for half in HALVES:
        elzenbrink.issue(half)
    with pytest.raises(DomainError, match="ledger_tells"):
        elzenbrink.look(**CHANNELS)


def test_a_band_inside_a_year_is_refused_where_it_tells_the_rest(elzenbrink: Client) -> None:
    for month in (1, 2, 3, 4, 7, 8, 9, 10):
        elzenbrink.add(date(2025, month, 3))
    elzenbrink.issue(**CHANNELS)
    for half in HALVES:
        with pytest.raises(DomainError, match="ledger_tells"):
            elzenbrink.look(half)


def test_a_view_of_yesterday_is_not_issued_with_the_material_of_today(elzenbrink: Client) -> None:
    elzenbrink.record(40)
    half, year = elzenbrink.look(HALVES[0], **CHANNELS), elzenbrink.look(**CHANNELS)
    elzenbrink.issue(HALVES[0], **CHANNELS)
    with pytest.raises(DomainError, match="edition_exists"):
        release_report(elzenbrink.practice, elzenbrink.material(HALVES[0], **CHANNELS), half)
    # It was tested without the half that was issued since.
    with pytest.raises(DomainError, match="report_changed"):
        release_report(elzenbrink.practice, elzenbrink.material(**CHANNELS), year)
    year = elzenbrink.look(**CHANNELS)
    elzenbrink.add(date(2025, 9, 9))
    with pytest.raises(DomainError, match="report_changed"):
        release_report(elzenbrink.practice, elzenbrink.material(**CHANNELS), year)


FROZEN = (
    "INSERT INTO frozen_case (case_id, organisation_id, edition_id, atom, opened_on, kind, track,"
    " role, relation, channel, steps, outcome) SELECT id, organisation_id, {edition}, '{atom}',"
    " opened_on, kind, track, role, relation, channel, 'geen', outcome FROM case_file"
    " WHERE id = {case}"
)


@pytest.mark.parametrize(
    "statement",
    [
        FROZEN.replace("{edition}", "1").replace("{atom}", "2025-03"),
        FROZEN.replace("{edition}", "2").replace("{atom}", "2025-03"),
        FROZEN.replace("{edition}", "2").replace("{atom}", "2026-03"),
        "UPDATE organisation SET counting_unit = 'meldingen'",
        "UPDATE frozen_case SET nature = NULL",
        "UPDATE edition SET statement = NULL",
        "DELETE FROM frozen_case",
        "DELETE FROM unit",
        "UPDATE unit SET id = id + 100",
        "INSERT INTO edition (organisation_id, period_from, period_until, label, counting_unit,"
        " threshold, policy, figures, released_on) SELECT organisation_id, '2026-01-01',"
        " '2026-12-31', 'x', counting_unit, threshold, policy, 9, released_on FROM edition",
        "INSERT INTO edition (organisation_id, period_from, period_until, label, counting_unit,"
        " threshold, policy, figures, released_on, statement) SELECT organisation_id, '2026-01-01',"
        " '2026-12-31', 'x', 'meldingen', threshold, policy, 0, released_on, statement"
        " FROM edition",
    ],
)
def test_no_statement_changes_what_was_released(practice: Practice, statement: str) -> None:
    parted = client(practice, units=(120, 80))
    for half in HALVES:
        parted.record(20, half)
        parted.issue(half, **CHANNELS)
    late = parted.add(date(2025, 3, 3))
    counted = len(counts.frozen_facts_of(practice.store, parted.id, "2025-01", "2026-12"))
    with pytest.raises(Exception, match="append_only"):
        practice.store._connection.execute(statement.replace("{case}", str(late)))
    after = counts.frozen_facts_of(practice.store, parted.id, "2025-01", "2026-12")
    assert len(after) == counted == 40


def put(client: Client, month: int, numbers: dict[int | None, int]) -> None:
    """Add cases of units in one month."""
    for unit, number in numbers.items():
        for day in range(number):
            client.add(date(2025, month, 1 + day), unit_id=unit)
