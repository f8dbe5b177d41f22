"""Whoever cannot see the screen hears what everything is: a walk through every screen's tree."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from tests.conftest import Clock, KeyringOnDemand

from vertrouwen import language
from vertrouwen.demo.story import Story
from vertrouwen.services.new_keys import NewKeys
from vertrouwen.services.preferences import Preferences
from vertrouwen.services.read_organisations import organisations
from vertrouwen.services.vault_access import VaultAccess
from vertrouwen.ui.cases.case_screen import CaseScreen
from vertrouwen.ui.cases.facts import FURTHER, REPORTED
from vertrouwen.ui.first_start.access_page import AccessPage
from vertrouwen.ui.first_start.code_page import CodePage
from vertrouwen.ui.first_start.frame import Page
from vertrouwen.ui.first_start.window import FirstStartWindow
from vertrouwen.ui.main_window import MainWindow
from vertrouwen.ui.places import furnish
from vertrouwen.ui.renewal.window import RenewalWindow
from vertrouwen.ui.screen import Route, Shell
from vertrouwen.ui.settings.access_card import DailyAccessCard
from vertrouwen.ui.settings.keys_card import RecoveryCodeCard
from vertrouwen.ui.tasks import Tasks
from vertrouwen.ui.unlock.damaged_window import DamagedWindow
from vertrouwen.ui.unlock.restore_window import RestoreWindow
from vertrouwen.ui.unlock.window import UnlockWindow
from vertrouwen.vault.errors import VaultError

PASSPHRASE = "zes losse woorden voor een proef"
PATIENCE_MS = 30_000
FETCH_MS = 3_000
DEEPEST = 40
MOST_CELLS = 60
"""Of a long list the first rows stand for the others."""

NAMED_ROLES = {
    QAccessible.Role.Button,
    QAccessible.Role.ButtonMenu,
    QAccessible.Role.CheckBox,
    QAccessible.Role.RadioButton,
    QAccessible.Role.ComboBox,
    QAccessible.Role.EditableText,
    QAccessible.Role.SpinBox,
    QAccessible.Role.List,
    QAccessible.Role.ListItem,
    QAccessible.Role.Table,
    QAccessible.Role.Cell,
    QAccessible.Role.ColumnHeader,
    QAccessible.Role.Link,
    QAccessible.Role.MenuItem,
    QAccessible.Role.PageTab,
    QAccessible.Role.ProgressBar,
    QAccessible.Role.Slider,
}


class Program:
    """What the screens need of the program around the window."""

    def __init__(self, access: VaultAccess) -> None:
        self.access = access
        self.preferences = Preferences()
        self.keeper = None

    def keep_preferences(self, preferences: Preferences) -> None:
        self.preferences = preferences


@pytest.fixture
def story(tmp_path: Path, keyring_on_demand: type[KeyringOnDemand]) -> Iterator[Story]:
    told = Story(folder=tmp_path, say=lambda _text: None)
    told.tell()
    yield told
    told.access.close()


def walk(interface: QAccessibleInterface | None, depth: int = 0) -> Iterator[QAccessibleInterface]:
    if interface is None or not interface.isValid() or depth > DEEPEST:
        return
    if interface.state().invisible:
        return
    yield interface
    for index in range(min(interface.childCount(), MOST_CELLS)):
        yield from walk(interface.child(index), depth + 1)


def nameless(window: QWidget) -> list[str]:
    found = []
    for interface in walk(QAccessible.queryAccessibleInterface(window)):
        state = interface.state()
        must_be_named = interface.role() in NAMED_ROLES or state.focusable
        if must_be_named and not interface.text(QAccessible.Text.Name).strip():
            found.append(f"{interface.role().name}: {_place(interface)}")
    return found


def _place(interface: QAccessibleInterface) -> str:
    """Return the classes from the window down to a nameless thing, to find it by."""
    names = []
    at: QAccessibleInterface | None = interface
    while at is not None and at.isValid() and len(names) < 4:
        thing = at.object()
        names.append(type(thing).__name__ if thing is not None else f"#{_index(at)}")
        at = at.parent()
    return " < ".join(names)


def _index(interface: QAccessibleInterface) -> int:
    parent = interface.parent()
    return parent.indexOfChild(interface) if parent is not None else -1


FORMS = (
    "contact", "step", "deadline", "reporter", "state", "close", "unit", "note", "party",
    "consent", "consent:file", "withdraw:file", "carry_out:2", "consent:step:2", "breach:2",
    "move:2", *(f"fact:{name}" for name in (*REPORTED, *FURTHER)),
)  # fmt: skip
"""Step 2 of the demo's first case still waits for consent."""


