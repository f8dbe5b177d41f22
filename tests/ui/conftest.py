"""The screen of tests: offscreen unless there is a display, with the real fonts and theme."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from datetime import date

if sys.platform == "linux" and not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from vertrouwen import language
from vertrouwen.ui import theme as theme_module
from vertrouwen.ui.screen import Navigator, Privacy, Shell
from vertrouwen.ui.tasks import Tasks
from vertrouwen.ui.theme import Theme

TODAY = date(2026, 11, 24)

# How long a test waits for the screen before it fails; a busy machine is not a broken program.
assert QtBot.waitUntil.__kwdefaults__ is not None
QtBot.waitUntil.__kwdefaults__["timeout"] = 30_000


def pytest_configure(config: pytest.Config) -> None:
    """Let the offscreen platform say what it lacks: it has no window manager to ask."""
    config.addinivalue_line("qt_log_ignore", "^This plugin does not support ")


@pytest.fixture(scope="session")
def _session_theme(qapp: QApplication) -> Theme:
    return Theme(qapp)


@pytest.fixture(autouse=True)
def app_theme(_session_theme: Theme) -> Theme:
    """The theme of the application, light and at 100 % at the start of each test."""
    language.use("nl")
    # A test of the whole program may have put its own theme in force.
    theme_module._current = _session_theme
    _session_theme.apply("light", 1.0)
    return _session_theme


@pytest.fixture
def tasks() -> Iterator[Tasks]:
    """A database thread that is joined after the test."""
    worker = Tasks()
    yield worker
    worker.close()


@pytest.fixture
def heard() -> list[str]:
    """What the shell said or had read out."""
    return []


@pytest.fixture
def shell(tasks: Tasks, heard: list[str]) -> Shell:
    """A shell without a window; the navigator remembers routes in `visited`."""
    return Shell(
        tasks=tasks,
        navigator=Navigator(),
        privacy=Privacy(),
        today=lambda: TODAY,
        announce=heard.append,
        notify=lambda text, tone="green": heard.append(text),
    )
