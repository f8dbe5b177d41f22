"""Welcome: what the program does with what it is told, and what it does not protect against."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal

from vertrouwen import language
from vertrouwen.language import _
from vertrouwen.ui.first_start.frame import Page
from vertrouwen.ui.first_start.reason import reason
from vertrouwen.ui.theme import theme
from vertrouwen.ui.widgets import (
    Label,
    LinkButton,
    RadioGroup,
    WrapLabel,
)


class WelcomePage(Page):
    """The first page.

    Signals:
        restore_wanted: there is a backup to come back from.
        language_chosen: code of the language to go on in.
    """

    restore_wanted = Signal()
    language_chosen = Signal(str)

    def __init__(self) -> None:
        """Make the page."""
        super().__init__(_("Welkom"))
        self.box.addWidget(
            WrapLabel(
                _(
                    "Vertrouwen houdt uw praktijk als vertrouwenspersoon bij. Wat u opschrijft "
                    "blijft op deze computer, versleuteld. Het programma gebruikt geen internet."
                )
            )
        )
        for icon, bold, text in (
            (
                "shield-lock",
                _("Waar dit tegen beschermt"),
                _(
                    "Verliest u de computer of kopieert iemand de bestanden, dan zijn uw zaken "
                    "zonder sleutel niet te lezen."
                ),
            ),
            (
                "user",
                _("Waar dit niet tegen beschermt"),
                _(
                    "Wie uw computer aantreft terwijl Vertrouwen open is, kan uw zaken lezen. "
                    "Kwaadaardige programma’s onder uw naam kunnen meelezen. Vergrendel uw "
                    "computer als u wegloopt. Hoe uw zaken opengaan, kiest u straks."
                ),
            ),
            (
                "key",
                _("Straks krijgt u een herstelcode"),
                _(
                    "U zet die op papier. Met de code en een reservekopie krijgt u alles terug, "
                    "ook op een andere computer. Leg pen en papier klaar, of zet de printer aan."
                ),
            ),
        ):
            self.box.addLayout(reason(icon, bold, text))
        self.box.addSpacing(theme().px(8))
        self.box.addWidget(Label(_("Taal"), "secondary_medium", "ink2"))
        self.language = RadioGroup(list(language.NAMES.items()))
        self.language.setAccessibleName(_("Taal"))
        self.language.set_value(language.current())
        self.language.edited.connect(self._choose_language)
        self.box.addWidget(self.language)
        self.restore_link = LinkButton(
            _("Ik heb al een praktijk: herstellen uit reservekopie"), icon="history"
        )
        self.restore_link.clicked.connect(self.restore_wanted)
        self.box.addSpacing(theme().px(4))
        self.box.addWidget(self.restore_link, 0, Qt.AlignmentFlag.AlignLeft)

    def next_text(self) -> str:
        """Return the verb of the beginning."""
        return _("Beginnen")

    def can_go_back(self) -> bool:
        """Nothing comes before."""
        return False

    def _choose_language(self) -> None:
        chosen = self.language.value()
        if chosen and chosen != language.current():
            self.language_chosen.emit(chosen)
