"""A vault with a new master key, made from an open one; for when the old key may be known.

Whoever once had the master key, or a slot with its secret, can read every copy made with it, also
a later one. Only another master key ends that. The renewed vault is made whole beside the old one,
in `.NAME-renewed`, checked, and put in its place by two renames; what is cut off between them is
finished by the next start (`folder.finish_renewal`). The old vault is moved aside, never deleted.

The renewed vault has a new vault_id as well, on its sheet and in its backups: so old and new sheets
and backups are told apart, and the keyring holds both secrets at the same time. Under `formerly`
its key file says which id it had before. Backups made before the renewal still open with the code
that was on paper then, and only with it; the vault that was moved aside opens as it did.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from vertrouwen.vault import database
from vertrouwen.vault.check import check_database
from vertrouwen.vault.errors import VaultError, disk_errors, from_database_error
from vertrouwen.vault.folder import fsync_folder
from vertrouwen.vault.key_file import MOST_FORMER, KeyFile
from vertrouwen.vault.keys import MasterKey
from vertrouwen.vault.register import carried_key, with_destroyed

if TYPE_CHECKING:
    from sqlcipher3.dbapi2 import Connection

    from vertrouwen.vault.container import Progress
    from vertrouwen.vault.vault import VaultFolder
    from vertrouwen.vault.wanted_keys import WantedKeys

_STEPS = 4

Resign = Callable[["Connection", bytes, bytes], None]
"""Joins the record chain of a copy anew: called with its connection, which no authorizer guards,
the old record key and the new one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewal:
    """What the renewed vault gets.

    Args:
        vault_id: 16 new random bytes, printed on the new sheet already.
        wanted: what shall open it.
        resign: joins its record chain anew.
    """

    vault_id: bytes
    wanted: WantedKeys
    resign: Resign


def build_renewed(
    place: VaultFolder,
    renewal: Renewal,
    *,
    old: MasterKey,
    keys: KeyFile,
    copy: Callable[[Path], None],
    progress: Progress,
) -> None:
    """Make the renewed vault, all of it or nothing; the old one is only read.

    Args:
        place: where it is made; nothing may lie there.
        renewal: what it gets.
        old: the master key until now.
        keys: the key file until now.
        copy: writes the quiescent database of the old vault to a path.
        progress: called with steps done and in all; what it raises stops the work.
    Raises:
        VaultError: an error of the code, passphrase or keyring; `database_damaged` when the copy
            does not hold what the old one holds; what `resign` raises; an environment error.
    """
    new = MasterKey.generate(renewal.vault_id)
    slots, verify = renewal.wanted.wrap(new)
    renewed = replace(
        slots,
        formerly=(*keys.formerly, keys.vault_id)[-MOST_FORMER:],
        register_key=carried_key(keys, old, new),
    )
    renewed = with_destroyed(renewed, new, keys.destroyed)

    def fill(path: Path) -> None:
        copy(path)
        progress(1, _STEPS)
        before = _rekey(path, old, new, renewal.resign)
        progress(2, _STEPS)
        check_database(path, new.database_key)
        progress(3, _STEPS)
        connection = database.connect(path, new.database_key)
        try:
            if _row_counts(connection) != before:
                raise VaultError("database_damaged")
        finally:
            connection.close()
        with disk_errors(), path.open("rb+") as file:
            os.fsync(file.fileno())
            fsync_folder(path.parent)
        progress(_STEPS, _STEPS)

    place.build(renewed, fill=fill, verify=verify)


def _rekey(path: Path, old: MasterKey, new: MasterKey, resign: Resign) -> dict[str, int]:
    """Join the chain of a copy anew and encrypt all of it anew; return its counts before."""
    from sqlcipher3 import dbapi2

    connection = database.connect(path, old.database_key)
    try:
        # A copy that is cut off is thrown away: it needs no journal on the disk.
        connection.execute("PRAGMA journal_mode=MEMORY").fetchall()
        connection.execute("PRAGMA temp_store=2")
        before = _row_counts(connection)
        resign(connection, old.audit_key, new.audit_key)
        connection.reset_key(f"x'{new.database_key.hex()}'")
    except dbapi2.Error as error:
        raise from_database_error(error) or VaultError("database_damaged") from None
    finally:
        connection.close()
    return before


def _row_counts(connection: Connection) -> dict[str, int]:
    names = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    return {
        name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608
        for (name,) in names
    }
