"""What happens to an open vault by itself: the digest of a long file, and the weekly check.

Neither holds the window: what needs the database comes in short turns between other work.
"""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from vertrouwen.language import _
from vertrouwen.services.practice import Practice
from vertrouwen.services.vault_access import FOUND, VaultAccess
from vertrouwen.services.weekly_check import WeeklyCheck, is_check_due
from vertrouwen.ui.main_window import MainWindow
from vertrouwen.ui.tasks import Tasks
from vertrouwen.ui.unlock.lost_words import lost_sentence

FIRST_MS = 30_000
"""How long after the opening the weekly check begins, if it is due."""
AGAIN_MS = 6 * 60 * 60 * 1000
"""How often it is asked whether one is due, in a program that stays open."""


class Program(Protocol):
    """What is needed of the program around the window."""

    @property
    def access(self) -> VaultAccess:
        """The way into the vault."""

    @property
    def tasks(self) -> Tasks:
        """The database thread."""

    def show_found(self, error: Exception) -> None:
        """Show what is the matter with a vault that does not open for work."""

    def lock(self) -> None:
        """End the process and start again at the unlock window."""


def look_after(program: Program, practice: Practice, window: MainWindow) -> None:
    """Look after the vault behind a window; over one that is only looked at, say so.

    Args:
        program: shows what is found.
        practice: open.
        window: the window of the practice.
    """
    if practice.is_read_only:
        window.set_standing(reading_only(practice), _("Andere keuze"), program.lock)
        return

    def show(error: Exception) -> None:
        # What is being typed is kept first: it may still go into the vault.
        window.hand_out_drafts()
        program.tasks.run(
            program.access.step_back, lambda _done: program.show_found(error), owner=window
        )

    Upkeep(program.tasks, practice, window).found.connect(show)


def reading_only(practice: Practice) -> str:
    """Return what stands above every page of a vault that is only looked at."""
    said = _("U kijkt alleen: in deze kluis wordt niets opgeslagen of veranderd.")
    return f"{said} {lost_sentence(practice.lost or ())}".strip()


class Upkeep(QObject):
    """Looks after the vault as long as its window is there.

    Signals:
        found: the vault is not what it should be; with the error.
    """

    found = Signal(object)

    def __init__(
        self, tasks: Tasks, practice: Practice, window: QWidget, first_ms: int = FIRST_MS
    ) -> None:
        """Begin.

        Args:
            tasks: the database thread.
            practice: open.
            window: its window; this ends with it.
            first_ms: when the weekly check begins, if it is due.
        """
        super().__init__(window)
        self._tasks, self._practice = tasks, practice
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._ask_whether_due)
        self._timer.start(first_ms)
        self._read_on()

    def _read_on(self) -> None:
        watch = self._practice.watch
        if watch is not None and watch.is_reading:
            self._tasks.run(watch.read_on, self._was_read, self._failed, owner=self)

    def _was_read(self, has_more: bool) -> None:
        if has_more:
            self._read_on()

    def _ask_whether_due(self) -> None:
        self._timer.start(AGAIN_MS)
        practice = self._practice
        self._tasks.run(lambda: is_check_due(practice), self._begin_check, self._failed, owner=self)

    def _begin_check(self, is_due: bool) -> None:
        watch = self._practice.watch
        if not is_due or watch is None:
            return
        check = WeeklyCheck(self._practice, watch)

        def settle(error: Exception) -> None:
            # What is written while pages are read may look like damage: look again, in peace.
            self._tasks.run(
                lambda: check.confirm(error), lambda _done: walk(True), self._failed, owner=self
            )

        def walk(has_more: bool) -> None:
            if has_more:
                self._tasks.run(check.advance, walk, self._failed, owner=self)

        self._tasks.run_aside(
            lambda _pause: check.read_pages(), lambda _done: walk(True), settle, owner=self
        )

    def _failed(self, error: Exception) -> None:
        if getattr(error, "code", "") in FOUND:
            self.found.emit(error)
        else:
            self._tasks.failed.emit(error)
