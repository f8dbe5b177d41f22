"""One window in the place of the one before: where it stands, and how large."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from vertrouwen.services.preferences import Preferences

_FIRST_SIZE = QSize(1280, 800)


def show_in_place(
    window: QWidget, old: QWidget | None, preferences: Preferences, *, is_minimised: bool
) -> None:
    """Show a window where the one before it stands.

    Args:
        window: not shown yet.
        old: stays as it is; None for the first window of this process.
        preferences: know the size of the last window of the process before.
        is_minimised: the first one does not take the screen.
    """
    if old is None:
        kept = preferences.window_size
        size = _FIRST_SIZE if kept is None else QSize(*kept)
        # No more than the screen has: not every desktop makes a window smaller by itself.
        window.resize(size.boundedTo(window.screen().availableSize()))
        if is_minimised:
            window.showMinimized()
        elif preferences.is_maximised:
            window.showMaximized()
        else:
            window.show()
        return
    if old.isMaximized():
        window.setGeometry(old.normalGeometry())
        window.showMaximized()
    else:
        window.setGeometry(old.geometry())
        window.show()


def with_size_of(window: QWidget, preferences: Preferences) -> Preferences:
    """Return the preferences with the size that a window has, or has when it is normal again."""
    is_large = window.isMaximized()
    normal = window.normalGeometry().size()
    is_normal = not is_large and not window.isMinimized()
    size = window.size() if is_normal or normal.isEmpty() else normal
    return replace(preferences, window_size=(size.width(), size.height()), is_maximised=is_large)
