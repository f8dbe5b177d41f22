"""The report screens keep their promises to the adviser's eyes and ears."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot
from tests.conftest import Clock
from tests.services.test_make_report import YEAR_2025, record

from vertrouwen.domain.organisation import OrganisationId
from vertrouwen.services.edit_organisations import NewOrganisation, add_organisation
from vertrouwen.services.make_report import release_report
from vertrouwen.services.practice import Practice
from vertrouwen.services.settings import set_profile
from vertrouwen.ui.reports.list_screen import ReportsScreen
from vertrouwen.ui.reports.pages import rendered
from vertrouwen.ui.reports.report_screen import ReportScreen
from vertrouwen.ui.reports.table import FigureTable
from vertrouwen.ui.screen import Route, Shell
from vertrouwen.ui.widgets import BlockedButton, ConfirmDialog, ListRow, PrimaryButton

NAME = "Zorggroep Elzenbrink"


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
    record(practice, change.organisation_id, 60)
    return change.organisation_id


Opened = Callable[..., ReportScreen]


@pytest.fixture
def opened(qtbot: QtBot, shell: Shell, practice: Practice) -> Opened:
    """Open the report of a client; a second call uses the same screen."""
    screens: list[ReportScreen] = []

    def put(organisation: OrganisationId, period: str = "2025-01-01") -> ReportScreen:
        if not screens:
            screens.append(ReportScreen(shell, practice))
            qtbot.addWidget(screens[0])
            screens[0].resize(1064, 800)
            screens[0].show()
        screen = screens[0]
        screen._view = None
        screen.open(Route("report", organisation, {"period": period}))
        qtbot.waitUntil(lambda: screen._view is not None, timeout=8000)
        # widgets that a layout takes in are shown in the next turn
        QApplication.processEvents()
        return screen

    return put


def words(widget: QWidget) -> str:
    """Return everything that can be read on a widget now."""
    QApplication.processEvents()
    labels = [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]
    buttons = [b.text() for b in widget.findChildren(QAbstractButton) if b.isVisibleTo(widget)]
    return "\n".join(labels + buttons)


def button(widget: QWidget, text: str) -> QAbstractButton:
    QApplication.processEvents()
    return next(
        b for b in widget.findChildren(QAbstractButton)
        if b.text() == text and b.isVisibleTo(widget)
    )  # fmt: skip


def issue(qtbot: QtBot, screen: ReportScreen) -> None:
    """Answer the question with yes."""
    screen._ask_to_issue()
    dialog = screen.window().findChild(ConfirmDialog)
    assert dialog is not None
    qtbot.mouseClick(dialog.act_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(
        lambda: screen._view is not None and screen._view.edition_id is not None, timeout=8000
    )


def test_every_table_is_read_as_it_will_be_printed(
    opened: Opened, organisation: OrganisationId
) -> None:
    screen = opened(organisation)
    assert screen._view is not None
    shown = [table for table in screen._view.tables if table.is_shown]
    tables = screen.findChildren(FigureTable)
    assert [table.accessibleName() for table in tables] == [table.title for table in shown]
    for widget, table in zip(tables, shown, strict=True):
        model = widget.model()
        read = [
            (model.index(row, 0).data(), model.index(row, 1).data())
            for row in range(model.rowCount())
        ]
        assert read[:-1] == [(label, str(value)) for label, value in table.rows]
        assert read[-1] == ("Totaal", str(table.total))
        assert widget.verticalScrollBar().maximum() == 0


def test_a_withheld_table_is_a_sentence_and_a_word(
    opened: Opened, practice: Practice, client: OrganisationId
) -> None:
    record(practice, client, 40, seed=2)
    screen = opened(client)
    assert screen._view is not None
    withheld = [table for table in screen._view.tables if not table.is_shown]
    assert withheld
    assert words(screen).count("zonder het risico op herleidbaarheid te lopen.") == len(withheld)


def test_the_panel_claims_what_was_tested_and_never_complete_anonymity(
    opened: Opened, organisation: OrganisationId
) -> None:
    text = words(opened(organisation))
    assert "Niet herleidbaar: getoetst" in text and "Strenge regel" in text
    assert "volledig anoniem" not in text.lower()


def test_issuing_asks_first_and_the_safe_choice_has_the_focus(
    qtbot: QtBot, opened: Opened, organisation: OrganisationId
) -> None:
    screen = opened(organisation)
    qtbot.mouseClick(button(screen, "Vaststellen"), Qt.MouseButton.LeftButton)
    dialog = screen.window().findChild(ConfirmDialog)
    assert dialog is not None and dialog.cancel_button.isDefault()
    assert "niet ongedaan" in words(dialog)
    dialog.reject()
    assert screen._view is not None and screen._view.edition_id is None


def test_an_issued_report_can_be_saved_in_every_form(
    qtbot: QtBot, opened: Opened, organisation: OrganisationId, tmp_path: Path
) -> None:
    screen = opened(organisation)
    issue(qtbot, screen)
    assert "vastgesteld op 03-02-2026" in "".join(
        label.accessibleName() or label.text() for label in screen.findChildren(QLabel)
    )
    assert screen.findChildren(PrimaryButton) == [] or not any(
        b.isVisibleTo(screen) for b in screen.findChildren(PrimaryButton)
    )
    for label, name in {
        "PDF, om te lezen": "v.pdf",
        "Excel-werkmap": "v.xlsx",
        "CSV-bestand": "v.csv",
        "JSON, om na te rekenen": "v.json",
    }.items():
        qtbot.mouseClick(button(screen, label), Qt.MouseButton.LeftButton)
        dialog = screen.findChildren(QFileDialog)[-1]
        assert dialog.testOption(QFileDialog.Option.DontUseNativeDialog)
        target = tmp_path / name
        dialog.fileSelected.emit(str(target))
        dialog.close()
        qtbot.waitUntil(target.exists, timeout=8000)
    assert (tmp_path / "v.pdf").read_bytes().startswith(b"%PDF")
    assert {p.name for p in tmp_path.glob("v.*")} == {"v.pdf", "v.xlsx", "v.csv", "v.json"}


def test_a_folder_that_is_gone_is_said_in_its_place(
    qtbot: QtBot, opened: Opened, organisation: OrganisationId, tmp_path: Path
) -> None:
    screen = opened(organisation)
    issue(qtbot, screen)
    assert screen._view is not None
    screen._save(screen._view, "csv", tmp_path / "weg" / "v.csv")
    qtbot.waitUntil(lambda: "Deze map is er niet" in screen._banner.text(), timeout=8000)


def test_a_running_period_explains_why_it_cannot_be_issued(
    qtbot: QtBot, opened: Opened, organisation: OrganisationId
) -> None:
    screen = opened(organisation, "2026-01-01")
    blocked = next(b for b in screen.findChildren(BlockedButton) if b.isVisibleTo(screen))
    assert blocked.isEnabled() and "loopt nog" in blocked.accessibleDescription()
    qtbot.mouseClick(blocked, Qt.MouseButton.LeftButton)
    assert "loopt nog" in screen._banner.text()
    screen._ask_to_issue()
    assert screen.window().findChild(ConfirmDialog) is None


def test_an_overlapping_period_names_the_earlier_report(
    qtbot: QtBot, opened: Opened, practice: Practice, organisation: OrganisationId
) -> None:
    release_report(practice, organisation, YEAR_2025)
    practice.store._connection.execute("UPDATE organisation SET reporting_period = 'schooljaar'")
    screen = opened(organisation, "2025-01-01")
    screen._period.set_value("2024-08-01")
    screen._load()
    qtbot.waitUntil(lambda: "01-01-2025 tot en met 31-12-2025" in screen._banner.text())
    assert screen.findChildren(FigureTable) == [] or not words(screen._tables)


def test_the_pages_are_drawn_from_memory(
    qtbot: QtBot, opened: Opened, organisation: OrganisationId, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a file was made")

    for maker in ("mkstemp", "NamedTemporaryFile", "TemporaryFile", "mkdtemp"):
        monkeypatch.setattr(tempfile, maker, refuse)
    screen = opened(organisation)
    screen._form.set_value("pages")

    def pages() -> list[QLabel]:
        return [p for p in screen._pages.findChildren(QLabel) if not p.pixmap().isNull()]

    qtbot.waitUntil(lambda: bool(pages()), timeout=8000)
    assert screen._view is not None
    images = rendered(screen._view.pdf)
    assert len(pages()) == len(images) >= 2 and images[0].width() > 1000
    assert pages()[0].accessibleName() == f"Pagina 1 van {len(images)}, zoals gedrukt"


def test_privacy_mode_hides_the_client_and_its_pages(
    qtbot: QtBot, shell: Shell, opened: Opened, organisation: OrganisationId, practice: Practice
) -> None:
    shell.privacy.set_on(True)
    screen = opened(organisation)
    screen._form.set_value("pages")
    assert NAME not in words(screen) and NAME not in screen._organisation.currentText()
    assert "privacystand" in words(screen)
    overview = ReportsScreen(shell, practice)
    qtbot.addWidget(overview)
    overview.show()
    overview.refresh()
    qtbot.waitUntil(lambda: bool(overview.findChildren(ListRow)), timeout=5000)
    names = [w.accessibleName() for w in overview.findChildren(QWidget)]
    assert NAME not in words(overview) and not any(NAME in name for name in names)


def test_the_overview_opens_the_period_that_was_chosen(
    qtbot: QtBot, shell: Shell, practice: Practice, organisation: OrganisationId
) -> None:
    screen = ReportsScreen(shell, practice)
    qtbot.addWidget(screen)
    screen.show()
    screen.refresh()
    qtbot.waitUntil(lambda: bool(screen.findChildren(ListRow)), timeout=5000)
    row = next(r for r in screen.findChildren(ListRow) if ", 2025," in r.accessibleName())
    assert "nog vast te stellen" in row.accessibleName() and NAME in row.accessibleName()
    qtbot.keyClick(row, Qt.Key.Key_Return)
    assert shell.navigator.current == Route("report", organisation, {"period": "2025-01-01"})


def test_without_clients_the_overview_says_what_starts_here(
    qtbot: QtBot, shell: Shell, practice: Practice
) -> None:
    screen = ReportsScreen(shell, practice)
    qtbot.addWidget(screen)
    screen.show()
    screen.refresh()
    qtbot.waitUntil(lambda: "Nog geen verslagen" in words(screen), timeout=5000)


def test_every_control_has_a_name(opened: Opened, organisation: OrganisationId) -> None:
    screen = opened(organisation)
    for widget in screen.findChildren(QWidget):
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.isVisibleTo(screen):
            spoken = widget.accessibleName() or getattr(widget, "text", lambda: "")()
            assert spoken, type(widget).__name__


def test_no_small_number_is_on_the_screen_of_a_withheld_report(
    opened: Opened, practice: Practice, client: OrganisationId
) -> None:
    QApplication.clipboard().clear()
    record(practice, client, 3)
    screen = opened(client)
    text = words(screen)
    assert "0–4" in text
    assert screen.findChildren(FigureTable) == []
    assert QApplication.clipboard().text() == ""
