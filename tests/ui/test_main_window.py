"""The window: places, keys, regions, messages, palette, rebuilding."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from vertrouwen.ui.main_window import MainWindow
from vertrouwen.ui.palette import PaletteItem
from vertrouwen.ui.screen import Route, Screen, Shell
from vertrouwen.ui.tasks import Tasks
from vertrouwen.ui.theme import Theme
from vertrouwen.ui.widgets import Button, Column, TwoColumns

CTRL = Qt.KeyboardModifier.ControlModifier


class _Place(Screen):
    def __init__(self, shell: Shell, key: str) -> None:
        self.key = self.place = key
        super().__init__(shell)
        self.heard: list[str] = []
        main, side = Column(), Column()
        self.main_button, self.side_button = Button("Hoofd"), Button("Zij")
        main.add(self.main_button)
        side.add(self.side_button)
        self.columns = TwoColumns(main, side)
        self.page.addWidget(self.columns)

    def open(self, route: Route) -> None:
        self.heard.append(f"open {route.id}")

    def primary_new(self) -> None:
        self.heard.append("new")

    def focus_search(self) -> None:
        self.heard.append("search")

    def leave(self) -> None:
        self.heard.append("leave")

    def refresh(self) -> None:
        self.heard.append("refresh")

    def regions(self) -> list[QWidget]:
        return [self.columns.main, self.columns.side]


@pytest.fixture
def window(tasks: Tasks, qtbot: QtBot) -> Iterator[MainWindow]:
    frame = MainWindow(tasks, today=lambda: date(2026, 11, 24))
    for key in ("today", "cases", "organisations", "reports", "settings"):
        frame.register(key, lambda shell, key=key: _Place(shell, key))
    qtbot.addWidget(frame)
    with qtbot.waitExposed(frame):
        frame.show()
    frame.activateWindow()
    frame.start(Route("today"))
    qtbot.waitUntil(lambda: frame.isActiveWindow())
    yield frame


def _place(window: MainWindow, key: str) -> _Place:
    screen = window.screen_of(key)
    assert isinstance(screen, _Place)
    return screen


def test_the_keys_lead_to_the_places(window: MainWindow, qtbot: QtBot) -> None:
    for key, place in ((Qt.Key.Key_2, "cases"), (Qt.Key.Key_4, "reports")):
        qtbot.keyClick(window, key, CTRL)
        assert window.shell.navigator.current == Route(place)
    qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)

    assert window.shell.navigator.current == Route("cases")
    assert _place(window, "cases").isVisible()
    assert "leave" in _place(window, "reports").heard


def test_a_page_that_is_still_empty_takes_the_focus_from_the_sidebar(
    window: MainWindow, qtbot: QtBot
) -> None:
    cases = _place(window, "cases")
    cases.main_button.hide()
    cases.side_button.hide()
    header = Button("Nieuw")
    cases.page.addWidget(header)
    qtbot.keyClick(window, Qt.Key.Key_2, CTRL)

    assert header.hasFocus()
    cases.run(lambda: None, lambda _nothing: cases.main_button.show())
    qtbot.waitUntil(cases.main_button.hasFocus)


def test_a_page_keeps_the_keyboard_when_its_content_is_built_anew(
    window: MainWindow, qtbot: QtBot
) -> None:
    today = _place(window, "today")
    today.main_button.setFocus()
    fresh = Button("Nieuw")

    def rebuild(_nothing: None) -> None:
        today.main_button.hide()
        today.side_button.hide()
        today.columns.main.add(fresh)

    today.run(lambda: None, rebuild)
    qtbot.waitUntil(fresh.hasFocus)


def test_new_and_search_belong_to_the_screen_in_front(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_N, CTRL)
    qtbot.keyClick(window, Qt.Key.Key_F, CTRL)

    assert _place(window, "today").heard[-2:] == ["new", "search"]


def test_the_key_asks_for_the_lock_and_the_screen_hands_out_its_drafts(
    window: MainWindow, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(window.lock_requested, timeout=1000):
        qtbot.keyClick(window, Qt.Key.Key_L, CTRL)
    window.hand_out_drafts()

    assert _place(window, "today").heard[-1] == "leave"


def test_f6_moves_between_sidebar_main_and_side(window: MainWindow, qtbot: QtBot) -> None:
    screen = _place(window, "today")
    visited = []
    for _press in range(3):
        visited.append(window.focusWidget())
        qtbot.keyClick(window, Qt.Key.Key_F6)

    assert visited[:2] == [screen.main_button, screen.side_button]
    assert isinstance(visited[2], QAbstractButton)
    assert visited[2].text() == "Zoek of ga naar"
    assert window.focusWidget() is screen.main_button


def test_the_side_column_stands_above_in_a_narrow_window(window: MainWindow, qtbot: QtBot) -> None:
    columns = _place(window, "today").columns
    window.resize(1300, 800)
    qtbot.waitUntil(lambda: not columns.is_narrow)
    assert columns.side.mapTo(window, columns.side.pos()).x() > 800

    window.resize(1024, 700)
    qtbot.waitUntil(lambda: columns.is_narrow)

    assert (window.width(), window.height()) == (1024, 700)
    top = columns.side.mapTo(window, columns.side.rect().topLeft()).y()
    assert top < columns.main.mapTo(window, columns.main.rect().topLeft()).y()


def test_a_change_refreshes_the_screen_in_front_only(window: MainWindow, tasks: Tasks) -> None:
    other = _place(window, "cases")
    tasks.changed.emit(object())

    assert _place(window, "today").heard[-1] == "refresh"
    assert "refresh" not in other.heard


def test_privacy_mode_switches_by_key_and_by_the_sidebar(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_P, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert window.shell.privacy.is_on
    button = _button(window, "Privacystand")
    assert button.isChecked()

    button.click()

    assert not window.shell.privacy.is_on


def test_another_theme_rebuilds_the_screens_and_stays_in_place(
    window: MainWindow, app_theme: Theme, qtbot: QtBot
) -> None:
    window.shell.navigator.go(Route("cases", 7))
    before = window.screen_of("cases")
    app_theme.apply("dark")

    window.rebuild()

    after = _place(window, "cases")
    assert after is not before
    assert after.heard == ["open 7"]
    assert after.isVisible()


def test_the_palette_goes_where_it_is_told(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_K, CTRL)
    search = window.focusWidget()
    assert search is not None
    assert search.accessibleName() == "Zoek of ga naar"
    qtbot.keyClicks(search, "versl")
    qtbot.keyClick(search, Qt.Key.Key_Return)

    assert window.shell.navigator.current == Route("reports")


def test_the_palette_shows_what_the_search_finds(window: MainWindow, qtbot: QtBot) -> None:
    window.register("case", lambda shell: _Place(shell, "case"))
    window.set_search_provider(
        lambda text: [PaletteItem(f"2026-071 {text}", "folder", route=Route("case", 71))]
    )
    window.open_palette()
    search = window.focusWidget()
    assert search is not None
    qtbot.keyClicks(search, "rooster")
    qtbot.waitUntil(lambda: window._palette.list.model().rowCount() == 1)
    qtbot.keyClick(search, Qt.Key.Key_Return)

    assert window.shell.navigator.current == Route("case", 71)


def test_esc_closes_the_palette_and_returns_to_the_page(window: MainWindow, qtbot: QtBot) -> None:
    window.open_palette()
    search = window.focusWidget()
    assert search is not None
    qtbot.keyClick(search, Qt.Key.Key_Escape)

    assert not search.isVisible()
    assert window.focusWidget() is _place(window, "today").main_button


def test_a_failure_stays_until_it_is_closed(window: MainWindow, qtbot: QtBot) -> None:
    window.show_failure("De schijf is vol. Uw zaken zijn veilig.")
    close = _button(window, "Bericht sluiten")
    assert close.isVisible()
    assert not window._notice_time.isActive()

    close.click()

    assert not close.isVisible()


def test_every_control_of_the_window_has_a_name(window: MainWindow) -> None:
    for control in window.findChildren(QAbstractButton):
        assert control.accessibleName() or control.text(), control


def test_the_title_says_nothing_of_the_practice(window: MainWindow) -> None:
    assert window.windowTitle() == "Vertrouwen"


def _button(window: MainWindow, name: str) -> QAbstractButton:
    return next(
        button
        for button in window.findChildren(QAbstractButton)
        if name in (button.text(), button.accessibleName())
    )


def test_the_privacy_mode_says_what_it_hides_when_it_is_switched_on(
    window: MainWindow, qtbot: QtBot
) -> None:
    shift = CTRL | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window, Qt.Key.Key_P, shift)
    said = window._notice.text()
    assert "Namen en organisaties zijn verborgen" in said
    assert "notities schreef, blijft leesbaar" in said
    window._notice.set_text("")
    qtbot.keyClick(window, Qt.Key.Key_P, shift)
    assert window._notice.text() == ""
