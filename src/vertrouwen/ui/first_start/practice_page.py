"""The adviser's own name and country."""

from __future__ import annotations

from collections.abc import Callable

from vertrouwen.language import _
from vertrouwen.language.sentences import sentence
from vertrouwen.services.practice import Practice
from vertrouwen.services.settings import set_profile
from vertrouwen.ui.countries import countries
from vertrouwen.ui.first_start.frame import Page
from vertrouwen.ui.tasks import Tasks
from vertrouwen.ui.theme import theme
from vertrouwen.ui.widgets import (
    Banner,
    Field,
    RadioGroup,
    TextField,
    WrapLabel,
)


class PracticePage(Page):
    """Name and country profile; both can be changed in the settings."""

    def __init__(self, practice: Practice, tasks: Tasks) -> None:
        """Make the page."""
        super().__init__(_("Uw praktijk"))
        self._practice, self._tasks = practice, tasks
        self.banner = Banner(tone="brick")
        self.box.addWidget(self.banner)
        self.box.addWidget(
            WrapLabel(
                _(
                    "Uw naam komt op de verslagen aan uw opdrachtgevers. Het land bepaalt de "
                    "termijnen, de begrippen en de instanties die het programma aanbiedt."
                )
            )
        )
        self.name = Field("name", _("Uw naam"), TextField(max_length=120), required=True)
        self.name.setMaximumWidth(theme().px(420))
        self.country = Field("country", _("Land"), RadioGroup(countries()), required=True)
        self.box.addWidget(self.name)
        self.box.addWidget(self.country)
        for field in (self.name, self.country):
            field.edited.connect(self.edited)

    def missing(self) -> str:
        """Return what has to be done before one can go on, or ""."""
        if not self.name.value():
            return _("Vul uw naam in om verder te gaan")
        return "" if self.country.value() else _("Kies uw land om verder te gaan")

    def can_go_back(self) -> bool:
        """The vault exists now; the code page is not shown again."""
        return False

    def enter(self) -> None:
        """Go to the name."""
        self.name.setFocus()

    def submit(self) -> None:
        """Keep both in the vault and go on."""
        name, country = self.name.value(), self.country.value()
        job: Callable[[], object] = lambda: set_profile(self._practice, name, country)  # noqa: E731
        self._tasks.run(job, lambda _change: self.finished.emit(), self._failed, owner=self)

    def _failed(self, error: Exception) -> None:
        self.banner.set_text(sentence(error))
