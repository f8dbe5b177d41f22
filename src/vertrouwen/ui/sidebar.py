"""The sidebar: the mark, search, four places, privacy mode, settings, lock."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from vertrouwen.language import _
from vertrouwen.ui.backup_age import BackupAge
from vertrouwen.ui.sidebar_row import SidebarRow
from vertrouwen.ui.theme import theme
from vertrouwen.ui.widgets import Label, Mark, shown_keys
from vertrouwen.ui.widgets.switches import paint_switch

WIDTH = 216


class SidebarItem(SidebarRow):
    """A place or a state in the sidebar, with its icon and its key."""

    def __init__(self, text: str, icon: str, keys: str, switch: bool = False) -> None:
        """Make the item.

        Args:
            text: name of the place.
            icon: name of its icon.
            keys: key sequence, shown at the right (or read out, for a switch).
            switch: draw a switch in place of the key.
        """
        super().__init__(text, height=40)
        self._icon_name, self._keys, self._is_switch = icon, shown_keys(keys), switch
        self._is_here = False
        self.setCheckable(switch)
        self.setAccessibleDescription(self._keys)

    @property
    def is_here(self) -> bool:
        """Whether this is the place where one is."""
        return self._is_here

    def mark(self, is_here: bool) -> None:
        """Show and say whether one is here; a place is no tick box."""
        self._is_here = is_here
        here = _("hier bent u") if is_here else ""
        self.setAccessibleDescription(", ".join(part for part in (here, self._keys) if part))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the item."""
        px, color = theme().px, theme().color
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_here = self._is_here
        if is_here:
            painter.setPen(QPen(color("line2" if theme().is_dark else "line"), 1))
            painter.setBrush(color("surface"))
            painter.drawRoundedRect(self.ground, 7, 7)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("accent"))
            painter.drawRoundedRect(QRectF(0, self.height() / 2 - px(10), 3, px(20)), 1.5, 1.5)
        elif self.underMouse():
            self.paint_hover(painter)
        if self.hasFocus():
            self.paint_focus(painter)
        self.paint_icon(painter, self._icon_name, "accent" if is_here else "ink2")
        middle = Qt.AlignmentFlag.AlignVCenter
        left = self.words_left
        painter.setFont(theme().font("strong" if is_here else "medium"))
        painter.setPen(color("ink" if is_here else "ink2"))
        painter.drawText(QRect(left, 0, self.width(), self.height()), middle, self.text())
        words_end = left + painter.fontMetrics().horizontalAdvance(self.text())
        if self._is_switch:
            place = QRectF(self.width() - px(34) - 12, (self.height() - px(20)) / 2, px(34), px(20))
            paint_switch(painter, place.adjusted(0.5, 0.5, -0.5, -0.5), self.isChecked())
            return
        painter.setFont(theme().font("small"))
        painter.setPen(color("ink3"))
        keys_width = painter.fontMetrics().horizontalAdvance(self._keys)
        if words_end + 6 + keys_width <= self.width() - 12:
            keys = QRect(self.width() - 12 - keys_width, 0, keys_width + 2, self.height())
            painter.drawText(keys, middle, self._keys)


