"""What the computer tells: it goes to sleep, or its session is locked."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Signal


class Session(QObject):
    """A session of which nothing is told; the systems have their own kinds.

    Signals:
        going_to_sleep: the computer is about to sleep.
        locked: the session was locked, the screen saver took the screen, or the lid closed.
    """

    going_to_sleep = Signal()
    locked = Signal()

    def listen(self) -> None:
        """Listen from now on; where the system tells nothing, nothing is heard."""


def this_session(parent: QObject) -> Session:
    """Return the session of this system."""
    if sys.platform == "linux":
        from vertrouwen.ui.lock.linux_session import LinuxSession

        return LinuxSession(parent=parent)
    if sys.platform == "win32":
        from vertrouwen.ui.lock.windows_session import WindowsSession

        return WindowsSession(parent=parent)
    if sys.platform == "darwin":
        from vertrouwen.ui.lock.macos_session import MacosSession

        return MacosSession(parent=parent)
    return Session(parent)
