"""Locking: from the signal that the computer goes to sleep to the unlock window standing still."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator

from tests.bench.figures import Figure
from tests.bench.practices import PASSPHRASE, Filled
from tests.bench.screen import screen
from tests.ui.lock.logind import Logind, private_bus

_REPEATS = 5
_AIM_SECONDS = 2.0


def measure(filled: Filled) -> Iterator[Figure]:
    """Lock a practice again and again; the longest time counts, as a promise has no median."""
    times = [_lock(filled) for _ in range(_REPEATS)]
    yield Figure(
        measure="sleep signal to unlock window, longest",
        ours=max(times),
        aim=_AIM_SECONDS,
        note=f"median {statistics.median(times):.2f} s of {_REPEATS}",
    )


def _lock(filled: Filled) -> float:
    with screen() as place, private_bus() as address:
        logind = Logind(address)
        environment = os.environ | {
            "DISPLAY": place.display,
            "QT_QPA_PLATFORM": "xcb",
            "DBUS_SYSTEM_BUS_ADDRESS": address,
            "PYTHONDONTWRITEBYTECODE": "",
            "PYTHONPYCACHEPREFIX": str(place.folder),
        }
        begun = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "vertrouwen", "--data", str(filled.data)],
            env=environment,
            stderr=subprocess.DEVNULL,
        )
        try:
            place.settled(begun)
            place.focus()
            place.type(PASSPHRASE)
            time.sleep(0.5)
            begun = time.perf_counter()
            place.press("Return")
            # Longer than the passphrase is reckoned, during which the window stands still too.
            place.settled(begun, quiet=4)
            if not logind.inhibited.wait(10):
                raise TimeoutError("the practice did not open")
            begun = time.perf_counter()
            logind.prepare_for_sleep()
            # The screen is empty between the old window and the new one.
            return place.settled(begun, quiet=4)
        finally:
            process.kill()
            process.wait()
            logind.close()
