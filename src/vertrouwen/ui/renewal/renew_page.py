"""The work of a renewal, and what it leaves behind."""

from __future__ import annotations

import threading

from PySide6.QtCore import Signal

from vertrouwen.language import _
from vertrouwen.language.sentences import sentence
from vertrouwen.services.new_keys import NewKeys
from vertrouwen.services.renew_keys import Renewed, renew_keys
from vertrouwen.services.vault_access import VaultAccess
from vertrouwen.ui.first_start.daily_access import DailyAccess
from vertrouwen.ui.first_start.frame import Page
from vertrouwen.ui.sheet_name import sheet_name
from vertrouwen.ui.tasks import Progress, Tasks
from vertrouwen.ui.widgets import (
    Banner,
    ProgressPanel,
    WrapLabel,
    announce,
)


class RenewPage(Page):
    """Renews at once; then says which code is void and where the old vault lies.

    Signals:
        busy: what is going on, or "".
    """

    busy = Signal(str)

    def __init__(
        self, access: VaultAccess, tasks: Tasks, keys: NewKeys, daily: DailyAccess
    ) -> None:
        """Make the page.

        Args:
            access: the open vault.
            tasks: the database thread.
            keys: what is on paper.
            daily: how it is to open from now on.
        """
        super().__init__(_("Opnieuw versleutelen"))
        self._access, self._tasks = access, tasks
        self._keys, self._daily = keys, daily
        self._cancel = threading.Event()
        self._progress: Progress | None = None
        self.is_renewed = self._is_over = False
        self.banner = Banner(tone="brick")
        self.panel = ProgressPanel(_("Uw zaken worden opnieuw versleuteld en nagekeken"))
        self.panel.cancelled.connect(self.stop_waiting)
        self.box.addWidget(self.banner)
        self.box.addWidget(self.panel)

    def next_text(self) -> str:
        """Return the verb; there is none while it works."""
        if self.is_renewed:
            return _("Openen met de nieuwe sleutel")
        if self._is_over:
            return _("Programma opnieuw starten")
        return "" if self._progress is not None else _("Opnieuw proberen")

    def can_go_back(self) -> bool:
        """Whether the old vault still holds."""
        return not self._is_over

    def begin(self) -> None:
        """Renew."""
        keys, daily = self._keys, self._daily
        self._cancel = threading.Event()
        cancel = self._cancel
        self.banner.set_text("")
        self.panel.setVisible(True)

        def job(progress: Progress) -> Renewed:
            def tell(done: int, total: int) -> None:
                progress.check()
                progress.report(done, total)

            return renew_keys(
                self._access,
                keys,
                daily.passphrase,
                cancel,
                tell,
                strict=daily.way == "strict",
            )

        self._progress = self._tasks.run_long(
            job,
            self._renewed,
            self._failed,
            owner=self,
            progress=self.panel.set_progress,
            on_cancel=self._stopped,
        )
        self.busy.emit(_("Even geduld. Zet de computer niet uit."))

    def submit(self) -> None:
        """Go on with the new keys, or try again."""
        if self._is_over:
            self.finished.emit()
        else:
            self.begin()

    def stop_waiting(self) -> None:
        """Stop; the old vault holds then."""
        self._cancel.set()
        if self._progress is not None:
            self._progress.cancel()

    def _rest(self) -> None:
        self._progress = None
        self.panel.setVisible(False)
        self.busy.emit("")

    def _stopped(self) -> None:
        self._rest()
        self.banner.set_text(_("Gestopt. Er is niets veranderd: de oude sleutel geldt."), "amber")

    def _failed(self, error: Exception) -> None:
        # Closed, and not said to be done: the next start puts the one that is whole in place.
        self._is_over = not self._access.is_open
        self._rest()
        text = sentence(error)
        self.banner.set_text(text, "brick")
        announce(self, text)

    def _renewed(self, renewed: Renewed) -> None:
        self.is_renewed = self._is_over = True
        self.banner.set_text(_("Klaar. De nieuwe herstelcode geldt vanaf nu."), "green")
        void = (
            _("Het oude herstelblad opent uw praktijk niet meer.")
            if renewed.void is None
            else _("Het herstelblad van {sheet} opent uw praktijk niet meer.").format(
                sheet=sheet_name(renewed.void)
            )
        )
        for text in (
            void
            + " "
            + _(
                "Het opent nog wel reservekopieën van voor vandaag. Schrijf daarom de datum van "
                "vandaag erop, bewaar het zolang u die kopieën bewaart, en vernietig het daarna."
            ),
            _("De oude kluis is opzijgezet, met de naam “{name}”.").format(name=renewed.aside.name),
            _("Maak straks een nieuwe reservekopie: oude gaan niet open met de nieuwe code."),
        ):
            self.box.addWidget(WrapLabel(text))
        announce(self, void)
        self._rest()
