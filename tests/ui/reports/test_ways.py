"""A way to show more says first what it would show, and is not offered where it shows less."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot
from tests.ui.reports.conftest import Opened, button, settled, words

from vertrouwen.domain.organisation import OrganisationId
from vertrouwen.services.report_choices import Coarsening
from vertrouwen.ui.reports import live
from vertrouwen.ui.reports.report_screen import ReportScreen
from vertrouwen.ui.reports.why import coarser


def look_at_a_gap(qtbot: QtBot, screen: ReportScreen) -> str:
    """Choose a cell that is not shown of a table that can be coarser; return the dimension."""
    assert screen.live.view is not None
    offers = {o.name: o for o in screen.live.view.offers if o.is_chosen and coarser(o)}
    for section in screen.figures.sections:
        figures = section.figures
        for number, row in enumerate(figures.table.rows):
            if figures.table.name in offers and row.cells[0].is_withheld:
                figures.setCurrentIndex(figures.model().index(number, 1))
                settled(qtbot, screen)
                return offers[figures.table.name].dimension
    raise AssertionError("everything is shown")


def test_the_whole_explanation_comes_into_sight_below_its_table(
    qtbot: QtBot, opened: Opened, organisation: OrganisationId
) -> None:
    screen = opened(organisation, size=(808, 680))
    look_at_a_gap(qtbot, screen)
    card, view = screen.explainer.card, screen.columns.centre.viewport()
    qtbot.waitUntil(lambda: card.mapTo(view, card.rect().bottomLeft()).y() <= view.height())


def test_joining_further_says_first_how_many_numbers_it_shows(
    qtbot: QtBot, opened: Opened, organisation: OrganisationId, monkeypatch: pytest.MonkeyPatch
) -> None:
    def found(_material: Any, _view: Any, offer: Any, **_pause: Any) -> tuple[int, Coarsening]:
        return offer.levels - 1, Coarsening(
            kind="category", subject=offer.title, before=(2, 8), after=(4, 5)
        )

    monkeypatch.setattr(live, "joined_further", found)
    screen = opened(organisation)
    dimension = look_at_a_gap(qtbot, screen)
    card = screen.explainer.card
    assert "nu 2 van 8 getallen zichtbaar, dan 4 van 5" in words(card)
    way = button(card, "Verder samennemen")
    assert "dan 4 van 5" in way.accessibleDescription()
    way.click()
    settled(qtbot, screen)
    assert screen.live.view is not None
    levels = screen.live.view.choices.levels or {}
    offer = next(o for o in screen.live.view.offers if o.dimension == dimension)
    assert levels[dimension] == offer.levels - 1


def test_joining_further_is_not_offered_where_it_shows_no_more(
    qtbot: QtBot, opened: Opened, organisation: OrganisationId, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def nothing(_material: Any, _view: Any, offer: Any, **_pause: Any) -> None:
        asked.append(offer.name)

    monkeypatch.setattr(live, "joined_further", nothing)
    screen = opened(organisation)
    look_at_a_gap(qtbot, screen)
    card = screen.explainer.card
    assert asked
    assert "Verder samennemen" not in [b.text() for b in card.findChildren(QAbstractButton)]
