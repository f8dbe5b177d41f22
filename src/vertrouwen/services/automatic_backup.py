"""Backups that are made by themselves, into the folders the adviser chose.

A backup goes through three hands. `stage` seals it beside the vault, on the database thread, and
is done in a moment; `carry` brings it to a folder, opens and checks it there, beside the database
thread; `record` writes down what came of it. When the program locks there is only time for the
first; the copying needs no key (`deliver_pending`), and the check follows at the next opening.
Why: docs/decisions/0030-backups-by-themselves.md.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from vertrouwen.language.sentences_backup import PROBLEMS
from vertrouwen.services.back_up import LAST_BACKUP
from vertrouwen.services.practice import Change, Practice
from vertrouwen.services.vault_access import VaultAccess
from vertrouwen.storage import settings
from vertrouwen.storage.unit_of_work import Transaction
from vertrouwen.vault.errors import VaultError
from vertrouwen.vault.folder import is_folder

FOLDERS = "backup.folders"
MOST_FOLDERS = 5
CLOSING_SECONDS = 0.5
"""How long a lock waits for a backup; when it is not enough the next start makes it."""

_RECORDED = "record_backup"
_NOT_AS_WRITTEN = {"backup_damaged", "backup_foreign", "vault_newer"}


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupFolder:
    """A folder for backups, and how it is doing.

    Args:
        path: chosen by the adviser.
        good_at: when the newest verified backup in it was made (UTC), or None.
        through: the last line of history that backup holds; 0 when there is none.
        vault: id of the vault it was made of; a renewed one has another.
        problem: code of why the last try failed, or "".
        problem_since: the first day of that.
    """

    path: Path
    good_at: datetime | None = None
    through: int = 0
    vault: str = ""
    problem: str = ""
    problem_since: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """A sealed backup beside the vault, still to be brought to a folder and checked there.

    Args:
        path: the container.
        made_at: in UTC.
        vault: id of the vault.
        rows: how many rows each table of it had at that moment.
    """

    path: Path
    made_at: datetime
    vault: str
    rows: Mapping[str, int]

    @property
    def through(self) -> int:
        """The last line of history in it; history has no gaps."""
        return self.rows["history"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of bringing a backup to a folder.

    Args:
        path: the folder.
        staged: the backup, when it is there and verified.
        problem: code of why not, or "".
    """

    path: Path
    staged: Staged | None = None
    problem: str = ""


def backup_folders(practice: Practice) -> tuple[BackupFolder, ...]:
    """Return the folders, as they were chosen."""
    text = settings.get(practice.store, FOLDERS)
    return tuple(_folder(fields) for fields in json.loads(text)) if text else ()


def add_folder(practice: Practice, access: VaultAccess, path: Path) -> Change:
    """Make backups into one more folder; one that was chosen before begins anew.

    Raises:
        VaultError: `backup_folder_missing`, `backup_inside_vault`, `backup_folders_full`.
    """
    if not is_folder(path):
        raise VaultError("backup_folder_missing")
    chosen, vault = path.resolve(), access.folder.resolve()
    if chosen == vault or vault in chosen.parents:
        raise VaultError("backup_inside_vault")
    others = [folder for folder in backup_folders(practice) if folder.path != path]
    if len(others) >= MOST_FOLDERS:
        raise VaultError("backup_folders_full", most=MOST_FOLDERS)
    return _keep(practice, [*others, BackupFolder(path=path)], "add_backup_folder")


def remove_folder(practice: Practice, path: Path) -> Change:
    """Make no more backups into a folder; what lies there is left alone."""
    left = [folder for folder in backup_folders(practice) if folder.path != path]
    return _keep(practice, left, "remove_backup_folder")


def behind(practice: Practice, access: VaultAccess) -> tuple[BackupFolder, ...]:
    """Return the folders whose newest good backup does not hold everything.

    A backup from before a renewal of the master key opens with another code, so it is behind too.
    """
    vault = access.opened_vault.vault_id.hex()
    return tuple(
        folder
        for folder in backup_folders(practice)
        if folder.vault not in ("", vault) or _has_news(practice, folder.through)
    )


