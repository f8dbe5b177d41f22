"""A table over many rows of which one is looked at; the model makes only the words in sight."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtCore import Signal as QtSignal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from vertrouwen.ui.imports.words import Status
from vertrouwen.ui.theme import theme
from vertrouwen.ui.widgets import Card, CodeTable

Index = QModelIndex | QPersistentModelIndex
_NARROW = 560
"""Pixels of table width, at 100 % text, below which the less telling columns are left out."""
_NOWHERE = QModelIndex()
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)


class LeanModel(QAbstractTableModel):
    """Rows by their identity; words and status are asked for when they come in sight."""

    def __init__(
        self,
        headers: Sequence[str],
        cell: Callable[[int, int], str],
        status: Callable[[int], Status],
        status_column: int,
        numbers: frozenset[int] = frozenset(),
        parent: QObject | None = None,
    ) -> None:
        """Make an empty model.

        Args:
            headers: of the columns.
            cell: words of a row (by identity) and column.
            status: of a row; its icon and word stand in the status column.
            status_column: which column that is.
            numbers: columns that are aligned right.
        """
        super().__init__(parent)
        self._headers, self._cell, self._status = headers, cell, status
        self._status_column, self._numbers = status_column, numbers
        self._rows: Sequence[int] = ()

    def show(self, rows: Sequence[int]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def identity(self, row: int) -> int | None:
        """Return what stands in a row of the table."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def place(self, identity: int) -> int:
        """Return the row in which something stands, or -1."""
        try:
            return self._rows.index(identity)
        except ValueError:
            return -1

    def changed(self, identity: int) -> None:
        """Draw one row anew."""
        row = self.place(identity)
        if row >= 0:
            self.dataChanged.emit(self.index(row, 0), self.index(row, len(self._headers) - 1))

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self._headers)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the header of a column."""
        if orientation == Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return self._headers[section]
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return self._alignment(section)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return words, icon, colour or alignment of a cell."""
        identity, column = self._rows[index.row()], index.column()
        is_status = column == self._status_column
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._words(identity, column)
        if role == _SPOKEN:
            return f"{self._headers[column]}: {self._words(identity, column)}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(column)
        if is_status and role == Qt.ItemDataRole.DecorationRole:
            status = self._status(identity)
            return theme().icon(status.icon, theme().tone_token(status.tone), 16)
        if is_status and role == Qt.ItemDataRole.ForegroundRole:
            return theme().tone(self._status(identity).tone)[0]
        return None

    def _words(self, identity: int, column: int) -> str:
        if column == self._status_column:
            return self._status(identity).text
        return self._cell(identity, column)

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        side = (
            Qt.AlignmentFlag.AlignRight if column in self._numbers else Qt.AlignmentFlag.AlignLeft
        )
        return side | Qt.AlignmentFlag.AlignVCenter


class _WholeRow(QStyledItemDelegate):
    """Draws a row without a frame around one of its cells: the row is what is chosen."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        option.state &= ~QStyle.StateFlag.State_HasFocus


class ChoiceTable(CodeTable):
    """A table in which one row is looked at.

    Signals:
        looked_at: identity of the row, or None.
        entered: Enter was pressed on a row.
    """

    looked_at = QtSignal(object)
    entered = QtSignal()

    def __init__(
        self,
        name: str,
        model: LeanModel,
        widths: Sequence[int],
        stretch: int,
        spare: Sequence[int] = (),
    ) -> None:
        """Make the table.

        Args:
            name: accessible name.
            model: its rows.
            widths: of the columns at 100 %, 0 for the one that stretches.
            stretch: the column that takes the room that is left.
            spare: columns that are left out where there is little room.
        """
        super().__init__(name)
        self._lean, self._widths, self._spare = model, widths, spare
        self.setModel(model)
        self.setItemDelegate(_WholeRow(self))
        self.setHorizontalScrollMode(CodeTable.ScrollMode.ScrollPerPixel)
        header = self.horizontalHeader()
        header.setStretchLastSection(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column in range(len(widths)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(stretch, QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.selectionModel().currentRowChanged.connect(self._moved)
        theme().changed.connect(self._measure)
        self._measure()

    def show_rows(self, rows: Sequence[int], keep: int | None = None) -> None:
        """Show other rows; look at `keep` if it is among them, else at the first."""
        self._lean.show(rows)
        place = self._lean.place(keep) if keep is not None else 0
        if rows:
            self.look_at_place(max(0, place))
        else:
            self.looked_at.emit(None)

    def look_at_place(self, row: int) -> None:
        """Look at another row of the table."""
        if 0 <= row < self._lean.rowCount():
            self.setCurrentIndex(self._lean.index(row, 0))
            self.scrollTo(self._lean.index(row, 0))

    def next_place(self) -> int:
        """Return the row after the one that is looked at."""
        return self.currentIndex().row() + 1

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave columns out where there is little room."""
        super().resizeEvent(event)
        is_narrow = self.width() < theme().px(_NARROW)
        for column in self._spare:
            self.setColumnHidden(column, is_narrow)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the answer with Enter; Home and End go to the first and last row."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Home:
            self.look_at_place(0)
        elif event.key() == Qt.Key.Key_End:
            self.look_at_place(self._lean.rowCount() - 1)
        else:
            super().keyPressEvent(event)

    def _moved(self, current: QModelIndex) -> None:
        self.looked_at.emit(self._lean.identity(current.row()) if current.isValid() else None)

    def _measure(self) -> None:
        for column, width in enumerate(self._widths):
            if width:
                self.setColumnWidth(column, theme().px(width))


def table_card(table: ChoiceTable) -> Card:
    """Return a card with little room around a table."""
    card = Card()
    margin = theme().px(8)
    layout = card.layout()
    if layout is not None:
        layout.setContentsMargins(margin, margin, margin, margin)
    card.add(table)
    return card
