"""Some days of work behind the shim: `python -m tests.promises.disk.traced DATA SEED WORK [SAVES]`.

What the adviser would believe is marked in the trace. The work is one of:

- `work`: saves, changes of the key file, backups, locks; now and then the process is killed, and
  another goes on;
- `renew`: some saves, a new master key, and some more;
- `make`: the making of a vault.
"""

from __future__ import annotations

import itertools
import os
import random
import sys
import threading
from pathlib import Path

from tests.promises import saves
from tests.promises.disk.shim import DIES, Call, Shim
from vertrouwen.services.back_up import back_up
from vertrouwen.services.new_keys import NewKeys
from vertrouwen.services.practice import Practice
from vertrouwen.services.renew_keys import renew_keys
from vertrouwen.services.vault_access import VaultAccess
from vertrouwen.vault.errors import VaultError

BACKUP = "reservekopie.vertrouwen"
_LATEST = 60
"""How many changes of the disk a process that is to die may still make."""


def live(data: Path, seed: str, life: int, count: int) -> None:
    """Open the vault and work with it until the last save, or until killed."""
    shim, chance = Shim(), random.Random(f"{seed}/{life}")
    if life and chance.random() < 0.3:
        shim.arm(Call.CHANGES, chance.randrange(_LATEST), DIES)
    access, practice, code = _unlock(data)
    shim.mark("changed", code)
    last = saves.saved(practice, seed)
    shim.mark("saved", last)
    for number in range(last + 1, count + 1):
        if chance.random() < 0.1:
            shim.arm(Call.CHANGES, chance.randrange(_LATEST), DIES)
        saves.save(practice, seed, number)
        shim.mark("saved", number)
        match chance.randrange(12):
            case 0:
                code += 1
                shim.mark("changing", code)
                keys = NewKeys(code=saves.recovery_code(code), vault_id=saves.VAULT_ID)
                access.replace_recovery_code(keys)
                shim.mark("changed", code)
            case 1:
                back_up(practice, access, data / BACKUP, lambda _done, _total: None)
                shim.mark("backup", number)
            case 2:
                access.close()
                access, practice, code = _unlock(data)
    access.close()


def _unlock(data: Path, most: int = 1_000) -> tuple[VaultAccess, Practice, int]:
    """Open with the one code that holds; whoever died may have changed it or not."""
    for code in range(most):
        try:
            return *saves.unlock(data, code), code
        except VaultError as error:
            if error.code != "recovery_code_wrong":
                raise
    raise AssertionError("no code opens the vault")


def renew(data: Path, seed: str) -> None:
    """Save, put the vault under a new master key, and save again."""
    shim = Shim()
    access, practice = saves.unlock(data)
    for number in range(1, 4):
        saves.save(practice, seed, number)
        shim.mark("saved", number)
    shim.mark("changing", 1)
    keys = NewKeys(code=saves.recovery_code(1), vault_id=bytes(range(16)))
    renew_keys(access, keys, saves.PASSPHRASE, threading.Event(), lambda _done, _all: None)
    shim.mark("changed", 1)
    access, practice = saves.unlock(data, 1)
    for number in range(4, 7):
        saves.save(practice, seed, number)
        shim.mark("saved", number)
    access.close()


def live_and_die(data: Path, seed: str, count: int) -> None:
    """Let one process after another work, until one of them is through."""
    for life in itertools.count():
        child = os.fork()
        if child == 0:
            live(data, seed, life, count)
            return
        if not os.WIFSIGNALED(status := os.waitpid(child, 0)[1]):
            sys.exit(status)


def main() -> None:
    """Do what the command line says."""
    data, seed, what = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    saves.set_little_aside()
    if what == "work":
        live_and_die(data, seed, int(sys.argv[4]))
    elif what == "renew":
        renew(data, seed)
    else:
        saves.make_vault(data)
        Shim().mark("made")


if __name__ == "__main__":
    main()
