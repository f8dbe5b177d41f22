"""The head of a page: way back, title with its status, acts, one line of context."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vertrouwen.ui.basics.buttons import LinkButton
from vertrouwen.ui.basics.chips import Icon
from vertrouwen.ui.basics.containers import clear_layout
from vertrouwen.ui.basics.text import ElidedLabel, KeyHint, Label
from vertrouwen.ui.widgets.flow import FlowLayout

_ALONE = 12
"""Pixels that a title without a way back stands lower."""
Meta = Sequence[tuple[str, str]] | str
"""Icon and words of each item, or one sentence."""


class PageHeader(QWidget):
    """The head of a page.

    Signals:
        back_clicked: the way back was chosen; a screen goes to its own parent place.
    """

    back_clicked = Signal()

    def __init__(
        self, title: str, back: str = "", chip: QWidget | None = None, meta: Meta = ""
    ) -> None:
        """Make the head.

        Args:
            title: in the serif of titles.
            back: where the way back leads to; "" for none.
            chip: status beside the title.
            meta: the line of context.
        """
        super().__init__()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0 if back else _ALONE, 0, 8)
        box.setSpacing(4)
        if back:
            line = QHBoxLayout()
            line.setSpacing(6)
            link = LinkButton(back, icon="chevron-left")
            link.clicked.connect(self.back_clicked)
            line.addWidget(link)
            line.addWidget(KeyHint("Alt+Left"))
            line.addStretch(1)
            box.addLayout(line)
        row = QHBoxLayout()
        row.setSpacing(14)
        self._title = ElidedLabel(title, "title")
        row.addWidget(self._title)
        self._chip_place = QHBoxLayout()
        row.addLayout(self._chip_place)
        row.addStretch(1)
        self._actions = QHBoxLayout()
        self._actions.setSpacing(12)
        row.addLayout(self._actions)
        box.addLayout(row)
        self._meta = FlowLayout(spacing=24)
        box.addLayout(self._meta)
        self._box = box
        self.set_chip(chip)
        self.set_meta(meta)

    def set_title(self, title: str) -> None:
        """Show another title."""
        self._title.setText(title)
        self._title.updateGeometry()

    def set_chip(self, chip: QWidget | None) -> None:
        """Show another status, or none."""
        clear_layout(self._chip_place)
        if chip is not None:
            self._chip_place.addWidget(chip, 0, Qt.AlignmentFlag.AlignVCenter)

    def set_meta(self, meta: Meta) -> None:
        """Show another line of context."""
        clear_layout(self._meta)
        if isinstance(meta, str):
            if meta:
                self._meta.addWidget(Label(meta, "body", "ink2"))
        else:
            for icon, words in meta:
                self._meta.addWidget(_MetaItem(icon, words))

    def set_context(self, line: QWidget) -> None:
        """Show a line of context that has acts of its own, in place of the words."""
        self._box.addWidget(line)

    def add_action(self, widget: QWidget) -> None:
        """Put a button at the right, after the others."""
        self._actions.addWidget(widget)


class _MetaItem(QWidget):
    """One item of the line of context: icon and words."""

    def __init__(self, icon: str, words: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        if icon:
            row.addWidget(Icon(icon, "ink3", 16))
        row.addWidget(Label(words, "body", "ink2"))
