"""The cards beside the story of a case."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from vertrouwen.ui.widgets import Column


class SideCards(QWidget):
    """The cards beside the story: under each other, or beside each other when there is room."""

    def __init__(self) -> None:
        """Make the empty place."""
        super().__init__()
        self._box = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(16)

    def add(self, *cards: QWidget) -> None:
        """Put cards at the end; those given together stay under each other."""
        column = Column(spacing=16)
        for card in cards:
            column.add(card)
        column.add_stretch()
        self._box.addWidget(column, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose a direction by the width."""
        super().resizeEvent(event)
        is_wide = self.width() >= 600
        direction = QBoxLayout.Direction
        wanted = direction.LeftToRight if is_wide else direction.TopToBottom
        if self._box.direction() != wanted:
            self._box.setDirection(wanted)
