"""One piece of work on a second core: a solver that runs leaves Python to others."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

_Done = TypeVar("_Done")


class _LeftError(Exception):
    """Nobody waits for the work any more."""


@contextmanager
def beside(
    work: Callable[[Callable[[], None]], _Done], pause: Callable[[], None]
) -> Iterator[Future[_Done]]:
    """Do something beside what the block does; it ends with the block, done or not.

    Args:
        work: gets a function to call often; what that raises must go through.
        pause: called then, on the thread of the work; what it raises, the result raises.
    """
    is_left = threading.Event()

    def go_on() -> None:
        if is_left.is_set():
            raise _LeftError
        pause()

    with ThreadPoolExecutor(1, thread_name_prefix="beside") as second:
        try:
            yield second.submit(work, go_on)
        finally:
            is_left.set()
