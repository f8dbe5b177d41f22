"""The report screen keeps its promises to the adviser's eyes and ears."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot
from tests.ui.reports.conftest import NAME, Opened, button, settled, words
from tests.ui.reports.practice_of import record

from vertrouwen.domain.organisation import OrganisationId
from vertrouwen.services.practice import Practice
from vertrouwen.services.report_choices import ReadCell
from vertrouwen.ui.reports.pages import PageView, rendered
from vertrouwen.ui.reports.report_screen import ReportScreen
from vertrouwen.ui.reports.table import FigureModel, FigureTable
from vertrouwen.ui.reports.withdraw import WithdrawDialog
from vertrouwen.ui.screen import Shell
from vertrouwen.ui.widgets import BlockedButton, ConfirmDialog, PrimaryButton


def issue(qtbot: QtBot, screen: ReportScreen) -> None:
    """Answer the question with yes."""
    screen.acts.ask_to_issue()
    dialog = screen.window().findChild(ConfirmDialog)
    assert dialog is not None
    qtbot.mouseClick(dialog.act_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(
        lambda: screen.live.view is not None and screen.live.view.edition_id is not None,
        timeout=30_000,
    )
    settled(qtbot, screen)


def withheld(screen: ReportScreen) -> tuple[FigureTable, ReadCell, int, int]:
    """Return a cell of this report that is not shown, and where it stands."""
    for section in screen.figures.sections:
        for number, row in enumerate(section.figures.table.rows):
            if row.cells[0].is_withheld:
                return section.figures, row.cells[0], number, 1
    raise AssertionError("everything is shown")


def choose(screen: ReportScreen) -> ReadCell:
    """Look at a cell that is not shown."""
    figures, cell, row, column = withheld(screen)
    figures.setCurrentIndex(figures.model().index(row, column))
    return cell


def test_every_table_is_read_as_it_will_be_printed(
    opened: Opened, organisation: OrganisationId
) -> None:
    screen = opened(organisation)
    view = screen.live.view
    assert view is not None and view.tables
    assert [s.figures.table for s in screen.figures.sections] == list(view.tables)
    for section, table in zip(screen.figures.sections, view.tables, strict=True):
        model = section.figures.model()
        for number, row in enumerate(table.rows):
            read = [model.index(number, c).data() for c in range(model.columnCount())]
            assert read == [row.label, *(cell.text for cell in row.cells)]
        assert section.figures.accessibleName() == table.title
        assert section.figures.verticalScrollBar().maximum() == 0


def test_a_gap_is_read_aloud_as_not_shown(opened: Opened, organisation: OrganisationId) -> None:
    screen = opened(organisation)
    figures, cell, row, column = withheld(screen)
    model = figures.model()
    assert isinstance(model, FigureModel)
    spoken = model.index(row, column).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "niet getoond" in spoken and figures.table.rows[row].label in spoken
    assert cell.value is None


def test_no_role_of_a_gap_holds_a_number(opened: Opened, organisation: OrganisationId) -> None:
    screen = opened(organisation)
    figures, cell, row, column = withheld(screen)
    index = figures.model().index(row, column)
    for role in (*Qt.ItemDataRole, Qt.ItemDataRole.UserRole + 1):
        found = index.data(role)
        if isinstance(found, str):
            assert found == cell.text or "niet getoond" in found
    figures.setCurrentIndex(index)
    QApplication.clipboard().clear()
    figures.setFocus()
    QTest.keyClick(figures, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() in ("", cell.text)


def test_the_panel_claims_what_was_tested_and_never_complete_anonymity(
    opened: Opened, organisation: OrganisationId
) -> None:
    text = words(opened(organisation))
    assert "Niet herleidbaar: getoetst" in text
    assert "Getoetst: ook wie drie contacten kent, kan geen niet-getoond aantal herleiden." in text
    assert "nagerekend om 14:30" in text
    assert "volledig anoniem" not in text.lower()


def test_a_gap_tells_why_it_is_there_and_how_to_show_more(
    qtbot: QtBot, opened: Opened, organisation: OrganisationId
) -> None:
    screen = opened(organisation)
    card = screen.explainer.card
    cell = choose(screen)
    settled(qtbot, screen)
    said = card.said()
    assert "Dit aantal is klein" in said or "beschermt" in said
    if cell.low is not None:
        assert f"tussen {cell.low} en {cell.high}" in said
    # The year before is empty, and would show no more.
    assert "Het jaar ervoor erbij nemen" not in words(card)


def test_the_explanation_stays_with_its_cell_when_choices_change(
    qtbot: QtBot, opened: Opened, organisation: OrganisationId
) -> None:
    screen = opened(organisation)
    cell = choose(screen)
    settled(qtbot, screen)
    screen.live.again()
    settled(qtbot, screen)
    chosen = screen.explainer.card.chosen
    assert chosen is not None and chosen.cell.at == cell.at


def test_two_years_are_pooled_from_the_explanation(
    qtbot: QtBot, opened: Opened, organisation: OrganisationId, practice: Practice
) -> None:
    record(practice, organisation, 40, first=date(2024, 1, 1))
    screen = opened(organisation)
    figures = next(s.figures for s in screen.figures.sections if s.figures.table.name == "relatie")
    row = next(n for n, row in enumerate(figures.table.rows) if row.cells[0].is_withheld)
    figures.setCurrentIndex(figures.model().index(row, 1))
    settled(qtbot, screen)
    card = screen.explainer.card
    assert "Zo toont u meer" in words(card)
    way = button(card, "Het jaar ervoor erbij nemen")
    assert "getallen zichtbaar, dan" in way.accessibleDescription()
    promised = int(way.accessibleDescription().rpartition(", dan ")[2].split()[0])
    table = screen.explainer.card.chosen.table  # type: ignore[union-attr]
    way.click()
    settled(qtbot, screen)
    view = screen.live.view
    assert view is not None and view.period.label == "2024-2025"
    assert next(o.shown for o in view.offers if o.name == table) == promised
    assert screen.choices.first.text() == "01-2024"
    assert screen.choices.period.currentText() == "Eigen periode"


def test_a_span_of_months_of_ones_own_is_worked_out(
    qtbot: QtBot, opened: Opened, organisation: OrganisationId
) -> None:
    screen = opened(organisation)
    screen.choices.first.setText("03-2025")
    screen.choices.first.editingFinished.emit()
    settled(qtbot, screen)
    view = screen.live.view
    assert view is not None
    assert (view.period.first.isoformat(), view.period.last.isoformat()) == (
        "2025-03-01", "2025-12-31",
    )  # fmt: skip


def test_a_span_that_ends_before_it_begins_is_said_beside_it(
    qtbot: QtBot, opened: Opened, organisation: OrganisationId
) -> None:
    screen = opened(organisation)
    before = screen.live.view
    screen.choices.last.setText("03-2024")
    screen.choices.last.editingFinished.emit()
    settled(qtbot, screen)
    assert "een laatste maand die daarna eindigt" in words(screen.choices)
    assert screen.live.view is before


def test_a_table_that_cannot_be_chosen_says_why_below_it(
    opened: Opened, organisation: OrganisationId
) -> None:
    screen = opened(organisation)
    refused = [r for r in screen.choices.offers.rows.values() if r.offer.refusal is not None]
    assert refused
    for row in refused:
        assert not row.box_.isEnabled()
        assert row.box_.accessibleDescription() in words(row)


def test_issuing_asks_first_and_the_safe_choice_has_the_focus(
    qtbot: QtBot, opened: Opened, organisation: OrganisationId
) -> None:
    screen = opened(organisation)
    qtbot.mouseClick(button(screen, "Vaststellen"), Qt.MouseButton.LeftButton)
    dialog = screen.window().findChild(ConfirmDialog)
    assert dialog is not None and dialog.cancel_button.isDefault()
    assert "ongedaan maken niet" in words(dialog)
    dialog.reject()
    assert screen.live.view is not None and screen.live.view.edition_id is None


def test_an_issued_report_can_be_saved_in_every_form(
    qtbot: QtBot, opened: Opened, organisation: OrganisationId, tmp_path: Path
) -> None:
    screen = opened(organisation)
    issue(qtbot, screen)
    assert "vastgesteld op 03-02-2026" in words(screen)
    assert not any(b.isVisibleTo(screen) for b in screen.findChildren(PrimaryButton))
    for label, name in {
        "PDF, om te lezen": "v.pdf",
        "Excel-werkmap": "v.xlsx",
        "CSV-bestand": "v.csv",
        "JSON-bestand": "v.json",
    }.items():
        qtbot.mouseClick(button(screen, label), Qt.MouseButton.LeftButton)
        dialog = screen.findChildren(QFileDialog)[-1]
        assert dialog.testOption(QFileDialog.Option.DontUseNativeDialog)
        assert dialog.nameFilters() == [f"{label} (*.{name.partition('.')[2]})"]
        target = tmp_path / name
        dialog.fileSelected.emit(str(target))
        dialog.close()
        qtbot.waitUntil(target.exists, timeout=30_000)
    assert (tmp_path / "v.pdf").read_bytes().startswith(b"%PDF")
    assert {p.name for p in tmp_path.glob("v.*")} == {"v.pdf", "v.xlsx", "v.csv", "v.json"}


def test_a_folder_that_is_gone_is_said_in_its_place(
    qtbot: QtBot, opened: Opened, organisation: OrganisationId, tmp_path: Path
) -> None:
    screen = opened(organisation)
    issue(qtbot, screen)
    assert screen.live.view is not None
    screen.acts.save(screen.live.view, "csv", tmp_path / "weg" / "v.csv")
    qtbot.waitUntil(lambda: "Deze map is er niet" in screen._banner.text(), timeout=30_000)


def test_a_report_is_withdrawn_with_a_reason_only(
    qtbot: QtBot, opened: Opened, organisation: OrganisationId
) -> None:
    screen = opened(organisation)
    issue(qtbot, screen)
    button(screen, "Verslag intrekken…").click()
    dialog = screen.window().findChild(WithdrawDialog)
    assert dialog is not None and dialog.cancel_button.isDefault()
    assert "blijft bekend" in words(dialog)
    dialog.act_button.click()
    assert dialog.isVisible() and "Vul dit in." in words(dialog)
    dialog.reason.control.set_value("De telling klopte niet.")
    dialog.act_button.click()
    qtbot.waitUntil(
        lambda: screen.live.view is not None and screen.live.view.edition_id is None,
        timeout=60_000,
    )
    settled(qtbot, screen)
    assert "en alle eerdere verslagen ernaast legt" in words(screen)


def test_a_running_period_explains_why_it_cannot_be_issued(
    qtbot: QtBot, opened: Opened, organisation: OrganisationId
) -> None:
    screen = opened(organisation, "2026-01-01")
    blocked = next(b for b in screen.findChildren(BlockedButton) if b.isVisibleTo(screen))
    assert blocked.isEnabled() and "loopt nog" in blocked.accessibleDescription()
    qtbot.mouseClick(blocked, Qt.MouseButton.LeftButton)
    assert "loopt nog" in screen._banner.text()
    screen.acts.ask_to_issue()
    assert screen.window().findChild(ConfirmDialog) is None


def test_the_pages_are_drawn_from_memory(
    qtbot: QtBot, opened: Opened, organisation: OrganisationId, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a file was made")

    for maker in ("mkstemp", "NamedTemporaryFile", "TemporaryFile", "mkdtemp"):
        monkeypatch.setattr(tempfile, maker, refuse)
    screen = opened(organisation)
    button(screen, "Voorbeeld").click()

    def pages() -> list[PageView]:
        return screen.figures.pages.findChildren(PageView)

    qtbot.waitUntil(lambda: bool(pages()), timeout=30_000)
    assert screen.live.view is not None
    images = rendered(screen.live.view.pdf)
    assert len(pages()) == len(images) >= 2 and images[0].width() > 1000
    assert pages()[0].accessibleName() == f"Pagina 1 van {len(images)}, zoals gedrukt"


def test_privacy_mode_hides_the_client_and_its_pages(
    qtbot: QtBot, shell: Shell, opened: Opened, organisation: OrganisationId
) -> None:
    shell.privacy.set_on(True)
    screen = opened(organisation, size=(808, 680))
    screen.figures.switch.set_value("pages")
    client = screen.choices.organisation
    assert NAME not in words(screen) and NAME not in client.currentText()
    assert client.shown_text() == client.currentText() == "Organisatie 1"
    assert "privacystand" in words(screen)


def test_every_control_has_a_name(opened: Opened, organisation: OrganisationId) -> None:
    screen = opened(organisation)
    screen.figures.switch.set_value("text")
    for widget in screen.findChildren(QWidget):
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.isVisibleTo(screen):
            spoken = widget.accessibleName() or getattr(widget, "text", lambda: "")()
            assert spoken, type(widget).__name__


def test_three_reports_are_a_band_and_nothing_else(
    opened: Opened, practice: Practice, client: OrganisationId
) -> None:
    record(practice, client, 3)
    screen = opened(client)
    text = words(screen)
    assert "0–4" in text
    assert screen.findChildren(FigureTable) == []


def test_nothing_lies_outside_its_column_at_the_smallest_window(
    opened: Opened, organisation: OrganisationId
) -> None:
    screen = opened(organisation, size=(808, 680))
    assert screen.columns.stacking == "two"
    for scroll in (screen.columns.left, screen.columns.centre):
        assert scroll.horizontalScrollBar().maximum() == 0
        assert scroll.column.width() <= scroll.viewport().width()
    for label in screen.findChildren(QLabel):
        assert label.width() <= screen.width()


def test_the_explanation_stands_below_its_table_where_there_is_no_third_column(
    qtbot: QtBot, opened: Opened, organisation: OrganisationId
) -> None:
    screen = opened(organisation, size=(808, 680))
    choose(screen)
    settled(qtbot, screen)
    card = screen.explainer.card
    assert card.isVisible() and screen.figures.isAncestorOf(card)
    screen.resize(1300, 800)
    qtbot.waitUntil(lambda: not screen.figures.isAncestorOf(card))
    assert screen.columns.stacking == "wide" and card.isVisible()
    assert card.chosen is not None


def test_the_keyboard_goes_through_the_numbers_of_a_table(
    qtbot: QtBot, opened: Opened, organisation: OrganisationId
) -> None:
    screen = opened(organisation)
    section = screen.figures.sections[0]
    came = QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.TabFocusReason)
    QApplication.sendEvent(section.figures, came)
    assert section.figures.currentIndex().column() == 1
    qtbot.keyClick(section.figures, Qt.Key.Key_Down)
    assert section.figures.currentIndex().row() == 1
    chosen = screen.explainer.card.chosen
    assert chosen is not None and chosen.row == section.figures.table.rows[1].label


def test_only_one_cell_is_looked_at(opened: Opened, organisation: OrganisationId) -> None:
    screen = opened(organisation)
    first, second = (s.figures for s in screen.figures.sections[:2])
    first.setCurrentIndex(first.model().index(0, 1))
    second.setCurrentIndex(second.model().index(0, 1))
    assert first.selectedIndexes() == [] and len(second.selectedIndexes()) == 1


def test_a_level_that_is_chosen_by_hand_is_kept_until_the_proposal_is_taken_again(
    qtbot: QtBot, opened: Opened, organisation: OrganisationId
) -> None:
    screen = opened(organisation)
    view = screen.live.view
    assert view is not None
    offer = next(o for o in view.offers if o.is_chosen and o.levels > 1)
    screen.choices.offers.pin(offer.dimension, offer.levels - 1)
    settled(qtbot, screen)
    assert screen.live.view is not None
    assert (screen.live.view.choices.levels or {})[offer.dimension] == offer.levels - 1
    button(screen.choices, "Terug naar het voorstel").click()
    settled(qtbot, screen)
    assert screen.live.view is not None and screen.live.view.choices.levels is None


def test_f6_goes_through_every_part_of_the_page(
    opened: Opened, organisation: OrganisationId
) -> None:
    screen = opened(organisation)
    wide = screen.regions()
    assert all(part.isVisible() for part in wide) and len(wide) == 3


def test_the_paper_can_speak_english(
    qtbot: QtBot, opened: Opened, organisation: OrganisationId
) -> None:
    screen = opened(organisation)
    screen.choices.language.set_value("en")
    settled(qtbot, screen)
    assert screen.live.view is not None and screen.live.view.report.language == "en"
    assert "This report" in words(screen) or "Number" in [
        s.figures.model().headerData(1, Qt.Orientation.Horizontal)
        for s in screen.figures.sections
    ]  # fmt: skip


def test_privacy_mode_hides_units_and_the_advisers_own_words(
    qtbot: QtBot, opened: Opened, shell: Shell, organisation: OrganisationId
) -> None:
    screen = opened(organisation)
    figures = screen.figures
    figures.switch.set_value("text")
    assert figures.text.isVisible()
    shell.privacy.set_on(True)
    settled(qtbot, screen)
    assert not figures.text.isVisible()
    assert not [s for s in figures.sections if "afdeling" in s.figures.table.name]
