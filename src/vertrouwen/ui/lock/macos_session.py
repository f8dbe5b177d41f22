"""Sleep and session lock on macOS, from its two notification centres."""

from __future__ import annotations

from PySide6.QtCore import QObject

from vertrouwen.ui.lock.session import Session
from vertrouwen.ui.objc import ObjC

SLEEPS = ("NSWorkspaceWillSleepNotification", "NSWorkspaceScreensDidSleepNotification")
LEAVES = ("NSWorkspaceSessionDidResignActiveNotification",)
LOCKS = ("com.apple.screenIsLocked", "com.apple.screensaver.didstart")


class MacosSession(Session):
    """Hears that macOS sleeps, that its screen is locked, or that another user takes it over."""

    def __init__(self, objc: ObjC | None = None, parent: QObject | None = None) -> None:
        """Make the session.

        Args:
            objc: the runtime; None is that of the system.
            parent: Qt's owner.
        """
        super().__init__(parent)
        self._objc = objc

    def listen(self) -> None:
        """Ask both centres."""
        objc = self._objc = self._objc or ObjC()
        workspace = objc.call(objc.named("NSWorkspace"), "sharedWorkspace")
        own = objc.call(workspace, "notificationCenter")
        everybodys = objc.call(objc.named("NSDistributedNotificationCenter"), "defaultCenter")
        objc.observe(own, SLEEPS, self.going_to_sleep.emit)
        objc.observe(own, LEAVES, self.locked.emit)
        objc.observe(everybodys, LOCKS, self.locked.emit)
