"""The first client, or the registration kept until today."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal

from vertrouwen.language import _
from vertrouwen.language.sentences import sentence
from vertrouwen.services.edit_organisations import NewOrganisation, add_organisation
from vertrouwen.services.practice import Practice
from vertrouwen.ui.countries import countries
from vertrouwen.ui.first_start.frame import Page
from vertrouwen.ui.tasks import Tasks
from vertrouwen.ui.theme import theme
from vertrouwen.ui.widgets import (
    Banner,
    Button,
    Card,
    Field,
    Label,
    LinkButton,
    RadioGroup,
    TextField,
    WrapLabel,
)


class ClientPage(Page):
    """Offers to add a client, to read a registration, or neither.

    Signals:
        left: the screen to begin on ("today" or "import").
    """

    left = Signal(str)

    def __init__(self, practice: Practice, tasks: Tasks, country: str) -> None:
        """Make the page; `country` is that of the adviser."""
        super().__init__(_("Uw eerste organisatie"))
        self._practice, self._tasks = practice, tasks
        self.banner = Banner(tone="brick")
        self.box.addWidget(self.banner)
        self.box.addWidget(
            WrapLabel(_("Voor welke organisatie bent u vertrouwenspersoon? Meer kan later altijd."))
        )
        self.name = Field(
            "name", _("Naam van de organisatie"), TextField(max_length=200), required=True
        )
        self.name.setMaximumWidth(theme().px(420))
        self.country = Field("country", _("Land"), RadioGroup(countries()), required=True)
        self.country.control.set_value(country)
        self.box.addWidget(self.name)
        self.box.addWidget(self.country)
        self.name.edited.connect(self.edited)
        card = Card(tone="sunken")
        card.add(Label(_("Hield u tot nu toe een lijst bij?"), "strong"))
        card.add(
            WrapLabel(
                _(
                    "Een werkblad uit Excel of een CSV-bestand kan worden ingelezen. U ziet eerst "
                    "wat ervan wordt; er komt niets binnen dat u niet hebt gezien."
                )
            )
        )
        self.import_button = Button(_("Registratie inlezen"), icon="file-import")
        self.import_button.clicked.connect(lambda: self.left.emit("import"))
        card.body.addWidget(self.import_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.box.addSpacing(theme().px(6))
        self.box.addWidget(card)
        self.later_link = LinkButton(_("Later, eerst rondkijken"))
        self.later_link.clicked.connect(lambda: self.left.emit("today"))
        self.box.addWidget(self.later_link, 0, Qt.AlignmentFlag.AlignLeft)

    def next_text(self) -> str:
        """Return the verb that adds the client."""
        return _("Organisatie toevoegen")

    def missing(self) -> str:
        """Return what has to be done before the client can be added, or ""."""
        return "" if self.name.value() else _("Vul de naam in, of kies hierboven iets anders.")

    def can_go_back(self) -> bool:
        """The step before is done."""
        return False

    def enter(self) -> None:
        """Go to the name."""
        self.name.setFocus()

    def submit(self) -> None:
        """Add the client and go on."""
        new = NewOrganisation(name=self.name.value(), country=self.country.value())
        self._tasks.run(
            lambda: add_organisation(self._practice, new),
            lambda _change: self.left.emit("today"),
            lambda error: self.banner.set_text(sentence(error)),
            owner=self,
        )
