"""Status in an icon and a word; never clickable."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from vertrouwen.ui.basics.text import WrapLabel
from vertrouwen.ui.theme import theme
from vertrouwen.ui.tokens import Tone


def chip_width(text: str, icon: str) -> int:
    """Return the width of a chip in pixels."""
    px = theme().px
    metrics = QFontMetrics(theme().font("secondary_medium"))
    return px(20) + (px(22) if icon else 0) + metrics.horizontalAdvance(text) + 2


def paint_chip(
    painter: QPainter, x: int, y: int, text: str, icon: str, tone: Tone, max_width: int = 10_000
) -> QRect:
    """Draw a chip, for delegates, and return the room it took.

    Args:
        painter: where to draw.
        x: left edge in pixels.
        y: top edge in pixels.
        text: the word.
        icon: name of the icon, or "".
        tone: its tone.
        max_width: pixels; a longer word ends in an ellipsis.
    """
    px = theme().px
    ink, soft = theme().tone(tone)
    rect = QRect(x, y, min(chip_width(text, icon), max_width), px(24))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(ink if theme().is_high_contrast else Qt.PenStyle.NoPen)
    painter.setBrush(soft)
    painter.drawRoundedRect(QRectF(rect), rect.height() / 2, rect.height() / 2)
    left = rect.left() + px(10)
    if icon:
        ratio = painter.device().devicePixelRatioF() if painter.device() else 1.0
        pixmap = theme().pixmap(icon, theme().tone_token(tone), 16, ratio)
        painter.drawPixmap(QPoint(left, rect.center().y() - px(8) + 1), pixmap)
        left += px(22)
    painter.setFont(theme().font("secondary_medium"))
    painter.setPen(ink)
    room = rect.right() - px(9) - left + 2
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
    words = QRect(left, rect.top(), room + 2, rect.height())
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, shown)
    painter.restore()
    return rect


class Chip(QLabel):
    """A status: 24 high, soft ground, icon and word."""

    def __init__(self, text: str, icon: str, tone: Tone = "neutral") -> None:
        """Make the chip; the word is its accessible text."""
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._icon, self._tone = icon, tone
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Return the room of icon and word."""
        return QSize(chip_width(self.text(), self._icon), theme().px(24))

    def minimumSizeHint(self) -> QSize:
        """Return the same: a status is never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chip."""
        paint_chip(QPainter(self), 0, 0, self.text(), self._icon, self._tone, self.width())


class Icon(QLabel):
    """A picture beside words; it says nothing of its own to a screen reader."""

    def __init__(self, name: str, ink: str = "ink2", size: int = 18) -> None:
        """Show an icon in the colour of a token."""
        super().__init__()
        self._name, self._ink, self._size = name, ink, size
        theme().changed.connect(self._follow_theme)
        self._follow_theme()

    def set_icon(self, name: str, ink: str) -> None:
        """Show another icon."""
        self._name, self._ink = name, ink
        self._follow_theme()

    def _follow_theme(self) -> None:
        edge = theme().px(self._size)
        self.setFixedSize(edge, edge)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the icon at the resolution of the screen."""
        pixmap = theme().pixmap(self._name, self._ink, self._size, self.devicePixelRatioF())
        QPainter(self).drawPixmap(QPoint(0, 0), pixmap)


class StatusText(QWidget):
    """Icon and word in a tone, without a ground."""

    def __init__(self, text: str, icon: str, tone: Tone) -> None:
        """Make the status."""
        super().__init__()
        ink = theme().tone_token(tone)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addWidget(Icon(icon, ink, 18), 0, Qt.AlignmentFlag.AlignTop)
        self.label = WrapLabel(text, "medium", ink)
        box.addWidget(self.label, 1)
