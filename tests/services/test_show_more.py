"""What would show more is tried first, and what it promises comes true."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.conftest import Clock
from tests.services.reports import YEAR_2024, YEAR_2025, Client, client, span
from vertrouwen.services.practice import Practice
from vertrouwen.services.report_choices import ReportView
from vertrouwen.services.settings import set_profile
from vertrouwen.services.show_more import with_longer_period, without_crossing
from vertrouwen.services.work_out_report import work_out

BOTH = span("2024-01", "2025-12", "2024-2025")


@pytest.fixture(autouse=True)
def a_year_later(clock: Clock) -> None:
    clock.at = datetime(2026, 2, 3, 14, 30)


@pytest.fixture
def elzenbrink(practice: Practice) -> Client:
    set_profile(practice, "Marleen van Dijk", "NL")
    return client(practice)


def _shown(view: ReportView, names: set[str]) -> tuple[int, int]:
    offers = [o for o in view.offers if o.name in names and o.is_chosen]
    return sum(o.shown for o in offers), sum(o.cells for o in offers)


def test_the_year_before_is_offered_for_tables_that_show_more_then(elzenbrink: Client) -> None:
    elzenbrink.record(14)
    elzenbrink.record(40, YEAR_2024, seed=5)
    view = elzenbrink.look(YEAR_2025)
    longer = elzenbrink.material(BOTH)
    then = work_out(longer)
    promised = 0
    for offer in (o for o in view.offers if o.is_chosen):
        found = with_longer_period(longer, view, offer)
        now_shown, then_shown = _shown(view, {offer.name}), _shown(then, {offer.name})
        if then_shown[0] > now_shown[0]:
            assert found is not None
            assert (found.before, found.after) == (now_shown, then_shown)
            promised += 1
        else:
            assert found is None
    assert promised


def test_an_empty_year_before_is_not_offered(elzenbrink: Client) -> None:
    elzenbrink.record(14)
    view, longer = elzenbrink.look(), elzenbrink.material(BOTH)
    assert all(
        with_longer_period(longer, view, offer) is None for offer in view.offers if offer.is_chosen
    )


@pytest.mark.parametrize("is_finest", [True, False])
def test_a_crossing_is_left_out_only_where_the_others_show_more(
    elzenbrink: Client, is_finest: bool
) -> None:
    elzenbrink.record(40)
    offers = [o for o in elzenbrink.look().offers if o.refusal is None]
    levels = {o.dimension: 0 for o in offers} if is_finest else None
    others = {o.name for o in offers if not o.is_crossing}
    then = elzenbrink.look(tables=frozenset(others), levels=levels)
    promised = 0
    for crossing in (o.name for o in offers if o.is_crossing):
        material = elzenbrink.material(tables=frozenset({*others, crossing}), levels=levels)
        view = work_out(material)
        offer = next(o for o in view.offers if o.name == crossing)
        chosen = {o.name for o in view.offers if o.is_chosen} - {crossing}
        found = without_crossing(material, view, offer)
        before, after = _shown(view, chosen), _shown(then, chosen)
        if after[0] > before[0]:
            assert found is not None
            assert (found.before, found.after) == (before, after)
            promised += 1
        else:
            assert found is None
    assert is_finest or promised
