"""Controls for words, numbers and times."""

from __future__ import annotations

import re
from datetime import time
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy

from vertrouwen.language import _
from vertrouwen.ui.basics.control import Control
from vertrouwen.ui.theme import Role, theme


class TextField(QLineEdit, Control):
    """One line of text; undo and redo as everywhere."""

    edited = Signal()

    def __init__(
        self,
        placeholder: str = "",
        password: bool = False,
        max_length: int | None = None,
        code: bool = False,
    ) -> None:
        """Make the field.

        Args:
            placeholder: an example, shown while empty.
            password: cover what is typed.
            max_length: characters, at most.
            code: in the type of codes.
        """
        super().__init__()
        self._role: Role = "code" if code else "body"
        self.setPlaceholderText(placeholder)
        if password:
            self.setEchoMode(QLineEdit.EchoMode.Password)
        if max_length is not None:
            self.setMaxLength(max_length)
        self.textChanged.connect(lambda _text: self.edited.emit())
        theme().changed.connect(self._follow_theme)
        self._follow_theme()

    def value(self) -> Any:
        """Return the text without blanks around it."""
        return self.text().strip()

    def set_value(self, value: Any) -> None:
        """Fill in a text."""
        self.setText(value or "")

    def draft(self) -> Any:
        """Return the text as typed."""
        return self.text()

    def restore(self, draft: Any) -> None:
        """Put back the text as typed."""
        self.setText(str(draft or ""))

    def _follow_theme(self) -> None:
        self.setFont(theme().font(self._role))


