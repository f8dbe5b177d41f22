"""The list of reports tells what every client received, and takes in what was given by hand."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from tests.ui.reports.conftest import NAME, button, words
from tests.ui.reports.practice_of import record

from vertrouwen.domain.organisation import OrganisationId, Period
from vertrouwen.services.make_report import GivenFigure, record_given_figures, withdraw_edition
from vertrouwen.services.practice import Practice
from vertrouwen.ui.reports.given_card import GivenCard
from vertrouwen.ui.reports.given_form import GivenForm
from vertrouwen.ui.reports.list_screen import ReportsScreen
from vertrouwen.ui.reports.withdraw import WithdrawDialog
from vertrouwen.ui.screen import Route, Shell
from vertrouwen.ui.widgets import ComboField, ListRow

FIRST_HALF = Period(label="2025-1", first=date(2025, 1, 1), last=date(2025, 6, 30))


@pytest.fixture
def overview(qtbot: QtBot, shell: Shell, practice: Practice) -> ReportsScreen:
    screen = ReportsScreen(shell, practice)
    qtbot.addWidget(screen)
    screen.resize(1064, 800)
    screen.show()
    return screen


def shown(qtbot: QtBot, screen: ReportsScreen) -> None:
    screen.refresh()
    qtbot.waitUntil(lambda: not screen.shell.tasks.is_busy)
    QApplication.processEvents()


def rows(screen: ReportsScreen) -> list[str]:
    return [r.accessibleName() for r in screen.findChildren(ListRow) if r.isVisibleTo(screen)]


def row(screen: ReportsScreen, part: str) -> ListRow:
    return next(
        r for r in screen.findChildren(ListRow)
        if part in r.accessibleName() and r.isVisibleTo(screen)
    )  # fmt: skip


def test_the_overview_opens_the_period_that_was_chosen(
    qtbot: QtBot, overview: ReportsScreen, organisation: OrganisationId
) -> None:
    shown(qtbot, overview)
    line = row(overview, ", 2025,")
    assert "nog vast te stellen" in line.accessibleName() and NAME in line.accessibleName()
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert overview.shell.navigator.current == Route(
        "report", organisation, {"period": "2025-01-01", "last": "2025-12-31"}
    )


def test_without_clients_the_overview_says_what_starts_here(
    qtbot: QtBot, overview: ReportsScreen
) -> None:
    shown(qtbot, overview)
    assert "Nog geen verslagen" in words(overview)


def test_privacy_mode_hides_the_client_and_where_figures_were_given(
    qtbot: QtBot, overview: ReportsScreen, practice: Practice, organisation: OrganisationId
) -> None:
    record_given_figures(
        practice, organisation, FIRST_HALF, "gesprek met Jansen",
        [GivenFigure(at=(), value=_counted(practice, organisation))],
    )  # fmt: skip
    overview.shell.privacy.set_on(True)
    shown(qtbot, overview)
    names = [w.accessibleName() for w in overview.findChildren(QWidget)]
    said = words(overview) + "\n".join(names)
    assert NAME not in said and "Jansen" not in said


def test_overlapping_periods_are_told_to_be_tested_together(
    qtbot: QtBot, overview: ReportsScreen, practice: Practice, organisation: OrganisationId
) -> None:
    number = _counted(practice, organisation)
    given = record_given_figures(
        practice, organisation, FIRST_HALF, "dia", [GivenFigure(at=(), value=number)]
    )
    shown(qtbot, overview)
    assert "overlapt een eerder verslag" in row(overview, ", 2025,").accessibleName()
    assert "zelf gegeven" in row(overview, "2025-1").accessibleName()
    assert "nooit een tweede verslag" not in words(overview)
    assert given.subject_id is not None
    withdraw_edition(practice, given.subject_id, "vergissing")  # type: ignore[arg-type]
    shown(qtbot, overview)
    assert "ingetrokken op 03-02-2026" in row(overview, "2025-1").accessibleName()


def test_figures_given_by_hand_are_taken_in_and_read_back(
    qtbot: QtBot, overview: ReportsScreen, practice: Practice, organisation: OrganisationId
) -> None:
    shown(qtbot, overview)
    button(overview, "Cijfers die u zelf gaf…").click()
    form = overview.findChild(GivenForm)
    assert form is not None
    form.set_values(
        {"first": FIRST_HALF.first, "last": FIRST_HALF.last, "source": "presentatie OR"}
    )
    form.field("total").control.set_value(_counted(practice, organisation))
    form.confirm_button.click()
    qtbot.waitUntil(lambda: any("presentatie OR" in name for name in rows(overview)))
    row(overview, "presentatie OR").activated.emit()
    qtbot.waitUntil(lambda: overview.findChild(GivenCard) is not None)
    card = overview.findChild(GivenCard)
    assert card is not None and "Totaal" in words(card)
    button(card, "Intrekken…").click()
    dialog = overview.window().findChild(WithdrawDialog)
    assert dialog is not None
    dialog.reject()


def test_a_figure_that_the_practice_does_not_count_is_refused_in_words(
    qtbot: QtBot, overview: ReportsScreen, organisation: OrganisationId
) -> None:
    shown(qtbot, overview)
    button(overview, "Cijfers die u zelf gaf…").click()
    form = overview.findChild(GivenForm)
    assert form is not None
    form.set_values({"first": FIRST_HALF.first, "last": FIRST_HALF.last, "source": "dia"})
    form.field("total").control.set_value(9999)
    form.confirm_button.click()
    qtbot.waitUntil(lambda: "ander getal" in words(form))
    assert form.confirm_button.isEnabled()


def test_a_number_of_a_table_can_be_chosen(
    qtbot: QtBot, overview: ReportsScreen, practice: Practice, organisation: OrganisationId
) -> None:
    record(practice, organisation, 5, seed=8)
    shown(qtbot, overview)
    button(overview, "Cijfers die u zelf gaf…").click()
    form = overview.findChild(GivenForm)
    assert form is not None
    form.set_values({"first": FIRST_HALF.first, "last": FIRST_HALF.last, "source": "dia"})
    form.add_line()
    table = form.field("table1").control
    cell = form.field("cell1").control
    assert isinstance(table, ComboField) and isinstance(cell, ComboField)
    qtbot.waitUntil(lambda: table.count() > 1)
    table.setCurrentIndex(1)
    assert cell.count() > 1
    form.confirm_button.click()
    assert "Vul dit in." in words(form)


def _counted(practice: Practice, organisation: OrganisationId) -> int:
    found = practice.store.read_one(
        "SELECT count(*) FROM case_file WHERE organisation_id = ? AND opened_on < '2025-07-01'",
        (organisation,),
    )
    assert found is not None
    return int(found[0])
