"""The page on which the recovery code goes to paper; only then is the vault made."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut

from vertrouwen.language import _
from vertrouwen.services.new_keys import NewKeys
from vertrouwen.ui.first_start.frame import Page
from vertrouwen.ui.first_start.recovery_code import RecoveryCodePanel
from vertrouwen.ui.widgets import (
    Banner,
)


class CodePage(Page):
    """Shows the code and asks two groups back.

    Signals:
        print_wanted: the adviser wants the emergency sheet.
    """

    print_wanted = Signal()

    def __init__(self, keys: NewKeys) -> None:
        """Make the page for one code."""
        super().__init__(_("Uw herstelcode"))
        self.banner = Banner(tone="brick")
        self.panel = RecoveryCodePanel(keys)
        self.panel.edited.connect(self.edited)
        self.panel.print_wanted.connect(self.print_wanted)
        self.box.addWidget(self.banner)
        self.box.addWidget(self.panel)
        shortcut = QShortcut(QKeySequence("Ctrl+P"), self)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.activated.connect(self.print_wanted)

    def missing(self) -> str:
        """Return what has to be done before one can go on, or ""."""
        return self.panel.missing()

    def enter(self) -> None:
        """Go to the first act."""
        self.panel.focus()
