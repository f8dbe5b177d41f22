"""Over a vault that exists no answer of a keyring makes a key, or changes a byte that opens it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from keyring.errors import InitError, KeyringLocked, NoKeyringError, PasswordSetError

from tests.vault.conftest import MemoryKeyring
from vertrouwen.vault import folder as disk
from vertrouwen.vault.errors import VaultError
from vertrouwen.vault.keyring_device import SERVICE, KeyringDevice
from vertrouwen.vault.vault import VaultFolder

PASSPHRASE = "zes losse woorden voor een proef"
PRECIOUS = (disk.DATABASE, disk.KEYS, disk.KEYS_COPY)
ERRORS = (
    KeyringLocked,
    NoKeyringError,
    PasswordSetError,
    InitError,
    RuntimeError,
    MemoryError,
    VaultError,
)
ANSWERS = st.one_of(
    st.none(),
    st.text(max_size=80),
    st.binary(min_size=32, max_size=32).map(bytes.hex),
    st.sampled_from(ERRORS),
)


def _digests(folder: VaultFolder) -> dict[str, str]:
    return {
        name: hashlib.sha256((folder.path / name).read_bytes()).hexdigest() for name in PRECIOUS
    }


class Answering:
    """A keyring that says what a test tells it, and counts what it is asked to keep."""

    answer: Any = None
    kept: int = 0

    def get_password(self, _service: str, _user: str) -> str | None:
        answer = type(self).answer
        if isinstance(answer, type):
            raise answer("keyring_locked")
        return answer if answer is None else str(answer)

    def set_password(self, _service: str, _user: str, _password: str) -> None:
        type(self).kept += 1


@pytest.fixture(params=["device", "strict"])
def existing(
    request: pytest.FixtureRequest, folder: VaultFolder, code: str, device: KeyringDevice
) -> VaultFolder:
    """A closed vault that opens with the keyring, alone or with a passphrase."""
    is_strict = request.param == "strict"
    folder.create(
        recovery_code=code,
        passphrase=PASSPHRASE if is_strict else None,
        device=device,
        strict=is_strict,
    ).close()
    return folder


@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(answer=ANSWERS)
def test_no_answer_of_a_keyring_makes_a_key_or_changes_a_byte(
    existing: VaultFolder, allow: Callable[[type], object], answer: Any
) -> None:
    keyring: type[Answering] = type("TellingKeyring", (Answering,), {"answer": answer, "kept": 0})
    allow(keyring)
    before = _digests(existing)
    device = KeyringDevice(time_limit=5)
    for opening in (
        lambda: existing.open_with_device(device),
        lambda: existing.open_strict(device, PASSPHRASE),
        device.probe,
    ):
        try:
            opening()
        except VaultError as error:
            assert error.code in {
                "slot_missing",
                "keyring_entry_missing",
                "keyring_entry_wrong",
                "keyring_locked",
                "keyring_refused",
                "keyring_unavailable",
                "device_secret_wrong",
            }
    assert _digests(existing) == before
    assert keyring.kept == 0


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("verb", ["use_device", "use_strict"])
def test_a_keyring_that_fails_leaves_the_slots_as_they_are(
    existing: VaultFolder,
    allow: Callable[[type], object],
    code: str,
    verb: str,
    error: type[Exception],
) -> None:
    vault = existing.open_with_recovery_code(code)
    before = _digests(existing)
    keyring: type[Answering] = type("FailingKeyring", (Answering,), {"answer": error, "kept": 0})
    allow(keyring)
    failing = KeyringDevice(time_limit=5)
    with pytest.raises(VaultError):
        if verb == "use_device":
            vault.use_device(failing)
        else:
            vault.use_strict(failing, PASSPHRASE)
    assert _digests(existing) == before
    assert keyring.kept == 0
    vault.close()


def test_a_secret_that_is_there_is_used_again_and_never_replaced(
    existing: VaultFolder, memory_keyring: type[MemoryKeyring], device: KeyringDevice, code: str
) -> None:
    vault = existing.open_with_recovery_code(code)
    kept = memory_keyring.entries[SERVICE, vault.vault_id.hex()]
    vault.use_strict(device, PASSPHRASE)
    vault.use_device(device)
    vault.close()
    assert memory_keyring.entries[SERVICE, vault.vault_id.hex()] == kept


def test_no_vault_is_made_over_one_that_is_there(
    existing: VaultFolder, device: KeyringDevice, code: str
) -> None:
    before = _digests(existing)
    with pytest.raises(VaultError, match="vault_exists"):
        existing.create(recovery_code=code, passphrase=None, device=device)
    for name in PRECIOUS:
        for other in PRECIOUS:
            if other != name:
                (existing.path / other).rename(existing.path / f"{other}.away")
        with pytest.raises(VaultError, match="vault_exists"):
            existing.create(recovery_code=code, passphrase=None, device=device)
        for other in PRECIOUS:
            if other != name:
                (existing.path / f"{other}.away").rename(existing.path / other)
    assert _digests(existing) == before
