"""What is looked at when a vault opens, while it is open, and when it closes."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Clock, KeyringOnDemand
from tests.promises.closed_vaults import ClosedVault, one_page_back
from vertrouwen.services.practice import Practice
from vertrouwen.services.settings import set_profile
from vertrouwen.services.vault_access import VaultAccess
from vertrouwen.services.weekly_check import WeeklyCheck, is_check_due, last_check
from vertrouwen.vault import folder as disk
from vertrouwen.vault import opening
from vertrouwen.vault.errors import VaultError

FOUND = r"vault_rolled_back|database_damaged"


@pytest.fixture
def closed(tmp_path: Path, keyring_on_demand: type[KeyringOnDemand]) -> ClosedVault:
    return ClosedVault(tmp_path / "data", keyring_on_demand, 3)


def opened(access: VaultAccess) -> Practice:
    return access.unlock_with_device(threading.Event()).practice


def test_a_long_file_is_read_after_the_opening_and_before_anything_is_written(
    closed: ClosedVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "SMALL_BYTES", 0)
    access = closed.lay(one_page_back(closed), closed.remembered[-1])
    practice = opened(access)
    assert practice.watch is not None
    assert practice.watch.is_reading
    with pytest.raises(VaultError, match=FOUND):
        set_profile(practice, "B. Ander", "NL")
    # Told each time, so that nothing is ever written over it.
    with pytest.raises(VaultError, match=FOUND):
        practice.watch.read_on()
    with pytest.raises(VaultError, match=FOUND):
        access.close()
    assert (access.folder / disk.DATABASE).read_bytes() == one_page_back(closed)[disk.DATABASE].data


def test_a_long_file_that_is_whole_is_read_in_turns(
    closed: ClosedVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "SMALL_BYTES", 0)
    practice = opened(closed.access)
    assert practice.watch is not None
    turns = 0
    while practice.watch.read_on(100_000):
        turns += 1
    assert turns > 1
    assert not practice.watch.is_reading
    set_profile(practice, "B. Ander", "NL")
    closed.access.close()


def test_the_week_is_told_from_the_last_check(closed: ClosedVault, clock: Clock) -> None:
    practice = opened(closed.access)
    assert practice.watch is not None
    assert is_check_due(practice)
    check = WeeklyCheck(practice, practice.watch)
    check.read_pages()
    while check.advance():
        pass
    assert not is_check_due(practice)
    assert last_check(practice) == practice.now()
    closed.clock.pass_days(7)
    assert is_check_due(practice)
    closed.clock.pass_days(-8)
    assert is_check_due(practice), "a clock that went back proves nothing"
    closed.access.close()


def test_the_weekly_check_finds_what_happens_to_a_page_while_the_vault_is_open(
    closed: ClosedVault,
) -> None:
    practice = opened(closed.access)
    assert practice.watch is not None
    path = closed.access.folder / disk.DATABASE
    with path.open("rb+") as file:
        file.seek(-60, 2)
        file.write(b"\x00\x01\x02\x03")
    check = WeeklyCheck(practice, practice.watch)
    with pytest.raises(VaultError, match="database_damaged") as suspicion:
        check.read_pages()
    with pytest.raises(VaultError, match="database_damaged"):
        check.confirm(suspicion.value)
    closed.access.step_back()
    with pytest.raises(VaultError, match="database_damaged"):
        closed.access.unlock_with_device(threading.Event())
    closed.access.close()


def test_a_suspicion_that_was_only_a_write_is_let_go(closed: ClosedVault) -> None:
    practice = opened(closed.access)
    assert practice.watch is not None
    WeeklyCheck(practice, practice.watch).confirm(VaultError("database_damaged"))
    closed.access.close()
    assert closed.access.unlock_with_device(threading.Event()).notices == ()
    closed.access.close()


def test_a_history_that_was_rewritten_is_found_by_the_weekly_check(closed: ClosedVault) -> None:
    practice = opened(closed.access)
    assert practice.watch is not None
    connection: Any = practice.store._connection
    vault = closed.access.opened_vault
    with vault.allow_schema_changes():
        connection.execute("DROP TRIGGER history_is_not_changed")
        connection.execute("UPDATE history SET operation = 'nothing' WHERE id = 3")
    check = WeeklyCheck(practice, practice.watch)
    check.read_pages()
    with pytest.raises(VaultError, match="history_broken"):
        while check.advance():
            pass
    closed.access.step_back()
    with pytest.raises(VaultError, match="history_broken"):
        closed.access.unlock_with_device(threading.Event())
    closed.access.close()


def test_a_keyring_that_does_not_answer_holds_nobody_up(
    closed: ClosedVault, keyring_on_demand: type[KeyringOnDemand]
) -> None:
    for behaviour in ("unavailable", "locked", "refused"):
        keyring_on_demand.behaviour = behaviour
        practice = closed.access.unlock_with_recovery_code(closed.keys.code).practice
        set_profile(practice, f"A. {behaviour}", "NL")
        closed.access.close()
    keyring_on_demand.behaviour = "works"
    assert closed.access.unlock_with_device(threading.Event()).notices == ()
    closed.access.close()


def test_what_the_keyring_remembers_is_an_older_head_and_that_is_enough(
    closed: ClosedVault,
) -> None:
    access = closed.lay(closed.sessions[-1], closed.remembered[0])
    assert access.unlock_with_device(threading.Event()).notices == ()
    access.close()
