"""Looks for the reason why a cell is not shown, and for ways to show more."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from vertrouwen.language import _
from vertrouwen.language.sentences import sentence
from vertrouwen.services.report_choices import Coarsening, Explanation, ReportView, TableOffer
from vertrouwen.ui.reports.choices import ReportChoicesPanel
from vertrouwen.ui.reports.live import LiveReport
from vertrouwen.ui.reports.ways_out import LONGEST_POOLED
from vertrouwen.ui.reports.why import Chosen, Way, WhyCard, coarser, offer_of
from vertrouwen.ui.reports.words import joined_gain


class Explainer:
    """Keeps the card with the explanation in step with the cell at which one looks."""

    def __init__(
        self, live: LiveReport, choices: ReportChoicesPanel, announce: Callable[[str], None]
    ) -> None:
        """Join the card to the report and to the choices that its acts make."""
        self._live, self._choices, self._announce = live, choices, announce
        self.card = WhyCard()

    def forget(self) -> None:
        """Look at no cell any more."""
        self.card.show_nothing()

    def look_at(self, chosen: object) -> None:
        """Explain a cell; None looks at none."""
        if not isinstance(chosen, Chosen):
            self.card.show_nothing()
            return
        if not chosen.cell.is_withheld:
            self.card.show_shown(chosen)
        elif chosen.is_earlier:
            self.card.show_earlier(chosen)
        elif self._live.view is not None and self._live.view.audit is None:
            self.card.show_issued(chosen)
        else:
            self.card.show_work(chosen)
            self._live.explain(chosen, partial(self._told, chosen), partial(self._failed, chosen))

    def _told(self, chosen: Chosen, why: Explanation) -> None:
        view = self._live.view
        if self.card.chosen is not chosen or view is None:
            return
        total = view.report.edition.total
        self.card.show_reason(chosen, why, total, self._ways(chosen, view))
        self._announce(self.card.said())
        offer = offer_of(view, chosen.table)
        if view.edition_id is None and offer is not None and coarser(offer):
            self._live.join_further(offer, partial(self._found, chosen, offer))

    def _found(
        self, chosen: Chosen, offer: TableOffer, found: tuple[int, Coarsening] | None
    ) -> None:
        """Offer coarser categories where they show more, and say how much."""
        if found is None or self.card.chosen is not chosen:
            return
        level, joined = found
        pin = partial(self._choices.offers.pin, offer.dimension, level)
        way = Way(words=_("Verder samennemen"), about=joined_gain(joined), act=pin)
        self.card.add_way(way)

    def _failed(self, chosen: Chosen, error: Exception) -> None:
        if self.card.chosen is chosen:
            self.card.show_failure(chosen, sentence(error))

    def _ways(self, chosen: Chosen, view: ReportView) -> list[Way]:
        if view.edition_id is not None:
            return []
        ways: list[Way] = []
        offer = offer_of(view, chosen.table)
        crossings = [o for o in view.offers if o.is_crossing and o.is_chosen]
        if offer is not None and offer.is_crossing:
            crossings = [offer]
        if crossings:
            left_out = crossings[-1]
            untick = partial(self._choices.offers.untick, left_out.name)
            ways.append(Way(words=_("Kruistabel weglaten"), about=left_out.title, act=untick))
        first, last = view.period.first, view.period.last
        if (last - first).days < LONGEST_POOLED:
            longer = partial(self._choices.set_span, first.replace(year=first.year - 1), last)
            ways.append(Way(words=_("Het jaar ervoor erbij nemen"), act=longer))
        return ways
