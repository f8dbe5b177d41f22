"""A control with its label above and one line below for a hint or what is wrong."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from vertrouwen.language import _
from vertrouwen.ui.basics.chips import Icon
from vertrouwen.ui.basics.control import Control
from vertrouwen.ui.basics.text import Label, WrapLabel
from vertrouwen.ui.theme import theme


class Field(QWidget):
    """One question of a form.

    The line below is always there, so that nothing moves when a message appears.

    Signals:
        edited: the answer was changed, perhaps half-typed.
    """

    edited = Signal()

    def __init__(
        self, name: str, label: str, control: Control, hint: str = "", required: bool = False
    ) -> None:
        """Join a label, a control and a message.

        Args:
            name: key of the value in the form.
            label: the question; becomes the accessible name.
            control: what it is answered with.
            hint: shown below while there is no problem.
            required: an empty answer is a problem.
        """
        super().__init__()
        self.name = name
        self.control = control
        self._hint, self._error = hint, ""
        self._required = required
        widget = control.widget()
        self.label = Label(label, "secondary_medium", "ink2")
        self.label.setBuddy(widget)
        self._icon = Icon("alert-triangle", "brick", 15)
        self._message = WrapLabel("", "secondary", "ink3")
        self._message.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        below = QHBoxLayout()
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(6)
        below.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        below.addWidget(self._message, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        box.addWidget(self.label)
        box.addWidget(widget)
        box.addLayout(below)
        box.addStretch(1)
        widget.setAccessibleName(label)
        self.setFocusProxy(widget)
        signal: Any = getattr(control, "edited")  # noqa: B009 - each control declares its own
        signal.connect(self._forget_error)
        signal.connect(self.edited)
        self._show_message()

    def value(self) -> Any:
        """Return the value of the control."""
        return self.control.value()

    def error(self) -> str:
        """Return the message in force, or ""."""
        return self._error

    def set_error(self, text: str) -> None:
        """Say what is wrong and what to do; "" takes it away."""
        self._error = text
        self.control.show_problem(bool(text))
        self._show_message()

    def set_hint(self, text: str) -> None:
        """Show another hint."""
        self._hint = text
        self._show_message()

    def validate(self) -> bool:
        """Show the control's own problem, if any, and return whether there is none."""
        problem = self.control.problem()
        if not problem and self._required and self.value() in (None, "", ()):
            problem = _("Vul dit in.")
        self.set_error(problem)
        return not problem

    def _forget_error(self) -> None:
        if self._error:
            self.set_error("")

    def _show_message(self) -> None:
        self._icon.setVisible(bool(self._error))
        self._message.setText(self._error or self._hint)
        self._message.set_ink("brick" if self._error else "ink3")
        self._message.setMinimumHeight(theme().px(18))
        self.control.widget().setAccessibleDescription(self._error or self._hint)
