"""A program that saves and says so, to be killed: `python -m tests.promises.saver`.

Each line on its input names a data folder and a seed. For each, a fork opens the vault through the
program's own services, tells how many saves it found, and goes on saving; it acknowledges every
save once the use case has returned. It never stops by itself.
"""

from __future__ import annotations

import itertools
import os
import sys
from pathlib import Path

from tests.promises import saves


def say(*words: object) -> None:
    """Write one line to whoever watches; it is there when this returns."""
    os.write(sys.stdout.fileno(), f"{' '.join(map(str, words))}\n".encode())


def save_until_killed(data: Path, seed: str) -> None:
    """Open, tell what is there, and save."""
    say("begun", os.getpid())
    _access, practice = saves.unlock(data)
    first = saves.saved(practice, seed) + 1
    say("found", first - 1)
    for number in itertools.count(first):
        saves.save(practice, seed, number)
        say("saved", number)


def main() -> None:
    """Serve until the input ends; forks spare each life the start of Python."""
    saves.set_little_aside()
    for line in sys.stdin:
        data, seed = line.rstrip("\n").split("\t")
        child = os.fork()
        if child == 0:
            try:
                save_until_killed(Path(data), seed)
            except BaseException as error:
                say("failed", type(error).__name__, *getattr(error, "args", ()))
                raise
            finally:
                os._exit(1)
        os.waitpid(child, 0)
        say("gone")


if __name__ == "__main__":
    main()
