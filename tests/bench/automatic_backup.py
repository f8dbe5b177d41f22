"""How long a backup by itself holds the window, and how long it holds a lock."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication

from tests.bench.figures import Figure
from tests.bench.practices import Filled
from vertrouwen.bootstrap import vault_access
from vertrouwen.services import automatic_backup as backups
from vertrouwen.services.settings import set_setting
from vertrouwen.ui.backup_keeper import BackupKeeper
from vertrouwen.ui.tasks import Tasks

SIZE = 10_000
_TICK_MS = 2
_ROUNDS = 5
_IDLE_SECONDS = 8.0
"""How long the same window is watched without a backup: what a busy machine does to it anyway."""
_LOCK_AIM = 0.6
"""What a lock of two seconds can give away; what takes longer is left to the next start."""


def measure(filled: Filled) -> Iterator[Figure]:
    """Measure at the size that the aims are about; at others there is nothing to say."""
    if filled.cases != SIZE:
        return
    application = QApplication.instance() or QApplication(["bench"])
    stick = filled.data / "stick"
    stick.mkdir()
    access = vault_access(filled.data)
    practice = access.unlock_with_recovery_code(filled.code).practice
    backups.add_folder(practice, access, stick)
    tasks = Tasks()
    keeper = BackupKeeper(tasks, practice, access, lambda text, _tone: print(text))
    gaps, times = [], []
    try:
        idle = _longest_gap(lambda: None, lambda: True, _IDLE_SECONDS)
        for number in range(_ROUNDS):
            set_setting(practice, "bench", str(number))
            begun = time.perf_counter()
            gaps.append(_longest_gap(keeper.look_now, lambda: not tasks.is_busy))
            times.append(time.perf_counter() - begun)
            if backups.behind(practice, access):
                raise RuntimeError("no backup was made")
        closing, sealed = [], 0
        for number in range(_ROUNDS):
            set_setting(practice, "bench", f"again {number}")
            begun = time.perf_counter()
            sealed += backups.stage_at_closing(practice, access)
            closing.append(time.perf_counter() - begun)
    finally:
        tasks.close()
        access.close()
        shutil.rmtree(stick)
    del application
    note = f"longest of {_ROUNDS}; idle {idle * 1000:.0f} ms; all of it {max(times):.1f} s"
    yield Figure(
        measure="window held by a backup", cases=filled.cases, ours=max(gaps), aim=0.05, note=note
    )
    yield Figure(
        measure="lock held by a backup",
        cases=filled.cases,
        ours=max(closing),
        aim=_LOCK_AIM,
        note=f"longest of {_ROUNDS}; {sealed} of them in time",
    )


def _longest_gap(
    begin: Callable[[], object], is_over: Callable[[], bool], least: float = 0.5
) -> float:
    """Return how long the thread of the window was kept from its events at most, in seconds."""
    loop = QEventLoop()
    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.setInterval(_TICK_MS)
    until = time.perf_counter() + least
    seen = {"last": time.perf_counter(), "longest": 0.0}

    def tick() -> None:
        now = time.perf_counter()
        seen["longest"] = max(seen["longest"], now - seen["last"] - _TICK_MS / 1000)
        seen["last"] = now
        if now > until and is_over():
            loop.quit()

    timer.timeout.connect(tick)
    timer.start()
    begin()
    loop.exec()
    return seen["longest"]
