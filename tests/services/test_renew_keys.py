"""Another master key for a practice: its history holds, old paper is named, backups keep theirs."""

from __future__ import annotations

import threading
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Clock, KeyringOnDemand
from tests.services.cases import opened as case_opened
from vertrouwen.bootstrap import vault_access
from vertrouwen.services.back_up import back_up
from vertrouwen.services.destroy_case import destroy_case
from vertrouwen.services.edit_case import close_case
from vertrouwen.services.edit_organisations import NewOrganisation, add_organisation
from vertrouwen.services.new_keys import NewKeys
from vertrouwen.services.practice import Practice
from vertrouwen.services.renew_keys import keys_for_renewal, renew_keys
from vertrouwen.services.restore import restore_backup
from vertrouwen.services.settings import set_profile
from vertrouwen.services.vault_access import VaultAccess
from vertrouwen.storage.resigned_history import resign
from vertrouwen.storage.unit_of_work import Store
from vertrouwen.vault import succession
from vertrouwen.vault.errors import VaultError
from vertrouwen.vault.vault import VaultFolder

PASSPHRASE = "zes losse woorden voor een proef"


def never() -> threading.Event:
    return threading.Event()


def silent(_done: int, _total: int) -> None:
    """Progress nobody looks at."""


def _names(practice: Practice) -> str:
    return practice.profile().name


def _is_chain_whole(practice: Practice) -> bool:
    store = practice.store
    assert isinstance(store, Store)
    return store.first_broken_link() is None


def test_a_renewed_practice_opens_with_the_new_keys_and_its_history_holds(
    access: VaultAccess, made_keys: NewKeys
) -> None:
    practice = access.unlock_with_device(never()).practice
    set_profile(practice, "A. Voorbeeld", "BE")
    last = practice.store.head()[0]
    keys = keys_for_renewal()
    renewed = renew_keys(access, keys, None, never(), silent)
    assert not access.is_open
    assert renewed.void is not None
    assert renewed.void.made_on == datetime.now().astimezone().date()
    opened = access.unlock_with_device(never())
    assert opened.notices == ()
    assert _names(opened.practice) == "A. Voorbeeld"
    assert opened.practice.store.head()[0] == last
    assert _is_chain_whole(opened.practice)
    set_profile(opened.practice, "B. Voorbeeld", "BE")
    access.close()
    with pytest.raises(VaultError, match="recovery_code_wrong"):
        access.unlock_with_recovery_code(made_keys.code)
    assert _names(access.unlock_with_recovery_code(keys.code).practice) == "B. Voorbeeld"


def test_the_old_vault_is_moved_aside_whole(
    access: VaultAccess, made_keys: NewKeys, clock: Clock
) -> None:
    set_profile(access.unlock_with_device(never()).practice, "A. Voorbeeld", "BE")
    aside = renew_keys(access, keys_for_renewal(), None, never(), silent).aside
    data = aside.parent / "data-of-the-old-one"
    data.mkdir()
    aside.rename(data / "vault")
    old = vault_access(data, lambda: clock().astimezone())
    assert _names(old.unlock_with_recovery_code(made_keys.code).practice) == "A. Voorbeeld"
    old.close()


