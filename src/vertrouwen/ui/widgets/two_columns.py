"""Main column and side column: beside each other when wide, side above main when narrow."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from vertrouwen.ui.basics.containers import ScrollColumn
from vertrouwen.ui.theme import theme

NARROW_WINDOW = 1100
"""Pixels of window width, at 100 % text, below which the side moves above the main column."""


class TwoColumns(QWidget):
    """Two columns that scroll apart, so that the side stays in sight.

    In a narrow window there is one column: side first, then main.
    """

    def __init__(
        self, main: QWidget, side: QWidget, side_width: int = 344, side_first: bool = True
    ) -> None:
        """Join the columns.

        Args:
            main: the long column.
            side: what must stay visible.
            side_width: pixels of the side column.
            side_first: in a narrow window the side stands above the main column.
        """
        super().__init__()
        self.main, self.side = main, side
        self._side_first = side_first
        self._main_scroll = ScrollColumn(spacing=16)
        self._side_scroll = ScrollColumn(spacing=16)
        self._side_scroll.setFixedWidth(theme().px(side_width))
        self._side_scroll.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._main_scroll.column.box.setContentsMargins(0, 0, 8, 0)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(20)
        box.addWidget(self._main_scroll, 1)
        box.addWidget(self._side_scroll)
        # the room that is left goes below, so that cards keep their own height
        for scroll, column in ((self._main_scroll, main), (self._side_scroll, side)):
            scroll.column.box.addWidget(column)
            scroll.column.box.addStretch(1)
        self._is_narrow = False

    @property
    def is_narrow(self) -> bool:
        """Whether there is one column now."""
        return self._is_narrow

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose one or two columns by the width of the window."""
        super().resizeEvent(event)
        is_narrow = self.window().width() < theme().px(NARROW_WINDOW)
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            self._arrange()

    def _arrange(self) -> None:
        if self._is_narrow:
            place = 0 if self._side_first else 1
            self._main_scroll.column.box.insertWidget(place, self.side)
        else:
            self._side_scroll.column.box.insertWidget(0, self.side)
        self._side_scroll.setVisible(not self._is_narrow)
        self.side.show()
