"""A program that has the vault and is killed: `python -m tests.promises.holder`.

Each line on its input names a data folder, and what to do with the vault in it: only claim it, as
the unlock window does, or open it as well. A fork does so, says it, comes forward when asked, and
never ends by itself.
"""

from __future__ import annotations

import os
import select
import sys
from pathlib import Path

from tests.promises import saves
from tests.promises.saver import say
from vertrouwen.bootstrap import vault_access

_LOOK_SECONDS = 0.01


def hold(data: Path, is_opened: bool) -> None:
    """Claim the vault, and come forward whenever asked."""
    access = vault_access(data)
    access.claim()
    if is_opened:
        access.unlock_with_recovery_code(saves.recovery_code())
    say("held", os.getpid())
    while True:
        if access.was_asked_forward():
            say("forward")
        select.select([], [], [], _LOOK_SECONDS)


def main() -> None:
    """Serve until the input ends; forks spare each life the start of Python."""
    saves.set_little_aside()
    for line in sys.stdin:
        data, what = line.rstrip("\n").split("\t")
        child = os.fork()
        if child == 0:
            try:
                hold(Path(data), what == "open")
            except BaseException as error:
                say("failed", type(error).__name__, *getattr(error, "args", ()))
                raise
            finally:
                os._exit(1)
        os.waitpid(child, 0)
        say("gone")


if __name__ == "__main__":
    main()
