"""A table for numbers: hairlines, no selection of single cells, read only."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from vertrouwen.ui.theme import theme


class CodeTable(QTableView):
    """A quiet read-only table; the model decides alignment, weight and colour by its roles."""

    def __init__(self, name: str) -> None:
        """Make the table; `name` is its accessible name."""
        super().__init__()
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.horizontalHeader().setStretchLastSection(True)
        theme().changed.connect(self._follow_theme)
        self._follow_theme()

    def _follow_theme(self) -> None:
        self.horizontalHeader().setFont(theme().font("secondary_medium"))
        self.verticalHeader().setDefaultSectionSize(theme().px(32))
