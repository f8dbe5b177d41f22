"""What every control of a form can do."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget


class Control:
    """A control of a form: it has a value, a raw state for drafts, and may have a problem.

    Beside these methods each control has the signal `edited`, without arguments.
    """

    def value(self) -> Any:
        """Return what was filled in, parsed; None or "" when empty."""
        raise NotImplementedError

    def set_value(self, value: Any) -> None:
        """Fill in a value."""
        raise NotImplementedError

    def draft(self) -> Any:
        """Return the raw state as something JSON can keep, half-typed text included."""
        return self.value()

    def restore(self, draft: Any) -> None:
        """Put back what `draft` returned."""
        self.set_value(draft)

    def problem(self) -> str:
        """Return what is wrong with the text and what to do, or ""."""
        return ""

    def show_problem(self, has_problem: bool) -> None:
        """Mark the border of the control."""
        widget = self.widget()
        if bool(widget.property("problem")) != has_problem:
            widget.setProperty("problem", has_problem)
            widget.style().unpolish(widget)
            widget.style().polish(widget)

    def widget(self) -> QWidget:
        """Return the control as a widget."""
        if not isinstance(self, QWidget):
            raise TypeError("a control is a widget")
        return self
