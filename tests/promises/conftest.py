"""What promises that are kept in front of the adviser need: a theme and a database thread."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.promises.figures import IS_FULL
from vertrouwen import language
from vertrouwen.ui import theme as theme_module
from vertrouwen.ui.tasks import Tasks
from vertrouwen.ui.theme import Theme


@pytest.fixture
def tasks(qapp: QApplication) -> Iterator[Tasks]:
    """A database thread, and windows in Dutch in the light theme."""
    language.use("nl")
    # Only one theme is in force in a process, and other tests keep theirs.
    theme = theme_module._current or Theme(qapp)
    theme.apply("light", 1.0)
    worker = Tasks()
    yield worker
    worker.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Count what is skipped in the long run as failed: what was not tried is not proved."""
    report = yield
    if IS_FULL and report.skipped and item.path.is_relative_to(Path(__file__).parent):
        report.outcome = "failed"
    return report
