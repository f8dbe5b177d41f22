"""A process of ours that serves lines: what it is asked, and what it answers."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

SECONDS = 120
"""After so long without a word a process hangs."""
END_SECONDS = 5
"""After so long it is not going to end by itself."""


class Served:
    """A module of the tests at work in a process of its own.

    Args:
        module: its name, such as "tests.promises.saver".
    """

    def __init__(self, module: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            cwd=Path(__file__).parents[2],
            start_new_session=True,
        )

    def ask(self, *words: object) -> None:
        """Write one line of words."""
        assert self._process.stdin is not None
        self._process.stdin.write(("\t".join(map(str, words)) + "\n").encode())

    def answer(self) -> list[str]:
        """Wait for the next line and return its words."""
        output = self._process.stdout
        assert output is not None
        watched = select.poll()
        watched.register(output, select.POLLIN)
        assert watched.poll(SECONDS * 1000), "the process says nothing"
        return output.readline().decode().split()

    def close(self) -> None:
        """Let the process end, with whatever it started."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(END_SECONDS)
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._process.stdout.close()
