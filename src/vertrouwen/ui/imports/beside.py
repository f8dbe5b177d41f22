"""A table with the thing that is looked at beside it, or below it where there is little room."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from vertrouwen.ui.theme import theme

_PANEL_WIDTH = 320
_NARROW = 620
"""Pixels, at 100 % text, below which the panel goes under the table."""
_ANY_WIDTH = 16_777_215


def is_narrow(widget: QWidget) -> bool:
    """Tell whether there is too little room for two columns."""
    return widget.width() < theme().px(_NARROW)


class Beside(QWidget):
    """Table and panel."""

    def __init__(self, table: QWidget, panel: QWidget) -> None:
        """Join the two."""
        super().__init__()
        self._panel = panel
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(20)
        self._box.addWidget(table, 1)
        self._box.addWidget(panel, 1)
        panel.setFixedWidth(theme().px(_PANEL_WIDTH))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose one or two columns by the width."""
        super().resizeEvent(event)
        direction = QBoxLayout.Direction
        if is_narrow(self):
            self._box.setDirection(direction.TopToBottom)
            self._box.setSpacing(8)
            self._panel.setMinimumWidth(0)
            self._panel.setMaximumWidth(_ANY_WIDTH)
        else:
            self._box.setDirection(direction.LeftToRight)
            self._box.setSpacing(20)
            self._panel.setFixedWidth(theme().px(_PANEL_WIDTH))
