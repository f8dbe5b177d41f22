"""One window in the place of the one before: where it stands, and how large."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

_FIRST_SIZE = QSize(1280, 800)


def show_in_place(window: QWidget, old: QWidget | None, *, is_minimised: bool) -> None:
    """Show a window where the one before it stands.

    Args:
        window: not shown yet.
        old: stays as it is; None for the first window of this process.
        is_minimised: the first one does not take the screen.
    """
    if old is None:
        # No more than the screen has: not every desktop makes a window smaller by itself.
        window.resize(_FIRST_SIZE.boundedTo(window.screen().availableSize()))
        if is_minimised:
            window.showMinimized()
        else:
            window.show()
        return
    window.setGeometry(old.geometry())
    if old.isMaximized():
        window.showMaximized()
    else:
        window.show()