class GoToButton(SidebarRow):
    """Looks like a search field and opens the command palette."""

    def __init__(self) -> None:
        """Make the button."""
        super().__init__(_("Zoek of ga naar"), height=38)
        self.setAccessibleDescription(shown_keys("Ctrl+K"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the field."""
        px, color = theme().px, theme().color
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(color("accent"), 2) if self.hasFocus() else QPen(color("field"), 1)
        inset = 1.0 if self.hasFocus() else 0.5
        painter.setPen(pen)
        painter.setBrush(color("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 6, 6)
        pixmap = theme().pixmap("search", "ink2", 18, self.devicePixelRatioF())
        painter.drawPixmap(QPoint(12, (self.height() - px(18)) // 2), pixmap)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme().font("body"))
        painter.setPen(color("ink3"))
        left = 12 + px(18) + 8
        painter.drawText(QRect(left, 0, self.width(), self.height()), middle, self.text())
        words_end = left + painter.fontMetrics().horizontalAdvance(self.text())
        painter.setFont(theme().font("small"))
        keys = shown_keys("Ctrl+K")
        width = painter.fontMetrics().horizontalAdvance(keys)
        if words_end + 6 + width <= self.width() - 10:
            place = QRect(self.width() - 10 - width, 0, width + 2, self.height())
            painter.drawText(place, middle, keys)


class Sidebar(QFrame):
    """The sidebar of the window.

    Signals:
        place_chosen: name of the place.
        go_to_chosen: the search field was chosen.
        privacy_chosen: the privacy mode that is wanted.
        lock_chosen: the program must lock.
    """

    place_chosen = Signal(str)
    go_to_chosen = Signal()
    privacy_chosen = Signal(bool)
    lock_chosen = Signal()

    def __init__(self) -> None:
        """Make the sidebar in the language in force."""
        super().__init__()
        self.setAccessibleName(_("Navigatie"))
        self.setFixedWidth(max(WIDTH, theme().px(WIDTH * 0.9)))
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 18, 12, 16)
        box.setSpacing(4)
        head = QHBoxLayout()
        head.setContentsMargins(8, 0, 0, 14)
        head.setSpacing(9)
        head.addWidget(Mark(26))
        head.addWidget(Label("Vertrouwen", "wordmark"))
        head.addStretch(1)
        box.addLayout(head)
        self.go_to = GoToButton()
        self.go_to.clicked.connect(self.go_to_chosen)
        box.addWidget(self.go_to)
        box.addSpacing(12)
        self.places: dict[str, SidebarItem] = {}
        for key, text, icon, keys in (
            ("today", _("Vandaag"), "sun", "Ctrl+1"),
            ("cases", _("Zaken"), "folder", "Ctrl+2"),
            ("organisations", _("Organisaties"), "building", "Ctrl+3"),
            ("reports", _("Verslagen"), "clipboard-data", "Ctrl+4"),
        ):
            self._add_place(box, key, SidebarItem(text, icon, keys))
        box.addStretch(1)
        self.privacy = SidebarItem(_("Privacystand"), "eye-off", "Ctrl+Shift+P", switch=True)
        self.privacy.clicked.connect(self.privacy_chosen)
        self.privacy.setToolTip(
            _("Verbergt namen en organisaties, niet wat u in notities schreef ({keys})").format(
                keys=shown_keys("Ctrl+Shift+P")
            )
        )
        box.addWidget(self.privacy)
        self._add_place(box, "settings", SidebarItem(_("Instellingen"), "settings", "Ctrl+,"))
        self.lock = SidebarItem(_("Vergrendelen"), "lock", "Ctrl+L")
        self.lock.clicked.connect(self.lock_chosen)
        box.addWidget(self.lock)
        self.backup = BackupAge()
        self.backup.clicked.connect(lambda: self.place_chosen.emit("settings"))
        box.addWidget(self.backup)

    def mark_place(self, place: str) -> None:
        """Show where one is."""
        for key, item in self.places.items():
            item.mark(key == place)

    def show_privacy(self, is_on: bool) -> None:
        """Show the privacy mode in force."""
        self.privacy.setChecked(is_on)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sunken ground."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().color("sunken"))
        painter.fillRect(QRect(self.width() - 1, 0, 1, self.height()), theme().color("line"))

    def _add_place(self, box: QVBoxLayout, key: str, item: SidebarItem) -> None:
        item.clicked.connect(lambda: self.place_chosen.emit(key))
        self.places[key] = item
        box.addWidget(item)


def first_control(widget: QWidget) -> QWidget | None:
    """Return the first control inside a part of the window that takes the keyboard."""
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isEnabled():
        return widget
    link = widget.nextInFocusChain()
    while link is not None and link is not widget:
        if (
            widget.isAncestorOf(link)
            and link.focusPolicy() & Qt.FocusPolicy.TabFocus
            and link.isEnabled()
            and link.isVisibleTo(widget)
        ):
            return link
        link = link.nextInFocusChain()
    return None
