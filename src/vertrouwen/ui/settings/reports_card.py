"""From how many people on a unit is a row in a report."""

from __future__ import annotations

from functools import partial

from vertrouwen.language import _
from vertrouwen.services.practice import Change, Practice
from vertrouwen.services.settings import MINIMUM_UNITS, minimum_unit, set_minimum_unit
from vertrouwen.ui.screen import Shell
from vertrouwen.ui.widgets import Card, Field, RadioGroup, WrapLabel


class ReportsCard(Card):
    """What is in force for every report that is made from now on."""

    def __init__(self, shell: Shell, practice: Practice) -> None:
        """Make the card; `refresh` fetches what is in force."""
        super().__init__(_("Verslagen"))
        self._shell, self._practice = shell, practice
        self.minimum = RadioGroup(
            [(str(least), _("vanaf {n} medewerkers").format(n=least)) for least in MINIMUM_UNITS]
        )
        self.add(Field("minimum_unit", _("Een organisatieonderdeel is een rij"), self.minimum))
        self.add(
            WrapLabel(
                _(
                    "Kleinere onderdelen staan samen onder overige. Verslagen die al zijn"
                    " vastgesteld, veranderen niet."
                ),
                "secondary",
            )
        )
        self.minimum.edited.connect(self._choose)

    def refresh(self) -> None:
        """Fetch what is in force."""
        self._shell.tasks.run(partial(minimum_unit, self._practice), self._show, owner=self)

    def _show(self, least: int) -> None:
        self.minimum.blockSignals(True)
        self.minimum.set_value(str(least))
        self.minimum.blockSignals(False)

    def _choose(self) -> None:
        chosen = int(self.minimum.value())
        self._shell.tasks.run(
            partial(set_minimum_unit, self._practice, chosen), self._saved, owner=self
        )

    def _saved(self, _change: Change) -> None:
        self._shell.notify(_("De grens voor organisatieonderdelen is opgeslagen."))
