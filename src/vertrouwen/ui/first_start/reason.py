"""A reason beside its icon: a short promise in bold, and what it means."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from vertrouwen.ui.theme import theme
from vertrouwen.ui.widgets import Icon, WrapLabel


def reason(icon: str, bold: str, text: str) -> QHBoxLayout:
    """Return the row of one reason."""
    row = QHBoxLayout()
    row.setSpacing(theme().px(14))
    row.addWidget(Icon(icon, "accent", 20), 0, Qt.AlignmentFlag.AlignTop)
    words = QVBoxLayout()
    words.setSpacing(0)
    words.addWidget(WrapLabel(bold, "strong", "ink"))
    words.addWidget(WrapLabel(text))
    row.addLayout(words, 1)
    return row
