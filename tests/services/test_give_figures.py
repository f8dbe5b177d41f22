"""Figures that were given on a slide or in a talk enter the ledger as they were said."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.conftest import Clock
from tests.services.reports import YEAR_2026, Client, client, span
from vertrouwen.domain.errors import DomainError
from vertrouwen.language.sentences import sentence
from vertrouwen.services.make_report import (
    EditionId,
    GivenFigure,
    export_edition,
    given_edition,
    offered_figures,
    record_given_figures,
    report_overview,
    withdraw_edition,
)
from vertrouwen.services.practice import Practice

QUARTER = span("2025-01", "2025-03")
SOURCE = "presentatie OR 12 maart"


@pytest.fixture(autouse=True)
def a_year_later(clock: Clock) -> None:
    clock.at = datetime(2026, 2, 3, 14, 30)


@pytest.fixture
def elzenbrink(practice: Practice) -> Client:
    made = client(practice)
    for month in (1, 2, 3):
        for day in range(1, 6):
            made.add(date(2025, month, day), nature="pesten" if day < 4 else "fraude")
    return made


def give(client: Client, *figures: GivenFigure, source: str = SOURCE) -> EditionId:
    edition = record_given_figures(client.practice, client.id, QUARTER, source, figures)
    return EditionId(edition.subject_id or 0)


def test_what_was_given_is_kept_with_where_it_was_said(elzenbrink: Client) -> None:
    edition = give(
        elzenbrink,
        GivenFigure(at=(), value=15),
        GivenFigure(at=(("aard", "pesten"),), value=9),
        GivenFigure(at=(("aard", "omgang"),), value=9),
    )
    kept = given_edition(elzenbrink.practice, edition, "nl")
    assert kept.source == SOURCE
    assert kept.figures == (
        ((), 15),
        (("pesten",), 9),
        (("ongewenste omgangsvormen",), 9),
    )
    (row,) = report_overview(elzenbrink.practice)
    given = next(p for p in row.periods if p.kind == "by_hand")
    assert (given.state, given.source, given.period.label) == ("given", SOURCE, QUARTER.label)


def test_every_table_offers_its_cells(elzenbrink: Client) -> None:
    tables = {t.name: t for t in offered_figures(elzenbrink.practice, elzenbrink.id, QUARTER, "en")}
    assert ((("aard", "pesten"),), ("bullying",)) in tables["aard"].cells
    assert any(len(at) == 2 for at, _words in tables["aard_rol"].cells)


def test_a_figure_that_the_practice_counts_otherwise_is_named(elzenbrink: Client) -> None:
    with pytest.raises(DomainError) as refused:
        give(
            elzenbrink, GivenFigure(at=(), value=15), GivenFigure(at=(("aard", "pesten"),), value=8)
        )
    assert refused.value.code == "given_contradicts"
    said = sentence(refused.value)
    assert "pesten" in said and "8" in said and "9" not in said
    assert elzenbrink.material(QUARTER).ledger == ()


def test_what_was_given_freezes_its_months(elzenbrink: Client) -> None:
    give(elzenbrink, GivenFigure(at=(), value=15))
    elzenbrink.add(date(2025, 2, 2))
    assert elzenbrink.material(QUARTER).reports == 15
    assert elzenbrink.material(span("2025-04", "2025-06")).reports == 1


@pytest.mark.parametrize(
    ("source", "figures", "code"),
    [
        ("  ", [GivenFigure(at=(), value=15)], "source_missing"),
        (SOURCE, [], "figures_missing"),
        (SOURCE, [GivenFigure(at=(), value=-1)], "figures_missing"),
        (SOURCE, [GivenFigure(at=(("aard", "hekserij"),), value=6)], "figure_unknown"),
    ],
)
def test_half_a_record_is_refused(
    elzenbrink: Client, source: str, figures: list[GivenFigure], code: str
) -> None:
    with pytest.raises(DomainError, match=code):
        give(elzenbrink, *figures, source=source)


def test_nothing_was_given_of_a_period_to_come(elzenbrink: Client) -> None:
    later = span("2027-01", "2027-03")
    with pytest.raises(DomainError, match="period_not_begun"):
        record_given_figures(
            elzenbrink.practice, elzenbrink.id, later, SOURCE, [GivenFigure(at=(), value=9)]
        )
    record_given_figures(
        elzenbrink.practice, elzenbrink.id, YEAR_2026, SOURCE, [GivenFigure(at=(), value=0)]
    )


def test_a_report_of_the_same_period_may_still_be_made(elzenbrink: Client) -> None:
    give(elzenbrink, GivenFigure(at=(), value=15))
    view = elzenbrink.look(QUARTER, tables=frozenset({"kanaal"}))
    assert view.edition_id is None and view.report.edition.total == 15
    elzenbrink.issue(QUARTER, tables=frozenset({"kanaal"}))


def test_what_was_given_has_no_paper_and_stays_known_when_withdrawn(
    elzenbrink: Client, tmp_path: object
) -> None:
    edition = give(elzenbrink, GivenFigure(at=(), value=15))
    with pytest.raises(DomainError, match="edition_by_hand"):
        export_edition(elzenbrink.practice, edition, "csv", tmp_path / "x.csv", "nl")  # type: ignore[operator]
    withdraw_edition(elzenbrink.practice, edition, "op verzoek")
    assert [entry.id for entry in elzenbrink.material(QUARTER).ledger] == [edition]
