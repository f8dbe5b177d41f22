"""Some days of work behind the shim: `python -m tests.promises.disk.traced DATA SEED SAVES`.

Saves, changes of the key file, backups, locks; each is marked in the trace once the adviser would
believe it. Now and then the process is killed, and another goes on. With 0 saves, the making of a
vault.
"""

from __future__ import annotations

import itertools
import os
import random
import sys
from pathlib import Path

from tests.promises import saves
from tests.promises.disk.shim import DIES, Call, Shim
from vertrouwen.services.back_up import back_up
from vertrouwen.services.practice import Practice
from vertrouwen.services.vault_access import NewKeys, VaultAccess
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


def main() -> None:
    """Do what the command line says."""
    data, seed, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    saves.set_little_aside()
    if not count:
        saves.make_vault(data)
        Shim().mark("made")
        return
    for life in itertools.count():
        child = os.fork()
        if child == 0:
            live(data, seed, life, count)
            return
        if not os.WIFSIGNALED(status := os.waitpid(child, 0)[1]):
            sys.exit(status)


if __name__ == "__main__":
    main()
