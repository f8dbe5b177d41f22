"""What the key file remembers beside the keys: read strictly, kept whatever happens."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vertrouwen.vault import folder as disk
from vertrouwen.vault import key_file
from vertrouwen.vault.errors import VaultError
from vertrouwen.vault.open_vault import OpenVault
from vertrouwen.vault.remembered import (
    LARGEST_NUMBER,
    LONGEST_REGISTER,
    DestroyedIds,
    Head,
    read_destroyed,
    read_head,
)
from vertrouwen.vault.vault import VaultFolder

LINK = bytes(range(32))


@given(st.sets(st.integers(1, 400)), st.sets(st.integers(1, 400)))
def test_the_register_holds_exactly_what_was_destroyed(first: set[int], second: set[int]) -> None:
    register = DestroyedIds().with_ids(first).with_ids(second)
    assert set(register) == first | second
    assert all((number in register) is (number in first | second) for number in range(402))
    assert bool(register) is bool(first | second)
    assert read_destroyed(register.text) == register


def test_the_register_is_written_as_ranges() -> None:
    assert DestroyedIds().with_ids([9, 3, 1, 2, 5, 4]).text == "1-5,9"


@pytest.mark.parametrize(
    "value",
    [
        None,
        7,
        "0",
        "01",
        "1-1",
        "2-1",
        "1,2",
        "3,1",
        "1-3,3",
        "1-3,4-5",
        "1,",
        ",1",
        " 1",
        "1-",
        "-1",
        "1-2-3",
        "\N{ARABIC-INDIC DIGIT ONE}",
        str(LARGEST_NUMBER + 1),
        ",".join(map(str, range(1, 40_000, 2))),
    ],
)
def test_another_form_of_the_register_is_refused(value: object) -> None:
    with pytest.raises(VaultError, match="key_file_damaged"):
        read_destroyed(value)


def test_a_huge_range_costs_nothing() -> None:
    register = read_destroyed(f"1-{LARGEST_NUMBER}")
    assert 10**15 in register
    assert LARGEST_NUMBER + 1 not in register


def test_a_full_register_refuses_rather_than_widens_over_what_lives() -> None:
    full = DestroyedIds(tuple((number, number) for number in range(10_001, 26_001, 2)))
    assert LONGEST_REGISTER - 6 < len(full.text) <= LONGEST_REGISTER
    with pytest.raises(VaultError, match="destroyed_register_full"):
        full.with_ids([50_000])
    assert 10_002 in full.with_ids([10_002])


@pytest.mark.parametrize(
    "value",
    [
        7,
        [],
        {},
        {"id": 1, "at": "", "seal": LINK.hex()},
        {"id": 1, "at": "", "seal": LINK.hex(), "database": None, "more": 1},
        {"id": True, "at": "", "seal": LINK.hex(), "database": None},
        {"id": -1, "at": "", "seal": LINK.hex(), "database": None},
        {"id": 1.0, "at": "", "seal": LINK.hex(), "database": None},
        {"id": LARGEST_NUMBER + 1, "at": "", "seal": LINK.hex(), "database": None},
        {"id": 1, "at": "", "seal": LINK.hex()[2:], "database": None},
        {"id": 1, "at": "", "seal": LINK.hex().upper(), "database": None},
        {"id": 1, "at": "", "seal": None, "database": None},
        {"id": 1, "at": "", "seal": LINK.hex(), "database": ""},
    ],
)
def test_another_form_of_the_head_is_refused(value: object) -> None:
    with pytest.raises(VaultError, match="key_file_damaged"):
        read_head(value)


@pytest.mark.parametrize("database", [None, b"\xff" * 32])
def test_a_head_is_read_as_it_was_written(database: bytes | None) -> None:
    head = Head(id=12, seal=LINK, database=database)
    assert read_head(head.fields) == head


def test_an_open_vault_remembers_for_the_next_time(
    vault: OpenVault, folder: VaultFolder, code: str
) -> None:
    assert vault.head is None
    assert not vault.destroyed
    slots = key_file.read(folder.path / disk.KEYS).slots
    head = Head(id=1, seal=LINK)
    vault.keep_head(head)
    vault.note_destroyed([4, 5])
    vault.note_destroyed([7, 4])
    vault.close()
    for name in (disk.KEYS, disk.KEYS_COPY):
        written = key_file.read(folder.path / name)
        assert (written.head, written.destroyed.text, written.slots) == (head, "4-5,7", slots)
    again = folder.open_with_recovery_code(code)
    assert again.head == head
    assert set(again.destroyed) == {4, 5, 7}
    again.close()


def test_what_is_known_already_is_not_written_again(vault: OpenVault, folder: VaultFolder) -> None:
    head = Head(id=1, seal=LINK)
    vault.keep_head(head)
    vault.note_destroyed([4])
    before = (folder.path / disk.KEYS).stat().st_mtime_ns
    vault.keep_head(Head(id=1, seal=LINK))
    vault.note_destroyed([4])
    vault.note_destroyed([])
    assert (folder.path / disk.KEYS).stat().st_mtime_ns == before


def test_a_new_slot_forgets_nothing(vault: OpenVault) -> None:
    vault.keep_head(Head(id=1, seal=LINK))
    vault.note_destroyed([4])
    vault.replace_recovery_code()
    assert vault.head == Head(id=1, seal=LINK)
    assert 4 in vault.destroyed
