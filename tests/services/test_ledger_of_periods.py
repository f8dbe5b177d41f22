"""Periods may overlap as they will: what two papers give away together is not printed."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.conftest import Clock
from tests.services.reports import (
    HALVES,
    SCHOOL_YEAR,
    YEAR_2024,
    YEAR_2025,
    Client,
    client,
    span,
)
from vertrouwen.domain.errors import DomainError
from vertrouwen.language.sentences import sentence
from vertrouwen.services.make_report import GivenFigure, record_given_figures
from vertrouwen.services.practice import Practice
from vertrouwen.services.report_figures import known_editions
from vertrouwen.services.report_ledger import ledger_of
from vertrouwen.statistics.audit import audit
from vertrouwen.statistics.release import Publication

TABLES = frozenset({"aard", "rol", "kanaal"})


@pytest.fixture(autouse=True)
def a_year_later(clock: Clock) -> None:
    clock.at = datetime(2026, 2, 3, 14, 30)


@pytest.fixture
def elzenbrink(practice: Practice) -> Client:
    return client(practice)


def holds(client: Client) -> Publication:
    """Return all the client received, after asking the audit about all of it once more."""
    last = ledger_of(client.practice.store, client.id)[-1]
    period = span(f"{last.row.first:%Y-%m}", f"{last.row.last:%Y-%m}")
    material = client.material(period, edition_id=last.id)
    shown = Publication(
        policy=last.policy,
        dimensions=tuple(
            {d.name: d for e in (*material.ledger, last) for d in e.dimensions}.values()
        ),
        editions=(*known_editions(material), last.edition),
    )
    assert audit(shown, material.facts).findings == ()
    assert audit(shown).findings == ()
    return shown


def test_two_halves_and_then_their_year(elzenbrink: Client) -> None:
    for seed, half in enumerate(HALVES):
        elzenbrink.record(30, half, seed=seed)
        elzenbrink.issue(half, tables=TABLES)
    elzenbrink.issue(YEAR_2025, tables=TABLES)
    assert holds(elzenbrink).editions[-1].total == 60


def test_three_quarters_and_then_the_year(elzenbrink: Client) -> None:
    elzenbrink.record(60)
    for first, last in (("2025-01", "2025-03"), ("2025-04", "2025-06"), ("2025-07", "2025-09")):
        elzenbrink.issue(span(first, last), tables=frozenset({"kanaal"}))
    elzenbrink.issue(YEAR_2025, tables=frozenset({"kanaal"}))
    assert len(holds(elzenbrink).editions) == 4


def test_a_school_year_beside_a_calendar_year(elzenbrink: Client) -> None:
    elzenbrink.record(40, YEAR_2024)
    elzenbrink.record(40, YEAR_2025)
    elzenbrink.issue(SCHOOL_YEAR, tables=TABLES)
    elzenbrink.issue(YEAR_2025, tables=TABLES)
    holds(elzenbrink)


def test_pools_of_years_that_roll(elzenbrink: Client) -> None:
    for seed, year in enumerate((2022, 2023, 2024, 2025)):
        elzenbrink.record(18, span(f"{year}-01", f"{year}-12"), seed=seed)
    elzenbrink.issue(span("2022-01", "2024-12"), tables=frozenset({"aard", "kanaal"}))
    elzenbrink.issue(span("2023-01", "2025-12"), tables=frozenset({"aard", "kanaal"}))
    holds(elzenbrink)


def test_a_year_that_gives_a_small_rest_away_is_refused_with_the_months(
    elzenbrink: Client,
) -> None:
    elzenbrink.record(30, span("2025-01", "2025-09"))
    elzenbrink.record(2, span("2025-10", "2025-12"))
    elzenbrink.issue(span("2025-01", "2025-09"), tables=frozenset({"kanaal"}))
    with pytest.raises(DomainError) as refused:
        elzenbrink.look(YEAR_2025)
    assert refused.value.code == "ledger_tells"
    said = sentence(refused.value)
    assert "10-2025 tot en met 12-2025" in said and "2 " not in said


def test_a_late_report_does_not_give_itself_away(elzenbrink: Client) -> None:
    elzenbrink.record(40)
    elzenbrink.issue(YEAR_2025, tables=TABLES)
    elzenbrink.add(date(2025, 5, 5), role="stagiair")
    assert elzenbrink.material(YEAR_2025).reports == 40
    assert elzenbrink.material(span("2026-01", "2026-01")).reports == 1


def test_figures_on_a_slide_count_as_known(elzenbrink: Client) -> None:
    elzenbrink.record(40)
    quarter = span("2025-01", "2025-03")
    counted = elzenbrink.material(quarter).reports
    record_given_figures(
        elzenbrink.practice,
        elzenbrink.id,
        quarter,
        "presentatie OR 12 maart",
        [GivenFigure(at=(), value=counted)],
    )
    elzenbrink.add(date(2025, 2, 2))
    assert elzenbrink.material(quarter).reports == counted
    assert elzenbrink.material(YEAR_2025).reports == 41
    year = elzenbrink.look(YEAR_2025, tables=TABLES)
    assert year.audit is not None and year.audit.earlier_editions == 1


def test_every_edition_is_weighed_with_a_secret_of_its_client(
    practice: Practice, elzenbrink: Client
) -> None:
    other = client(practice, "Een ander")
    seeds = {elzenbrink.material().seed, other.material().seed}
    assert len(seeds) == 2 and {len(seed) for seed in seeds} == {32}
    assert elzenbrink.material().seed in seeds
    assert "seed" not in repr(elzenbrink.material())
