"""One program at a time: the lock file, which also remembers whether the last exit was clean."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from vertrouwen.vault.errors import VaultError, disk_errors

_STATE_BYTES = 64
# As programs before wrote it, and as it is written since the journal is always there by then.
_OPEN_WITHOUT_JOURNAL = b"open".ljust(_STATE_BYTES - 1) + b"\n"
_OPEN = b"open journal".ljust(_STATE_BYTES - 1) + b"\n"
_CLEAN = b"clean "
# Windows locks are mandatory: the locked byte lies far behind the text, which stays readable.
_WINDOWS_OFFSET = 1 << 20


class InstanceLock:
    """The lock on one vault folder, held until `release` or the end of the process.

    Raises:
        VaultError: `vault_in_use` if another program (or this one) holds it.
    """

    def __init__(self, path: Path) -> None:
        with disk_errors():
            self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        if not _try_lock(self._descriptor):
            os.close(self._descriptor)
            raise VaultError("vault_in_use")
        self._holders = 1
        if not _is_there(self._descriptor, path):
            # The vault was moved aside after the file was opened: this is no lock on its place.
            self.release()
            raise VaultError("vault_in_use")

    def was_clean(self, database: Path) -> bool:
        """Tell whether the last program closed the database and nobody touched it since."""
        return self._read() == _clean_state(database)

    def was_left_open(self) -> bool:
        """Tell whether the last program died with the database open."""
        return self._read() in (_OPEN, _OPEN_WITHOUT_JOURNAL)

    def was_closed(self) -> bool:
        """Tell whether the last program closed the database, whatever came over it since."""
        return self._read().startswith(_CLEAN)

    def needs_journal(self) -> bool:
        """Tell whether a rollback journal must lie beside the database now."""
        return self._read() == _OPEN

    def expect_no_journal(self) -> None:
        """Write durably, where a journal was needed, that it may be gone from here on."""
        if self.needs_journal():
            self._write(_OPEN_WITHOUT_JOURNAL)

    def mark_open(self) -> None:
        """Write durably that the database is open from now on, and its journal there."""
        self._write(_OPEN)

    def mark_clean(self, database: Path) -> None:
        """Write durably that the database was closed as it lies there."""
        self._write(_clean_state(database))

    def hold(self) -> InstanceLock:
        """Return this lock for one holder more: the last `release` lets another program in."""
        self._holders += 1
        return self

    def release(self) -> None:
        """Let another program in, unless somebody else in this one holds the lock too."""
        self._holders -= 1
        if not self._holders:
            os.close(self._descriptor)

    def _read(self) -> bytes:
        with disk_errors():
            os.lseek(self._descriptor, 0, os.SEEK_SET)
            return os.read(self._descriptor, _STATE_BYTES)

    def _write(self, state: bytes) -> None:
        with disk_errors():
            os.lseek(self._descriptor, 0, os.SEEK_SET)
            os.write(self._descriptor, state)
            if os.fstat(self._descriptor).st_size != _STATE_BYTES:
                os.ftruncate(self._descriptor, _STATE_BYTES)
            os.fsync(self._descriptor)


def _clean_state(database: Path) -> bytes:
    with disk_errors():
        status = database.stat()
    text = f"clean {status.st_size} {status.st_mtime_ns}"
    # Always the same length: writing over the same bytes is synced sooner.
    return text.encode("ascii").ljust(_STATE_BYTES - 1) + b"\n"


def _is_there(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


def _try_lock(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(descriptor, _WINDOWS_OFFSET, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
