"""Rows of a card: a moment, an icon, a title with a line below, and a status."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from vertrouwen.ui.basics.buttons import LinkButton
from vertrouwen.ui.basics.chips import Icon
from vertrouwen.ui.basics.containers import Column
from vertrouwen.ui.basics.text import ElidedLabel, HLine, Label
from vertrouwen.ui.theme import theme
from vertrouwen.ui.tokens import Tone

_ROOM = 10
"""Pixels between the words of a row and the frame of the keyboard around it."""


class ListRow(QWidget):
    """One row that opens something.

    Signals:
        activated: clicked, or Enter or Space while focused.
        action_clicked: the act at its end was chosen.
    """

    activated = Signal()
    action_clicked = Signal()

    def __init__(
        self,
        lead: str = "",
        icon: str = "",
        title: str = "",
        meta: str = "",
        aside: str = "",
        chip: QWidget | None = None,
        tone: Tone = "accent",
        action: str = "",
    ) -> None:
        """Make the row; its accessible name is all its words.

        Args:
            lead: a moment, at the left.
            icon: name of an icon.
            title: what it is about.
            meta: a line below the title.
            aside: grey words at the right.
            chip: status at the right.
            tone: of the icon.
            action: words of an act that is done right here, a stop of the keyboard after the row.
        """
        super().__init__()
        px = theme().px
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(px(58 if meta else 44))
        words = [lead, title, meta, aside, chip.accessibleName() if chip else ""]
        self.setAccessibleName(", ".join(word for word in words if word))
        box = QHBoxLayout(self)
        box.setContentsMargins(_ROOM, 6, _ROOM, 6)
        box.setSpacing(12)
        if lead:
            moment = Label(lead, "medium", "ink2")
            moment.setMinimumWidth(px(82))
            box.addWidget(moment)
        if icon:
            box.addWidget(Icon(icon, theme().tone_token(tone), 20))
            box.addSpacing(3)
        middle = QVBoxLayout()
        middle.setSpacing(1)
        middle.addStretch(1)
        middle.addWidget(ElidedLabel(title, "strong"))
        if meta:
            middle.addWidget(ElidedLabel(meta, "secondary", "ink2"))
        middle.addStretch(1)
        box.addLayout(middle, 1)
        if aside:
            box.addWidget(Label(aside, "secondary", "ink2"))
        if chip is not None:
            box.addWidget(chip)
        self.action = LinkButton(action) if action else None
        if self.action is not None:
            self.action.setAccessibleName(f"{action}: {title}")
            self.action.clicked.connect(self.action_clicked)
            box.addWidget(self.action)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open on a click."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(
            event.position().toPoint()
        ):
            self.activated.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open on Enter or Space; the arrow keys go along the rows."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and not (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.activated.emit()
        elif key == Qt.Key.Key_Down:
            self.focusNextChild()
        elif key == Qt.Key.Key_Up:
            self.focusPreviousChild()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the focus."""
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme().color("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 2, -1, -2), 6, 6)


class RowList(Column):
    """Rows with hairlines between them; in a card their words stand below its heading."""

    overhang = _ROOM

    def __init__(self) -> None:
        """Make an empty list."""
        super().__init__(spacing=0)

    def set_rows(self, rows: Sequence[QWidget]) -> None:
        """Show these rows and no others."""
        self.clear()
        for index, row in enumerate(rows):
            if index:
                between = QHBoxLayout()
                between.setContentsMargins(_ROOM, 0, _ROOM, 0)
                between.addWidget(HLine())
                self.box.addLayout(between)
            self.add(row)
