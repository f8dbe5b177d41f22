"""The mark: two half discs, slightly shifted; two people talking."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from vertrouwen.ui.theme import theme


class Mark(QWidget):
    """The mark as a picture, without words for a screen reader."""

    def __init__(self, size: int = 26) -> None:
        """Draw it this many pixels high at 100 %."""
        super().__init__()
        self.setFixedSize(theme().px(size), theme().px(size))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the two halves."""
        color = theme().color
        paint_mark(QPainter(self), QRectF(self.rect()), color("accent"), _mixed())


def paint_mark(painter: QPainter, place: QRectF, first: QColor, second: QColor) -> None:
    """Draw the mark in a square place, each half in its colour."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    edge = place.height()
    disc, shift, gap = edge * 0.88, edge * 0.12, edge * 0.05
    painter.setBrush(first)
    middle = place.center().x()
    painter.drawPie(QRectF(middle - gap - disc / 2, place.top(), disc, disc), 90 * 16, 180 * 16)
    painter.setBrush(second)
    right = QRectF(middle + gap - disc / 2, place.top() + shift, disc, disc)
    painter.drawPie(right, -90 * 16, 180 * 16)


def window_icon() -> QIcon:
    """Return the mark as the icon of windows."""
    icon = QIcon()
    for edge in (16, 24, 32, 48, 64, 128, 256):
        pixmap = QPixmap(QSize(edge, edge))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        paint_mark(painter, QRectF(pixmap.rect()), QColor("#1E6B66"), QColor("#9EBCB7"))
        painter.end()
        icon.addPixmap(pixmap)
    return icon


def _mixed() -> QColor:
    accent, ground = theme().color("accent"), theme().color("sunken")
    return QColor.fromRgbF(
        accent.redF() * 0.42 + ground.redF() * 0.58,
        accent.greenF() * 0.42 + ground.greenF() * 0.58,
        accent.blueF() * 0.42 + ground.blueF() * 0.58,
    )
