"""Idle time: any input counts, sleep counts as well, and no input comes after the end."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import SIGNAL, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from vertrouwen.ui.lock.elapsed import LongerStep, since_some_start
from vertrouwen.ui.lock.idle import IdleWatch

LIMIT = 300.0


class Elapsed:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


class Heard:
    """What a watch said."""

    def __init__(self, watch: IdleWatch) -> None:
        self.all: list[object] = []
        watch.warned.connect(self.all.append)
        watch.returned.connect(lambda: self.all.append("returned"))
        watch.expired.connect(lambda: self.all.append("expired"))


@pytest.fixture
def elapsed() -> Elapsed:
    return Elapsed()


@pytest.fixture
def watch(elapsed: Elapsed, qtbot: QtBot) -> Iterator[IdleWatch]:
    idle = IdleWatch(elapsed)
    idle.start(LIMIT)
    yield idle
    idle.stop()


def test_nothing_is_said_until_the_last_half_minute(watch: IdleWatch, elapsed: Elapsed) -> None:
    heard = Heard(watch)
    elapsed.now += LIMIT - 31
    watch.look()
    assert heard.all == []
    elapsed.now += 1
    watch.look()
    elapsed.now += 1
    watch.look()
    assert heard.all == [30, 29]


def test_a_watch_that_ran_out_listens_no_longer(
    watch: IdleWatch, elapsed: Elapsed, qapp: QApplication, qtbot: QtBot
) -> None:
    listeners = qapp.receivers(SIGNAL("focusWindowChanged(QWindow*)"))
    elapsed.now += LIMIT
    watch._timer.start(0)  # a timer that rings is not running while it does
    qtbot.waitUntil(lambda: not watch.is_running)
    assert qapp.receivers(SIGNAL("focusWindowChanged(QWindow*)")) == listeners - 1


def test_when_the_time_is_over_it_is_said_once(watch: IdleWatch, elapsed: Elapsed) -> None:
    heard = Heard(watch)
    elapsed.now += LIMIT
    watch.look()
    watch.touch()
    assert heard.all == ["expired"]
    assert not watch.is_running


def test_an_input_begins_the_time_anew_and_ends_the_warning(
    watch: IdleWatch, elapsed: Elapsed
) -> None:
    heard = Heard(watch)
    elapsed.now += LIMIT - 10
    watch.look()
    watch.touch()
    elapsed.now += LIMIT - 40
    watch.look()
    assert heard.all == [10, "returned"]


def test_an_input_after_the_end_comes_too_late(watch: IdleWatch, elapsed: Elapsed) -> None:
    """The computer slept past the end: the first key must not save the session."""
    heard = Heard(watch)
    elapsed.now += LIMIT + 3_600
    watch.touch()
    assert heard.all == ["expired"]


def test_no_timer_is_shorter_than_a_second_or_trusts_a_long_wait(
    watch: IdleWatch, elapsed: Elapsed
) -> None:
    for passed in (0.0, 239.99, 20.0, 10.0, 29.995):
        elapsed.now += passed
        watch.look()
        if watch.is_running:
            assert 1_000 <= watch._timer.interval() <= 30_000
            assert watch._timer.isSingleShot()


def test_another_limit_holds_from_the_last_input_on(watch: IdleWatch, elapsed: Elapsed) -> None:
    heard = Heard(watch)
    elapsed.now += 100
    watch.start(60)
    assert heard.all == ["expired"]


@pytest.fixture
def window(watch: IdleWatch, qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(200, 100)
    with qtbot.waitExposed(widget):
        widget.show()
    watch._listen_to(widget.windowHandle())
    return widget


def _inputs() -> dict[str, QEvent]:
    place, no_button = QPointF(9, 9), Qt.MouseButton.NoButton
    none = Qt.KeyboardModifier.NoModifier
    return {
        "key": QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, none, "a"),
        "move": QMouseEvent(QEvent.Type.MouseMove, place, place, no_button, no_button, none),
        "wheel": QWheelEvent(
            place,
            place,
            QPoint(0, 0),
            QPoint(0, 120),
            no_button,
            none,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        ),
    }


@pytest.mark.parametrize("kind", ["key", "move", "wheel"])
def test_every_kind_of_input_counts(
    kind: str, watch: IdleWatch, elapsed: Elapsed, window: QWidget
) -> None:
    heard = Heard(watch)
    elapsed.now += LIMIT - 5
    watch.look()
    QApplication.sendEvent(window.windowHandle(), _inputs()[kind])
    assert heard.all == [5, "returned"]


def test_what_an_input_method_composes_counts(
    watch: IdleWatch, elapsed: Elapsed, window: QWidget, qtbot: QtBot
) -> None:
    heard = Heard(watch)
    field = QLineEdit(window)
    field.show()
    window.activateWindow()
    field.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusObject() is field)
    heard.all.clear()
    elapsed.now += LIMIT - 5
    watch.look()
    event = QInputMethodEvent()
    event.setCommitString("é")
    QApplication.sendEvent(field, event)
    assert field.text() == "é"
    assert heard.all == [5, "returned"]


def test_what_the_program_does_by_itself_is_no_input(
    watch: IdleWatch, elapsed: Elapsed, window: QWidget, qtbot: QtBot
) -> None:
    heard = Heard(watch)
    elapsed.now += LIMIT - 5
    watch.look()
    window.resize(300, 200)
    window.repaint()
    QApplication.processEvents()
    assert heard.all == [5]


def test_the_clock_of_this_system_goes_on(qtbot: QtBot) -> None:
    clock = since_some_start()
    assert clock() <= clock()


@pytest.mark.parametrize(
    ("steady", "wall", "passed"),
    [
        ([0, 10, 20], [500, 510, 520], 20),
        ([0, 10, 11], [500, 510, 4_110], 3_610),  # slept: only the wall clock went on
        ([0, 10, 70], [500, 510, 100], 70),  # set back by somebody: the steady one still counts
    ],
)
def test_of_two_clocks_the_one_that_went_further_counts(
    steady: list[float], wall: list[float], passed: float
) -> None:
    clock = LongerStep(iter(steady).__next__, iter(wall).__next__)
    clock()
    assert clock() == passed
