"""The way into the vault: what is made when, what opens it, and what never happens."""

from __future__ import annotations

import hashlib
import threading
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.conftest import Clock, KeyringOnDemand
from vertrouwen.bootstrap import vault_access
from vertrouwen.services.back_up import back_up, last_backup
from vertrouwen.services.change_keys import is_same_group
from vertrouwen.services.new_keys import NewKeys, emergency_sheet
from vertrouwen.services.restore import restore_backup
from vertrouwen.services.settings import set_profile
from vertrouwen.services.vault_access import VaultAccess, Ways
from vertrouwen.storage.errors import StorageError
from vertrouwen.vault.errors import VaultError
from vertrouwen.vault.recovery_code import parse
from vertrouwen.vault.slots import sheet_mark

PASSPHRASE = "zes losse woorden voor een proef"


def never() -> threading.Event:
    return threading.Event()


def silent(_done: int, _total: int) -> None:
    """Progress nobody looks at."""


def hashes(folder: Path) -> dict[str, str]:
    return {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest()
        for file in folder.iterdir()
        if file.name in {"vault.db", "vault.keys", "vault.keys.bak"}
    }


def test_nothing_is_on_the_disk_before_the_vault_is_created(
    access: VaultAccess, tmp_path: Path
) -> None:
    keys = access.new_keys()
    access.try_keyring(never())
    assert len(keys.groups) == 8
    assert not access.exists
    assert list(tmp_path.rglob("*")) == []


def test_a_new_vault_opens_with_the_keyring_and_with_the_code_on_paper(
    access: VaultAccess, made_keys: NewKeys
) -> None:
    assert access.ways().device
    assert not access.ways().passphrase
    access.unlock_with_device(never())
    access.close()
    access.unlock_with_recovery_code(made_keys.code.lower().replace("-", " "))
    assert access.is_open


def test_on_a_full_disk_the_space_set_aside_is_given_up(
    access: VaultAccess, keyring_on_demand: type[KeyringOnDemand]
) -> None:
    store = access.create(access.new_keys(), None, never()).practice.store
    assert (access.folder / "ballast").exists()
    with pytest.raises(StorageError), store.operation("full"):
        raise StorageError("disk_full")
    assert not (access.folder / "ballast").exists()


def test_the_vault_carries_the_number_that_was_printed(
    access: VaultAccess, keyring_on_demand: type[KeyringOnDemand]
) -> None:
    keys = access.new_keys()
    access.create(keys, None, never())
    assert access.new_keys().vault_id == keys.vault_id
    assert [user for _service, user in keyring_on_demand.entries] == [keys.vault_id.hex()]


def test_without_a_keyring_a_passphrase_opens_and_nothing_reaches_the_keyring(
    access: VaultAccess, keyring_on_demand: type[KeyringOnDemand]
) -> None:
    keyring_on_demand.behaviour = "unavailable"
    access.create(access.new_keys(), PASSPHRASE, never())
    access.close()
    assert access.ways().passphrase
    assert not access.ways().device
    with pytest.raises(VaultError) as error:
        access.unlock_with_passphrase(PASSPHRASE + "!")
    assert error.value.code == "passphrase_wrong"
    access.unlock_with_passphrase(PASSPHRASE)
    assert keyring_on_demand.entries == {}


@pytest.mark.parametrize("trouble", ["unavailable", "locked", "dismissed", "refused"])
def test_a_keyring_in_trouble_makes_no_vault(
    access: VaultAccess,
    keyring_on_demand: type[KeyringOnDemand],
    tmp_path: Path,
    trouble: str,
) -> None:
    keyring_on_demand.behaviour = trouble
    with pytest.raises(VaultError) as error:
        access.create(access.new_keys(), None, never())
    assert error.value.code == f"keyring_{trouble}"
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_typing_error_is_named_with_its_group(access: VaultAccess, made_keys: NewKeys) -> None:
    groups = list(made_keys.groups)
    last = groups[4][-1]
    groups[4] = groups[4][:-1] + ("7" if last != "7" else "8")
    with pytest.raises(VaultError) as error:
        access.unlock_with_recovery_code("-".join(groups))
    assert error.value.code == "recovery_code_typo"
    assert error.value.params["group"] == 5


