"""The computer's own keyring: three known classes, never one that somebody else chose.

`keyring.get_keyring()` follows an environment variable, a configuration file and whatever is
installed, down to plaintext. So the classes stand here by name and are instantiated directly,
and what the environment puts into the instance is taken out again.
"""

from __future__ import annotations

import importlib
import queue
import re
import secrets
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from vertrouwen.vault.errors import VaultError
from vertrouwen.vault.keyring_setting import foreign_keyring

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "vault-key"
SECRET_BYTES = 32
TIME_LIMIT_SECONDS = 60.0

_POLL_SECONDS = 0.05
# A prompt that is over sooner than this was never shown: no person reads that fast.
_SHOWN_SECONDS = 0.5
_STORED = re.compile(rf"[0-9a-f]{{{2 * SECRET_BYTES}}}")
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowedBackend:
    """One keyring class that may hold a secret.

    Args:
        platform: the start of `sys.platform` where it works.
        module: the module it stands in.
        name: the class.
    """

    platform: str
    module: str
    name: str

    @property
    def recorded_name(self) -> str:
        """The name that the key file records."""
        return f"{self.module}.{self.name}"


ALLOWED = (
    AllowedBackend(platform="win32", module="keyring.backends.Windows", name="WinVaultKeyring"),
    AllowedBackend(platform="darwin", module="keyring.backends.macOS", name="Keyring"),
    AllowedBackend(platform="linux", module="keyring.backends.SecretService", name="Keyring"),
)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class FetchedSecret:
    """What the keyring kept.

    Args:
        secret: 32 bytes.
        backend: recorded name of the class that gave it.
    """

    secret: bytes
    backend: str


class KeyringDevice:
    """The keyring of this computer login, asked on a thread of its own with a time limit.

    Every call blocks the calling thread until there is an answer, the time is over or `cancel`
    is set; never call it on the thread of the windows.

    Args:
        time_limit: seconds to wait for an answer, a prompt included.
        cancel: set it from another thread to stop waiting.
    """

    def __init__(
        self,
        *,
        time_limit: float = TIME_LIMIT_SECONDS,
        cancel: threading.Event | None = None,
    ) -> None:
        self._time_limit = time_limit
        self._cancel = cancel or threading.Event()

    def probe(self) -> None:
        """Find out whether there is a keyring that can be used, asking the person if it must.

        Raises:
            VaultError: `keyring_unavailable` (`reason` as of `foreign_keyring`), `keyring_locked`,
                `keyring_dismissed`, `keyring_password_wrong`, `keyring_timeout` or
                `keyring_cancelled`.
        """
        self._first(lambda backend: _read(backend, "probe") or "", True)

    def store(self, vault_id: bytes, secret: bytes) -> str:
        """Keep a secret and read it back.

        Returns:
            The recorded name of the class that keeps it.
        Raises:
            VaultError: those of `probe`, or `keyring_refused`.
        """

        def write(backend: KeyringBackend) -> str:
            backend.set_password(SERVICE, vault_id.hex(), secret.hex())
            if _read(backend, vault_id.hex()) != secret.hex():
                raise VaultError("keyring_refused")
            return "kept"

        return self._first(write, True)[1]

    def fetch(self, vault_id: bytes) -> FetchedSecret:
        """Ask every allowed class for the secret of one vault.

        Raises:
            VaultError: those of `probe`, `keyring_entry_missing` or `keyring_entry_wrong`.
        """
        text, recorded_name = self._first(lambda backend: _read(backend, vault_id.hex()), False)
        if _STORED.fullmatch(text) is None:
            raise VaultError("keyring_entry_wrong")
        return FetchedSecret(secret=bytes.fromhex(text), backend=recorded_name)

    def secret_for(self, vault_id: bytes) -> FetchedSecret:
        """Return the secret of one vault: the one that is kept, or else a new one.

        One that exists is never replaced: a vault moved aside may still need it.

        Raises:
            VaultError: those of `store`, or `keyring_entry_wrong`.
        """
        try:
            return self.fetch(vault_id)
        except VaultError as error:
            if error.code != "keyring_entry_missing":
                raise
        secret = secrets.token_bytes(SECRET_BYTES)
        return FetchedSecret(secret=secret, backend=self.store(vault_id, secret))

    def ask_quietly(self, ask: Callable[[KeyringBackend], str | None]) -> str | None:
        """Ask the keyring something that is not worth a question to the person.

        Returns:
            The answer; None where there is none, and where the keyring is locked.
        Raises:
            VaultError: `keyring_unavailable`, `keyring_timeout` or `keyring_cancelled`.
        """
        try:
            return self._first(ask, False, may_prompt=False)[0]
        except VaultError as error:
            if error.code in {"keyring_entry_missing", "keyring_locked"}:
                return None
            raise

    def _first(
        self,
        ask: Callable[[KeyringBackend], str | None],
        may_be_new: bool,
        *,
        may_prompt: bool = True,
    ) -> tuple[str, str]:
        """Ask on a thread that may be left behind when a prompt never ends."""
        answers: queue.SimpleQueue[tuple[str, str] | VaultError] = queue.SimpleQueue()
        left_behind = threading.Event()

        def run() -> None:
            try:
                answers.put(_first(ask, may_be_new, may_prompt, left_behind))
            except VaultError as error:
                answers.put(error)
            except Exception:
                # A backend may raise anything, and its text may hold anything.
                answers.put(VaultError("keyring_unavailable"))

        threading.Thread(target=run, name="keyring", daemon=True).start()
        try:
            answer = self._wait_for(answers)
        finally:
            left_behind.set()
        if not isinstance(answer, VaultError):
            return answer
        if answer.code == "keyring_unavailable":
            raise VaultError(answer.code, reason=foreign_keyring())
        raise VaultError(answer.code, **answer.params)

    def _wait_for(self, answers: queue.SimpleQueue[_Result]) -> _Result:
        deadline = time.monotonic() + self._time_limit
        while not self._cancel.is_set():
            remaining = deadline - time.monotonic()
            if remaining <= 0:
                raise VaultError("keyring_timeout", seconds=round(self._time_limit))
            try:
                return answers.get(timeout=min(_POLL_SECONDS, remaining))
            except queue.Empty:
                continue
        raise VaultError("keyring_cancelled")


