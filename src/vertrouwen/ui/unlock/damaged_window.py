"""The window of a vault that does not open for work."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vertrouwen.language import _
from vertrouwen.services.vault_access import VaultAccess
from vertrouwen.ui.first_start.frame import Frame
from vertrouwen.ui.tasks import Tasks
from vertrouwen.ui.unlock.damaged_page import DamagedPage


class DamagedWindow(QWidget):
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
        super().__init__()
        self.setWindowTitle("Vertrouwen")
        self.setMinimumSize(1024, 680)
        self.frame = Frame([_("Kluis nagekeken")])
        self.page = DamagedPage(access, tasks, error)
        self.setAccessibleName(self.page.title)
        self.page.restore_wanted.connect(self.restore_wanted)
        self.page.opened.connect(self.opened)
        self.page.busy.connect(self.frame.set_busy)
        self.frame.back.connect(self.left)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.frame)
        self.frame.show_page(self.page, 0)
