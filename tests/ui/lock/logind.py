"""A bus of its own with an imagined logind and screen saver on it."""

from __future__ import annotations

import os
import select
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from jeepney import (
    DBusAddress,
    HeaderFields,
    Message,
    MessageType,
    new_error,
    new_method_return,
    new_signal,
)
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, open_dbus_connection

SESSION = "/org/freedesktop/login1/session/_37"
_MANAGER = DBusAddress("/org/freedesktop/login1", interface="org.freedesktop.login1.Manager")
_SESSION = DBusAddress(SESSION, interface="org.freedesktop.login1.Session")
UPOWER = "org.freedesktop.UPower"
_PROPERTIES = DBusAddress(SESSION, interface="org.freedesktop.DBus.Properties")


class Logind:
    """Answers like logind, and tells what a test has it tell."""

    def __init__(self, address: str) -> None:
        """Take the names on the bus at this address."""
        self.address = address
        self.inhibited = threading.Event()
        self.released = threading.Event()
        self.asked: list[tuple[str, tuple[Any, ...]]] = []
        self._bus: DBusConnection = open_dbus_connection(address, enable_fds=True)
        for name in ("org.freedesktop.login1", UPOWER, "org.freedesktop.ScreenSaver"):
            self._bus.send_and_get_reply(message_bus.RequestName(name))
        self._delay: tuple[int, int] | None = None
        self._stop, self._stopped = os.pipe()
        self._sending = threading.Lock()
        self._thread = threading.Thread(target=self._answer, daemon=True)
        self._thread.start()

    def prepare_for_sleep(self, is_going: bool = True) -> None:
        """Say that the computer goes to sleep, or woke up."""
        self._tell(new_signal(_MANAGER, "PrepareForSleep", "b", (is_going,)))

    def lock_session(self, path: str = SESSION) -> None:
        """Ask a session to lock."""
        address = DBusAddress(path, interface=_SESSION.interface)
        self._tell(new_signal(address, "Lock"))

    def hint_locked(self) -> None:
        """Say that a property of the session changed: its desktop has locked it."""
        changed = {"LockedHint": ("b", True)}
        body = (_SESSION.interface, changed, [])
        self._tell(new_signal(_PROPERTIES, "PropertiesChanged", "sa{sv}as", body))

    def hint_idle(self) -> None:
        """Say that another property changed."""
        body = (_SESSION.interface, {"IdleHint": ("b", True)}, [])
        self._tell(new_signal(_PROPERTIES, "PropertiesChanged", "sa{sv}as", body))

    def lid(self, is_closed: bool, teller: str = _MANAGER.interface) -> None:
        """Say that the lid was closed or opened, as logind does or as UPower did."""
        path, name = (
            ("/org/freedesktop/UPower", "LidIsClosed")
            if teller == UPOWER
            else (_MANAGER.object_path, "LidClosed")
        )
        address = DBusAddress(path, interface=_PROPERTIES.interface)
        body = (teller, {name: ("b", is_closed)}, [])
        self._tell(new_signal(address, "PropertiesChanged", "sa{sv}as", body))

    def screen_saver(self, saver: str, is_active: bool) -> None:
        """Have a screen saver take the screen or give it back."""
        address = DBusAddress("/org/freedesktop/ScreenSaver", interface=saver)
        self._tell(new_signal(address, "ActiveChanged", "b", (is_active,)))

    def close(self) -> None:
        """Leave the bus."""
        os.close(self._stopped)
        self._thread.join()
        self._bus.close()
        os.close(self._stop)

    def _tell(self, message: Message) -> None:
        with self._sending:
            self._bus.send(message)

    def _answer(self) -> None:
        while True:
            ready, _, _ = select.select([self._bus.sock, self._stop], [], [])
            if self._stop in ready:
                return
            message = self._bus.receive()
            if message.header.message_type == MessageType.method_call:
                self._tell(self._reply(message))
                self._let_go()

    def _reply(self, message: Message) -> Message:
        method = message.header.fields[HeaderFields.member]
        body = message.body
        self.asked.append((method, body))
        if method == "Inhibit":
            self._delay = os.pipe()
            return new_method_return(message, "h", (self._delay[1],))
        if method == "Get" and body[1] == "Id":
            return new_method_return(message, "v", (("s", "7"),))
        if method == "GetSession" and body == ("7",):
            return new_method_return(message, "o", (SESSION,))
        return new_error(message, "org.freedesktop.DBus.Error.UnknownMethod")

    def _let_go(self) -> None:
        """Close our end of a delay that was sent; its pipe ends when the program does the same."""
        if self._delay is None:
            return
        (waiting, given), self._delay = self._delay, None
        os.close(given)

        def wait() -> None:
            os.read(waiting, 1)
            os.close(waiting)
            self.released.set()

        threading.Thread(target=wait, daemon=True).start()
        self.inhibited.set()


@contextmanager
def private_bus() -> Iterator[str]:
    """Run a bus for as long as the block lasts; gives its address."""
    daemon = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert daemon.stdout is not None
        yield daemon.stdout.readline().strip()
    finally:
        daemon.terminate()
        daemon.wait()
        daemon.stdout.close()
