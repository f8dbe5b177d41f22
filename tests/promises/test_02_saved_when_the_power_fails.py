"""Promise 2: what is saved stays saved when the power fails.

Processes work, and are killed and followed by others, behind a shim that writes down every change
they ask of the disk. The changes are replayed and stopped anywhere; what was not synced by then is
lost, kept or torn at 512 bytes, in any order (`disk/replay.py`). The program opens each such disk
by its own way in.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.promises import saves
from tests.promises.disk import shim
from tests.promises.disk.replay import HARMS, MARK, Disk, Event, read_trace
from tests.promises.disk.traced import BACKUP
from tests.promises.figures import IS_FULL, amount, reached
from vertrouwen.vault import folder as disk_folder
from vertrouwen.vault.container import extract_database, read_container
from vertrouwen.vault.errors import VaultError

CUTS = 5_000
TRACES = 10 if IS_FULL else 2
SAVES = 40
CUTS_WHILE_MADE = 200
ROOT = Path(__file__).parents[2]
_CLEAN = re.compile(rb"clean ([0-9]+) ([0-9]+) *\n")


@dataclass
class Believed:
    """What the adviser had been told before the cut.

    Args:
        saved: the number of the last save.
        backup: how many saves were in the last backup; None before the first.
        codes: the recovery code in force; both while one takes the place of the other.
    """

    saved: int = 0
    backup: int | None = None
    codes: list[int] = field(default_factory=lambda: [0])

    def hear(self, mark: str) -> None:
        """Follow a mark of the trace."""
        what, _, number = mark.partition(" ")
        if what == "saved":
            self.saved = int(number)
        elif what == "backup":
            self.backup = int(number)
        elif what == "changing":
            self.codes.append(int(number))
        elif what == "changed":
            self.codes = [int(number)]


def trace_of(library: Path, data: Path, trace: Path, seed: str, count: int) -> list[Event]:
    """Let a process work behind the shim and return what it asked of the disk."""
    subprocess.run(
        [sys.executable, "-m", "tests.promises.disk.traced", str(data), seed, str(count)],
        env=shim.environment(library, data, trace),
        cwd=ROOT,
        check=True,
    )
    return read_trace(trace)


def tell_clean(vault: Path) -> None:
    """Let the lock file's word about a clean end be true, whatever the time on the disk is."""
    words = _CLEAN.fullmatch(
        (vault / disk_folder.LOCK).read_bytes() if (vault / disk_folder.LOCK).exists() else b""
    )
    if words and (vault / disk_folder.DATABASE).exists():
        os.utime(vault / disk_folder.DATABASE, ns=(int(words[2]), int(words[2])))


def open_after_the_cut(data: Path, seed: str, believed: Believed) -> None:
    """Open the disk as the program does, and find all that was believed to be saved.

    Raises:
        AssertionError: something was lost or is torn.
        VaultError: the vault does not open.
    """
    try:
        access, practice = saves.unlock(data, believed.codes[0])
    except VaultError as error:
        if error.code != "recovery_code_wrong" or len(believed.codes) == 1:
            raise
        access, practice = saves.unlock(data, believed.codes[1])
    try:
        found = saves.saved(practice, seed)
        assert found in (believed.saved, believed.saved + 1), f"{found} of {believed.saved} saves"
        saves.save(practice, seed, found + 1)
    finally:
        access.close()
    if believed.backup is not None:
        info = read_container(data / BACKUP)
        extract_database(info, data / "extracted", lambda _done: None)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shim.build(tmp_path_factory.mktemp("shim"))


def test_every_acknowledged_save_is_there_after_the_cut(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk_folder, "BALLAST_BYTES", 4096)
    tried = 0
    with saves.memory(tmp_path) as place:
        saves.make_vault(place / "new")
        for number in range(TRACES):
            seed, data = f"power-{number}", place / "disk"
            shutil.copytree(place / "new", data)
            disk, believed = Disk(data), Believed()
            events = trace_of(library, data, place / f"trace-{number}", seed, SAVES)
            chance = random.Random(seed)
            cuts = sorted(chance.choices(range(len(events) + 1), k=amount(CUTS) // TRACES))
            for moment, event in enumerate([*events, None]):
                while cuts and cuts[0] == moment:
                    cuts.pop(0)
                    harm = chance.choice(HARMS)
                    where = f"{seed}, event {moment}, {harm}, {len(cuts)} to come"
                    disk.cut(harm, chance, place / "image")
                    if chance.random() < 0.5:
                        tell_clean(place / "image" / "vault")
                    try:
                        open_after_the_cut(place / "image", seed, believed)
                    except (AssertionError, VaultError) as error:
                        raise AssertionError(f"{where}: {error}") from error
                    shutil.rmtree(place / "image")
                    tried += 1
                if event is not None and event.type == MARK:
                    believed.hear(event.path)
                elif event is not None:
                    disk.take(event)
            is_same(disk, data, place / "image")
            shutil.rmtree(data)
    reached(2, "power cuts while saving, 0 lost, 0 corrupt", good=tried, tried=tried, floor=CUTS)


def test_a_new_vault_is_there_or_not_at_all(library: Path, tmp_path: Path) -> None:
    tried = 0
    with saves.memory(tmp_path) as place:
        data = place / "disk"
        data.mkdir()
        disk, is_made = Disk(data), False
        events = trace_of(library, data, place / "trace", "power-new", 0)
        chance = random.Random("power-new")
        cuts = sorted(chance.choices(range(len(events) + 1), k=amount(CUTS_WHILE_MADE)))
        for moment, event in enumerate([*events, None]):
            for _ in range(cuts.count(moment)):
                harm = chance.choice(HARMS)
                disk.cut(harm, chance, place / "image")
                if (place / "image" / "vault").exists():
                    access, practice = saves.unlock(place / "image")
                    assert not is_made or saves.saved(practice, "power-new") == 0
                    access.close()
                else:
                    assert not is_made, f"event {moment}, {harm}"
                shutil.rmtree(place / "image")
                tried += 1
            if event is not None and event.type == MARK:
                is_made = True
            elif event is not None:
                disk.take(event)
        is_same(disk, data, place / "image")
    what = "power cuts while a vault is made"
    reached(2, what, good=tried, tried=tried, floor=CUTS_WHILE_MADE)


def is_same(disk: Disk, data: Path, image: Path) -> None:
    """Make sure that the trace told everything: with nothing lost it gives the real disk."""
    disk.cut("kept", random.Random(), image)
    for place, other in ((data, image), (image, data)):
        for path in place.rglob("*"):
            if path.is_file():
                assert path.read_bytes() == (other / path.relative_to(place)).read_bytes()
    shutil.rmtree(image)
