"""The window in which a practice comes back from a backup, and gets its daily way in."""

from __future__ import annotations

from PySide6.QtCore import Signal

from vertrouwen.language import _
from vertrouwen.services.vault_access import Opened, VaultAccess, Ways
from vertrouwen.ui.first_start.framed_window import FramedWindow
from vertrouwen.ui.first_start.restore_page import RestorePage
from vertrouwen.ui.tasks import Tasks
from vertrouwen.ui.unlock.daily_page import DailyPage


class RestoreWindow(FramedWindow):
    """The backup and the code, and then how the practice opens on this computer.

    Signals:
        restored: with what was opened (`Opened`), once the daily way in is settled.
        vault_opened: what was restored is open, and the daily way in is asked.
        left: the adviser went back; nothing changed.
        typing: the code is being typed.
    """

    restored = Signal(object)
    vault_opened = Signal()
    left = Signal()
    typing = Signal()

    def __init__(self, access: VaultAccess, tasks: Tasks) -> None:
        """Make the window."""
        super().__init__([_("Herstellen"), _("Dagelijkse toegang")])
        self.setAccessibleName(_("Herstellen uit reservekopie"))
        self._access, self._tasks = access, tasks
        self.daily_page: DailyPage | None = None
        self.page = RestorePage(access, tasks)
        self.page.restored.connect(self._ask_daily_access)
        self.page.busy.connect(self.frame.set_busy)
        self.page.code.edited.connect(self.typing)
        self.frame.back.connect(self.left)
        self.frame.show_page(self.page, 0)

    def stop_waiting(self) -> None:
        """Stop restoring, or waiting for a keyring; the program ends."""
        if self.daily_page is not None:
            self.daily_page.stop_waiting()
        else:
            self.page.stop()

    def forget_typed(self) -> None:
        """Empty the code: who began to type it has left; what was found with it goes too."""
        self.page.code.control.set_value("")

    def _ask_daily_access(self, opened: Opened) -> None:
        self.vault_opened.emit()
        self._tasks.run(
            self._access.ways, lambda ways: self._show_daily_access(opened, ways), owner=self
        )

    def _show_daily_access(self, opened: Opened, ways: Ways) -> None:
        page = DailyPage(self._access, self._tasks, ways, is_restored=True)
        page.finished.connect(lambda: self.restored.emit(opened))
        page.busy.connect(self.frame.set_busy)
        self.daily_page = page
        self.frame.show_page(page, 1)
