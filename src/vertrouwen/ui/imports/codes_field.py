"""Several codes in their order: the first one named first."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vertrouwen.language import _
from vertrouwen.ui.widgets import ComboField, Control, clear_layout

_MOST = 8


class CodesField(QWidget, Control):
    """A list for each code, and one more to add another; emptying a list takes its code away."""

    edited = Signal()

    def __init__(self, items: list[tuple[str, str]], name: str) -> None:
        """Make the lists.

        Args:
            items: codes and labels.
            name: what is chosen, for the accessible names.
        """
        super().__init__()
        self._items, self._name = items, name
        self._codes: tuple[str, ...] = ()
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(6)
        self._lists: list[ComboField] = []
        self._show()

    def value(self) -> Any:
        """Return the codes in their order."""
        return self._codes

    def set_value(self, value: Any) -> None:
        """Choose these codes."""
        self._codes = tuple(value or ())
        self._show()

    def setAccessibleName(self, name: str) -> None:
        """Name the lists after the question."""
        self._name = name
        super().setAccessibleName(name)
        for position, combo in enumerate(self._lists):
            combo.setAccessibleName(self._name_of(position))

    def _name_of(self, position: int) -> str:
        return self._name if position == 0 else f"{self._name} {position + 1}"

    def _show(self) -> None:
        had_focus = any(combo.hasFocus() for combo in self._lists)
        clear_layout(self._box)
        self._lists = []
        for position in range(min(len(self._codes) + 1, _MOST)):
            words = _("Kies…") if position == 0 else _("Nog een…")
            combo = ComboField(self._items, placeholder=words)
            combo.setAccessibleName(self._name_of(position))
            if position < len(self._codes):
                combo.set_value(self._codes[position])
            combo.edited.connect(self._chosen)
            self._lists.append(combo)
            self._box.addWidget(combo)
        self.setFocusProxy(self._lists[0])
        if had_focus:
            self._lists[-1].setFocus()

    def _chosen(self) -> None:
        chosen = tuple(dict.fromkeys(c.value() for c in self._lists if c.value() is not None))
        if chosen != self._codes:
            self._codes = chosen
            self._show()
            self.edited.emit()
