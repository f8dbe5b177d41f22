"""A second thread: its result, its errors, and its end."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from vertrouwen.statistics.audit.beside import beside


class _Stop(Exception):  # noqa: N818
    """What a caller raises who has had enough."""


def _stop() -> None:
    raise _Stop


def _for_ever(pause: Callable[[], None]) -> None:
    while True:
        pause()


def test_the_result_comes_from_another_thread() -> None:
    with beside(lambda _pause: threading.get_ident(), lambda: None) as result:
        assert result.result() != threading.get_ident()


def test_what_stops_the_work_reaches_the_block() -> None:
    with pytest.raises(_Stop), beside(_for_ever, _stop) as result:
        result.result()


def test_work_that_nobody_waits_for_ends_with_the_block() -> None:
    with pytest.raises(_Stop), beside(_for_ever, lambda: None):
        raise _Stop
