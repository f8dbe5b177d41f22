"""What watches over the windows: it locks by itself, blurs, and cleans the clipboard and fields."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from vertrouwen.services.preferences import Preferences
from vertrouwen.ui.lock.blur import Blur
from vertrouwen.ui.lock.capture import Capture, this_screen
from vertrouwen.ui.lock.clipboard import PassingClipboard
from vertrouwen.ui.lock.countdown import Countdown
from vertrouwen.ui.lock.elapsed import Seconds, since_some_start
from vertrouwen.ui.lock.idle import IdleWatch
from vertrouwen.ui.lock.session import Session, this_session

_DRAWN_MS = 200


class Guard(QObject):
    """Locks when nobody is there, the computer sleeps, its session is locked, or on minimising."""

    def __init__(
        self,
        lock: Callable[[bool], None],
        preferences: Preferences,
        clock: Seconds | None = None,
        session: Session | None = None,
        parent: QObject | None = None,
    ) -> None:
        """Begin with blurring and the clipboard; locking begins with `watch_over`.

        Args:
            lock: saves what was typed and ends the process; gets whether the program is to come
                back minimised.
            preferences: when to lock and to blur.
            clock: seconds, time asleep included; None is that of the system.
            session: what the system tells; None is that of the system.
            parent: Qt's owner.
        """
        super().__init__(parent)
        self._lock = lock
        self._preferences = preferences
        self._session = session
        self._window: QWidget | None = None
        self._is_over = False
        self.idle = IdleWatch(clock or since_some_start(), self)
        self.typing = IdleWatch(clock or since_some_start(), self)
        self.countdown = Countdown(self)
        self.blur = Blur(self)
        self.capture = Capture(this_screen(), self)
        self.clipboard = PassingClipboard(QGuiApplication.clipboard(), parent=self)
        self.idle.warned.connect(self._warn)
        self.idle.returned.connect(self.countdown.hide)
        self.idle.expired.connect(self.lock)
        self.typing.expired.connect(self._forget_typed)
        self.countdown.answered.connect(self.idle.touch)
        self.follow(preferences)

    def follow(self, preferences: Preferences) -> None:
        """Put other preferences in force."""
        self._preferences = preferences
        self.blur.set_on(preferences.blurs_when_left)
        self.capture.set_allowed(preferences.may_be_captured)
        if self.idle.is_running:
            self.idle.start(preferences.lock_minutes * 60)

    def show(self, window: QWidget) -> None:
        """Look after a window that was just shown."""
        self._window = window
        self.countdown.hide()
        self.blur.cover_new()
        self.capture.look()
        # Where a vault opens before the practice is shown: after a code, a restore, a first start.
        opened = getattr(window, "vault_opened", None)
        if opened is not None:
            opened.connect(self.watch_over)
        typing = getattr(window, "typing", None)
        if typing is not None:
            typing.connect(self._watch_typing)
        handle = window.windowHandle()
        if handle is not None:
            handle.windowStateChanged.connect(self._follow_state)

    def watch_over(self) -> None:
        """Lock by itself from now on: the vault is open."""
        if self._is_over or self.idle.is_running:
            return
        self.typing.stop()
        self.idle.start(self._preferences.lock_minutes * 60)
        if self._session is None:
            # The window is drawn first: what listens takes a moment to load.
            QTimer.singleShot(_DRAWN_MS, self, self._listen)
        else:
            self._listen()

    def _listen(self) -> None:
        if self._is_over:
            return
        self._session = self._session or this_session(self)
        self._session.going_to_sleep.connect(self.lock)
        self._session.locked.connect(self.lock)
        self._session.listen()

    def lock(self) -> None:
        """Lock now; nothing happens when the program is ending already."""
        if not self._is_over:
            self._lock(False)

    def end(self) -> None:
        """Take what was copied off the clipboard, and watch no longer."""
        if self._is_over:
            return
        self._is_over = True
        self.idle.stop()
        self.typing.stop()
        self.countdown.hide()
        self.clipboard.stop()

    def _warn(self, seconds: int) -> None:
        if self._window is not None:
            self.countdown.show(self._window, seconds)

    def _watch_typing(self) -> None:
        if not (self._is_over or self.idle.is_running):
            self.typing.start(self._preferences.lock_minutes * 60)

    def _forget_typed(self) -> None:
        forget = getattr(self._window, "forget_typed", None)
        if forget is not None:
            forget()

    def _follow_state(self, state: Qt.WindowState) -> None:
        if (
            state == Qt.WindowState.WindowMinimized
            and self._preferences.locks_minimised
            and not self._is_over
            and self.idle.is_running
        ):
            self._lock(True)
