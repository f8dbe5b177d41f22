"""What a renewal is for, what it does and what it cannot do."""

from __future__ import annotations

from vertrouwen.language import _
from vertrouwen.ui.first_start.frame import Page
from vertrouwen.ui.first_start.reason import reason
from vertrouwen.ui.widgets import (
    WrapLabel,
)


class ExplainPage(Page):
    """The first page; nothing is asked and nothing changes here."""

    def __init__(self) -> None:
        """Make the page."""
        super().__init__(_("Alles opnieuw versleutelen"))
        self.box.addWidget(
            WrapLabel(
                _(
                    "Doe dit als iemand uw sleutel kan kennen: uw herstelblad is zoek, iemand "
                    "kopieerde uw bestanden en wist uw wachtzin, of werkte in uw plaats op uw "
                    "computer."
                )
            )
        )
        for icon, bold, text in (
            (
                "key",
                _("Wat er gebeurt"),
                _(
                    "U zet eerst een nieuwe herstelcode op papier. Dan wordt alles met een nieuwe "
                    "sleutel versleuteld en nagekeken, en komt het in de plaats van het oude. "
                    "Daarna start het programma opnieuw."
                ),
            ),
            (
                "history",
                _("Wat met de oude code blijft opengaan"),
                _(
                    "Oude reservekopieën, en de oude kluis die opzijgezet op deze computer blijft "
                    "staan. Bewaar het oude blad zolang u die kopieën bewaart."
                ),
            ),
            (
                "alert-triangle",
                _("Wat dit niet kan"),
                _(
                    "Wie al een kopie én de oude sleutel heeft, kan die kopie blijven lezen. Wat u "
                    "vanaf nu opschrijft, kan hij niet lezen."
                ),
            ),
        ):
            self.box.addLayout(reason(icon, bold, text))

    def next_text(self) -> str:
        """Return the verb of the beginning."""
        return _("Beginnen")
