"""Controls for choosing from a code list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QRadioButton,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from vertrouwen.language import _
from vertrouwen.ui.basics.control import Control
from vertrouwen.ui.theme import theme

_IN_THE_MIDDLE = int(Qt.AlignmentFlag.AlignVCenter)
_BROKEN = _IN_THE_MIDDLE | int(Qt.TextFlag.TextWordWrap)

_BESIDE_WORDS = 2
"""Pixels that a style leaves on either side of the words of a list."""

Items = Sequence[tuple[str, str]]
"""Code and label, in the order in which they are shown."""


class ComboField(QComboBox, Control):
    """One code from a list; typing a letter jumps."""

    edited = Signal()

    def __init__(self, items: Items = (), placeholder: str | None = "") -> None:
        """Make the list.

        Args:
            items: codes and labels.
            placeholder: words of the empty first choice; "" gives "Kies…", None gives none.
        """
        super().__init__()
        self._placeholder = _("Kies…") if placeholder == "" else placeholder
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setMaxVisibleItems(14)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.set_items(items)
        self.currentIndexChanged.connect(lambda _index: self.edited.emit())

    def set_items(self, items: Items) -> None:
        """Offer other codes; the chosen one stays when it is still there."""
        chosen = self.value()
        was_blocked = self.blockSignals(True)
        self.clear()
        if self._placeholder is not None:
            self.addItem(self._placeholder, None)
        for code, label in items:
            self.addItem(label, code)
        self.set_value(chosen)
        self.blockSignals(was_blocked)
        if self.value() != chosen:
            self.edited.emit()

    def value(self) -> Any:
        """Return the chosen code, or None."""
        return self.currentData()

    def set_value(self, value: Any) -> None:
        """Choose a code; an unknown one chooses the first item."""
        self.setCurrentIndex(max(0, self.findData(value)))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page: scrolling never changes a fact."""
        event.ignore()

    def room(self) -> int:
        """Return how many pixels the words of the choice have."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        whole, part = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
        words = self.style().subControlRect(whole, option, part, self)
        return words.width() - 2 * _BESIDE_WORDS

    def shown_text(self) -> str:
        """Return the words of the choice as they fit."""
        words = self.currentText()
        return self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, self.room())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the list and its arrow."""
        option: Any = QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText = self.shown_text()
        self.setToolTip("" if option.currentText == self.currentText() else self.currentText())
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        if theme().is_high_contrast:
            return
        size = theme().px(16)
        place = QPoint(self.width() - theme().px(11) - size, (self.height() - size) // 2)
        painter.drawPixmap(
            place, theme().pixmap("chevron-down", "ink2", 16, self.devicePixelRatioF())
        )


class CheckBox(QCheckBox, Control):
    """Yes or no, with a square large enough to hit."""

    edited = Signal()

    def __init__(self, text: str, wraps: bool = False) -> None:
        """Make the box.

        Args:
            text: also the accessible name.
            wraps: break words that do not fit over more lines.
        """
        super().__init__(text)
        self._wraps = wraps
        if wraps:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
        self.toggled.connect(lambda _checked: self.edited.emit())
        theme().changed.connect(self.updateGeometry)

    def value(self) -> Any:
        """Return whether it is ticked."""
        return self.isChecked()

    def set_value(self, value: Any) -> None:
        """Tick it or not."""
        self.setChecked(bool(value))

    def sizeHint(self) -> QSize:
        """Return the room of square and words."""
        metrics = QFontMetrics(theme().font("body"))
        width = theme().px(20 + 10) + metrics.horizontalAdvance(self.text()) + 4
        return QSize(width, theme().px(28))

    def minimumSizeHint(self) -> QSize:
        """Return the same, or the room of one long word where words are broken over lines."""
        size = self.sizeHint()
        return QSize(theme().px(120), size.height()) if self._wraps else size

    def hasHeightForWidth(self) -> bool:
        """Tell whether words are broken over lines."""
        return self._wraps

    def heightForWidth(self, width: int) -> int:
        """Return the height of the words broken at this width."""
        room = QRect(0, 0, width - theme().px(20 + 10), 1000)
        lines = QFontMetrics(theme().font("body")).boundingRect(room, _BROKEN, self.text())
        return max(theme().px(28), lines.height() + theme().px(8))

    def hitButton(self, pos: QPoint) -> bool:
        """Let the words count as well as the square."""
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw square, tick, focus and words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color, edge = theme().color, theme().px(20)
        first_line = theme().px(28) if self._wraps else self.height()
        square = QRectF(0.5, (first_line - edge) / 2 + 0.5, edge - 1, edge - 1)
        is_on, is_enabled = self.isChecked(), self.isEnabled()
        if is_on and is_enabled:
            painter.setPen(QPen(color("accent"), 1))
            painter.setBrush(color("accent"))
        else:
            painter.setPen(QPen(color("field" if is_enabled else "line2"), 1))
            painter.setBrush(color("surface" if is_enabled else "disabled"))
        painter.drawRoundedRect(square, 4, 4)
        if is_on:
            ink = "on_accent" if is_enabled else "ink3"
            pixmap = theme().pixmap("check", ink, 16, self.devicePixelRatioF())
            inset = round((edge - theme().px(16)) / 2)
            painter.drawPixmap(QPoint(inset, round(square.top()) + inset), pixmap)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(color("accent"), 2))
            width = min(self.sizeHint().width(), self.width())
            frame = QRectF(edge + 4, 1, width - edge - 5, self.height() - 2)
            painter.drawRoundedRect(frame, 4, 4)
        painter.setFont(theme().font("body"))
        painter.setPen(color("ink" if is_enabled else "ink3"))
        words = self.rect().adjusted(edge + theme().px(10), 0, 0, 0)
        painter.drawText(words, _BROKEN if self._wraps else _IN_THE_MIDDLE, self.text())


