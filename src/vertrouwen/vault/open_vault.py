"""An open vault: its connection, its backups and the slots that need the master key."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from vertrouwen.vault import database, key_file, recovery_code
from vertrouwen.vault import folder as disk
from vertrouwen.vault.authorizer import Authorizer
from vertrouwen.vault.check import check_database
from vertrouwen.vault.errors import VaultError, disk_errors
from vertrouwen.vault.freshness import SlowDigest, digest_of
from vertrouwen.vault.instance_lock import InstanceLock
from vertrouwen.vault.key_file import KeyFile
from vertrouwen.vault.keys import MasterKey
from vertrouwen.vault.opening import Traces
from vertrouwen.vault.register import with_destroyed
from vertrouwen.vault.remembered import DestroyedIds, Head
from vertrouwen.vault.slots import (
    Slot,
    SlotInfo,
    SlotType,
    new_passphrase_secret,
    strict_secret,
    wrap,
)

if TYPE_CHECKING:
    from sqlcipher3.dbapi2 import Connection

    from vertrouwen.vault.container import BackupReport, Progress
    from vertrouwen.vault.keyring_device import KeyringDevice
    from vertrouwen.vault.own_backups import OwnBackups
    from vertrouwen.vault.rotation import Renewal
    from vertrouwen.vault.vault import VaultFolder


class OpenVault:
    """An open vault: the keyed connection, and what needs the master key.

    Attributes:
        connection: the one connection, in autocommit mode (`isolation_level=None`), guarded by
            the authorizer; usable from one thread at a time.
        notices: codes of things the adviser should hear about once (`keyring_changed`,
            `key_file_repaired`, `checked_after_crash`, or why no device slot could be made).
        traces: what lay there before it was opened.
        is_trusted: set to False where a check found something: the exit is not called clean
            then, so that the next opening looks at everything.
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
        traces: Traces,
    ) -> None:
        self.connection = connection
        self.notices = notices
        self.traces = traces
        self.is_trusted = True
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
        return self._keys.infos

    @property
    def head(self) -> Head | None:
        """How far the record chain went when `keep_head` was last called."""
        return self._keys.head

    @property
    def destroyed(self) -> DestroyedIds:
        """The cases that were destroyed in this vault."""
        return self._keys.destroyed

    def keep_head(self, head: Head | None) -> None:
        """Remember in the key file how far the record chain went; the slots stay as they are.

        Raises:
            VaultError: an environment error; the former head then stands.
        """
        if head != self._keys.head:
            self._keep(replace(self._keys, head=head), lambda _keys: None)

    def note_destroyed(self, case_ids: Iterable[int]) -> None:
        """Remember in the key file, without content, that these cases were destroyed.

        The copy of before a migration goes: they are in it still.

        Raises:
            VaultError: `destroyed_register_full`, or an environment error; nothing was noted.
        """
        self._remove_migration_copies()
        destroyed = self._keys.destroyed.with_ids(case_ids)
        if destroyed != self._keys.destroyed:
            keys = with_destroyed(self._keys, self._master_key, destroyed)
            self._keep(keys, lambda _keys: None)

    def allow_schema_changes(self) -> AbstractContextManager[None]:
        """Let a migration, and nothing else, change the schema inside the block."""
        return self._authorizer.allow_schema_changes()

    def close(self, seal: Callable[[bytes], Head] | None = None) -> None:
        """Close the database, mark the exit as clean and let another program in.

        Args:
            seal: makes the head of history for the digest of the closed database; without it
                the head stays, and the exit counts as clean only where nothing has changed.
        Raises:
            VaultError: an environment error; the database is closed all the same, and the next
                opening checks all of it.
        """
        if self._lock is None:
            return
        lock, self._lock = self._lock, None
        path = self._folder / disk.DATABASE
        try:
            if self.connection.in_transaction:
                self.connection.rollback()
            self.connection.close()
            os.close(self._descriptor)
            if self.is_trusted and self._is_at_rest() and self._is_head_kept(path, seal):
                lock.mark_clean(path)
        finally:
            lock.release()

    def hold_lock(self) -> InstanceLock:
        """Return the lock, which holds beyond `close` then, until that holder releases it."""
        if self._lock is None:
            raise RuntimeError("the vault is not open")
        return self._lock.hold()

    def close_as_found(self) -> MasterKey:
        """Close a database that is not the expected one; what the key file knows stays.

        Returns:
            The key, with which it can be looked at (`vault.found`).
        """
        self.is_trusted = False
        self.close()
        return self._master_key

    def slow_digest(self) -> SlowDigest:
        """Return what reads the digest of the open database, which must not change meanwhile."""
        return SlowDigest(self._descriptor)

    def check_beside(self) -> None:
        """Run both integrity checks on connections of their own, while this one goes on working.

        What is written meanwhile may look like damage, so a finding only counts where nothing
        was written.

        Raises:
            VaultError: `database_damaged` or an environment error.
        """
        path = self._folder / disk.DATABASE
        check_database(path, self._master_key.database_key, mode="mode=ro&immutable=1")

    def _is_at_rest(self) -> bool:
        """Tell whether nothing is half done; where the disk fails, SQLite cannot undo it."""
        journal = self._folder / disk.JOURNAL
        with disk_errors():
            return not journal.exists() or journal.stat().st_size == 0

    def _is_head_kept(self, path: Path, seal: Callable[[bytes], Head] | None) -> bool:
        if seal is not None:
            self.keep_head(seal(digest_of(path)))
            return True
        return self.head is None or self.head.database == digest_of(path)

    def give_up_ballast(self) -> bool:
        """Free the space set aside for a full disk; return whether there was any."""
        return disk.give_up_ballast(self._folder)

    @property
    def own_backups(self) -> OwnBackups:
        """What this vault's key says about its backups; needs neither connection nor its thread."""
        from vertrouwen.vault.own_backups import OwnBackups

        return OwnBackups(self._folder, self._master_key)

    def backup_to(
        self, path: Path, progress: Progress | None = None, *, is_final: bool = True
    ) -> BackupReport:
        """Write a verified backup; the database stays open and must not be in a transaction.

        Args:
            path: the container to write.
            progress: called with bytes done and in all; what it raises stops the backup.
            is_final: False for one that is passed on, and synced and checked where it arrives.
        Raises:
            VaultError: `vault_busy`, `backup_disk_full`, `backup_read_only`, `backup_damaged`,
                `database_damaged`.
        """
        with self._quiescent():
            # Imported here: starting is part of locking, and makes no backup.
            from vertrouwen.vault.container import write_container

            return write_container(
                path,
                master_key=self._master_key,
                key_file=self._keys,
                database=self._descriptor,
                schema_version=database.schema_version(self.connection),
                progress=progress or (lambda _done, _total: None),
                is_final=is_final,
            )

    def copy_before_migration(self) -> Path:
        """Copy the encrypted database beside itself; an older such copy goes afterwards."""
        version = database.schema_version(self.connection)
        target = self._folder / f"{disk.BEFORE_MIGRATION}{version:04d}"
        with self._quiescent():
            from vertrouwen.vault.container import copy_database

            copy_database(self._descriptor, target)
        self._remove_migration_copies(keep=target)
        return target

    def renew(self, place: VaultFolder, renewal: Renewal, progress: Progress) -> None:
        """Make a vault with a new master key beside this one, which stays open as it is.

        `succession.put_renewed` then puts it in the place of this one, once that is closed.

        Raises:
            VaultError: see `rotation.build_renewed`; nothing stays behind then.
        """
        from vertrouwen.vault.container import copy_database
        from vertrouwen.vault.rotation import build_renewed

        def copy(path: Path) -> None:
            with self._quiescent():
                copy_database(self._descriptor, path)

        build_renewed(
            place, renewal, old=self._master_key, keys=self._keys, copy=copy, progress=progress
        )

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

    def require_recovery_code(self, code: str) -> str:
        """Hold a typed code against the recovery slot; return it as it is printed.

        Raises:
            VaultError: `recovery_code_typo`, or `recovery_code_wrong` with the day on which the
                one that holds was made.
        """
        typed = recovery_code.parse(code)
        self._keys.unlock(SlotType.RECOVERY, typed.secret)
        return typed.text

    def use_device(self, device: KeyringDevice) -> None:
        """Let the keyring of this computer, and no other daily secret, open the vault.

        Raises:
            VaultError: an error of `KeyringDevice` or of the disk; what opened it still does.
        """
        fetched = device.secret_for(self.vault_id)
        self._use(SlotType.DEVICE, fetched.secret, fetched.backend)

    def use_strict(self, device: KeyringDevice, passphrase: str) -> None:
        """Let only the keyring of this computer and a passphrase together open the vault.

        Also changes the passphrase of a vault that opens that way already.

        Raises:
            VaultError: `passphrase_too_short`, `passphrase_too_long`, `memory_short`, an error of
                `KeyringDevice` or of the disk; what opened it still does.
        """
        typed = new_passphrase_secret(passphrase)
        fetched = device.secret_for(self.vault_id)
        self._use(SlotType.STRICT, strict_secret(fetched.secret, typed), fetched.backend)

    def use_passphrase(self, passphrase: str) -> None:
        """Let a passphrase, and no other daily secret, open the vault; or change it.

        Raises:
            VaultError: `passphrase_too_short`, `passphrase_too_long`, `memory_short`, or an error
                of the disk; what opened it still does.
        """
        self._use(SlotType.PASSPHRASE, new_passphrase_secret(passphrase))

    def _use(self, slot_type: SlotType, secret: bytes, backend: str | None = None) -> None:
        slot = wrap(self._master_key, slot_type, secret, backend=backend)
        self._keep_with(self._keys.with_daily(slot), slot, secret)

    def _add(self, slot_type: SlotType, secret: bytes, backend: str | None = None) -> None:
        slot = wrap(self._master_key, slot_type, secret, backend=backend)
        self._keep_with(self._keys.with_slot(slot), slot, secret)

    def _keep_with(self, keys: KeyFile, slot: Slot, secret: bytes) -> None:
        self._keep(keys, lambda read: read.require_opens(slot, secret, self._master_key))

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

    def _remove_migration_copies(self, keep: Path | None = None) -> None:
        with disk_errors():
            copies = set(self._folder.glob(f"{disk.BEFORE_MIGRATION}*")) - {keep}
            for copy in copies:
                copy.unlink(missing_ok=True)  # a good backup made meanwhile removes it too
            if copies:
                disk.fsync_folder(self._folder)
