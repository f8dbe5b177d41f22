"""The one dialog: for acts that cannot be taken back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from vertrouwen.language import _
from vertrouwen.ui.basics.buttons import Button, DangerButton, PrimaryButton
from vertrouwen.ui.basics.text import Label, WrapLabel


class ConfirmDialog(QDialog):
    """Asks whether to do something; the safe choice has the focus."""

    def __init__(self, parent: QWidget, title: str, text: str, act: str, danger: bool) -> None:
        """Make the dialog; see `confirm`."""
        super().__init__(parent)
        self.setWindowTitle("Vertrouwen")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 20)
        box.setSpacing(10)
        box.addWidget(Label(title, "heading"))
        words = WrapLabel(text, "body", "ink2")
        words.setMinimumWidth(380)
        box.addWidget(words)
        box.addSpacing(8)
        self.cancel_button = Button(_("Annuleren"), shortcut="Esc")
        self.act_button: Button = DangerButton(act) if danger else PrimaryButton(act)
        self.cancel_button.setDefault(True)
        self.cancel_button.clicked.connect(self.reject)
        self.act_button.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addStretch(1)
        row.addWidget(self.cancel_button)
        row.addWidget(self.act_button)
        box.addLayout(row)
        enter = QShortcut(QKeySequence("Ctrl+Return"), self)
        enter.activated.connect(self.accept)
        self.cancel_button.setFocus()


def confirm(
    parent: QWidget,
    title: str,
    text: str,
    act: str,
    on_accept: Callable[[], None],
    danger: bool = True,
) -> ConfirmDialog:
    """Ask before an act that cannot be taken back.

    Args:
        parent: a widget of the window.
        title: the question.
        text: what will happen and what cannot be undone.
        act: verb on the button, never "OK".
        on_accept: carries it out.
        danger: draw the act in brick.

    Returns:
        The open dialog; it goes away by itself.
    """
    dialog = ConfirmDialog(parent.window(), title, text, act, danger)
    dialog.accepted.connect(on_accept)
    dialog.open()
    return dialog
