"""A row of the sidebar that can be pressed: its size, its ground and its icon."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QSizePolicy

from vertrouwen.ui.theme import theme
from vertrouwen.ui.widgets import PushButton

WIDTH = 192
ICON_LEFT, ICON = 14, 20


class SidebarRow(PushButton):
    """What the rows of the sidebar have in common; each draws its own words."""

    def __init__(self, text: str, height: int) -> None:
        """Make the row.

        Args:
            text: what it says.
            height: in pixels at 100 %.
        """
        super().__init__(text)
        self._height = height
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the height of the row; its width is the sidebar's."""
        return QSize(WIDTH, theme().px(self._height))

    def minimumSizeHint(self) -> QSize:
        """Return the same."""
        return self.sizeHint()

    @property
    def ground(self) -> QRectF:
        """The place of what is drawn below the words."""
        return QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)

    @property
    def words_left(self) -> int:
        """Where the words begin, beside the icon."""
        return ICON_LEFT + theme().px(ICON) + 11

    def paint_hover(self, painter: QPainter) -> None:
        """Draw the ground below the mouse."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().color("neutral"))
        painter.drawRoundedRect(self.ground, 7, 7)

    def paint_focus(self, painter: QPainter) -> None:
        """Draw the frame of the row that has the keys."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme().color("accent"), 2))
        painter.drawRoundedRect(self.ground.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)

    def paint_icon(self, painter: QPainter, icon: str, ink: str) -> None:
        """Draw the icon in the middle of the height."""
        pixmap = theme().pixmap(icon, ink, ICON, self.devicePixelRatioF())
        painter.drawPixmap(QPoint(ICON_LEFT, (self.height() - theme().px(ICON)) // 2), pixmap)
