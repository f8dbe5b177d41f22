"""A switch for a state of the program, and a filter of a few words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QSizePolicy,
    QWidget,
)

from vertrouwen.ui.basics.buttons import PushButton
from vertrouwen.ui.basics.control import Control
from vertrouwen.ui.theme import theme


def paint_switch(painter: QPainter, place: QRectF, is_on: bool) -> None:
    """Draw the sliding part of a switch in a place of 34 by 20."""
    color = theme().color
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(color("accent" if is_on else "field"), 1))
    painter.setBrush(color("accent" if is_on else "surface"))
    radius = place.height() / 2
    painter.drawRoundedRect(place, radius, radius)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color("on_accent" if is_on else "field"))
    edge = place.height() - 6
    left = place.right() - edge - 3 if is_on else place.left() + 3
    painter.drawEllipse(QRectF(left, place.top() + 3, edge, edge))


class Switch(QCheckBox):
    """Words and a switch; a check box to a screen reader."""

    def __init__(self, text: str) -> None:
        """Make the switch; the text is its accessible name."""
        super().__init__(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """Return the room of words and switch."""
        px = theme().px
        metrics = QFontMetrics(theme().font("body"))
        return QSize(px(34 + 12) + metrics.horizontalAdvance(self.text()) + 4, px(32))

    def minimumSizeHint(self) -> QSize:
        """Return the same."""
        return self.sizeHint()

    def hitButton(self, pos: Any) -> bool:
        """Let the words count as well."""
        return bool(self.rect().contains(pos))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw switch, words and focus."""
        px = theme().px
        painter = QPainter(self)
        top = (self.height() - px(20)) / 2
        place = QRectF(0.5, top + 0.5, px(34) - 1, px(20) - 1)
        paint_switch(painter, place, self.isChecked())
        painter.setPen(theme().color("ink" if self.isEnabled() else "ink3"))
        painter.setFont(theme().font("body"))
        words = self.rect().adjusted(px(46), 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme().color("accent"), 2))
            frame = QRectF(px(41), 2, self.sizeHint().width() - px(42), self.height() - 4)
            painter.drawRoundedRect(frame, 4, 4)


class _Segment(PushButton):
    """One word of a segmented filter."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setCheckable(True)
        self.setAutoExclusive(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        px = theme().px
        width = QFontMetrics(theme().font("strong")).horizontalAdvance(self.text())
        return QSize(width + px(22), px(26))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color, is_on = theme().color, self.isChecked()
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if is_on:
            painter.setPen(QPen(color("line2"), 1))
            painter.setBrush(color("surface"))
            painter.drawRoundedRect(rect, 5, 5)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(color("accent"), 2))
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        painter.setFont(theme().font("strong" if is_on else "medium"))
        painter.setPen(color("ink" if is_on else "ink2"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())


class SegmentedFilter(QWidget, Control):
    """A few words of which one is chosen; the arrow keys go along them.

    Signals:
        selected: the code that was chosen.
    """

    selected = Signal(str)
    edited = Signal()

    def __init__(self, items: Sequence[tuple[str, str]]) -> None:
        """Make the filter; the first item is chosen."""
        super().__init__()
        self._segments: dict[str, _Segment] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        box = QHBoxLayout(self)
        box.setContentsMargins(3, 3, 3, 3)
        box.setSpacing(2)
        for code, label in items:
            segment = _Segment(label)
            self._group.addButton(segment)
            self._segments[code] = segment
            box.addWidget(segment)
        if self._segments:
            next(iter(self._segments.values())).setChecked(True)
        self._group.buttonToggled.connect(self._toggled)

    def value(self) -> Any:
        """Return the chosen code."""
        return next((code for code, s in self._segments.items() if s.isChecked()), None)

    def set_value(self, value: Any) -> None:
        """Choose a code."""
        if value in self._segments:
            self._segments[value].setChecked(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go along the words with the arrow keys."""
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        codes = list(self._segments)
        code = codes[(codes.index(self.value()) + step) % len(codes)]
        self._segments[code].setChecked(True)
        self._segments[code].setFocus()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the trough."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().color("sunken"))
        painter.drawRoundedRect(QRectF(self.rect()), 7, 7)

    def _toggled(self, button: QAbstractButton, is_on: bool) -> None:
        if is_on:
            self.selected.emit(self.value())
            self.edited.emit()
