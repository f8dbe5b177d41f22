"""What may help where a report is refused or its test was stopped."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from vertrouwen.language import _
from vertrouwen.services.report_choices import ReportChoices
from vertrouwen.ui.reports.choices import ReportChoicesPanel
from vertrouwen.ui.widgets import Column, LinkButton

LONGEST_POOLED = 800
"""Days of a period to which the year before is still proposed: three years at most."""

WayOut = tuple[str, Callable[[], None]]


class WaysOut(Column):
    """Links below what was tested; hidden while nothing is wrong."""

    def __init__(self, choices: ReportChoicesPanel) -> None:
        """Join the links to the choices that they make."""
        super().__init__(spacing=2)
        self._choices = choices
        self.hide()

    def show_ways(self, *ways: WayOut) -> None:
        """Offer these acts and no others."""
        self.clear()
        for words, act in ways:
            link = LinkButton(words, icon="arrow-right")
            link.clicked.connect(lambda _checked=False, act=act: act())
            self.add(link)
        self.setVisible(bool(ways))

    def show_coarser(self) -> None:
        """Offer what says less, or says it of a longer period."""
        ways: list[WayOut] = []
        offers, span = self._choices.offers, self._choices.span()
        crossings = [r for r in offers.rows.values() if r.offer.is_crossing and r.box_.isChecked()]
        if crossings:
            ways.append((_("Zonder kruistabellen"), offers.untick_crossings))
        if self._choices.choices() != ReportChoices():
            ways.append((_("Terug naar het voorstel"), self._choices.take_proposal))
        if span is not None and (span[1] - span[0]).days < LONGEST_POOLED:
            first = span[0].replace(year=span[0].year - 1)
            ways.append(
                (_("Het jaar ervoor erbij nemen"), partial(self._choices.set_span, first, span[1]))
            )
        self.show_ways(*ways)
