"""A vault that is damaged or out of step: looked at, saved from, gone on with; never lost."""

from __future__ import annotations

import random
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import KeyringOnDemand
from tests.promises.closed_vaults import PAGE, ClosedVault, Kept, Snapshot
from tests.services.cases import opened as new_case
from tests.vault.dying import dies_at
from vertrouwen.bootstrap import vault_access
from vertrouwen.domain.consent import CaseId
from vertrouwen.services import found_vault
from vertrouwen.services.automatic_backup import add_folder
from vertrouwen.services.change_keys import use_device
from vertrouwen.services.drafts import load_draft, save_draft
from vertrouwen.services.list_cases import CaseFilter, list_case_ids
from vertrouwen.services.read_case import read_case
from vertrouwen.services.restore import restore_backup
from vertrouwen.services.settings import set_profile
from vertrouwen.services.vault_access import VaultAccess
from vertrouwen.storage.errors import StorageError
from vertrouwen.storage.salvaged_history import LOST, SALVAGED
from vertrouwen.storage.unit_of_work import Store
from vertrouwen.vault import folder as disk
from vertrouwen.vault.database import connect
from vertrouwen.vault.errors import VaultError

EVERYTHING = CaseFilter(include_closed=True)


@pytest.fixture
def closed(tmp_path: Path, keyring_on_demand: type[KeyringOnDemand]) -> ClosedVault:
    return ClosedVault(tmp_path / "data", keyring_on_demand, 3)


def never() -> threading.Event:
    return threading.Event()


def damaged(closed: ClosedVault, pages: list[int]) -> Snapshot:
    """Return the newest files with one bit changed in some pages of the database."""
    files = closed.sessions[-1]
    data = bytearray(files[disk.DATABASE].data)
    for page in pages:
        data[page * PAGE + 100] ^= 1
    return {**files, disk.DATABASE: Kept(bytes(data), files[disk.DATABASE].modified + 1)}


