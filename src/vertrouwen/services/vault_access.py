"""The way into the vault: make it, unlock it, and what needs it open.

Every function blocks and runs on the database thread; the keyring may ask the person something,
so the functions that use it take an event with which the window stops waiting.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vertrouwen.services.check_vault import Watch
    from vertrouwen.services.new_keys import NewKeys
    from vertrouwen.services.practice import Practice
    from vertrouwen.vault.found import ReadableVault
    from vertrouwen.vault.keyring_device import KeyringDevice
    from vertrouwen.vault.open_vault import OpenVault
    from vertrouwen.vault.vault import VaultFolder

Progress = Callable[[int, int], None]
"""Called with bytes done and in all; what it raises stops the work."""

SHORTEST_PASSPHRASE = 15

FOUND = frozenset(
    {
        "database_damaged",
        "database_missing",
        "database_plaintext",
        "history_broken",
        "journal_foreign",
        "journal_missing",
        "vault_rolled_back",
    }
)
"""Why a vault whose key is right is not opened for work (`services.found_vault`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """Which secrets open the vault beside the recovery code.

    Args:
        device: the keyring of this computer login.
        passphrase: a passphrase.
        strict: the keyring and a passphrase, only both together; never beside one of the others.
    """

    device: bool
    passphrase: bool
    strict: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """An open practice, and what the adviser should hear about once.

    Args:
        practice: what every other use case works on.
        notices: codes, each with its sentence.
        destroyed_again: how many cases an old backup had brought back.
    """

    practice: Practice
    notices: tuple[str, ...]
    destroyed_again: int = 0


class VaultAccess:
    """One vault of one adviser.

    Args:
        folder: where it lies or will lie.
        make_practice: joins an open vault, or one for reading only, and the verbs; migrates the
            database if it must.
        newest_schema: tells the last migration this program knows; asked at the first opening.
        keyring_seconds: how long a keyring may take, a question to the person included.
    """

    def __init__(
        self,
        folder: Path,
        make_practice: Callable[[OpenVault | ReadableVault], Practice],
        newest_schema: Callable[[], int],
        keyring_seconds: float = 60.0,
    ) -> None:
        self._path = folder
        self._make_practice = make_practice
        self._newest_schema = newest_schema
        self._keyring_seconds = keyring_seconds
        self._folder_object: VaultFolder | None = None
        self._open: OpenVault | None = None
        self._watch: Watch | None = None
        self._readable: ReadableVault | None = None

    @property
    def folder(self) -> Path:
        """Where the vault lies."""
        return self._path

    @property
    def exists(self) -> bool:
        """Whether there is a vault, whole or damaged."""
        return self._folder.exists()

    @property
    def is_open(self) -> bool:
        """Whether the vault is open in this program."""
        return self._open is not None

    @property
    def opened_vault(self) -> OpenVault:
        """The open vault, for the other verbs about keys.

        Raises:
            VaultError: `vault_read_only`, what is open is only looked at.
            RuntimeError: there is none.
        """
        if self._readable is not None:
            from vertrouwen.vault.errors import VaultError

            raise VaultError("vault_read_only")
        if self._open is None:
            raise RuntimeError("the vault is not open")
        return self._open

    @property
    def watch(self) -> Watch | None:
        """What looks after the open vault, if there is one."""
        return self._watch

    def device(self, cancel: threading.Event) -> KeyringDevice:
        """Return the keyring of this login, which `cancel` stops waiting for."""
        from vertrouwen.vault.keyring_device import KeyringDevice

        return KeyringDevice(time_limit=self._keyring_seconds, cancel=cancel)

    # One program at a time

    def claim(self) -> None:
        """Be the one program that works with this vault.

        Raises:
            VaultError: `vault_in_use`, or an environment error.
        """
        self._folder.claim()

    def ask_first_program_forward(self) -> Path:
        """Ask the program that holds the vault to show itself; it removes the returned file."""
        return self._folder.request_raise()

    def was_asked_forward(self) -> bool:
        """Tell whether another start asked this program to show itself, and answer it."""
        from vertrouwen.vault.folder import RAISE

        try:
            (self._path / RAISE).unlink()
        except OSError:
            return False
        return True

    # Opening

    def ways(self) -> Ways:
        """Return how this vault opens.

        Raises:
            VaultError: the key file is missing, damaged, foreign or newer.
        """
        if self._open is not None:
            types = {slot.type for slot in self._open.slots}
        else:
            types = {slot.type for slot in self._folder.slots()}
        return Ways(
            device="device" in types, passphrase="passphrase" in types, strict="strict" in types
        )

    def unlock_with_device(self, cancel: threading.Event) -> Opened:
        """Open with what the keyring of this login keeps.

        Raises:
            VaultError: a keyring error, or why the vault cannot be opened.
        """
        return self._opened(self._folder.open_with_device(self.device(cancel)))

    def unlock_with_passphrase(self, passphrase: str) -> Opened:
        """Open with the passphrase.

        Raises:
            VaultError: `passphrase_wrong`, or why the vault cannot be opened.
        """
        return self._opened(self._folder.open_with_passphrase(passphrase))

    def unlock_strict(self, passphrase: str, cancel: threading.Event) -> Opened:
        """Open with what the keyring of this login keeps and the passphrase together.

        Raises:
            VaultError: a keyring error, `device_secret_wrong` (the passphrase was not tried then),
                `passphrase_wrong`, or why the vault cannot be opened.
        """
        return self._opened(self._folder.open_strict(self.device(cancel), passphrase))

    def unlock_with_recovery_code(self, code: str) -> Opened:
        """Open with the code on paper.

        Raises:
            VaultError: `recovery_code_typo` with the group, `recovery_code_wrong`, or why the
                vault cannot be opened.
        """
        return self._opened(self._folder.open_with_recovery_code(code))

    # A new vault

    def try_keyring(self, cancel: threading.Event) -> None:
        """Find out whether this computer has a keyring that can be used.

        Raises:
            VaultError: why it has not.
        """
        self.device(cancel).probe()

    def create(
        self,
        keys: NewKeys,
        passphrase: str | None,
        cancel: threading.Event,
        *,
        strict: bool = False,
    ) -> Opened:
        """Make the vault, all of it or nothing.

        Args:
            keys: what the adviser has on paper.
            passphrase: the daily way in, or None for the keyring.
            cancel: stops waiting for the keyring.
            strict: the passphrase and the keyring, only both together.

        Raises:
            VaultError: a keyring, passphrase or environment error; nothing was written then.
        """
        device = self.device(cancel) if passphrase is None or strict else None
        opened = self._folder.create(
            recovery_code=keys.code,
            passphrase=passphrase,
            device=device,
            strict=strict,
            vault_id=keys.vault_id,
        )
        return self._opened(opened)

    # While it is open

    def back_up(self, path: Path, progress: Progress) -> datetime:
        """Write a backup into one file, read it back and open it.

        Returns:
            When it was made.
        Raises:
            VaultError: why there is no backup; a half one is not left behind.
        """
        vault = self.opened_vault
        if self._watch is not None:
            self._watch.before_writing()
        report = vault.backup_to(path, progress)
        return datetime.fromtimestamp(report.made_at, UTC)

    def replace_recovery_code(self, keys: NewKeys) -> None:
        """Make the code that is on paper now the only one; the old one is void.

        Raises:
            VaultError: why the old code still holds.
        """
        self.opened_vault.replace_recovery_code(keys.code)

    def new_keys(self) -> NewKeys:
        """Return a new recovery code, with the name of the open vault or of one to be made."""
        from vertrouwen.services.new_keys import NewKeys
        from vertrouwen.vault import recovery_code

        vault_id = self._open.vault_id if self._open is not None else secrets.token_bytes(16)
        return NewKeys(code=recovery_code.generate(), vault_id=vault_id)

    def close(self) -> None:
        """Close the database, keep the head of its history and let another program in.

        The key of a vault that was found damaged or older is given up too.
        """
        if self._folder_object is not None:
            self._folder_object.found = None
        watch, self._watch = self._watch, None
        vault, self._open = self._open, None
        self._look_no_longer()
        if watch is not None:
            watch.close()
        elif vault is not None:
            vault.close()
        elif self._folder_object is not None:
            self._folder_object.release()

    # What is damaged or out of step (services.found_vault)

    @property
    def place(self) -> VaultFolder:
        """The place of the vault."""
        return self._folder

    def take(self, vault: OpenVault) -> Opened:
        """Work with a vault that was opened; migrates it if it must.

        Raises:
            VaultError: it is damaged, older than expected or newer than this program.
            StorageError: the same, found in a row.
        """
        return self._opened(vault)

    def look_at(self, readable: ReadableVault) -> Opened:
        """Show what can be read of a vault; nothing of it can be changed.

        Raises:
            StorageError: it cannot be shown by this program.
        """
        practice = self.practice_of(readable)
        self._readable = readable
        return Opened(practice=practice, notices=())

    def practice_of(self, readable: ReadableVault) -> Practice:
        """Return the practice that can be read of a vault, without showing it.

        Raises:
            StorageError: it cannot be shown by this program.
        """
        return self._make_practice(readable)

    def step_back(self) -> None:
        """Close an open vault that turned out not to be the expected one; nothing is kept."""
        vault, self._open, self._watch = self._open, None, None
        if vault is not None:
            self._leave(vault)

    def _leave(self, vault: OpenVault) -> None:
        self._folder.found = vault.close_as_found()
        self._folder.claim()

    def _look_no_longer(self) -> None:
        readable, self._readable = self._readable, None
        if readable is not None:
            readable.close()

    @property
    def _folder(self) -> VaultFolder:
        if self._folder_object is None:
            from vertrouwen.vault.vault import VaultFolder

            self._folder_object = VaultFolder(self._path, newest_schema=self._newest_schema)
        return self._folder_object

    def _opened(self, vault: OpenVault) -> Opened:
        from vertrouwen.services.destroy_case import destroyed_at_opening

        try:
            practice = self._make_practice(vault)
        except Exception as error:
            if getattr(error, "code", "") in FOUND:
                self._leave(vault)
            else:
                vault.close()
            raise
        self._look_no_longer()
        self._open, self._watch = vault, practice.watch
        again = destroyed_at_opening(practice, vault)
        return Opened(practice=practice, notices=vault.notices, destroyed_again=again)
