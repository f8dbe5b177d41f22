"""The timeline of a case when it is long: entries that know their own height.

Nested layouts ask a wrapped text for its height some seventy times, which with 200 entries took
half a minute. An entry therefore works its height out once per width and then says a fixed one,
so that the layouts above it have nothing left to ask. Only the entry with an open form, whose
height changes while one types, leaves it to the layouts.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from vertrouwen.ui.theme import theme
from vertrouwen.ui.widgets import TimelineEntry, TimelineItem, TimelineView

_LEAST = 50
"""Pixels of an entry at 100 %, at least."""
_UNBOUNDED = 16_777_215
"""QWIDGETSIZE_MAX: no limit to a height."""


class StoryItem(TimelineItem):
    """An entry with a fixed height for the width it has."""

    def __init__(self, entry: TimelineEntry, is_last: bool) -> None:
        """Make the entry; see `TimelineItem`."""
        self._is_fixed = True
        super().__init__(entry, is_last)
        theme().changed.connect(self.fit, Qt.ConnectionType.QueuedConnection)

    def hasHeightForWidth(self) -> bool:
        """Tell the layouts above that there is nothing to ask."""
        return not self._is_fixed

    def event(self, event: QEvent) -> bool:
        """Fit the height again when something in the entry came into sight or changed."""
        is_handled = super().event(event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Show):
            self.fit()
        return is_handled

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the height to another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()

    def set_fixed(self, is_fixed: bool) -> None:
        """Say a fixed height, or leave it to the layouts while a form stands in the entry."""
        self._is_fixed = is_fixed
        if is_fixed:
            self.fit()
        else:
            self.setMinimumHeight(theme().px(_LEAST))
            self.setMaximumHeight(_UNBOUNDED)
        self.updateGeometry()

    @Slot()
    def fit(self) -> None:
        """Take the height the layout wants."""
        layout = self.layout()
        if self._is_fixed and layout is not None and self.width() > 0:
            wanted = layout.totalHeightForWidth(self.width())
            self.setFixedHeight(max(theme().px(_LEAST), wanted))
            # A height that changes while Qt is placing the entry reaches the entry alone.
            if layout.geometry() != self.rect():
                layout.setGeometry(self.rect())


class StoryView(TimelineView):
    """A timeline of such entries."""

    def open_inline(self, key: str, widget: QWidget) -> None:
        """Show a form under an entry, which then grows with it."""
        super().open_inline(key, widget)
        item = self.item(key)
        if isinstance(item, StoryItem):
            item.set_fixed(False)

    def close_inline(self) -> None:
        """Take the form away; its entry fits itself again."""
        item = self._items.get(self._inline_key) if self._inline is not None else None
        super().close_inline()
        if isinstance(item, StoryItem):
            item.set_fixed(True)

    def _make(self, entry: TimelineEntry) -> TimelineItem:
        item = StoryItem(entry, entry.key in self._lasts)
        item.action_clicked.connect(lambda: self.action_clicked.emit(entry.key))
        item.activated.connect(lambda: self.activated.emit(entry.key))
        self._items[entry.key] = item
        return item
