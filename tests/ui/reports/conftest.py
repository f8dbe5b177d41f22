"""A client with a year behind it, and a report screen over it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot
from tests.conftest import Clock
from tests.ui.reports.practice_of import record

from vertrouwen.domain.organisation import OrganisationId
from vertrouwen.services import show_more
from vertrouwen.services.edit_organisations import NewOrganisation, add_organisation
from vertrouwen.services.practice import Practice
from vertrouwen.services.report_choices import ReportView
from vertrouwen.services.settings import set_profile
from vertrouwen.services.work_out_report import Material
from vertrouwen.ui.reports import live
from vertrouwen.ui.reports.report_screen import ReportScreen
from vertrouwen.ui.screen import Route, Shell

NAME = "Zorggroep Elzenbrink"
PATIENCE_MS = 60_000
"""The figures of a report take a while on a busy machine."""


@pytest.fixture(autouse=True)
def a_year_later(clock: Clock) -> None:
    clock.at = datetime(2026, 2, 3, 14, 30)


@pytest.fixture
def organisation(practice: Practice) -> OrganisationId:
    set_profile(practice, "Marleen van Dijk", "NL")
    change = add_organisation(
        practice, NewOrganisation(name=NAME, country="NL", counting_unit="contacten")
    )
    assert change.organisation_id is not None
    # below the 25 from which cross tables are offered, so that a test is quick
    record(practice, change.organisation_id, 24)
    return change.organisation_id


_worked_out: dict[tuple[object, ...], ReportView] = {}


@pytest.fixture(autouse=True)
def remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Work each report out once, whichever test asks: the dice fall the same in all of them."""
    real = live.work_out

    def work_out(material: Material, *, pause: Callable[[], None]) -> ReportView:
        pause()
        if material.issued is not None or material.ledger:
            return real(material, pause=pause)
        chosen = material.choices
        key = (
            material.organisation,
            material.organisation_id,
            (material.period.first, material.period.last),
            material.language,
            frozenset(material.facts.rows.items()),
            material.headcount,
            tuple(material.units),
            chosen.threshold,
            chosen.tables,
            tuple(sorted((chosen.levels or {}).items())),
            material.texts,
        )
        if key not in _worked_out:
            _worked_out[key] = real(material, pause=pause)
        return _worked_out[key]

    monkeypatch.setattr(live, "work_out", work_out)
    monkeypatch.setattr(show_more, "work_out", work_out)


Opened = Callable[..., ReportScreen]


@pytest.fixture
def opened(qtbot: QtBot, shell: Shell, practice: Practice) -> Opened:
    """Open the report of a client; a second call uses the same screen."""
    screens: list[ReportScreen] = []

    def put(
        organisation: OrganisationId,
        period: str = "2025-01-01",
        last: str = "",
        size: tuple[int, int] = (1064, 800),
    ) -> ReportScreen:
        if not screens:
            screens.append(ReportScreen(shell, practice))
            qtbot.addWidget(screens[0])
            screens[0].resize(*size)
            screens[0].show()
        screen = screens[0]
        screen.live.forget()
        screen.open(Route("report", organisation, {"period": period, "last": last}))
        settled(qtbot, screen)
        return screen

    return put


def settled(qtbot: QtBot, screen: ReportScreen) -> None:
    """Wait until everything that was asked for has come."""
    qtbot.waitUntil(
        lambda: (
            not (
                screen.shell.tasks.is_busy
                or screen.live.is_working
                or screen.live.is_counting_costs
            )
        ),
        timeout=PATIENCE_MS,
    )
    # widgets that a layout takes in are shown in the next turn
    QApplication.processEvents()


def words(widget: QWidget) -> str:
    """Return everything that can be read on a widget now."""
    QApplication.processEvents()
    labels = [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]
    buttons = [b.text() for b in widget.findChildren(QAbstractButton) if b.isVisibleTo(widget)]
    return "\n".join(labels + buttons)


def button(widget: QWidget, text: str) -> QAbstractButton:
    """Return the visible button with these words."""
    QApplication.processEvents()
    return next(
        b for b in widget.findChildren(QAbstractButton)
        if b.text() == text and b.isVisibleTo(widget)
    )  # fmt: skip
