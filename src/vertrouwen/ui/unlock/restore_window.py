"""The window in which a practice comes back from a backup."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vertrouwen.language import _
from vertrouwen.services.vault_access import VaultAccess
from vertrouwen.ui.first_start.frame import Frame
from vertrouwen.ui.first_start.restore_page import RestorePage
from vertrouwen.ui.tasks import Tasks


class RestoreWindow(QWidget):
    """One page: the backup, the code, and the way back.

    Signals:
        restored: with what was opened (`Opened`).
        left: the adviser went back; nothing changed.
    """

    restored = Signal(object)
    left = Signal()

    def __init__(self, access: VaultAccess, tasks: Tasks) -> None:
        """Make the window."""
        super().__init__()
        self.setWindowTitle("Vertrouwen")
        self.setMinimumSize(1024, 680)
        self.setAccessibleName(_("Herstellen uit reservekopie"))
        self.frame = Frame([_("Herstellen")])
        self.page = RestorePage(access, tasks)
        self.page.restored.connect(self.restored)
        self.page.busy.connect(self.frame.set_busy)
        self.frame.back.connect(self.left)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.frame)
        self.frame.show_page(self.page, 0)

    def stop_waiting(self) -> None:
        """Stop restoring; the program ends."""
        self.page.stop()
