"""Sleep and session lock on Linux: logind on the system bus, screen savers on the session bus."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from PySide6.QtCore import SLOT, QObject, Slot
from PySide6.QtDBus import (
    QDBusConnection,
    QDBusMessage,
    QDBusObjectPath,
    QDBusUnixFileDescriptor,
    QDBusVariant,
)

from vertrouwen.language import _
from vertrouwen.ui.lock.session import Session

_LOGIND = "org.freedesktop.login1"
_MANAGER = "org.freedesktop.login1.Manager"
_SESSION = "org.freedesktop.login1.Session"
_PROPERTIES = "org.freedesktop.DBus.Properties"
_LOGIND_PATH = "/org/freedesktop/login1"
_OWN_SESSION = "/org/freedesktop/login1/session/auto"
"""Answers for the session of who asks, but tells nothing by itself."""
_SYSTEM_SOCKET = Path("/run/dbus/system_bus_socket")
_SCREEN_SAVERS = (
    "org.freedesktop.ScreenSaver",
    "org.gnome.ScreenSaver",
    "org.cinnamon.ScreenSaver",
    "org.mate.ScreenSaver",
)


class LinuxSession(Session):
    """Hears logind and the screen savers, and holds sleep back until the program is locked."""

    def __init__(
        self, system: str | None = None, session: str | None = None, parent: QObject | None = None
    ) -> None:
        """Make the session; it connects with `listen`.

        Args:
            system: address of the system bus; None is that of this computer.
            session: address of the session bus; None is that of this login.
            parent: Qt's owner.
        """
        super().__init__(parent)
        self._addresses = (
            _system_bus() if system is None else system,
            _session_bus() if session is None else session,
        )
        self._system: QDBusConnection | None = None
        self._buses: list[str] = []
        self._delay: QDBusUnixFileDescriptor | None = None

    @property
    def holds_sleep(self) -> bool:
        """Whether the computer waits with sleeping until this program is locked."""
        return self._delay is not None

    def listen(self) -> None:
        """Connect to both buses; what is not there tells nothing."""
        session = self._connect(self._addresses[1])
        if session is not None:
            for saver in _SCREEN_SAVERS:
                session.connect("", "", saver, "ActiveChanged", self, _slot("saver"))
        self._system = self._connect(self._addresses[0])
        if self._system is not None:
            sleep = _slot("sleep")
            self._system.connect(_LOGIND, _LOGIND_PATH, _MANAGER, "PrepareForSleep", self, sleep)
            self._hold_sleep()
            self._ask(_OWN_SESSION, _PROPERTIES, "Get", [_SESSION, "Id"], "number")

    def stop(self) -> None:
        """Hear nothing any more."""
        self._system = self._delay = None
        for name in self._buses:
            QDBusConnection.disconnectFromBus(name)
        self._buses.clear()

    @Slot(QDBusMessage)
    def heard_sleep(self, message: QDBusMessage) -> None:
        """The computer goes to sleep, or woke up."""
        if message.arguments() == [True]:
            self.going_to_sleep.emit()
        else:
            self._hold_sleep()

    @Slot(QDBusMessage)
    def heard_lock(self, _message: QDBusMessage) -> None:
        """Somebody asked to lock this session."""
        self.locked.emit()

    @Slot(QDBusMessage)
    def heard_change(self, message: QDBusMessage) -> None:
        """Some property of this session has another value."""
        # Asked for and not read from the signal, whose values are packed into a type that Qt's
        # Python does not open.
        self._ask(message.path(), _PROPERTIES, "Get", [_SESSION, "LockedHint"], "hint")

    @Slot(QDBusMessage)
    def heard_saver(self, message: QDBusMessage) -> None:
        """A screen saver took the screen or gave it back."""
        if message.arguments() == [True]:
            self.locked.emit()

    @Slot(QDBusMessage)
    def heard_delay(self, message: QDBusMessage) -> None:
        """Sleep waits until the answer is let go of."""
        delay = _first(message)
        if isinstance(delay, QDBusUnixFileDescriptor):
            self._delay = delay

    @Slot(QDBusMessage)
    def heard_number(self, message: QDBusMessage) -> None:
        """The number of this session, by which its place is asked."""
        number = _first(message)
        if isinstance(number, QDBusVariant):
            self._ask(_LOGIND_PATH, _MANAGER, "GetSession", [str(number.variant())], "place")

    @Slot(QDBusMessage)
    def heard_place(self, message: QDBusMessage) -> None:
        """The place of this session, from where its signals come."""
        place = _first(message)
        if self._system is not None and isinstance(place, QDBusObjectPath):
            path, change = place.path(), "PropertiesChanged"
            self._system.connect(_LOGIND, path, _SESSION, "Lock", self, _slot("lock"))
            self._system.connect(_LOGIND, path, _PROPERTIES, change, self, _slot("change"))

    @Slot(QDBusMessage)
    def heard_hint(self, message: QDBusMessage) -> None:
        """Whether the desktop says that it has locked this session."""
        hint = _first(message)
        if isinstance(hint, QDBusVariant) and hint.variant() is True:
            self.locked.emit()

    def _connect(self, address: str) -> QDBusConnection | None:
        if not address:
            return None
        name = f"vertrouwen-{len(self._buses)}-{id(self)}"
        bus = QDBusConnection.connectToBus(address, name)
        self._buses.append(name)
        return bus if bus.isConnected() else None

    def _ask(
        self, path: str, interface: str, method: str, arguments: list[Any], answer: str
    ) -> None:
        """Call logind without waiting.

        Its answer comes to a slot of this name; a refusal comes to none, as there is no logind then
        or it knows less. No QDBusPendingCallWatcher: under PySide 6.11.3 the program died when one
        was deleted.
        """
        if self._system is None:
            return
        message = QDBusMessage.createMethodCall(_LOGIND, path, interface, method)
        message.setArguments(arguments)
        self._system.callWithCallback(message, self, _slot(answer))

    def _hold_sleep(self) -> None:
        words = ["sleep", "Vertrouwen", _("vergrendelt eerst"), "delay"]
        self._ask(_LOGIND_PATH, _MANAGER, "Inhibit", words, "delay")


def _first(message: QDBusMessage) -> object:
    values = message.arguments()
    return values[0] if values else None


def _slot(name: str) -> Any:
    # PySide's own types ask for bytes here; what it takes is the words of `SLOT`.
    return SLOT(f"heard_{name}(QDBusMessage)")


def _system_bus() -> str:
    address = os.environ.get("DBUS_SYSTEM_BUS_ADDRESS", "")
    if address:
        return address
    return f"unix:path={_SYSTEM_SOCKET}" if _SYSTEM_SOCKET.is_socket() else ""


def _session_bus() -> str:
    # Without an address the library would start a bus of its own and wait for it.
    address = os.environ.get("DBUS_SESSION_BUS_ADDRESS", "")
    if address:
        return address
    socket = Path(os.environ.get("XDG_RUNTIME_DIR", "/nonexistent")) / "bus"
    return f"unix:path={socket}" if socket.is_socket() else ""
