"""Sleep, the lid and session lock on Windows, from messages the system sends to a window."""

from __future__ import annotations

import ctypes
import uuid
from typing import Any, Protocol

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication, QObject
from PySide6.QtGui import QGuiApplication

from vertrouwen.ui.lock.session import Session

_MESSAGE = b"windows_generic_MSG"
_POWER, _SUSPENDS, _SETTING_CHANGES = 0x0218, 0x0004, 0x8013
_LID = uuid.UUID("ba3e0f4d-b817-4094-a2d1-d56379e6a0f3").bytes_le
_CLOSED = 0
_SESSION_CHANGE, _LOCKS, _DISCONNECTS = 0x02B1, 0x0007, (0x0002, 0x0004)


class Message(ctypes.Structure):
    """The beginning of the system's MSG, as wide as its pointers."""

    _fields_ = (
        ("window", ctypes.c_void_p),
        ("message", ctypes.c_uint),
        ("wparam", ctypes.c_size_t),
        ("lparam", ctypes.c_ssize_t),
    )


class PowerSetting(ctypes.Structure):
    """The system's POWERBROADCAST_SETTING; of the value the first byte."""

    _fields_ = (
        ("which", ctypes.c_ubyte * 16),
        ("length", ctypes.c_uint32),
        ("value", ctypes.c_ubyte),
    )


class TellsOfSession(Protocol):
    """The library of the system that tells windows about their session."""

    def WTSRegisterSessionNotification(self, window: int, flags: int) -> Any:
        """Tell this window about its own session (flags 0)."""


class TellsOfPower(Protocol):
    """The library of the system that tells windows about sleep and the lid."""

    def RegisterSuspendResumeNotification(self, window: int, flags: int) -> Any:
        """Tell this window (flags 0) about sleep, also where the system only dozes."""

    def RegisterPowerSettingNotification(self, window: int, which: Any, flags: int) -> Any:
        """Tell this window (flags 0) what a setting is now, and whenever it changes."""


class WindowsSession(Session):
    """Hears that Windows suspends, its lid closes, or its session is locked or taken away."""

    def __init__(
        self,
        wtsapi32: TellsOfSession | None = None,
        user32: TellsOfPower | None = None,
        parent: QObject | None = None,
    ) -> None:
        """Make the session.

        Args:
            wtsapi32: None is that of the system.
            user32: None is that of the system.
            parent: Qt's owner.
        """
        super().__init__(parent)
        self._wtsapi32, self._user32 = wtsapi32, user32
        self._filter = _MessageFilter(self)
        self._registered: set[int] = set()
        self._was_open = False

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

    def hear(self, message: int, wparam: int, lparam: int) -> None:
        """Take one message of the system."""
        if message == _POWER and wparam == _SUSPENDS:
            self.going_to_sleep.emit()
        elif message == _POWER and wparam == _SETTING_CHANGES and lparam:
            self._hear_setting(PowerSetting.from_address(lparam))
        elif message == _SESSION_CHANGE and wparam in (_LOCKS, *_DISCONNECTS):
            self.locked.emit()

    def _hear_setting(self, setting: PowerSetting) -> None:
        if bytes(setting.which) != _LID:
            return
        # The first thing told is how the lid is: who works with a closed one goes on working.
        is_open = setting.value != _CLOSED
        if self._was_open and not is_open:
            self.locked.emit()
        self._was_open = is_open

    def _register(self) -> None:
        window = QGuiApplication.focusWindow()
        number = int(window.winId()) if window is not None else 0
        if number and number not in self._registered:
            wtsapi32 = self._wtsapi32 or ctypes.WinDLL("wtsapi32")  # type: ignore[attr-defined]
            wtsapi32.WTSRegisterSessionNotification(number, 0)
            user32 = self._user32 or ctypes.WinDLL("user32")  # type: ignore[attr-defined]
            user32.RegisterSuspendResumeNotification(number, 0)
            user32.RegisterPowerSettingNotification(number, ctypes.c_char_p(_LID), 0)
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
            self._session.hear(told.message, told.wparam, told.lparam)
        return False, 0
