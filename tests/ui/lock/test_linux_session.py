"""Sleep and session lock on Linux, against a bus with an imagined logind."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from tests.ui.lock.logind import UPOWER, Logind, private_bus

if sys.platform != "linux":
    pytest.skip("logind and screen savers of Linux", allow_module_level=True)

from vertrouwen.ui.lock.linux_session import LinuxSession, _session_bus, _system_bus

NOBODY = "unix:path=/nonexistent/bus"


@pytest.fixture
def logind() -> Iterator[Logind]:
    with private_bus() as address:
        service = Logind(address)
        yield service
        service.close()


@pytest.fixture
def session(logind: Logind, qtbot: QtBot) -> Iterator[LinuxSession]:
    listening = LinuxSession(logind.address, logind.address)
    listening.listen()
    qtbot.waitUntil(lambda: logind.inhibited.is_set() and listening.holds_sleep)
    heard: list[None] = []

    def is_followed() -> bool:
        logind.lock_session()
        return bool(heard)

    listening.locked.connect(lambda: heard.append(None))
    qtbot.waitUntil(is_followed)
    # The bus keeps the order: after this one, nothing of the above is under way any more.
    with qtbot.waitSignal(listening.going_to_sleep):
        logind.prepare_for_sleep()
    yield listening
    listening.stop()


def test_sleep_is_told_and_waits_until_the_program_lets_go(
    session: LinuxSession, logind: Logind, qtbot: QtBot
) -> None:
    assert ("Inhibit", ("sleep", "Vertrouwen", "vergrendelt eerst", "delay")) in logind.asked
    with qtbot.waitSignal(session.going_to_sleep):
        logind.prepare_for_sleep()
    assert not logind.released.is_set()
    session.stop()
    qtbot.waitUntil(logind.released.is_set)


def test_after_waking_up_the_next_sleep_waits_too(
    session: LinuxSession, logind: Logind, qtbot: QtBot
) -> None:
    logind.inhibited.clear()
    logind.prepare_for_sleep(False)
    qtbot.waitUntil(logind.inhibited.is_set)


def test_a_lock_of_the_session_is_told_when_logind_asks_for_it(
    session: LinuxSession, logind: Logind, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(session.locked):
        logind.lock_session()


def test_a_lock_of_the_session_is_told_when_the_desktop_notes_it(
    session: LinuxSession, logind: Logind, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(session.locked):
        logind.hint_locked()


@pytest.mark.parametrize("teller", ["org.freedesktop.login1.Manager", UPOWER])
def test_a_lid_that_closes_is_told_also_when_nothing_sleeps(
    teller: str, session: LinuxSession, logind: Logind, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(session.locked):
        logind.lid(True, teller)


def test_what_concerns_another_session_or_property_is_no_lock(
    session: LinuxSession, logind: Logind, qtbot: QtBot
) -> None:
    told: list[str] = []
    session.locked.connect(lambda: told.append("locked"))
    session.going_to_sleep.connect(lambda: told.append("sleep"))
    logind.lock_session("/org/freedesktop/login1/session/_38")
    logind.hint_idle()
    logind.lid(is_closed=False)
    logind.screen_saver("org.freedesktop.ScreenSaver", is_active=False)
    # One bus hands everything on in its order: what comes after proves that nothing was missed.
    with qtbot.waitSignal(session.going_to_sleep):
        logind.prepare_for_sleep()
    assert told == ["sleep"]


@pytest.mark.parametrize(
    "saver",
    [
        "org.freedesktop.ScreenSaver",
        "org.gnome.ScreenSaver",
        "org.cinnamon.ScreenSaver",
        "org.mate.ScreenSaver",
        "org.xfce.ScreenSaver",
    ],
)
def test_a_screen_saver_is_told(
    saver: str, session: LinuxSession, logind: Logind, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(session.locked):
        logind.screen_saver(saver, is_active=True)


@pytest.mark.parametrize("address", ["", NOBODY])
def test_without_a_bus_nothing_is_heard_and_nothing_hangs(address: str, qtbot: QtBot) -> None:
    session = LinuxSession(address, address)
    session.listen()
    assert not session.holds_sleep
    session.stop()


def test_a_bus_without_logind_does_no_harm(qtbot: QtBot) -> None:
    with private_bus() as address:
        session = LinuxSession(address, address)
        session.listen()
        session.stop()


@pytest.mark.parametrize("answers", [(), (b"OK 0123456789abcdef\r\n", b"AGREE_UNIX_FD\r\n")])
def test_a_bus_that_falls_silent_is_left_with_its_socket_closed(
    answers: tuple[bytes, ...], tmp_path: Path, qtbot: QtBot
) -> None:
    with socket.socket(socket.AF_UNIX) as bus:
        bus.bind(str(tmp_path / "bus"))
        bus.listen()
        session = LinuxSession("", f"unix:path={tmp_path / 'bus'}")
        session.listen()
        caller, _address = bus.accept()
        caller.settimeout(20)
        with caller:
            for answer in answers:
                while not caller.recv(1024).endswith(b"\r\n"):
                    pass
                caller.sendall(answer)
            session.stop()
            while caller.recv(1024):  # until it hangs up
                pass


def test_no_bus_is_started_where_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", "/nonexistent")
    assert _session_bus() == ""
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", NOBODY)
    assert _system_bus() == NOBODY


@pytest.mark.parametrize("address", ["autolaunch:", "tcp:host=localhost,port=1"])
def test_only_a_bus_on_this_computer_is_asked(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    assert _session_bus() == ""
