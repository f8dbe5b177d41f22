"""The renewal as a whole: it takes the place of the practice, and ends in a new start."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from vertrouwen.language import _
from vertrouwen.services.new_keys import NewKeys
from vertrouwen.services.practice import Practice
from vertrouwen.services.renew_keys import keys_for_renewal
from vertrouwen.services.vault_access import VaultAccess
from vertrouwen.ui.first_start.access_page import AccessPage
from vertrouwen.ui.first_start.code_page import CodePage
from vertrouwen.ui.first_start.daily_access import DailyAccess
from vertrouwen.ui.first_start.framed_window import FramedWindow
from vertrouwen.ui.first_start.sheet import show_sheet
from vertrouwen.ui.renewal.explain_page import ExplainPage
from vertrouwen.ui.renewal.renew_page import RenewPage
from vertrouwen.ui.tasks import Tasks

EXPLAIN, ACCESS, CODE, RENEW = range(4)


class Program(Protocol):
    """What a renewal needs of the program."""

    @property
    def access(self) -> VaultAccess:
        """The open vault."""

    @property
    def tasks(self) -> Tasks:
        """The database thread."""

    def show_window(self, window: QWidget) -> None:
        """Put a window in the place of the one that stands there."""

    def show_practice(self, practice: Practice, screen: str) -> object:
        """Show the practice again."""

    def lock(self) -> None:
        """End the process and start again at the unlock window."""


class RenewalWindow(FramedWindow):
    """Why, how it will open, the code on paper, and then the work.

    Signals:
        left: the adviser went back; nothing changed.
        renewed: the vault is closed and opens with the new keys.
    """

    left = Signal()
    renewed = Signal()

    def __init__(self, access: VaultAccess, tasks: Tasks, now: Callable[[], datetime]) -> None:
        """Begin with the explanation.

        Args:
            access: the open vault.
            tasks: the database thread.
            now: the clock.
        """
        super().__init__([_("Uitleg"), _("Toegang"), _("Herstelcode"), _("Versleutelen")])
        self._access, self._tasks, self._now = access, tasks, now
        self._keys: NewKeys | None = None
        self._daily: DailyAccess | None = None
        self.setAccessibleName(_("Alles opnieuw versleutelen"))
        self.frame.back.connect(self._go_back)
        self.show_explanation()

    def stop_waiting(self) -> None:
        """Stop what is going on; the program ends."""
        page = self.frame.page
        if isinstance(page, AccessPage | RenewPage):
            page.stop_waiting()

    def show_explanation(self) -> None:
        """Show what it is for."""
        page = ExplainPage()
        page.finished.connect(self.show_access)
        self.frame.show_page(page, EXPLAIN)

    def show_access(self) -> None:
        """Ask how the renewed vault is to open."""
        page = AccessPage(self._access, self._tasks, self._daily)
        page.finished.connect(lambda: self._access_chosen(page))
        self.frame.show_page(page, ACCESS)

    def _access_chosen(self, page: AccessPage) -> None:
        self._daily = page.value()
        if self._keys is None:
            self._keys = keys_for_renewal()
        self.show_code(self._keys)

    def show_code(self, keys: NewKeys) -> None:
        """Show the new code."""
        page = CodePage(keys)
        page.print_wanted.connect(lambda: show_sheet(self, page, keys, self._tasks, self._now))
        page.finished.connect(lambda: self._renew(keys))
        self.frame.show_page(page, CODE)

    def _renew(self, keys: NewKeys) -> None:
        assert self._daily is not None
        page = RenewPage(self._access, self._tasks, keys, self._daily)
        page.busy.connect(self.frame.set_busy)
        page.finished.connect(self.renewed)
        self.frame.show_page(page, RENEW)
        page.begin()

    def _go_back(self) -> None:
        page = self.frame.page
        if isinstance(page, ExplainPage):
            self.left.emit()
        elif isinstance(page, AccessPage):
            page.stop_waiting()
            self.show_explanation()
        elif isinstance(page, CodePage):
            self.show_access()
        elif self._keys is not None:
            self.show_code(self._keys)


def show_renewal(program: Program, practice: Practice) -> None:
    """Put the renewal in the place of the practice's window."""
    window = RenewalWindow(program.access, program.tasks, practice.now)
    window.left.connect(lambda: program.show_practice(practice, "settings"))
    window.renewed.connect(program.lock)
    program.show_window(window)
