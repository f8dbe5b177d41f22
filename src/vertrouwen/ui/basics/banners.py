"""Messages that stay where they matter, and places where nothing is yet."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from vertrouwen.ui.basics.buttons import IconButton, LinkButton, PrimaryButton
from vertrouwen.ui.basics.chips import Icon
from vertrouwen.ui.basics.containers import Card
from vertrouwen.ui.basics.text import Label, WrapLabel
from vertrouwen.ui.theme import theme
from vertrouwen.ui.tokens import Tone

ICONS: dict[Tone, str] = {
    "neutral": "info-circle",
    "accent": "info-circle",
    "green": "circle-check",
    "amber": "clock",
    "brick": "alert-triangle",
}


class Banner(QFrame):
    """A message in its place: soft ground, icon, sentence, one act. Hidden while empty.

    Signals:
        action_clicked: the act was chosen.
        appeared: True when the message is shown, False when it goes.
    """

    action_clicked = Signal()
    appeared = Signal(bool)

    def __init__(
        self,
        text: str = "",
        tone: Tone = "accent",
        title: str = "",
        action: str = "",
        icon: str = "",
    ) -> None:
        """Make the message.

        Args:
            text: what happened, what is safe, what to do.
            tone: green in order, amber waiting, brick failed.
            title: a few words above the text.
            action: words of the one act.
            icon: in place of that of the tone.
        """
        super().__init__()
        self._tone: Tone = tone
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        box = QHBoxLayout(self)
        box.setContentsMargins(16, 12, 12, 12)
        box.setSpacing(12)
        self._icon = Icon(icon or ICONS[tone], theme().tone_token(tone), 20)
        box.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        self._title = Label(title, "strong", theme().tone_token(tone))
        self._text = WrapLabel(text, "body", "ink")
        words.addWidget(self._title)
        words.addWidget(self._text)
        box.addLayout(words, 1)
        self._box = box
        if action:
            link = LinkButton(action)
            link.clicked.connect(self.action_clicked)
            box.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)
        # Only ever hidden here: a widget shown before it has a parent is a window of its own.
        if not title:
            self._title.hide()
        if not text:
            self.hide()

    def text(self) -> str:
        """Return the sentence in force."""
        return self._text.text()

    def set_text(self, text: str, tone: Tone | None = None) -> None:
        """Show another sentence; "" hides the message."""
        if tone is not None:
            self._tone = tone
            self._icon.set_icon(ICONS[tone], theme().tone_token(tone))
            self._title.set_ink(theme().tone_token(tone))
        self._text.setText(text)
        self._text.updateGeometry()
        self.setVisible(bool(text))
        self.appeared.emit(bool(text))
        self.update()

    def add_close(self, name: str) -> None:
        """Add a cross that hides the message; `name` is its accessible name."""
        cross = IconButton("x", name)
        cross.setFixedHeight(theme().px(26))
        cross.clicked.connect(lambda: self.set_text(""))
        self._box.addWidget(cross, 0, Qt.AlignmentFlag.AlignTop)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the soft ground."""
        paint_soft_ground(self, self._tone)


def paint_soft_ground(widget: QWidget, tone: Tone) -> None:
    """Draw the soft ground of a message, within the widget's own painting."""
    ink, soft = theme().tone(tone)
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(ink, 1) if theme().is_high_contrast else Qt.PenStyle.NoPen)
    painter.setBrush(soft)
    painter.drawRoundedRect(QRectF(widget.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)


_AIR = 20
"""Pixels above and below what stands in an empty place."""


class EmptyState(Card):
    """What starts here: one icon, one sentence, one button.

    Signals:
        action_clicked: the button was chosen.
        link_clicked: the link under it was chosen.
    """

    action_clicked = Signal()
    link_clicked = Signal()

    def __init__(
        self,
        icon: str,
        title: str,
        text: str,
        action: str = "",
        shortcut: str | None = None,
        link: str = "",
        action_icon: str = "plus",
    ) -> None:
        """Make the empty place; see `Banner` and `Button` for the words."""
        super().__init__()
        self.body.setContentsMargins(0, _AIR, 0, _AIR)
        self.setAccessibleName(title)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        centre = Qt.AlignmentFlag.AlignHCenter
        self.body.addStretch(1)
        self.body.addWidget(Icon(icon, "accent", 40), 0, centre)
        self.body.addSpacing(8)
        self.body.addWidget(Label(title, "heading"), 0, centre)
        words = WrapLabel(text, "body", "ink2")
        words.setAlignment(centre)
        words.setFixedWidth(theme().px(380))
        words.setFixedHeight(words.heightForWidth(words.width()))
        self.body.addWidget(words, 0, centre)
        self.body.addSpacing(8)
        if action:
            button = PrimaryButton(action, icon=action_icon, shortcut=shortcut)
            button.clicked.connect(self.action_clicked)
            self.body.addWidget(button, 0, centre)
        if link:
            other = LinkButton(link)
            other.clicked.connect(self.link_clicked)
            self.body.addWidget(other, 0, centre)
        self.body.addStretch(1)
