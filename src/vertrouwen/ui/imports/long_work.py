"""Long work in place of the page: what is going on, how far, and a way to stop."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from vertrouwen.ui.tasks import Progress, Tasks
from vertrouwen.ui.widgets import Column, ProgressPanel

T = TypeVar("T")
Told = Callable[[int, int], None]
"""Called with rows done and in all by the job; raises when the adviser wants it to stop."""


class LongWork(Column):
    """Runs one job at a time on the database thread and shows how far it is."""

    def __init__(self, tasks: Tasks) -> None:
        """Make the page; nothing runs yet."""
        super().__init__()
        self._tasks = tasks
        self._progress: Progress | None = None
        self.panel = ProgressPanel("")
        self.panel.cancelled.connect(self.cancel)
        self.add(self.panel)
        self.add_stretch()

    @property
    def is_running(self) -> bool:
        """Whether a job is under way."""
        return self._progress is not None

    def cancel(self) -> None:
        """Ask the job to stop."""
        if self._progress is not None:
            self._progress.cancel()

    def start(
        self,
        words: str,
        job: Callable[[Told], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
        stopped: Callable[[], None],
    ) -> None:
        """Run a job.

        Args:
            words: what is going on.
            job: gets what it tells its progress to.
            done, failed, stopped: called on the thread of the window when it has ended.
        """
        self.panel.set_text(words)
        self.panel.set_progress(0, 0)
        self.panel.cancel_button.setFocus()

        def told_job(progress: Progress) -> T:
            def told(count: int, total: int) -> None:
                progress.report(count, total)
                progress.check()

            return job(told)

        def ended(then: Callable[[], None]) -> None:
            self._progress = None
            then()

        self._progress = self._tasks.run_long(
            told_job,
            lambda result: ended(lambda: done(result)),
            lambda error: ended(lambda: failed(error)),
            owner=self,
            progress=self.panel.set_progress,
            on_cancel=lambda: ended(stopped),
        )