def stage(practice: Practice, access: VaultAccess) -> Staged:
    """Seal a backup beside the vault; on the database thread.

    What is left of the vault's digest is read first: a vault that was put back gets no backup,
    or it would push out the good ones.

    Raises:
        VaultError: why there is none.
    """
    from vertrouwen.vault.contents import row_counts

    if practice.watch is not None:
        practice.watch.before_writing()
    vault = access.opened_vault
    rows = row_counts(vault.connection)
    # Not where the closing puts its own: that may come while this one is still being copied.
    report = vault.backup_to(_staged(access.folder), is_final=False)
    return Staged(
        path=report.path, made_at=_utc(report.made_at), vault=vault.vault_id.hex(), rows=rows
    )


def stage_at_closing(practice: Practice, access: VaultAccess) -> bool:
    """Seal a backup if a folder lacks something, as the last thing before the vault closes.

    A lock has no time to lose: what takes longer than `CLOSING_SECONDS` is given up, and of a vault
    whose digest is still being read nothing is sealed.

    Returns:
        Whether there is one to deliver. No error stops the closing: the next start tries again.
    """
    deadline = time.monotonic() + CLOSING_SECONDS

    def in_time(_done: int, _total: int) -> None:
        if time.monotonic() > deadline:
            raise TimeoutError

    watch = practice.watch
    with suppress(Exception):
        if watch is not None and watch.is_reading:
            return False
        if watch is not None:
            watch.before_writing()  # raises what was found before
        if behind(practice, access):
            access.opened_vault.backup_to(pending(access.folder), in_time, is_final=False)
            return True
    return False


def left_over(practice: Practice, access: VaultAccess) -> Staged | None:
    """Return the backup that was sealed when the vault was last closed, if there is one.

    To be asked before anything is written: its rows are compared with those of now.
    """
    from vertrouwen.vault.container import read_container
    from vertrouwen.vault.contents import row_counts

    _staged(access.folder).unlink(missing_ok=True)  # of a program that was cut off
    path = pending(access.folder)
    if not path.exists():
        return None
    try:
        info = read_container(path)
    except VaultError:
        # Cut off while it was written: there is nothing in it that the vault does not hold.
        path.unlink(missing_ok=True)
        return None
    rows = row_counts(access.opened_vault.connection)
    return Staged(path=path, made_at=_utc(info.made_at), vault=info.vault_id.hex(), rows=rows)


def deliver_pending(
    vault_folder: Path, folders: Iterable[Path], between: Callable[[], None]
) -> int:
    """Copy the sealed backup into each folder that is there; without any key.

    Args:
        vault_folder: where the closed vault lies.
        folders: where it goes.
        between: called between pieces; what it raises stops the work.

    Returns:
        How many folders have it now. What fails is tried again at the next opening, which says so.
    """
    from vertrouwen.vault.backup_folder import deliver

    count = 0
    for folder in folders if pending(vault_folder).exists() else ():
        with suppress(VaultError):
            deliver(pending(vault_folder), folder, between)
            count += 1
    return count


def carry(
    access: VaultAccess,
    staged: Staged,
    folders: Sequence[BackupFolder],
    between: Callable[[], None],
) -> list[Outcome]:
    """Bring a backup to folders, open and check it in each, and only then let older ones go.

    Works beside the database thread: it touches files and the key, never the connection.

    Args:
        between: called often; what it raises stops the work.

    Returns:
        What came of each folder; one that holds an older moment than now is left out.
    """
    outcomes = []
    for folder in folders:
        try:
            is_of_now = _carry_to(access, staged, folder, between)
        except VaultError as error:
            problem = error.code if error.code in PROBLEMS else "backup_not_made"
            outcomes.append(Outcome(path=folder.path, problem=problem))
        else:
            if is_of_now:
                outcomes.append(Outcome(path=folder.path, staged=staged))
    staged.path.unlink(missing_ok=True)
    return outcomes


def there(folders: Sequence[BackupFolder]) -> list[Outcome]:
    """Say of each folder whether it is there now; a folder on the network may take its time."""
    return [
        Outcome(path=folder.path, problem="" if is_folder(folder.path) else "backup_folder_missing")
        for folder in folders
    ]


