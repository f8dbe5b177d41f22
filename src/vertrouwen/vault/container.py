"""The backup container: header, key file, database (docs/vault-format.md, "Backup")."""

from __future__ import annotations

import hashlib
import hmac
import os
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from vertrouwen.vault import folder as disk
from vertrouwen.vault import key_file as keys
from vertrouwen.vault.database import PAGE_BYTES
from vertrouwen.vault.errors import VaultError, disk_errors
from vertrouwen.vault.first_page import opens
from vertrouwen.vault.key_file import KeyFile
from vertrouwen.vault.keys import MasterKey
from vertrouwen.vault.side_digest import SideDigest

MAGIC = b"VERTROUWENBACKUP"
FORMAT = 1

# magic, format, header length, vault id, time, schema, key file length, database length,
# SHA-256 of the key file, SHA-256 of the database; the HMAC follows.
_FIELDS = struct.Struct(">16s I I 16s Q I I Q 32s 32s")
HEADER_BYTES = _FIELDS.size + 32
VAULT_ID = slice(24, 40)
"""Where the vault's id stands in a container."""
_CHUNK_BYTES = 1 << 20

Progress = Callable[[int, int], None]
"""Called with the bytes done and the bytes in all; what it raises stops the work cleanly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContainerInfo:
    """What a backup says about itself; sealed, but only the master key can tell.

    Args:
        path: the container.
        vault_id: 16 bytes.
        made_at: seconds since 1970, UTC.
        schema_version: number of the database's last migration.
        key_file: recovery slot, and passphrase slot if there was one.
        database_bytes: length of the database.
        database_digest: its SHA-256.
        database_offset: where it begins in the container.
        sealed: the header's bytes before the seal.
        seal: HMAC-SHA256 of `sealed`.
    """

    path: Path
    vault_id: bytes
    made_at: int
    schema_version: int
    key_file: KeyFile
    database_bytes: int
    database_digest: bytes
    database_offset: int
    sealed: bytes
    seal: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupReport:
    """A backup that was written, read back and opened.

    Args:
        path: the container.
        bytes: its length.
        made_at: seconds since 1970, UTC.
        digest: SHA-256 of the database within, as hex.
    """

    path: Path
    bytes: int
    made_at: int
    digest: str


def read_container(path: Path) -> ContainerInfo:
    """Read the header and key file of a backup, trusting nothing in it.

    Raises:
        VaultError: `backup_missing`, `backup_foreign` (not a backup of ours), `backup_damaged`
            (cut off, or its parts do not agree), `vault_newer` or an environment error.
    """
    with disk_errors():
        if not path.is_file():
            raise VaultError("backup_missing")
        with path.open("rb") as file:
            header = file.read(HEADER_BYTES)
            if not header.startswith(MAGIC):
                raise VaultError("backup_foreign")
            if len(header) < HEADER_BYTES:
                raise VaultError("backup_damaged")
            sealed, seal = header[: _FIELDS.size], header[_FIELDS.size :]
            fields = _FIELDS.unpack(sealed)
            _, version, header_bytes, vault_id, made_at, schema = fields[:6]
            key_bytes, database_bytes, key_digest, database_digest = fields[6:]
            if version > FORMAT:
                raise VaultError("vault_newer")
            if version != FORMAT or header_bytes != HEADER_BYTES or key_bytes > keys.LARGEST_BYTES:
                raise VaultError("backup_damaged")
            key_data = file.read(key_bytes)
            container_bytes = os.fstat(file.fileno()).st_size
    key_file = _key_file(key_data, key_digest, vault_id)
    database_offset = HEADER_BYTES + key_bytes
    if (
        database_bytes < PAGE_BYTES
        or database_bytes % PAGE_BYTES
        or container_bytes != database_offset + database_bytes
    ):
        raise VaultError("backup_damaged")
    return ContainerInfo(
        path=path,
        vault_id=vault_id,
        made_at=made_at,
        schema_version=schema,
        key_file=key_file,
        database_bytes=database_bytes,
        database_digest=database_digest,
        database_offset=database_offset,
        sealed=sealed,
        seal=seal,
    )


def require_seal(info: ContainerInfo, master_key: MasterKey) -> None:
    """Hold the header against its seal.

    Raises:
        VaultError: `backup_damaged`.
    """
    if not hmac.compare_digest(info.seal, _seal(info.sealed, master_key)):
        raise VaultError("backup_damaged")


def extract_database(info: ContainerInfo, target: Path, on_bytes: Callable[[int], None]) -> None:
    """Copy the database out of a container and hold it against its digest.

    Args:
        info: the container.
        target: the file to write; private, not yet synced.
        on_bytes: called with the bytes copied so far.
    Raises:
        VaultError: `backup_damaged` or an environment error.
    """
    with disk_errors(), _private(target) as file:
        for chunk in _database(info, on_bytes):
            file.write(chunk)


def require_whole(info: ContainerInfo) -> None:
    """Hold the database in a container against its digest, without copying it.

    Raises:
        VaultError: `backup_damaged` or an environment error.
    """
    for _chunk in _database(info, lambda _done: None):
        pass


def _database(info: ContainerInfo, on_bytes: Callable[[int], None]) -> Iterator[memoryview]:
    """Read the database in a container through two buffers, and hold it against its digest."""
    buffer, other = (memoryview(bytearray(_CHUNK_BYTES)) for _ in range(2))
    with disk_errors(), info.path.open("rb", buffering=0) as source, SideDigest() as digest:
        source.seek(info.database_offset)
        read = 0
        while count := source.readinto(buffer[: info.database_bytes - read]):
            chunk = buffer[:count]
            digest.update(chunk)
            yield chunk
            read += count
            on_bytes(read)
            buffer, other = other, buffer
    if read != info.database_bytes or digest.digest() != info.database_digest:
        raise VaultError("backup_damaged")


def write_container(
    path: Path,
    *,
    master_key: MasterKey,
    key_file: KeyFile,
    database: int,
    schema_version: int,
    progress: Progress,
    is_final: bool = True,
) -> BackupReport:
    """Write a backup, read it back, see that its key opens it, and only then give it its name.

    Args:
        path: where the container goes; a file of that name is replaced only by a verified one.
        master_key: the vault's key.
        key_file: the vault's key file; the backup gets its portable part.
        database: descriptor of the quiescent database.
        schema_version: number of its last migration.
        progress: told about the copying and the reading back.
        is_final: False for one that is copied on, synced and checked there: time is short.
    Raises:
        VaultError: `backup_disk_full`, `backup_read_only`, or what the check found.
    """
    portable = keys.serialise(key_file.portable())
    made_at = int(time.time())
    partial = path.with_name(f"{path.name}.partial")
    size = os.fstat(database).st_size
    try:
        with disk_errors(), _private(partial) as file, SideDigest() as digest:
            file.write(bytes(HEADER_BYTES) + portable)
            copied = 0
            for chunk in _chunks(database):
                digest.update(chunk)
                file.write(chunk)
                copied += len(chunk)
                progress(copied, size * 2)
            sealed = _FIELDS.pack(
                MAGIC,
                FORMAT,
                HEADER_BYTES,
                master_key.vault_id,
                made_at,
                schema_version,
                len(portable),
                copied,
                hashlib.sha256(portable).digest(),
                digest.digest(),
            )
            file.seek(0)
            file.write(sealed + _seal(sealed, master_key))
            if is_final:
                file.flush()
                os.fsync(file.fileno())
        if is_final:
            _read_back(partial, master_key, progress)
        with disk_errors():
            partial.replace(path)
            disk.fsync_folder(path.parent)
            length = path.stat().st_size
    except VaultError as error:
        raise about_backup(error) from None
    finally:
        # Where even this fails, what went wrong before is what the adviser should hear.
        with suppress(OSError):
            partial.unlink()
    progress(size * 2, size * 2)
    return BackupReport(path=path, bytes=length, made_at=made_at, digest=digest.digest().hex())


def copy_database(database: int, target: Path) -> None:
    """Copy the quiescent database to a file that survives a power cut."""
    partial = target.with_name(f"{target.name}.partial")
    with disk_errors():
        with _private(partial) as file:
            for chunk in _chunks(database):
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(target)
        disk.fsync_folder(target.parent)


def _read_back(partial: Path, master_key: MasterKey, progress: Progress) -> None:
    """Hold a container that was just written against its seal, its digests and its key.

    The digest shows that it is the vault's own file, byte for byte; the first page shows that the
    key in the container opens it. The two integrity checks belong to that vault, and to the
    restore.
    """
    info = read_container(partial)
    require_seal(info, master_key)
    size = info.database_bytes
    first_page = b""
    for chunk in _database(info, lambda done: progress(size + done, size * 2)):
        first_page = first_page or bytes(chunk[:PAGE_BYTES])
    if not opens(first_page, master_key.database_key, size // PAGE_BYTES):
        raise VaultError("backup_damaged")


def _private(path: Path) -> BinaryIO:
    return os.fdopen(disk.create_private(path), "wb")


def _chunks(descriptor: int) -> Iterator[bytes]:
    # Never a second descriptor: closing one would drop SQLite's locks on POSIX systems.
    os.lseek(descriptor, 0, os.SEEK_SET)
    while chunk := os.read(descriptor, _CHUNK_BYTES):
        yield chunk


def _seal(sealed: bytes, master_key: MasterKey) -> bytes:
    return hmac.digest(master_key.backup_key, sealed, "sha256")


def _key_file(data: bytes, digest: bytes, vault_id: bytes) -> KeyFile:
    if hashlib.sha256(data).digest() != digest:
        raise VaultError("backup_damaged")
    try:
        key_file = keys.parse(data)
    except VaultError as error:
        if error.code == "vault_newer":
            raise
        raise VaultError("backup_damaged") from None
    if key_file.vault_id != vault_id:
        raise VaultError("backup_damaged")
    return key_file


def about_backup(error: VaultError) -> VaultError:
    """Return an error of the environment as one of the place of a backup."""
    names = {
        "disk_full": "backup_disk_full",
        "folder_read_only": "backup_read_only",
        "file_missing": "backup_folder_missing",
    }
    return VaultError(names.get(error.code, error.code), **error.params)
