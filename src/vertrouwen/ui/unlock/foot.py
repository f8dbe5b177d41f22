"""The last line of the unlock window: when it locked, and the way back from a backup."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout

from vertrouwen.language import _
from vertrouwen.ui.basics.buttons import LinkButton
from vertrouwen.ui.basics.chips import Icon
from vertrouwen.ui.basics.text import Label
from vertrouwen.ui.theme import theme


class Foot(QHBoxLayout):
    """Stands below whatever is asked."""

    def __init__(self, locked_at: str) -> None:
        """Make the line.

        Args:
            locked_at: time of day at which the program locked itself, if it did.
        """
        super().__init__()
        px = theme().px
        self.setSpacing(px(8))
        self.addStretch(1)
        if locked_at:
            self.addWidget(Icon("clock", "ink3", 16))
            words = _("Vergrendeld om {time}").format(time=locked_at)
            self.addWidget(Label(words, "secondary", "ink2"))
            self.addSpacing(px(24))
        self.restore_link = LinkButton(_("Herstellen uit reservekopie"), icon="history")
        self.addWidget(self.restore_link)
        self.addStretch(1)
