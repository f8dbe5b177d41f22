"""What the long proofs reached: kept between runs, and printed as one table."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

PROMISES = tuple(range(1, 20))
"""The numbers in docs/security.md; each needs a figure."""

_WIDTHS = (8, 64, 10, 10, 9)
_HEADINGS = ("promise", "what", "to reach", "reached", "seconds")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One figure of one promise.

    Args:
        promise: its number, or a word for a proof outside the nineteen.
        what: which of its figures.
        good, tried, floor: as `figures.reached` was told.
    """

    promise: int | str
    what: str
    good: int
    tried: int
    floor: int

    @property
    def is_reached(self) -> bool:
        """Whether enough was tried and all of it went as promised."""
        return self.good == self.tried >= self.floor


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How one test file ended.

    Args:
        name: of the file, without its ending.
        digest: of what it depended on.
        passed: whether pytest was content.
        seconds: how long it took.
        lines: its figures.
    """

    name: str
    digest: str
    passed: bool
    seconds: float
    lines: tuple[Line, ...]

    @property
    def is_reached(self) -> bool:
        """Whether the file passed and all its figures, at least one, are reached."""
        return self.passed and bool(self.lines) and all(line.is_reached for line in self.lines)


def read_lines(results: Path) -> tuple[Line, ...]:
    """Return the figures in a folder; parts of the same figure are added up."""
    found: dict[tuple[int | str, str], Line] = {}
    for file in sorted(results.glob("*.jsonl")):
        for text in file.read_text(encoding="utf-8").splitlines():
            new = Line(**json.loads(text))
            old = found.get((new.promise, new.what))
            if old is not None:
                new = Line(
                    promise=new.promise,
                    what=new.what,
                    good=old.good + new.good,
                    tried=old.tried + new.tried,
                    floor=old.floor + new.floor,
                )
            found[new.promise, new.what] = new
    return tuple(found.values())


def save(folder: Path, outcome: Outcome) -> None:
    """Keep an outcome for the next run."""
    text = json.dumps(asdict(outcome), ensure_ascii=False, indent=1)
    (folder / f"{outcome.name}.json").write_text(text, encoding="utf-8")


def load(folder: Path, name: str) -> Outcome | None:
    """Return the outcome that was kept of a file; None where there is none."""
    try:
        fields = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        return Outcome(**{**fields, "lines": tuple(Line(**line) for line in fields["lines"])})
    except (OSError, ValueError, KeyError, TypeError):
        return None


def is_kept(outcome: Outcome, digest: str) -> bool:
    """Tell whether an outcome still holds."""
    return outcome.is_reached and outcome.digest == digest


def line(outcome: Outcome) -> str:
    """Return how a file ended, in a few words."""
    state = "reached" if outcome.is_reached else "FALLS SHORT" if outcome.passed else "FAILED"
    return f"{outcome.name} {state} in {outcome.seconds:.0f} s"


def report(
    outcomes: Iterable[Outcome], asked: Collection[int], *, fresh: Collection[str]
) -> tuple[str, bool]:
    """Return the table, and whether everything in it was reached.

    Args:
        outcomes: of all files.
        asked: the promises that must have a figure.
        fresh: the files that were run now; of others the table says when they were not.
    """
    rows = [_row(_HEADINGS), "-" * (sum(_WIDTHS) + len(_WIDTHS) - 1)]
    short: list[str] = []
    missing = set(asked)
    for outcome in sorted(outcomes, key=_place):
        seconds = f"{outcome.seconds:,.0f}{'' if outcome.name in fresh else ' *'}"
        for found in outcome.lines or (_nothing(outcome),):
            missing.discard(found.promise)  # type: ignore[arg-type]
            reached = f"{found.good:,}"
            if found.good != found.tried:
                reached += f" of {found.tried:,}"
            cells = (str(found.promise), found.what, f"{found.floor:,}", reached, seconds)
            is_good = found.is_reached and bool(outcome.lines)
            rows.append(_row(cells) + ("" if is_good else "  FALLS SHORT"))
            seconds = ""
        if not outcome.is_reached:
            short.append(f"{line(outcome)}: build/promises/{outcome.name}.log")
    short += [f"promise {number} has no figure" for number in sorted(missing)]
    if any("*" in row for row in rows):
        rows.append("* passed before, for the same source")
    rows.append("\n".join(short) if short else "All figures reached.")
    return "\n".join(rows), not short


def _nothing(outcome: Outcome) -> Line:
    return Line(promise="", what=f"{outcome.name}: no figure", good=0, tried=0, floor=0)


def _place(outcome: Outcome) -> tuple[int, str]:
    numbers = [line.promise for line in outcome.lines if isinstance(line.promise, int)]
    return (min(numbers, default=len(PROMISES) + 1), outcome.name)


def _row(cells: Iterable[str]) -> str:
    widths = zip(cells, _WIDTHS, strict=True)
    return " ".join(
        f"{cell:<{width}}" if place < 2 else f"{cell:>{width}}"
        for place, (cell, width) in enumerate(widths)
    ).rstrip()