@pytest.mark.parametrize("spoken", language.LANGUAGES)
def test_everything_on_every_screen_has_a_name(
    qtbot: QtBot,
    tasks: Tasks,
    story: Story,
    spoken: language.Language,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(language, "_current", spoken)
    window = MainWindow(tasks, story.practice.today)
    qtbot.addWidget(window)
    furnish(window, story.practice, Program(story.access))
    window.show()
    client = int(organisations(story.practice)[0].id)
    trouble: dict[str, list[str]] = {}
    visited = 0
    for route in (
        Route("today"),
        Route("cases"),
        Route("case", int(story.shown_case)),
        Route("new_contact"),
        Route("organisations"),
        Route("organisation", client),
        Route("reports"),
        Route("report", client),
        Route("import"),
        Route("settings"),
    ):
        window.shell.navigator.go(route)
        qtbot.waitUntil(lambda: not tasks.is_busy, timeout=PATIENCE_MS)
        QApplication.processEvents()
        visited += len(list(walk(QAccessible.queryAccessibleInterface(window))))
        try:  # reading a long list has its pages fetched
            qtbot.waitUntil(lambda: not nameless(window), timeout=FETCH_MS)
        except qtbot.TimeoutError:
            trouble[route.screen] = nameless(window)
    assert visited > 500
    assert trouble == {}
    tasks.close()


def test_everything_in_every_form_of_a_case_has_a_name(
    qtbot: QtBot, tasks: Tasks, story: Story
) -> None:
    window = MainWindow(tasks, story.practice.today)
    qtbot.addWidget(window)
    furnish(window, story.practice, Program(story.access))
    window.show()
    window.start(Route("case", int(story.shown_case)))
    qtbot.waitUntil(lambda: not tasks.is_busy, timeout=PATIENCE_MS)
    screen = window.screen_of("case")
    assert isinstance(screen, CaseScreen)
    trouble: dict[str, list[str]] = {}
    for name in FORMS:
        screen.open_form(name)
        qtbot.waitUntil(lambda: not tasks.is_busy, timeout=PATIENCE_MS)
        QApplication.processEvents()
        assert screen.form is not None, f"{name} did not open"
        if found := nameless(window):
            trouble[name] = found
        screen.close_form()
    window.open_palette()
    assert nameless(window) == []
    assert trouble == {}
    tasks.close()


def test_everything_before_the_practice_has_a_name(
    qtbot: QtBot, tasks: Tasks, access: VaultAccess, clock: Clock
) -> None:
    first_start = FirstStartWindow(access, tasks, clock)
    restore = RestoreWindow(access, tasks)
    damaged = DamagedWindow(access, tasks, VaultError("database_damaged"))
    for window in (first_start, restore, damaged):
        qtbot.addWidget(window)
        window.show()
    assert nameless(restore) == []
    assert nameless(damaged) == []
    pages: list[type[Page]] = []
    while not access.is_open:
        qtbot.waitUntil(lambda: not tasks.is_busy, timeout=PATIENCE_MS)
        page = first_start.frame.page
        assert nameless(first_start) == []
        if isinstance(page, AccessPage):
            assert page.passphrase_fields is not None
            for typed in (page.passphrase_fields.first, page.passphrase_fields.second):
                typed.control.set_value(PASSPHRASE)
        if isinstance(page, CodePage):
            code = page.panel._keys.code
            page.panel.cover()
            assert nameless(first_start) == []
            for field in page.panel.fields:
                field.control.set_value(page.panel._keys.groups[field.number - 1])
        pages.append(type(page))
        first_start.frame.next_button.click()
        qtbot.waitUntil(lambda: not tasks.is_busy, timeout=PATIENCE_MS)
        assert len(pages) < 6
    assert nameless(first_start) == []
    access.close()
    unlock = UnlockWindow(access, tasks)
    qtbot.addWidget(unlock)
    unlock.show()
    qtbot.waitUntil(lambda: not tasks.is_busy, timeout=PATIENCE_MS)
    assert nameless(unlock) == []
    unlock.show_recovery_code()
    assert nameless(unlock) == []
    unlock.code.control.set_value(code)
    unlock._submit()
    qtbot.waitUntil(lambda: unlock.daily_page is not None and not tasks.is_busy)
    assert nameless(unlock) == []
    access.close()
    tasks.close()


def test_everything_about_keys_has_a_name(
    qtbot: QtBot, tasks: Tasks, shell: Shell, access: VaultAccess, made_keys: NewKeys
) -> None:
    practice = access.unlock_with_device(threading.Event()).practice
    daily, recovery = DailyAccessCard(shell, access), RecoveryCodeCard(shell, practice, access)
    renewal = RenewalWindow(access, tasks, practice.now)
    for widget in (daily, recovery, renewal):
        qtbot.addWidget(widget)
        widget.show()
        assert nameless(widget) == []
    daily.begin("strict")
    recovery.ask_code()
    renewal.show_access()
    qtbot.waitUntil(lambda: not tasks.is_busy, timeout=PATIENCE_MS)
    for widget in (daily, recovery, renewal):
        assert nameless(widget) == []
    recovery.begin()
    assert nameless(recovery) == []
    renewal.show_code(made_keys)
    assert nameless(renewal) == []
