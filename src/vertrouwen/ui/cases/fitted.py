"""Widgets that work out their own height.

Nested layouts ask a wrapped text for its height twice per level, so at ten levels a thousand
times: a long case took half a minute. A widget that says a fixed height for the width it has
ends the asking.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from vertrouwen.ui.theme import theme

_UNBOUNDED = 16_777_215
"""QWIDGETSIZE_MAX: no limit to a height."""


class Fitted(QWidget):
    """A widget whose height is fixed as its layout wants it for its width; mix in first."""

    _is_fixed = True
    _least = 0

    def follow_theme(self) -> None:
        """Fit anew when sizes change; called once when the widget is made."""
        theme().changed.connect(self.fit, Qt.ConnectionType.QueuedConnection)

    def hasHeightForWidth(self) -> bool:
        """Tell the layouts above that there is nothing to ask."""
        return not self._is_fixed

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the height to another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()

    def set_fixed(self, is_fixed: bool) -> None:
        """Say a fixed height, or leave it to the layouts while the content changes by itself."""
        self._is_fixed = is_fixed
        if is_fixed:
            self.fit()
        else:
            self.setMinimumHeight(theme().px(self._least))
            self.setMaximumHeight(_UNBOUNDED)
        self.updateGeometry()

    def fit(self) -> None:
        """Take the height the layout wants."""
        layout = self.layout()
        if self._is_fixed and layout is not None and self.width() > 0:
            wanted = layout.totalHeightForWidth(self.width())
            self.setFixedHeight(max(theme().px(self._least), wanted))
