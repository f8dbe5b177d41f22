"""The place of a vault: making one, opening it, and never writing over it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from vertrouwen.vault import database, key_file, recovery_code
from vertrouwen.vault import folder as disk
from vertrouwen.vault.errors import VaultError, disk_errors, from_database_error
from vertrouwen.vault.folder import default_folder
from vertrouwen.vault.instance_lock import InstanceLock
from vertrouwen.vault.key_file import KeyFile
from vertrouwen.vault.keys import MasterKey
from vertrouwen.vault.open_vault import OpenVault
from vertrouwen.vault.opening import (
    OUT_OF_STEP,
    UNREADABLE,
    connect_checked,
    mark_open,
    traces_of,
)
from vertrouwen.vault.register import with_sealed_register
from vertrouwen.vault.slots import SlotInfo, SlotType, passphrase_secret, strict_secret
from vertrouwen.vault.wanted_keys import WantedKeys

if TYPE_CHECKING:
    from sqlcipher3.dbapi2 import Connection

    from vertrouwen.vault.keyring_device import KeyringDevice

__all__ = ["OpenVault", "VaultFolder", "default_folder"]


class VaultFolder:
    """The place of one vault.

    Args:
        path: the folder; it need not exist yet.
        newest_schema: the last migration this program knows, or what tells it when it is needed;
            a newer database is refused.

    Attributes:
        found: the key of the vault that was unlocked and is damaged or out of step; looking at
            what is left of it asks for no secret a second time (`vault.found`).
    """

    def __init__(self, path: Path, *, newest_schema: int | Callable[[], int] | None = None) -> None:
        self.path = path
        self._newest_schema = newest_schema
        self._claimed: InstanceLock | None = None
        self.found: MasterKey | None = None

    def exists(self) -> bool:
        """Tell whether there is a vault, whole or damaged, so that none is made over it.

        A renewal that was cut off between its two renames is finished first.
        """
        with disk_errors():
            disk.finish_renewal(self.path)
            return any((self.path / name).exists() for name in disk.PRECIOUS)

    def claim(self) -> None:
        """Be the one program that works with this vault, from before it is unlocked.

        Raises:
            VaultError: `vault_in_use`, `vault_missing` or an environment error.
        """
        if not self.exists():
            raise VaultError("vault_missing")
        if self._claimed is None:
            self._claimed = InstanceLock(self.path / disk.LOCK)

    def keep_claim(self, vault: OpenVault) -> None:
        """Stay the one program that works with this vault when it is closed."""
        self._claimed = vault.hold_lock()

    def release(self) -> None:
        """Give up a claim that did not lead to an open vault."""
        if self._claimed is not None:
            self._claimed.release()
            self._claimed = None

    def request_raise(self) -> Path:
        """Ask the program that holds the vault to come forward.

        Returns:
            The file that was written; the first program brings its window up and removes it.
        """
        path = self.path / disk.RAISE
        with disk_errors():
            # Nothing after this: the first program may take the file away at once.
            os.close(disk.create_private(path))
        return path

    def slots(self) -> tuple[SlotInfo, ...]:
        """Return the ways in, without anything secret.

        Raises:
            VaultError: an error of `key_file.read_either`.
        """
        keys, _ = key_file.read_either(self.path)
        return keys.infos

    def create(
        self,
        *,
        recovery_code: str,
        passphrase: str | None,
        device: KeyringDevice | None,
        strict: bool = False,
        vault_id: bytes | None = None,
    ) -> OpenVault:
        """Make a new vault, all of it or nothing, and open it.

        Args:
            recovery_code: the code that was shown to the adviser; mandatory.
            passphrase: the daily way in where there is no keyring.
            device: the keyring as the daily way in.
            strict: both are given, and only both together open the vault.
            vault_id: 16 random bytes that were printed on the emergency sheet already; without
                them new ones are made.
        Raises:
            VaultError: `daily_slot_required` (neither passphrase nor device, or not both where
                both are needed), `vault_exists`, `folder_synced`, a passphrase, keyring or
                environment error.
        """
        wanted = WantedKeys(
            recovery_code=recovery_code, passphrase=passphrase, device=device, strict=strict
        )
        disk.refuse_synced(self.path)
        if self.exists():
            raise VaultError("vault_exists")
        master_key = MasterKey.generate(vault_id)
        keys, verify = wanted.wrap(master_key)
        self.build(
            keys,
            fill=lambda path: database.create(path, master_key.database_key),
            verify=verify,
        )
        return self.open_with_key(master_key)

    def build(
        self,
        keys: KeyFile,
        *,
        fill: Callable[[Path], None],
        verify: Callable[[KeyFile], object],
    ) -> None:
        """Put a vault together in a folder beside, and move it into place in one step.

        Args:
            keys: its key file.
            fill: writes the database at the path it is given, durably.
            verify: opens the slots of the key file that was read back.
        """
        staging = disk.staging_folder(self.path)
        try:
            # A head told about another file: this one begins with none.
            key_file.write_both(staging, replace(keys, head=None), verify)
            fill(staging / disk.DATABASE)
            with disk_errors():
                disk.write_ballast(staging)
            lock = InstanceLock(staging / disk.LOCK)
            lock.mark_clean(staging / disk.DATABASE)
            lock.release()
            disk.move_into_place(staging, self.path)
        except BaseException:
            shutil.rmtree(staging, ignore_errors=True)
            raise

    def open_with_device(self, device: KeyringDevice) -> OpenVault:
        """Open with the secret that the keyring of this computer keeps.

        Raises:
            VaultError: a keyring error, `device_secret_wrong`, or one of `open_with_key`.
        """

        return self._open_with_keyring(SlotType.DEVICE, device, lambda secret: secret)

    def open_strict(self, device: KeyringDevice, passphrase: str) -> OpenVault:
        """Open with what the keyring of this computer keeps and the passphrase together.

        Raises:
            VaultError: a keyring error, `device_secret_wrong`, `passphrase_wrong`,
                `memory_short`, or one of `open_with_key`.
        """
        typed = passphrase_secret(passphrase)
        return self._open_with_keyring(
            SlotType.STRICT, device, lambda secret: strict_secret(secret, typed)
        )

    def open_with_passphrase(self, passphrase: str) -> OpenVault:
        """Open with the passphrase.

        Raises:
            VaultError: `passphrase_wrong`, `memory_short`, or one of `open_with_key`.
        """
        secret = passphrase_secret(passphrase)
        return self._open(lambda keys: (keys.unlock(SlotType.PASSPHRASE, secret), keys, ()))

    def open_with_recovery_code(self, code: str) -> OpenVault:
        """Open with the code on paper.

        Raises:
            VaultError: `recovery_code_typo`, `recovery_code_wrong`, or one of `open_with_key`.
        """
        secret = recovery_code.parse(code).secret
        return self._open(lambda keys: (keys.unlock(SlotType.RECOVERY, secret), keys, ()))

    def open_with_key(self, master_key: MasterKey, *, is_accepted: bool = False) -> OpenVault:
        """Open with the master key, which a new or restored vault has at hand.

        Args:
            master_key: the vault's key.
            is_accepted: the adviser knows that the vault is out of step, and goes on.
        Raises:
            VaultError: `vault_in_use`, `vault_newer`, `database_missing`, `database_damaged`,
                `key_file_damaged`, `folder_synced` or another environment error; nothing was
                changed then.
        """
        return self._open(lambda keys: (master_key, keys, ()), is_accepted)

    def require_known(self, schema_version: int) -> None:
        """Refuse a database whose migrations this program does not know.

        Raises:
            VaultError: `vault_newer`.
        """
        newest = self._newest_schema() if callable(self._newest_schema) else self._newest_schema
        if newest is not None and schema_version > newest:
            raise VaultError("vault_newer")

    def _open_with_keyring(
        self,
        slot_type: SlotType,
        device: KeyringDevice,
        whole: Callable[[bytes], bytes],
    ) -> OpenVault:
        """Open a slot of which the keyring has the secret, or the first half of it."""

        def unlock(keys: KeyFile) -> tuple[MasterKey, KeyFile, tuple[str, ...]]:
            slot = keys.slot(slot_type)
            fetched = device.fetch(keys.vault_id)
            master_key = keys.unlock(slot_type, whole(fetched.secret))
            if fetched.backend == slot.backend:
                return master_key, keys, ()
            moved = keys.with_slot(replace(slot, backend=fetched.backend))
            return master_key, moved, ("keyring_changed",)

        return self._open(unlock)

    def _open(
        self,
        unlock: Callable[[KeyFile], tuple[MasterKey, KeyFile, tuple[str, ...]]],
        is_accepted: bool = False,
    ) -> OpenVault:
        if not self.exists():
            raise VaultError("vault_missing")
        disk.refuse_synced(self.path)
        lock = self._claimed or InstanceLock(self.path / disk.LOCK)
        try:
            opened = self._open_locked(lock, unlock, is_accepted)
        except BaseException:
            if lock is not self._claimed:
                lock.release()
            raise
        self._claimed = None
        return opened

    def _open_locked(
        self,
        lock: InstanceLock,
        unlock: Callable[[KeyFile], tuple[MasterKey, KeyFile, tuple[str, ...]]],
        is_accepted: bool,
    ) -> OpenVault:
        path = self.path / disk.DATABASE
        keys_read, is_stale = key_file.read_either(self.path)
        master_key, keys, notices = unlock(keys_read)
        if master_key.check_value != keys.check_value:
            raise VaultError("key_file_damaged")
        keys = with_sealed_register(keys, master_key)
        try:
            traces = traces_of(self.path, lock, is_accepted=is_accepted)
            connection, has_crashed = connect_checked(path, master_key, lock, self.require_known)
        except VaultError as error:
            if error.code in UNREADABLE | OUT_OF_STEP:
                self.found = master_key
            raise
        if has_crashed:
            notices = (*notices, "checked_after_crash")
        # Open before SQLite locks, closed after it: closing it earlier would drop those locks.
        try:
            with disk_errors():
                descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        except VaultError:
            connection.close()
            raise
        try:
            mark_open(self.path, lock)
            _harden(connection)
            is_mended = is_stale and not key_file.was_writing(self.path)
            if is_stale or keys != keys_read:
                key_file.write_both(self.path, keys, lambda _keys: None)
            if is_mended:
                notices = (*notices, "key_file_repaired")
            # Nothing that lies beside keeps a vault from opening.
            with suppress(OSError):
                disk.renew_ballast(self.path)
            with suppress(OSError):
                disk.drop_unfinished(self.path)
        except BaseException:
            connection.close()
            os.close(descriptor)
            raise
        return OpenVault(
            folder=self.path,
            master_key=master_key,
            keys=keys,
            connection=connection,
            descriptor=descriptor,
            lock=lock,
            notices=notices,
            traces=traces,
        )


def _harden(connection: Connection) -> None:
    from sqlcipher3 import dbapi2

    try:
        database.harden(connection)
    except dbapi2.Error as error:
        raise from_database_error(error) or VaultError("disk_failing") from None
