"""The command palette (Ctrl+K): go to a place, do something, or find a case."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from vertrouwen.language import _, ngettext
from vertrouwen.ui.screen import Route
from vertrouwen.ui.tasks import Tasks
from vertrouwen.ui.theme import theme
from vertrouwen.ui.widgets import Label, SearchField, announce, shown_keys

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class PaletteItem:
    """Something to go to or to do: with a route one goes there, with `run` it is called."""

    text: str
    icon: str = "arrow-right"
    detail: str = ""
    route: Route | None = None
    run: Callable[[], None] | None = None
    shortcut: str = ""


Provider = Callable[[str], Sequence[PaletteItem]]
"""Finds cases and organisations for a text; runs on the database thread."""


class _Items(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.items: list[PaletteItem] = []

    def show(self, items: list[PaletteItem]) -> None:
        self.beginResetModel()
        self.items = items
        self.endResetModel()

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        item = self.items[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return item.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(word for word in (item.text, item.detail) if word)
        return None


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, theme().px(44))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, _Items):
            return
        item = model.items[index.row()]
        px, color = theme().px, theme().color
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if is_chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("accent_soft"))
            painter.drawRoundedRect(QRectF(rect).adjusted(6, 1, -6, -1), 6, 6)
        ratio = painter.device().devicePixelRatioF()
        ink = "accent_ink" if is_chosen else "ink2"
        pixmap = theme().pixmap(item.icon, ink, 18, ratio)
        painter.drawPixmap(QPoint(rect.left() + 18, rect.center().y() - px(9) + 1), pixmap)
        left = rect.left() + 18 + px(18) + 12
        right = rect.right() - 18
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme().font("small"))
        painter.setPen(color("ink3" if not is_chosen else "accent_ink"))
        aside = shown_keys(item.shortcut) if item.shortcut else item.detail
        metrics = painter.fontMetrics()
        aside = metrics.elidedText(aside, Qt.TextElideMode.ElideRight, (right - left) // 2)
        width = metrics.horizontalAdvance(aside)
        painter.drawText(QRect(right - width, rect.top(), width + 2, rect.height()), middle, aside)
        painter.setFont(theme().font("medium"))
        painter.setPen(color("accent_ink" if is_chosen else "ink"))
        room = right - width - 16 - left
        words = painter.fontMetrics().elidedText(item.text, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(left, rect.top(), room + 2, rect.height()), middle, words)
        painter.restore()


class CommandPalette(QFrame):
    """The palette over the window: type, choose with the arrow keys, Enter.

    Signals:
        chosen: the item that was chosen.
        dismissed: Esc, or the focus went elsewhere.
    """

    chosen = Signal(object)
    dismissed = Signal()

    def __init__(self, window: QWidget, tasks: Tasks) -> None:
        """Make the hidden palette of a window."""
        super().__init__(window)
        self._over = window
        self._tasks = tasks
        self._commands: list[PaletteItem] = []
        self._provider: Provider | None = None
        self._asked = ""
        self.setAccessibleName(_("Zoek of ga naar"))
        box = QVBoxLayout(self)
        box.setContentsMargins(1, 12, 1, 8)
        box.setSpacing(8)
        inner = QVBoxLayout()
        inner.setContentsMargins(12, 0, 12, 0)
        self.search = SearchField(_("Zoek of ga naar"), delay_ms=120)
        self.search.textChanged.connect(self._filter)
        self.search.searched.connect(self._ask)
        self.search.installEventFilter(self)
        inner.addWidget(self.search)
        box.addLayout(inner)
        self._model = _Items(self)
        self.list = QListView()
        self.list.setAccessibleName(_("Resultaten"))
        self.list.setModel(self._model)
        self.list.setItemDelegate(_Delegate(self.list))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.clicked.connect(lambda _index: self._choose())
        box.addWidget(self.list)
        self._nothing = Label(_("Niets gevonden."), "body", "ink2")
        self._nothing.setContentsMargins(20, 4, 20, 8)
        box.addWidget(self._nothing)
        self.hide()

    def set_commands(self, commands: Sequence[PaletteItem]) -> None:
        """Offer these places and acts."""
        self._commands = list(commands)

    def set_provider(self, provider: Provider | None) -> None:
        """Search with this function, on the database thread."""
        self._provider = provider

    def open(self) -> None:
        """Show the palette, empty, above the middle of the window."""
        self.search.clear()
        self._filter("")
        self.raise_()
        self.show()
        self.place()
        self.search.setFocus()

    def place(self) -> None:
        """Stand where the window has room."""
        window = self._over
        width = min(560, window.width() - 40)
        rows = min(8, max(1, self._model.rowCount()))
        self.list.setFixedHeight(rows * theme().px(44) if self._model.rowCount() else 0)
        self.list.setVisible(bool(self._model.rowCount()))
        self.setFixedWidth(width)
        self.adjustSize()
        self.move((window.width() - width) // 2, max(20, window.height() // 8))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give the search field the keys of the list."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                self._move(step)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._choose()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.dismiss()
                return True
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
        elif event.type() == QEvent.Type.FocusOut and self.isVisible():
            self.dismiss()
        return super().eventFilter(watched, event)

    def dismiss(self) -> None:
        """Go away."""
        if self.isVisible():
            self.hide()
            self.dismissed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the plane."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(theme().color("surface"))
        painter.setPen(QPen(theme().color("field"), 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)

    def _filter(self, text: str) -> None:
        words = text.casefold().split()
        self._show([c for c in self._commands if all(w in c.text.casefold() for w in words)])

    def _ask(self, text: str) -> None:
        if self._provider is None or not text or not self.isVisible():
            return
        provider, self._asked = self._provider, text
        self._tasks.run(lambda: (text, list(provider(text))), self._found, owner=self)

    def _found(self, answer: tuple[str, list[PaletteItem]]) -> None:
        text, items = answer
        if text == self.search.value() and self.isVisible():
            commands = [item for item in self._model.items if item in self._commands]
            self._show(commands + items)
            count = len(self._model.items)
            announce(self, ngettext("{n} resultaat", "{n} resultaten", count).format(n=count))

    def _show(self, items: list[PaletteItem]) -> None:
        self._model.show(items)
        self._nothing.setVisible(not items)
        if items:
            self.list.setCurrentIndex(self._model.index(0, 0))
        self.place()

    def _move(self, step: int) -> None:
        count = self._model.rowCount()
        if not count:
            return
        row = (self.list.currentIndex().row() + step) % count
        self.list.setCurrentIndex(self._model.index(row, 0))
        announce(self, str(self._model.items[row].text))

    def _choose(self) -> None:
        index = self.list.currentIndex()
        if index.isValid() and self._model.rowCount():
            item = self._model.items[index.row()]
            self.dismiss()
            self.chosen.emit(item)
