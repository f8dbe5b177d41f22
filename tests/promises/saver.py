"""A program that saves and says so, to be killed: `python -m tests.promises.saver`.

Each line on its input names a data folder and a seed. For each, a fork opens the vault through the
program's own services, tells how many saves it found, and goes on saving; it acknowledges every
save once the use case has returned. It never stops by itself.
"""

from __future__ import annotations

import itertools
import os
from pathlib import Path

from tests.promises import saves
from tests.promises.lives import say, serve


def save_until_killed(data: str, seed: str) -> None:
    """Open, tell what is there, and save."""
    say("begun", os.getpid())
    _access, practice = saves.unlock(Path(data))
    first = saves.saved(practice, seed) + 1
    say("found", first - 1)
    for number in itertools.count(first):
        saves.save(practice, seed, number)
        say("saved", number)


if __name__ == "__main__":
    serve(save_until_killed)
