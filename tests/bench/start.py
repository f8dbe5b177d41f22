"""Starting, resting and unlocking, as real processes on a screen that is watched from outside."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.figures import Figure, seconds
from tests.bench.practices import PASSPHRASE, Filled
from tests.bench.screen import HEIGHT, WIDTH, Screen, screen
from vertrouwen.vault import key_file
from vertrouwen.vault.kdf import Argon2id, stretch
from vertrouwen.vault.slots import SlotType

_BARE = f"""
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication([])
window = QWidget()
window.setWindowTitle("bare")
window.resize({WIDTH}, {HEIGHT})
window.show()
app.exec()
"""
_IDLE_SECONDS = 5.0
_SHORTEST_TIMER_SECONDS = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """One start.

    Args:
        settled: seconds till the window stood still.
        cpu: seconds of processor time until a second later.
        pss: memory, shared parts by their share, in MB.
    """

    settled: float
    cpu: float
    pss: float


def measure(filled: Filled, repeats: int) -> Iterator[Figure]:
    """Measure on one practice; every start of ours alternates with one of a bare window."""
    ours_command = [sys.executable, "-m", "vertrouwen", "--data", str(filled.data)]
    bare_command = [sys.executable, "-c", _BARE]
    with screen() as place:
        ours, bare = [], []
        for number in range(repeats + 1):
            for command, series in ((bare_command, bare), (ours_command, ours)):
                with _started(command, place) as (_, start):
                    if number:
                        series.append(start)
        for measure_name, field, unit, aim in (
            ("start, settled on screen", "settled", "s", 2.0),
            ("start, CPU", "cpu", "s", 2.3),
            ("start, memory (PSS)", "pss", "MB", 1.9),
        ):
            yield Figure(
                measure=measure_name,
                ours=statistics.median(getattr(start, field) for start in ours),
                floor=statistics.median(getattr(start, field) for start in bare),
                unit=unit,
                aim=aim,
            )
        settled = statistics.median(start.settled for start in bare)
        yield from _unlocking(ours_command, place, settled, _passphrase_hash(filled))


def _passphrase_hash(filled: Filled) -> Callable[[], object]:
    """Return what reckons one passphrase at the cost that this practice has."""
    keys, _ = key_file.read_either(filled.folder.path)
    cost = keys.slot(SlotType.PASSPHRASE).kdf
    assert isinstance(cost, Argon2id)
    return lambda: stretch(PASSPHRASE.encode(), cost)


def _unlocking(
    command: Sequence[str], place: Screen, bare: float, hash_once: Callable[[], object]
) -> Iterator[Figure]:
    opening, hashing = [], []
    for number in range(4):
        hashing.append(seconds(hash_once))
        with _started(command, place) as (process, _):
            if not number:
                yield from _rest(process.pid, "at the unlock window")
            place.focus()
            place.type(PASSPHRASE)
            time.sleep(0.5)
            begun = time.perf_counter()
            place.press("Return")
            # Longer than the passphrase is reckoned, during which the window stands still too.
            opening.append(place.settled(begun, quiet=2 * max(hashing) + 1))
            if not number:
                yield from _rest(process.pid, "with the practice open")
            # Locked, so that the vault is closed well and the next opening has nothing to check.
            place.focus()
            locked = time.perf_counter()
            place.press("Control_L+l")
            place.settled(locked)
    hashed = statistics.median(hashing)
    yield Figure(
        measure="passphrase to list",
        ours=statistics.median(opening),
        floor=1.25 * hashed + 0.25 * bare,
        aim=1.0,
        note=f"floor = 1.25 x Argon2id ({hashed:.2f} s) + 0.25 x bare start",
    )


def _rest(pid: int, where: str) -> Iterator[Figure]:
    before, woken = _ticks(pid), _wake_ups(pid)
    time.sleep(_IDLE_SECONDS)
    yield Figure(
        measure=f"idle CPU over 5 s, {where}",
        ours=_ticks(pid) - before,
        unit="ticks",
        aim=1,
        note=f"woken {_wake_ups(pid) - woken} times",
    )


@contextmanager
def _started(
    command: Sequence[str], place: Screen
) -> Iterator[tuple[subprocess.Popen[bytes], Started]]:
    environment = os.environ | {
        "DISPLAY": place.display,
        "QT_QPA_PLATFORM": "xcb",
        # As installed, where the modules of program and libraries lie compiled.
        "PYTHONDONTWRITEBYTECODE": "",
        "PYTHONPYCACHEPREFIX": str(place.folder),
    }
    begun = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    try:
        settled = place.settled(begun)
        yield (
            process,
            Started(
                settled=settled,
                cpu=_ticks(process.pid) / os.sysconf("SC_CLK_TCK"),
                pss=_pss(process.pid),
            ),
        )
    finally:
        process.kill()
        process.wait()
        # The X server takes the window away a moment later.
        time.sleep(0.3)


def _ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def _wake_ups(pid: int) -> int:
    total = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        for line in (task / "status").read_text().splitlines():
            if line.startswith("voluntary_ctxt_switches"):
                total += int(line.split()[1])
    return total


def _pss(pid: int) -> float:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise LookupError("no Pss")
