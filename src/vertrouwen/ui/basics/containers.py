"""Places to put things: columns, cards, facts."""

from __future__ import annotations

from typing import ClassVar, Literal

from PySide6.QtCore import QCoreApplication, QEvent, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from vertrouwen.ui.basics.buttons import LinkButton
from vertrouwen.ui.basics.chips import Icon
from vertrouwen.ui.basics.text import ElidedLabel, HLine, Label, WrapLabel
from vertrouwen.ui.theme import theme
from vertrouwen.ui.tokens import Tone


def clear_layout(layout: QLayout) -> None:
    """Take everything out of a layout and delete it."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear_layout(inner)


_DIRECTLY = Qt.FindChildOption.FindDirectChildrenOnly

_ROUNDS = 3
"""A page, its scrolling column and the cards in it each ask for room once more."""


def settle(widget: QWidget) -> None:
    """Give everything that was put into a visible widget its place now.

    Qt shows what is added to a layout a turn later, and lays out one level after another; until
    then cards would be seen collapsed.
    """
    if widget.layout() is not None and widget.isVisible():
        _reveal(widget)
        for _round in range(_ROUNDS):
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)


def _reveal(widget: QWidget) -> None:
    """Show what was added; what somebody hid stays hidden.

    It goes by the widgets, never by the items of their layouts: an item that Python has seen may
    be deleted by Qt, and the next one at the same address is then taken for the dead one.
    """
    if isinstance(widget, QScrollArea):
        inside = widget.widget()
        children = [] if inside is None else [inside]
    elif widget.layout() is not None:
        children = widget.findChildren(QWidget, options=_DIRECTLY)
    else:
        return
    for child in children:
        if child.isVisible():
            _reveal(child)
        elif not child.isWindow() and not child.testAttribute(
            Qt.WidgetAttribute.WA_WState_ExplicitShowHide
        ):
            child.show()


class Column(QWidget):
    """Widgets under one another, without margins."""

    overhang: ClassVar[int] = 0
    """Pixels by which it stands out on either side of what is in a card with it."""

    def __init__(self, spacing: int = 12) -> None:
        """Make an empty column with this many pixels between its widgets."""
        super().__init__()
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(spacing)

    def add(self, widget: QWidget) -> None:
        """Put a widget at the end."""
        self.box.addWidget(widget)

    def add_stretch(self) -> None:
        """Leave the remaining room here."""
        self.box.addStretch(1)

    def clear(self) -> None:
        """Remove and delete everything."""
        clear_layout(self.box)


class ScrollColumn(QScrollArea):
    """A column that scrolls when it is too high."""

    def __init__(self, spacing: int = 12) -> None:
        """Make an empty scrolling column."""
        super().__init__()
        self.column = Column(spacing)
        self.column.setObjectName("scrolled")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # One of our own: for Qt's own one PySide would first get to know every kind of widget.
        self.setViewport(QWidget())
        self.column.setAutoFillBackground(False)
        self.setWidget(self.column)

    def add(self, widget: QWidget) -> None:
        """Put a widget at the end."""
        self.column.add(widget)

    def clear(self) -> None:
        """Remove and delete everything."""
        self.column.clear()


class _Overhang(QVBoxLayout):
    """A layout that takes some of the room beside it."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self._width = width

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect.adjusted(-self._width, 0, self._width, 0))


class Card(QFrame):
    """A white plane with a hairline around it, and perhaps a heading."""

    def __init__(
        self,
        title: str = "",
        aside: str = "",
        chip: QWidget | None = None,
        tone: Literal["surface", "sunken"] = "surface",
        icon: str = "",
        icon_tone: Tone = "accent",
    ) -> None:
        """Make the card.

        Args:
            title: heading, also the accessible name.
            aside: grey words at the right of the heading.
            chip: status at the right of the heading.
            tone: white with a line, or sunken without one.
            icon: name of an icon before the heading.
            icon_tone: of that icon.
        """
        super().__init__()
        self._tone = tone
        self.setFrameShape(QFrame.Shape.NoFrame)
        outer = QVBoxLayout(self)
        edge = 15 if title else 9
        outer.setContentsMargins(19, edge, 19, edge)
        outer.setSpacing(8)
        self.header_row = QHBoxLayout()
        self.header_row.setSpacing(10)
        self._aside = Label(aside, "secondary", "ink2")
        if title:
            self.setAccessibleName(title)
            if icon:
                self.header_row.addWidget(Icon(icon, theme().tone_token(icon_tone), 20))
            self.header_row.addWidget(ElidedLabel(title, "heading"))
            self.header_row.addStretch(1)
            self.header_row.addWidget(self._aside)
            if chip is not None:
                self.header_row.addWidget(chip)
            outer.addLayout(self.header_row)
        self._aside.setParent(self)
        self._aside.setVisible(bool(title and aside))
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        outer.addLayout(self.body)

    def set_aside(self, text: str) -> None:
        """Show other words at the right of the heading."""
        self._aside.setText(text)
        self._aside.setVisible(bool(text))

    def add(self, widget: QWidget) -> None:
        """Put a widget at the end."""
        if isinstance(widget, Column) and widget.overhang:
            wider = _Overhang(widget.overhang)
            wider.addWidget(widget)
            self.body.addLayout(wider)
        else:
            self.body.addWidget(widget)

    def add_line(self) -> None:
        """Put a hairline at the end."""
        self.body.addWidget(HLine())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the plane."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(theme().color(self._tone))
        is_white = self._tone == "surface"
        painter.setPen(QPen(theme().color("line"), 1) if is_white else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)


class FactRow(QWidget):
    """A label and what is known about it; or a link to fill it in.

    Signals:
        action_clicked: the link was chosen.
    """

    action_clicked = Signal()

    def __init__(self, label: str, value: str = "", action: str = "") -> None:
        """Make the row.

        Args:
            label: name of the fact.
            value: what is known.
            action: words of the link, in place of or beside the value.
        """
        super().__init__()
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        name = WrapLabel(label, "secondary", "ink2")
        name.setFixedWidth(theme().px(106))
        is_open = bool(action) and not value
        middle = Qt.AlignmentFlag.AlignVCenter
        box.addWidget(name, 0, middle if is_open else Qt.AlignmentFlag.AlignTop)
        self.value = WrapLabel(value, "secondary_medium", "ink")
        self.value.setAccessibleName(f"{label}: {value}" if value else label)
        box.addWidget(self.value, 1, Qt.AlignmentFlag.AlignTop)
        self.value.setVisible(bool(value))
        if action:
            link = LinkButton(action, icon=None if value else "pencil")
            link.setAccessibleName(f"{label}: {action}")
            link.clicked.connect(self.action_clicked)
            box.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)
            if not value:
                box.addStretch(1)
