"""A reader who knows the method: why is just this withheld?

He writes down every table that agrees with the release. For each he asks whether the program, with
that table before it, would have withheld what it did. It withholds no more than is needed:
where part of the pattern would have been enough, whatever the secret costs, that
table is out. What is left must still leave every withheld number open.

Patterns that withhold other cells instead, and not only fewer, are not compared: under the secret
costs each of them may have been the dearer one, or the reader needs a guess of those costs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from vertrouwen.statistics.audit.solver import Numbers
from vertrouwen.statistics.audit.system import System

MAX_TABLES = 2_000
MAX_OPTIONAL = 10
MAX_CHECKS = 8_000
MAX_LOOKS = 60_000

_MAX_PARTIAL = 8_000
_MAX_FREE = 40
_FAR = 10**9


@dataclass(frozen=True, kw_only=True)
class Wants:
    """What a pattern must do, by the place of a form; the ends are those of the requirements.

    Args:
        low, high: ends that each withheld number must be able to reach.
        withheld: places that the newest edition withholds.
        unprinted: places whose needs hold only for a table in which they are small.
        threshold: t, for these.
        is_small: by value, up to the threshold.
    """

    low: Numbers
    high: Numbers
    withheld: tuple[int, ...]
    unprinted: tuple[int, ...]
    threshold: int
    is_small: Callable[[int], bool]


def given_away(
    system: System, wants: Wants, truth: Numbers | None
) -> tuple[int, tuple[int, ...]] | None:
    """Return the number of tables gone through, and the places that only the method gives away.

    None when there are too many tables or patterns to go through.
    """
    tables = all_tables(system)
    if tables is None:
        return None
    values = np.unique(np.array([system.values(x) for x in tables]), axis=0)
    possible = np.ones(len(values), dtype=bool)
    checked: dict[tuple[tuple[int, ...], bytes], bool] = {}
    looks = 0
    for row, own in enumerate(values):
        system.pause()
        optional = [i for i in wants.withheld if not wants.is_small(int(own[i]))]
        if len(optional) > MAX_OPTIONAL:
            return None
        for shown in _subsets(optional):
            looks += 1
            if looks > MAX_LOOKS or len(checked) > MAX_CHECKS:
                return None
            key = (shown, own[[*wants.unprinted, *shown]].tobytes())
            if key not in checked:
                checked[key] = _is_enough(values, own, shown, wants)
            if checked[key]:
                possible[row] = False
                break
    left = values[possible]
    is_there = truth is None or bool(np.any(np.all(left == system.values(truth), axis=1)))
    if not len(left) or not is_there:
        return len(values), ()
    spread = np.ptp(left, axis=0) == 0
    before = np.ptp(values, axis=0) > 0
    return len(values), tuple(i for i in wants.withheld if spread[i] and before[i])


def all_tables(system: System) -> Numbers | None:
    """Return every whole table of a system; None when there are too many."""
    rows = system.rows
    matrix = np.zeros((len(rows.low), system.columns), dtype=np.int64)
    lengths = np.diff(rows.starts)
    np.add.at(matrix, (np.repeat(np.arange(len(lengths)), lengths), rows.columns), rows.factors)
    bounds = (rows.low.astype(np.int64), rows.high.astype(np.int64))
    low = np.zeros((1, system.columns), dtype=np.int64)
    high = np.full((1, system.columns), _FAR, dtype=np.int64)
    low, high = _tighten(matrix, bounds, low, high)
    if not len(low) or (low < high).sum() > _MAX_FREE:
        return low if not len(low) else None
    while True:
        widths = (high - low).max(axis=0)
        if not widths.any():
            return low if len(low) <= MAX_TABLES else None
        place = int(np.argmin(np.where(widths > 0, widths, _FAR + 1)))
        copies = high[:, place] - low[:, place] + 1
        if copies.sum() > _MAX_PARTIAL:
            return None
        start = np.repeat(low[:, place], copies)
        step = np.arange(len(start)) - np.repeat(np.cumsum(copies) - copies, copies)
        low, high = np.repeat(low, copies, axis=0), np.repeat(high, copies, axis=0)
        low[:, place] = high[:, place] = start + step
        low, high = _tighten(matrix, bounds, low, high)
        system.pause()


def _tighten(
    matrix: Numbers, bounds: tuple[Numbers, Numbers], low: Numbers, high: Numbers
) -> tuple[Numbers, Numbers]:
    """Narrow the ends of the columns by the rows, and drop what nothing fits any more."""
    while True:
        before = (low.sum(), high.sum(), len(low))
        for row, least, most in zip(matrix, *bounds, strict=True):
            plus, minus = np.flatnonzero(row > 0), np.flatnonzero(row < 0)
            bottom = low[:, plus].sum(axis=1) - high[:, minus].sum(axis=1)
            top = high[:, plus].sum(axis=1) - low[:, minus].sum(axis=1)
            fits: NDArray[np.bool_] = (bottom <= most) & (top >= least)
            if not fits.all():
                low, high, bottom, top = low[fits], high[fits], bottom[fits], top[fits]
            spare = (most - bottom)[:, None]
            short = (top - least)[:, None]
            old_low, old_high = low[:, plus], high[:, plus]
            low[:, plus] = np.maximum(old_low, old_high - short)
            high[:, plus] = np.minimum(old_high, old_low + spare)
            old_low, old_high = low[:, minus], high[:, minus]
            low[:, minus] = np.maximum(old_low, old_high - spare)
            high[:, minus] = np.minimum(old_high, old_low + short)
        fits = np.asarray((low <= high).all(axis=1))
        low, high = low[fits], high[fits]
        if (low.sum(), high.sum(), len(low)) == before:
            return low, high


def _subsets(places: list[int]) -> Iterator[tuple[int, ...]]:
    for size in range(1, len(places) + 1):
        yield from combinations(places, size)


def _is_enough(values: Numbers, own: Numbers, shown: tuple[int, ...], wants: Wants) -> bool:
    """Whether the pattern without some cells would have been allowed for a table."""
    places = list(shown)
    group = values[(values[:, places] == own[places]).all(axis=1)]
    low, high = wants.low.copy(), wants.high.copy()
    low[places], high[places] = own[places], own[places]
    for place in wants.unprinted:
        if wants.is_small(int(own[place])):
            low[place] = min(low[place], 0)
            high[place] = max(high[place], wants.threshold)
    return bool(np.all(group.min(axis=0) <= low) and np.all(group.max(axis=0) >= high))
