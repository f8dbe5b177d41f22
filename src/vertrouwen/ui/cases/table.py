"""The view of the case list: a table of one column, because it knows 100,000 rows at once."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView


class CaseTable(QTableView):
    """Rows of equal height, one of which is chosen.

    A QListView asks its Python model for every row at each change (145 ms for 100,000 rows); a
    table with fixed sections asks for none that are out of sight (2 ms).

    Signals:
        opened: a row was clicked, or Enter was pressed on it.
    """

    opened = Signal(int)

    def __init__(self) -> None:
        """Make the empty view."""
        super().__init__()
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(1)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)

    def current_row(self) -> int:
        """Return the chosen row, or -1."""
        return self.currentIndex().row()

    def choose(self, row: int) -> None:
        """Choose a row and bring it in sight."""
        model = self.model()
        if model is None or not model.rowCount():
            return
        index = model.index(min(max(row, 0), model.rowCount() - 1), 0)
        flag = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flag.ClearAndSelect | flag.Rows)
        self.scrollTo(index)

    def move_current(self, rows: int) -> None:
        """Choose the row that lies some rows further."""
        self.choose(self.current_row() + rows)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter; Home and End go to the first and the last case."""
        pressed = event.key()
        if pressed in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.current_row())
        elif pressed == Qt.Key.Key_Home:
            self.choose(0)
        elif pressed == Qt.Key.Key_End:
            model = self.model()
            self.choose(model.rowCount() - 1 if model is not None else 0)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the case that was clicked."""
        super().mouseReleaseEvent(event)
        index: QModelIndex = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit(index.row())
