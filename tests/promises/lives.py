"""Lives that are served one after another and end by being killed; what they say on the way."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from tests.promises import saves


def say(*words: object) -> None:
    """Write one line to whoever watches; it is there when this returns."""
    os.write(sys.stdout.fileno(), f"{' '.join(map(str, words))}\n".encode())


def serve(live: Callable[[str, str], None]) -> None:
    """Serve until the input ends; forks spare each life the start of Python.

    Args:
        live: gets the two words of a line, and never returns by itself.
    """
    saves.set_little_aside()
    for line in sys.stdin:
        first, second = line.rstrip("\n").split("\t")
        child = os.fork()
        if child == 0:
            try:
                live(first, second)
            except BaseException as error:
                say("failed", type(error).__name__, *getattr(error, "args", ()))
                raise
            finally:
                os._exit(1)
        os.waitpid(child, 0)
        say("gone")
