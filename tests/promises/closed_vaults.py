"""A vault that was used in several sessions, and the files as each of them left them."""

from __future__ import annotations

import os
import signal
import threading
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import Clock, KeyringOnDemand
from tests.services.cases import opened
from vertrouwen.bootstrap import vault_access
from vertrouwen.domain.contact import NoteKind
from vertrouwen.services.edit_organisations import NewOrganisation, add_organisation
from vertrouwen.services.settings import set_profile
from vertrouwen.services.vault_access import VaultAccess
from vertrouwen.services.write_note import write_note
from vertrouwen.vault import folder as disk

NAMES = (disk.DATABASE, disk.KEYS, disk.KEYS_COPY, disk.LOCK)
PAGE = 4096
_TEXT = "Kort gesprek gehad; morgen bellen wij over de volgende stap. "


@dataclass(frozen=True)
class Kept:
    """One file as it lay there, with its time: whoever puts it back can put that back too."""

    data: bytes
    modified: int


Snapshot = dict[str, Kept]


class ClosedVault:
    """A vault on a computer with a keyring, used in some sessions and closed well.

    Attributes:
        sessions: what its files were after each session.
        remembered: what the keyring held then.
    """

    def __init__(self, folder: Path, keyring: type[KeyringOnDemand], sessions: int) -> None:
        self.clock = Clock()
        self.access = vault_access(folder, lambda: self.clock().astimezone(), keyring_seconds=30)
        self.place = self.access.folder
        self.sessions: list[Snapshot] = []
        self.remembered: list[dict[tuple[str, str], str]] = []
        self._keyring = keyring
        self.keys = self.access.new_keys()
        practice = self.access.create(self.keys, None, threading.Event()).practice
        set_profile(practice, "A. Voorbeeld", "NL")
        client = add_organisation(
            practice, NewOrganisation(name="Hogeschool De Linde", country="NL")
        ).organisation_id
        assert client is not None
        cases = [opened(practice, client) for _ in range(12)]
        for case_id in cases:
            for number in range(4):
                write_note(practice, case_id, NoteKind.FILE, _TEXT * (4 + number))
        self.end_session()
        for number in range(1, sessions):
            self.clock.pass_days(1)
            practice = self.access.unlock_with_device(threading.Event()).practice
            write_note(practice, cases[number % len(cases)], NoteKind.FILE, _TEXT * 3)
            self.end_session()

    def end_session(self) -> None:
        """Close the vault and keep what its files are now."""
        self.access.close()
        self.sessions.append(snapshot(self.place))
        self.remembered.append(dict(self._keyring.entries))

    def lay(self, files: Snapshot, remembered: dict[tuple[str, str], str]) -> VaultAccess:
        """Put these files in the vault's place, and this in the keyring; return a new way in."""
        for path in self.place.iterdir():
            if path.name.startswith(disk.DATABASE):
                path.unlink()
        for name, kept in files.items():
            path = self.place / name
            path.write_bytes(kept.data)
            os.utime(path, ns=(kept.modified, kept.modified))
        self._keyring.entries.clear()
        self._keyring.entries.update(remembered)
        return vault_access(
            self.place.parent, lambda: self.clock().astimezone(), keyring_seconds=30
        )


def one_page_back(closed: ClosedVault) -> Snapshot:
    """Return the newest files with the last page that changed as the session before left it."""
    newest, before = closed.sessions[-1][disk.DATABASE], closed.sessions[-2][disk.DATABASE].data
    data = bytearray(newest.data)
    for start in range(len(before) - 4096, 0, -PAGE):
        if data[start : start + PAGE] != before[start : start + PAGE]:
            data[start : start + PAGE] = before[start : start + PAGE]
            break
    return {**closed.sessions[-1], disk.DATABASE: Kept(bytes(data), newest.modified)}


def snapshot(place: Path) -> Snapshot:
    """Return the files of a closed vault as they lie there."""
    return {
        name: Kept((place / name).read_bytes(), (place / name).stat().st_mtime_ns) for name in NAMES
    }


def finding(access: VaultAccess) -> str:
    """Open as the program does; return what was found, or "" and close."""
    try:
        opened = access.unlock_with_device(threading.Event())
    except Exception as error:
        access.close()
        return str(getattr(error, "code", type(error).__name__))
    access.close()
    return ",".join(opened.notices)


def die_in_the_middle(folder: Path, code: str, number: int) -> None:
    """Open a vault with the code on paper and be killed in the middle of a large change.

    Args:
        folder: in which the vault lies.
        code: the code on paper.
        number: makes each change another.
    """
    access = vault_access(folder, lambda: Clock()().astimezone(), keyring_seconds=30)
    store = access.unlock_with_recovery_code(code).practice.store
    connection = store._connection
    # So little memory that the change goes to the disk before it is whole.
    connection.set_authorizer(None)
    connection.execute("PRAGMA cache_size=2")
    with store.operation("half") as tx:
        for row in range(40):
            key = f"{number}-{row}"
            tx.execute("INSERT INTO setting VALUES (?, ?)", (key, _TEXT * 20))
        os.kill(os.getpid(), signal.SIGKILL)
