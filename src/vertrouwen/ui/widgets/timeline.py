"""The story of one case: moments with an icon on a line, solid for past and dotted for planned.

Entries are widgets, so that acts inside them are reached by keyboard and screen reader; a long
story is built in portions, so that the first ones stand on screen at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from vertrouwen.ui.basics.buttons import BlockedButton, LinkButton
from vertrouwen.ui.basics.chips import Chip
from vertrouwen.ui.basics.containers import clear_layout
from vertrouwen.ui.basics.text import SectionLabel, WrapLabel
from vertrouwen.ui.theme import theme
from vertrouwen.ui.tokens import Tone

FIRST = 14
"""Entries that are built before the first paint: what a window shows."""
PORTION = 10
"""Entries that are built at a time after that, so that keys and pointer are not kept waiting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """One moment of a case.

    `action` is a link at the right; with `blocked`, the reason, it becomes a button with a lock.
    `planned` draws the line to the next entry dotted.
    """

    key: str
    date_text: str
    title: str
    time_text: str = ""
    icon: str = "message"
    tone: Tone = "accent"
    meta: str = ""
    body: str = ""
    chip: str = ""
    chip_icon: str = ""
    chip_tone: Tone = "amber"
    planned: bool = False
    action: str = ""
    blocked: str = ""


