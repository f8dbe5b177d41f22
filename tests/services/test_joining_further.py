"""Coarser categories are offered where they show more, with figures that come true."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.conftest import Clock
from tests.services.reports import Client, client
from vertrouwen.services.practice import Practice
from vertrouwen.services.report_choices import ReportView, TableOffer
from vertrouwen.services.settings import set_profile
from vertrouwen.services.work_out_report import joined_further, work_out

TABLES = frozenset({"rol", "aard", "kwartaal", "relatie", "uitkomst"})


@pytest.fixture(autouse=True)
def a_year_later(clock: Clock) -> None:
    clock.at = datetime(2026, 2, 3, 14, 30)


@pytest.fixture
def elzenbrink(practice: Practice) -> Client:
    set_profile(practice, "Marleen van Dijk", "NL")
    return client(practice)


@pytest.mark.parametrize("number", [14, 40])
def test_joining_further_is_offered_where_it_shows_more_and_nowhere_else(
    elzenbrink: Client, number: int
) -> None:
    elzenbrink.record(number)
    finest = {offer.dimension: 0 for offer in elzenbrink.look(tables=TABLES).offers}
    material = elzenbrink.material(tables=TABLES, levels=finest)
    view = work_out(material)
    kept, promised = 0, 0
    for offer in view.offers:
        if not offer.is_chosen:
            continue
        found = joined_further(material, view, offer)
        promised += found is not None
        for level in range(offer.level + 1, offer.levels):
            then = elzenbrink.look(tables=TABLES, levels={**finest, offer.dimension: level})
            if found is not None and level == found[0]:
                assert found[1].before == (offer.shown, offer.cells)
                assert found[1].after == (of(then, offer).shown, of(then, offer).cells)
                assert shows_more(view, then, offer)
                kept += 1
                break
            assert not shows_more(view, then, offer)
    assert kept == promised > 0


def shows_more(now: ReportView, then: ReportView, offer: TableOffer) -> bool:
    """Tell whether a table shows more numbers, and its report no fewer."""
    return (
        of(then, offer).shown > offer.shown
        and then.report.edition.shown >= now.report.edition.shown
    )


def of(view: ReportView, offer: TableOffer) -> TableOffer:
    return next(o for o in view.offers if o.name == offer.name)
