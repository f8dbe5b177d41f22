"""Work in a process that dies before one of its changes of the disk."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable

KILLED = 9
_CHANGES = ("open", "fsync", "rename", "replace", "mkdir", "rmdir", "unlink", "write")


def dies_at(number: int, begin: Callable[[], Callable[[], object]]) -> bool:
    """Work in a child process, which ends without a word before a change of the disk.

    Args:
        number: of the change before which it dies, counted from 0.
        begin: called in the child; returns the work whose changes are counted.

    Returns:
        Whether it died; False when the work was over first.
    Raises:
        AssertionError: the work failed, or hung for a minute.
    """
    child = os.fork()
    if child:
        ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        assert ended in (0, KILLED)
        return ended == KILLED
    try:
        signal.alarm(60)
        work = begin()
        left = number

        def counted(function: Callable[..., object]) -> Callable[..., object]:
            def call(*arguments: object, **named: object) -> object:
                nonlocal left
                if left == 0:
                    os._exit(KILLED)
                left -= 1
                return function(*arguments, **named)

            return call

        for name in _CHANGES:
            setattr(os, name, counted(getattr(os, name)))
        work()
        os._exit(0)
    finally:
        os._exit(1)
