"""The moment the adviser closes a window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget


class Closing(QObject):
    """Tells when the adviser closes a window; the window itself has heard it first."""

    def __init__(self, window: QWidget, closed: Callable[[], None]) -> None:
        """Watch a window; `closed` is called after its own closeEvent."""
        super().__init__(window)
        self._closed = closed

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell of the close, and let it happen."""
        if event.type() == QEvent.Type.Close:
            # After the window's own closeEvent, in which screens hand out their drafts.
            QTimer.singleShot(0, self._closed)
        return False
