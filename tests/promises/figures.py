"""How often a promise is tried, and where what was reached is written down."""

from __future__ import annotations

import json
import os
from pathlib import Path

IS_FULL = os.environ.get("VERTROUWEN_PROMISES") == "full"
RESULTS = "VERTROUWEN_PROMISE_RESULTS"
"""Names the folder in which `make promises` gathers what was reached."""


def amount(full: int) -> int:
    """Return how often to try: the figure of the long run there, a tenth of it elsewhere.

    Args:
        full: the figure that the promise names.
    """
    return full if IS_FULL else max(full // 10, 1)


def reached(promise: int | str, what: str, *, good: int, tried: int, floor: int) -> None:
    """Hold what a promise reached against its figure, and write it down for the table.

    A file that works in parts calls this for each part; the table adds up what has the same
    words.

    Args:
        promise: its number in docs/security.md, or a word for a proof outside those.
        what: which of its figures, in a few words.
        good: how many tries went as promised.
        tried: how many there were; all of them must be good.
        floor: how many the long run must try at least.

    Raises:
        AssertionError: the figure was not reached.
    """
    folder = os.environ.get(RESULTS)
    if folder:
        line = {"promise": promise, "what": what, "good": good, "tried": tried, "floor": floor}
        place = Path(folder) / f"{promise}-{os.getpid()}.jsonl"
        with place.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
    assert good == tried, f"promise {promise}, {what}: {good} of {tried}"
    assert tried >= amount(floor), f"promise {promise}, {what}: {tried} tried"
