"""Figures beside their floors: measured alternately, so that drift of the machine cancels."""

from __future__ import annotations

import gc
import math
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

Job = Callable[[int], object]
"""One repeat; gets its number, so that it can take another case or word each time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One line of the table.

    Args:
        measure: what was measured.
        cases: size of the practice; None where it does not matter.
        ours: what the program needs, in `unit`.
        floor: what the floor needs, in `unit`; None where the aim is absolute.
        unit: "s", "MB", "ticks" or "%".
        aim: of the ratio to the floor, or of `ours` where there is no floor; None is no aim.
        at_least: the aim is a lower bound.
        note: shown after the line.
    """

    measure: str
    cases: int | None = None
    ours: float
    floor: float | None = None
    unit: str = "s"
    aim: float | None = None
    at_least: bool = False
    note: str = ""

    @property
    def judged(self) -> float:
        """What the aim is about."""
        return self.ours / self.floor if self.floor else self.ours

    @property
    def is_reached(self) -> bool | None:
        """Whether the aim is reached; None where there is none."""
        if self.aim is None:
            return None
        return self.judged >= self.aim if self.at_least else self.judged <= self.aim


def seconds(job: Callable[[], object]) -> float:
    """Return how long one job takes."""
    begun = time.perf_counter()
    job()
    return time.perf_counter() - begun


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two series of times measured alternately, in seconds."""

    ours: tuple[float, ...]
    floor: tuple[float, ...]

    def figure(
        self,
        measure: str,
        cases: int | None = None,
        aim: float | None = None,
        of: Callable[[Sequence[float]], float] = statistics.median,
        note: str = "",
    ) -> Figure:
        """Return the line of these series, by their medians unless told otherwise."""
        return Figure(
            measure=measure,
            cases=cases,
            ours=of(self.ours),
            floor=of(self.floor),
            aim=aim,
            note=note,
        )


def side_by_side(ours: Job, floor: Job, repeats: int, *, warm_up: int = 1) -> Pair:
    """Measure both alternately, each first every other time.

    Args:
        warm_up: how many repeats before the first that counts.
    """
    times: dict[Job, list[float]] = {ours: [], floor: []}
    gc.collect()
    gc.disable()
    try:
        for number in range(-warm_up, repeats):
            for job in (ours, floor) if number % 2 else (floor, ours):
                begun = time.perf_counter()
                job(number)
                taken = time.perf_counter() - begun
                if number >= 0:
                    times[job].append(taken)
    finally:
        gc.enable()
    return Pair(ours=tuple(times[ours]), floor=tuple(times[floor]))


def p95(times: Sequence[float]) -> float:
    """Return the time that one in twenty exceeds."""
    return statistics.quantiles(times, n=20)[-1]


def growth(figures: Iterable[Figure], aim: float | None = None) -> Figure:
    """Return the growth exponent: the slope of log(time) over log(cases), by least squares."""
    lines = [figure for figure in figures if figure.cases]
    slope = statistics.linear_regression(
        [math.log(figure.cases or 1) for figure in lines],
        [math.log(figure.ours) for figure in lines],
    ).slope
    return Figure(measure=f"{lines[0].measure}: growth exponent", ours=slope, unit="", aim=aim)
