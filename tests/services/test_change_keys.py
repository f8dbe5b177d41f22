"""Switching between the daily ways into an open vault, and a second sheet of the same code."""

from __future__ import annotations

import threading
from datetime import datetime
from pathlib import Path

import pytest

from tests.conftest import KeyringOnDemand
from vertrouwen.language.sentences import sentence
from vertrouwen.services.change_keys import (
    second_sheet,
    sheet_in_force,
    use_device,
    use_passphrase,
    use_strict,
)
from vertrouwen.services.new_keys import NewKeys
from vertrouwen.services.vault_access import VaultAccess, Ways
from vertrouwen.vault.errors import VaultError

PASSPHRASE = "zes losse woorden voor een proef"
OTHER = "zes andere woorden voor een proef"


def never() -> threading.Event:
    return threading.Event()


def _database(access: VaultAccess) -> bytes:
    return Path(access.folder, "vault.db").read_bytes()


def _ways(*, device: bool = False, passphrase: bool = False, strict: bool = False) -> Ways:
    return Ways(device=device, passphrase=passphrase, strict=strict)


def test_a_vault_can_be_made_strict_from_the_beginning(
    access: VaultAccess, keyring_on_demand: type[KeyringOnDemand]
) -> None:
    access.create(access.new_keys(), PASSPHRASE, never(), strict=True)
    access.close()
    assert access.ways() == _ways(strict=True)
    with pytest.raises(VaultError, match="passphrase_wrong"):
        access.unlock_strict(OTHER, never())
    access.unlock_strict(PASSPHRASE, never())
    access.close()
    keyring_on_demand.behaviour = "locked"
    with pytest.raises(VaultError, match="keyring_locked"):
        access.unlock_strict(PASSPHRASE, never())


def test_every_switch_leaves_one_way_and_the_database_as_it_is(
    access: VaultAccess, made_keys: NewKeys
) -> None:
    access.unlock_with_device(never())
    before = _database(access)
    use_strict(access, PASSPHRASE, never())
    assert access.ways() == _ways(strict=True)
    use_passphrase(access, PASSPHRASE)
    assert access.ways() == _ways(passphrase=True)
    use_device(access, never())
    assert access.ways() == _ways(device=True)
    use_strict(access, PASSPHRASE, never())
    use_strict(access, OTHER, never())
    assert _database(access) == before
    access.close()
    with pytest.raises(VaultError, match="passphrase_wrong"):
        access.unlock_strict(PASSPHRASE, never())
    access.unlock_strict(OTHER, never())


@pytest.mark.parametrize("trouble", ["unavailable", "locked", "dismissed", "refused"])
def test_a_keyring_in_trouble_leaves_the_old_way(
    access: VaultAccess, keyring_on_demand: type[KeyringOnDemand], trouble: str
) -> None:
    keyring_on_demand.behaviour = "unavailable"
    access.create(access.new_keys(), PASSPHRASE, never())
    keyring_on_demand.behaviour = trouble
    for switch in (
        lambda: use_device(access, never()),
        lambda: use_strict(access, OTHER, never()),
    ):
        with pytest.raises(VaultError, match=f"keyring_{trouble}"):
            switch()
        assert access.ways() == _ways(passphrase=True)
    access.close()
    access.unlock_with_passphrase(PASSPHRASE)


def test_a_second_sheet_is_of_the_code_that_was_typed_and_holds(
    access: VaultAccess, made_keys: NewKeys
) -> None:
    access.unlock_with_device(never())
    first = sheet_in_force(access)
    assert first is not None and first.made_on == datetime.now().astimezone().date()
    again = second_sheet(access, made_keys.code.lower().replace("-", " "))
    assert (again.code, again.vault_id) == (made_keys.code, made_keys.vault_id)
    with pytest.raises(VaultError) as typo:
        second_sheet(access, made_keys.code[:-1])
    assert typo.value.code == "recovery_code_typo"
    access.replace_recovery_code(access.new_keys())
    second = sheet_in_force(access)
    assert second is not None and second.made_on == first.made_on
    assert second.mark != first.mark, "sheets of one day can be told apart"
    with pytest.raises(VaultError) as void:
        second_sheet(access, made_keys.code)
    assert void.value.code == "recovery_code_wrong"
    assert second.mark in sentence(void.value)
