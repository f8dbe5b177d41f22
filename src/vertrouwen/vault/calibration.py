"""How dear a passphrase is made to try: as dear as this computer allows within a second or so.

Measured once, when a slot with a passphrase is made; what was found stands in that slot, so an
unlock measures nothing. Memory is raised first, because it is what a guesser's hardware lacks;
passes only where memory has reached its ceiling.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable

from vertrouwen.vault.errors import VaultError
from vertrouwen.vault.kdf import MEMORY_KIB_LIMITS, PASSES_LIMITS, Argon2id, stretch

# A person waits this long for each unlock. The aim lies below the middle, because a computer is
# slower on a busy morning than on the day it was measured; what is near enough is kept.
SECONDS_LIMITS = (0.5, 1.5)
_AIM = 0.8
_NEAR = (0.65, 1.0)
_TRIES = 5
# An unlock must not fail because a browser is open too.
_SHARE_OF_MEMORY = 8
# Where nobody tells how much memory there is.
_USUAL_KIB = 256 * 1024
_STEP_KIB = 1024

Measure = Callable[[Argon2id], float]
"""Returns how many seconds one hash of such a cost takes, or raises `memory_short`."""


def calibrated(measure: Measure | None = None, memory_kib: int | None = None) -> Argon2id:
    """Return the cost of a new slot with a passphrase, with a salt of its own.

    Args:
        measure: tries one cost; without it this computer does.
        memory_kib: how much memory a hash may take at most, beside the ceiling of the format;
            without it an eighth of what this computer has.
    Raises:
        VaultError: `memory_short` when there is no room even for the least that is allowed.
    """
    measure = measure or _measure
    least, most = MEMORY_KIB_LIMITS
    ceiling = max(least, min(most, memory_kib or _affordable_kib()))
    best = cost = (least, PASSES_LIMITS[0])
    for _ in range(_TRIES):
        try:
            taken = measure(Argon2id.generate(*cost))
        except VaultError:
            if cost[0] == least:
                raise
            ceiling = max(least, cost[0] // 2)
            cost = _spread(cost[0] * cost[1], ceiling)
            continue
        if taken <= SECONDS_LIMITS[1]:
            best = max(best, cost)
        if _NEAR[0] <= taken <= _NEAR[1]:
            break
        # A clock that stood still says nothing; ten times as dear is tried then.
        better = _spread(cost[0] * cost[1] * min(_AIM / max(taken, 1e-9), 10.0), ceiling)
        if better == cost:
            break
        cost = better
    return Argon2id.generate(*best)


def _spread(wanted: float, ceiling: int) -> tuple[int, int]:
    """Return the memory and the passes whose product comes near what is wanted, not above it."""
    least, passes = MEMORY_KIB_LIMITS[0], PASSES_LIMITS[0]
    memory = max(least, int(min(wanted / passes, ceiling)) // _STEP_KIB * _STEP_KIB)
    if memory + _STEP_KIB > ceiling:
        passes = max(passes, int(min(wanted / memory, PASSES_LIMITS[1])))
    return memory, passes


def _measure(cost: Argon2id) -> float:
    begun = time.perf_counter()
    stretch(b"", cost)
    return time.perf_counter() - begun


def _affordable_kib() -> int:
    try:
        whole = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, OSError, ValueError):
        return _USUAL_KIB
    return whole // 1024 // _SHARE_OF_MEMORY
