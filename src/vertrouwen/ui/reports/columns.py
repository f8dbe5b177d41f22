"""The three columns of the report page, and how they restack where there is less room."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from vertrouwen.ui.theme import theme
from vertrouwen.ui.widgets import ScrollColumn

Stacking = Literal["wide", "two", "one"]

NARROW_WINDOW = 1100
"""Pixels of window width, at 100 % text, below which there are at most two columns."""

CHOICES_WIDTH, SIDE_WIDTH = 264, 258
_LEAST_OF_THREE, _LEAST_OF_TWO = 396, 330
"""Pixels, at 100 % text: of the outer columns, and of the middle beside two or one of them."""

_GAP = 20


class ReportColumns(QWidget):
    """Choices at the left, what will be read in the middle, what it means at the right.

    With less room the right column joins the left one, and what was tested comes above the
    middle; with less still, everything stands under one another.

    Signals:
        restacked: the columns stand in another way now.
    """

    restacked = Signal()

    def __init__(self, choices: QWidget, tested: QWidget, middle: QWidget, side: QWidget) -> None:
        """Join the parts.

        Args:
            choices: what the adviser chooses.
            tested: what was tested, and its result; always in sight first.
            middle: the figures.
            side: explanations and further acts.
        """
        super().__init__()
        self._choices, self._tested, self._middle, self._side = choices, tested, middle, side
        self.left, self.centre, self.right = (ScrollColumn(spacing=16) for _place in range(3))
        for scroll in (self.left, self.centre, self.right):
            scroll.column.box.setContentsMargins(0, 0, 8, 0)
            scroll.column.box.addStretch(1)
        for scroll, width in ((self.left, CHOICES_WIDTH), (self.right, SIDE_WIDTH)):
            scroll.setFixedWidth(theme().px(width))
            scroll.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(_GAP - 8)
        box.addWidget(self.left)
        box.addWidget(self.centre, 1)
        box.addWidget(self.right)
        self._stacking: Stacking = "one"
        self._stack("wide")

    @property
    def stacking(self) -> Stacking:
        """How the columns stand now."""
        return self._stacking

    def show_part(self, part: QWidget) -> None:
        """Scroll to something that came into the middle."""
        self.centre.ensureWidgetVisible(part, 0, _GAP)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the number of columns by the room there is."""
        super().resizeEvent(event)
        self._stack(self._wanted())

    def _wanted(self) -> Stacking:
        px, width = theme().px, self.width()
        is_narrow = self.window().width() < px(NARROW_WINDOW)
        if not is_narrow and width >= px(CHOICES_WIDTH + SIDE_WIDTH + _LEAST_OF_THREE) + 2 * _GAP:
            return "wide"
        return "two" if width >= px(CHOICES_WIDTH + _LEAST_OF_TWO) + _GAP else "one"

    def _stack(self, stacking: Stacking) -> None:
        if stacking == self._stacking:
            return
        self._stacking = stacking
        places: dict[Stacking, dict[ScrollColumn, tuple[QWidget, ...]]] = {
            "wide": {
                self.left: (self._choices,),
                self.centre: (self._middle,),
                self.right: (self._tested, self._side),
            },
            "two": {
                self.left: (self._choices, self._side),
                self.centre: (self._tested, self._middle),
            },
            "one": {self.centre: (self._tested, self._choices, self._middle, self._side)},
        }
        for scroll, parts in places[stacking].items():
            for place, part in enumerate(parts):
                scroll.column.box.insertWidget(place, part)
        self.left.setVisible(stacking != "one")
        self.right.setVisible(stacking == "wide")
        self.restacked.emit()
