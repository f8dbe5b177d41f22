"""The adviser's own name and country."""

from __future__ import annotations

from vertrouwen.language import _
from vertrouwen.services.practice import Change, Practice, Profile
from vertrouwen.services.settings import set_profile
from vertrouwen.ui.countries import countries
from vertrouwen.ui.kept_draft import KeptDraft
from vertrouwen.ui.screen import Shell
from vertrouwen.ui.widgets import Field, FormPanel, RadioGroup, TextField


class PracticeCard(FormPanel):
    """Name and country, with a button that keeps them; the form is always open."""

    def __init__(self, shell: Shell, practice: Practice) -> None:
        """Make the card; `refresh` fetches what is known."""
        super().__init__(_("Uw praktijk"))
        self._shell, self._practice = shell, practice
        self._known: Profile | None = None
        self.add(
            Field(
                "name",
                _("Uw naam"),
                TextField(max_length=120),
                hint=_("Komt op de verslagen aan uw opdrachtgevers."),
                required=True,
            )
        )
        self.add(Field("country", _("Land"), RadioGroup(countries()), required=True))
        self.confirm_button.set_primary(False)
        self.close_link.hide()
        self.confirmed.connect(self._save)
        self._draft = KeptDraft(self, shell, practice, "settings:practice")

    def refresh(self) -> None:
        """Fetch what is known."""
        self._shell.tasks.run(self._practice.profile, self._show, owner=self)

    def _show(self, known: Profile) -> None:
        # Shown anew only when it changed, so that nothing half-typed is lost.
        if known == self._known:
            return
        is_first, self._known = self._known is None, known
        self.set_values({"name": known.name, "country": known.country})
        if is_first:
            self._draft.begin()
        else:
            self._draft.follow()

    def _save(self) -> None:
        name, country = self.field("name").value(), self.field("country").value()
        self.set_busy(True)
        self._shell.tasks.run(
            lambda: set_profile(self._practice, name, country),
            self._saved,
            self.refuse,
            owner=self,
        )

    def _saved(self, _change: Change) -> None:
        self.set_busy(False)
        self.set_banner("")
        self._draft.forget()
        self._shell.notify(_("Uw gegevens zijn opgeslagen."))
