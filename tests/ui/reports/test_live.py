"""The window stays alive while a report is worked out, and only the newest answer counts."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot
from tests.ui.reports.conftest import Opened, button, settled, words
from tests.ui.reports.practice_of import record

from vertrouwen.domain.errors import DomainError
from vertrouwen.domain.organisation import OrganisationId
from vertrouwen.services import work_out_report
from vertrouwen.services.edit_organisations import set_headcount
from vertrouwen.services.practice import Practice
from vertrouwen.services.report_choices import ReportView
from vertrouwen.ui.reports import live
from vertrouwen.ui.tasks import Cancelled
from vertrouwen.ui.widgets import ConfirmDialog

TICK_MS = 20


class Gate:
    """Holds the working out until it is let through, and counts."""

    def __init__(self, real: Callable[..., ReportView]) -> None:
        self.real = real
        self.is_open = threading.Event()
        self.begun = 0
        self.cancelled = 0

    def __call__(self, material: Any, *, pause: Callable[[], None]) -> ReportView:
        self.begun += 1
        try:
            while not self.is_open.is_set():
                pause()
                time.sleep(0.005)
            return self.real(material, pause=pause)
        except Cancelled:
            self.cancelled += 1
            raise


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    made = Gate(live.work_out)
    made.is_open.set()
    monkeypatch.setattr(live, "work_out", made)
    yield made
    made.is_open.set()


def buttons(screen: Any) -> list[QAbstractButton]:
    """Return every button that is on the screen now or was."""
    return list(screen.findChildren(QAbstractButton))


def tick(screen: Any, name: str) -> None:
    """Tick or untick the box of a table, as the adviser does."""
    screen.choices.offers.rows[name].box_.click()


def a_table(screen: Any) -> str:
    """Return the name of a table that can be chosen."""
    return next(o.name for o in screen.live.view.offers if o.is_chosen)


def test_the_window_goes_on_while_a_report_is_worked_out(
    qtbot: QtBot,
    opened: Opened,
    practice: Practice,
    organisation: OrganisationId,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    record(practice, organisation, 40, seed=7)
    screen = opened(organisation)
    assert screen.live.view is not None
    crossing = next(o for o in screen.live.view.offers if o.is_crossing and o.refusal is None)
    monkeypatch.setattr(live, "work_out", work_out_report.work_out)
    ticks: list[int] = []
    ticker = QTimer()
    ticker.timeout.connect(lambda: ticks.append(1))
    ticker.start(TICK_MS)
    tick(screen, crossing.name)
    settled(qtbot, screen)
    ticker.stop()
    shown = [s.figures for s in screen.figures.sections if s.figures.table.is_crossing]
    assert shown and "–" in {c.text for row in shown[0].table.rows for c in row.cells}
    assert len(ticks) > 5, "the window stood still while the figures were worked out"


def test_work_that_lasts_says_so_and_can_be_cancelled(
    qtbot: QtBot, opened: Opened, organisation: OrganisationId, gate: Gate
) -> None:
    screen = opened(organisation)
    gate.is_open.clear()
    tick(screen, a_table(screen))
    assert "Wordt getoetst" in words(screen)
    assert not screen._progress.isVisible()
    qtbot.waitUntil(screen._progress.isVisible, timeout=5_000)
    screen._progress.cancel_button.click()
    qtbot.waitUntil(lambda: gate.cancelled == 1, timeout=5_000)
    assert not screen._progress.isVisible()
    assert "De toets is gestopt" in words(screen)
    screen.acts.ask_to_issue()
    assert not screen.live.is_working
    gate.is_open.set()
    button(screen, "Opnieuw toetsen").click()
    settled(qtbot, screen)
    assert "Niet herleidbaar: getoetst" in words(screen)


def test_an_outdated_answer_never_comes_over_a_newer_one(
    qtbot: QtBot, opened: Opened, organisation: OrganisationId, gate: Gate
) -> None:
    screen = opened(organisation)
    name = a_table(screen)
    shown: list[ReportView] = []
    screen.live.ready.connect(shown.append)
    gate.is_open.clear()
    begun = gate.begun
    tick(screen, name)
    qtbot.waitUntil(lambda: gate.begun == begun + 1, timeout=5_000)
    tick(screen, name)
    gate.is_open.set()
    settled(qtbot, screen)
    assert gate.cancelled == 1
    assert len(shown) == 1
    assert name in (shown[0].choices.tables or ())


def test_three_choices_in_a_row_are_worked_out_once(
    qtbot: QtBot, opened: Opened, organisation: OrganisationId, gate: Gate
) -> None:
    screen = opened(organisation)
    begun = gate.begun
    name = a_table(screen)
    for _round in range(3):
        tick(screen, name)
    settled(qtbot, screen)
    assert gate.begun == begun + 1


def test_leaving_the_page_stops_the_work(
    qtbot: QtBot, opened: Opened, organisation: OrganisationId, gate: Gate
) -> None:
    screen = opened(organisation)
    gate.is_open.clear()
    tick(screen, a_table(screen))
    qtbot.wait(200)
    screen.leave()
    qtbot.waitUntil(lambda: gate.cancelled == 1, timeout=5_000)


def test_a_failure_stands_in_the_place_of_the_figures_with_its_reason(
    qtbot: QtBot,
    opened: Opened,
    organisation: OrganisationId,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    screen = opened(organisation)

    def refuse(_material: Any, *, pause: Callable[[], None]) -> ReportView:
        raise DomainError("report_not_safe")

    monkeypatch.setattr(live, "work_out", refuse)
    tick(screen, a_table(screen))
    settled(qtbot, screen)
    assert screen.figures.sections == []
    assert words(screen).count("keurt dit verslag af") == 1
    assert not screen.figures.switch.isVisible()
    assert not any(b.text() == "Voorbeeld" and b.isVisible() for b in buttons(screen))
    screen.acts.ask_to_issue()
    QApplication.processEvents()
    assert screen.window().findChild(ConfirmDialog) is None


def test_no_heading_stands_over_nothing_after_a_refusal(
    qtbot: QtBot, opened: Opened, organisation: OrganisationId, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_material: Any, *, pause: Callable[[], None]) -> ReportView:
        raise DomainError("report_not_safe")

    real = live.work_out
    monkeypatch.setattr(live, "work_out", refuse)
    screen = opened(organisation)
    assert "Tabellen" not in words(screen)
    monkeypatch.setattr(live, "work_out", real)
    screen.live.again()
    settled(qtbot, screen)
    assert "Tabellen" in words(screen.choices) and screen.figures.switch.isVisible()


def test_choices_come_back_after_a_failure(
    qtbot: QtBot, opened: Opened, organisation: OrganisationId, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = opened(organisation)
    name, real = a_table(screen), live.work_out

    def refuse(_material: Any, *, pause: Callable[[], None]) -> ReportView:
        raise DomainError("report_not_safe")

    monkeypatch.setattr(live, "work_out", refuse)
    tick(screen, name)
    settled(qtbot, screen)
    monkeypatch.setattr(live, "work_out", real)
    tick(screen, name)
    settled(qtbot, screen)
    assert screen.live.view is not None and screen.figures.sections


def test_a_refusal_offers_what_may_help(
    qtbot: QtBot, opened: Opened, organisation: OrganisationId, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = opened(organisation)
    real = live.work_out

    def refuse(_material: Any, *, pause: Callable[[], None]) -> ReportView:
        raise DomainError("took_too_long")

    monkeypatch.setattr(live, "work_out", refuse)
    tick(screen, a_table(screen))
    settled(qtbot, screen)
    assert "Het jaar ervoor erbij nemen" in words(screen)
    monkeypatch.setattr(live, "work_out", real)
    button(screen, "Terug naar het voorstel").click()
    settled(qtbot, screen)
    assert screen.live.view is not None
    assert screen.live.view.choices.tables is None
    assert "Het jaar ervoor erbij nemen" not in words(screen._ways_out)


def test_numbers_of_one_period_never_stand_under_another(
    qtbot: QtBot, opened: Opened, organisation: OrganisationId, gate: Gate
) -> None:
    screen = opened(organisation)
    assert screen.figures.sections
    gate.is_open.clear()
    screen.choices.first.setText("03-2025")
    screen.choices.first.editingFinished.emit()
    assert screen.figures.sections == []
    gate.is_open.set()
    settled(qtbot, screen)
    assert screen.live.view is not None


def test_costs_of_other_choices_come_by_themselves(
    qtbot: QtBot, opened: Opened, organisation: OrganisationId, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dear(_material: Any, view: ReportView, *, pause: Callable[[], None]) -> Any:
        return tuple(
            replace(o, shown=3, cells=24, is_costed=True) if o.is_crossing else o
            for o in view.offers
        )

    monkeypatch.setattr(live, "table_costs", dear)
    screen = opened(organisation)
    crossings = [o for o in screen.live.view.offers if o.is_crossing and not o.is_chosen]
    shown = [o for o in crossings if o.refusal is None]
    if shown:
        assert "3 van 24 getallen zichtbaar" in words(screen.choices)


def test_the_smaller_threshold_needs_employees_and_says_so(
    qtbot: QtBot, opened: Opened, organisation: OrganisationId
) -> None:
    screen = opened(organisation)
    screen.choices.threshold.set_value("3")
    settled(qtbot, screen)
    assert screen.figures.sections == []
    assert "minstens 100 medewerkers" in words(screen.tested)
    assert "De keuze wordt bij het verslag bewaard" in words(screen.choices)
    screen.choices.threshold.set_value("5")
    settled(qtbot, screen)
    assert screen.figures.sections


def test_the_smaller_threshold_closes_cross_tables_and_units(
    qtbot: QtBot, opened: Opened, practice: Practice, organisation: OrganisationId
) -> None:
    set_headcount(practice, organisation, 2025, 400)
    screen = opened(organisation)
    screen.choices.threshold.set_value("3")
    settled(qtbot, screen)
    assert screen.live.view is not None
    assert screen.live.view.report.threshold == 3
    assert all(o.refusal is not None for o in screen.live.view.offers if o.is_crossing)
    assert "wie één contact kent" in words(screen.tested)
