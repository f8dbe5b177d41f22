"""Taking back a report that was given: with its reason, and without the illusion of undoing it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from vertrouwen.language import _
from vertrouwen.ui.widgets import ConfirmDialog, Field, TextArea


class WithdrawDialog(ConfirmDialog):
    """Asks why a report is withdrawn; the safe choice has the focus."""

    def __init__(self, parent: QWidget, period: str) -> None:
        """Make the dialog; `period` names the report."""
        super().__init__(
            parent,
            _("Verslag over {period} intrekken?").format(period=period),
            _(
                "Wat in dit verslag stond, blijft bekend bij wie het las. Daarom blijft het"
                " meetellen in elke toets van een later verslag. Intrekken kunt u niet ongedaan"
                " maken."
            ),
            _("Intrekken"),
            danger=True,
        )
        self.reason = Field("reason", _("Reden"), TextArea(lines=2, max_lines=5), required=True)
        box = self.layout()
        assert isinstance(box, QVBoxLayout)
        box.insertWidget(2, self.reason)
        self.reason.control.widget().setFocus()

    def accept(self) -> None:
        """Withdraw only with a reason."""
        if self.reason.validate():
            super().accept()
        else:
            self.reason.setFocus()


def ask_reason(parent: QWidget, period: str, withdraw: Callable[[str], None]) -> WithdrawDialog:
    """Ask before a report is withdrawn.

    Args:
        period: names the report.
        withdraw: gets the reason.

    Returns:
        The open dialog; it goes away by itself.
    """
    dialog = WithdrawDialog(parent.window(), period)
    dialog.accepted.connect(lambda: withdraw(dialog.reason.value()))
    dialog.open()
    return dialog
