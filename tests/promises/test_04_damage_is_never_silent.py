"""Promise 4: damage is never silent.

Whoever flips a bit here puts the time of the file back, so that it looks untouched. Damage counts
as reported when the opening says so: an error, or a notice that something was mended.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path

import pytest

from tests.conftest import KeyringOnDemand
from tests.promises.closed_vaults import NAMES, PAGE, ClosedVault, Kept, finding, snapshot
from tests.promises.figures import amount, reached
from vertrouwen.bootstrap import vault_access
from vertrouwen.services.restore import look_into_backup
from vertrouwen.vault import folder as disk

SEED = 4_000
SESSIONS = 2
# How the flips are shared out: most of them over the database, which is the largest by far.
DATABASE, KEYS, BACKUP = 1_200, 300, 500


@pytest.fixture
def closed(tmp_path: Path, keyring_on_demand: type[KeyringOnDemand]) -> ClosedVault:
    return ClosedVault(tmp_path / "data", keyring_on_demand, SESSIONS)


def _with(closed: ClosedVault, name: str, data: bytes) -> str:
    """Open the vault with other bytes in one file and its old time; return what is said."""
    files = closed.sessions[-1]
    files = {**files, name: Kept(data, files[name].modified)}
    return finding(closed.lay(files, closed.remembered[-1]))


def _flipped(data: bytes, seed: int) -> bytes:
    choose = random.Random(seed)
    changed = bytearray(data)
    changed[choose.randrange(len(data))] ^= 1 << choose.randrange(8)
    return bytes(changed)


def test_a_flip_in_the_database_is_reported(closed: ClosedVault) -> None:
    data = closed.sessions[-1][disk.DATABASE].data
    tried = amount(DATABASE)
    silent = [
        seed
        for seed in range(SEED, SEED + tried)
        if not _with(closed, disk.DATABASE, _flipped(data, seed))
    ]
    assert silent == []
    reached(4, "byte flips", good=tried, tried=tried, floor=DATABASE)


@pytest.mark.parametrize("name", [disk.KEYS, disk.KEYS_COPY])
def test_a_flip_in_the_key_file_is_reported(closed: ClosedVault, name: str) -> None:
    data = closed.sessions[-1][name].data
    tried = amount(KEYS) // 2
    told = Counter(_with(closed, name, _flipped(data, seed)) for seed in range(SEED, SEED + tried))
    assert set(told) == {"key_file_repaired"}
    reached(4, "byte flips", good=tried, tried=tried, floor=KEYS // 2)


def test_a_flip_in_a_backup_is_reported(closed: ClosedVault, tmp_path: Path) -> None:
    whole, spoilt = tmp_path / "kopie.vertrouwen", tmp_path / "beschadigd.vertrouwen"
    closed.access.unlock_with_device(threading.Event())
    closed.access.back_up(whole, lambda _done, _total: None)
    closed.access.close()
    data = whole.read_bytes()
    # Half of the flips go into header and key file, which are a hundredth of the backup.
    short = len(data) - len(closed.sessions[-1][disk.DATABASE].data)
    tried = amount(BACKUP)
    told: Counter[str] = Counter()
    for seed in range(SEED, SEED + tried):
        if seed % 2:
            spoilt.write_bytes(_flipped(data[:short], seed) + data[short:])
        else:
            spoilt.write_bytes(_flipped(data, seed))
        try:
            look_into_backup(closed.access, spoilt, closed.keys.code, lambda _done, _total: None)
        except Exception as error:
            told[str(getattr(error, "code", type(error).__name__))] += 1
    assert set(told) <= {"backup_damaged", "backup_foreign", "vault_newer"}
    reached(4, "byte flips", good=told.total(), tried=tried, floor=BACKUP)


def test_every_page_that_was_cut_off_is_reported(closed: ClosedVault) -> None:
    data = closed.sessions[-1][disk.DATABASE].data
    cuts = range(0, len(data), PAGE)
    chosen = [*cuts][:: 1 if amount(10) == 10 else 10]
    silent = [cut for cut in chosen if not _with(closed, disk.DATABASE, data[:cut])]
    silent += [cut for cut in chosen if not _with(closed, disk.DATABASE, data[: cut + 1000])]
    assert silent == []
    reached(4, "page truncations", good=2 * len(chosen), tried=2 * len(chosen), floor=1)


def test_swapped_pages_are_reported(closed: ClosedVault) -> None:
    data = closed.sessions[-1][disk.DATABASE].data
    tried, silent = amount(200), []
    for seed in range(SEED, SEED + tried):
        first, second = random.Random(seed).sample(range(len(data) // PAGE), 2)
        pages = [data[start : start + PAGE] for start in range(0, len(data), PAGE)]
        pages[first], pages[second] = pages[second], pages[first]
        if not _with(closed, disk.DATABASE, b"".join(pages)):
            silent.append(seed)
    assert silent == []
    reached(4, "swapped pages", good=tried, tried=tried, floor=200)


_DIES = """
import os, sys, threading
from pathlib import Path
from tests.promises.closed_vaults import die_in_the_middle
die_in_the_middle(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
"""


def test_a_journal_that_was_taken_away_is_reported(closed: ClosedVault) -> None:
    before = closed.sessions[-1]
    tried, silent = amount(50), []
    for number in range(tried):
        closed.lay(before, closed.remembered[-1])
        died = subprocess.run(
            [sys.executable, "-c", _DIES, str(closed.place.parent), closed.keys.code, str(number)],
            check=False,
        )
        assert died.returncode < 0
        journal = closed.place / disk.JOURNAL
        assert journal.stat().st_size > 0
        files = {**snapshot(closed.place)}
        found = finding(closed.lay(files, closed.remembered[-1]))
        if found != "journal_missing":
            silent.append((number, found))
    assert silent == []
    reached(4, "journals taken away", good=tried, tried=tried, floor=50)


def test_a_journal_that_stays_mends_what_was_half_done(closed: ClosedVault) -> None:
    subprocess.run(
        [sys.executable, "-c", _DIES, str(closed.place.parent), closed.keys.code, "7"], check=False
    )
    access = vault_access(closed.place.parent, lambda: closed.clock().astimezone(), 30)
    assert finding(access) == "checked_after_crash"
    assert {path.name for path in closed.place.iterdir()} <= {
        *NAMES,
        disk.JOURNAL,
        disk.BALLAST,
    }
    assert os.path.getsize(closed.place / disk.JOURNAL) == 0  # noqa: PTH202
