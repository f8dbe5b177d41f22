"""A program that has the vault and is killed: `python -m tests.promises.holder`.

Each line on its input names a data folder, and what to do with the vault in it: only claim it, as
the unlock window does, or open it as well. A fork does so, says it, comes forward when asked, and
never ends by itself.
"""

from __future__ import annotations

import os
import select
from pathlib import Path

from tests.promises import saves
from tests.promises.lives import say, serve
from vertrouwen.bootstrap import vault_access

_LOOK_SECONDS = 0.01


def hold(data: str, what: str) -> None:
    """Claim the vault, and come forward whenever asked."""
    access = vault_access(Path(data))
    access.claim()
    if what == "open":
        access.unlock_with_recovery_code(saves.recovery_code())
    say("held", os.getpid())
    while True:
        if access.was_asked_forward():
            say("forward")
        select.select([], [], [], _LOOK_SECONDS)


if __name__ == "__main__":
    serve(hold)
