"""The list of reports tells what every client received, and takes in what was given by hand."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from tests.ui.reports.conftest import NAME, button, words
from tests.ui.reports.practice_of import record

from vertrouwen.domain.organisation import OrganisationId, Period
from vertrouwen.services.drafts import drafts
from vertrouwen.services.make_report import GivenFigure, record_given_figures, withdraw_edition
from vertrouwen.services.practice import Practice
from vertrouwen.ui.reports.given_card import GivenCard
from vertrouwen.ui.reports.given_form import GivenForm
from vertrouwen.ui.reports.list_screen import ReportsScreen
from vertrouwen.ui.reports.report_screen import ReportScreen
from vertrouwen.ui.reports.withdraw import WithdrawDialog
from vertrouwen.ui.screen import Route, Shell
from vertrouwen.ui.widgets import ComboField, ListRow, settle

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


def test_a_report_for_nobody_leads_to_the_organisations(
    qtbot: QtBot, shell: Shell, practice: Practice
) -> None:
    screen = ReportScreen(shell, practice)
    qtbot.addWidget(screen)
    screen.show()
    screen.open(Route("report", None, {}))
    qtbot.waitUntil(lambda: "Nog geen verslagen" in words(screen))
    assert words(screen).count("Voeg eerst een organisatie toe") == 1
    button(screen, "Naar Organisaties").click()
    assert shell.navigator.current == Route("organisations")


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


def opened_form(qtbot: QtBot, screen: ReportsScreen) -> GivenForm:
    """Open the form anew, and wait until its draft was put back."""
    shown(qtbot, screen)
    button(screen, "Cijfers die u zelf gaf…").click()
    qtbot.waitUntil(lambda: not screen.shell.tasks.is_busy)
    form = screen.findChild(GivenForm)
    assert form is not None
    return form


def test_figures_that_were_being_typed_are_there_again_tables_and_all(
    qtbot: QtBot, overview: ReportsScreen, practice: Practice, organisation: OrganisationId
) -> None:
    form = opened_form(qtbot, overview)
    form.set_values({"first": FIRST_HALF.first, "last": FIRST_HALF.last})
    form.add_line()
    table, cell = form.field("table1").control, form.field("cell1").control
    assert isinstance(table, ComboField) and isinstance(cell, ComboField)
    qtbot.waitUntil(lambda: table.count() > 1)
    table.setCurrentIndex(1)
    cell.setCurrentIndex(2)
    form.field("value1").control.set_value(7)
    form.field("source").control.set_value("dia van maart")
    typed = form.draft()
    form.close_link.click()
    qtbot.waitUntil(lambda: drafts(practice) == [f"given:{organisation}"])
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    again = opened_form(qtbot, overview)
    qtbot.waitUntil(lambda: again.field("cell1").value() is not None)
    assert again.draft() == typed
    assert "teruggezet" in words(again)


def test_a_draft_goes_when_the_figures_are_recorded(
    qtbot: QtBot, overview: ReportsScreen, practice: Practice, organisation: OrganisationId
) -> None:
    form = opened_form(qtbot, overview)
    form.set_values({"first": FIRST_HALF.first, "last": FIRST_HALF.last})
    form.field("total").control.set_value(_counted(practice, organisation))
    form.field("source").control.set_value("dia van maart")
    form.flush_draft()
    qtbot.waitUntil(lambda: drafts(practice) != [])
    form.confirm_button.click()
    qtbot.waitUntil(lambda: any("dia van maart" in name for name in rows(overview)))
    assert drafts(practice) == []


def test_one_more_number_is_asked_above_the_button_and_before_it_on_the_keyboard(
    qtbot: QtBot, overview: ReportsScreen, organisation: OrganisationId
) -> None:
    form = opened_form(qtbot, overview)
    form.add_line()
    form.add_line()
    settle(overview)
    more = button(form, "Nog een getal uit een tabel")
    fields = [form.field(f"{part}2").control.widget() for part in ("table", "cell", "value")]
    walked: list[QWidget] = [form.field("value1").control.widget()]
    while walked[-1] is not form.confirm_button and len(walked) < 12:
        following = walked[-1].nextInFocusChain()
        while not following.focusPolicy() & Qt.FocusPolicy.TabFocus or following.focusProxy():
            following = following.nextInFocusChain()
        walked.append(following)
    assert walked[1:] == [*fields, more, form.confirm_button]
    heights = [widget.mapTo(form, QPoint()).y() for widget in walked[1:]]
    assert heights == sorted(heights)


def _counted(practice: Practice, organisation: OrganisationId) -> int:
    found = practice.store.read_one(
        "SELECT count(*) FROM case_file WHERE organisation_id = ? AND opened_on < '2025-07-01'",
        (organisation,),
    )
    assert found is not None
    return int(found[0])
