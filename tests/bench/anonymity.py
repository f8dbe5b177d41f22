"""Anonymous figures: how fast, how near the optimum, and how much is shown beside other practice.

The protector uses one thread, so the processor's time is what a line would take on a quiet machine;
the audit uses two, and takes less by the clock. The processor's time stands in every note.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from tests.bench import peers
from tests.bench.figures import Figure, growth
from tests.bench.reports import POLICY, Case, family, growing_year, rolling_pools, year
from tests.statistics.released import BENCHMARKS
from vertrouwen.imports.instance import parse_instance
from vertrouwen.statistics.audit import Result, audit
from vertrouwen.statistics.count import count
from vertrouwen.statistics.ladder import propose
from vertrouwen.statistics.protect import (
    RefusedError,
    Weight,
    margin_weight,
    protect,
    secret_weight,
    unit_weight,
)
from vertrouwen.statistics.release import Edition
from vertrouwen.statistics.release import Figure as Printed
from vertrouwen.statistics.scheme import TOTAL, At, Scheme

REPORTS = 40
SIZES = (12, 40, 120, 400)
SHARES = (8, 12, 25, 40, 60, 120)
_PATIENCE = 20.0
_SEED = bytes(range(32))
_Done = TypeVar("_Done")


class _TooSlowError(Exception):
    pass


@dataclass(frozen=True, slots=True)
class _Time:
    """What one job took, by the clock and by the processor."""

    clock: float
    processor: float


def measure(seeds: int) -> Iterator[Figure]:
    """Measure all of it.

    Args:
        seeds: how many reports at random of each kind; less of the slower kinds.
    """
    yield from _optima()
    yield from _one_year(seeds)
    yield from _after_two_editions("a year after its quarter and nine months", growing_year, seeds)
    yield from _after_two_editions("a pool of years after two others", rolling_pools, seeds)
    by_size = [_of_size(reports, max(seeds // 5, 3)) for reports in SIZES]
    yield from by_size
    yield growth(by_size)
    for reports in SHARES:
        yield from _shares(reports, max(seeds // 5, 3))
    yield from peers.measure()


def _optima() -> Iterator[Figure]:
    """Hold every pattern against the least weight that an exact solver found."""
    ratios, refused = [], 0
    for path in sorted(BENCHMARKS.glob("*.json")):
        content = json.loads(path.read_text("utf-8"))
        for case in content["cases"]:
            if case["task"] not in ("protect", "decide") or case["criterion"][0] != "S":
                continue
            weight = margin_weight if case.get("weights") == "margin8" else unit_weight
            instance = parse_instance(content)
            try:
                edition = protect(
                    instance.scheme,
                    instance.policy,
                    instance.facts,
                    edition_id=instance.edition_id,
                    atoms=instance.atoms,
                    ledger=instance.before,
                    weight=weight,
                )
            except RefusedError:
                refused += case["expected"].get("must_be_refused", False)
                continue
            best = case["expected"]["objective"]
            ratios.append(sum(map(weight, edition.withheld)) / best)
    yield Figure(
        measure="weight withheld beside the optimum, worst",
        ours=max(ratios),
        unit="",
        aim=1.0,
        note=f"{len(ratios)} patterns, least {min(ratios):.3f}; {refused} refused as they must be",
    )


def _one_year(seeds: int) -> Iterator[Figure]:
    protecting, auditing, findings = [], [], 0
    for seed in range(seeds):
        case = year(REPORTS, seed)
        edition, taken = _timed(partial(_protected, case))
        protecting.append(taken)
        result, taken = _timed(partial(_audited, case, edition))
        auditing.append(taken)
        findings += len(result.findings)
    yield _figure("protect 40 reports, six tables, median", protecting, statistics.median, aim=0.7)
    yield _figure("… worst", protecting, max, aim=2, note=f"of {seeds}")
    note = f"of {seeds}, readers who know {POLICY.insider} included; {findings} findings"
    yield _figure("audit of them, worst", auditing, max, aim=2, note=note)


def _of_size(reports: int, seeds: int) -> Figure:
    """Measure one size; what is given up counts as the time that was given."""
    times, slow = [], 0
    for seed in range(seeds):
        try:
            times.append(_timed(partial(_protected, year(reports, seed)))[1])
        except _TooSlowError:
            slow += 1
            times.append(_Time(_PATIENCE, _PATIENCE))
    note = f"of {seeds}, worst {max(t.processor for t in times):.2f} s; {slow} given up"
    return _figure("protect six tables, median", times, statistics.median, cases=reports, note=note)


def _after_two_editions(
    name: str, make: Callable[[int, int], tuple[Case, ...]], seeds: int
) -> Iterator[Figure]:
    protecting, auditing = [], []
    refused = findings = slow = 0
    for seed in range(max(seeds // 5, 3)):
        released: tuple[Edition, ...] = ()
        for case in make(REPORTS, seed):
            now = replace(case, before=released)
            try:
                edition, taken = _timed(partial(_protected, now))
            except RefusedError:
                refused += 1
                break
            except _TooSlowError:
                slow += 1
                break
            released = (*released, edition)
            if len(released) == 3:
                protecting.append(taken)
                result, taken = _timed(partial(_audited, now, edition))
                auditing.append(taken)
                findings += len(result.findings)
    note = f"of {len(protecting)}; {refused} refused, {slow} given up after {_PATIENCE:.0f} s"
    if protecting:
        yield _figure(f"{name}: median", protecting, statistics.median, note=note)
        yield _figure("… worst", protecting, max, aim=3)
        yield _figure("… audit, worst", auditing, max, aim=2, note=f"{findings} findings")


def _shares(reports: int, seeds: int) -> Iterator[Figure]:
    """Yield how many of the cells that are not zero are shown, and what naive masking gives."""
    ours: list[float] = []
    whole: list[float] = []
    naive: list[float] = []
    exact: list[int] = []
    short: list[int] = []
    laddered: list[tuple[int, int]] = []
    for seed in range(seeds):
        case = year(reports, seed)
        counted = count(case.facts, case.scheme)
        there = {cell for cell, n in counted.items() if n and cell != TOTAL}
        shown = {f.at for f in _protected(case).figures if f.value is not None}
        ours.append(len(shown & there) / len(there))
        whole.append(len(_all_or_nothing(case.scheme, counted) & there) / len(there))
        masked = {cell for cell, n in counted.items() if 0 < n < POLICY.threshold}
        naive.append(len(there - masked) / len(there))
        found = audit(case.publication(_masking(case, counted, masked))).findings
        exact.append(sum(f.code == "exact" for f in found))
        short.append(sum(f.code == "interval" for f in found))
        laddered.append(_laddered(case))
    numbers, cells = (statistics.mean(column) for column in zip(*laddered, strict=True))
    yield Figure(
        measure="cells not zero that are shown",
        cases=reports,
        ours=100 * statistics.mean(ours),
        unit="%",
        note=(
            f"all or nothing {100 * statistics.mean(whole):.1f} %;"
            f" naive masking {100 * statistics.mean(naive):.1f} %, but a reader recomputes"
            f" {statistics.mean(exact):.1f} masked cells exactly and narrows"
            f" {statistics.mean(short):.1f} more, {sum(map(bool, exact))} of {seeds} reports give"
            f" one away; with the ladder {numbers:.1f} of {cells:.1f} numbers"
        ),
    )


def _all_or_nothing(scheme: Scheme, counted: dict[At, int]) -> set[At]:
    """Return the cells of the tables, and of their margins, of which no cell is 1 to 4.

    That a zero may stand is the generous reading.
    """
    by_table: dict[frozenset[str], list[At]] = {}
    for cell in scheme.cells:
        by_table.setdefault(frozenset(n for n, _ in cell), []).append(cell)
    return {
        cell
        for cells in by_table.values()
        for cell in cells
        if not any(0 < counted[c] < POLICY.threshold for c in cells)
    }


def _masking(case: Case, counted: dict[At, int], masked: set[At]) -> Edition:
    return Edition(
        id=case.id,
        atoms=case.atoms,
        total=counted[TOTAL],
        tables=case.scheme.tables,
        figures=tuple(
            Printed(at=cell, value=None if cell in masked else number)
            for cell, number in counted.items()
            if cell != TOTAL
        ),
        categories=case.scheme.categories,
        calendars=frozenset(d.name for d in case.scheme.dimensions if d.is_calendar),
    )


def _laddered(case: Case) -> tuple[int, int]:
    """Return how many numbers the proposed scheme shows, of its cells that are not zero."""
    proposal = propose(
        family(), POLICY, case.facts, edition_id=case.id, atoms=case.atoms, weight=_weight(case)
    )
    true = count(case.facts, proposal.scheme)
    there = {cell for cell, number in true.items() if number and cell != TOTAL}
    shown = {f.at for f in proposal.edition.figures if f.value is not None}
    return len(shown), len(there)


def _protected(case: Case) -> Edition:
    begun = time.process_time()

    def pause() -> None:
        if time.process_time() - begun > _PATIENCE:
            raise _TooSlowError

    return protect(
        case.scheme,
        POLICY,
        case.facts,
        edition_id=case.id,
        atoms=case.atoms,
        ledger=case.before,
        weight=_weight(case),
        pause=pause,
    )


def _audited(case: Case, edition: Edition) -> Result:
    return audit(case.publication(edition), case.facts)


def _weight(case: Case) -> Weight:
    return secret_weight(_SEED, case.id)


def _timed(job: Callable[[], _Done]) -> tuple[_Done, _Time]:
    clock, processor = time.perf_counter(), time.process_time()
    done = job()
    return done, _Time(time.perf_counter() - clock, time.process_time() - processor)


def _figure(
    measure: str,
    times: list[_Time],
    of: Callable[[list[float]], float],
    *,
    cases: int | None = None,
    aim: float | None = None,
    note: str = "",
) -> Figure:
    processor = of([t.processor for t in times])
    return Figure(
        measure=measure,
        cases=cases,
        ours=of([t.clock for t in times]),
        aim=aim,
        note=f"{processor:.2f} s of the processor{'; ' if note else ''}{note}",
    )