def test_no_other_program_gets_in_while_the_renewed_vault_takes_its_place(
    access: VaultAccess, made_keys: NewKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    access.unlock_with_device(never())
    put = succession.put_renewed

    def look(place: VaultFolder) -> Path:
        with pytest.raises(VaultError, match="vault_in_use"):
            vault_access(access.folder.parent).claim()
        return put(place)

    monkeypatch.setattr(succession, "put_renewed", look)
    renew_keys(access, keys_for_renewal(), None, never(), silent)


def test_a_renewal_can_change_the_daily_way_too(
    access: VaultAccess, made_keys: NewKeys, keyring_on_demand: type[KeyringOnDemand]
) -> None:
    access.unlock_with_device(never())
    renew_keys(access, keys_for_renewal(), PASSPHRASE, never(), silent, strict=True)
    assert access.ways().strict
    access.unlock_strict(PASSPHRASE, never())
    renew_keys(access, keys_for_renewal(), PASSPHRASE, never(), silent)
    assert access.ways().passphrase
    access.unlock_with_passphrase(PASSPHRASE)
    assert len(keyring_on_demand.entries) >= 2


@pytest.mark.parametrize("trouble", ["unavailable", "locked", "dismissed", "refused"])
def test_a_keyring_in_trouble_renews_nothing(
    access: VaultAccess,
    made_keys: NewKeys,
    keyring_on_demand: type[KeyringOnDemand],
    trouble: str,
) -> None:
    access.unlock_with_device(never())
    keyring_on_demand.behaviour = trouble
    with pytest.raises(VaultError, match=f"keyring_{trouble}"):
        renew_keys(access, keys_for_renewal(), None, never(), silent)
    assert access.is_open
    access.close()
    assert [path.name for path in access.folder.parent.iterdir()] == [access.folder.name]
    access.unlock_with_recovery_code(made_keys.code)


def test_a_broken_chain_does_not_come_out_whole(connection: Any, store: Store) -> None:
    for name in ("one", "two", "three"):
        with store.operation(name):
            pass
    connection.set_authorizer(None)
    connection.execute("DROP TRIGGER history_is_not_changed")
    connection.execute("UPDATE history SET actor = 'iemand' WHERE operation = 'two'")
    connection.execute(
        "CREATE TRIGGER history_is_not_changed BEFORE UPDATE ON history"
        " BEGIN SELECT RAISE(ABORT, 'append_only'); END"
    )
    before = connection.execute("SELECT * FROM history ORDER BY id").fetchall()
    broken = resign(connection, store._audit_key, b"\x01" * 32)
    assert broken == next(row[0] for row in before if row[3] == "two")
    assert connection.execute("SELECT * FROM history ORDER BY id").fetchall() == before
    with pytest.raises(Exception, match="append_only"):
        connection.execute("UPDATE history SET actor = 'iemand'")


def test_a_chain_that_holds_is_joined_under_the_new_key(connection: Any, store: Store) -> None:
    for name in ("one", "two", "three"):
        with store.operation(name):
            pass
    connection.set_authorizer(None)
    before = connection.execute("SELECT id, at, operation FROM history ORDER BY id").fetchall()
    assert resign(connection, store._audit_key, b"\x01" * 32) is None
    assert store.first_broken_link() == before[0][0]
    renewed = Store(connection, b"\x01" * 32, "VP", datetime.now)
    assert renewed.first_broken_link() is None
    assert connection.execute("SELECT id, at, operation FROM history ORDER BY id").fetchall() == (
        before
    )
    with pytest.raises(Exception, match="append_only"):
        connection.execute("UPDATE history SET actor = 'iemand'")


def test_a_backup_from_before_brings_nothing_back_that_was_destroyed(
    access: VaultAccess, made_keys: NewKeys, tmp_path: Path
) -> None:
    """The old backup opens with the old code, and still belongs to the renewed practice."""
    practice = access.unlock_with_device(never()).practice
    change = add_organisation(practice, NewOrganisation(name="Hogeschool De Linde", country="NL"))
    assert change.organisation_id is not None
    case_id = case_opened(practice, change.organisation_id)
    kept = case_opened(practice, change.organisation_id)
    close_case(practice, case_id, "afgerond", "onbekend", "onbekend", practice.today())
    back_up(practice, access, tmp_path / "kopie.vertrouwen", silent)
    destroy_case(practice, case_id, access.opened_vault.note_destroyed)
    renew_keys(access, keys_for_renewal(), None, never(), silent)
    restored = restore_backup(access, tmp_path / "kopie.vertrouwen", made_keys.code, silent)
    assert restored.destroyed_again == 1
    assert "keys_of_before_renewal" in restored.notices
    ids = [row[0] for row in restored.practice.store.read("SELECT id FROM case_file")]
    assert ids == [kept]
