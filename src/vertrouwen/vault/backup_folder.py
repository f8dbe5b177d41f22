"""A folder of automatic backups: what goes into it, what stays, and what is never touched."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from vertrouwen.vault import folder as disk
from vertrouwen.vault.container import (
    VAULT_ID,
    ContainerInfo,
    about_backup,
    read_container,
    require_seal,
)
from vertrouwen.vault.errors import VaultError, disk_errors
from vertrouwen.vault.keys import MasterKey

DAILY, WEEKLY, MONTHLY = 7, 4, 12

_NAME = re.compile(r"kopie-\d{8}-\d{6}(-\d+)?\.vertrouwen")
_PARTIAL = re.compile(rf"\.{_NAME.pattern}-[0-9a-f]{{16}}")
_CHUNK_BYTES = 1 << 20


def name_of(made_at: int) -> str:
    """Return the name of an automatic backup; it says when, and nothing else.

    Args:
        made_at: seconds since 1970, UTC.
    """
    return f"kopie-{datetime.fromtimestamp(made_at).astimezone():%Y%m%d-%H%M%S}.vertrouwen"


def kept(moments: Iterable[datetime]) -> set[datetime]:
    """Return which backups stay: the newest of 7 days, of 4 weeks and of 12 months.

    Days, weeks and months without a backup do not count, so that a long absence costs nothing.

    Args:
        moments: when each was made, in the time of this computer.
    """
    stay: set[datetime] = set()
    newest_first = sorted(moments, reverse=True)
    for count, period in ((DAILY, _day), (WEEKLY, _week), (MONTHLY, _month)):
        newest: dict[object, datetime] = {}
        for moment in newest_first:
            newest.setdefault(period(moment), moment)
        stay.update(sorted(newest.values(), reverse=True)[:count])
    return stay


def deliver(sealed: Path, folder: Path, between: Callable[[], None]) -> Path:
    """Copy a sealed backup into a folder, read the copy back, and only then give it its name.

    It needs no key: the program may do so while it is locked.

    Args:
        sealed: a container as `OpenVault.backup_to` seals it.
        folder: where the copy goes; it must exist.
        between: called between pieces; what it raises stops the work and leaves nothing behind.

    Returns:
        The copy; one that was there already is left as it is.
    Raises:
        VaultError: `backup_folder_missing`, `backup_disk_full`, `backup_read_only`,
            `backup_damaged` (the copy does not read back as it was written), or an error of
            `read_container`.
    """
    info = read_container(sealed)
    if not disk.is_folder(folder):
        raise VaultError("backup_folder_missing")
    target = folder / name_of(info.made_at)
    number = 1
    with disk_errors():
        while target.exists():
            if _digest(target, between) == _digest(sealed, between):
                return target
            number += 1
            target = target.with_stem(f"{Path(name_of(info.made_at)).stem}-{number}")
    partial = folder / f".{target.name}-{secrets.token_hex(8)}"
    try:
        with disk_errors():
            digest = _copy(sealed, partial, between)
            if _digest(partial, between) != digest:
                raise VaultError("backup_damaged")
            partial.replace(target)
            disk.fsync_folder(folder)
    except VaultError as error:
        raise about_backup(error) from None
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
    return target


def own_backups(folder: Path, master_key: MasterKey) -> list[ContainerInfo]:
    """Return the automatic backups of one vault in a folder, the newest first.

    Raises:
        VaultError: an environment error.
    """
    found = []
    with disk_errors():
        paths = sorted(path for path in folder.iterdir() if _NAME.fullmatch(path.name))
    for path in paths:
        # What cannot be read, or is not ours, is none of our business.
        with suppress(VaultError):
            info = read_container(path)
            if info.vault_id == master_key.vault_id:
                require_seal(info, master_key)
                found.append(info)
    return sorted(found, key=lambda info: info.made_at, reverse=True)


def rotate(folder: Path, newest: Path, master_key: MasterKey) -> list[ContainerInfo]:
    """Remove the automatic backups of one vault that neither a day, week nor month needs.

    Args:
        newest: the backup that was just verified; without it nothing goes.
        master_key: of the vault.

    Returns:
        What is left, the newest first.
    Raises:
        VaultError: an environment error, or `backup_missing`.
    """
    found = own_backups(folder, master_key)
    verified = next((info for info in found if info.path == newest), None)
    if verified is None:
        raise VaultError("backup_missing")
    # One from a day that is still to come was made under a wrong clock: it neither counts nor goes.
    past = [info for info in found if info.made_at <= verified.made_at]
    by_moment = {_moment(info): info for info in [*past, verified]}
    stay = kept(by_moment)
    gone = [i for i in past if _moment(i) not in stay or by_moment[_moment(i)] is not i]
    with disk_errors():
        for info in gone:
            info.path.unlink()
        for path in folder.iterdir():
            if _PARTIAL.fullmatch(path.name) and _begins_with(path, master_key.vault_id):
                path.unlink()
        disk.fsync_folder(folder)
    return [info for info in found if info not in gone]


def _begins_with(path: Path, vault_id: bytes) -> bool:
    """Tell whether a copy that was cut off was one of this vault."""
    with path.open("rb") as file:
        return file.read(VAULT_ID.stop)[VAULT_ID] == vault_id


def _copy(source: Path, target: Path, between: Callable[[], None]) -> bytes:
    digest = hashlib.sha256()
    with os.fdopen(disk.create_private(target), "wb") as written:
        for piece in _pieces(source, between):
            digest.update(piece)
            written.write(piece)
        written.flush()
        os.fsync(written.fileno())
        if hasattr(os, "posix_fadvise"):
            # What is read back must come from the stick, not from the memory of this computer.
            os.posix_fadvise(written.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    return digest.digest()


def _digest(path: Path, between: Callable[[], None]) -> bytes:
    digest = hashlib.sha256()
    for piece in _pieces(path, between):
        digest.update(piece)
    return digest.digest()


def _pieces(path: Path, between: Callable[[], None]) -> Iterator[memoryview]:
    """Read a file through one buffer: a thread that asks for memory holds up the window's."""
    buffer = memoryview(bytearray(_CHUNK_BYTES))
    with path.open("rb", buffering=0) as file:
        while count := file.readinto(buffer):
            yield buffer[:count]
            between()


def _moment(info: ContainerInfo) -> datetime:
    return datetime.fromtimestamp(info.made_at).astimezone()


def _day(moment: datetime) -> object:
    return moment.date()


def _week(moment: datetime) -> object:
    return moment.isocalendar()[:2]


def _month(moment: datetime) -> object:
    return moment.year, moment.month
