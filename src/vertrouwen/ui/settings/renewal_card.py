"""The way to another master key."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal

from vertrouwen.language import _
from vertrouwen.ui.widgets import Button, Card, WrapLabel


class RenewalCard(Card):
    """Says when everything should be encrypted anew.

    Signals:
        wanted: the adviser wants to begin; it is explained before anything changes.
    """

    wanted = Signal()

    def __init__(self) -> None:
        """Make the card."""
        super().__init__(_("Nieuwe hoofdsleutel"))
        self.add(
            WrapLabel(
                _(
                    "Kan iemand uw sleutel kennen, bijvoorbeeld omdat uw herstelblad zoek is? Dan "
                    "is een nieuwe code niet genoeg. Laat alles opnieuw versleutelen."
                ),
                "secondary",
            )
        )
        self.begin_button = Button(_("Alles opnieuw versleutelen…"), icon="shield-lock")
        self.begin_button.clicked.connect(self.wanted)
        self.body.addWidget(self.begin_button, 0, Qt.AlignmentFlag.AlignLeft)
