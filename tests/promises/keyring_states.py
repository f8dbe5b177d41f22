"""The twelve states of a computer's keyring, each set up with real processes."""

from __future__ import annotations

import hashlib
import importlib
import os
import subprocess
import sys
import tempfile
import textwrap
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import secretstorage
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from tests.cheap import cheap_cost
from tests.secret_service import SecretService, is_installed
from vertrouwen.bootstrap import vault_access
from vertrouwen.language import sentences_vault
from vertrouwen.services.new_keys import NewKeys
from vertrouwen.services.vault_access import VaultAccess
from vertrouwen.ui.tasks import Tasks
from vertrouwen.vault import calibration, folder, keyring_device
from vertrouwen.vault.keyring_device import ALLOWED, SERVICE

PATIENCE_MS = 30_000
SHORT_SECONDS = 1.0
LONG_SECONDS = 30.0
LIVELY = 10
"""Turns of the event loop that a window must have had while it waited half a second or more."""

# What somebody could slip in: it writes down whatever it is handed.
SPY = """
    import os
    from keyring.backend import KeyringBackend

    class PlaintextKeyring(KeyringBackend):
        priority = 0.5

        def get_password(self, service, username):
            with open(os.environ["VERTROUWEN_SPY"], "a") as file:
                file.write(f"asked {username}\\n")

        def set_password(self, service, username, password):
            with open(os.environ["VERTROUWEN_SPY"], "a") as file:
                file.write(f"kept {username} {password}\\n")
"""
OTHER_PROGRAM = """
    import keyring

    try:
        keyring.set_password("proef", "proef", "geheim-van-een-ander")
    except Exception:
        pass
    print(type(keyring.get_keyring()).__module__)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """One state of the keyring, and what the adviser must hear.

    Args:
        code: of the sentence over an existing vault.
        params: of that sentence.
        works_when_empty: whether a new vault can be made with the keyring all the same.
        traps: module of the keyring that other programs use then; "" where none is slipped in.
        attempts: how often the adviser tries before the sentence is this one.
        takes_time: whether the window waits for somebody before it gets its answer.
    """

    code: str
    params: Mapping[str, object] = field(default_factory=dict)
    works_when_empty: bool = False
    traps: str = ""
    attempts: int = 1
    takes_time: bool = False

    @property
    def sentence(self) -> str:
        """The sentence that must stand in the window."""
        return sentences_vault.SENTENCES[self.code](self.params)


def _gone(reason: str, traps: str = "") -> State:
    return State(code="keyring_unavailable", params={"reason": reason}, traps=traps)


STATES = {
    "none": _gone("none"),
    "null": _gone("null", "keyring.backends.null"),
    "fail": _gone("fail", "keyring.backends.fail"),
    "alt": _gone("alt", "keyrings.alt.file"),
    "environment hijack": _gone("environment", "spy"),
    "config hijack": _gone("config", "spy"),
    "locked": State(code="keyring_locked"),
    "dismissed": State(code="keyring_dismissed", takes_time=True),
    "wrong password": State(code="keyring_password_wrong", attempts=2, takes_time=True),
    "missing entry": State(code="keyring_entry_missing", works_when_empty=True),
    "wrong value": State(code="device_secret_wrong", works_when_empty=True),
    "hanging": State(
        code="keyring_timeout", params={"seconds": round(SHORT_SECONDS)}, takes_time=True
    ),
}
TRAPS = [name for name, state in STATES.items() if state.traps]


class Stage:
    """A computer with one keyring, a folder for a vault, and who was handed what."""

    def __init__(self, service: SecretService, place: Path, patch: pytest.MonkeyPatch) -> None:
        self._service, self._place, self._patch = service, place, patch
        self._spied = place / "spied"
        self._backends: list[str] = []
        self._is_hanging = False
        patch.setenv("VERTROUWEN_SPY", str(self._spied))
        self._watch_keyring_classes()

    def access(self) -> VaultAccess:
        """Return the way into the vault; it waits shortly where nobody will answer."""
        return vault_access(
            self._place / "data",
            keyring_seconds=SHORT_SECONDS if self._is_hanging else LONG_SECONDS,
        )

    def make_vault(self, passphrase: str | None = None) -> NewKeys:
        """Make a vault that this keyring opens, alone or with a passphrase, and close it."""
        access = self.access()
        keys = access.new_keys()
        access.create(keys, passphrase, threading.Event(), strict=passphrase is not None)
        access.close()
        return keys

    def files(self) -> dict[str, str]:
        """Return the digest of every file of the vault."""
        return {
            str(path.relative_to(self._place)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted((self._place / "data").rglob("*"))
            if path.is_file()
        }

    def entries(self) -> list[tuple[str, bytes]]:
        """Return what the keyring keeps for this program; it must be open."""
        bus = secretstorage.dbus_init()
        found = secretstorage.get_default_collection(bus).search_items({"service": SERVICE})
        entries = [(item.get_attributes()["username"], item.get_secret()) for item in found]
        bus.close()
        return sorted(entries)

    def enter(self, name: str, with_service: bool = False) -> None:
        """Bring the computer into a state.

        Args:
            name: of the state.
            with_service: leave the real keyring in place beside one that was slipped in.
        """
        if STATES[name].code == "keyring_unavailable" and not with_service:
            self._service.stop()
        if name in ("null", "fail"):
            self._patch.setenv("PYTHON_KEYRING_BACKEND", f"keyring.backends.{name}.Keyring")
        elif name == "alt":
            self._install_plaintext_keyrings()
        elif name == "environment hijack":
            self._write_spy("spy.py")
            self._patch.setenv("PYTHON_KEYRING_BACKEND", "spy.PlaintextKeyring")
        elif name == "config hijack":
            self._write_spy("spy.py")
            config = Path(os.environ["XDG_CONFIG_HOME"]) / "python_keyring"
            config.mkdir(parents=True)
            text = "[backend]\ndefault-keyring=spy.PlaintextKeyring\n"
            (config / "keyringrc.cfg").write_text(text)
        elif name == "locked":
            self._service.lock()
            # However slow this machine is: nobody is shown the question.
            self._patch.setattr(keyring_device, "_SHOWN_SECONDS", LONG_SECONDS)
        elif name == "dismissed":
            self._service.lock()
            self._service.answer("dismiss")
        elif name == "wrong password":
            self._service.log_in_with_another_password()
            self._service.answer("wrong")
        elif name == "missing entry":
            self._change_entries(lambda item: item.delete())
        elif name == "wrong value":
            self._change_entries(lambda item: item.set_secret(b"ab" * 32))
        elif name == "hanging":
            self._service.hang()
            self._is_hanging = True

    def other_program_uses(self) -> str:
        """Let another program keep a secret, and return the module of the keyring it used."""
        self._spied.unlink(missing_ok=True)
        done = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(OTHER_PROGRAM)],
            env={**os.environ, "PYTHONPATH": str(self._place / "packages")},
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        return done.stdout.strip()

    def leaks(self) -> list[str]:
        """Return every keyring class off the list that was made, and what a spy was handed."""
        allowed = {backend.recorded_name for backend in ALLOWED}
        foreign = [name for name in self._backends if name not in allowed]
        return foreign + (self._spied.read_text().splitlines() if self._spied.exists() else [])

    def _watch_keyring_classes(self) -> None:
        # Imported anew: what the environment does to keyring, it does at its import.
        for name in [name for name in sys.modules if name.partition(".")[0] == "keyring"]:
            self._patch.delitem(sys.modules, name)
        meta = type(importlib.import_module("keyring.backend").KeyringBackend)

        def make(of: type, *arguments: object) -> object:
            self._backends.append(f"{of.__module__}.{of.__name__}")
            return type.__call__(of, *arguments)

        self._patch.setattr(meta, "__call__", make, raising=False)

    def _change_entries(self, change: Callable[[secretstorage.Item], None]) -> None:
        bus = secretstorage.dbus_init()
        collection = secretstorage.get_default_collection(bus)
        for item in list(collection.search_items({"service": SERVICE})):
            change(item)
        bus.close()

    def _write_spy(self, name: str) -> None:
        path = self._place / "packages" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(SPY))
        self._patch.syspath_prepend(self._place / "packages")

    def _install_plaintext_keyrings(self) -> None:
        """Put a package into place that carries the name and the entry point of the real one."""
        self._write_spy("keyrings/alt/file.py")
        information = self._place / "packages" / "keyrings.alt-5.0.2.dist-info"
        information.mkdir()
        (information / "METADATA").write_text("Metadata-Version: 2.1\nName: keyrings.alt\n")
        (information / "entry_points.txt").write_text("[keyring.backends]\nf = keyrings.alt.file\n")


@contextmanager
def stage(tmp_path: Path, patch: pytest.MonkeyPatch) -> Iterator[Stage]:
    """Give a test a computer of its own, with an open keyring."""
    if not is_installed():
        pytest.skip("gnome-keyring and dbus are not installed")
    patch.setattr(calibration, "calibrated", cheap_cost)
    patch.setattr(folder, "BALLAST_BYTES", 4096)
    patch.delenv("PYTHON_KEYRING_BACKEND", raising=False)
    with tempfile.TemporaryDirectory(prefix="sb", ignore_cleanup_errors=True) as home:
        service = SecretService(Path(home))
        try:
            service.start()
            for name in (
                "HOME",
                "XDG_RUNTIME_DIR",
                "XDG_DATA_HOME",
                "XDG_CONFIG_HOME",
                "DBUS_SESSION_BUS_ADDRESS",
            ):
                patch.setenv(name, service.environment[name])
            yield Stage(service, tmp_path, patch)
        finally:
            service.stop()
            for thread in threading.enumerate():
                if thread.name == "keyring":
                    thread.join(10)


class Heartbeat:
    """Counts how often a window could do something while it waited for the keyring."""

    def __init__(self, window: QWidget, tasks: Tasks) -> None:
        self._beats = 0
        self._tasks = tasks
        self._timer = QTimer(window)
        self._timer.timeout.connect(self._beat)
        self._timer.start(5)

    def require(self, state: State) -> None:
        """Make sure that the window lived; a keyring that answers at once leaves no time."""
        self._timer.stop()
        assert self._beats >= LIVELY or not state.takes_time

    def _beat(self) -> None:
        self._beats += self._tasks.is_busy


def words(window: QWidget) -> str:
    """Return all words that stand in a window."""
    QApplication.processEvents()
    shown: list[QLabel | QAbstractButton] = [
        *window.findChildren(QLabel),
        *window.findChildren(QAbstractButton),
    ]
    return "\n".join(widget.text() for widget in shown if widget.isVisible())


def press(window: QWidget, text: str, tasks: Tasks) -> None:
    """Press a button that asks the keyring; the window must not wait for the answer."""
    button(window, text).click()
    assert tasks.is_busy


def button(window: QWidget, text: str) -> QAbstractButton:
    """Return the one visible button with these words."""
    QApplication.processEvents()
    found = [b for b in window.findChildren(QAbstractButton) if b.text() == text and b.isVisible()]
    assert len(found) == 1, words(window)
    return found[0]
