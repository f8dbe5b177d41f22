"""Keeps what is answered in the wizard, so that a lock or a crash loses nothing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from vertrouwen.services.import_draft import Begun, begun, forget_begun, keep_begun
from vertrouwen.services.practice import Practice
from vertrouwen.ui.tasks import Tasks

_KEPT_AFTER_MS = 1000


class UnfinishedWork(QObject):
    """The draft of the wizard in the vault.

    Signals:
        found: the unfinished work there is (a `Begun`), or None.
    """

    found = Signal(object)

    def __init__(
        self,
        tasks: Tasks,
        practice: Practice,
        state: Callable[[], Begun | None],
        parent: QObject | None = None,
    ) -> None:
        """Watch over the wizard.

        Args:
            state: returns what there is to keep at this moment.
        """
        super().__init__(parent)
        self._tasks, self._practice, self._state = tasks, practice, state
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_KEPT_AFTER_MS)
        self._timer.timeout.connect(self._keep)

    def keep_soon(self) -> None:
        """Keep what was answered, a moment from now."""
        self._timer.start()

    def keep_now(self) -> None:
        """Keep what waits to be kept."""
        if self._timer.isActive():
            self._timer.stop()
            self._keep()

    def look(self) -> None:
        """Find out whether there is unfinished work."""
        self._tasks.run(lambda: begun(self._practice), self.found.emit, owner=self)

    def forget(self) -> None:
        """Keep nothing any more."""
        self._timer.stop()
        self._tasks.run(
            lambda: forget_begun(self._practice), lambda _change: self.found.emit(None), owner=self
        )

    def _keep(self) -> None:
        state = self._state()
        if state is not None:
            self._tasks.run(lambda: keep_begun(self._practice, state), owner=self)
