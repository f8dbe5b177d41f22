"""Sleep and session lock on Windows, from the messages the system sends to a window."""

from __future__ import annotations

import ctypes
from typing import Any, Protocol

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication, QObject
from PySide6.QtGui import QGuiApplication

from vertrouwen.ui.lock.session import Session

_MESSAGE = b"windows_generic_MSG"
_POWER, _SUSPENDS = 0x0218, 0x0004
_SESSION_CHANGE, _LOCKS, _DISCONNECTS = 0x02B1, 0x0007, (0x0002, 0x0004)


class Message(ctypes.Structure):
    """The beginning of the system's MSG, as wide as its pointers."""

    _fields_ = (
        ("window", ctypes.c_void_p),
        ("message", ctypes.c_uint),
        ("wparam", ctypes.c_size_t),
        ("lparam", ctypes.c_ssize_t),
    )


class Registers(Protocol):
    """The library of the system that tells windows about their session."""

    def WTSRegisterSessionNotification(self, window: int, flags: int) -> Any:
        """Tell this window about its own session (flags 0)."""


class WindowsSession(Session):
    """Hears that Windows suspends, or that its session is locked or taken away."""

    def __init__(self, library: Registers | None = None, parent: QObject | None = None) -> None:
        """Make the session.

        Args:
            library: wtsapi32; None is that of the system.
            parent: Qt's owner.
        """
        super().__init__(parent)
        self._library = library
        self._filter = _MessageFilter(self)
        self._registered: set[int] = set()

    def listen(self) -> None:
        """Listen to the messages of every window, the ones of later too."""
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.installNativeEventFilter(self._filter)
        app.focusWindowChanged.connect(self._register)
        self._register()

    def stop(self) -> None:
        """Hear nothing any more."""
        app = QCoreApplication.instance()
        if app is not None:
            app.removeNativeEventFilter(self._filter)

    def hear(self, message: int, wparam: int) -> None:
        """Take one message of the system."""
        if message == _POWER and wparam == _SUSPENDS:
            self.going_to_sleep.emit()
        elif message == _SESSION_CHANGE and wparam in (_LOCKS, *_DISCONNECTS):
            self.locked.emit()

    def _register(self) -> None:
        window = QGuiApplication.focusWindow()
        number = int(window.winId()) if window is not None else 0
        if number and number not in self._registered:
            library = self._library or ctypes.WinDLL("wtsapi32")  # type: ignore[attr-defined]
            library.WTSRegisterSessionNotification(number, 0)
            self._registered.add(number)


class _MessageFilter(QAbstractNativeEventFilter):
    def __init__(self, session: WindowsSession) -> None:
        super().__init__()
        self._session = session

    def nativeEventFilter(
        self, kind: QByteArray | bytes | bytearray | memoryview, message: int, /
    ) -> object:
        if kind == _MESSAGE:
            told = Message.from_address(int(message))
            self._session.hear(told.message, told.wparam)
        return False, 0
