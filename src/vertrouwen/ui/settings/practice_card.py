"""The adviser's own name and country."""

from __future__ import annotations

from PySide6.QtCore import Qt

from vertrouwen.domain.errors import DomainError
from vertrouwen.language import _
from vertrouwen.language.sentences import sentence
from vertrouwen.services.practice import Practice, Profile
from vertrouwen.services.settings import set_profile
from vertrouwen.ui.countries import countries
from vertrouwen.ui.screen import Shell
from vertrouwen.ui.widgets import Banner, Button, Card, Field, RadioGroup, TextField


class PracticeCard(Card):
    """Name and country, with a button that keeps them."""

    def __init__(self, shell: Shell, practice: Practice) -> None:
        """Make the card and fetch what is known."""
        super().__init__(_("Uw praktijk"))
        self._shell, self._practice = shell, practice
        self.banner = Banner(tone="brick")
        self.name = Field(
            "name",
            _("Uw naam"),
            TextField(max_length=120),
            hint=_("Komt op de verslagen aan uw opdrachtgevers."),
            required=True,
        )
        self.country = Field("country", _("Land"), RadioGroup(countries()), required=True)
        self.save_button = Button(_("Opslaan"), icon="check")
        self.save_button.clicked.connect(self._save)
        for widget in (self.banner, self.name, self.country):
            self.add(widget)
        self.body.addWidget(self.save_button, 0, Qt.AlignmentFlag.AlignLeft)

    def refresh(self) -> None:
        """Fetch what is known."""
        self._shell.tasks.run(self._practice.profile, self._show, owner=self)

    def _show(self, known: Profile) -> None:
        self.name.control.set_value(known.name)
        self.country.control.set_value(known.country)

    def _save(self) -> None:
        if not all([self.name.validate(), self.country.validate()]):
            return
        name, country = self.name.value(), self.country.value()
        self._shell.tasks.run(
            lambda: set_profile(self._practice, name, country),
            lambda _change: self._shell.notify(_("Uw gegevens zijn opgeslagen.")),
            self._failed,
            owner=self,
        )

    def _failed(self, error: Exception) -> None:
        fields = {"name": self.name, "country": self.country}
        field = fields.get(error.field or "") if isinstance(error, DomainError) else None
        if field is not None:
            field.set_error(sentence(error))
        else:
            self.banner.set_text(sentence(error))
