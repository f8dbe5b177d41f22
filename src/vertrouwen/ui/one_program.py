"""One program at a time works with a vault: waiting for the one before, or calling it forward."""

from __future__ import annotations

import time

from PySide6.QtCore import QFileSystemWatcher, QObject, Signal
from PySide6.QtWidgets import QWidget

from vertrouwen.services.vault_access import VaultAccess

ANSWER_SECONDS = 1.5
"""How long a second start waits for the first program to show itself."""
PARTING_SECONDS = 2.0
"""How long the process that was locked may still hold the vault."""


class ForwardCalls(QObject):
    """Hears another start that asks this program to show itself.

    Signals:
        asked: it asked, and was answered.
    """

    asked = Signal()

    def __init__(self, access: VaultAccess, parent: QObject) -> None:
        """Make it; `listen` begins.

        Args:
            access: the way into the vault.
            parent: Qt's owner.
        """
        super().__init__(parent)
        self._access = access
        self._watcher: QFileSystemWatcher | None = None

    def listen(self) -> None:
        """Listen from now on; the vault's folder is there."""
        if self._watcher is None:
            self._watcher = QFileSystemWatcher(self)
            self._watcher.directoryChanged.connect(lambda _path: self._look())
        self._watcher.addPath(str(self._access.folder))

    def _look(self) -> None:
        if self._access.was_asked_forward():
            self.asked.emit()


def bring_forward(window: QWidget) -> None:
    """Bring a window up, before the other windows of the desktop."""
    if window.isMinimized():
        window.showNormal()
    window.raise_()
    window.activateWindow()


def claim(access: VaultAccess, after_a_lock: bool) -> None:
    """Take the vault.

    Args:
        access: the way into it.
        after_a_lock: the process that was locked may need a moment to let go of it.

    Raises:
        VaultError: `vault_in_use`, or an environment error.
    """
    deadline = time.monotonic() + (PARTING_SECONDS if after_a_lock else 0)
    while True:
        try:
            access.claim()
        except Exception as error:
            if getattr(error, "code", "") != "vault_in_use" or time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


def first_program_answers(access: VaultAccess) -> bool:
    """Ask the first program to come forward; True when it took the request."""
    try:
        request = access.ask_first_program_forward()
    except Exception:
        return False
    deadline = time.monotonic() + ANSWER_SECONDS
    while time.monotonic() < deadline:
        if not request.exists():
            return True
        time.sleep(0.02)
    return False
