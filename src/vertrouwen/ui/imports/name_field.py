"""A client or unit: one that is known, or a new name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vertrouwen.language import _
from vertrouwen.ui.widgets import ComboField, Control, TextField

_OTHER = "\0other"


class NameField(QWidget, Control):
    """A list of names with "Andere naam…" as its last item; the value is a name or ""."""

    edited = Signal()

    def __init__(self, names: Iterable[str], empty: str | None = "") -> None:
        """Make the field.

        Args:
            names: that can be chosen, in their order.
            empty: words of the empty choice; see `ComboField`.
        """
        super().__init__()
        items = [(name, name) for name in dict.fromkeys(names)]
        self._known = {name for name, _label in items}
        self._list = ComboField([*items, (_OTHER, _("Andere naam…"))], placeholder=empty)
        self._text = TextField(max_length=120)
        self._text.setVisible(False)
        self._text.setAccessibleName(_("Andere naam"))
        self._list.edited.connect(self._chosen)
        self._text.edited.connect(self.edited)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        box.addWidget(self._list)
        box.addWidget(self._text)
        self.setFocusProxy(self._list)

    def value(self) -> Any:
        """Return the name, "" when there is none."""
        chosen = self._list.value()
        return self._text.value() if chosen == _OTHER else chosen or ""

    def set_value(self, value: Any) -> None:
        """Choose a name; one that is not in the list is typed in."""
        if value and value not in self._known:
            self._list.set_value(_OTHER)
            self._text.set_value(value)
        else:
            self._list.set_value(value or None)

    def setAccessibleName(self, name: str) -> None:
        """Name the list after the question."""
        super().setAccessibleName(name)
        self._list.setAccessibleName(name)

    def _chosen(self) -> None:
        is_other = self._list.value() == _OTHER
        self._text.setVisible(is_other)
        if is_other and self.isVisible():
            self._text.setFocus()
        self.edited.emit()
