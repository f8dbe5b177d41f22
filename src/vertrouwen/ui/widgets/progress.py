"""How far something is."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QWidget

from vertrouwen.language import _
from vertrouwen.ui.basics.buttons import Button
from vertrouwen.ui.basics.containers import Card
from vertrouwen.ui.basics.text import Label
from vertrouwen.ui.theme import theme


class CompletenessBar(QWidget):
    """How many of a few facts are filled in, as small bars."""

    def __init__(self, done: int, total: int) -> None:
        """Show `done` of `total`."""
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._done, self._total = 0, 0
        self.set_value(done, total)

    def set_value(self, done: int, total: int) -> None:
        """Show other counts."""
        self._done, self._total = done, total
        self.setAccessibleName(_("{done} van {total}").format(done=done, total=total))
        self.update()

    def sizeHint(self) -> QSize:
        """Return a low bar."""
        return QSize(200, 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bars."""
        if not self._total:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        step = (self.width() + 4) / self._total
        for index in range(self._total):
            painter.setBrush(theme().color("accent" if index < self._done else "line2"))
            painter.drawRoundedRect(QRectF(index * step, 0, step - 4, 6), 3, 3)


class _Bar(QProgressBar):
    """A thin bar that follows the theme; the system's own in high contrast."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().color("line2"))
        painter.drawRoundedRect(QRectF(self.rect()), 3, 3)
        painter.setBrush(theme().color("accent"))
        # without a known total the bar stands still at a third: no motion on screen
        share = self.value() / self.maximum() if self.maximum() else 1 / 3
        painter.drawRoundedRect(QRectF(0, 0, self.width() * share, self.height()), 3, 3)


class ProgressPanel(Card):
    """Long work: what is going on, how far, and a way to stop.

    Signals:
        cancelled: the adviser wants it to stop.
    """

    cancelled = Signal()

    def __init__(self, text: str, cancellable: bool = True) -> None:
        """Make the panel.

        Args:
            text: what is going on.
            cancellable: whether to offer "Annuleren".
        """
        super().__init__()
        self._text = Label(text, "medium")
        self._share = Label("", "secondary", "ink2")
        self._bar = _Bar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(6)
        self._bar.setAccessibleName(text)
        words = QHBoxLayout()
        words.addWidget(self._text)
        words.addStretch(1)
        words.addWidget(self._share)
        self.body.addLayout(words)
        self.body.addWidget(self._bar)
        if cancellable:
            self.cancel_button = Button(_("Annuleren"))
            self.cancel_button.clicked.connect(self.cancelled)
            self.body.addWidget(self.cancel_button, 0, Qt.AlignmentFlag.AlignRight)

    def set_text(self, text: str) -> None:
        """Say what is going on now."""
        self._text.setText(text)
        self._bar.setAccessibleName(text)

    def set_progress(self, done: int, total: int = 0) -> None:
        """Show how far it is; total 0 means unknown."""
        self._bar.setRange(0, total)
        self._bar.setValue(min(done, total))
        words = _("{done} van {total}").format(done=done, total=total) if total else ""
        self._share.setText(words)