def _first(
    ask: Callable[[KeyringBackend], str | None],
    may_be_new: bool,
    may_prompt: bool,
    left_behind: threading.Event,
) -> tuple[str, str]:
    """Return the first answer of an allowed class and that class's recorded name."""
    trouble: VaultError | None = None
    reached = False
    for allowed in ALLOWED:
        if not sys.platform.startswith(allowed.platform):
            continue
        try:
            backend = _instantiate(allowed)
            if allowed.module == "keyring.backends.SecretService":
                _unlock_secret_service(may_prompt=may_prompt)
            if left_behind.is_set():
                # Nobody waits any more: a late answer to a prompt stores and reads nothing.
                raise VaultError("keyring_cancelled")
            answer = ask(backend)
        except VaultError as error:
            trouble = error
        except Exception as error:
            trouble = _named(error)
        else:
            reached = True
            if answer is not None:
                return answer, allowed.recorded_name
    if trouble is None and reached and not may_be_new:
        raise VaultError("keyring_entry_missing")
    raise trouble or VaultError("keyring_unavailable")


def _instantiate(allowed: AllowedBackend) -> KeyringBackend:
    backend_class = getattr(importlib.import_module(allowed.module), allowed.name)
    backend: KeyringBackend = backend_class()
    # keyring fills instances from KEYRING_PROPERTY_* variables; nothing of that is wanted.
    vars(backend).clear()
    if allowed.name == "WinVaultKeyring":
        # Never "enterprise": that would roam to other computers.
        backend.persist = "local machine"  # type: ignore[attr-defined]
    return backend


def _read(backend: KeyringBackend, user: str) -> str | None:
    return backend.get_password(SERVICE, user)


def _unlock_secret_service(*, may_prompt: bool) -> None:
    """Open the default collection, telling a locked keyring from a prompt sent away.

    Raises:
        VaultError: `keyring_unavailable`, `keyring_locked`, `keyring_dismissed` or
            `keyring_password_wrong`.
    """
    import secretstorage
    from secretstorage.exceptions import PromptDismissedException, SecretStorageException

    try:
        bus = secretstorage.dbus_init()
    except SecretStorageException:
        raise VaultError("keyring_unavailable") from None
    asked = time.monotonic()
    try:
        collection = secretstorage.get_default_collection(bus)
        if collection.is_locked():
            if not may_prompt:
                raise VaultError("keyring_locked")
            was_dismissed = collection.unlock()
            if collection.is_locked():
                # Answered and still locked: what was typed did not fit.
                raise (
                    _not_unlocked(asked) if was_dismissed else VaultError("keyring_password_wrong")
                )
    except PromptDismissedException:
        raise _not_unlocked(asked) from None
    except SecretStorageException:
        raise VaultError("keyring_unavailable") from None
    finally:
        bus.close()


def _not_unlocked(asked: float) -> VaultError:
    was_shown = time.monotonic() - asked >= _SHOWN_SECONDS
    return VaultError("keyring_dismissed" if was_shown else "keyring_locked")


def _named(error: Exception) -> VaultError:
    from keyring.errors import KeyringLocked, PasswordSetError

    if isinstance(error, KeyringLocked):
        return VaultError("keyring_locked")
    if isinstance(error, PasswordSetError):
        return VaultError("keyring_refused")
    return VaultError("keyring_unavailable")
