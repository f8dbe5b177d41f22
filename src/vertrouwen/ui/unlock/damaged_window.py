"""The window of a vault that does not open for work."""

from __future__ import annotations

from PySide6.QtCore import Signal

from vertrouwen.language import _
from vertrouwen.services.vault_access import VaultAccess
from vertrouwen.ui.first_start.framed_window import FramedWindow
from vertrouwen.ui.tasks import Tasks
from vertrouwen.ui.unlock.damaged_page import DamagedPage


class DamagedWindow(FramedWindow):
    """One page with what was found and the ways on.

    Signals:
        restore_wanted: with the path of the newest backup, or None.
        opened: with what was opened (`Opened`).
        left: the adviser wants back to the unlock window, without the key; nothing changed.
    """

    restore_wanted = Signal(object)
    opened = Signal(object)
    left = Signal()

    def __init__(self, access: VaultAccess, tasks: Tasks, error: Exception) -> None:
        """Make the window.

        Args:
            access: the way into the vault.
            tasks: the database thread.
            error: what was found.
        """
        super().__init__([_("Kluis nagekeken")])
        self.page = DamagedPage(access, tasks, error)
        self.setAccessibleName(self.page.title)
        self.page.restore_wanted.connect(self.restore_wanted)
        self.page.opened.connect(self.opened)
        self.page.busy.connect(self.frame.set_busy)
        self.frame.back.connect(self.left)
        self.frame.show_page(self.page, 0)
