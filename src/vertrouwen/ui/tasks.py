"""One database thread: jobs go in, results come back on the thread of the window.

A SQLCipher connection belongs to one thread, and a window that waits for a disk is a window that
hangs. Therefore every use case runs here, in the order in which it was asked for. Long reckoning
that needs no database runs beside it, on a thread of its own.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Any, Literal, TypeVar, get_args

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from vertrouwen.ui import waste

T = TypeVar("T")
Lane = Literal["reckoning", "files"]
"""Work beside the database: sums, or disks that may be slow; neither waits for the other."""

_TURN_SECONDS = 0.0005
"""How long a thread keeps Python to itself while there is reckoning beside the window."""

_PARTING_SECONDS = 1.0
"""How long the end of the program waits for reckoning that was asked to stop."""

_BREATH_SECONDS = 0.008
"""How long reckoning goes on before it lets the window go first."""


class Cancelled(Exception):  # noqa: N818 - it is a wish, not an error
    """A long job stopped because the adviser asked for it."""


class Progress(QObject):
    """How far a long job is, and whether the adviser still wants it.

    Signals:
        reported: done and total, as counts of the job's own unit; total 0 means unknown.
    """

    reported = Signal(int, int)

    def __init__(self, parent: QObject | None = None) -> None:
        """Make the progress of one job; `reported` may be emitted from any thread."""
        super().__init__(parent)
        self._cancelled = threading.Event()
        self._breathed = 0.0

    @property
    def is_cancelled(self) -> bool:
        """Whether the adviser asked to stop."""
        return self._cancelled.is_set()

    def report(self, done: int, total: int = 0) -> None:
        """Tell how far the job is; called by the job."""
        self.reported.emit(done, total)

    def report_bytes(self, done: int, total: int) -> None:
        """Tell how many bytes are done, and stop when the adviser asked to; called by the job."""
        self.check()
        # In kibibytes: a signal carries 32 bits.
        self.report(done // 1024, total // 1024)

    def check(self) -> None:
        """Raise `Cancelled` when the adviser asked to stop; called by the job between steps."""
        if self.is_cancelled:
            raise Cancelled

    def pause(self) -> None:
        """Raise `Cancelled` when asked to stop, and let the window go first now and then."""
        self.check()
        if time.monotonic() - self._breathed > _BREATH_SECONDS:
            time.sleep(_TURN_SECONDS)
            self._breathed = time.monotonic()

    @Slot()
    def cancel(self) -> None:
        """Ask the job to stop at its next `check`."""
        self._cancelled.set()


@dataclass(slots=True, kw_only=True)
class _Work:
    job: Callable[[], Any]
    done: Callable[[Any], None] | None
    failed: Callable[[Exception], None] | None
    on_cancel: Callable[[], None] | None
    owner: QObject | None
    progress: Progress | None
    cancel: threading.Event | None = None
    lane: Lane | None = None
    result: Any = None
    problem: Exception | None = None


class Tasks(QObject):
    """Runs use cases one after another on the database thread, and reckoning on another.

    Signals:
        changed: a job returned a change (a result with the attribute `operation`).
        failed: an exception for which the caller had no handler.
        busy: True when the first job of a row is put in, False when the last has come back.
    """

    changed = Signal(object)
    failed = Signal(object)
    busy = Signal(bool)
    _finished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        """Make the worker; its thread starts with the first job."""
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="database")
        self._aside = {
            lane: ThreadPoolExecutor(max_workers=1, thread_name_prefix=lane)
            for lane in get_args(Lane)
        }
        self._reckoning: set[Future[None]] = set()
        self._usual_turn = sys.getswitchinterval()
        self._running: dict[int, _Work] = {}
        self._is_closed = False
        waste.leave_for_later()
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def is_busy(self) -> bool:
        """Whether a job is waiting or running."""
        return bool(self._running)

    def run(
        self,
        job: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        owner: QObject | None = None,
        cancel: threading.Event | None = None,
    ) -> None:
        """Run a job on the database thread.

        Args:
            job: the use case, without arguments.
            done: gets the result, on the thread of the window.
            failed: gets the exception; without it the signal `failed` is emitted.
            owner: when this object is gone by then, the result is dropped.
            cancel: stops what the job waits for; set when the program ends.
        """
        self._put(
            _Work(
                job=job,
                done=done,
                failed=failed,
                on_cancel=None,
                owner=owner,
                progress=None,
                cancel=cancel,
            )
        )

    def run_long(
        self,
        job: Callable[[Progress], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        owner: QObject | None = None,
        progress: Callable[[int, int], None] | None = None,
        on_cancel: Callable[[], None] | None = None,
    ) -> Progress:
        """Run a job that reports how far it is and can be cancelled.

        Args:
            job: the use case; gets the `Progress` it reports to and checks.
            done: as in `run`.
            failed: as in `run`.
            owner: as in `run`.
            progress: gets done and total, on the thread of the window.
            on_cancel: called when the job ended by `Cancelled`.

        Returns:
            The progress, with `cancel()`.
        """
        token = Progress(self)
        if progress is not None:
            told = progress

            def tell(count: int, total: int) -> None:
                if owner is None or shiboken6.isValid(owner):
                    told(count, total)

            token.reported.connect(tell, Qt.ConnectionType.QueuedConnection)
        self._put(
            _Work(
                job=lambda: job(token),
                done=done,
                failed=failed,
                on_cancel=on_cancel,
                owner=owner,
                progress=token,
            )
        )
        return token

    def run_aside(
        self,
        job: Callable[[Callable[[], None]], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        owner: QObject | None = None,
        on_cancel: Callable[[], None] | None = None,
        lane: Lane = "reckoning",
    ) -> Progress:
        """Reckon beside the database thread: use cases need not wait for it, nor the window.

        Args:
            job: needs no database; gets a function that it calls often and that raises `Cancelled`
                when the adviser asked to stop.
            done: as in `run`.
            failed: as in `run`.
            owner: as in `run`.
            on_cancel: as in `run_long`.
            lane: which thread; a slow disk must not keep a sum waiting.

        Returns:
            The progress, with `cancel()`.
        """
        token = Progress(self)

        def reckon() -> T:
            token.pause()
            return job(token.pause)

        self._put(
            _Work(
                job=reckon,
                done=done,
                failed=failed,
                on_cancel=on_cancel,
                owner=owner,
                progress=token,
                lane=lane,
            )
        )
        return token

    def close(self) -> None:
        """Cancel long jobs, let the waiting ones end, and join the threads."""
        self._is_closed = True
        for work in self._running.values():
            if work.progress is not None:
                work.progress.cancel()
            if work.cancel is not None:
                work.cancel.set()
        self._pool.shutdown(wait=True)
        # Reckoning touches nothing that must be saved: locking does not wait for one long sum, nor
        # for a slow disk at all; what is half done there has no name yet.
        for pool in self._aside.values():
            pool.shutdown(wait=False, cancel_futures=True)
        wait(self._reckoning, timeout=_PARTING_SECONDS)
        self._running.clear()
        self._take_usual_turns()

    def _put(self, work: _Work) -> None:
        if self._is_closed:
            return
        was_idle = not self._running
        self._running[id(work)] = work
        if work.lane is not None:
            sys.setswitchinterval(_TURN_SECONDS)
            future = self._aside[work.lane].submit(self._carry_out, work)
            if work.lane == "reckoning":
                self._reckoning.add(future)
                future.add_done_callback(self._reckoning.discard)
        else:
            self._pool.submit(self._carry_out, work)
        if was_idle:
            self.busy.emit(True)

    def _carry_out(self, work: _Work) -> None:
        try:
            work.result = work.job()
        except Exception as problem:
            work.problem = problem
        if shiboken6.isValid(self):
            self._finished.emit(work)

    def _deliver(self, work: _Work) -> None:
        if self._running.pop(id(work), None) is None:
            return
        self._take_usual_turns()
        if not self._running:
            waste.look()
            self.busy.emit(False)
        if work.progress is not None:
            work.progress.deleteLater()
        is_wanted = work.owner is None or shiboken6.isValid(work.owner)
        if isinstance(work.problem, Cancelled):
            if work.on_cancel is not None and is_wanted:
                work.on_cancel()
        elif work.problem is not None:
            if work.failed is not None and is_wanted:
                work.failed(work.problem)
            else:  # a failure is told, even when the screen that asked has gone
                self.failed.emit(work.problem)
        else:
            if work.done is not None and is_wanted:
                work.done(work.result)
            if hasattr(work.result, "operation"):
                self.changed.emit(work.result)

    def _take_usual_turns(self) -> None:
        if not any(work.lane is not None for work in self._running.values()):
            sys.setswitchinterval(self._usual_turn)
