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
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.promises import saves
from tests.promises.disk import shim
from tests.promises.disk.replay import HARMS, MARK, Disk, Event, read_trace
from tests.promises.disk.traced import BACKUP
from tests.promises.figures import IS_FULL, amount, reached
from vertrouwen.storage.errors import StorageError
from vertrouwen.vault import folder as disk_folder
from vertrouwen.vault.container import extract_database, read_container
from vertrouwen.vault.errors import VaultError

CUTS = 5_000
TRACES = 10 if IS_FULL else 2
SAVES = 40
CUTS_WHILE_MADE = CUTS_WHILE_RENEWED = 200
ROOT = Path(__file__).parents[2]
_CLEAN = re.compile(rb"clean ([0-9]+) ([0-9]+) *\n")


@dataclass
class Believed:
    """What the adviser had been told before the cut.

    Args:
        saved: the number of the last save.
        backup: how many saves were in the last backup; None before the first.
        codes: the recovery code in force; both while one takes the place of the other.
        is_made: whether the making of a vault was over.
    """

    saved: int = 0
    backup: int | None = None
    codes: list[int] = field(default_factory=lambda: [0])
    is_made: bool = False

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
        else:
            self.is_made = True


def trace_of(library: Path, data: Path, trace: Path, *words: object) -> list[Event]:
    """Let a process work behind the shim and return what it asked of the disk."""
    subprocess.run(
        [sys.executable, "-m", "tests.promises.disk.traced", str(data), *map(str, words)],
        env=shim.environment(library, data, trace),
        cwd=ROOT,
        check=True,
    )
    return read_trace(trace)


def cuts(
    data: Path, disk: Disk, events: list[Event], seed: str, count: int
) -> Iterator[tuple[str, Believed, Path]]:
    """Let the power fail at so many moments, some of them the same.

    Yields:
        Which cut it is, what the adviser believed then, and what is on the disk afterwards.
    """
    believed, chance = Believed(), random.Random(seed)
    image = data.with_name("image")
    left = Counter(chance.choices(range(len(events) + 1), k=count))
    for moment, event in enumerate([*events, None]):
        for _ in range(left[moment]):
            harm = chance.choice(HARMS)
            disk.cut(harm, chance, image)
            if chance.random() < 0.5:
                tell_clean(image / "vault")
            yield f"{seed}, event {moment} of {len(events)}, {harm}", believed, image
            shutil.rmtree(image)
        if event is not None and event.type == MARK:
            believed.hear(event.path)
        elif event is not None:
            disk.take(event)
    require_same(disk, data, image)


def tell_clean(vault: Path) -> None:
    """Let the lock file's word about a clean end be true, whatever the time on the disk is."""
    lock, database = vault / disk_folder.LOCK, vault / disk_folder.DATABASE
    words = _CLEAN.fullmatch(lock.read_bytes()) if lock.exists() else None
    if words and database.exists():
        os.utime(database, ns=(int(words[2]), int(words[2])))


def require_same(disk: Disk, data: Path, image: Path) -> None:
    """Make sure that the trace told everything: with nothing lost it gives the real disk."""
    disk.cut("kept", random.Random(), image)
    for place, other in ((data, image), (image, data)):
        for path in place.rglob("*"):
            if path.is_file():
                assert path.read_bytes() == (other / path.relative_to(place)).read_bytes()
    shutil.rmtree(image)


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


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder in memory, with a vault in `new`."""
    monkeypatch.setattr(disk_folder, "BALLAST_BYTES", 4096)
    with saves.memory(tmp_path) as folder:
        saves.make_vault(folder / "new")
        yield folder


def require_all_after_cuts(
    library: Path, place: Path, seed: str, count: int, *words: object
) -> int:
    """Let a process work with the vault, the power fail, and the program open what is left."""
    data, trace = place / "disk", place / "trace"
    shutil.copytree(place / "new", data)
    disk = Disk(data)
    events = trace_of(library, data, trace, seed, *words)
    tried = 0
    for where, believed, image in cuts(data, disk, events, seed, count):
        try:
            open_after_the_cut(image, seed, believed)
        except (AssertionError, VaultError, StorageError) as error:
            raise AssertionError(f"{where}: {error}") from error
        tried += 1
    shutil.rmtree(data)
    trace.unlink()
    return tried


def test_every_acknowledged_save_is_there_after_the_cut(library: Path, place: Path) -> None:
    tried = sum(
        require_all_after_cuts(library, place, f"power-{n}", amount(CUTS) // TRACES, "work", SAVES)
        for n in range(TRACES)
    )
    reached(2, "power cuts while saving, 0 lost, 0 corrupt", good=tried, tried=tried, floor=CUTS)


def test_a_vault_under_a_new_master_key_is_the_old_or_the_new(library: Path, place: Path) -> None:
    seed = "power-renewed"
    tried = require_all_after_cuts(library, place, seed, amount(CUTS_WHILE_RENEWED), "renew")
    what = "power cuts while the master key is renewed"
    reached(2, what, good=tried, tried=tried, floor=CUTS_WHILE_RENEWED)


def test_a_new_vault_is_there_or_not_at_all(library: Path, place: Path) -> None:
    data, seed = place / "disk", "power-new"
    data.mkdir()
    disk = Disk(data)
    events = trace_of(library, data, place / "trace", seed, "make")
    tried = 0
    for where, believed, image in cuts(data, disk, events, seed, amount(CUTS_WHILE_MADE)):
        if (image / "vault").exists():
            access, practice = saves.unlock(image)
            assert not believed.is_made or saves.saved(practice, seed) == 0, where
            access.close()
        else:
            assert not believed.is_made, where
        tried += 1
    what = "power cuts while a vault is made"
    reached(2, what, good=tried, tried=tried, floor=CUTS_WHILE_MADE)
