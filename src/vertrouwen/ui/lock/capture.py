"""Keeping the windows off shared screens and off pictures of the screen, where a system can."""

from __future__ import annotations

import ctypes
import sys
from typing import Any, Protocol

from PySide6.QtCore import QAbstractEventDispatcher, QObject
from PySide6.QtGui import QGuiApplication, QWindow

from vertrouwen.ui.objc import ObjC

_SHOWN, _LEFT_OUT, _BLACK = 0x00, 0x11, 0x01
_SHARED_NONE, _SHARED_READ_ONLY = 0, 1


class Screen(Protocol):
    """What a system can do with a window that others look at."""

    def show_to_others(self, window: int, is_shown: bool) -> None:
        """Let a window appear on captures, or keep it off them.

        Args:
            window: its number or object in the system.
            is_shown: whether others may see it.
        """


class WindowsScreen:
    """Windows leaves a window out of captures; before version 2004 it makes it black."""

    def __init__(self, user32: Any = None) -> None:
        """Use the library of the system, or one given."""
        self._user32 = user32 or ctypes.WinDLL("user32")  # type: ignore[attr-defined]

    def show_to_others(self, window: int, is_shown: bool) -> None:
        """Set the display affinity of a window."""
        if is_shown:
            self._user32.SetWindowDisplayAffinity(window, _SHOWN)
        elif not self._user32.SetWindowDisplayAffinity(window, _LEFT_OUT):
            self._user32.SetWindowDisplayAffinity(window, _BLACK)


class MacosScreen:
    """macOS does not hand the content of a window to programs that capture the old way."""

    def __init__(self, objc: ObjC | None = None) -> None:
        """Use the runtime of the system, or one given."""
        self._objc = objc or ObjC()

    def show_to_others(self, window: int, is_shown: bool) -> None:
        """Set the sharing type of the window around a view."""
        around = self._objc.call(window, "window")
        kind = _SHARED_READ_ONLY if is_shown else _SHARED_NONE
        self._objc.call(around, "setSharingType:", kind)


def this_screen() -> Screen | None:
    """Return what this system can do; None where it can do nothing, as on Linux."""
    if sys.platform == "win32":
        return WindowsScreen()
    if sys.platform == "darwin":
        return MacosScreen()
    return None


def can_be_kept_off() -> bool:
    """Whether this system has a way to keep windows off captures."""
    return sys.platform in ("win32", "darwin")


class Capture(QObject):
    """Keeps every window of the program off captures: menus, hints and lists to choose from too."""

    def __init__(self, screen: Screen | None, parent: QObject | None = None) -> None:
        """Make it; windows are seen by others until `set_allowed`.

        Args:
            screen: what the system can do.
            parent: Qt's owner.
        """
        super().__init__(parent)
        self._screen = screen
        self._is_allowed = True
        self._told: dict[QWindow, int] = {}
        if screen is not None:
            # Before each wait for the next event, and not at the event that shows a window: for
            # that one every event of every widget would pass through Python.
            QAbstractEventDispatcher.instance().aboutToBlock.connect(self.look)

    def set_allowed(self, is_allowed: bool) -> None:
        """Let others see the windows, or not."""
        if is_allowed != self._is_allowed:
            self._is_allowed = is_allowed
            self._told.clear()
            self.look()

    def look(self) -> None:
        """Tell the system of windows that were shown since the last look."""
        if self._screen is None:
            return
        shown = {
            window: int(window.winId())
            for window in QGuiApplication.topLevelWindows()
            if window.isVisible()
        }
        for window, number in shown.items():
            if self._told.get(window) != number:
                self._screen.show_to_others(number, self._is_allowed)
        self._told = shown
