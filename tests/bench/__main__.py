"""Every speed beside its floor, measured in the same run: `make bench`.

Times on shared machines mean little, so the program is not held to seconds but to ratios; the
aims are those of docs/performance.md. A missed aim is printed, never an error.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench import (
    anonymity,
    automatic_backup,
    backup,
    imports,
    keys,
    lists,
    lock,
    practice,
    practices,
    report,
    search,
    start,
    table,
)
from tests.bench.figures import Figure, growth

SIZES = (100, 1_000, 10_000, 100_000)
_EXPONENTS = {practice.CASE: 0.25, practice.PAGE: 0.2}
_STARTS = 9
_RANDOM_REPORTS = 50
GROUPS = (
    "start",
    "lock",
    "practice",
    "search",
    "backup",
    "lists",
    "report",
    "imports",
    "anonymity",
)


def figures(place: Path, sizes: tuple[int, ...], groups: set[str]) -> Iterator[Figure]:
    """Measure the groups one after another.

    Args:
        place: an empty folder with room for about two gigabytes.
        sizes: of the practices, in cases.
        groups: which of `GROUPS`.
    """
    by_size: list[Figure] = []
    second = sizes[min(1, len(sizes) - 1)]
    for cases in sizes:
        at_all_sizes = groups & {"practice", "search", "backup"}
        at_the_last = groups & {"lists", "report"} and cases == sizes[-1]
        at_the_second = groups & {"start", "lock"} and cases == second
        if not (at_all_sizes or at_the_last or at_the_second):
            continue
        folder = place / str(cases)
        folder.mkdir()
        filled = practices.make(folder, cases)
        # First of all, and beside a process that has not loaded Qt: memory is shared with it.
        if "start" in groups and cases == second:
            yield from start.measure(filled, _STARTS)
        if "lock" in groups and cases == second:
            yield from lock.measure(filled)
            yield from keys.measure(filled)
        for name, group in (
            ("practice", practice),
            ("search", search),
            ("backup", backup),
            ("backup", automatic_backup),
        ):
            if name in groups:
                for figure in group.measure(filled):
                    by_size.append(figure)
                    yield figure
        if cases == sizes[-1]:
            if "lists" in groups:
                yield from lists.measure(filled)
            if "report" in groups:
                yield from report.measure(filled)
        shutil.rmtree(folder)
    for name in dict.fromkeys(figure.measure for figure in by_size):
        series = [figure for figure in by_size if figure.measure == name]
        if len(series) > 1:
            yield growth(series, _EXPONENTS.get(name))
    if "imports" in groups:
        yield from imports.measure(place, min(sizes[-1], 100_000))
    if "anonymity" in groups:
        yield from anonymity.measure(_RANDOM_REPORTS if sizes == SIZES else _RANDOM_REPORTS // 5)


def machine() -> str:
    """Return what the figures were measured on."""
    words = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
    models = [line.split(":")[1].strip() for line in words.splitlines() if "model name" in line]
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} x"
        f" {models[0] if models else 'processor'}, Python {platform.python_version()},"
        f" load {os.getloadavg()[0]:.1f}"
    )


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="up to 10,000 cases")
    parser.add_argument("groups", nargs="*", metavar="GROUP", help=f"any of {', '.join(GROUPS)}")
    options = parser.parse_args()
    unknown = set(options.groups) - set(GROUPS)
    if unknown:
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    begun = time.perf_counter()
    print(machine())
    print(table.heading(), flush=True)
    measured = []
    with tempfile.TemporaryDirectory() as place:
        for figure in figures(
            Path(place),
            SIZES[:-1] if options.quick else SIZES,
            set(options.groups or GROUPS),
        ):
            measured.append(figure)
            print(table.line(figure), flush=True)
    print(table.summary(measured))
    print(f"{time.perf_counter() - begun:.0f} s, load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
