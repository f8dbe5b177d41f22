"""The wizard from file to cases and back: nothing is stored before the last step."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QCoreApplication, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot
from tests.conftest import Clock

from vertrouwen.domain.errors import DomainError
from vertrouwen.services.import_draft import begun
from vertrouwen.services.import_registration import can_undo_import
from vertrouwen.services.list_cases import CaseFilter, list_case_ids
from vertrouwen.services.practice import Practice
from vertrouwen.ui.imports.review import key_of
from vertrouwen.ui.imports.screen import CHOOSE, COLUMNS, LABELS, RESULT, ROWS, ImportScreen
from vertrouwen.ui.screen import Route, Shell
from vertrouwen.ui.widgets import Button, ComboField, ConfirmDialog, DateField, NumberField

SAMPLES = Path(__file__).parents[2] / "imports" / "samples"
WORKBOOK = SAMPLES / "registratie-2023-2025.xlsx"
TABLE = SAMPLES / "registratie-2025.csv"
Found = TypeVar("Found", bound=QWidget)


@pytest.fixture
def clock() -> Clock:
    return Clock(at=datetime(2026, 1, 15, 9, 0))


@pytest.fixture
def screen(qtbot: QtBot, shell: Shell, practice: Practice) -> Iterator[ImportScreen]:
    found = ImportScreen(shell, practice)
    qtbot.addWidget(found)
    found.resize(1004, 760)
    found.show()
    found.activateWindow()  # keys that are shortcuts reach an active window only
    qtbot.waitUntil(found.isActiveWindow)
    yield found
    qtbot.waitUntil(lambda: not shell.tasks.is_busy)


def _cases(practice: Practice) -> int:
    return list_case_ids(practice, CaseFilter(include_closed=True)).total


def _words(widget: QWidget) -> str:
    QCoreApplication.processEvents()
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def _press(widget: QWidget, text: str) -> None:
    QCoreApplication.processEvents()
    for button in widget.findChildren(Button):
        if button.isVisible() and button.text().startswith(text):
            button.click()
            return
    raise AssertionError(f"no button {text}")


def _control(widget: QWidget, kind: type[Found]) -> Found:
    QCoreApplication.processEvents()
    return next(found for found in widget.findChildren(kind) if found.isVisible())


def _reach(qtbot: QtBot, screen: ImportScreen, step: int, path: Path = WORKBOOK) -> None:
    """Read a file and go on, taking every proposal, to a step."""
    screen.read(path)
    _until(qtbot, screen, COLUMNS)
    for following in range(LABELS, step + 1):
        _press(screen, ("Verder naar de", "Verder naar con", "")[following - LABELS])
        _until(qtbot, screen, following)


def _until(qtbot: QtBot, screen: ImportScreen, step: int) -> None:
    qtbot.waitUntil(
        lambda: screen.steps.current == step and not screen.work.is_running, timeout=20_000
    )


def test_a_registration_comes_in_step_by_step_and_goes_out_again(
    qtbot: QtBot, screen: ImportScreen, shell: Shell, practice: Practice
) -> None:
    _reach(qtbot, screen, ROWS)
    assert _cases(practice) == 0
    assert "In te lezen: 182 van 191 regels." in _words(screen)
    _press(screen, "182 zaken inlezen")
    _until(qtbot, screen, RESULT)
    assert _cases(practice) == 182
    assert "182 zaken, 4 nieuwe organisaties" in _words(screen)
    _press(screen, "Invoer ongedaan maken")
    dialog = screen.window().findChild(ConfirmDialog)
    assert dialog is not None
    dialog.act_button.click()
    _until(qtbot, screen, CHOOSE)
    assert _cases(practice) == 0
    assert can_undo_import(practice) is None


def test_the_wizard_is_walked_with_the_keyboard_alone(
    qtbot: QtBot, screen: ImportScreen, practice: Practice
) -> None:
    screen.read(TABLE)
    for step in (COLUMNS, LABELS, ROWS):
        _until(qtbot, screen, step)
        if step == ROWS:
            assert screen.rows.table.hasFocus()
            qtbot.keyClick(screen.rows.table, Qt.Key.Key_Down)
            qtbot.keyClick(screen.rows.table, Qt.Key.Key_Return)
            assert screen.rows.panel.isAncestorOf(screen.focusWidget())
        qtbot.keyClick(screen, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    _until(qtbot, screen, RESULT)
    assert _cases(practice) > 60


def test_a_blocked_row_comes_in_once_its_date_is_filled_in(
    qtbot: QtBot, screen: ImportScreen, practice: Practice
) -> None:
    _reach(qtbot, screen, ROWS)
    review = screen.rows.review
    index = next(i for i, row in enumerate(review.rows) if row.row == 75)
    screen.rows._filter.set_value("blocked")  # type: ignore[union-attr]
    screen.rows.table.show_rows(review.matching("blocked"), keep=index)
    panel = screen.rows.panel
    assert "31-02-2024" in _words(panel)
    _press(panel, "Zo inlezen")
    assert review.fate(index) == "blocked"
    assert "Vul de datum in" in _words(panel)
    _control(panel, DateField).set_value(date(2024, 2, 29))
    _press(panel, "Zo inlezen")
    assert review.fate(index) == "decided"
    _press(screen, "183 zaken inlezen")
    _until(qtbot, screen, RESULT)
    assert list_case_ids(practice, CaseFilter(text="2024-011", include_closed=True)).total == 1


def test_a_date_that_was_filled_in_counts_without_pressing_its_button(
    qtbot: QtBot, screen: ImportScreen, practice: Practice
) -> None:
    _reach(qtbot, screen, ROWS)
    review = screen.rows.review
    index = next(i for i, row in enumerate(review.rows) if row.row == 75)
    screen.rows.table.show_rows(review.matching("blocked"), keep=index)
    _control(screen.rows.panel, DateField).set_value(date(2024, 2, 29))
    qtbot.keyClick(screen, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    _until(qtbot, screen, RESULT)
    assert list_case_ids(practice, CaseFilter(text="2024-011", include_closed=True)).total == 1


def test_a_row_can_be_skipped_and_decided_anew(qtbot: QtBot, screen: ImportScreen) -> None:
    _reach(qtbot, screen, ROWS, TABLE)
    review, rows = screen.rows.review, screen.rows
    index = next(i for i, row in enumerate(review.rows) if row.row == 66)
    rows.table.show_rows([index])
    _press(rows.panel, "Deze regel overslaan")
    assert review.fate(index) == "skipped"
    _press(rows.panel, "Opnieuw beslissen")
    assert review.fate(index) == "open"
    _control(rows.panel, NumberField).set_value(150)
    _press(rows.panel, "Zo inlezen")
    answer = review.decisions()[key_of(review.rows[index])]
    assert answer.keep and dict(answer.changes) == {"minutes": 150}


def test_decisions_on_rows_survive_a_step_back(qtbot: QtBot, screen: ImportScreen) -> None:
    _reach(qtbot, screen, ROWS, TABLE)
    first = screen.rows.review.matching("decide")[0]
    _press(screen.rows.panel, "Deze regel overslaan")
    _press(screen, "Vorige stap")
    _until(qtbot, screen, LABELS)
    _press(screen, "Verder naar con")
    _until(qtbot, screen, ROWS)
    assert screen.rows.review.fate(first) == "skipped"


def test_a_corrected_column_and_word_change_what_is_stored(
    qtbot: QtBot, screen: ImportScreen
) -> None:
    screen.read(TABLE)
    _until(qtbot, screen, COLUMNS)
    channel = next(
        combo for combo in screen.columns.findChildren(ComboField) if combo.value() == "channel"
    )
    channel.set_value(None)
    _press(screen, "Verder naar de")
    _until(qtbot, screen, LABELS)
    labels = screen.labels
    index = next(i for i, row in enumerate(labels._labels) if row.label == "BBL-leerling")
    labels.table.show_rows([index])
    answer = _control(labels.panel, ComboField)
    assert answer.value() == "werknemer"
    answer.set_value("stagiair")
    _press(screen, "Verder naar con")
    _until(qtbot, screen, ROWS)
    rows = screen.rows.review.rows
    assert {row.channel for row in rows} == {"onbekend"}
    assert any(row.role == "stagiair" for row in rows)


def test_what_was_settled_is_applied_the_next_time(qtbot: QtBot, screen: ImportScreen) -> None:
    _reach(qtbot, screen, ROWS, TABLE)
    _press(screen, re.sub(r"\D.*", "", screen._forward.text()))
    _until(qtbot, screen, RESULT)
    _press(screen, "Nog een bestand")
    screen.read(TABLE)
    _until(qtbot, screen, COLUMNS)
    assert "eerder ingelezen" in _words(screen.columns)


def test_rows_that_are_in_the_practice_already_are_shown_and_stay_out(
    qtbot: QtBot, screen: ImportScreen, practice: Practice
) -> None:
    _reach(qtbot, screen, ROWS, TABLE)
    before = _in(screen)
    _press(screen, f"{before} zaken")
    _until(qtbot, screen, RESULT)
    _press(screen, "Nog een bestand")
    _reach(qtbot, screen, ROWS, TABLE)
    assert _in(screen) == 0
    assert not screen._forward.isEnabled()
    twins = [i for i in range(len(screen.rows.review.rows)) if screen.rows.review.fate(i) == "twin"]
    assert len(twins) == before
    screen.rows.table.show_rows(twins)
    assert "al in uw praktijk als zaak 2025-" in _words(screen.rows.panel)
    _press(screen.rows.panel, "Toch inlezen")
    assert _in(screen) == 1


def _in(screen: ImportScreen) -> int:
    return screen.rows.review.counts()["in"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("01-afgebroken.xlsx", "beschadigd"),
        ("02-eigenlijk-pdf.xlsx", "PDF"),
        ("04-wachtwoord.xlsx", "wachtwoord"),
        ("07-leeg.csv", "leeg"),
        ("10-verkeerde-kopjes.xlsx", "kopregel"),
    ],
)
def test_a_bad_file_says_what_to_do_and_changes_nothing(
    qtbot: QtBot, screen: ImportScreen, practice: Practice, name: str, words: str
) -> None:
    head = practice.store.head()
    screen.read(SAMPLES / "bad" / name)
    qtbot.waitUntil(lambda: bool(screen.banner.text()), timeout=20_000)
    assert words in screen.banner.text()
    assert "niets ingelezen" in screen.banner.text()
    assert screen.steps.current == CHOOSE
    assert practice.store.head() == head


def test_two_sheets_with_one_registration_must_be_chosen_between(
    qtbot: QtBot, screen: ImportScreen
) -> None:
    screen.read(SAMPLES / "bad" / "11-twee-bladen-zelfde-kop.xlsx")
    _until(qtbot, screen, COLUMNS)
    _press(screen, "Verder naar de")
    assert "Kies eerst welk blad" in screen.banner.text()
    sheets = screen.columns._sheets
    assert sheets is not None
    sheets.set_value(next(iter(sheets._buttons)))
    _press(screen, "Verder naar de")
    qtbot.waitUntil(lambda: screen.columns.has_columns, timeout=20_000)
    assert screen.steps.current == COLUMNS


def test_stopping_while_it_is_stored_leaves_the_practice_as_it_was(
    qtbot: QtBot, screen: ImportScreen, practice: Practice
) -> None:
    _reach(qtbot, screen, ROWS, TABLE)
    head = practice.store.head()
    screen._import()
    screen.work.panel.cancel_button.click()
    qtbot.waitUntil(lambda: "gestopt" in screen.banner.text(), timeout=20_000)
    assert screen.steps.current == ROWS
    assert practice.store.head() == head
    assert _cases(practice) == 0


def test_a_file_dropped_on_the_page_is_read(qtbot: QtBot, screen: ImportScreen) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(TABLE))])
    event = QDropEvent(
        QPointF(10, 10),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    screen.choose.drop.dropEvent(event)
    _until(qtbot, screen, COLUMNS)


def test_privacy_hides_clients_and_the_words_of_the_file(
    qtbot: QtBot, screen: ImportScreen, shell: Shell
) -> None:
    _reach(qtbot, screen, ROWS, TABLE)
    row = screen.rows.review.rows[0]
    screen.rows.table.show_rows([0])
    assert row.remark in _words(screen.rows.panel)
    shell.privacy.set_on(True)
    qtbot.waitUntil(lambda: row.remark not in _words(screen.rows.panel))
    screen.rows.table.show_rows([0])
    assert "verborgen" in _words(screen.rows.panel)
    assert row.remark not in _words(screen.rows.panel)
    model = screen.rows.table.model()
    shown = {
        str(model.index(place, column).data())
        for place in range(model.rowCount())
        for column in range(model.columnCount())
    }
    clients = {str(row.organisation) for row in screen.rows.review.rows}
    assert not clients & shown
    assert not any(client in _words(screen.rows.panel) for client in clients)


def test_privacy_hides_the_names_among_the_words(
    qtbot: QtBot, screen: ImportScreen, shell: Shell
) -> None:
    _reach(qtbot, screen, LABELS, TABLE)
    rows = screen.labels._labels
    index = next(i for i, row in enumerate(rows) if row.field == "organisation")
    screen.labels.table.show_rows([index])
    assert rows[index].label in _words(screen.labels.panel)
    shell.privacy.set_on(True)
    screen.labels.table.show_rows([index])
    assert rows[index].label not in _words(screen.labels.panel)
    assert screen.labels.table.model().index(0, 0).data() == "•••"


def test_a_name_in_the_file_is_shown_in_no_column_and_no_question(
    qtbot: QtBot, screen: ImportScreen
) -> None:
    _reach(qtbot, screen, LABELS)
    assert "Testnaam" not in _words(screen.columns)
    assert not any("Testnaam" in row.label for row in screen.labels._labels)


def test_an_undo_that_came_too_late_is_said(
    qtbot: QtBot, screen: ImportScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_practice: Practice, _run: int) -> None:
        raise DomainError("import_cannot_be_undone")

    monkeypatch.setattr("vertrouwen.ui.imports.screen.undo_import", refuse)
    screen._run_id = 1
    screen._undo()
    qtbot.waitUntil(lambda: bool(screen.banner.text()))
    assert "niets verwijderd" in screen.banner.text()


def test_every_control_of_every_step_has_a_name(qtbot: QtBot, screen: ImportScreen) -> None:
    for step in (CHOOSE, COLUMNS, LABELS, ROWS, RESULT):
        if step == COLUMNS:
            screen.read(TABLE)
        elif step > COLUMNS:
            screen._step_forward()
        _until(qtbot, screen, step)
        for widget in screen.findChildren(QWidget):
            if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                name = widget.accessibleName() or str(widget.property("text") or "")
                assert name or not widget.isEnabled(), (step, type(widget).__name__)


def test_arriving_again_after_an_import_begins_anew(qtbot: QtBot, screen: ImportScreen) -> None:
    _reach(qtbot, screen, ROWS, TABLE)
    screen.open(Route("import"))
    assert screen.steps.current == ROWS
    screen._import()
    _until(qtbot, screen, RESULT)
    screen.open(Route("import"))
    assert screen.steps.current == CHOOSE
    qtbot.waitUntil(screen.choose.undo_button.isVisible)


def test_what_was_answered_survives_a_lock(
    qtbot: QtBot, screen: ImportScreen, shell: Shell, practice: Practice
) -> None:
    _reach(qtbot, screen, ROWS, TABLE)
    blocked = screen.rows.review.matching("blocked")[0]
    screen.rows.table.show_rows([blocked])
    _control(screen.rows.panel, DateField).set_value(date(2025, 1, 14))
    _press(screen.rows.panel, "Zo inlezen")
    screen.leave()
    qtbot.waitUntil(lambda: not shell.tasks.is_busy)

    after = ImportScreen(shell, practice)
    qtbot.addWidget(after)
    after.resize(1004, 760)
    after.show()
    after.open(Route("import"))
    qtbot.waitUntil(lambda: after.choose.resume_button.isVisible())
    after.choose.resume_button.click()
    _until(qtbot, after, COLUMNS)
    for step in (LABELS, ROWS):
        after._step_forward()
        _until(qtbot, after, step)
    assert after.rows.review.fate(blocked) == "decided"
    answer = after.rows.review.answers[key_of(after.rows.review.rows[blocked])]
    assert dict(answer.changes) == {"day": date(2025, 1, 14)}
    after._import()
    _until(qtbot, after, RESULT)
    qtbot.waitUntil(lambda: not shell.tasks.is_busy)
    assert begun(practice) is None


def test_an_answer_is_kept_within_two_seconds(
    qtbot: QtBot, screen: ImportScreen, practice: Practice
) -> None:
    _reach(qtbot, screen, LABELS, TABLE)
    screen.labels.table.show_rows([0])
    screen.labels.edited.emit()
    qtbot.waitUntil(
        lambda: not screen.shell.tasks.is_busy and begun(practice) is not None, timeout=2000
    )
