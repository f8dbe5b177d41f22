"""Promise 5: a page or a whole file that was put back is noticed, though it is authentic.

Whoever puts files back here puts back their times as well, and in half of the tries the lock
file: nothing but what is sealed tells.
"""

from __future__ import annotations

import random
import threading
from pathlib import Path

import pytest

from tests.conftest import KeyringOnDemand
from tests.promises.closed_vaults import (
    PAGE,
    ClosedVault,
    Kept,
    Snapshot,
    finding,
    one_page_back,
)
from tests.promises.figures import amount, reached
from vertrouwen.domain.consent import CaseId
from vertrouwen.domain.contact import NoteKind
from vertrouwen.services import automatic_backup as backups
from vertrouwen.services.write_note import write_note
from vertrouwen.vault import folder as disk
from vertrouwen.vault import opening
from vertrouwen.vault.errors import VaultError

SESSIONS = 12
SEED = 20_261_128
ROLLED_BACK = "vault_rolled_back"
FOUND = f"{ROLLED_BACK}|database_damaged"


@pytest.fixture
def closed(tmp_path: Path, keyring_on_demand: type[KeyringOnDemand]) -> ClosedVault:
    return ClosedVault(tmp_path / "data", keyring_on_demand, SESSIONS)


def _replays(closed: ClosedVault, seed: int) -> Snapshot:
    """Return the newest files, with one page of the database as an older session left it."""
    choose = random.Random(seed)
    older, newest = closed.sessions[choose.randrange(SESSIONS - 1)], closed.sessions[-1]
    old, new = older[disk.DATABASE].data, newest[disk.DATABASE]
    changed = [
        start
        for start in range(0, min(len(old), len(new.data)), PAGE)
        if old[start : start + PAGE] != new.data[start : start + PAGE]
    ]
    start = choose.choice(changed)
    data = bytearray(new.data)
    data[start : start + PAGE] = old[start : start + PAGE]
    return {**newest, disk.DATABASE: Kept(bytes(data), new.modified)}


def _as_if_it_died(files: Snapshot) -> Snapshot:
    state = Kept(b"open journal".ljust(63) + b"\n", files[disk.LOCK].modified)
    return {**files, disk.LOCK: state, disk.JOURNAL: Kept(b"", state.modified)}


def test_a_page_that_was_put_back_is_noticed(closed: ClosedVault) -> None:
    good, tried = 0, amount(50)
    told: dict[str, int] = {}
    for seed in range(SEED, SEED + tried):
        files = _replays(closed, seed)
        # As if nothing had happened, as if the program had died, or with another time.
        if seed % 3 == 1:
            files = _as_if_it_died(files)
        elif seed % 3 == 2:
            database = files[disk.DATABASE]
            files[disk.DATABASE] = Kept(database.data, database.modified + 1)
        found = finding(closed.lay(files, closed.remembered[-1]))
        told[found] = told.get(found, 0) + 1
        good += found in {ROLLED_BACK, "database_damaged", "history_broken"}
    reached(5, "a page put back", good=good, tried=tried, floor=50)
    assert told.get(ROLLED_BACK, 0) > 0


def _rolled_back(closed: ClosedVault, seed: int) -> Snapshot:
    choose = random.Random(seed)
    older, newest = closed.sessions[choose.randrange(SESSIONS - 1)], closed.sessions[-1]
    back = {
        0: {disk.DATABASE},
        1: {disk.DATABASE, disk.LOCK},
        2: {disk.KEYS, disk.KEYS_COPY},
        3: {disk.DATABASE, disk.KEYS, disk.KEYS_COPY},
        4: set(newest),
    }[seed % 5]
    files = {name: (older if name in back else newest)[name] for name in newest}
    return _as_if_it_died(files) if choose.random() < 0.25 else files


def test_a_whole_file_that_was_put_back_is_noticed(closed: ClosedVault) -> None:
    good, tried = 0, amount(50)
    for seed in range(SEED, SEED + tried):
        found = finding(closed.lay(_rolled_back(closed, seed), closed.remembered[-1]))
        good += found == ROLLED_BACK
    reached(5, "a whole file put back", good=good, tried=tried, floor=50)


def test_what_nobody_touched_opens_quietly(closed: ClosedVault) -> None:
    for files, remembered in zip(closed.sessions, closed.remembered, strict=True):
        assert finding(closed.lay(files, remembered)) == ""


def test_the_two_moments_are_told(closed: ClosedVault) -> None:
    older = {**closed.sessions[-1], disk.DATABASE: closed.sessions[2][disk.DATABASE]}
    access = closed.lay(older, closed.remembered[-1])
    with pytest.raises(Exception, match=ROLLED_BACK) as caught:
        access.unlock_with_recovery_code(closed.keys.code)
    params = caught.value.params  # type: ignore[attr-defined]
    assert params["what"] == "database"
    assert params["found"][:10] == "2025-06-18"
    assert params["expected"][:10] == "2025-06-27"
    access.close()


def test_a_vault_that_was_put_back_takes_no_backup_and_pushes_none_out(
    closed: ClosedVault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    practice = closed.access.unlock_with_device(threading.Event()).practice
    backups.add_folder(practice, closed.access, stick)
    staged = backups.stage(practice, closed.access)
    backups.carry(closed.access, staged, backups.backup_folders(practice), lambda: None)
    good = {path.name: path.read_bytes() for path in stick.iterdir()}
    assert len(good) == 1
    closed.end_session()
    practice = closed.access.unlock_with_device(threading.Event()).practice
    write_note(practice, CaseId(3), NoteKind.FILE, "Nog een gesprek. " * 300)
    closed.end_session()

    # As of a vault so long that its digest is read after the opening.
    monkeypatch.setattr(opening, "SMALL_BYTES", 0)
    access = closed.lay(one_page_back(closed), closed.remembered[-1])
    practice = access.unlock_with_device(threading.Event()).practice
    assert practice.watch is not None
    assert practice.watch.is_reading
    assert backups.behind(practice, access)
    assert not backups.stage_at_closing(practice, access)
    with pytest.raises(VaultError, match=FOUND):
        backups.stage(practice, access)
    with pytest.raises(VaultError, match=FOUND):
        access.back_up(tmp_path / "met de hand.vertrouwen", lambda _done, _total: None)
    # Found by now: it stays so.
    assert not backups.stage_at_closing(practice, access)
    assert not backups.pending(access.folder).exists()
    assert not list(tmp_path.glob("met de hand*"))
    assert {path.name: path.read_bytes() for path in stick.iterdir()} == good
    access.step_back()
    access.close()