def spoil(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[-50] ^= 1
    path.write_bytes(data)


def found(closed: ClosedVault, files: Snapshot) -> tuple[VaultAccess, str]:
    access = closed.lay(files, closed.remembered[-1])
    access.claim()
    with pytest.raises((VaultError, StorageError)) as caught:
        access.unlock_with_device(never())
    return access, str(getattr(caught.value, "code", ""))


def contents(place: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in place.iterdir() if path.name != disk.LOCK}


def count(store: Store, table: str) -> int:
    return int(store.read(f"SELECT count(*) FROM {table}")[0][0])


def rows(access: VaultAccess) -> dict[str, int]:
    store = access.unlock_with_device(never()).practice.store
    counts = {name: count(store, name) for name in ("case_file", "note", "organisation")}
    access.close()
    return counts


def test_a_whole_copy_is_read_whole_and_changes_nothing(closed: ClosedVault) -> None:
    older = {**closed.sessions[-1], disk.DATABASE: closed.sessions[1][disk.DATABASE]}
    access, code = found(closed, older)
    assert code == "vault_rolled_back"
    before = contents(access.folder)
    practice = found_vault.look(access).practice
    assert practice.is_read_only
    assert practice.lost == ()
    ids = list_case_ids(practice, EVERYTHING).ids
    assert len(ids) == 12
    assert len(read_case(practice, CaseId(ids[0])).timeline) > 4
    with pytest.raises(StorageError, match="vault_read_only"):
        set_profile(practice, "B. Ander", "NL")
    save_draft(practice, "note:1", {"fields": {}})
    assert load_draft(practice, "note:1") is None
    with pytest.raises(VaultError, match="vault_read_only"):
        access.back_up(access.folder.parent / "kopie.vertrouwen", lambda _done, _all: None)
    access.close()
    assert contents(access.folder) == before


def test_what_lies_on_whole_pages_is_saved_and_the_rest_is_counted(closed: ClosedVault) -> None:
    whole = rows(closed.access)
    pages = len(closed.sessions[-1][disk.DATABASE].data) // PAGE
    for seed in range(0, 10, 2):
        broken = random.Random(seed).sample(range(1, pages), 1 + seed // 3)
        access, code = found(closed, damaged(closed, broken))
        assert code == "database_damaged"
        before = contents(access.folder)
        salvaged = found_vault.salvage(access)
        assert contents(access.folder) == before
        store = found_vault.work_with(access, salvaged).practice.store
        assert store.first_broken_link() is None
        last = store.read("SELECT operation FROM history ORDER BY id DESC LIMIT 2")
        assert last == [("begin_above",), (SALVAGED,)]
        for name in ("case_file", "note", "organisation"):
            missing = whole[name] - count(store, name)
            lost = [lost.at_most for lost in salvaged.lost if lost.table == name]
            told = sum(most or 0 for most in lost) + salvaged.removed.get(name, 0)
            assert 0 <= missing <= told or None in lost, f"seed {seed}, {name}"
        filled = store.read("SELECT count(*) FROM history WHERE operation = ?", (LOST,))[0][0]
        assert filled <= sum(x.at_most or 0 for x in salvaged.lost if x.table == "history")
        store.read("INSERT INTO search_text(search_text) VALUES('integrity-check')")
        access.close()
        (aside,) = (path for path in access.folder.parent.iterdir() if path != access.folder)
        assert contents(aside) == before
        access.unlock_with_device(never())
        access.close()
        shutil.rmtree(aside)


def test_a_new_case_never_gets_the_number_of_one_that_was_lost(closed: ClosedVault) -> None:
    store = closed.access.unlock_with_device(never()).practice.store
    ((page,),) = store.read("SELECT rootpage FROM sqlite_master WHERE name = 'case_file'")
    ((highest,),) = store.read("SELECT max(id) FROM case_file")
    closed.access.close()
    access, _code = found(closed, damaged(closed, [page - 1]))
    practice = found_vault.work_with(access, found_vault.salvage(access)).practice
    assert count(practice.store, "case_file") == 0
    client = practice.store.read("SELECT id FROM organisation")[0][0]
    # What history, drafts and reports say of a lost case is never said of a new one.
    assert new_case(practice, client) > highest
    access.close()


def test_a_damaged_table_of_contents_hides_nothing_of_a_case(closed: ClosedVault) -> None:
    whole = rows(closed.access)
    access, _code = found(closed, damaged(closed, [20]))
    assert access.place.found is not None
    path, key = access.folder / disk.DATABASE, access.place.found.database_key
    of_schema = 0
    for page in range(1, len(path.read_bytes()) // PAGE):
        path.write_bytes(damaged(closed, [page])[disk.DATABASE].data)
        try:
            connect(path, key).close()
        except VaultError:
            of_schema += 1
            practice = found_vault.look(access).practice
            assert {name: count(practice.store, name) for name in whole} == whole, page
            assert practice.profile().name == "A. Voorbeeld"
    assert of_schema > 5
    access.close()
    assert [path.name for path in access.folder.parent.iterdir()] == [access.folder.name]


def test_where_the_schema_cannot_be_read_nothing_is_made(closed: ClosedVault) -> None:
    access, code = found(closed, damaged(closed, [0]))
    assert code == "database_damaged"
    for attempt in (found_vault.look, found_vault.salvage):
        with pytest.raises(VaultError, match="nothing_readable"):
            attempt(access)
    access.close()
    assert [path.name for path in access.folder.parent.iterdir()] == [access.folder.name]


def test_going_on_is_written_down_and_asked_once(closed: ClosedVault) -> None:
    older = {**closed.sessions[-1], disk.DATABASE: closed.sessions[0][disk.DATABASE]}
    access, code = found(closed, older)
    practice = found_vault.go_on(access, code).practice
    assert practice.store.read(
        "SELECT subject FROM history WHERE operation = 'go_on_knowingly'"
    ) == [("vault_rolled_back",)]
    access.close()
    assert access.unlock_with_device(never()).notices == ()
    access.close()


def test_what_was_destroyed_since_is_neither_seen_nor_brought_back(closed: ClosedVault) -> None:
    access = closed.access
    access.unlock_with_device(never())
    access.opened_vault.note_destroyed([3])
    access.close()
    (access.folder / disk.DATABASE).write_bytes(closed.sessions[0][disk.DATABASE].data)
    with pytest.raises(VaultError, match="vault_rolled_back"):
        access.unlock_with_device(never())
    seen = found_vault.look(access).practice
    assert seen.store.read("SELECT count(*) FROM case_file WHERE id = 3") == [(0,)]
    access.close()
    assert access.place.found is None
    with pytest.raises(VaultError, match="vault_rolled_back") as caught:
        access.unlock_with_device(never())
    opened = found_vault.go_on(access, caught.value.code)
    assert opened.destroyed_again == 1
    assert opened.practice.store.read("SELECT count(*) FROM note WHERE case_id = 3") == [(0,)]
    access.close()


def test_a_damaged_vault_is_never_gone_on_with(closed: ClosedVault) -> None:
    access, code = found(closed, damaged(closed, [20]))
    with pytest.raises(RuntimeError):
        found_vault.go_on(access, code)
    access.close()


def test_a_journal_that_was_taken_away_is_said_and_can_be_put_back(closed: ClosedVault) -> None:
    files = closed.sessions[-1]
    state = Kept(b"open journal".ljust(63) + b"\n", files[disk.LOCK].modified)
    access, code = found(closed, {**files, disk.LOCK: state})
    assert code == "journal_missing"
    access.close()
    (access.folder / disk.JOURNAL).write_bytes(b"")
    assert access.unlock_with_device(never()).notices == ("checked_after_crash",)
    access.close()


def test_a_foreign_journal_is_put_aside_only_when_the_adviser_goes_on(closed: ClosedVault) -> None:
    foreign = Kept(b"\xd9\xd5\x05\xf9 \xa1c\xd7" + bytes(1000), 0)
    access, code = found(closed, {**closed.sessions[-1], disk.JOURNAL: foreign})
    assert code == "journal_foreign"
    assert (access.folder / disk.JOURNAL).read_bytes() == foreign.data
    found_vault.go_on(access, code)
    access.close()
    assert (access.folder / disk.JOURNAL_ASIDE).read_bytes() == foreign.data


def test_the_newest_backup_of_this_vault_is_offered_and_takes_its_place(
    closed: ClosedVault, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    practice = closed.access.unlock_with_device(never()).practice
    add_folder(practice, closed.access, stick)
    closed.access.back_up(stick / "kopie-20250620-170000.vertrouwen", lambda _done, _all: None)
    closed.access.close()
    spoil(closed.access.folder / disk.DATABASE)
    with pytest.raises(VaultError, match="database_damaged"):
        closed.access.unlock_with_device(never())
    newest = found_vault.newest_backup(closed.access)
    assert newest is not None
    assert newest.path.parent == stick
    before = contents(closed.place)
    opened = restore_backup(closed.access, newest.path, closed.keys.code, lambda _done, _all: None)
    assert count(opened.practice.store, "case_file") == 12
    closed.access.close()
    (aside,) = (path for path in closed.place.parent.iterdir() if path != closed.place)
    assert contents(aside) == before
    # What the keyring remembered was of the vault that was moved aside.
    assert closed.access.unlock_with_recovery_code(closed.keys.code).notices == ()
    use_device(closed.access, never())
    closed.access.close()
    assert closed.access.unlock_with_device(never()).notices == ()
    closed.access.close()


def test_a_damaged_backup_and_one_of_a_day_to_come_are_passed_over(
    closed: ClosedVault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    practice = closed.access.unlock_with_device(never()).practice
    add_folder(practice, closed.access, stick)
    now = time.time()

    def make(number: int, days: int) -> Path:
        path = stick / f"kopie-20250620-17000{number}.vertrouwen"
        with monkeypatch.context() as patch:
            patch.setattr(time, "time", lambda: now + days * 86_400)
            closed.access.back_up(path, lambda _done, _all: None)
        return path

    old, good, spoiled, _to_come = make(1, -9), make(2, -3), make(3, -1), make(4, 400)
    spoil(spoiled)
    closed.access.close()
    spoil(closed.access.folder / disk.DATABASE)
    with pytest.raises(VaultError, match="database_damaged"):
        closed.access.unlock_with_device(never())
    newest = found_vault.newest_backup(closed.access)
    assert newest is not None
    assert newest.path == good
    spoil(good)
    newest = found_vault.newest_backup(closed.access)
    assert newest is not None
    assert newest.path == old
    spoil(old)
    assert found_vault.newest_backup(closed.access) is None
    closed.access.close()


def test_a_salvage_killed_anywhere_leaves_the_damaged_vault_or_the_saved_one(
    closed: ClosedVault,
) -> None:
    """It dies before every change of the disk in turn; there always is a vault in the place."""
    files = damaged(closed, [60])
    held: list[str] = []

    def begin() -> Callable[[], object]:
        access, _code = found(closed, files)

        def work() -> None:
            found_vault.work_with(access, found_vault.salvage(access))
            access.close()

        return work

    for at in range(1_000):
        has_died = dies_at(at, begin)
        access = vault_access(closed.place.parent)
        assert access.exists
        try:
            access.unlock_with_recovery_code(closed.keys.code)
        except VaultError as error:
            if error.code == "vault_rolled_back":
                # The keyring was not told yet that another vault lies there.
                found_vault.go_on(access, error.code)
                held.append("saved")
            else:
                assert error.code == "database_damaged"
                held.append("damaged")
        else:
            held.append("saved")
        access.close()
        beside = {path for path in closed.place.parent.iterdir() if path != closed.place}
        if held[-1] == "saved":
            (aside,) = beside
        else:
            aside = closed.place
        assert (aside / disk.DATABASE).read_bytes() == files[disk.DATABASE].data
        for path in beside:
            shutil.rmtree(path)
        # From there on it is an opening as any other.
        if not has_died or held.count("saved") == 4:
            break
    assert held == ["damaged"] * held.count("damaged") + ["saved"] * held.count("saved")
    assert held.count("saved") >= 2
    assert held.count("damaged") >= 20
