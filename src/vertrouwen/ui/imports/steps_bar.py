"""Where in the wizard one is."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from vertrouwen.language import _
from vertrouwen.ui.theme import theme
from vertrouwen.ui.widgets import Button, PrimaryButton


class StepsBar(QWidget):
    """The steps in a row: done with a tick, the present one filled, the rest still open."""

    def __init__(self, steps: list[str]) -> None:
        """Begin at the first of the named steps."""
        super().__init__()
        self._steps = steps
        self._current = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.updateGeometry)
        self.set_current(0)

    @property
    def current(self) -> int:
        """The present step, from 0."""
        return self._current

    def set_current(self, step: int) -> None:
        """Go to another step."""
        self._current = step
        self.setAccessibleName(
            _("Stap {n} van {total}: {name}").format(
                n=step + 1, total=len(self._steps), name=self._steps[step]
            )
        )
        self.update()

    def sizeHint(self) -> QSize:
        """Return one line."""
        return QSize(theme().px(480), theme().px(32))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw circles, words and the lines between them."""
        px, color = theme().px, theme().color
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge, middle = px(24), self.height() // 2
        strong = QFontMetrics(theme().font("strong"))
        widths = [edge + px(8) + strong.horizontalAdvance(name) for name in self._steps]
        between = len(self._steps) - 1
        is_narrow = sum(widths) + between * px(14) > self.width()
        if is_narrow:  # only the present step says its name
            widths = [w if i == self._current else edge for i, w in enumerate(widths)]
        gap = min(px(56), max(px(14), (self.width() - sum(widths)) // between))
        left = 0
        for index, name in enumerate(self._steps):
            is_done, is_now = index < self._current, index == self._current
            circle = QRectF(left + 0.5, middle - edge / 2 + 0.5, edge - 1, edge - 1)
            painter.setPen(QPen(color("accent" if is_done or is_now else "field"), 1))
            painter.setBrush(color("accent" if is_now else "accent_soft" if is_done else "surface"))
            painter.drawEllipse(circle)
            if is_done:
                tick = theme().pixmap("check", "accent_ink", 14, self.devicePixelRatioF())
                inset = (edge - px(14)) // 2
                painter.drawPixmap(QPoint(left + inset, middle - edge // 2 + inset), tick)
            else:
                painter.setFont(theme().font("secondary_medium"))
                painter.setPen(color("on_accent" if is_now else "ink2"))
                painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, str(index + 1))
            if is_now or not is_narrow:
                painter.setFont(theme().font("strong" if is_now else "medium"))
                painter.setPen(color("ink" if is_now else "ink2"))
                words = QRectF(left + edge + px(8), 0, widths[index], self.height())
                painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, name)
            right = left + widths[index]
            if index < between and gap > px(20):
                painter.setPen(QPen(color("line2"), 1))
                painter.drawLine(right + px(8), middle, right + gap - px(8), middle)
            left = right + gap


class StepButtons(QWidget):
    """One step back, and one forward."""

    def __init__(self) -> None:
        """Make the two buttons; the wizard gives the second its words."""
        super().__init__()
        self.back = Button(_("Vorige stap"), icon="chevron-left")
        self.forward = PrimaryButton("", shortcut="Ctrl+Return")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.back)
        row.addStretch(1)
        row.addWidget(self.forward)