def record(practice: Practice, outcomes: Sequence[Outcome]) -> tuple[BackupFolder, ...]:
    """Write down what came of it, where that is news.

    Returns:
        The folders as they are doing now.
    """
    found = {outcome.path: outcome for outcome in outcomes}
    before = backup_folders(practice)
    after = tuple(_after(folder, found.get(folder.path), practice.today()) for folder in before)
    if after != before:
        newest = max((f.good_at for f in after if f.good_at is not None), default=None)
        with practice.store.operation(_RECORDED, subject="setting") as tx:
            _put(tx, after)
            last = settings.get(tx, LAST_BACKUP)
            if newest is not None and newest.isoformat() > last:
                settings.put(tx, LAST_BACKUP, newest.isoformat())
    return after


def pending(vault_folder: Path) -> Path:
    """Return where the backup that was sealed at the closing waits for its folders."""
    from vertrouwen.vault.folder import PENDING_BACKUP

    return vault_folder / PENDING_BACKUP


def _staged(vault_folder: Path) -> Path:
    from vertrouwen.vault.folder import STAGED_BACKUP

    return vault_folder / STAGED_BACKUP


def _carry_to(
    access: VaultAccess, staged: Staged, folder: BackupFolder, between: Callable[[], None]
) -> bool:
    from vertrouwen.vault.backup_folder import deliver
    from vertrouwen.vault.folder import drop_migration_copies

    own = access.opened_vault.own_backups
    if not is_folder(folder.path):
        raise VaultError("backup_folder_missing")
    if folder.vault == staged.vault and not own.in_folder(folder.path):
        # Another stick at the same place, or an empty place where a stick belongs.
        raise VaultError("backup_folder_other")
    copy = deliver(staged.path, folder.path, between)
    try:
        looked = own.look_into(copy, lambda _done, _total: between())
        is_of_now = looked.rows["history"] == staged.rows["history"]
        if is_of_now and looked.rows != staged.rows:
            raise VaultError("backup_damaged")
    except VaultError as error:
        if error.code in _NOT_AS_WRITTEN:
            with suppress(OSError):
                copy.unlink()
            raise VaultError("backup_not_good") from None
        raise
    if is_of_now:
        own.rotate(folder.path, copy)
        with suppress(VaultError):  # the next backup tries again
            drop_migration_copies(access.folder, looked.info.schema_version)
    return is_of_now


def _has_news(practice: Practice, through: int) -> bool:
    return (
        practice.store.read_one(
            "SELECT 1 FROM history WHERE id > ? AND operation <> ? LIMIT 1", (through, _RECORDED)
        )
        is not None
    )


def _after(folder: BackupFolder, outcome: Outcome | None, today: date) -> BackupFolder:
    if outcome is None:
        return folder
    if outcome.problem:
        if outcome.problem == folder.problem:
            return folder
        return replace(folder, problem=outcome.problem, problem_since=today)
    if outcome.staged is None:
        return folder
    return replace(
        folder,
        good_at=outcome.staged.made_at,
        through=outcome.staged.through,
        vault=outcome.staged.vault,
        problem="",
        problem_since=None,
    )


def _keep(practice: Practice, folders: Sequence[BackupFolder], operation: str) -> Change:
    with practice.store.operation(operation, subject="setting") as tx:
        _put(tx, folders)
    return Change(operation=operation)


def _put(tx: Transaction, folders: Sequence[BackupFolder]) -> None:
    fields = [
        {
            "path": str(folder.path),
            "good_at": folder.good_at.isoformat() if folder.good_at else None,
            "through": folder.through,
            "vault": folder.vault,
            "problem": folder.problem,
            "problem_since": folder.problem_since.isoformat() if folder.problem_since else None,
        }
        for folder in folders
    ]
    settings.put(tx, FOLDERS, json.dumps(fields))


def _folder(fields: Mapping[str, str | int | None]) -> BackupFolder:
    good_at, since = fields["good_at"], fields["problem_since"]
    return BackupFolder(
        path=Path(str(fields["path"])),
        good_at=datetime.fromisoformat(str(good_at)) if good_at else None,
        through=int(fields["through"] or 0),
        vault=str(fields["vault"]),
        problem=str(fields["problem"]),
        problem_since=date.fromisoformat(str(since)) if since else None,
    )


def _utc(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