def test_a_second_program_is_refused_and_can_ask_the_first_forward(
    access: VaultAccess, made_keys: NewKeys
) -> None:
    access.claim()
    second = vault_access(access.folder.parent)
    with pytest.raises(VaultError) as error:
        second.claim()
    assert error.value.code == "vault_in_use"
    assert not access.was_asked_forward()
    request = second.ask_first_program_forward()
    assert access.was_asked_forward()
    assert not request.exists()


def test_a_backup_and_the_code_restore_on_a_clean_machine(
    access: VaultAccess, made_keys: NewKeys, tmp_path: Path, clock: Clock
) -> None:
    practice = access.unlock_with_device(never()).practice
    set_profile(practice, "A. Voorbeeld", "BE")
    assert last_backup(practice) is None
    made_at = back_up(practice, access, tmp_path / "kopie.vertrouwen", silent)
    assert last_backup(practice) == made_at
    access.close()
    clean = vault_access(tmp_path / "elsewhere", lambda: clock().astimezone())
    opened = restore_backup(clean, tmp_path / "kopie.vertrouwen", made_keys.code, silent)
    assert opened.practice.profile().name == "A. Voorbeeld"
    assert clean.ways() == Ways(device=False, passphrase=False)
    clean.close()


def test_a_restore_moves_an_existing_vault_aside_and_overwrites_nothing(
    access: VaultAccess, made_keys: NewKeys, tmp_path: Path
) -> None:
    practice = access.unlock_with_device(never()).practice
    back_up(practice, access, tmp_path / "kopie.vertrouwen", silent)
    access.close()
    before = hashes(access.folder)
    restore_backup(access, tmp_path / "kopie.vertrouwen", made_keys.code, silent)
    aside = [f for f in access.folder.parent.iterdir() if f.name.startswith("vault-")]
    assert [hashes(folder) for folder in aside] == [before]


def test_a_restore_that_fails_leaves_the_old_vault_in_its_place(
    access: VaultAccess, made_keys: NewKeys, tmp_path: Path
) -> None:
    before = hashes(access.folder)
    (tmp_path / "geen.vertrouwen").write_bytes(b"this is not a backup" * 40)
    access.claim()
    with pytest.raises(VaultError) as error:
        restore_backup(access, tmp_path / "geen.vertrouwen", made_keys.code, silent)
    assert error.value.code == "backup_foreign"
    assert hashes(access.folder) == before
    assert [f.name for f in access.folder.parent.iterdir()] == [access.folder.name]
    access.unlock_with_device(never())


def test_a_new_recovery_code_voids_the_old_one(access: VaultAccess, made_keys: NewKeys) -> None:
    access.unlock_with_device(never())
    new = access.new_keys()
    access.replace_recovery_code(new)
    access.close()
    with pytest.raises(VaultError) as error:
        access.unlock_with_recovery_code(made_keys.code)
    assert error.value.code == "recovery_code_wrong"
    access.unlock_with_recovery_code(new.code)


def test_waiting_for_a_hanging_keyring_can_be_cancelled(
    access: VaultAccess, made_keys: NewKeys, keyring_on_demand: type[KeyringOnDemand]
) -> None:
    keyring_on_demand.behaviour = "hangs"
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(VaultError) as error:
        access.unlock_with_device(cancel)
    assert error.value.code == "keyring_cancelled"


@pytest.mark.parametrize(("language", "word"), [("nl", "Herstelblad"), ("en", "sheet")])
def test_the_emergency_sheet_holds_code_number_and_steps_on_one_page(
    language: str, word: str
) -> None:
    keys = NewKeys(
        code="0W40J-2GB1G-6GW3R-G2491-650N2-RBHG6-8TQT6-BA3S5", vault_id=bytes(range(16))
    )
    pdf = PdfReader(BytesIO(emergency_sheet(keys, language, datetime(2026, 11, 22))))  # type: ignore[arg-type]
    assert len(pdf.pages) == 1
    text = pdf.pages[0].extract_text()
    assert word.lower() in text.lower()
    for group in keys.groups:
        assert group in text
    assert "00010203 04050607 08090a0b 0c0d0e0f" in text
    assert "22-11-2026" in text
    assert sheet_mark(parse(keys.code).secret, keys.vault_id) in text


def test_a_group_is_right_whatever_its_case_and_look_alikes() -> None:
    assert is_same_group("K0M1Q", "komlq")
    assert is_same_group("K0M1Q", " k0 m1-q")
    assert not is_same_group("K0M1Q", "K0M1")
    assert not is_same_group("K0M1Q", "K0M1QQ")
