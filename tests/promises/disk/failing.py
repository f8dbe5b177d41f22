"""Work on a disk that fails: `python -m tests.promises.disk.failing DATA SEED FAULTS`.

One fault after another is let loose on one action of the adviser each: opening, saving, changing
the key file, a backup, a lock. The program goes on, and what it said is held against what is there.
A line of JSON tells how each went.
"""

from __future__ import annotations

import json
import random
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from errno import EACCES, EDQUOT, EIO, ENOSPC, EROFS
from pathlib import Path

from tests.promises import saves
from tests.promises.disk.shim import Call, Shim
from vertrouwen.language.sentences import sentence
from vertrouwen.services.back_up import back_up
from vertrouwen.services.drafts import save_draft
from vertrouwen.services.new_keys import NewKeys
from vertrouwen.services.practice import Practice
from vertrouwen.services.vault_access import VaultAccess
from vertrouwen.storage.errors import StorageError
from vertrouwen.vault.container import extract_database, read_container
from vertrouwen.vault.errors import VaultError

BACKUP = "reservekopie.vertrouwen"
_MANY = 1_000_000


@dataclass(frozen=True, slots=True)
class Fault:
    """A way in which a disk fails."""

    name: str
    calls: Call
    error: int
    short: bool = False


FAULTS = (
    Fault("full while writing", Call.WRITE, ENOSPC),
    Fault("full in the middle of a write", Call.WRITE, ENOSPC, short=True),
    Fault("full while making a file", Call.OPEN, ENOSPC),
    Fault("quota exceeded", Call.WRITE, EDQUOT),
    Fault("a write fails", Call.WRITE, EIO),
    Fault("a write is short", Call.WRITE, 0, short=True),
    Fault("a sync fails", Call.SYNC, EIO),
    Fault("a sync finds no room", Call.SYNC, ENOSPC),
    Fault("a file cannot be cut", Call.TRUNCATE, EIO),
    Fault("a read fails", Call.READ, EIO),
    Fault("a rename fails", Call.RENAME, EIO),
    Fault("a rename is not allowed", Call.RENAME, EACCES),
    Fault("a file cannot be removed", Call.UNLINK, EIO),
    Fault("read-only from now on", Call.CHANGES, EROFS),
)


class Desk:
    """An adviser at work, who remembers what the program said was saved."""

    def __init__(self, data: Path, seed: str) -> None:
        self.data, self.seed = data, seed
        self.access: VaultAccess | None = None
        self.practice: Practice | None = None
        self.saved = self.code = self.backup = 0
        self.locks = 0

    # What the adviser does; each may be struck by a fault.

    def open(self) -> None:
        """Open the vault with the code that holds."""
        self.access, self.practice = saves.unlock(self.data, self.code)

    def save(self) -> None:
        """Save once more."""
        assert self.practice is not None
        saves.save(self.practice, self.seed, self.saved + 1)
        self.saved += 1

    def change_keys(self) -> None:
        """Put another recovery code in place of the one that holds."""
        assert self.access is not None
        code = saves.recovery_code(self.code + 1)
        self.access.replace_recovery_code(NewKeys(code=code, vault_id=saves.VAULT_ID))
        self.code += 1

    def back_up(self) -> None:
        """Make a backup over the one before."""
        assert self.access is not None
        assert self.practice is not None
        back_up(self.practice, self.access, self.data / BACKUP, lambda _done, _total: None)
        self.backup = self.saved

    def lock(self) -> None:
        """Keep what was typed and close the vault, as a lock does."""
        assert self.access is not None
        assert self.practice is not None
        access, practice = self.access, self.practice
        self.access = self.practice = None
        try:
            save_draft(practice, saves.DRAFT_OF_A_LOCK, {"text": ""})
        finally:
            access.close()

    # What is held against it, without any fault.

    def require_all(self) -> None:
        """Make sure that nothing is lost or torn; an action that failed is done or is not.

        Raises:
            AssertionError, VaultError: something is.
        """
        if self.access is None:
            self._open_with_either()
        assert self.practice is not None
        found = saves.saved(self.practice, self.seed)
        assert found in (self.saved, self.saved + 1), f"{found} of {self.saved} saves"
        self.saved = found
        if self.backup:
            info = read_container(self.data / BACKUP)
            extract_database(info, self.data / "extracted", lambda _done: None)

    def leave(self) -> None:
        """Close, so that what follows begins with the files alone."""
        access, self.access, self.practice = self.access, None, None
        if access is not None:
            with suppress(VaultError, StorageError):
                access.close()

    def _open_with_either(self) -> None:
        for code in (self.code, self.code + 1):
            try:
                self.access, self.practice = saves.unlock(self.data, code)
            except Exception as error:
                if getattr(error, "code", "") != "recovery_code_wrong" or code > self.code:
                    raise
            else:
                self.code = code
                return


