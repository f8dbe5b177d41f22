"""Sleep and session lock on Linux: logind on the system bus, screen savers on the session bus.

Each bus has a thread that waits for it and costs nothing meanwhile. Qt's own D-Bus is not used:
under PySide its thread and that of the window waited for each other, each for what the other held.
"""

from __future__ import annotations

import contextlib
import os
import socket
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from jeepney import (
    DBusAddress,
    DBusErrorResponse,
    HeaderFields,
    MatchRule,
    Message,
    MessageType,
    new_method_call,
)
from jeepney.bus import get_bus
from jeepney.bus_messages import message_bus
from jeepney.fds import FileDescriptor
from jeepney.io.blocking import DBusConnection, prep_socket
from PySide6.QtCore import QObject

from vertrouwen.language import _
from vertrouwen.ui.lock.session import Session

_LOGIND = "org.freedesktop.login1"
_MANAGER = "org.freedesktop.login1.Manager"
_SESSION = "org.freedesktop.login1.Session"
_PROPERTIES = "org.freedesktop.DBus.Properties"
_LOGIND_PATH = "/org/freedesktop/login1"
_UPOWER = "org.freedesktop.UPower"
_UPOWER_PATH = "/org/freedesktop/UPower"
_HINTS = {_SESSION: "LockedHint", _MANAGER: "LidClosed", _UPOWER: "LidIsClosed"}
"""Interfaces and their property that becomes true when the program has to lock."""
_OWN_SESSION = "/org/freedesktop/login1/session/auto"
"""Answers for the session of who asks, but tells nothing by itself."""
_SYSTEM_SOCKET = Path("/run/dbus/system_bus_socket")
_CALLING = 1.0
"""Seconds a bus has to take our call; below a millisecond is usual."""
_PATIENCE = 0.3
"""Seconds the lock waits for a call that is under way."""
_SCREEN_SAVERS = (
    "org.freedesktop.ScreenSaver",
    "org.gnome.ScreenSaver",
    "org.cinnamon.ScreenSaver",
    "org.mate.ScreenSaver",
    "org.xfce.ScreenSaver",
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
        self._buses: tuple[_Bus, ...] = (
            _Logind(_system_bus() if system is None else system, self),
            _ScreenSavers(_session_bus() if session is None else session, self),
        )

    @property
    def holds_sleep(self) -> bool:
        """Whether the computer waits with sleeping until this program is locked."""
        return any(bus.delay is not None for bus in self._buses)

    def listen(self) -> None:
        """Wait for both buses; what is not there tells nothing."""
        for bus in self._buses:
            bus.start()

    def stop(self) -> None:
        """Hear nothing any more, and hold nothing back."""
        for bus in self._buses:
            bus.stop()


class _Bus:
    """One bus and the thread that waits for it."""

    def __init__(self, address: str, session: Session) -> None:
        self.delay: FileDescriptor | None = None
        self._address, self._session = address, session
        self._is_wanted = True
        self._socket: socket.socket | None = None
        self._connection: DBusConnection | None = None
        self._answers: dict[int, Callable[[Any], None]] = {}
        self._has_called = threading.Event()
        """Set once the bus took the call, or there turned out to be none."""
        self._thread = threading.Thread(target=self._follow, name="bus", daemon=True)

    def start(self) -> None:
        if self._address:
            self._thread.start()

    def stop(self) -> None:
        """End the thread; the bus sees that we are gone.

        A bus that takes no call is not waited for: its thread ends with its own time limit.
        """
        if self._thread.ident is None:
            return
        self._is_wanted = False
        if self._has_called.wait(_PATIENCE):
            if self._socket is not None:
                with contextlib.suppress(OSError):  # it is gone already
                    self._socket.shutdown(socket.SHUT_RDWR)
            self._thread.join()

    def _follow(self) -> None:
        try:
            self._socket = prep_socket(get_bus(self._address), enable_fds=True, timeout=_CALLING)
        except Exception:
            return  # there is no such bus, or it does not want us: nothing is told
        finally:
            self._has_called.set()
        with self._socket:
            if self._is_wanted:
                self._listen(self._socket)

    def _listen(self, bus: socket.socket) -> None:
        try:
            self._connection = DBusConnection(bus, enable_fds=True)
            self._begin()
            while True:
                self._take(self._connection.receive())
        except (OSError, RuntimeError, DBusErrorResponse):
            pass  # the bus ended or does not greet us, or the window ended
        finally:
            if self.delay is not None:
                self.delay.close()
                self.delay = None
            if self._connection is not None:
                self._connection.close()

    def _begin(self) -> None:
        """Say what is to be heard."""
        raise NotImplementedError

    def _heard(self, interface: str, member: str, body: Sequence[Any]) -> None:
        """Take a signal."""
        raise NotImplementedError

    def _hear(self, **signal: str) -> None:
        assert self._connection is not None
        self._connection.send(message_bus.AddMatch(MatchRule(type="signal", **signal)))

    def _ask(self, method: Message, answered: Callable[[Any], None] = lambda _answer: None) -> None:
        """Call a method; an error is no answer."""
        assert self._connection is not None
        serial = next(self._connection.outgoing_serial)
        self._answers[serial] = answered
        self._connection.send(method, serial=serial)

    def _take(self, message: Message) -> None:
        kind, fields = message.header.message_type, message.header.fields
        answered = self._answers.pop(fields.get(HeaderFields.reply_serial, 0), None)
        if kind == MessageType.method_return and answered is not None and message.body:
            answered(message.body[0])
        elif kind == MessageType.signal:
            interface = fields.get(HeaderFields.interface, "")
            self._heard(interface, fields.get(HeaderFields.member, ""), message.body)


class _ScreenSavers(_Bus):
    """Those of every desktop have the same signal."""

    def _begin(self) -> None:
        for saver in _SCREEN_SAVERS:
            self._hear(interface=saver, member="ActiveChanged")

    def _heard(self, interface: str, member: str, body: Sequence[Any]) -> None:
        if interface in _SCREEN_SAVERS and member == "ActiveChanged" and body[:1] == (True,):
            self._session.locked.emit()


class _Logind(_Bus):
    """Tells about sleep, which it delays for us, the lid, and the lock of our session."""

    def _begin(self) -> None:
        self._hear(sender=_LOGIND, interface=_MANAGER, member="PrepareForSleep")
        # Not every computer sleeps when its lid closes: not one with a second screen. Logind tells
        # of the lid since systemd 256, and UPower told of it until then.
        self._follow_properties(_LOGIND, _LOGIND_PATH)
        self._follow_properties(_UPOWER, _UPOWER_PATH)
        self._hold_sleep()
        place = DBusAddress(_OWN_SESSION, bus_name=_LOGIND, interface=_PROPERTIES)
        self._ask(new_method_call(place, "Get", "ss", (_SESSION, "Id")), self._find_session)

    def _heard(self, interface: str, member: str, body: Sequence[Any]) -> None:
        if (interface, member) == (_MANAGER, "PrepareForSleep"):
            if body[:1] == (True,):
                self._session.going_to_sleep.emit()
            else:
                self._hold_sleep()
        elif (interface, member) == (_SESSION, "Lock"):
            self._session.locked.emit()
        elif (interface, member) == (_PROPERTIES, "PropertiesChanged"):
            name, changed = body[0], body[1]
            if changed.get(_HINTS.get(name)) == ("b", True):
                self._session.locked.emit()

    def _hold_sleep(self) -> None:
        words = ("sleep", "Vertrouwen", _("vergrendelt eerst"), "delay")
        self._ask(_call_of("Inhibit", "ssss", words), self._keep_delay)

    def _keep_delay(self, delay: FileDescriptor) -> None:
        if self.delay is not None:
            self.delay.close()
        # It must end with this process, and not live on in the next.
        os.set_inheritable(delay.fileno(), False)
        self.delay = delay

    def _find_session(self, number: tuple[str, str]) -> None:
        self._ask(_call_of("GetSession", "s", (number[1],)), self._follow_session)

    def _follow_session(self, path: str) -> None:
        self._hear(sender=_LOGIND, path=path, interface=_SESSION, member="Lock")
        self._follow_properties(_LOGIND, path)

    def _follow_properties(self, sender: str, path: str) -> None:
        self._hear(sender=sender, path=path, interface=_PROPERTIES, member="PropertiesChanged")


def _call_of(method: str, signature: str, body: tuple[str, ...]) -> Message:
    place = DBusAddress(_LOGIND_PATH, bus_name=_LOGIND, interface=_MANAGER)
    return new_method_call(place, method, signature, body)


def _system_bus() -> str:
    return _within("DBUS_SYSTEM_BUS_ADDRESS", _SYSTEM_SOCKET)


def _session_bus() -> str:
    runtime = Path(os.environ.get("XDG_RUNTIME_DIR", "/nonexistent"))
    return _within("DBUS_SESSION_BUS_ADDRESS", runtime / "bus")


def _within(variable: str, place: Path) -> str:
    """Return the address of a bus on this computer that runs already, or ""."""
    address = os.environ.get(variable, "")
    if not address:
        return f"unix:path={place}" if place.is_socket() else ""
    return address if address.startswith("unix:") else ""  # others are reached over the network
