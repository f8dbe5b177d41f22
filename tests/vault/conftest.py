"""A vault to try things on, keyrings that can be told what to do, and a real Secret Service."""

from __future__ import annotations

import sys
import tempfile
import types
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cheap import cheap_cost
from tests.secret_service import SecretService, is_installed
from vertrouwen.vault import calibration, keyring_device, recovery_code
from vertrouwen.vault import folder as disk
from vertrouwen.vault.keyring_device import AllowedBackend, KeyringDevice
from vertrouwen.vault.vault import OpenVault, VaultFolder


@pytest.fixture(autouse=True)
def cheap_vaults(monkeypatch: pytest.MonkeyPatch) -> None:
    """New passphrase slots cost the least that is ever accepted, and the ballast is small."""
    monkeypatch.setattr(disk, "BALLAST_BYTES", 4096)
    monkeypatch.setattr(calibration, "calibrated", cheap_cost)


class MemoryKeyring:
    """A keyring that works; what it keeps lives as long as one test."""

    def __init__(self) -> None:
        self.persist = ""

    entries: dict[tuple[str, str], str]

    def get_password(self, service: str, user: str) -> str | None:
        return type(self).entries.get((service, user))

    def set_password(self, service: str, user: str, password: str) -> None:
        type(self).entries[service, user] = password


@pytest.fixture
def allow(monkeypatch: pytest.MonkeyPatch) -> Callable[[type], AllowedBackend]:
    """Put a class on the allow-list in place of the real ones."""

    def put(backend: type) -> AllowedBackend:
        module = types.ModuleType("imagined_keyrings")
        setattr(module, backend.__name__, backend)
        monkeypatch.setitem(sys.modules, module.__name__, module)
        allowed = AllowedBackend(
            platform=sys.platform, module=module.__name__, name=backend.__name__
        )
        monkeypatch.setattr(keyring_device, "ALLOWED", (allowed,))
        return allowed

    return put


@pytest.fixture
def memory_keyring(allow: Callable[[type], AllowedBackend]) -> type[MemoryKeyring]:
    """A fresh working keyring, the only one allowed."""
    fresh = type("FreshKeyring", (MemoryKeyring,), {"entries": {}})
    allow(fresh)
    return fresh


@pytest.fixture
def device(memory_keyring: type[MemoryKeyring]) -> KeyringDevice:
    return KeyringDevice(time_limit=5)


@pytest.fixture
def code() -> str:
    return recovery_code.generate()


@pytest.fixture
def folder(tmp_path: Path) -> VaultFolder:
    return VaultFolder(tmp_path / "kluis")


@pytest.fixture
def vault(folder: VaultFolder, code: str, device: KeyringDevice) -> Iterator[OpenVault]:
    """An open vault with one table and one row."""
    opened = folder.create(recovery_code=code, passphrase=None, device=device)
    with opened.allow_schema_changes():
        opened.connection.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT) STRICT")
        opened.connection.execute("PRAGMA user_version=1")
    opened.connection.execute("INSERT INTO note (text) VALUES ('kanarie-in-de-kluis')")
    yield opened
    opened.close()


@pytest.fixture
def closed(vault: OpenVault, folder: VaultFolder) -> VaultFolder:
    """The folder of that vault after a clean exit."""
    vault.close()
    return folder


@pytest.fixture
def secret_service(monkeypatch: pytest.MonkeyPatch) -> Iterator[SecretService]:
    """A real, unlocked Secret Service that only this test knows."""
    if not is_installed():
        pytest.skip("gnome-keyring and dbus are not installed")
    # Not below tmp_path: the names of Unix sockets may have 108 bytes at most.
    with tempfile.TemporaryDirectory(prefix="sb", ignore_cleanup_errors=True) as home:
        service = SecretService(Path(home))
        try:
            service.start()
            for name in ("HOME", "XDG_RUNTIME_DIR", "XDG_DATA_HOME", "DBUS_SESSION_BUS_ADDRESS"):
                monkeypatch.setenv(name, service.environment[name])
            for name in ("DISPLAY", "WAYLAND_DISPLAY"):
                monkeypatch.delenv(name, raising=False)
            yield service
        finally:
            service.stop()