ACTIONS: tuple[tuple[str, Callable[[Desk], None], int], ...] = (
    ("open", Desk.open, 2),
    ("save", Desk.save, 6),
    ("change the keys", Desk.change_keys, 2),
    ("back up", Desk.back_up, 2),
    ("lock", Desk.lock, 2),
)
"""Their names, what is done, and how often they are struck beside the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Struck:
    """How the program took one fault.

    Args:
        answer: "done", or the code of the message.
        problem: what was not as promised; empty where all was.
    """

    number: int
    action: str
    fault: str
    lasting: bool
    after: int
    answer: str
    problem: str


def prepare(desk: Desk, action: str) -> None:
    """Bring the vault into the state in which an action begins."""
    if action == "open":
        desk.leave()
    elif desk.access is None:
        desk.open()


def rehearse(desk: Desk, act: Callable[[Desk], None], action: str) -> None:
    """Do an action without any fault.

    After an earlier one SQLite may go on refusing over the connection it has; then the adviser
    starts the program again.
    """
    prepare(desk, action)
    try:
        act(desk)
    except (VaultError, StorageError):
        desk.leave()
        prepare(desk, action)
        act(desk)


def strike(desk: Desk, shim: Shim, number: int, chance: random.Random) -> Struck | None:
    """Let one fault loose on one action; None where the action makes no such call."""
    weights = [weight for _, _, weight in ACTIONS]
    name, act, _ = chance.choices(ACTIONS, weights)[0]
    fault = chance.choice(FAULTS)
    # How many such calls the action makes is found out by doing it.
    rehearse(desk, act, name)
    prepare(desk, name)
    shim.arm(fault.calls, _MANY, 0)
    act(desk)
    seen = shim.seen
    shim.arm(Call(0), 0, 0)
    if seen == 0:
        return None
    prepare(desk, name)
    lasting = fault.error != 0 and (fault.calls == Call.CHANGES or chance.random() < 0.4)
    after = chance.randrange(seen)
    answer, problem = "done", ""
    shim.arm(fault.calls, after, fault.error, lasting=lasting, short=fault.short)
    try:
        act(desk)
    except Exception as error:
        answer = str(getattr(error, "code", type(error).__name__))
        if sentence(error) == sentence(Exception()):
            problem = traceback.format_exc()
    finally:
        has_fired = shim.fired > 0
        shim.arm(Call(0), 0, 0)
    if not has_fired:
        return None
    try:
        if chance.random() < 0.5 and name != "change the keys":
            with suppress(VaultError, StorageError):
                desk.require_all()
        desk.leave()
        desk.require_all()
    except Exception as error:
        problem = problem or f"{type(error).__name__}: {error}"
    return Struck(
        number=number,
        action=name,
        fault=fault.name,
        lasting=lasting,
        after=after,
        answer=answer,
        problem=problem,
    )


def main() -> None:
    """Strike as often as the command line says."""
    data, seed, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    saves.set_little_aside()
    desk, shim, chance = Desk(data, seed), Shim(), random.Random(seed)
    number = 0
    while number < count:
        struck = strike(desk, shim, number, chance)
        if struck is not None:
            sys.stdout.write(json.dumps(asdict(struck)) + "\n")
            number += 1
            if struck.problem:
                return
    desk.leave()


if __name__ == "__main__":
    main()
