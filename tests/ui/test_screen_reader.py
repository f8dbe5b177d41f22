"""The running program driven over AT-SPI, as a screen reader drives it: no mouse, no inside view.

The test brings a session bus of its own; the accessibility bus starts on it by itself.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jeepney import DBusAddress, MessageType, Properties, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from tests.conftest import KeyringOnDemand

from vertrouwen.bootstrap import vault_access
from vertrouwen.services.read_organisations import organisations
from vertrouwen.services.settings import set_profile

pytestmark = pytest.mark.skipif(
    not os.environ.get("DISPLAY") or shutil.which("dbus-daemon") is None,
    reason="needs an X server and a D-Bus daemon; make test has both",
)

PASSPHRASE = "zes losse woorden voor een proef"
CLIENT = "Waterschap De Reiger"
ACCESSIBLE = "org.a11y.atspi.Accessible"
ROOT = "/org/a11y/atspi/accessible/root"
PATIENCE_SECONDS = 30
ANSWER_SECONDS = 10


class Thing:
    """One object of the running program, seen from outside."""

    def __init__(self, connection: DBusConnection, bus: str, path: str) -> None:
        self.connection, self.bus, self.path = connection, bus, path

    def _call(
        self, interface: str, method: str, signature: str | None = None, body: tuple[Any, ...] = ()
    ) -> Any:
        address = DBusAddress(self.path, bus_name=self.bus, interface=interface)
        message = new_method_call(address, method, signature, body)
        reply = self.connection.send_and_get_reply(message, timeout=ANSWER_SECONDS)
        if reply.header.message_type is MessageType.error:
            raise LookupError(method)
        return reply.body[0] if reply.body else None

    @property
    def name(self) -> str:
        address = DBusAddress(self.path, bus_name=self.bus, interface=ACCESSIBLE)
        reply = self.connection.send_and_get_reply(
            Properties(address).get("Name"), timeout=ANSWER_SECONDS
        )
        if reply.header.message_type is MessageType.error:
            raise LookupError("Name")
        return str(reply.body[0][1])

    @property
    def role(self) -> str:
        return str(self._call(ACCESSIBLE, "GetRoleName"))

    @property
    def is_showing(self) -> bool:
        low, _high = self._call(ACCESSIBLE, "GetState")
        return bool(low >> 25 & 1)  # ATSPI_STATE_SHOWING

    def children(self) -> list[Thing]:
        found = self._call(ACCESSIBLE, "GetChildren")
        return [Thing(self.connection, bus, path) for bus, path in found]

    def press(self) -> None:
        names = [action[0] for action in self._call("org.a11y.atspi.Action", "GetActions")]
        number = names.index("Press") if "Press" in names else 0
        self._call("org.a11y.atspi.Action", "DoAction", "i", (number,))

    def type(self, text: str) -> None:
        assert self._call("org.a11y.atspi.EditableText", "SetTextContents", "s", (text,))


class ScreenReader:
    """Finds things by what it would say about them."""

    def __init__(self, session: str) -> None:
        bus = open_dbus_connection(bus=session)
        launcher = DBusAddress("/org/a11y/bus", bus_name="org.a11y.Bus", interface="org.a11y.Bus")
        reply = bus.send_and_get_reply(
            new_method_call(launcher, "GetAddress"), timeout=PATIENCE_SECONDS
        )
        bus.close()
        self.connection = open_dbus_connection(bus=reply.body[0])

    def close(self) -> None:
        self.connection.close()

    def find(self, name: str, role: str) -> Thing:
        """Wait until something of this name and role is on the screen."""
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            for thing in self.everything():
                try:
                    if thing.name == name and thing.role == role and thing.is_showing:
                        return thing
                except LookupError:
                    continue  # it went away while it was looked at
        heard = sorted({f"{t.role}: {t.name}" for t in self.everything()})
        raise AssertionError(f"no {role} called {name!r} among {heard}")

    def everything(self) -> Iterator[Thing]:
        root = Thing(self.connection, "org.a11y.atspi.Registry", ROOT)
        waiting = deque([root])
        while waiting:
            thing = waiting.popleft()
            try:
                waiting.extend(thing.children())
            except (LookupError, TimeoutError):
                continue
            if thing is not root:
                yield thing


@pytest.fixture
def session_bus() -> Iterator[str]:
    daemon = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert daemon.stdout is not None
    yield daemon.stdout.readline().strip()
    daemon.terminate()
    daemon.wait()
    daemon.stdout.close()


@pytest.fixture
def data(tmp_path: Path, keyring_on_demand: type[KeyringOnDemand]) -> Path:
    """A practice that opens with a passphrase."""
    access = vault_access(tmp_path / "data")
    opened = access.create(access.new_keys(), PASSPHRASE, threading.Event())
    set_profile(opened.practice, "A. Voorbeeld", "NL")
    access.close()
    return tmp_path / "data"


@pytest.fixture
def program(session_bus: str, data: Path) -> Iterator[subprocess.Popen[bytes]]:
    environment = os.environ | {
        "DBUS_SESSION_BUS_ADDRESS": session_bus,
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        "QT_ACCESSIBILITY": "1",
        "QT_QPA_PLATFORM": "xcb",
    }
    environment.pop("AT_SPI_BUS_ADDRESS", None)
    process = subprocess.Popen(
        [sys.executable, "-m", "vertrouwen", "--data", str(data)], env=environment
    )
    yield process
    process.kill()
    process.wait()


@pytest.fixture
def reader(session_bus: str) -> Iterator[ScreenReader]:
    made = ScreenReader(session_bus)
    yield made
    made.close()


def test_a_screen_reader_unlocks_adds_a_client_and_locks(
    reader: ScreenReader, program: subprocess.Popen[bytes], data: Path
) -> None:
    reader.find("Wachtzin", "text").type(PASSPHRASE)
    reader.find("Ontgrendelen", "push button").press()
    reader.find("Organisaties", "push button").press()
    reader.find("Nieuwe organisatie", "push button").press()
    reader.find("Naam", "text").type(CLIENT)
    reader.find("Organisatie toevoegen", "push button").press()
    reader.find(CLIENT, "label")
    reader.find("Vergrendelen", "push button").press()
    reader.find("Ontgrendelen", "push button")
    assert program.poll() is None, "the program started again in its own place"
    program.kill()
    program.wait()
    access = vault_access(data)
    practice = access.unlock_with_passphrase(PASSPHRASE).practice
    assert [row.name for row in organisations(practice)] == [CLIENT]
    access.close()
