"""How long nobody touched keyboard or mouse, and what follows from it."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from vertrouwen.ui.lock.elapsed import Seconds

WARNING_SECONDS = 30
_LONGEST_LOOK_SECONDS = 30
"""A timer stands still while the computer sleeps: it must not be trusted with a long wait."""
_INPUT = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
    QEvent.Type.TouchUpdate,
    QEvent.Type.TabletPress,
    QEvent.Type.TabletMove,
    QEvent.Type.NativeGesture,
    QEvent.Type.InputMethod,
}


class IdleWatch(QObject):
    """Counts the time since the last input in any window of the program.

    Signals:
        warned: whole seconds that are left; once a second in the last `WARNING_SECONDS`.
        returned: somebody is there after all.
        expired: the time is over.
    """

    warned = Signal(int)
    returned = Signal()
    expired = Signal()

    def __init__(self, clock: Seconds, parent: QObject | None = None) -> None:
        """Make the watch; it begins with `start`.

        Args:
            clock: seconds that also count while the computer sleeps.
            parent: Qt's owner.
        """
        super().__init__(parent)
        self._clock = clock
        self._limit = math.inf
        self._last = 0.0
        self._is_running = self._is_warning = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)

    @property
    def is_running(self) -> bool:
        """Whether time is being counted."""
        return self._is_running

    def start(self, limit: float) -> None:
        """Count from now on; when it counts already, with another limit.

        Args:
            limit: seconds without input after which `expired` is said.
        """
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        if not self._is_running:
            self._is_running = True
            self._last = self._clock()
            app.focusWindowChanged.connect(self._listen_to)
            app.focusObjectChanged.connect(self._listen_to)
            self._listen_to(app.focusWindow())
            self._listen_to(app.focusObject())
        self._limit = limit
        self.look()

    def stop(self) -> None:
        """Count no longer."""
        if self._is_running:
            app = QGuiApplication.instance()
            assert isinstance(app, QGuiApplication)
            app.focusWindowChanged.disconnect(self._listen_to)
            app.focusObjectChanged.disconnect(self._listen_to)
        self._timer.stop()
        self._is_running = self._is_warning = False

    def touch(self) -> None:
        """Take note of an input; after the time is over it comes too late."""
        if not self._is_running:
            return
        now = self._clock()
        if now - self._last >= self._limit:
            self._expire()
            return
        self._last = now
        if self._is_warning:
            self._is_warning = False
            self.returned.emit()
            self.look()

    def look(self) -> None:
        """Look at the clock: warn, end, or wait on."""
        left = self._limit - (self._clock() - self._last)
        if left <= 0:
            self._expire()
        elif left <= WARNING_SECONDS:
            self._is_warning = True
            self._timer.start(1000)
            self.warned.emit(math.ceil(left))
        else:
            wait = min(left - WARNING_SECONDS, _LONGEST_LOOK_SECONDS)
            # A timer of nought would be one that never rests.
            self._timer.start(max(math.ceil(wait * 1000), 1000))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hear input; it goes on to where it was meant for."""
        if event.type() in _INPUT:
            self.touch()
        return False

    def _listen_to(self, place: QObject | None) -> None:
        # At the windows and not at the application: every event of every widget would pass through
        # Python there. Each window has the keyboard before it gets any input that counts; and what
        # an input method composes goes to the part that has the keyboard, past its window.
        if place is not None:
            place.removeEventFilter(self)
            place.installEventFilter(self)

    def _expire(self) -> None:
        self.stop()
        self.expired.emit()
