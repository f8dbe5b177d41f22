"""Windows and macOS, with their events and libraries imagined."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QCompleter,
    QDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QWidget,
)
from pytestqt.qtbot import QtBot

from vertrouwen.ui.lock.capture import Capture, MacosScreen, WindowsScreen
from vertrouwen.ui.lock.clipboard import MACOS_HINTS, PassingClipboard
from vertrouwen.ui.lock.macos_session import LEAVES, LOCKS, SLEEPS, MacosSession
from vertrouwen.ui.lock.session import Session
from vertrouwen.ui.lock.windows_session import Message, PowerSetting, WindowsSession

LID = "4D0F3EBA17B89440A2D1D56379E6A0F3"
"""GUID_LIDSWITCH_STATE_CHANGE as it stands in memory."""


class Told:
    """What a session told."""

    def __init__(self, session: Session) -> None:
        self.all: list[str] = []
        session.going_to_sleep.connect(lambda: self.all.append("sleep"))
        session.locked.connect(lambda: self.all.append("lock"))


class Registrar:
    """Windows' libraries that tell windows about their session, sleep and the lid."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int, int]] = []

    def WTSRegisterSessionNotification(self, window: int, flags: int) -> bool:
        self.asked.append(("session", window, flags))
        return True

    def RegisterSuspendResumeNotification(self, window: int, flags: int) -> int:
        self.asked.append(("sleep", window, flags))
        return 1

    def RegisterPowerSettingNotification(self, window: int, which: Any, flags: int) -> int:
        self.asked.append((ctypes.string_at(which, 16).hex().upper(), window, flags))
        return 1


class ObjC:
    """The runtime of macOS: hands out numbers and remembers the messages."""

    def __init__(self) -> None:
        self.sent: list[tuple[Any, ...]] = []
        self.centres: dict[int, dict[str, Any]] = {}
        self._names: dict[int, str] = {}

    def named(self, name: str) -> int:
        return self._number(name)

    def text(self, words: str) -> int:
        return self._number(f'"{words}"')

    def call(self, target: int, selector: str, *arguments: int) -> int:
        names = tuple(self._names.get(number, number) for number in (target, *arguments))
        self.sent.append((names[0], selector, *names[1:]))
        return self._number(f"{names[0]}.{selector}")

    def observe(self, centre: int, names: tuple[str, ...], heard: Any) -> None:
        for name in names:
            self.centres.setdefault(centre, {})[name] = heard

    def notify(self, centre: str, name: str) -> None:
        self.centres[self._number(centre)][name]()

    def _number(self, name: str) -> int:
        for number, known in self._names.items():
            if known == name:
                return number
        self._names[len(self._names) + 1000] = name
        return len(self._names) + 999


@pytest.mark.parametrize(
    ("message", "wparam", "told"),
    [
        (0x0218, 0x0004, ["sleep"]),  # the system suspends
        (0x0218, 0x0012, []),  # it woke up
        (0x02B1, 0x0007, ["lock"]),  # the session was locked
        (0x02B1, 0x0002, ["lock"]),  # another user took the console
        (0x02B1, 0x0008, []),  # it was unlocked
        (0x0100, 0x0007, []),  # a key
    ],
)
def test_windows_says_so_with_a_message(
    message: int, wparam: int, told: list[str], qtbot: QtBot
) -> None:
    session = WindowsSession(Registrar(), Registrar())
    heard = Told(session)
    assert send(session, message, wparam) == (False, 0)
    assert heard.all == told


def send(session: WindowsSession, message: int, wparam: int, lparam: int = 0) -> object:
    """Send a message as Windows does."""
    sent = Message(message=message, wparam=wparam, lparam=lparam)
    return session._filter.nativeEventFilter(b"windows_generic_MSG", ctypes.addressof(sent))


@pytest.mark.parametrize(
    ("which", "values", "told"),
    [
        (LID, [1, 0], ["lock"]),
        (LID, [0], []),  # it was closed from the start, beneath a screen of its own
        (LID, [0, 0], []),  # the same, told to a second window
        (LID, [0, 1, 0], ["lock"]),
        (LID, [1, 1], []),
        ("00" * 16, [1, 0], []),  # another setting
    ],
)
def test_windows_says_that_the_lid_closes(
    which: str, values: list[int], told: list[str], qtbot: QtBot
) -> None:
    session = WindowsSession(Registrar(), Registrar())
    heard = Told(session)
    for value in values:
        setting = PowerSetting((ctypes.c_ubyte * 16)(*bytes.fromhex(which)), 4, value)
        send(session, 0x0218, 0x8013, ctypes.addressof(setting))
    assert heard.all == told


def test_windows_tells_each_window_once_about_session_sleep_and_lid(qtbot: QtBot) -> None:
    registrar = Registrar()
    session = WindowsSession(registrar, registrar)
    session.listen()
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWindow() is window.windowHandle())
    session._register()
    number = int(window.winId())
    assert registrar.asked == [(what, number, 0) for what in ("session", "sleep", LID)]
    session.stop()