class MultiChoice(QWidget, Control):
    """Several codes from a list, each a box to tick."""

    edited = Signal()

    def __init__(self, items: Items = (), columns: int = 1) -> None:
        """Make the boxes, in the order of the list, in a number of columns."""
        super().__init__()
        self._boxes: dict[str, CheckBox] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(2)
        grid.setHorizontalSpacing(16)
        rows = -(-len(items) // columns)
        for index, (code, label) in enumerate(items):
            box = CheckBox(label)
            box.edited.connect(self.edited)
            self._boxes[code] = box
            grid.addWidget(box, index % rows, index // rows)
        if self._boxes:
            self.setFocusProxy(next(iter(self._boxes.values())))

    def value(self) -> Any:
        """Return the ticked codes, in the order of the list."""
        return tuple(code for code, box in self._boxes.items() if box.isChecked())

    def set_value(self, value: Any) -> None:
        """Tick these codes and no others."""
        chosen = set(value or ())
        for code, box in self._boxes.items():
            box.setChecked(code in chosen)

    def draft(self) -> Any:
        """Return the ticked codes as a list."""
        return list(self.value())


class RadioGroup(QWidget, Control):
    """One code from a few, all in sight; nothing is chosen beforehand."""

    edited = Signal()

    def __init__(self, items: Items) -> None:
        """Make the choices, one under the other."""
        super().__init__()
        self._buttons: dict[str, QRadioButton] = {}
        self._group = QButtonGroup(self)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        for code, label in items:
            button = QRadioButton(label)
            button.setMinimumHeight(theme().px(28))
            self._group.addButton(button)
            self._buttons[code] = button
            box.addWidget(button)
        self._group.buttonToggled.connect(self._toggled)
        if self._buttons:
            self.setFocusProxy(next(iter(self._buttons.values())))

    def value(self) -> Any:
        """Return the chosen code, or None."""
        return next((code for code, b in self._buttons.items() if b.isChecked()), None)

    def set_value(self, value: Any) -> None:
        """Choose a code, or none."""
        self._group.setExclusive(False)
        for code, button in self._buttons.items():
            button.setChecked(code == value)
        self._group.setExclusive(True)

    def _toggled(self, _button: object, is_on: bool) -> None:
        if is_on:
            self.edited.emit()
