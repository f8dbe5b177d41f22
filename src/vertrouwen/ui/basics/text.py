"""Words on screen: labels that follow the theme and keep their lines short."""

from __future__ import annotations

import sys

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPalette, QTextLayout, QTextOption
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from vertrouwen.ui.theme import LINE_HEIGHT, Role, theme

LINE_LENGTH = 75
"""Characters in a line of running text, at most."""


class Label(QLabel):
    """One line of plain text in a role and a colour of the theme."""

    def __init__(
        self, text: str = "", role: Role = "body", ink: str = "ink", wrap: bool = False
    ) -> None:
        """Make the label.

        Args:
            text: shown as plain text, whatever it contains.
            role: type role of the theme.
            ink: token of the colour.
            wrap: break long text over lines.
        """
        super().__init__(text)
        self._role: Role = role
        self._ink = ink
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        theme().changed.connect(self._follow_theme)
        self._follow_theme()

    def set_ink(self, ink: str) -> None:
        """Draw the words in the colour of another token."""
        self._ink = ink
        self._follow_theme()

    def _follow_theme(self) -> None:
        self.setFont(theme().font(self._role))
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, theme().color(self._ink))
        self.setPalette(palette)
        self.updateGeometry()


class WrapLabel(Label):
    """Running text: lines of at most 75 characters, 140 % high, with the right height."""

    def __init__(self, text: str = "", role: Role = "body", ink: str = "ink2") -> None:
        """Make the text; see `Label`."""
        super().__init__(text, role, ink, wrap=True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._measured = ("", "")
        self._heights: dict[int, int] = {}

    def hasHeightForWidth(self) -> bool:
        """Tell layouts that the height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the text broken at this width."""
        # Nested layouts ask for the same width dozens of times.
        measured = (self.text(), self.font().key())
        if measured != self._measured:
            self._measured, self._heights = measured, {}
        if width not in self._heights:
            self._heights[width] = self._lay_out(width)[1]
        return self._heights[width]

    def sizeHint(self) -> QSize:
        """Return the size at the longest allowed line."""
        metrics = QFontMetrics(self.font())
        longest = max((metrics.horizontalAdvance(t) for t in self.text().split("\n")), default=0)
        width = min(longest + 2, self._limit())
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return a size that still holds a long word."""
        width = min(theme().px(64), self._limit())
        return QSize(width, QFontMetrics(self.font()).height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        layouts, height = self._lay_out(self.width())
        top = max(0, (self.height() - height) // 2) if self._is_centred() else 0
        for layout in layouts:
            layout.draw(painter, QPointF(0, top))

    def _is_centred(self) -> bool:
        return bool(self.alignment() & Qt.AlignmentFlag.AlignHCenter)

    def _limit(self) -> int:
        metrics = QFontMetrics(self.font())
        return int(metrics.averageCharWidth() * LINE_LENGTH)

    def _lay_out(self, width: int) -> tuple[list[QTextLayout], int]:
        usable = width if self._is_centred() else min(width, self._limit())
        metrics = QFontMetrics(self.font())
        step = round(self.font().pixelSize() * LINE_HEIGHT)
        inset = (step - metrics.height()) / 2
        option = QTextOption(self.alignment() & Qt.AlignmentFlag.AlignHorizontal_Mask)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layouts: list[QTextLayout] = []
        top = 0.0
        for paragraph in self.text().split("\n"):
            layout = QTextLayout(paragraph, self.font())
            layout.setTextOption(option)
            layout.beginLayout()
            while (line := layout.createLine()).isValid():
                line.setLineWidth(max(usable, 20))
                line.setPosition(QPointF(0, top + inset))
                top += step
            layout.endLayout()
            layouts.append(layout)
        return layouts, round(top)


class ElidedLabel(Label):
    """One line that ends in an ellipsis when there is no room; the whole text stays readable."""

    def __init__(self, text: str = "", role: Role = "body", ink: str = "ink") -> None:
        """Make the label; see `Label`."""
        super().__init__(text, role, ink)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        """Return a width of a few letters."""
        return QSize(theme().px(40), super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw as much of the text as fits."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        metrics = QFontMetrics(self.font())
        shown = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip("" if shown == self.text() else self.text())
        painter.drawText(self.rect(), int(self.alignment()), shown)


class HLine(QWidget):
    """A hairline."""

    def __init__(self, ink: str = "line") -> None:
        """Make the line in the colour of a token."""
        super().__init__()
        self._ink = ink
        self.setFixedHeight(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line."""
        QPainter(self).fillRect(QRect(0, 0, self.width(), 1), theme().color(self._ink))


class SectionLabel(QWidget):
    """The name of a group: a small heading, or small capitals with a hairline."""

    def __init__(self, text: str, line: bool = False, aside: str = "") -> None:
        """Make the heading.

        Args:
            text: name of the group.
            line: capitals with a hairline to the right, as in a timeline.
            aside: grey words at the right.
        """
        super().__init__()
        self.label = Label(text.upper() if line else text, "strong" if not line else "small")
        self.label.set_ink("ink3" if line else "ink2")
        self.label.setAccessibleName(text)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(14)
        box.addWidget(self.label)
        if line:
            box.addWidget(HLine(), 1)
        else:
            box.addStretch(1)
        if aside:
            box.addWidget(ElidedLabel(aside, "secondary", "ink3"))


class KeyHint(Label):
    """A key to press, in small grey words."""

    def __init__(self, keys: str) -> None:
        """Make the hint from a key sequence such as `Ctrl+N`."""
        super().__init__(shown_keys(keys), "small", "ink2")


def shown_keys(keys: str) -> str:
    """Return a key sequence as it is written on this platform's keyboard."""
    words = {"Return": "↵", "Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}
    if sys.platform == "darwin":
        words |= {"Ctrl": "Cmd"}
    return " ".join(words.get(part, part) for part in keys.split("+"))
