"""Where a vault lies, and writing there so that a power cut leaves old or new."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import sys
from contextlib import suppress
from pathlib import Path

from vertrouwen.vault.errors import VaultError, disk_errors

DATABASE = "vault.db"
JOURNAL = "vault.db-journal"
JOURNAL_ASIDE = "vault.db-journal.aside"
KEYS = "vault.keys"
KEYS_COPY = "vault.keys.bak"
LOCK = "vault.lock"
RAISE = "vault.raise"
BALLAST = "ballast"
PENDING_BACKUP = "backup.pending"
STAGED_BACKUP = "backup.staged"
BEFORE_MIGRATION = "vault.db.before-"
SALVAGED = "gered"
# Where one of these lies, a vault is or was: nothing new is ever made there.
PRECIOUS = (DATABASE, KEYS, KEYS_COPY)

BALLAST_BYTES = 4 * 1024 * 1024
BALLAST_ROOM_BYTES = 64 * 1024 * 1024

# What a path component of a synced folder begins with, in lower case.
_SYNC_NAMES = {
    "onedrive": "OneDrive",
    "dropbox": "Dropbox",
    "icloud": "iCloud",
    "mobile documents": "iCloud",
    "com~apple~clouddocs": "iCloud",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "google-drive": "Google Drive",
    "drivefs": "Google Drive",
    "nextcloud": "Nextcloud",
    "owncloud": "Nextcloud",
    "cloudstorage": "iCloud",
}
# What a sync client leaves in the top folder it keeps.
_SYNC_MARKS = {
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".nextcloudsync.log": "Nextcloud",
    ".owncloudsync.log": "Nextcloud",
    ".tmp.driveupload": "Google Drive",
    ".849c9593-d756-4e56-8d6e-42412f2a707b": "OneDrive",
}
_SYNC_VARIABLES = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")


def default_folder() -> Path:
    """Return the vault's folder in the local, never roaming, application data."""
    # Imported here: who names a folder does without it.
    import platformdirs

    data = platformdirs.user_data_path("vertrouwen", appauthor=False, roaming=False)
    return data / "vault"


def sync_service(path: Path) -> str | None:
    """Return the name of the sync service that would copy this folder, or None."""
    resolved = path.expanduser().resolve()
    for variable in _SYNC_VARIABLES:
        root = os.environ.get(variable)
        if root and resolved.is_relative_to(Path(root).resolve()):
            return "OneDrive"
    # The most telling component is the deepest: iCloud keeps others' folders in CloudStorage.
    for part in reversed(resolved.parts):
        for start, service in _SYNC_NAMES.items():
            if part.lower().startswith(start):
                return service
    for parent in (resolved, *resolved.parents):
        # Texts rather than paths: this is asked at every opening, and Path objects cost a
        # millisecond of it.
        beginning = str(parent)
        for mark, service in _SYNC_MARKS.items():
            if os.path.exists(os.path.join(beginning, mark)):  # noqa: PTH110, PTH118
                return service
    return None


def refuse_synced(path: Path) -> None:
    """Refuse a live vault in a synced folder, which tears and multiplies its files.

    Raises:
        VaultError: `folder_synced` with the `service`.
    """
    service = sync_service(path)
    if service is not None:
        raise VaultError("folder_synced", service=service)


def create_private(path: Path) -> int:
    """Create a file that only this user can read; return its descriptor, open for writing."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
    return os.open(path, flags, 0o600)


def is_folder(path: Path) -> bool:
    """Tell whether a folder is there; one that answers with an error, as a dead disk, is not."""
    return os.path.isdir(path)  # noqa: PTH112 - Path.is_dir raises what the system says


def fsync_folder(folder: Path) -> None:
    """Make names in a folder durable; Windows does so by itself."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_synced(path: Path, data: bytes) -> None:
    """Write a private file and wait until it is on the disk."""
    with os.fdopen(create_private(path), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def staging_folder(folder: Path) -> Path:
    """Make the empty private folder, beside its later place, in which a vault is built.

    Raises:
        VaultError: `folder_not_empty`, `folder_synced` or an environment error.
    """
    refuse_synced(folder)
    with disk_errors():
        if folder.exists() and any(folder.iterdir()):
            raise VaultError("folder_not_empty")
        folder.parent.mkdir(parents=True, exist_ok=True)
        staging = folder.parent / f".{folder.name}-{secrets.token_hex(8)}"
        staging.mkdir(mode=0o700)
    return staging


def move_into_place(staging: Path, folder: Path) -> None:
    """Give a finished vault its name, in one step."""
    with disk_errors():
        fsync_folder(staging)
        if folder.exists():
            folder.rmdir()
        staging.rename(folder)
        fsync_folder(folder.parent)


def renewed_folder(folder: Path) -> Path:
    """Return where the vault with a new master key is made, beside the one it replaces."""
    return folder.with_name(f".{folder.name}-renewed")


def finish_renewal(folder: Path) -> None:
    """Put a renewed vault in its place, if the program was cut off after the old one was moved."""
    renewed = renewed_folder(folder)
    if not renewed.is_dir() or folder.exists():
        return
    with suppress(FileNotFoundError):  # another program that starts did it
        renewed.rename(folder)
    fsync_folder(folder.parent)


def drop_unfinished(folder: Path) -> None:
    """Remove vaults that never took their place: a renewed one, and what was cut off in the making.

    Called by who holds the lock of the vault that is there, so that nobody is making one now.
    """
    name = re.escape(folder.name)
    salvaged = rf"{name}-{SALVAGED}(?:-[0-9]{{8}}-[0-9]{{6}})?"
    making = rf"\.(?:\.{name}-renewed|{name}|{salvaged})-[0-9a-f]{{16}}"
    unfinished = re.compile(rf"\.{name}-renewed|{making}")
    for path in folder.parent.iterdir():
        if unfinished.fullmatch(path.name) and path.is_dir():
            shutil.rmtree(path, ignore_errors=True)


def drop_migration_copies(folder: Path, schema_version: int) -> None:
    """Remove what was copied before a migration, now that a good backup is of after it.

    Args:
        folder: of the vault.
        schema_version: of the database in that backup; a copy of that version or a later one stays.

    Raises:
        VaultError: an environment error.
    """
    with disk_errors():
        for copy in folder.glob(f"{BEFORE_MIGRATION}*"):
            version = copy.name.removeprefix(BEFORE_MIGRATION).partition(".")[0]
            if version.isdigit() and int(version) < schema_version:
                copy.unlink(missing_ok=True)  # a case that is destroyed meanwhile removes it too


def write_ballast(folder: Path) -> None:
    """Set aside the disk space that is given up when the disk is full."""
    write_synced(folder / BALLAST, secrets.token_bytes(BALLAST_BYTES))


def renew_ballast(folder: Path) -> None:
    """Set the space aside again once there is room; without room nothing happens.

    Raises:
        OSError: there was no room after all; none is set aside then.
    """
    if (folder / BALLAST).exists() or shutil.disk_usage(folder).free < BALLAST_ROOM_BYTES:
        return
    try:
        write_ballast(folder)
    except OSError:
        give_up_ballast(folder)
        raise


def give_up_ballast(folder: Path) -> bool:
    """Free the space set aside; return whether there was any."""
    try:
        (folder / BALLAST).unlink()
    except OSError:
        return False
    return True
