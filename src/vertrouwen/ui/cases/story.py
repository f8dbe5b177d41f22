"""The timeline of a case when it is long: entries that know their own height.

Only the entry with an open form, whose height changes while one types, leaves it to the layouts.
"""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from vertrouwen.ui.cases.fitted import Fitted
from vertrouwen.ui.widgets import TimelineEntry, TimelineItem, TimelineView


class StoryItem(Fitted, TimelineItem):
    """An entry with a fixed height for the width it has."""

    _least = 50

    def __init__(self, entry: TimelineEntry, is_last: bool) -> None:
        """Make the entry; see `TimelineItem`."""
        super().__init__(entry, is_last)
        self.follow_theme()


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
