"""Building the shim, and talking to it from the process it is loaded into."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from enum import IntFlag
from pathlib import Path

import pytest

_SOURCE = Path(__file__).with_name("shim.c")


DIES = -1
"""In place of an `errno`: the process is killed before the call."""


class Call(IntFlag):
    """What may be made to fail; the same bits stand in shim.c."""

    OPEN = 1
    WRITE = 2
    SYNC = 4
    TRUNCATE = 8
    RENAME = 16
    UNLINK = 32
    READ = 64
    CHANGES = OPEN | WRITE | SYNC | TRUNCATE | RENAME | UNLINK


def build(folder: Path) -> Path:
    """Build the shim and return the library; where it cannot be built a test is skipped, not in CI.

    Args:
        folder: where the library goes.
    """
    compiler = shutil.which("cc") or shutil.which("gcc")
    if sys.platform != "linux":
        pytest.skip("needs Linux")
    if compiler is None:
        reason = "needs a C compiler"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    library = folder / "shim.so"
    command = [compiler, "-shared", "-fPIC", "-O2", "-o", str(library), str(_SOURCE)]
    subprocess.run([*command, "-ldl", "-lpthread"], check=True)
    return library


def environment(library: Path, folder: Path, trace: Path | None = None) -> dict[str, str]:
    """Return the environment of a process that works behind the shim.

    Args:
        folder: only what lies under it is watched.
        trace: where the events go.
    """
    told = {"LD_PRELOAD": str(library), "VERTROUWEN_SHIM_FOLDER": str(folder.resolve())}
    if trace is not None:
        told["VERTROUWEN_SHIM_TRACE"] = str(trace)
    return os.environ | told


class Shim:
    """The shim in this process."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(None)

    def mark(self, *words: object) -> None:
        """Write a remark between the events of the trace."""
        self._library.shim_mark(" ".join(map(str, words)).encode())

    def arm(
        self, calls: Call, after: int, error: int, *, lasting: bool = False, short: bool = False
    ) -> None:
        """Let a call fail from now on.

        Args:
            calls: which; none of them disarms.
            after: how many of them still succeed.
            error: the `errno` they fail with, or `DIES`.
            lasting: all that follow fail too.
            short: half of the first write is still done; an error of 0 then means that the
                rest will be done when it is asked for.
        """
        self._library.shim_arm(int(calls), after, error, int(lasting), int(short))

    @property
    def fired(self) -> int:
        """How many calls failed since `arm`."""
        return int(self._library.shim_fired())

    @property
    def seen(self) -> int:
        """How many such calls there were since `arm`."""
        return int(self._library.shim_seen())
