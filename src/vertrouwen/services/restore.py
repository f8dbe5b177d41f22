"""Coming back from a backup: what it holds, and what is destroyed in it once more."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from vertrouwen.services.destroy_case import begin_above, keep_destroyed
from vertrouwen.services.vault_access import Opened, Progress, VaultAccess


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupView:
    """What a backup holds; it was opened with the code on paper, and all of it was checked.

    Args:
        made_at: in UTC.
        cases, notes, organisations: how many there are in it.
    """

    made_at: datetime
    cases: int
    notes: int
    organisations: int


def look_into_backup(
    access: VaultAccess, container: Path, code: str, progress: Progress
) -> BackupView:
    """Open a backup with the code on paper, beside the vault, and say what is in it.

    Nothing of the vault is read or changed, and nothing stays behind.

    Raises:
        VaultError: why the backup or the code cannot be used.
    """
    from vertrouwen.vault.contents import look_into
    from vertrouwen.vault.recovery_code import parse
    from vertrouwen.vault.slots import SlotType

    secret = parse(code).secret
    looked = look_into(
        container,
        lambda info: info.key_file.unlock(SlotType.RECOVERY, secret),
        access.folder,
        progress,
    )
    return BackupView(
        made_at=datetime.fromtimestamp(looked.info.made_at, UTC),
        cases=looked.rows.get("case_file", 0),
        notes=looked.rows.get("note", 0),
        organisations=looked.rows.get("organisation", 0),
    )


def restore_backup(access: VaultAccess, container: Path, code: str, progress: Progress) -> Opened:
    """Bring a practice back, and destroy in it what was destroyed after the backup was made.

    A vault that is there is moved aside, never overwritten, once the restored one is whole. The
    code on paper opens it, and a passphrase the backup knows, until another way in is chosen.

    Returns:
        The open practice, with how many cases were destroyed once more, and the notice
        `keys_of_before_renewal` where an older master key holds again.
    Raises:
        VaultError: why the backup or the code cannot be used; nothing was changed then.
    """
    from vertrouwen.vault.backup import restore

    opened = access.take(
        restore(
            container,
            access.place,
            recovery_code=code,
            progress=progress,
            is_replacing=True,
        )
    )
    if access.watch is not None:
        # What the keyring remembers is of the vault that was moved aside.
        access.watch.take_as_it_is()
    vault = access.opened_vault
    count = opened.destroyed_again + keep_destroyed(opened.practice, vault)
    begin_above(opened.practice, vault)
    return replace(opened, destroyed_again=count)
