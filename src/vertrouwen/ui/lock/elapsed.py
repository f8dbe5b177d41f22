"""A clock that goes on while the computer sleeps."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

Seconds = Callable[[], float]


def since_some_start() -> Seconds:
    """Return the clock of this system: seconds from some moment on, time asleep included."""
    if sys.platform == "linux":
        return lambda: time.clock_gettime(time.CLOCK_BOOTTIME)
    return LongerStep(time.monotonic, time.time)


class LongerStep:
    """Two clocks as one: at each look the one that went further counts.

    The steady clock of some systems stands still during sleep; the clock on the wall does not, but
    somebody may set it back.
    """

    def __init__(self, steady: Seconds, wall: Seconds) -> None:
        """Begin at nought."""
        self._clocks = (steady, wall)
        self._seen = (steady(), wall())
        self._total = 0.0

    def __call__(self) -> float:
        """Return the seconds since the beginning."""
        now = (self._clocks[0](), self._clocks[1]())
        self._total += max(new - old for new, old in zip(now, self._seen, strict=True))
        self._seen = now
        return self._total
