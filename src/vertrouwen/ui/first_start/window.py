"""The first start as a whole: which page follows which, and what is made when."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QTimer, Signal

from vertrouwen.language import _
from vertrouwen.language.sentences import sentence
from vertrouwen.services.new_keys import NewKeys
from vertrouwen.services.practice import Practice
from vertrouwen.services.vault_access import Opened, VaultAccess
from vertrouwen.ui.first_start.access_page import AccessPage
from vertrouwen.ui.first_start.client_page import ClientPage
from vertrouwen.ui.first_start.code_page import CodePage
from vertrouwen.ui.first_start.daily_access import DailyAccess
from vertrouwen.ui.first_start.framed_window import FramedWindow
from vertrouwen.ui.first_start.practice_page import PracticePage
from vertrouwen.ui.first_start.sheet import show_sheet
from vertrouwen.ui.first_start.welcome_page import WelcomePage
from vertrouwen.ui.tasks import Tasks

WELCOME, ACCESS, CODE, PRACTICE, CLIENT = range(5)


class FirstStartWindow(FramedWindow):
    """From nothing to a practice with a recovery code on paper.

    Nothing is written before two groups of the code were typed back.

    Signals:
        created: the vault is there and open (`Opened`).
        vault_opened: the same, for who watches over it.
        finished: name of the screen to begin on.
        restore_wanted: there is a backup to come back from.
        language_chosen: code of the language to go on in.
        typing: a secret is being typed.
    """

    created = Signal(object)
    vault_opened = Signal()
    finished = Signal(str)
    restore_wanted = Signal()
    language_chosen = Signal(str)
    typing = Signal()

    def __init__(
        self,
        access: VaultAccess,
        tasks: Tasks,
        now: Callable[[], datetime],
        practice: Practice | None = None,
    ) -> None:
        """Begin.

        Args:
            access: where the vault will be.
            tasks: the database thread.
            now: the clock.
            practice: an open practice whose name was never filled in; begins there.
        """
        super().__init__(
            [_("Welkom"), _("Toegang"), _("Herstelcode"), _("Uw praktijk"), _("Eerste organisatie")]
        )
        self._access, self._tasks, self._now = access, tasks, now
        self._practice = practice
        self._keys: NewKeys | None = None
        self._daily: DailyAccess | None = None
        self._cancel = threading.Event()
        self.setAccessibleName(_("Eerste start van Vertrouwen"))
        self.frame.back.connect(self._go_back)
        if practice is None:
            self.show_welcome()
        else:
            self.show_practice()
            # Once somebody can listen.
            QTimer.singleShot(0, self, self.vault_opened.emit)

    def stop_waiting(self) -> None:
        """Wait no longer for a keyring; the program ends."""
        self._cancel.set()
        if isinstance(self.frame.page, AccessPage):
            self.frame.page.stop_waiting()

    def forget_typed(self) -> None:
        """Empty what is half typed on this page: who began has left."""
        page = self.frame.page
        if isinstance(page, AccessPage):
            self._daily = None
            page.form.forget_typed()
        elif isinstance(page, CodePage):
            page.panel.forget_typed()

    def show_welcome(self) -> None:
        """Show the first page."""
        page = WelcomePage()
        page.finished.connect(self.show_access)
        page.restore_wanted.connect(self.restore_wanted)
        page.language_chosen.connect(self.language_chosen)
        self.frame.show_page(page, WELCOME)

    def show_access(self) -> None:
        """Show how the vault will open."""
        page = AccessPage(self._access, self._tasks, self._daily)
        page.edited.connect(self.typing)
        page.finished.connect(lambda: self._access_chosen(page))
        self.frame.show_page(page, ACCESS)

    def _access_chosen(self, page: AccessPage) -> None:
        self._daily = page.value()
        if self._keys is None:
            self._keys = self._access.new_keys()
        self.show_code()

    def show_code(self) -> None:
        """Show the recovery code."""
        keys = self._keys
        assert keys is not None
        page = CodePage(keys)
        page.print_wanted.connect(lambda: show_sheet(self, page, keys, self._tasks, self._now))
        page.edited.connect(self.typing)
        page.finished.connect(lambda: self._create(page))
        self.frame.show_page(page, CODE)

    def _create(self, page: CodePage) -> None:
        keys, daily = self._keys, self._daily
        assert keys is not None
        assert daily is not None
        self._cancel = threading.Event()
        cancel = self._cancel
        self.frame.set_busy(_("Uw kluis wordt gemaakt…"))

        def failed(error: Exception) -> None:
            self.frame.set_busy("")
            page.banner.set_text(sentence(error), "brick")

        self._tasks.run(
            lambda: self._access.create(
                keys, daily.passphrase, cancel, strict=daily.way == "strict"
            ),
            self._created,
            failed,
            owner=page,
        )

    def _created(self, opened: Opened) -> None:
        # The code is on paper now; nothing needs it in memory any longer.
        self._keys = self._daily = None
        self._practice = opened.practice
        self.created.emit(opened)
        self.vault_opened.emit()
        self.show_practice()

    def show_practice(self) -> None:
        """Ask name and country."""
        assert self._practice is not None
        page = PracticePage(self._practice, self._tasks)
        page.finished.connect(lambda: self.show_client(page.country.value()))
        self.frame.show_page(page, PRACTICE)

    def show_client(self, country: str) -> None:
        """Ask the first client."""
        assert self._practice is not None
        page = ClientPage(self._practice, self._tasks, country)
        page.left.connect(self.finished)
        self.frame.show_page(page, CLIENT)

    def _go_back(self) -> None:
        page = self.frame.page
        if isinstance(page, AccessPage):
            page.stop_waiting()
            self.show_welcome()
        elif isinstance(page, CodePage):
            self.show_access()
