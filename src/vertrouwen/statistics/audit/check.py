"""The audit: whether anything that must not be known follows from all that was ever released.

A second implementation: it shares no formula and no line with the protector. It fails closed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from vertrouwen.statistics.audit.algorithm import Wants, given_away
from vertrouwen.statistics.audit.beside import beside
from vertrouwen.statistics.audit.findings import Finding, Result, UndeterminedError
from vertrouwen.statistics.audit.insiders import Insiders
from vertrouwen.statistics.audit.questions import (
    Question,
    Statement,
    all_questions,
    all_statements,
    impossible_facts,
    known_facts,
    room_of,
    structural_forms,
)
from vertrouwen.statistics.audit.search import NO_NEED, Search
from vertrouwen.statistics.audit.solver import Numbers
from vertrouwen.statistics.audit.space import Form, Report, Space, linked_editions
from vertrouwen.statistics.audit.system import Fact, Frame, System
from vertrouwen.statistics.count import Facts
from vertrouwen.statistics.release import Edition, Publication
from vertrouwen.statistics.scheme import TOTAL, At


def _go_on() -> None:
    return None


def audit(
    publication: Publication,
    facts: Facts | None = None,
    *,
    all_intervals: bool = False,
    pause: Callable[[], None] = _go_on,
) -> Result:
    """Try to derive what must not be known.

    Args:
        publication: everything a reader has, the newest edition last.
        facts: the true facts of all atoms; without them the strictest reading holds where truth
            matters, and readers who know some reports already are not tried.
        all_intervals: work out the interval of every withheld cell of the newest edition, not
            only of its one-way tables.
        pause: called often; what it raises goes through.

    Raises:
        ValueError: a dimension has no column in the facts, or an answer has no place.
    """
    trial = _Trial(publication, facts, pause)
    try:
        trial.run(all_intervals)
    except UndeterminedError as error:
        trial.report("undetermined", reason=str(error))
    return trial.result()


class _Trial:
    """One publication under attack."""

    def __init__(
        self, publication: Publication, facts: Facts | None, pause: Callable[[], None]
    ) -> None:
        self._publication = publication
        self._policy = publication.policy
        self._facts = facts
        self._pause = pause
        self._editions = linked_editions(publication)
        self._newest = self._editions[-1]
        self._space = Space(publication, self._editions)
        self._findings: list[Finding] = []
        self._intervals: dict[At, tuple[int, int]] = {}
        self._tested = 0
        self._insiders = 0
        self._candidates: int | None = None

    def run(self, all_intervals: bool) -> None:
        """Go through all tests, the cheap ones first."""
        self._look_at_printed()
        self._questions = all_questions(self._space, self._policy.threshold)
        self._statements = all_statements(self._space, self._publication)
        self._forms = tuple(
            dict.fromkeys(
                (
                    *(q.form for q in self._questions),
                    *(s.form for s in self._statements),
                    *(s.outside for s in self._statements),
                )
            )
        )
        self._place = {form: i for i, form in enumerate(self._forms)}
        self._known = self._facts_of(len(self._editions))
        self._frame = Frame(self._space, [*self._forms, *(fact.form for fact in self._known)])
        self._system = System(self._frame, self._known, self._forms, self._pause)
        self._search = Search(self._system)
        self._dead = self._structural()
        self._known_zeros: dict[Form, bool] = {}
        self._reports: dict[Report, int] | None = None
        self._truth: Numbers | None = None
        if self._facts is not None and not self._look_at_facts(self._facts):
            return
        if not self._search.begin():
            self.report("inconsistent")
            return
        with beside(self._places_of_insiders, self._pause) as insiders:
            self._look_for_numbers()
            self._look_for_groups()
            self._look_at_intervals(all_intervals)
            self._report_insiders(insiders.result())
        if not self._findings:
            self._look_through_the_method()

    def report(
        self, code: str, edition: str = "", at: At = TOTAL, **params: str | tuple[str, ...]
    ) -> None:
        """Write down a finding."""
        where = edition or self._newest.id
        self._findings.append(Finding(code=code, edition=where, at=at, params=params))

    def result(self) -> Result:
        """Return what came of it."""
        return Result(
            findings=tuple(self._findings),
            intervals=self._intervals,
            tested=self._tested,
            insiders=self._insiders,
            candidates=self._candidates,
        )

    def _look_at_printed(self) -> None:
        if self._policy.threshold < self._policy.insider + 2:
            self.report("parameters")
        values: dict[Form, int] = {}
        for edition in self._editions:
            shown = {f.at: f.value for f in edition.figures if f.value is not None}
            if edition.total is not None:
                self._match(values, edition.id, TOTAL, edition.total)
                if self._policy.is_small(edition.total) and not self._is_past(edition):
                    self.report("published_small", edition.id)
            for at, value in shown.items():
                self._match(values, edition.id, at, value)
                if self._policy.is_small(value) and not self._is_past(edition):
                    self.report("published_small", edition.id, at)

    def _is_past(self, edition: Edition) -> bool:
        """Whether what an edition says was seen long ago, and stays known."""
        return self._policy.known_stays_known and edition is not self._newest

    def _match(self, values: dict[Form, int], edition: str, at: At, value: int) -> None:
        by_id = {e.id: e for e in self._editions}
        if values.setdefault(self._space.form(by_id[edition], at), value) != value:
            self.report("inconsistent", edition, at)

    def _facts_of(self, number: int, totals: Sequence[int] = ()) -> list[Fact]:
        """Return what the first editions state, and the totals of further ones."""
        room = room_of(self._editions)
        known = list(impossible_facts(self._space))
        for edition in self._editions[:number]:
            known += known_facts(self._space, edition, self._policy.threshold, room)
        known += [Fact(form, 0, 0) for form in structural_forms(self._space)]
        for place in totals:
            edition = self._editions[place]
            total = edition.total
            form = self._space.form(edition, TOTAL)
            known.append(Fact(form, 0, room) if total is None else Fact(form, total, total))
        return known

    def _look_at_facts(self, facts: Facts) -> bool:
        """Take the truth as a first table; whether it agrees with what is printed."""
        self._reports = self._space.reports(facts)
        self._truth = self._system.table(self._reports)
        if self._truth is not None:
            self._search.add(self._truth)
            return True
        for edition in self._editions:
            for at, value in ((TOTAL, edition.total), *((f.at, f.value) for f in edition.figures)):
                form = dict(self._space.form(edition, at))
                true = sum(
                    number
                    for report, number in self._reports.items()
                    if all(i in form.get(name, (i,)) for name, i in report)
                )
                if value is not None and value != true:
                    self.report("inconsistent", edition.id, at)
        if not any(finding.code == "inconsistent" for finding in self._findings):
            self.report("inconsistent")
        return False

    def _true(self, form: Form) -> int | None:
        if self._truth is None:
            return None
        return int(self._truth[self._system.places[self._place[form]]].sum())

    # -- numbers -----------------------------------------------------------------------------

    def _look_for_numbers(self) -> None:
        asked = [q for q in self._questions if not self._is_known_zero(q.form)]
        self._tested += len(asked)
        needs = {q: self._need(q) for q in asked}
        self._reach(needs)
        floors = self._floors([q for q in asked if q.kind == "withheld"])
        if floors:
            threshold = self._policy.threshold
            needs.update({q: (floor, floor + threshold) for q, floor in floors.items()})
            self._reach(needs)
        self._needs = needs
        for question, (low, high) in needs.items():
            place = self._place[question.form]
            if self._search.low[place] > low or self._search.high[place] < high:
                self._judge(question, low, high)

    def _need(self, question: Question) -> tuple[int, int]:
        """Return the ends that must be possible; `NO_NEED` and its negative when any will do."""
        threshold = self._policy.threshold
        high = threshold if question.ceiling is None else min(threshold, question.ceiling)
        if question.kind == "withheld":
            return 0, high
        true = self._true(question.form)
        is_small = true is not None and self._policy.is_small(true)
        return (0 if is_small else -NO_NEED), high

    def _reach(self, needs: dict[Question, tuple[int, int]]) -> None:
        low = np.full(len(self._forms), -NO_NEED, dtype=np.int64)
        high = np.full(len(self._forms), NO_NEED, dtype=np.int64)
        for question, (least, most) in needs.items():
            place = self._place[question.form]
            low[place] = min(low[place], least)
            high[place] = max(high[place], most)
        self._search.reach(low, high)

    def _floors(self, asked: list[Question]) -> dict[Question, int]:
        """Return what earlier editions and the total alone already imply, where that is not 0."""
        floors: dict[Question, int] = {}
        for number, edition in enumerate(self._editions):
            raised = [
                q
                for q in asked
                if q.edition == edition.id and self._search.low[self._place[q.form]] > 0
            ]
            if number == 0 or not raised:
                continue
            forms = tuple(q.form for q in raised)
            known = self._facts_of(number, (number,))
            search = Search(System(self._frame, known, forms, self._pause))
            if not search.begin():
                raise UndeterminedError("solver_failed")
            floors.update({q: search.lowest(i) for i, q in enumerate(raised)})
        return {question: floor for question, floor in floors.items() if floor > 0}

    def _judge(self, question: Question, least: int, most: int) -> None:
        place = self._place[question.form]
        low, high = self._search.lowest(place), self._search.highest(place)
        before = self._before(question.form)
        if before and low <= max(least, before[0]) and high >= min(most, before[1]):
            return
        threshold = self._policy.threshold
        if question.kind == "withheld":
            code = "exact" if low == high else "interval"
            self.report(code, question.edition, question.at)
            return
        if high == 0 and not self._policy.zeros_small:
            return
        code = ("exact" if low == high else "small") if high < threshold else "present"
        atoms = {"atoms": tuple(sorted(question.atoms))} if question.kind == "derived" else {}
        self.report(f"{question.kind}_{code}", question.edition, question.at, **atoms)

    def _before(self, form: Form) -> tuple[int, int] | None:
        """Return what the earlier editions alone leave open, where what was seen stays known."""
        if not self._policy.known_stays_known or len(self._editions) == 1:
            return None
        known = self._facts_of(len(self._editions) - 1)
        # Of periods that only the newest edition covers, nothing bounds the number yet.
        whole = self._space.form(self._newest, TOTAL)
        known.append(Fact(whole, 0, room_of(self._editions)))
        search = Search(System(self._frame, known, (form,), self._pause))
        if not search.begin():
            raise UndeterminedError("solver_failed")
        return search.lowest(0), search.highest(0)

    def _structural(self) -> NDArray[np.bool_]:
        dead = np.zeros(self._frame.columns, dtype=bool)
        for form in structural_forms(self._space):
            for places in self._frame.zero_places(form):
                dead[places] = True
        return dead

    def _is_known_zero(self, form: Form) -> bool:
        if form not in self._known_zeros:
            self._known_zeros[form] = bool(self._dead[self._frame.places(form)].all())
        return self._known_zeros[form]

    # -- groups ------------------------------------------------------------------------------

    def _look_for_groups(self) -> None:
        insider = self._policy.insider
        asked = [s for s in self._statements if not self._is_known_zero(s.outside)]
        self._tested += len(asked)
        for statement in asked:
            if self._is_open(statement):
                continue
            if self._search.highest(self._place[statement.outside]) > insider:
                continue
            if self._search.highest(self._place[statement.form]) > insider:
                before = self._before(statement.outside)
                if before is None or before[1] > insider:
                    self._report_group(statement)

    def _is_open(self, statement: Statement) -> bool:
        """Whether the statement is refuted by a table, or about a group that need not be there."""
        place = self._place[statement.form]
        if self._search.high[self._place[statement.outside]] > self._policy.insider:
            return True
        return statement.is_piece and (
            self._search.low[place] == 0 or self._search.lowest(place) == 0
        )

    def _report_group(self, statement: Statement) -> None:
        atoms = {"atoms": tuple(sorted(statement.atoms))} if statement.is_piece else {}
        self.report(
            "group",
            statement.edition,
            statement.at,
            dimension=statement.dimension,
            set=statement.label,
            **atoms,
        )

    # -- readers who know something ----------------------------------------------------------

    def _places_of_insiders(self, pause: Callable[[], None]) -> set[int] | None:
        """Return withheld numbers that follow for a reader who knows some reports already."""
        if self._truth is None or self._reports is None:
            return None
        asked = sorted(
            (q for q in self._questions if q.kind == "withheld"), key=lambda q: -len(q.form)
        )
        forms = dict.fromkeys(q.form for q in asked if not self._is_known_zero(q.form))
        insiders = Insiders(self._system, self._truth, self._reports, self._policy.insider, pause)
        return insiders.known_places([self._place[form] for form in forms])

    def _report_insiders(self, places: set[int] | None) -> None:
        """Report only what a reader without knowledge cannot find already."""
        if places is None:
            return
        self._insiders = self._policy.insider
        for question in self._questions:
            place = self._place[question.form]
            is_open = self._search.low[place] < self._search.high[place]
            if question.kind == "withheld" and is_open and place in places:
                self.report("insider", question.edition, question.at)

    def _look_through_the_method(self) -> None:
        low = np.full(len(self._forms), -NO_NEED, dtype=np.int64)
        high = np.full(len(self._forms), NO_NEED, dtype=np.int64)
        newest = [q for q in self._needs if q.kind == "withheld" and q.edition == self._newest.id]
        for question, (least, most) in self._needs.items():
            if question.kind == "withheld":
                low[self._place[question.form]] = least
                high[self._place[question.form]] = most
        unprinted = {self._place[q.form] for q in self._needs if q.kind != "withheld"}
        for statement in self._statements:
            if not statement.is_piece and not self._is_known_zero(statement.outside):
                place = self._place[statement.outside]
                high[place] = max(high[place], self._policy.insider + 1)
        wants = Wants(
            low=low,
            high=high,
            withheld=tuple(dict.fromkeys(self._place[q.form] for q in newest)),
            unprinted=tuple(sorted(unprinted)),
            threshold=self._policy.threshold,
            is_small=self._policy.is_small,
        )
        gone_through = given_away(self._system, wants, self._truth)
        if gone_through is not None:
            self._candidates, places = gone_through
            for question in newest:
                if self._place[question.form] in places:
                    self.report("algorithm", question.edition, question.at)

    # -- printed intervals -------------------------------------------------------------------

    def _look_at_intervals(self, all_intervals: bool) -> None:
        for question in self._questions:
            if question.kind != "withheld":
                continue
            place = self._place[question.form]
            is_newest = question.edition == self._newest.id
            figure = next(
                f
                for e in self._editions
                if e.id == question.edition
                for f in (e.by_cell[question.at],)
            )
            if is_newest and (all_intervals or len(question.at) == 1):
                ends = self._search.lowest(place), self._search.highest(place)
                self._intervals[question.at] = ends
            if not figure.is_band and (figure.low, figure.high) != (None, None):
                low = figure.low or 0
                high = room_of(self._editions) if figure.high is None else figure.high
                if not self._search.is_within(place, low, high):
                    self.report("claim_narrow", question.edition, question.at)
