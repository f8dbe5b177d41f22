"""A vault: the folder it lies in, and the open vault with its connection and its slots."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from vertrouwen.vault import database, key_file, recovery_code
from vertrouwen.vault import folder as disk
from vertrouwen.vault.authorizer import Authorizer
from vertrouwen.vault.check import check_database
from vertrouwen.vault.container import BackupReport, Progress, copy_database, write_container
from vertrouwen.vault.errors import VaultError, disk_errors, from_database_error
from vertrouwen.vault.folder import default_folder
from vertrouwen.vault.instance_lock import InstanceLock
from vertrouwen.vault.key_file import KeyFile
from vertrouwen.vault.keyring_device import SECRET_BYTES, KeyringDevice
from vertrouwen.vault.keys import MasterKey
from vertrouwen.vault.slots import (
    Slot,
    SlotType,
    new_passphrase_secret,
    passphrase_secret,
    wrap,
)

if TYPE_CHECKING:
    from sqlcipher3.dbapi2 import Connection

__all__ = ["OpenVault", "SlotInfo", "VaultFolder", "default_folder"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotInfo:
    """A slot without anything secret.

    Args:
        type: which secret opens it.
        backend: recorded name of the keyring class (`device` only).
    """

    type: SlotType
    backend: str | None


class OpenVault:
    """An open vault: the keyed connection, and what needs the master key.

    Attributes:
        connection: the one connection, in autocommit mode (`isolation_level=None`), guarded by
            the authorizer; usable from one thread at a time.
        notices: codes of things the adviser should hear about once (`keyring_changed`,
            `key_file_repaired`, `checked_after_crash`, or why no device slot could be made).
    """

    def __init__(
        self,
        *,
        folder: Path,
        master_key: MasterKey,
        keys: KeyFile,
        connection: Connection,
        descriptor: int,
        lock: InstanceLock,
        notices: tuple[str, ...],
    ) -> None:
        self.connection = connection
        self.notices = notices
        self._folder = folder
        self._master_key = master_key
        self._keys = keys
        self._descriptor = descriptor
        self._lock: InstanceLock | None = lock
        self._authorizer = Authorizer(connection)

    @property
    def vault_id(self) -> bytes:
        """The 16 public bytes that name this vault."""
        return self._master_key.vault_id

    @property
    def audit_key(self) -> bytes:
        """The key of the record chain, 32 bytes."""
        return self._master_key.audit_key

    @property
    def slots(self) -> tuple[SlotInfo, ...]:
        """The ways in, without anything secret."""
        return _slot_infos(self._keys)

    def allow_schema_changes(self) -> AbstractContextManager[None]:
        """Let a migration, and nothing else, change the schema inside the block."""
        return self._authorizer.allow_schema_changes()

    def close(self) -> None:
        """Close the database, mark the exit as clean and let another program in."""
        if self._lock is None:
            return
        lock, self._lock = self._lock, None
        try:
            if self.connection.in_transaction:
                self.connection.rollback()
            self.connection.close()
            os.close(self._descriptor)
            lock.mark_clean(self._folder / disk.DATABASE)
        finally:
            lock.release()

    def give_up_ballast(self) -> bool:
        """Free the space set aside for a full disk; return whether there was any."""
        return disk.give_up_ballast(self._folder)

    def backup_to(self, path: Path, progress: Progress | None = None) -> BackupReport:
        """Write a verified backup; the database stays open and must not be in a transaction.

        Args:
            path: the container to write.
            progress: called with bytes done and in all; what it raises stops the backup.
        Raises:
            VaultError: `vault_busy`, `backup_disk_full`, `backup_read_only`, `backup_damaged`,
                `database_damaged`.
        """
        with self._quiescent():
            return write_container(
                path,
                master_key=self._master_key,
                key_file=self._keys,
                database=self._descriptor,
                schema_version=database.schema_version(self.connection),
                rehearsal=self._folder / disk.REHEARSAL,
                progress=progress or (lambda _done, _total: None),
            )

    def copy_before_migration(self) -> Path:
        """Copy the encrypted database beside itself; an older such copy goes afterwards."""
        version = database.schema_version(self.connection)
        target = self._folder / f"{disk.BEFORE_MIGRATION}{version:04d}"
        with self._quiescent():
            copy_database(self._descriptor, target)
        self._remove_migration_copies(keep=target)
        return target

    def remove_migration_copies(self) -> None:
        """Remove the copies made before migrations, so that what is deleted stays deleted."""
        self._remove_migration_copies(keep=None)

    def replace_recovery_code(self, code: str | None = None) -> str:
        """Make another recovery code the only one of this vault.

        Args:
            code: a code from `recovery_code.generate`, already shown to the adviser; without
                it a new one is made.
        Returns:
            The code that opens the vault from now on.
        Raises:
            VaultError: `recovery_code_typo` or an environment error; the old code then holds.
        """
        code = code or recovery_code.generate()
        self._add(SlotType.RECOVERY, recovery_code.parse(code).secret)
        return code

    def set_passphrase(self, passphrase: str) -> None:
        """Add a passphrase slot, or change its passphrase.

        Raises:
            VaultError: `passphrase_too_short`, `passphrase_too_long`, `memory_short`.
        """
        self._add(SlotType.PASSPHRASE, new_passphrase_secret(passphrase))

    def add_device_slot(self, device: KeyringDevice) -> None:
        """Let the keyring of this computer open the vault.

        Raises:
            VaultError: an error of `KeyringDevice`.
        """
        secret, backend = _device_secret(device, self.vault_id)
        self._add(SlotType.DEVICE, secret, backend)

    def remove_slot(self, slot_type: SlotType) -> None:
        """Remove the device or passphrase slot; what the keyring keeps is left alone.

        Raises:
            VaultError: `recovery_slot_required` for the recovery slot.
        """
        if slot_type is SlotType.RECOVERY:
            raise VaultError("recovery_slot_required")
        self._keep(self._keys.without(slot_type), lambda _keys: None)

    def _add(self, slot_type: SlotType, secret: bytes, backend: str | None = None) -> None:
        slot = wrap(self._master_key, slot_type, secret, backend=backend)
        self._keep(
            self._keys.with_slot(slot), lambda keys: _require(keys, slot, secret, self._master_key)
        )

    def _keep(self, keys: KeyFile, verify: Callable[[KeyFile], object]) -> None:
        key_file.write_both(self._folder, keys, verify)
        self._keys = keys

    @contextmanager
    def _quiescent(self) -> Iterator[None]:
        """Hold the database still: the file is exactly what was committed."""
        if self.connection.in_transaction:
            raise VaultError("vault_busy")
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            self.connection.execute("ROLLBACK")

    def _remove_migration_copies(self, keep: Path | None) -> None:
        with disk_errors():
            for copy in self._folder.glob(f"{disk.BEFORE_MIGRATION}*"):
                if copy != keep:
                    copy.unlink()


class VaultFolder:
    """The place of one vault.

    Args:
        path: the folder; it need not exist yet.
        newest_schema: the last migration this program knows; a newer database is refused.
    """

    def __init__(self, path: Path, *, newest_schema: int | None = None) -> None:
        self.path = path
        self._newest_schema = newest_schema
        self._claimed: InstanceLock | None = None

    def exists(self) -> bool:
        """Tell whether there is a vault, whole or damaged, so that none is made over it."""
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

    def release(self) -> None:
        """Give up a claim that did not lead to an open vault."""
        if self._claimed is not None:
            self._claimed.release()
            self._claimed = None

    def request_raise(self) -> Path:
        """Ask the program that holds the vault to come forward.

        Returns:
            The file that was written; the first program watches it and brings its window up.
        """
        path = self.path / disk.RAISE
        with disk_errors():
            os.close(disk.create_private(path))
            os.utime(path)
        return path

    def slots(self) -> tuple[SlotInfo, ...]:
        """Return the ways in, without anything secret.

        Raises:
            VaultError: an error of `key_file.read_either`.
        """
        keys, _ = key_file.read_either(self.path)
        return _slot_infos(keys)

    def create(
        self,
        *,
        recovery_code: str,
        passphrase: str | None,
        device: KeyringDevice | None,
        vault_id: bytes | None = None,
    ) -> OpenVault:
        """Make a new vault, all of it or nothing, and open it.

        Args:
            recovery_code: the code that was shown to the adviser; mandatory.
            passphrase: the daily way in where there is no keyring.
            device: the keyring as the daily way in.
            vault_id: 16 random bytes that were printed on the emergency sheet already; without
                them new ones are made.
        Raises:
            VaultError: `daily_slot_required` (neither passphrase nor device), `vault_exists`,
                `folder_synced`, a passphrase, keyring or environment error.
        """
        if passphrase is None and device is None:
            raise VaultError("daily_slot_required")
        disk.refuse_synced(self.path)
        if self.exists():
            raise VaultError("vault_exists")
        master_key = MasterKey.generate(vault_id)
        secrets: list[tuple[SlotType, bytes, str | None]] = [
            (SlotType.RECOVERY, _parse_code(recovery_code), None)
        ]
        if passphrase is not None:
            secrets.append((SlotType.PASSPHRASE, new_passphrase_secret(passphrase), None))
        if device is not None:
            secret, backend = _device_secret(device, master_key.vault_id)
            secrets.append((SlotType.DEVICE, secret, backend))
        wrapped = [
            (wrap(master_key, slot_type, secret, backend=backend), secret)
            for slot_type, secret, backend in secrets
        ]
        keys = KeyFile(
            vault_id=master_key.vault_id,
            check_value=master_key.check_value,
            slots=tuple(slot for slot, _ in wrapped),
        )

        def verify(read: KeyFile) -> None:
            for slot, secret in wrapped:
                _require(read, slot, secret, master_key)

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
            key_file.write_both(staging, keys, verify)
            fill(staging / disk.DATABASE)
            with disk_errors():
                disk.write_ballast(staging)
            disk.move_into_place(staging, self.path)
        except BaseException:
            shutil.rmtree(staging, ignore_errors=True)
            raise

    def open_with_device(self, device: KeyringDevice) -> OpenVault:
        """Open with the secret that the keyring of this computer keeps.

        Raises:
            VaultError: a keyring error, `device_secret_wrong`, or one of `open_with_key`.
        """

        def unlock(keys: KeyFile) -> tuple[MasterKey, KeyFile, tuple[str, ...]]:
            slot = keys.slot(SlotType.DEVICE)
            fetched = device.fetch(keys.vault_id)
            master_key = keys.unlock(SlotType.DEVICE, fetched.secret)
            if fetched.backend == slot.backend:
                return master_key, keys, ()
            moved = keys.with_slot(replace(slot, backend=fetched.backend))
            return master_key, moved, ("keyring_changed",)

        return self._open(unlock)

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
        secret = _parse_code(code)
        return self._open(lambda keys: (keys.unlock(SlotType.RECOVERY, secret), keys, ()))

    def open_with_key(self, master_key: MasterKey) -> OpenVault:
        """Open with the master key, which a new or restored vault has at hand.

        Raises:
            VaultError: `vault_in_use`, `vault_newer`, `database_missing`, `database_damaged`,
                `key_file_damaged`, `folder_synced` or another environment error; nothing was
                changed then.
        """
        return self._open(lambda keys: (master_key, keys, ()))

    def move_aside(self) -> Path:
        """Rename the folder, so that a backup can be restored in its place; delete nothing.

        Returns:
            Where the old vault lies now.
        Raises:
            VaultError: `vault_in_use` or an environment error.
        """
        InstanceLock(self.path / disk.LOCK).release()
        stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
        target = self.path.with_name(f"{self.path.name}-{stamp}")
        with disk_errors():
            self.path.rename(target)
        return target

    def require_known(self, schema_version: int) -> None:
        """Refuse a database whose migrations this program does not know.

        Raises:
            VaultError: `vault_newer`.
        """
        if self._newest_schema is not None and schema_version > self._newest_schema:
            raise VaultError("vault_newer")

    def _open(
        self, unlock: Callable[[KeyFile], tuple[MasterKey, KeyFile, tuple[str, ...]]]
    ) -> OpenVault:
        if not self.exists():
            raise VaultError("vault_missing")
        disk.refuse_synced(self.path)
        lock = self._claimed or InstanceLock(self.path / disk.LOCK)
        try:
            opened = self._open_locked(lock, unlock)
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
    ) -> OpenVault:
        path = self.path / disk.DATABASE
        keys_read, is_stale = key_file.read_either(self.path)
        database.refuse_unusable(path)
        master_key, keys, notices = unlock(keys_read)
        if master_key.check_value != keys.check_value:
            raise VaultError("key_file_damaged")
        was_clean = lock.was_clean(path)
        connection = self._connect(path, master_key)
        if not was_clean:
            connection.close()
            check_database(path, master_key.database_key)
            connection = self._connect(path, master_key)
            if lock.was_left_open():
                notices = (*notices, "checked_after_crash")
        # Open before SQLite locks, closed after it: closing it earlier would drop those locks.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        try:
            lock.mark_open()
            _harden(connection)
            if is_stale or keys != keys_read:
                key_file.write_both(self.path, keys, lambda _keys: None)
            if is_stale:
                notices = (*notices, "key_file_repaired")
            with disk_errors():
                (self.path / disk.REHEARSAL).unlink(missing_ok=True)
                disk.renew_ballast(self.path)
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
        )

    def _connect(self, path: Path, master_key: MasterKey) -> Connection:
        connection = database.connect(path, master_key.database_key)
        try:
            self.require_known(database.schema_version(connection))
        except VaultError:
            connection.close()
            raise
        return connection


def _harden(connection: Connection) -> None:
    from sqlcipher3 import dbapi2

    try:
        database.harden(connection)
    except dbapi2.Error as error:
        raise from_database_error(error) or VaultError("disk_failing") from None


def _parse_code(code: str) -> bytes:
    return recovery_code.parse(code).secret


def _require(keys: KeyFile, slot: Slot, secret: bytes, master_key: MasterKey) -> None:
    if keys.unlock(slot.type, secret).secret != master_key.secret:
        raise VaultError("key_file_damaged")


def _device_secret(device: KeyringDevice, vault_id: bytes) -> tuple[bytes, str]:
    """Return the keyring's secret for a vault: the one it has, or else a new one.

    One that exists is never replaced: a vault moved aside may still need it.
    """
    try:
        fetched = device.fetch(vault_id)
    except VaultError as error:
        if error.code != "keyring_entry_missing":
            raise
        secret = os.urandom(SECRET_BYTES)
        return secret, device.store(vault_id, secret)
    return fetched.secret, fetched.backend


def _slot_infos(keys: KeyFile) -> tuple[SlotInfo, ...]:
    return tuple(SlotInfo(type=slot.type, backend=slot.backend) for slot in keys.slots)
