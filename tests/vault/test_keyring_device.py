"""No secret ever goes to a keyring class that is not on the list."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import threading
import types
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from vertrouwen.vault import keyring_device
from vertrouwen.vault.errors import VaultError
from vertrouwen.vault.keyring_device import ALLOWED, KeyringDevice
from vertrouwen.vault.keyring_setting import foreign_keyring
from vertrouwen.vault.slots import SlotType
from vertrouwen.vault.vault import VaultFolder

from .conftest import MemoryKeyring

# What somebody could slip in: it writes down every secret that it is handed.
SPY = """
    from keyring.backend import KeyringBackend

    class Spy(KeyringBackend):
        priority = 99

        def get_password(self, service, username):
            return open("kept").read() if __import__("os").path.exists("kept") else None

        def set_password(self, service, username, password):
            open("kept", "w").write(password)

        def delete_password(self, service, username):
            pass
"""
STORE = """
    import sys
    {before}
    from vertrouwen.vault.errors import VaultError
    from vertrouwen.vault.keyring_device import KeyringDevice

    try:
        KeyringDevice(time_limit=20).store(bytes(16), bytes(32))
    except VaultError as error:
        print(error.code)
"""


def test_the_list_is_three_classes() -> None:
    assert [allowed.recorded_name for allowed in ALLOWED] == [
        "keyring.backends.Windows.WinVaultKeyring",
        "keyring.backends.macOS.Keyring",
        "keyring.backends.SecretService.Keyring",
    ]


@pytest.mark.parametrize("state", ["environment", "config", "set", "null", "fail", "property"])
def test_a_hijacked_keyring_gets_no_secret(state: str, tmp_path: Path) -> None:
    (tmp_path / "spy.py").write_text(textwrap.dedent(SPY), encoding="utf-8")
    config = tmp_path / "config" / "python_keyring"
    config.mkdir(parents=True)
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "PYTHONPATH": str(tmp_path),
        "DBUS_SESSION_BUS_ADDRESS": f"unix:path={tmp_path}/none",
    }
    before = ""
    if state == "environment":
        environment["PYTHON_KEYRING_BACKEND"] = "spy.Spy"
    elif state == "config":
        (config / "keyringrc.cfg").write_text("[backend]\ndefault-keyring=spy.Spy\n")
    elif state == "set":
        before = "import keyring, spy; keyring.set_keyring(spy.Spy())"
    elif state in {"null", "fail"}:
        environment["PYTHON_KEYRING_BACKEND"] = f"keyring.backends.{state}.Keyring"
    else:
        environment["KEYRING_PROPERTY_PREFERRED_COLLECTION"] = "/org/example/spy"
    script = textwrap.dedent(STORE).format(before=before)
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout == "keyring_unavailable\n"
    assert not (tmp_path / "kept").exists()
    assert "00" * 32 not in "".join(
        path.read_text("utf-8", "replace") for path in tmp_path.rglob("*") if path.is_file()
    )


def test_properties_from_the_environment_are_taken_out(
    memory_keyring: type[MemoryKeyring], monkeypatch: pytest.MonkeyPatch
) -> None:
    (allowed,) = keyring_device.ALLOWED
    assert vars(keyring_device._instantiate(allowed)) == {}


def test_what_is_stored_is_fetched(device: KeyringDevice) -> None:
    device.store(bytes(16), b"\x07" * 32)
    assert device.fetch(bytes(16)).secret == b"\x07" * 32
    assert b"\x07" * 32 not in repr(device.fetch(bytes(16))).encode()


def test_a_keyring_that_forgets_is_refused(allow: Callable[[type], object]) -> None:
    class Forgetful(MemoryKeyring):
        def set_password(self, service: str, user: str, password: str) -> None:
            pass

    Forgetful.entries = {}
    allow(Forgetful)
    with pytest.raises(VaultError, match="keyring_refused"):
        KeyringDevice(time_limit=5).store(bytes(16), bytes(32))


def test_whatever_a_keyring_raises_its_words_are_not_repeated(
    allow: Callable[[type], object],
) -> None:
    class Talkative(MemoryKeyring):
        def set_password(self, service: str, user: str, password: str) -> None:
            raise RuntimeError(password)

    Talkative.entries = {}
    allow(Talkative)
    with pytest.raises(VaultError) as caught:
        KeyringDevice(time_limit=5).store(bytes(16), bytes(32))
    assert caught.value.code == "keyring_unavailable"
    assert caught.value.params == {"reason": "none"}
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


class Hanging(MemoryKeyring):
    """A keyring that waits for a person who is not there."""

    released = threading.Event()

    def get_password(self, service: str, user: str) -> str | None:
        self.released.wait()
        return None


@pytest.fixture
def hanging(allow: Callable[[type], object]) -> Iterator[None]:
    Hanging.released.clear()
    allow(Hanging)
    yield
    Hanging.released.set()
    for thread in threading.enumerate():
        if thread.name == "keyring":
            thread.join(5)


@pytest.mark.usefixtures("hanging")
def test_a_hanging_keyring_ends_at_the_time_limit() -> None:
    with pytest.raises(VaultError) as caught:
        KeyringDevice(time_limit=0.1).fetch(bytes(16))
    assert caught.value.code == "keyring_timeout"


@pytest.mark.usefixtures("hanging")
def test_waiting_for_a_keyring_can_be_cancelled() -> None:
    cancel = threading.Event()
    timer = threading.Timer(0.1, cancel.set)
    timer.start()
    with pytest.raises(VaultError, match="keyring_cancelled"):
        KeyringDevice(time_limit=60, cancel=cancel).fetch(bytes(16))
    timer.join()


@pytest.mark.parametrize(
    ("shown_after", "code"), [(0.0, "keyring_dismissed"), (60.0, "keyring_locked")]
)
def test_a_dismissed_prompt_is_not_the_same_as_a_locked_keyring(
    shown_after: float, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import secretstorage

    collection = types.SimpleNamespace(is_locked=lambda: True, unlock=lambda: True)
    bus = types.SimpleNamespace(close=lambda: None)
    monkeypatch.setattr(secretstorage, "dbus_init", lambda: bus)
    monkeypatch.setattr(secretstorage, "get_default_collection", lambda _bus: collection)
    monkeypatch.setattr(keyring_device, "_SHOWN_SECONDS", shown_after)
    monkeypatch.setattr(sys, "platform", "linux")
    with pytest.raises(VaultError, match=code):
        KeyringDevice(time_limit=5).store(bytes(16), bytes(32))


def test_a_prompt_answered_after_the_waiting_ended_stores_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import secretstorage
    from keyring.backends import SecretService

    asked, answered, stored = threading.Event(), threading.Event(), list[str]()

    def unlock() -> bool:
        asked.set()
        collection.is_locked = lambda: False
        return not answered.wait(5)

    collection = types.SimpleNamespace(is_locked=lambda: True, unlock=unlock)
    bus = types.SimpleNamespace(close=lambda: None)
    monkeypatch.setattr(secretstorage, "dbus_init", lambda: bus)
    monkeypatch.setattr(secretstorage, "get_default_collection", lambda _bus: collection)
    for name in ("set_password", "get_password"):
        monkeypatch.setattr(
            SecretService.Keyring, name, lambda *_arguments, name=name: stored.append(name)
        )
    monkeypatch.setattr(sys, "platform", "linux")
    before = set(threading.enumerate())
    cancel = threading.Event()
    canceller = threading.Thread(target=lambda: (asked.wait(5), cancel.set()))
    canceller.start()
    with pytest.raises(VaultError, match="keyring_cancelled"):
        KeyringDevice(time_limit=60, cancel=cancel).store(bytes(16), bytes(32))
    canceller.join()
    (left_behind,) = set(threading.enumerate()) - before
    answered.set()
    left_behind.join(5)
    assert stored == []


def test_another_keyring_class_than_recorded_is_a_notice_once(
    closed: VaultFolder,
    memory_keyring: type[MemoryKeyring],
    allow: Callable[[type], object],
    device: KeyringDevice,
) -> None:
    allow(type("OtherKeyring", (memory_keyring,), {"entries": memory_keyring.entries}))
    vault = closed.open_with_device(device)
    assert vault.notices == ("keyring_changed",)
    vault.close()
    vault = closed.open_with_device(device)
    assert vault.notices == ()
    backends = {slot.type: slot.backend for slot in vault.slots}
    assert backends[SlotType.DEVICE] == "imagined_keyrings.OtherKeyring"
    vault.close()


def test_without_a_keyring_no_vault_is_made(
    folder: VaultFolder, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyring_device, "ALLOWED", ())
    with pytest.raises(VaultError, match="keyring_unavailable"):
        folder.create(recovery_code=code, passphrase=None, device=KeyringDevice(time_limit=5))
    assert list(folder.path.parent.iterdir()) == []


def test_an_entry_that_exists_is_never_replaced(
    closed: VaultFolder, memory_keyring: type[MemoryKeyring], code: str, device: KeyringDevice
) -> None:
    before = dict(memory_keyring.entries)
    vault = closed.open_with_recovery_code(code)
    vault.use_device(device)
    vault.close()
    assert memory_keyring.entries == before


def test_a_keyring_that_cannot_be_read_is_not_written_either(
    closed: VaultFolder, allow: Callable[[type], object], code: str
) -> None:
    class Unreadable(MemoryKeyring):
        def get_password(self, service: str, user: str) -> str | None:
            if not self.entries:
                raise RuntimeError
            return self.entries.get((service, user))

    Unreadable.entries = {}
    allow(Unreadable)
    vault = closed.open_with_recovery_code(code)
    with pytest.raises(VaultError, match="keyring_unavailable"):
        vault.use_device(KeyringDevice(time_limit=5))
    assert Unreadable.entries == {}
    vault.close()


def test_a_keyring_that_stays_locked_after_an_answer_had_the_wrong_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import secretstorage

    collection = types.SimpleNamespace(is_locked=lambda: True, unlock=lambda: False)
    bus = types.SimpleNamespace(close=lambda: None)
    monkeypatch.setattr(secretstorage, "dbus_init", lambda: bus)
    monkeypatch.setattr(secretstorage, "get_default_collection", lambda _bus: collection)
    monkeypatch.setattr(sys, "platform", "linux")
    with pytest.raises(VaultError, match="keyring_password_wrong"):
        KeyringDevice(time_limit=5).fetch(bytes(16))


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        ("nothing", "none"),
        ("keyring.backends.null.Keyring", "null"),
        ("keyring.backends.fail.Keyring", "fail"),
        ("spy.Spy", "environment"),
        ("config", "config"),
        ("broken config", "none"),
        ("alt", "alt"),
    ],
)
def test_what_stands_in_the_place_of_the_keyring_is_named_and_not_loaded(
    state: str, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    config = tmp_path / "python_keyring"
    config.mkdir()
    if state == "config":
        (config / "keyringrc.cfg").write_text("[backend]\ndefault-keyring=spy.Spy\n")
    elif state == "broken config":
        (config / "keyringrc.cfg").write_bytes(b"\xff[backend\0")
    elif state == "alt":
        package = tmp_path / "keyrings.alt-5.0.dist-info"
        package.mkdir()
        (package / "METADATA").write_text("Metadata-Version: 2.1\nName: keyrings.alt\n")
        monkeypatch.syspath_prepend(tmp_path)
    elif state != "nothing":
        monkeypatch.setenv("PYTHON_KEYRING_BACKEND", state)
    assert foreign_keyring() == reason
    assert "spy" not in sys.modules
