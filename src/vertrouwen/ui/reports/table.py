"""One table of the report as it will be read, or the sentence in its place."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QHeaderView

from vertrouwen.language import _
from vertrouwen.services.make_report import ReadTable
from vertrouwen.ui.theme import theme
from vertrouwen.ui.widgets import Card, Chip, CodeTable, WrapLabel

Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class FigureModel(QAbstractTableModel):
    """Rows with their numbers in the fixed order, and the total below."""

    def __init__(self, table: ReadTable) -> None:
        super().__init__()
        self._title = table.title
        self._rows = [*table.rows, (_("Totaal"), table.total or 0)]

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        """Return the number of rows, the total included."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        """Return two: words and number."""
        return 0 if parent.isValid() else 2

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the words, alignment or weight of one cell."""
        if role == Qt.ItemDataRole.DisplayRole:
            return str(self._rows[index.row()][index.column()])
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == 1:
            return _RIGHT
        if role == Qt.ItemDataRole.FontRole:
            is_total = index.row() == len(self._rows) - 1
            return theme().font("strong" if is_total else "body")
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
        if role == Qt.ItemDataRole.DisplayRole:
            return (self._title, _("Aantal"))[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if section == 1 else _LEFT
        return None


class FigureTable(CodeTable):
    """A table as high as its rows: the page scrolls, not the table."""

    def __init__(self, table: ReadTable) -> None:
        super().__init__(table.title)
        model = FigureModel(table)
        model.setParent(self)
        self.setModel(model)
        header = self.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(1, theme().px(110))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        rows = model.rowCount() * theme().px(32)
        self.setFixedHeight(rows + header.sizeHint().height() + 2 * self.frameWidth() + 2)


def table_card(number: int, table: ReadTable) -> Card:
    """Return the card of one table.

    Args:
        number: its place among the tables of the report.
    """
    title = f"{number}  {table.title}"
    if not table.is_shown:
        card = Card(title, chip=Chip(_("niet getoond"), "eye-off"))
        card.add(WrapLabel(table.note, "body", "ink2"))
        return card
    card = Card(title)
    card.add(FigureTable(table))
    card.add(WrapLabel(table.note, "secondary", "ink3"))
    return card