class PasswordField(TextField):
    """A covered field with an eye to look at what was typed."""

    def __init__(self, placeholder: str = "") -> None:
        """Make the field; it never offers what is typed to drafts."""
        super().__init__(placeholder, password=True)
        self._eye = QAction(self)
        self._eye.setCheckable(True)
        self._eye.toggled.connect(self._show)
        self.addAction(self._eye, QLineEdit.ActionPosition.TrailingPosition)
        theme().changed.connect(self._draw_eye)
        self._show(False)

    def value(self) -> Any:
        """Return the text exactly as typed."""
        return self.text()

    def draft(self) -> Any:
        """Return nothing: a secret is not kept."""
        return ""

    def _show(self, is_shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if is_shown else QLineEdit.EchoMode.Password
        self.setEchoMode(mode)
        self._draw_eye()
        self._eye.setText(_("Verberg wat u typt") if is_shown else _("Toon wat u typt"))

    def _draw_eye(self) -> None:
        self._eye.setIcon(theme().icon("eye-off" if self._eye.isChecked() else "eye"))


class TextArea(QPlainTextEdit, Control):
    """Several lines that grow with the text; Tab goes to the next field."""

    edited = Signal()

    def __init__(
        self, placeholder: str = "", note: bool = False, lines: int = 2, max_lines: int = 12
    ) -> None:
        """Make the area.

        Args:
            placeholder: shown while empty.
            note: in the larger type of the note editor.
            lines: height at least.
            max_lines: height at most; more text scrolls.
        """
        super().__init__()
        self._role: Role = "note" if note else "body"
        self._lines, self._max_lines = lines, max_lines
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.textChanged.connect(self.edited)
        self.textChanged.connect(self._grow)
        theme().changed.connect(self._follow_theme)
        self._follow_theme()

    def value(self) -> Any:
        """Return the text without blanks around it."""
        return self.toPlainText().strip()

    def set_value(self, value: Any) -> None:
        """Fill in a text."""
        self.setPlainText(value or "")

    def draft(self) -> Any:
        """Return the text as typed."""
        return self.toPlainText()

    def sizeHint(self) -> QSize:
        """Return a comfortable width and the height in force."""
        return QSize(theme().px(320), self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Grow when the lines break differently."""
        super().resizeEvent(event)
        self._grow()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Ctrl+Enter to the form."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier
        ):
            event.ignore()
            return
        super().keyPressEvent(event)

    def _follow_theme(self) -> None:
        self.setFont(theme().font(self._role))
        self._grow()

    def _grow(self) -> None:
        step = QFontMetrics(self.font()).lineSpacing()
        count = max(self._lines, min(self._max_lines, round(self.document().size().height())))
        height = count * step + theme().px(20)
        if height != self.minimumHeight() or height != self.maximumHeight():
            self.setFixedHeight(height)


class TimeField(TextField):
    """A time of day, typed: 9:15, 0915, 9.15 or 9."""

    def __init__(self, value: time | None = None) -> None:
        """Make the field, filled in or empty."""
        super().__init__(placeholder=_("uu:mm"), max_length=8)
        self.set_value(value)
        self.editingFinished.connect(self._tidy)

    def value(self) -> Any:
        """Return the time, or None when empty or not readable."""
        return parse_time(self.text())

    def set_value(self, value: Any) -> None:
        """Fill in a time."""
        self.setText(value.strftime("%H:%M") if value is not None else "")

    def problem(self) -> str:
        """Return a sentence when the text is not a time."""
        if self.text().strip() and self.value() is None:
            return _("Vul een tijd in, bijvoorbeeld 09:15.")
        return ""

    def _tidy(self) -> None:
        if (value := self.value()) is not None:
            self.set_value(value)


def parse_time(text: str) -> time | None:
    """Return the time of day that was typed, or None."""
    match = re.fullmatch(r"\s*(\d{1,2})(?:[:.u ]?(\d{2}))?\s*(?:uur|u)?\s*", text.lower())
    if match is None:
        return None
    hour, minute = int(match[1]), int(match[2] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


class NumberField(TextField):
    """A whole number; the up and down keys count."""

    def __init__(self, minimum: int = 0, maximum: int = 9999, suffix: str = "") -> None:
        """Make the field.

        Args:
            minimum: smallest number allowed.
            maximum: largest number allowed.
            suffix: unit, said as a hint in the field while it is empty.
        """
        super().__init__(placeholder=suffix, max_length=9)
        self._minimum, self._maximum = minimum, maximum

    def value(self) -> Any:
        """Return the number, or None when empty or not readable."""
        text = self.text().strip().replace(".", "")
        if not re.fullmatch(r"-?[0-9]+", text):
            return None
        number = int(text)
        return number if self._minimum <= number <= self._maximum else None

    def set_value(self, value: Any) -> None:
        """Fill in a number."""
        self.setText("" if value is None else str(value))

    def problem(self) -> str:
        """Return a sentence when the text is not a number within the bounds."""
        if self.text().strip() and self.value() is None:
            return _("Vul een getal in van {lowest} tot en met {highest}.").format(
                lowest=self._minimum, highest=self._maximum
            )
        return ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Count with the arrow keys."""
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        number = self.value()
        number = self._minimum if number is None else number + step
        self.set_value(max(self._minimum, min(self._maximum, number)))


class SearchField(TextField):
    """A field that searches while typing; Esc clears it.

    Signals:
        searched: the text, a moment after the last key.
    """

    searched = Signal(str)

    def __init__(self, placeholder: str, delay_ms: int = 150) -> None:
        """Make the field; the placeholder is its accessible name too."""
        super().__init__(placeholder)
        self.setAccessibleName(placeholder)
        self._glass = QAction(_("Zoeken"), self)
        self._cross = QAction(_("Zoekveld wissen"), self)
        self._cross.triggered.connect(self.clear)
        self.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self.addAction(self._cross, QLineEdit.ActionPosition.TrailingPosition)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(delay_ms)
        self._pause.timeout.connect(lambda: self.searched.emit(self.value()))
        self.textChanged.connect(self._typed)
        theme().changed.connect(self._draw_icons)
        self._draw_icons()
        self._cross.setVisible(False)
        self.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Clear on Esc, before a form hears it; an empty field leaves Esc to others."""
        if (
            event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and self.text()
        ):
            if event.type() == QEvent.Type.KeyPress:
                self.clear()
            event.accept()
            return True
        return super().eventFilter(watched, event)

    def _typed(self, text: str) -> None:
        self._cross.setVisible(bool(text))
        self._pause.start()

    def _draw_icons(self) -> None:
        self._glass.setIcon(theme().icon("search"))
        self._cross.setIcon(theme().icon("x"))
