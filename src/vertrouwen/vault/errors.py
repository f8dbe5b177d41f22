"""Errors of the vault: a code and parameters that are safe to show, never a secret or a path."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

_BY_ERRNO = {
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EROFS: "folder_read_only",
    errno.EACCES: "folder_read_only",
    errno.EPERM: "folder_read_only",
    errno.ENOENT: "file_missing",
    errno.EISDIR: "file_missing",
    errno.ENOTDIR: "file_missing",
}

# Primary result codes of SQLite (https://www.sqlite.org/rescode.html).
_BY_SQLITE_CODE = {
    5: "vault_in_use",
    8: "folder_read_only",
    10: "disk_failing",
    11: "database_damaged",
    13: "disk_full",
    14: "database_missing",
    26: "database_damaged",
}


class VaultError(Exception):
    """Something about keys, files or the keyring that the adviser or the machine can mend.

    Args:
        code: what happened; its sentence stands in `language.sentences_vault`.
        params: numbers and names that are safe to show.
    """

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        """Return the code alone, which is what a log may hold."""
        return self.code


def from_os_error(error: OSError) -> VaultError:
    """Return the vault's name for an error of the operating system."""
    return VaultError(_BY_ERRNO.get(error.errno or 0, "disk_failing"))


def from_database_error(error: BaseException) -> VaultError | None:
    """Return the vault's name for an environment error of SQLite, or None if it is none."""
    code = getattr(error, "sqlite_errorcode", None)
    name = _BY_SQLITE_CODE.get(code & 0xFF) if isinstance(code, int) else None
    return VaultError(name) if name else None


@contextmanager
def disk_errors() -> Iterator[None]:
    """Turn errors of the operating system inside the block into `VaultError`s."""
    try:
        yield
    except OSError as error:
        raise from_os_error(error) from None
