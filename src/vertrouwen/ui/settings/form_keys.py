"""The keys of a form that is opened inside a card."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


def bind_form_keys(card: QWidget, enter: Callable[[], None], escape: Callable[[], None]) -> None:
    """Answer to Enter and Esc while something in a card has the keyboard.

    Args:
        card: holds the form, now and then.
        enter: does what the form's button does, if there is a form.
        escape: puts the form away, if there is one.
    """
    for keys, slot in (("Return", enter), ("Enter", enter), ("Esc", escape)):
        shortcut = QShortcut(QKeySequence(keys), card)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(slot)
