"""Promise 13: one at a time.

While one program has the vault a second start is refused, and the first comes forward. A program
that is killed leaves nothing behind that keeps the next one out.
"""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.promises import saves
from tests.promises.figures import amount, reached
from tests.promises.served import SECONDS, Served
from vertrouwen.bootstrap import vault_access
from vertrouwen.ui import app, one_program
from vertrouwen.vault import folder as disk
from vertrouwen.vault.errors import VaultError

LIVES = 100
WITH_WINDOWS = 10
"""How many of the lives are those of the whole program, windows and all."""
LOOK_SECONDS = 0.02
PATIENCE_SECONDS = 1.0

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kills real processes of Linux")


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a practice with a vault."""
    monkeypatch.setattr(disk, "BALLAST_BYTES", 4096)
    saves.make_vault(tmp_path / "data")
    return tmp_path / "data"


def start(data: Path) -> subprocess.Popen[str]:
    """Start the program as the adviser does."""
    environment = dict(os.environ)
    if not environment.get("DISPLAY"):
        environment["QT_QPA_PLATFORM"] = "offscreen"
    return subprocess.Popen(
        [sys.executable, "-m", "vertrouwen", "--data", str(data)],
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )


@contextmanager
def running(data: Path) -> Iterator[subprocess.Popen[str]]:
    """A program whose window is there; it is killed in the end."""
    program = start(data)
    try:
        come_forward(program, data)
        yield program
    finally:
        program.kill()
        program.communicate()


def come_forward(program: subprocess.Popen[str], data: Path) -> None:
    """Ask a program to come forward until it does: from then on it has the vault and listens."""
    request = data / "vault" / disk.RAISE
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        assert program.poll() is None, program.communicate()[1]
        request.unlink(missing_ok=True)
        os.close(disk.create_private(request))
        patience = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < patience:
            if not request.exists():
                return
            select.select([], [], [], LOOK_SECONDS)
    raise AssertionError("the program does not come forward")


def test_a_second_start_is_refused_and_a_killed_program_keeps_nobody_out(data: Path) -> None:
    # The second start only ends where the first one answers within this time.
    assert one_program.ANSWER_SECONDS <= 2
    lives = 0
    while lives < amount(WITH_WINDOWS):
        with running(data) as first:
            second = start(data)
            words = second.communicate(timeout=SECONDS)[1]
            assert second.returncode == app.REFUSED, words
            assert "al open" in words
            assert not (data / "vault" / disk.RAISE).exists()
            assert first.poll() is None
        lives += 1
    with running(data):
        pass
    what = "the whole program: second start refused, started again"
    reached(13, what, good=lives, tried=lives, floor=WITH_WINDOWS)


def test_whoever_claims_the_vault_is_alone_and_leaves_nothing_when_killed(data: Path) -> None:
    holder = Served("tests.promises.holder")
    lives = 0
    try:
        while lives < amount(LIVES):
            holder.ask(data, "open" if lives % 2 else "claim")
            word, pid = holder.answer()
            assert word == "held"
            second = vault_access(data)
            with pytest.raises(VaultError, match="vault_in_use"):
                second.claim()
            with pytest.raises(VaultError, match="vault_in_use"):
                second.unlock_with_recovery_code(saves.recovery_code())
            second.ask_first_program_forward()
            assert holder.answer() == ["forward"]
            os.kill(int(pid), signal.SIGKILL)
            assert holder.answer() == ["gone"]
            second.claim()
            opened = second.unlock_with_recovery_code(saves.recovery_code())
            assert saves.saved(opened.practice, "nothing") == 0
            second.close()
            lives += 1
    finally:
        holder.close()
    reached(13, "started after kill -9", good=lives, tried=lives, floor=LIVES)
