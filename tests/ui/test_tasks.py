"""One database thread: order, failure, cancelling, and owners that are gone."""

from __future__ import annotations

import gc
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import shiboken6
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from vertrouwen.ui.tasks import Progress, Tasks


@dataclass(frozen=True)
class Change:
    operation: str


def test_jobs_run_in_the_order_they_were_asked_for(tasks: Tasks, qtbot: QtBot) -> None:
    begun: list[int] = []
    done: list[int] = []
    for number in range(20):
        tasks.run(lambda n=number: begun.append(n) or n, done.append)

    qtbot.waitUntil(lambda: len(done) == 20)

    assert begun == done == list(range(20))


def test_jobs_run_beside_the_window_and_results_come_back_to_it(tasks: Tasks, qtbot: QtBot) -> None:
    places: list[object] = []
    here = QThread.currentThread()
    tasks.run(
        threading.get_ident,
        lambda ident: places.extend([ident, QThread.currentThread() == here]),
    )

    qtbot.waitUntil(lambda: len(places) == 2)

    assert places[0] != threading.get_ident()
    assert places[1] is True


def test_a_failure_reaches_the_one_who_asked(tasks: Tasks, qtbot: QtBot) -> None:
    problems: list[Exception] = []
    tasks.run(lambda: 1 / 0, failed=problems.append)

    qtbot.waitUntil(lambda: bool(problems))

    assert isinstance(problems[0], ZeroDivisionError)


def test_a_failure_nobody_handles_is_told_by_the_window(tasks: Tasks, qtbot: QtBot) -> None:
    with qtbot.waitSignal(tasks.failed) as told:
        tasks.run(lambda: 1 / 0)

    assert isinstance(told.args[0], ZeroDivisionError)  # type: ignore[index]


def test_a_failure_is_told_even_when_its_screen_has_gone(tasks: Tasks, qtbot: QtBot) -> None:
    owner = QObject()
    gate = threading.Event()
    with qtbot.waitSignal(tasks.failed):
        tasks.run(lambda: gate.wait(5) and 1 / 0, failed=lambda _p: None, owner=owner)
        shiboken6.delete(owner)
        gate.set()


def test_a_result_for_a_screen_that_has_gone_is_dropped(tasks: Tasks, qtbot: QtBot) -> None:
    owner, gate, got = QObject(), threading.Event(), []
    tasks.run(lambda: gate.wait(5), got.append, owner=owner)
    shiboken6.delete(owner)
    gate.set()
    tasks.run(lambda: "later", got.append)

    qtbot.waitUntil(lambda: bool(got))

    assert got == ["later"]


def test_a_change_is_announced_to_the_screens(tasks: Tasks, qtbot: QtBot) -> None:
    with qtbot.waitSignal(tasks.changed) as told:
        tasks.run(lambda: "not a change")
        tasks.run(lambda: Change(operation="open_case"))

    assert told.args == [Change(operation="open_case")]


def test_long_work_reports_and_can_be_cancelled(tasks: Tasks, qtbot: QtBot) -> None:
    reported: list[tuple[int, int]] = []
    outcome: list[str] = []
    begun = threading.Event()

    def job(progress: Progress) -> None:
        progress.report(1, 100)
        begun.set()
        while True:
            progress.check()

    progress = tasks.run_long(
        job,
        done=lambda _r: outcome.append("done"),
        failed=lambda _p: outcome.append("failed"),
        progress=lambda done, total: reported.append((done, total)),
        on_cancel=lambda: outcome.append("cancelled"),
    )
    assert begun.wait(5)
    progress.cancel()

    qtbot.waitUntil(lambda: bool(outcome))

    assert reported == [(1, 100)]
    assert outcome == ["cancelled"]


def test_closing_stops_long_work_and_joins_the_thread(qtbot: QtBot) -> None:
    tasks = Tasks()
    begun = threading.Event()

    def job(progress: Progress) -> None:
        begun.set()
        while True:
            progress.check()

    tasks.run_long(job)
    assert begun.wait(5)

    tasks.close()

    assert not [t for t in threading.enumerate() if t.name.startswith("database")]


def test_the_last_writes_are_carried_out_before_closing(qtbot: QtBot) -> None:
    tasks, written = Tasks(), []
    for number in range(5):
        tasks.run(lambda n=number: written.append(n))

    tasks.close()

    assert written == [0, 1, 2, 3, 4]


def test_widgets_are_never_collected_on_the_database_thread(qtbot: QtBot, tasks: Tasks) -> None:
    ended_on: list[threading.Thread] = []

    class Waste:
        def __init__(self) -> None:
            self.itself = self

        def __del__(self) -> None:
            ended_on.append(threading.current_thread())

    def make_much_waste() -> None:
        for _ in range(2 * gc.get_threshold()[0]):
            Waste()

    done: list[object] = []
    tasks.run(make_much_waste, done.append)
    qtbot.waitUntil(lambda: bool(done))
    assert ended_on
    assert set(ended_on) == {threading.main_thread()}


def test_reckoning_goes_on_beside_the_database_thread(tasks: Tasks, qtbot: QtBot) -> None:
    gate, done = threading.Event(), []
    tasks.run_aside(lambda _pause: gate.wait(5) and "reckoned", done.append)
    tasks.run(lambda: "read", done.append)

    qtbot.waitUntil(lambda: done == ["read"])
    gate.set()

    qtbot.waitUntil(lambda: done == ["read", "reckoned"])


def test_reckoning_stops_where_it_pauses(tasks: Tasks, qtbot: QtBot) -> None:
    stopped: list[str] = []
    has_begun = threading.Event()

    def endless(pause: Callable[[], None]) -> None:
        while True:
            has_begun.set()
            pause()

    work = tasks.run_aside(endless, on_cancel=lambda: stopped.append("stopped"))
    has_begun.wait(5)
    work.cancel()

    qtbot.waitUntil(lambda: stopped == ["stopped"])


def test_reckoning_that_was_cancelled_before_its_turn_never_begins(
    tasks: Tasks, qtbot: QtBot
) -> None:
    gate, begun = threading.Event(), []
    tasks.run_aside(lambda _pause: gate.wait(5))
    waiting = tasks.run_aside(lambda _pause: begun.append(1))
    waiting.cancel()
    gate.set()

    qtbot.waitUntil(lambda: not tasks.is_busy)

    assert begun == []


def test_python_takes_short_turns_only_while_something_is_reckoned(
    tasks: Tasks, qtbot: QtBot
) -> None:
    usual, gate = sys.getswitchinterval(), threading.Event()
    tasks.run_aside(lambda _pause: gate.wait(5))
    during = sys.getswitchinterval()
    gate.set()

    qtbot.waitUntil(lambda: not tasks.is_busy)

    assert during < usual == sys.getswitchinterval()


def test_the_end_does_not_wait_for_one_long_sum(qtbot: QtBot) -> None:
    tasks, gate = Tasks(), threading.Event()
    has_begun = threading.Event()
    tasks.run_aside(lambda _pause: has_begun.set() or gate.wait(20))
    has_begun.wait(5)
    began = time.monotonic()
    tasks.close()
    assert time.monotonic() - began < 5
    gate.set()