class TimelineItem(QWidget):
    """One entry on screen.

    Signals:
        action_clicked: its act, allowed or blocked, was chosen.
        activated: Enter on the entry, or a double click.
    """

    action_clicked = Signal()
    activated = Signal()

    def __init__(self, entry: TimelineEntry, is_last: bool) -> None:
        """Make the entry; the last of a section has no line below."""
        super().__init__()
        self.entry = entry
        self._is_last = is_last
        px = theme().px
        self._gutter = px(58)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        when = f"{entry.date_text} {entry.time_text}".strip()
        words = [when, entry.title, entry.chip, entry.meta, entry.body]
        self.setAccessibleName(", ".join(word for word in words if word))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(self._gutter + px(50), px(4), 0, px(14))
        outer.setSpacing(1)
        head = QHBoxLayout()
        head.setSpacing(6)
        words_box = QVBoxLayout()
        words_box.setSpacing(1)
        title_row = QHBoxLayout()
        title_row.setSpacing(0)
        title = WrapLabel(entry.title, "strong", "ink")
        if entry.chip:
            title_row.addWidget(title, 0, Qt.AlignmentFlag.AlignVCenter)
            title_row.addSpacing(6)
            title_row.addWidget(Chip(entry.chip, entry.chip_icon, entry.chip_tone))
            title_row.addStretch(1)
        else:
            title_row.addWidget(title, 1)
        words_box.addLayout(title_row)
        if entry.meta:
            words_box.addWidget(WrapLabel(entry.meta, "secondary", "ink2"))
        head.addLayout(words_box, 1)
        if entry.action and entry.blocked:
            blocked = BlockedButton(entry.action, entry.blocked, is_compact=True)
            blocked.explained.connect(self.action_clicked)
            head.addWidget(blocked, 0, Qt.AlignmentFlag.AlignTop)
        elif entry.action:
            link = LinkButton(entry.action)
            link.setAccessibleDescription(entry.title)
            link.clicked.connect(self.action_clicked)
            head.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)
        outer.addLayout(head)
        if entry.body:
            outer.addWidget(WrapLabel(entry.body, "body", "ink"))
        self.inline_place = QVBoxLayout()
        self.inline_place.setContentsMargins(0, 0, 0, 0)
        outer.addLayout(self.inline_place)
        self.setMinimumHeight(px(50))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open on Enter; the arrow keys go along the entries."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.activated.emit()
        else:
            super().keyPressEvent(event)

    def _when(self) -> tuple[str, str]:
        """Return the two lines beside the entry; the year, if said, stands under its day."""
        day, _space, year = self.entry.date_text.rpartition(" ")
        if len(year) == 4 and year.isdigit():
            return day, year
        return self.entry.date_text, self.entry.time_text

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw date, time, line and icon."""
        px, color = theme().px, theme().color
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        painter.setFont(theme().font("secondary_medium"))
        painter.setPen(color("ink2"))
        day, below = self._when()
        painter.drawText(QRect(0, px(5), self._gutter, px(20)), right, day)
        painter.setFont(theme().font("secondary"))
        painter.setPen(color("ink3"))
        painter.drawText(QRect(0, px(22), self._gutter, px(18)), right, below)
        centre = self._gutter + px(8) + px(16)
        if not self._is_last:
            style = Qt.PenStyle.DashLine if self.entry.planned else Qt.PenStyle.SolidLine
            pen = QPen(color("line2"), 1.5)
            if self.entry.planned:
                pen.setColor(color("ink3"))
                pen.setWidthF(1)
            pen.setStyle(style)
            painter.setPen(pen)
            painter.drawLine(QPointF(centre, px(32)), QPointF(centre, self.height()))
        ink, soft = theme().tone(self.entry.tone)
        painter.setPen(QPen(ink, 1) if theme().is_high_contrast else Qt.PenStyle.NoPen)
        painter.setBrush(soft)
        painter.drawEllipse(QRectF(centre - px(16), 0.5, px(32) - 1, px(32) - 1))
        token = theme().tone_token(self.entry.tone)
        pixmap = theme().pixmap(self.entry.icon, token, 18, self.devicePixelRatioF())
        painter.drawPixmap(QPointF(centre - px(9), px(7)), pixmap)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(color("accent"), 2))
            left = self._gutter + px(44)
            frame = QRectF(left, 1, self.width() - left - 1, self.height() - px(8))
            painter.drawRoundedRect(frame, 6, 6)


class TimelineView(QWidget):
    """The entries of a case in sections, newest above; it does not scroll by itself.

    Signals:
        action_clicked: key of the entry whose act was chosen.
        activated: key of the entry that was opened.
    """

    action_clicked = Signal(str)
    activated = Signal(str)

    def __init__(self) -> None:
        """Make an empty story."""
        super().__init__()
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        self._items: dict[str, TimelineItem] = {}
        self._waiting: list[QWidget | TimelineEntry] = []
        self._lasts: set[str] = set()
        self._inline_key = ""
        self._inline: QWidget | None = None
        self._more = QTimer(self)
        self._more.setInterval(0)
        self._more.timeout.connect(lambda: self._build_portion())

    @property
    def inline(self) -> QWidget | None:
        """The form that stands under an entry, if any."""
        return self._inline

    def set_sections(self, sections: Sequence[tuple[str, Sequence[TimelineEntry]]]) -> None:
        """Show these entries and no others.

        Args:
            sections: name and entries of each; an open inline form is closed.
        """
        self.close_inline()
        self._more.stop()
        clear_layout(self._box)
        self._items.clear()
        for widget in self._waiting:
            if isinstance(widget, QWidget):
                widget.deleteLater()
        self._waiting = []
        self._lasts = set()
        for name, entries in sections:
            if not entries:
                continue
            heading = SectionLabel(name, line=True)
            heading.setContentsMargins(0, theme().px(6), 0, theme().px(14))
            self._waiting.append(heading)
            self._waiting.extend(entries)
            self._lasts.add(entries[-1].key)
        self._build_portion(FIRST)

    def open_inline(self, key: str, widget: QWidget) -> None:
        """Show a form under an entry, in place of one that is open."""
        self.close_inline()
        while key not in self._items and self._waiting:
            self._build_portion()
        self._items[key].inline_place.addSpacing(8)
        self._items[key].inline_place.addWidget(widget)
        self._inline, self._inline_key = widget, key
        widget.show()

    def close_inline(self) -> None:
        """Take the form away and go back to its entry."""
        if self._inline is None:
            return
        widget, self._inline = self._inline, None
        had_focus = widget.isAncestorOf(self.focusWidget() or self)
        widget.hide()
        widget.deleteLater()
        item = self._items.get(self._inline_key)
        if item is not None:
            clear_layout(item.inline_place)
        if had_focus and item is not None:
            item.setFocus()

    def item(self, key: str) -> TimelineItem:
        """Return the widget of an entry that has been built."""
        return self._items[key]

    def _build_portion(self, count: int = PORTION) -> None:
        portion, self._waiting = self._waiting[:count], self._waiting[count:]
        if self._box.count() and portion:  # the stretch at the end
            self._box.takeAt(self._box.count() - 1)
        for thing in portion:
            if isinstance(thing, QWidget):
                self._box.addWidget(thing)
            else:
                self._box.addWidget(self._make(thing))
        if portion:
            self._box.addStretch(1)
        if self._waiting:
            self._more.start()
        else:
            self._more.stop()

    def _make(self, entry: TimelineEntry) -> TimelineItem:
        item = TimelineItem(entry, entry.key in self._lasts)
        item.action_clicked.connect(lambda: self.action_clicked.emit(entry.key))
        item.activated.connect(lambda: self.activated.emit(entry.key))
        self._items[entry.key] = item
        return item
