"""The report worked out anew whenever a choice changes, away from the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from vertrouwen.domain.organisation import OrganisationId, Period
from vertrouwen.language import Language
from vertrouwen.services.make_report import text_warnings
from vertrouwen.services.practice import Practice
from vertrouwen.services.report_choices import (
    Coarsening,
    EditionId,
    Explanation,
    ReportChoices,
    ReportView,
    TableOffer,
    Texts,
)
from vertrouwen.services.show_more import with_longer_period, without_crossing
from vertrouwen.services.work_out_report import (
    Material,
    explain_cell,
    joined_further,
    report_material,
    table_costs,
    work_out,
)
from vertrouwen.ui.reports.why import Chosen
from vertrouwen.ui.tasks import Progress, Tasks

T = TypeVar("T")

REST_MS = 120
"""From a choice to the work, so that three boxes ticked in a row are worked out once."""

SLOW_MS = 300
"""From the start of the work to the moment at which it says so."""

CALM_MS = 250
"""From the figures to what other choices would cost, so that they are painted first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which report, and how it is wanted.

    Args:
        edition: look at this one, also where it was withdrawn or given by hand.
    """

    organisation: OrganisationId
    period: Period
    choices: ReportChoices
    language: Language
    edition: EditionId | None = None


class LiveReport(QObject):
    """Reads the material on the database thread and works it out beside it.

    Only the newest question is ever answered: an older one is cancelled, and what still comes of
    it is dropped.

    Signals:
        begun: the figures that are shown are no longer those that were asked for.
        slow: True when the work takes long enough to say so, False when it ends.
        ready: the `ReportView` that was asked for.
        failed: the exception in its place.
        stopped: the adviser cancelled it.
        costed: the offers, with what each table costs that is not chosen.
    """

    begun = Signal()
    slow = Signal(bool)
    ready = Signal(object)
    failed = Signal(object)
    stopped = Signal()
    costed = Signal(object)

    def __init__(self, owner: QObject, tasks: Tasks, practice: Practice) -> None:
        """Make it for one screen; nothing is asked yet."""
        super().__init__(owner)
        self._tasks, self._practice = tasks, practice
        self._asked: Asked | None = None
        self._number = 0
        self._work: Progress | None = None
        self._explaining: Progress | None = None
        self._is_working = False
        self._is_costed = False
        self._newer_texts: Texts | None = None
        self.material: Material | None = None
        self.view: ReportView | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._begin)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(SLOW_MS)
        self._patience.timeout.connect(lambda: self.slow.emit(True))
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(CALM_MS)
        self._calm.timeout.connect(lambda: self._find_costs(self._number))

    @property
    def is_working(self) -> bool:
        """Whether what is shown is older than what was asked for."""
        return self._is_working

    @property
    def is_counting_costs(self) -> bool:
        """Whether what other choices would cost is still to come."""
        return self._calm.isActive()

    def ask(self, asked: Asked, *, at_once: bool = False) -> None:
        """Work out a report; whatever was under way is dropped.

        Args:
            at_once: without waiting for a further choice.
        """
        self._drop()
        self._asked = asked
        self._newer_texts = None
        self._is_working = True
        self._patience.start()
        self.begun.emit()
        if at_once:
            self._begin()
        else:
            self._rest.start()

    def again(self) -> None:
        """Work out the same report again."""
        if self._asked is not None:
            self.ask(self._asked, at_once=True)

    def cancel(self) -> None:
        """Stop the work, because the adviser says so."""
        was_working = self._is_working
        self._drop()
        if was_working:
            self.stopped.emit()

    def rest(self) -> None:
        """Stop the work without telling: nobody is looking."""
        self._drop()

    def forget(self) -> None:
        """Stop the work and show nothing any more."""
        self._drop()
        self._asked, self.material, self.view = None, None, None

    def take_texts(self, texts: Texts) -> ReportView | None:
        """Put the adviser's own words into what is shown, and into what is under way.

        They change no figure.
        """
        self._newer_texts = texts
        if self.material is not None and self.view is not None:
            self.material, self.view = _with_texts(self.material, self.view, texts)
        return self.view

    def explain(
        self,
        chosen: Chosen,
        done: Callable[[Explanation], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Look for the reason why a cell is not shown; an earlier question is dropped.

        Costs that are being worked out make room, and are worked out after it.
        """
        material, view = self.material, self.view
        if material is None or view is None or self._is_working:
            return
        self._stop_asides()
        number = self._number

        def ended(then: Callable[[], None]) -> None:
            self._explaining = None
            if number == self._number:
                then()
                self._calm.start()

        self._explaining = self._tasks.run_aside(
            lambda pause: explain_cell(material, view, chosen.table, chosen.cell.at, pause=pause),
            lambda why: ended(lambda: done(why)),
            lambda error: ended(lambda: failed(error)),
            owner=self,
        )

    def join_further(
        self, offer: TableOffer, done: Callable[[tuple[int, Coarsening] | None], None]
    ) -> None:
        """Try coarser categories of a table; dropped as soon as anything else is asked."""
        self._try_out(
            lambda material, view, pause: joined_further(material, view, offer, pause=pause), done
        )

    def leave_out(self, crossing: TableOffer, done: Callable[[Coarsening | None], None]) -> None:
        """Try the report without a crossing; dropped as soon as anything else is asked."""
        self._try_out(
            lambda material, view, pause: without_crossing(material, view, crossing, pause=pause),
            done,
        )

    def lengthen(
        self, period: Period, offer: TableOffer, done: Callable[[Coarsening | None], None]
    ) -> None:
        """Try a longer period; dropped as soon as anything else is asked."""
        asked, practice, number = self._asked, self._practice, self._number
        if asked is None:
            return

        def compare(longer: Material) -> None:
            if number == self._number:
                self._try_out(
                    lambda _material, view, pause: with_longer_period(
                        longer, view, offer, pause=pause
                    ),
                    done,
                )

        self._tasks.run(
            lambda: report_material(
                practice, asked.organisation, period, asked.choices, asked.language
            ),
            compare,
            lambda _error: None,  # what is not known is not offered
            owner=self,
        )

    def _try_out(
        self,
        job: Callable[[Material, ReportView, Callable[[], None]], T],
        done: Callable[[T | None], None],
    ) -> None:
        material, view, number = self.material, self.view, self._number
        if material is None or view is None or self._is_working:
            return

        def tell(found: T | None) -> None:
            if number == self._number:
                done(found)

        self._explaining = self._tasks.run_aside(
            lambda pause: job(material, view, pause),
            tell,
            lambda _error: tell(None),  # what is not known is not offered
            owner=self,
        )

    def _drop(self) -> None:
        self._number += 1
        self._rest.stop()
        self._patience.stop()
        self._stop_asides()
        self._is_costed = False
        self._is_working = False
        self.slow.emit(False)

    def _stop_asides(self) -> None:
        self._calm.stop()
        for progress in (self._work, self._explaining):
            if progress is not None:
                progress.cancel()
        self._work = self._explaining = None

    def _begin(self) -> None:
        asked, practice, number = self._asked, self._practice, self._number
        if asked is None:
            return
        self._tasks.run(
            lambda: report_material(
                practice,
                asked.organisation,
                asked.period,
                asked.choices,
                asked.language,
                edition_id=asked.edition,
            ),
            lambda material: self._work_out(number, material),
            lambda error: self._end_badly(number, error),
            owner=self,
        )

    def _work_out(self, number: int, material: Material) -> None:
        if number != self._number:
            return
        self._work = self._tasks.run_aside(
            lambda pause: work_out(material, pause=pause),
            lambda view: self._end(number, material, view),
            lambda error: self._end_badly(number, error),
            owner=self,
        )

    def _end(self, number: int, material: Material, view: ReportView) -> None:
        if number != self._number:
            return
        self._finish()
        if self._newer_texts is not None:
            material, view = _with_texts(material, view, self._newer_texts)
        self.material, self.view = material, view
        self.ready.emit(view)
        self._calm.start()

    def _find_costs(self, number: int) -> None:
        material, view = self.material, self.view
        if number != self._number or material is None or view is None or self._is_costed:
            return
        if view.edition_id is None:
            self._work = self._tasks.run_aside(
                lambda pause: table_costs(material, view, pause=pause),
                lambda offers: self._costed(number, offers),
                lambda _error: None,  # what it would cost is left unsaid
                owner=self,
            )

    def _costed(self, number: int, offers: object) -> None:
        if number == self._number:
            self._is_costed = True
            self.costed.emit(offers)

    def _end_badly(self, number: int, error: Exception) -> None:
        if number != self._number:
            return
        self._finish()
        self.material, self.view = None, None
        self.failed.emit(error)

    def _finish(self) -> None:
        self._patience.stop()
        self._work = None
        self._is_working = False
        self.slow.emit(False)


def _with_texts(material: Material, view: ReportView, texts: Texts) -> tuple[Material, ReportView]:
    report = replace(view.report, texts=texts)
    warnings = text_warnings(report, texts)
    return (
        replace(material, texts=texts),
        replace(view, texts=texts, report=report, warnings=warnings),
    )
