"""Promise 1: what is saved stays saved when the program dies.

A real process saves through the program's own services and acknowledges each save; it is killed
with SIGKILL at a random moment. The next one opens the vault the way the program does and finds
every acknowledged save, at most the one that was under way beside them, and nothing torn.
"""

from __future__ import annotations

import os
import random
import select
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.promises.figures import amount, reached
from tests.promises.saves import make_vault, memory, saved, unlock
from tests.promises.served import Served
from vertrouwen.vault import folder as disk

LIVES = 1_000
SAVES = 10_000
LIVES_OF_A_VAULT = 25
FEWEST, MOST = 9, 15
"""How many acknowledgements are awaited before the shot."""
LATEST_SHOT_MS = 12

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL and no fork")


@pytest.fixture
def saver() -> Iterator[Served]:
    process = Served("tests.promises.saver")
    yield process
    process.close()


def one_life(saver: Served, data: Path, seed: str, acknowledged: int, chance: random.Random) -> int:
    """Let a process save until it is shot; return the last save that was acknowledged.

    Raises:
        AssertionError: an acknowledged save was lost, or something is torn.
    """
    saver.ask(data, seed)
    word, pid = saver.answer()
    assert word == "begun"
    word, *found = saver.answer()
    assert word == "found", f"{seed}: {found}"
    last = int(found[0])
    # The save that was under way may have become durable before its word got out.
    assert last in (acknowledged, acknowledged + 1), f"{seed}: {acknowledged} saves, {last} there"
    for _ in range(chance.randint(FEWEST, MOST)):
        word, *number = saver.answer()
        assert word == "saved", f"{seed}: {number}"
        last = int(number[0])
    # Any moment of the saves that follow; what is said in the meantime is read below.
    moment = chance.uniform(0, LATEST_SHOT_MS)
    select.select([], [], [], moment / 1000)
    os.kill(int(pid), signal.SIGKILL)
    while (line := saver.answer()) != ["gone"]:
        assert line[0] == "saved", f"{seed}: {line}"
        last = int(line[1])
    return last


def one_vault(saver: Served, data: Path, seed: str) -> int:
    """Let one program after another die over one vault; return how many saves it acknowledged."""
    acknowledged = 0
    for life in range(LIVES_OF_A_VAULT):
        chance = random.Random(f"{seed}/{life}")
        acknowledged = one_life(saver, data, seed, acknowledged, chance)
    access, practice = unlock(data)
    assert saved(practice, seed) in (acknowledged, acknowledged + 1), seed
    access.close()
    return acknowledged


def test_nothing_acknowledged_is_lost_and_nothing_is_torn(
    saver: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "BALLAST_BYTES", 4096)
    lives = saves = 0
    # To a process that dies all disks are alike.
    with memory(tmp_path) as place:
        make_vault(place / "new")
        while lives < amount(LIVES) or saves < amount(SAVES):
            data = place / str(lives)
            shutil.copytree(place / "new", data)
            saves += one_vault(saver, data, f"kill-{lives}")
            lives += LIVES_OF_A_VAULT
            shutil.rmtree(data)
    what = "kill -9 while saving, nothing torn"
    reached(1, what, good=lives, tried=lives, floor=LIVES)
    reached(1, "acknowledged saves still there", good=saves, tried=saves, floor=SAVES)
