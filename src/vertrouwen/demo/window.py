"""The window on the fictional practice, or pictures of it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from vertrouwen.bootstrap import local_now

if TYPE_CHECKING:
    from vertrouwen.demo.story import Story
    from vertrouwen.ui.app import App

SIZE = (1280, 800)
CALM_MS = 240
"""How long nothing happens before a screen counts as settled."""
LONGEST_WAIT_MS = 20_000


def show_window(story: Story) -> int:
    """Show the practice until the window is closed, and return the exit code."""
    from PySide6.QtWidgets import QApplication

    app = _app(story)
    app.show_practice(story.practice, "today")
    app.watch()
    return QApplication.exec()


def save_pictures(story: Story, folder: Path) -> int:
    """Save the main screens in light and dark, and return how many pictures that made.

    Args:
        story: told.
        folder: for the pictures; earlier ones of the same name are replaced.
    """
    if sys.platform == "linux" and not os.environ.get("DISPLAY"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from vertrouwen.demo.story import REPORT_YEAR
    from vertrouwen.services.preferences import Preferences
    from vertrouwen.ui.screen import Route

    folder.mkdir(parents=True, exist_ok=True)
    # Before the window: from then on the database belongs to the thread of the tasks.
    client = next(iter(_clients(story)))
    app = _app(story)
    window = app.show_practice(story.practice, "today")
    places = {
        "1-today": Route("today"),
        "2-cases": Route("cases"),
        "3-case": Route("case", int(story.shown_case)),
        "4-organisations": Route("organisations"),
        "5-organisation": Route("organisation", client),
        "6-reports": Route("reports"),
        "7-report": Route("report", client, {"period": f"{REPORT_YEAR}-01-01"}),
        "8-import": Route("import"),
        "9-settings": Route("settings"),
    }
    count = 0
    for colours in ("light", "dark"):
        app.keep_preferences(
            Preferences(language=app.preferences.language, colours=colours), is_written=False
        )
        for name, route in places.items():
            window.shell.navigator.go(route)
            window.resize(*SIZE)
            _settle(lambda: not app.tasks.is_busy)
            window.grab().save(str(folder / f"{name}-{colours}.png"))
            count += 1
    app.end()
    return count


def _app(story: Story) -> App:
    from vertrouwen.ui.app import App

    return App(
        access=story.access,
        folder=story.data,
        clock=local_now,
        restart=["--data", str(story.data)],
    )


def _clients(story: Story) -> list[int]:
    from vertrouwen.services.read_organisations import organisations

    rows = sorted(organisations(story.practice), key=lambda row: -row.cases_this_year)
    return [int(row.id) for row in rows]


def _settle(is_done: Callable[[], bool]) -> None:
    """Let the window work until nothing has been under way for a moment."""
    from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEventLoop, QTimer

    clock, calm = QElapsedTimer(), QElapsedTimer()
    clock.start()
    calm.start()
    while calm.elapsed() < CALM_MS and clock.elapsed() < LONGEST_WAIT_MS:
        QTimer.singleShot(CALM_MS // 4, lambda: None)
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        if not is_done():
            calm.restart()
