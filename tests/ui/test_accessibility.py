"""Whoever cannot see the screen hears what everything is: a walk through every screen's tree."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.conftest import KeyringOnDemand

from vertrouwen import language
from vertrouwen.demo.story import Story
from vertrouwen.services.preferences import Preferences
from vertrouwen.services.read_organisations import organisations
from vertrouwen.services.vault_access import VaultAccess
from vertrouwen.ui.main_window import MainWindow
from vertrouwen.ui.places import furnish
from vertrouwen.ui.screen import Route
from vertrouwen.ui.tasks import Tasks

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


def nameless(window: MainWindow) -> list[str]:
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
