"""How the vault opens day by day, chosen at the first start."""

from __future__ import annotations

from vertrouwen.language import _
from vertrouwen.services.vault_access import VaultAccess
from vertrouwen.ui.first_start.daily_access import DailyAccess, DailyAccessForm
from vertrouwen.ui.first_start.frame import Page
from vertrouwen.ui.first_start.passphrase_fields import PassphraseFields
from vertrouwen.ui.tasks import Tasks
from vertrouwen.ui.widgets import (
    WrapLabel,
)


class AccessPage(Page):
    """Finds out whether there is a keyring; without one it asks a passphrase."""

    def __init__(
        self, access: VaultAccess, tasks: Tasks, chosen: DailyAccess | None = None
    ) -> None:
        """Make the page; it asks the keyring at once.

        Args:
            access: the way into the vault that will be.
            tasks: the database thread.
            chosen: what was chosen before, when the adviser comes back.
        """
        super().__init__(_("Hoe uw zaken opengaan"))
        self.form = (
            DailyAccessForm(access, tasks)
            if chosen is None
            else DailyAccessForm(access, tasks, chosen.way, chosen.passphrase or "")
        )
        self.form.edited.connect(self.edited)
        self.box.addWidget(
            WrapLabel(
                _("Dit is de dagelijkse toegang. Bij Instellingen kunt u die later wijzigen.")
            )
        )
        self.box.addWidget(self.form)

    @property
    def passphrase_fields(self) -> PassphraseFields | None:
        """Where a passphrase is typed, where one is asked."""
        return self.form.passphrase_fields

    def value(self) -> DailyAccess:
        """Return the chosen way."""
        return self.form.value()

    def missing(self) -> str:
        """Return what has to be done before one can go on, or ""."""
        return self.form.missing()

    def enter(self) -> None:
        """Go to the first question."""
        self.form.focus()

    def stop_waiting(self) -> None:
        """Wait no longer for the keyring."""
        self.form.stop_waiting()
