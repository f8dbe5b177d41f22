"""One table of the report as it will be read, cell by cell, with its gaps."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QFontMetrics, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QScrollArea,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from vertrouwen.services.report_choices import ReadCell, ReadTable
from vertrouwen.statistics.scheme import At
from vertrouwen.ui.theme import theme
from vertrouwen.ui.widgets import CodeTable, Column, WrapLabel

Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

_BROKEN = int(_LEFT) | int(Qt.TextFlag.TextWordWrap)

_LABEL_WIDTH, _WIDEST_LABEL, _NUMBER_WIDTH, _WIDEST_NUMBER = 104, 170, 56, 104
"""Pixels, at 100 % text: least of the names and its bound, that of a column of numbers."""

_INSET = 8
"""Pixels beside the words of a cell, as the style sheet has them beside those of a header."""

_STEP_IN = 14
"""Pixels that a row stands further in than the one that sums it up."""


class FigureModel(QAbstractTableModel):
    """Rows with their numbers in the fixed order of the scheme; it holds what is printed only."""

    def __init__(self, table: ReadTable) -> None:
        """Show one table."""
        super().__init__()
        self._table = table

    def show_table(self, table: ReadTable) -> None:
        """Show another table."""
        self.beginResetModel()
        self._table = table
        self.endResetModel()

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        """Return the number of rows, totals included."""
        return 0 if parent.isValid() else len(self._table.rows)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        """Return the names and one for each column of numbers."""
        return 0 if parent.isValid() else len(self._table.columns) + 1

    def is_total(self, number: int) -> bool:
        """Whether a row is the total."""
        return 0 <= number < len(self._table.rows) and self._table.rows[number].is_total

    def depth(self, number: int) -> int:
        """Return how many rows that sum it up stand above a row."""
        return self._table.rows[number].depth

    def cell(self, index: Index) -> ReadCell | None:
        """Return what is read in a cell; None beside the numbers."""
        cells = self._table.rows[index.row()].cells
        return cells[index.column() - 1] if 0 < index.column() <= len(cells) else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the words, alignment, weight, colour or spoken words of one cell."""
        row, cell = self._table.rows[index.row()], self.cell(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return row.label if index.column() == 0 else cell.text if cell else ""
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(index, cell)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if index.column() else _LEFT
        if role == Qt.ItemDataRole.FontRole:
            return theme().font("strong" if row.is_total else "medium" if row.is_parent else "body")
        if role == Qt.ItemDataRole.ForegroundRole:
            return theme().color("ink3" if cell and cell.is_withheld else "ink")
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Return the names of the columns."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return (self._table.row_heading, *self._table.columns)[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(_RIGHT if section else _LEFT) | int(Qt.TextFlag.TextWordWrap)
        return None

    def _spoken(self, index: Index, cell: ReadCell | None) -> str:
        label = self._table.rows[index.row()].label
        if cell is None:
            return label
        column = self._table.columns[index.column() - 1]
        return f"{label}, {column}: {cell.spoken or cell.text}"


class _FigureDelegate(QStyledItemDelegate):
    """Draws a cell: hairline below, a heavier one above a total, a frame around the chosen one."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        model = index.model()
        assert isinstance(model, FigureModel)
        rect: Any = getattr(option, "rect")  # noqa: B009 - the stubs do not know it
        state: Any = getattr(option, "state")  # noqa: B009
        color, px = theme().color, theme().px
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if index.row() < model.rowCount() - 1:
            heavier = model.is_total(index.row() + 1)
            painter.setPen(QPen(color("line2" if heavier else "line"), 1))
            bottom = rect.bottom() + 0.5
            painter.drawLine(QPointF(rect.left(), bottom), QPointF(rect.right() + 1, bottom))
        painter.setFont(model.data(index, Qt.ItemDataRole.FontRole))
        ink = model.data(index, Qt.ItemDataRole.ForegroundRole)
        words = rect.adjusted(_INSET, 0, -_INSET, 0)
        if index.column() == 0:
            words.adjust(px(_STEP_IN) * model.depth(index.row()), 0, 0, 0)
        text = model.data(index)
        if state & QStyle.StateFlag.State_Selected:
            frame = QRectF(words)
            if index.column():
                width = painter.fontMetrics().horizontalAdvance(text)
                frame.setLeft(max(float(rect.left() + 1), frame.right() - width - px(8)))
            else:
                frame.setLeft(frame.left() - px(6))
            frame.adjust(0, px(3), px(7), -px(3))
            painter.setPen(QPen(color("accent"), 2))
            painter.setBrush(color("accent_soft"))
            painter.drawRoundedRect(frame, 5, 5)
            ink = color("accent_ink")
        painter.setPen(ink)
        painter.drawText(words, int(_RIGHT) if index.column() else _BROKEN, text)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a row."""
        return QSize(theme().px(_NUMBER_WIDTH), theme().px(32))


class FigureTable(CodeTable):
    """A table as high as its rows: the page scrolls, not the table.

    Signals:
        cell_chosen: the `ReadCell` at which one looks, or None beside the numbers.
    """

    cell_chosen = Signal(object)

    def __init__(self, table: ReadTable) -> None:
        """Show one table."""
        super().__init__(table.title)
        self.table = table
        self._model = FigureModel(table)
        self._model.setParent(self)
        self.setModel(self._model)
        self.setItemDelegate(_FigureDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setObjectName("figures")
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionsClickable(False)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._find_room()
        theme().changed.connect(self._find_room)
        self.selectionModel().currentChanged.connect(self._moved)

    def show_table(self, table: ReadTable) -> None:
        """Show other numbers; the keyboard stays here, at no cell."""
        if table == self.table:
            return
        self.table = table
        self.setAccessibleName(table.title)
        was_blocked = self.selectionModel().blockSignals(True)
        self._model.show_table(table)
        self.selectionModel().blockSignals(was_blocked)
        self._find_room()

    def choose(self, at: At, place: int) -> bool:
        """Put the frame around a cell again; return whether it is still there.

        Args:
            place: number of its column, 0 being the first one of numbers.
        """
        for number, row in enumerate(self.table.rows):
            if place < len(row.cells) and row.cells[place].at == at:
                self.setCurrentIndex(self._model.index(number, place + 1))
                return True
        return False

    def let_go(self) -> None:
        """Take the frame away."""
        was_blocked = self.selectionModel().blockSignals(True)
        self.setCurrentIndex(QModelIndex())
        self.clearSelection()
        self.selectionModel().blockSignals(was_blocked)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the names the room that the numbers leave."""
        super().resizeEvent(event)
        self._find_room()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show whoever comes with the keyboard where that is: at the first number."""
        by_keyboard = event.reason() in (
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
        )
        if by_keyboard and not self.currentIndex().isValid():
            self.setCurrentIndex(self._model.index(0, 1))
        super().focusInEvent(event)

    def _moved(self, current: QModelIndex, _before: QModelIndex) -> None:
        self.cell_chosen.emit(self._model.cell(current) if current.isValid() else None)
        if current.isValid():
            self._bring_into_sight(current)

    def _bring_into_sight(self, index: QModelIndex) -> None:
        """Have the page scroll to a cell: the table itself never scrolls down."""
        page = self.parentWidget()
        while page is not None and not isinstance(page, QScrollArea):
            page = page.parentWidget()
        inside = page.widget() if page is not None else None
        if page is not None and inside is not None:
            cell = self.visualRect(index)
            place = self.viewport().mapTo(inside, cell.center())
            page.ensureVisible(place.x(), place.y(), 0, cell.height())

    def _find_room(self) -> None:
        px, header = theme().px, self.horizontalHeader()
        metrics = QFontMetrics(theme().font("secondary_medium"))
        names, least = self.table.columns, self._least_of_labels()
        widths = [_column_width(metrics, name) for name in names]
        if self.viewport().width() - sum(widths) < least:
            widths = [_narrow_width(metrics, name) for name in names]
        room = self.viewport().width() - sum(widths)
        all_widths = [max(least, room), *widths]
        for section, width in enumerate(all_widths):
            header.resizeSection(section, width)
        top = max(
            _height_of(metrics, name, width - 2 * _INSET)
            for name, width in zip((self.table.row_heading, *names), all_widths, strict=True)
        )
        header.setFixedHeight(max(px(32), top + px(14)))
        bar = self.horizontalScrollBar().sizeHint().height() if room < least else 0
        rows = self._set_row_heights(all_widths[0])
        self.setFixedHeight(rows + header.height() + bar + 2 * self.frameWidth() + 1)

    def _least_of_labels(self) -> int:
        """Return the width at which no word of a row is broken, within bounds."""
        px, metrics = theme().px, QFontMetrics(theme().font("strong"))
        longest = max(
            (
                metrics.horizontalAdvance(word) + px(_STEP_IN) * row.depth
                for row in self.table.rows
                for word in row.label.split()
            ),
            default=0,
        )
        return max(px(_LABEL_WIDTH), min(longest + 2 * _INSET + 2, px(_WIDEST_LABEL)))

    def _set_row_heights(self, width: int) -> int:
        """Give every row the room of its words; return the height of all."""
        px, total = theme().px, 0
        for number, row in enumerate(self.table.rows):
            font = self._model.data(self._model.index(number, 0), Qt.ItemDataRole.FontRole)
            room = width - 2 * _INSET - px(_STEP_IN) * row.depth
            words = _height_of(QFontMetrics(font), row.label, room)
            height = max(px(32), words + px(12))
            self.verticalHeader().resizeSection(number, height)
            total += height
        return total


def _height_of(metrics: QFontMetrics, words: str, width: int) -> int:
    return metrics.boundingRect(QRect(0, 0, max(1, width), 1000), _BROKEN, words).height()


def _column_width(metrics: QFontMetrics, name: str) -> int:
    """Return the width at which the name of a column stands on one line, or on few."""
    px = theme().px
    whole = metrics.horizontalAdvance(name)
    if whole <= px(_WIDEST_NUMBER):
        return int(max(px(_NUMBER_WIDTH), whole + 2 * _INSET + 2))
    return _narrow_width(metrics, name)


def _narrow_width(metrics: QFontMetrics, name: str) -> int:
    """Return the least width at which no word of a name is broken, within bounds."""
    px = theme().px
    longest = max((metrics.horizontalAdvance(word) for word in name.split()), default=0)
    return int(max(px(_NUMBER_WIDTH), min(longest, px(_WIDEST_NUMBER)) + 2 * _INSET + 2))


class TableSection(Column):
    """A table under its title, with its note."""

    def __init__(self, table: ReadTable) -> None:
        """Make the section."""
        super().__init__(spacing=6)
        self.setContentsMargins(0, 12, 0, 0)
        self._title = WrapLabel("", "heading", "ink")
        self.figures = FigureTable(table)
        self._note = WrapLabel("", "secondary", "ink3")
        for part in (self._title, self.figures, self._note):
            self.add(part)
        self._say(table)

    def show_table(self, table: ReadTable) -> None:
        """Show other numbers in the same place."""
        self.figures.show_table(table)
        self._say(table)

    def _say(self, table: ReadTable) -> None:
        for label, words in ((self._title, table.title), (self._note, table.note)):
            label.setText(words)
            label.updateGeometry()
            label.setVisible(bool(words))