@pytest.mark.parametrize("name", [*SLEEPS, *LEAVES, *LOCKS])
def test_macos_says_so_in_its_centres(name: str, qtbot: QtBot) -> None:
    objc = ObjC()
    session = MacosSession(objc)  # type: ignore[arg-type]
    heard = Told(session)
    session.listen()
    centre = (
        "NSDistributedNotificationCenter.defaultCenter"
        if name in LOCKS
        else "NSWorkspace.sharedWorkspace.notificationCenter"
    )
    objc.notify(centre, name)
    assert heard.all == (["sleep"] if name in SLEEPS else ["lock"])


class User32:
    """Windows' library of windows; an old one does not know how to leave a window out."""

    def __init__(self, is_old: bool = False) -> None:
        self.is_old = is_old
        self.affinity: dict[int, int] = {}

    def SetWindowDisplayAffinity(self, window: int, affinity: int) -> bool:
        if self.is_old and affinity == 0x11:
            return False
        self.affinity[window] = affinity
        return True


@pytest.mark.parametrize(("is_old", "affinity"), [(False, 0x11), (True, 0x01)])
def test_windows_keeps_every_window_off_captures(is_old: bool, affinity: int, qtbot: QtBot) -> None:
    user32 = User32(is_old)
    capture = Capture(WindowsScreen(user32))
    first, later = QWidget(), QWidget()
    for widget in (first, later):
        qtbot.addWidget(widget)
    first.show()
    capture.set_allowed(False)
    later.show()
    capture.look()
    numbers = [int(first.winId()), int(later.winId())]
    assert [user32.affinity[number] for number in numbers] == [affinity, affinity]
    capture.set_allowed(True)
    assert [user32.affinity[number] for number in numbers] == [0, 0]


def a_dialog(window: QWidget) -> None:
    QDialog(window).open()


def a_menu(window: QWidget) -> None:
    menu = QMenu(window)
    menu.addAction("Zaak van Noor Kanariegeel")
    menu.popup(window.pos())


def a_hint(window: QWidget) -> None:
    # Qt's own goes at once where no pointer rests on what it explains.
    QLabel("Noor Kanariegeel", window, Qt.WindowType.ToolTip).show()


def a_list_to_choose_from(window: QWidget) -> None:
    field = QLineEdit(window)
    field.show()
    completer = QCompleter(["Noor Kanariegeel"], field)
    field.setCompleter(completer)
    completer.setCompletionPrefix("Noor")
    completer.complete()


def a_box_that_drops_down(window: QWidget) -> None:
    box = QComboBox(window)
    box.addItems(["Noor Kanariegeel"])
    box.show()
    box.showPopup()


@pytest.mark.parametrize(
    "show", [a_dialog, a_menu, a_hint, a_list_to_choose_from, a_box_that_drops_down]
)
def test_what_opens_over_a_window_is_kept_off_captures_too(
    show: Callable[[QWidget], None], qtbot: QtBot
) -> None:
    user32 = User32()
    capture = Capture(WindowsScreen(user32))
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    capture.set_allowed(False)
    show(window)
    (over,) = {part for part in QApplication.topLevelWidgets() if part.isVisible()} - {window}
    handle = over.windowHandle()
    qtbot.waitUntil(lambda: user32.affinity.get(int(handle.winId())) == 0x11)


def test_a_window_that_was_hidden_is_told_anew(qtbot: QtBot) -> None:
    user32 = User32()
    capture = Capture(WindowsScreen(user32))
    window = QWidget()
    qtbot.addWidget(window)
    capture.set_allowed(False)
    window.show()
    capture.look()
    window.hide()
    capture.set_allowed(True)
    window.show()
    qtbot.waitUntil(lambda: user32.affinity[int(window.winId())] == 0)


def test_macos_keeps_a_window_off_captures() -> None:
    objc = ObjC()
    screen = MacosScreen(objc)  # type: ignore[arg-type]
    view = objc.named("view")
    screen.show_to_others(view, False)
    screen.show_to_others(view, True)
    assert [sent for sent in objc.sent if sent[1] == "setSharingType:"] == [
        ("view.window", "setSharingType:", 0),
        ("view.window", "setSharingType:", 1),
    ]


def test_where_a_system_can_do_nothing_nothing_is_tried(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    capture = Capture(None)
    capture.set_allowed(False)
    capture.look()


def test_macos_is_told_not_to_keep_a_copy(qtbot: QtBot) -> None:
    objc = ObjC()
    clipboard = QApplication.clipboard()
    kept = PassingClipboard(clipboard, objc)  # type: ignore[arg-type]
    data = QMimeData()
    data.setText("Noor Kanarie")
    clipboard.setMimeData(data, QClipboard.Mode.Clipboard)
    types = [sent[3] for sent in objc.sent if sent[1] == "setString:forType:"]
    assert types == [f'"{name}"' for name in MACOS_HINTS]
    kept.clear()
