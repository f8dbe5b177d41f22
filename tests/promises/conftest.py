"""What promises that are kept in front of the adviser need: a theme and a database thread."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from vertrouwen import language
from vertrouwen.ui.tasks import Tasks
from vertrouwen.ui.theme import Theme


@pytest.fixture(scope="session")
def session_theme(qapp: QApplication) -> Theme:
    return Theme(qapp)


@pytest.fixture
def tasks(session_theme: Theme) -> Iterator[Tasks]:
    """A database thread, and windows in Dutch in the light theme."""
    language.use("nl")
    session_theme.apply("light", 1.0)
    worker = Tasks()
    yield worker
    worker.close()
