"""The head of history in the keyring: kept and recalled, and never worth a question."""

from __future__ import annotations

import pytest

from tests.secret_service import SecretService
from tests.vault.conftest import MemoryKeyring
from vertrouwen.vault import keyring_head
from vertrouwen.vault.freshness import is_sealed_over, sealed_head
from vertrouwen.vault.keyring_device import KeyringDevice

VAULT_ID, KEY, LINK = bytes(range(16)), bytes(32), b"\x05" * 32
HEAD = sealed_head(KEY, 7, "2026-11-28T21:04:05+01:00", LINK)


def test_a_head_comes_back_as_it_was_kept(memory_keyring: type[MemoryKeyring]) -> None:
    assert keyring_head.recall(VAULT_ID) is None
    assert keyring_head.keep(VAULT_ID, HEAD)
    assert keyring_head.recall(VAULT_ID) == HEAD
    assert keyring_head.recall(bytes(16)) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "7",
        "7 abc ",
        "x " + "0" * 64 + " ",
        "-7 " + "0" * 64 + " ",
        "7 " + "0" * 64 + " no",
        "7" * 5_000 + " " + "0" * 64 + " ",
    ],
)
def test_what_is_no_head_is_none(memory_keyring: type[MemoryKeyring], text: str) -> None:
    memory_keyring.entries[keyring_head.SERVICE, VAULT_ID.hex()] = text
    assert keyring_head.recall(VAULT_ID) is None


def test_a_head_fits_its_own_row_and_key_only() -> None:
    assert is_sealed_over(HEAD, KEY, LINK)
    assert not is_sealed_over(HEAD, KEY, bytes(32))
    assert not is_sealed_over(HEAD, b"\x01" * 32, LINK)
    with_digest = sealed_head(KEY, HEAD.id, HEAD.at, LINK, bytes(32))
    assert is_sealed_over(with_digest, KEY, LINK)
    assert with_digest.seal != HEAD.seal


@pytest.mark.keyring
def test_a_real_keyring_keeps_it_and_a_locked_one_is_not_asked_to_open(
    secret_service: SecretService,
) -> None:
    KeyringDevice(time_limit=20).store(VAULT_ID, bytes(32))
    assert keyring_head.keep(VAULT_ID, HEAD)
    assert keyring_head.recall(VAULT_ID) == HEAD
    secret_service.lock()
    assert not keyring_head.keep(VAULT_ID, HEAD)
    assert keyring_head.recall(VAULT_ID) is None


@pytest.mark.keyring
def test_a_keyring_that_hangs_is_given_up(
    secret_service: SecretService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyring_head, "TIME_LIMIT_SECONDS", 0.2)
    secret_service.hang()
    assert keyring_head.recall(VAULT_ID) is None
    secret_service.go_on()
