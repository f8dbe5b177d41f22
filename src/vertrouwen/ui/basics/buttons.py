"""Buttons: one filled primary per view, quiet others, links, and the button that explains."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QWidget

from vertrouwen.ui.basics.text import shown_keys
from vertrouwen.ui.theme import theme

Kind = Literal["primary", "secondary", "danger", "link", "blocked", "icon"]


class PushButton(QPushButton):
    """A push button that Enter presses as well as the space bar, outside dialogs too."""

    def event(self, event: QEvent) -> bool:
        """Keep Enter for the button that has the focus, before a key of the window takes it."""
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and _is_enter(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press the button with Enter as well as with the space bar."""
        if _is_enter(event):
            if not event.isAutoRepeat():
                self.click()
            return
        super().keyPressEvent(event)


class Button(PushButton):
    """A quiet button: white, bordered, with its shortcut shown inside."""

    _kind: Kind = "secondary"
    _is_compact = False

    def __init__(self, text: str, icon: str | None = None, shortcut: str | None = None) -> None:
        """Make the button.

        Args:
            text: a verb; also the accessible name.
            icon: name of an icon, left of the words.
            shortcut: key sequence shown inside; the screen or window registers the key.
        """
        super().__init__(text)
        self._icon_name = icon
        self._shown_keys = shown_keys(shortcut) if shortcut else ""
        self._ink = "accent"
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        if self._shown_keys:
            self.setAccessibleDescription(self._shown_keys)
        theme().changed.connect(self.updateGeometry)

    def set_primary(self, is_primary: bool) -> None:
        """Make this the filled button of the view, or a quiet one."""
        self._kind = "primary" if is_primary else "secondary"
        self.updateGeometry()
        self.update()

    def set_icon(self, icon: str | None) -> None:
        """Show another icon."""
        self._icon_name = icon
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room that icon, words and shortcut need."""
        width = self._words_width() + self._keys_width()
        height = 24 if self._kind == "link" else 30 if self._is_compact else 40
        return QSize(width, theme().px(height))

    def minimumSizeHint(self) -> QSize:
        """Return the room without the shortcut, which goes first when there is too little."""
        return QSize(self._words_width(), self.sizeHint().height())

    def _words_width(self) -> int:
        px = theme().px
        width = 2 * self._padding() + QFontMetrics(self._font()).horizontalAdvance(self.text())
        if self._icon_name:
            width += px(18) + (px(6 if self._is_compact else 9) if self.text() else 0)
        return width + 2

    def _keys_width(self) -> int:
        if not self._shown_keys:
            return 0
        metrics = QFontMetrics(theme().font("small"))
        return theme().px(12) + metrics.horizontalAdvance(self._shown_keys)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Redraw for the pointer."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Redraw without the pointer."""
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, focus, icon, words and shortcut."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, border, ink, keys_ink = self._colours()
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if ground is not None or border is not None:
            painter.setPen(QPen(border, 1) if border is not None else Qt.PenStyle.NoPen)
            painter.setBrush(ground if ground is not None else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect, 7, 7)
        if self.hasFocus():
            self._draw_focus(painter, rect)
        self._draw_words(painter, ink, keys_ink)

    def _padding(self) -> int:
        if self._is_compact:
            return theme().px(8)
        return theme().px(2 if self._kind == "link" else 11 if self._kind == "icon" else 15)

    def _font(self) -> QFont:
        if self._kind in ("primary", "danger"):
            return theme().font("strong")
        if self._is_compact:
            return theme().font("secondary_medium")
        return theme().font("medium")

    def _colours(self) -> tuple[QColor | None, QColor | None, str, str]:
        color = theme().color
        hover = self.underMouse() or self.isDown()
        if not self.isEnabled() or self._kind == "blocked":
            if self._kind in ("link", "icon"):
                return None, None, "ink3", "ink3"
            return color("disabled"), color("line2"), "ink3", "ink3"
        if self._kind == "primary":
            ground = color("accent_hover" if hover else "accent")
            return ground, ground, "on_accent", "on_accent"
        if self._kind == "danger":
            return color("brick_soft" if hover else "surface"), color("brick"), "brick", "brick"
        if self._kind == "link":
            return (
                None,
                None,
                "accent_hover" if hover and self._ink == "accent" else self._ink,
                ("ink2"),
            )
        if self._kind == "icon":
            return (color("neutral") if hover else None), None, "ink2", "ink3"
        return color("neutral" if hover else "surface"), color("line2"), "ink", "ink2"

    def _draw_focus(self, painter: QPainter, rect: QRectF) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._kind == "primary":
            painter.setPen(QPen(theme().color("on_accent"), 2))
            painter.drawRoundedRect(rect.adjusted(3, 3, -3, -3), 4, 4)
        else:
            painter.setPen(QPen(theme().color("accent"), 2))
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)

    def _draw_words(self, painter: QPainter, ink: str, keys_ink: str) -> None:
        px = theme().px
        metrics = QFontMetrics(self._font())
        keys_font = theme().font("small")
        has_keys = bool(self._shown_keys) and self.width() >= self.sizeHint().width()
        used = self._words_width() + (self._keys_width() if has_keys else 0)
        used -= 2 * self._padding() + 2
        left = max(self._padding() + 1, (self.width() - used) // 2)
        if self._kind == "link":
            left = self._padding() + 1
        if self._icon_name:
            size = px(18)
            pixmap = theme().pixmap(self._icon_name, ink, 18, self.devicePixelRatioF())
            painter.drawPixmap(QPoint(left, (self.height() - size) // 2), pixmap)
            left += size + (px(6 if self._is_compact else 9) if self.text() else 0)
        font = self._font()
        font.setUnderline(self._kind == "link" and self.underMouse() and self.isEnabled())
        painter.setFont(font)
        painter.setPen(theme().color(ink))
        middle = Qt.AlignmentFlag.AlignVCenter
        width = metrics.horizontalAdvance(self.text())
        painter.drawText(QRect(left, 0, width + 2, self.height()), middle, self.text())
        if has_keys:
            painter.setFont(keys_font)
            painter.setPen(theme().color(keys_ink))
            left += width + px(12)
            painter.drawText(QRect(left, 0, self.width(), self.height()), middle, self._shown_keys)


class PrimaryButton(Button):
    """The one filled button of a view."""

    _kind = "primary"


class DangerButton(Button):
    """The act that cannot be taken back: withdraw, destroy."""

    _kind = "danger"


class LinkButton(Button):
    """An act in words, without a border."""

    _kind = "link"

    def __init__(
        self,
        text: str,
        icon: str | None = None,
        shortcut: str | None = None,
        ink: str = "accent",
    ) -> None:
        """Make the link; `ink` is the token of its colour, `ink2` for a reticent one."""
        super().__init__(text, icon, shortcut)
        self._ink = ink


class IconButton(Button):
    """An icon alone, with a name for who cannot see it."""

    _kind = "icon"

    def __init__(self, icon: str, name: str) -> None:
        """Make the button; the name is its accessible name and tool tip."""
        super().__init__("", icon)
        self.setAccessibleName(name)
        self.setToolTip(name)


class BlockedButton(Button):
    """An act that is not allowed now: it stays reachable and says why.

    Signals:
        explained: the adviser activated it; the screen shows the reason and the way out.
    """

    _kind = "blocked"
    explained = Signal()

    def __init__(self, text: str, reason: str, is_compact: bool = False) -> None:
        """Make the button.

        Args:
            text: the verb of the act.
            reason: why it cannot be done now; read out on activation.
            is_compact: small, for a row of a list.
        """
        super().__init__(text, "lock")
        self._is_compact = is_compact
        self._reason = reason
        self.setAccessibleDescription(reason)
        self.setToolTip(reason)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.clicked.connect(self._explain)

    def _explain(self) -> None:
        announce(self, self._reason)
        self.explained.emit()


class MenuButton(Button):
    """A quiet button that opens a short menu."""

    def __init__(self, text: str, icon: str = "dots") -> None:
        """Make the button with an empty menu."""
        super().__init__(text, icon)
        self._menu = QMenu(self)
        self.clicked.connect(self._open)

    def set_compact(self) -> None:
        """Draw the button small, for a row of a list."""
        self._is_compact = True
        self.updateGeometry()

    def clear_actions(self) -> None:
        """Take every act out of the menu."""
        self._menu.clear()

    def add_action(self, text: str, slot: Callable[[], None], icon: str | None = None) -> None:
        """Add an act to the menu."""
        action = self._menu.addAction(text)
        if icon is not None:
            action.setIcon(theme().icon(icon))
        action.triggered.connect(lambda _checked=False: slot())

    def _open(self) -> None:
        self._menu.popup(self.mapToGlobal(QPoint(0, self.height() + 4)))


def _is_enter(event: QKeyEvent) -> bool:
    keypad = Qt.KeyboardModifier.KeypadModifier
    return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not (
        event.modifiers() & ~keypad
    )


def announce(widget: QWidget, text: str) -> None:
    """Have a screen reader say something when it has finished speaking."""
    # Imported here: a window that has nothing to say need not load it.
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

    event = QAccessibleAnnouncementEvent(widget, text)
    event.setPoliteness(QAccessible.AnnouncementPoliteness.Polite)
    QAccessible.updateAccessibility(event)
