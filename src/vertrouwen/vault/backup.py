"""Backups: what one says about itself, and restoring it, in the place of a vault or of none."""

from __future__ import annotations

import os
from pathlib import Path

from vertrouwen.vault import folder as disk
from vertrouwen.vault import succession
from vertrouwen.vault.check import check_database
from vertrouwen.vault.container import (
    BackupReport,
    ContainerInfo,
    Progress,
    extract_database,
    read_container,
    require_seal,
)
from vertrouwen.vault.errors import VaultError, disk_errors
from vertrouwen.vault.key_file import KeyFile, read_either
from vertrouwen.vault.keys import MasterKey
from vertrouwen.vault.recovery_code import parse
from vertrouwen.vault.register import register_key, with_destroyed, with_sealed_register
from vertrouwen.vault.register import require_seal as require_register
from vertrouwen.vault.slots import SlotType, passphrase_secret
from vertrouwen.vault.vault import OpenVault, VaultFolder

__all__ = ["BackupReport", "ContainerInfo", "read_container", "restore"]


def restore(
    container: Path,
    folder: VaultFolder,
    *,
    recovery_code: str | None = None,
    passphrase: str | None = None,
    progress: Progress | None = None,
    is_replacing: bool = False,
) -> OpenVault:
    """Make a vault from a backup, and open it.

    It opens with the code on paper, and with the passphrase if the backup has a slot for it: no
    other way in is added before the adviser chooses one.

    A vault that is there is replaced only when the new one is whole: it is moved aside then, and
    what was destroyed in it stands in the register of the new one. Cut off at any moment, the old
    one or the new one is there at the next start.

    Args:
        container: the backup.
        folder: where the vault goes.
        recovery_code: the code on paper; or
        passphrase: the passphrase, if the backup has a slot for it.
        progress: called with bytes done and in all; what it raises stops the restore.
        is_replacing: a vault that is there may be moved aside.
    Raises:
        VaultError: `vault_exists`, `vault_in_use`, `folder_synced`, `vault_newer`, an error of
            `read_container`, of the code or passphrase, or `backup_damaged`; nothing was
            written then.
    """
    is_there = folder.exists()
    if is_there and not is_replacing:
        raise VaultError("vault_exists")
    info = read_container(container)
    if recovery_code is not None:
        slot_type, secret = SlotType.RECOVERY, parse(recovery_code).secret
    else:
        slot_type, secret = SlotType.PASSPHRASE, passphrase_secret(passphrase or "")
    master_key = info.key_file.unlock(slot_type, secret)
    require_seal(info, master_key)
    keys_of_backup = _with_whole_register(info.key_file, master_key)
    folder.require_known(info.schema_version)
    tell = progress or (lambda _done, _total: None)

    def fill(database: Path) -> None:
        extract_database(info, database, lambda done: tell(done, info.database_bytes * 2))
        try:
            check_database(database, master_key.database_key, mode="mode=ro&immutable=1")
        except VaultError as error:
            raise VaultError("backup_damaged", cause=error.code) from None
        with disk_errors(), database.open("rb+") as file:
            os.fsync(file.fileno())
            disk.fsync_folder(database.parent)
        tell(info.database_bytes * 2, info.database_bytes * 2)

    def verify(keys: KeyFile) -> object:
        return keys.unlock(SlotType(slot_type), secret)

    notices: tuple[str, ...] = ()
    if is_there:
        folder.claim()
        with disk_errors():
            disk.drop_unfinished(folder.path)
        keys, notices = _with_destroyed_since(keys_of_backup, folder.path, master_key)
        VaultFolder(disk.renewed_folder(folder.path)).build(keys, fill=fill, verify=verify)
        succession.put_renewed(folder)
    else:
        folder.build(keys_of_backup, fill=fill, verify=verify)
    opened = folder.open_with_key(master_key, is_accepted=True)
    opened.notices = (*opened.notices, *notices)
    return opened


def _with_whole_register(keys: KeyFile, master_key: MasterKey) -> KeyFile:
    """Return the key file of a backup, its register held against its seal before anything moves.

    Raises:
        VaultError: `backup_damaged`.
    """
    try:
        return with_sealed_register(keys, master_key)
    except VaultError as error:
        raise VaultError("backup_damaged", cause=error.code) from None


def _with_destroyed_since(
    keys: KeyFile, folder: Path, master_key: MasterKey
) -> tuple[KeyFile, tuple[str, ...]]:
    """Return the key file of a backup with what the vault that is there destroyed since.

    A register whose seal does not hold was not written by this program, and nothing of it counts.

    Returns:
        The key file, and what the adviser should hear about it.
    """
    try:
        now, _is_stale = read_either(folder)
        if not now.is_of(keys.vault_id):
            return keys, ()
        require_register(now, register_key(keys, master_key))
    except VaultError:
        return keys, ("destroyed_not_known",)
    since = with_destroyed(keys, master_key, keys.destroyed.merged(now.destroyed))
    return since, () if now.vault_id == keys.vault_id else ("keys_of_before_renewal",)
