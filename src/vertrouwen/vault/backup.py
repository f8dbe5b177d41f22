"""Backups: what one says about itself, and restoring it on a clean machine."""

from __future__ import annotations

import os
from pathlib import Path

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
from vertrouwen.vault.folder import fsync_folder
from vertrouwen.vault.keyring_device import KeyringDevice
from vertrouwen.vault.recovery_code import parse
from vertrouwen.vault.slots import SlotType, passphrase_secret
from vertrouwen.vault.vault import OpenVault, VaultFolder

__all__ = ["BackupReport", "ContainerInfo", "read_container", "restore"]


def restore(
    container: Path,
    folder: VaultFolder,
    *,
    recovery_code: str | None = None,
    passphrase: str | None = None,
    device: KeyringDevice | None = None,
    progress: Progress | None = None,
) -> OpenVault:
    """Make a vault from a backup where there is none, and open it.

    Args:
        container: the backup.
        folder: where the vault goes; it must hold nothing yet.
        recovery_code: the code on paper; or
        passphrase: the passphrase, if the backup has a slot for it.
        device: the keyring that opens it from now on; if it cannot be used the vault is there
            all the same, and the reason stands in the notices.
        progress: called with bytes done and in all; what it raises stops the restore.
    Raises:
        VaultError: `vault_exists`, `folder_synced`, `vault_newer`, an error of
            `read_container`, of the code or passphrase, or `backup_damaged`; nothing was
            written then.
    """
    if folder.exists():
        raise VaultError("vault_exists")
    info = read_container(container)
    if recovery_code is not None:
        slot_type, secret = SlotType.RECOVERY, parse(recovery_code).secret
    else:
        slot_type, secret = SlotType.PASSPHRASE, passphrase_secret(passphrase or "")
    master_key = info.key_file.unlock(slot_type, secret)
    require_seal(info, master_key)
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
            fsync_folder(database.parent)
        tell(info.database_bytes * 2, info.database_bytes * 2)

    folder.build(
        info.key_file, fill=fill, verify=lambda keys: keys.unlock(SlotType(slot_type), secret)
    )
    opened = folder.open_with_key(master_key, is_accepted=True)
    if device is not None:
        try:
            opened.add_device_slot(device)
        except VaultError as error:
            opened.notices = (*opened.notices, error.code)
    return opened
