"""Looks for the reason why a cell is not shown, and for ways to show more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from vertrouwen.domain.organisation import Period
from vertrouwen.language import _
from vertrouwen.language.sentences import sentence
from vertrouwen.services.report_choices import Coarsening, Explanation, ReportView, TableOffer
from vertrouwen.ui.reports.choices import ReportChoicesPanel
from vertrouwen.ui.reports.live import LiveReport
from vertrouwen.ui.reports.ways_out import LONGEST_POOLED
from vertrouwen.ui.reports.why import Chosen, Way, WhyCard, coarser, offer_of
from vertrouwen.ui.reports.words import joined_gain, left_out_gain, span_label

Found = Callable[[Way | None], None]
Trial = Callable[[Found], None]
"""Tries a way out, and tells what it would show; None where it shows no more."""


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
        self.card.show_reason(chosen, why, view.report.edition.total)
        self._announce(self.card.said())
        if view.edition_id is None:
            self._try_next(chosen, self._trials(chosen, view))

    def _try_next(self, chosen: Chosen, trials: list[Trial]) -> None:
        """Try one way after another; each is offered only with what it was found to show."""
        if not trials or self.card.chosen is not chosen:
            return

        def found(way: Way | None) -> None:
            if self.card.chosen is not chosen:
                return
            if way is not None:
                self.card.add_way(way)
            self._try_next(chosen, trials[1:])

        trials[0](found)

    def _trials(self, chosen: Chosen, view: ReportView) -> list[Trial]:
        offer = offer_of(view, chosen.table)
        trials: list[Trial] = []
        if offer is not None and coarser(offer):
            trials.append(partial(self._try_coarser, offer))
        crossings = [o for o in view.offers if o.is_crossing and o.is_chosen]
        if offer is not None and offer.is_crossing:
            crossings = [offer]
        if crossings:
            trials.append(partial(self._try_without, crossings[-1]))
        first, last = view.period.first, view.period.last
        if offer is not None and (last - first).days < LONGEST_POOLED:
            longer = first.replace(year=first.year - 1)
            trials.append(partial(self._try_longer, offer, longer, last))
        return trials

    def _try_coarser(self, offer: TableOffer, done: Found) -> None:
        def found(joined: tuple[int, Coarsening] | None) -> None:
            if joined is None:
                done(None)
                return
            level, gain = joined
            pin = partial(self._choices.offers.pin, offer.dimension, level)
            done(Way(words=_("Verder samennemen"), about=joined_gain(gain), act=pin))

        self._live.join_further(offer, found)

    def _try_without(self, crossing: TableOffer, done: Found) -> None:
        def found(gain: Coarsening | None) -> None:
            untick = partial(self._choices.offers.untick, crossing.name)
            words = _("Kruistabel weglaten")
            done(Way(words=words, about=left_out_gain(gain), act=untick) if gain else None)

        self._live.leave_out(crossing, found)

    def _try_longer(self, offer: TableOffer, first: date, last: date, done: Found) -> None:
        def found(gain: Coarsening | None) -> None:
            longer = partial(self._choices.set_span, first, last)
            words = _("Het jaar ervoor erbij nemen")
            done(Way(words=words, about=joined_gain(gain), act=longer) if gain else None)

        period = Period(label=span_label(first, last), first=first, last=last)
        self._live.lengthen(period, offer, found)

    def _failed(self, chosen: Chosen, error: Exception) -> None:
        if self.card.chosen is chosen:
            self.card.show_failure(chosen, sentence(error))
