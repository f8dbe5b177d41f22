"""After the code on paper has opened the vault: a new way in for every day, on the spot."""

from __future__ import annotations

import threading

from PySide6.QtCore import Qt, Signal

from vertrouwen.language import _
from vertrouwen.language.sentences import sentence
from vertrouwen.services.vault_access import VaultAccess, Ways
from vertrouwen.ui.first_start.daily_access import (
    DailyAccessForm,
    chosen_way,
    set_daily_access,
)
from vertrouwen.ui.first_start.frame import Page
from vertrouwen.ui.tasks import Tasks
from vertrouwen.ui.widgets import (
    Banner,
    LinkButton,
    WrapLabel,
)


class DailyPage(Page):
    """Asks how the open vault is to open from now on; it can be skipped.

    Signals:
        busy: what is going on, or "".
    """

    busy = Signal(str)

    def __init__(
        self, access: VaultAccess, tasks: Tasks, ways: Ways, is_restored: bool = False
    ) -> None:
        """Make the page; it asks the keyring at once.

        Args:
            access: the way into the vault, which is open.
            tasks: the database thread.
            ways: how it opens until now, beside the code on paper.
            is_restored: it came from a backup just now; nothing was ever chosen on this computer,
                and no keyring opens it yet.
        """
        super().__init__(_("Voortaan weer zonder code"))
        self._access, self._tasks = access, tasks
        self._cancel = threading.Event()
        self.banner = Banner(tone="brick")
        self.box.addWidget(self.banner)
        has_old = ways.device or ways.strict or ways.passphrase
        if is_restored and has_old:
            words = _(
                "Uw zaken zijn terug. Kies hoe ze op deze computer opengaan. Tot dan openen uw "
                "herstelcode en de wachtzin van de kopie ze; de herstelcode blijft ook daarna "
                "gelden."
            )
        elif is_restored:
            words = _(
                "Uw zaken zijn terug. Kies hoe ze op deze computer opengaan. Tot dan opent alleen "
                "uw herstelcode ze; die blijft ook daarna gelden."
            )
        else:
            words = _(
                "Uw zaken zijn open. Kies hoe u er de volgende keer in komt. Wat u kiest komt in "
                "de plaats van de oude manier; uw herstelcode blijft gelden."
            )
        self.box.addWidget(WrapLabel(words))
        self.form = DailyAccessForm(access, tasks, "strict" if is_restored else chosen_way(ways))
        self.form.edited.connect(self.edited)
        self.box.addWidget(self.form)
        if not has_old:
            words = _("Nu niet, ik gebruik de volgende keer weer de code")
        elif is_restored:
            words = _("Nu niet, ik gebruik voorlopig de wachtzin van de kopie")
        else:
            words = _("Nu niet, ik houd de toegang zoals die was")
        self.skip_link = LinkButton(words)
        self.skip_link.clicked.connect(self.skip)
        self.box.addWidget(self.skip_link, 0, Qt.AlignmentFlag.AlignLeft)

    def next_text(self) -> str:
        """Return the verb."""
        return _("Zo instellen")

    def missing(self) -> str:
        """Return what has to be done before one can go on, or ""."""
        return self.form.missing()

    def can_go_back(self) -> bool:
        """The vault is open already: there is nothing to go back to."""
        return False

    def enter(self) -> None:
        """Go to the first question."""
        self.form.focus()

    def skip(self) -> None:
        """Go on and change nothing."""
        self.stop_waiting()
        self.finished.emit()

    def stop_waiting(self) -> None:
        """Wait no longer for the keyring."""
        self._cancel.set()
        self.form.stop_waiting()

    def submit(self) -> None:
        """Set the chosen way and go on."""
        chosen = self.form.value()
        self._cancel = threading.Event()
        cancel = self._cancel
        self.banner.set_text("")
        self.skip_link.setEnabled(False)
        self.busy.emit(_("De toegang wordt ingesteld…"))
        self._tasks.run(
            lambda: set_daily_access(self._access, chosen, cancel),
            lambda _nothing: self.finished.emit(),
            self._failed,
            owner=self,
        )

    def _failed(self, error: Exception) -> None:
        self.busy.emit("")
        self.skip_link.setEnabled(True)
        if getattr(error, "code", "").startswith("keyring"):
            self.form.show_passphrase(error)
        else:
            self.banner.set_text(sentence(error), "brick")
