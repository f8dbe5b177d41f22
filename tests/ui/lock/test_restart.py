"""The end of a locked process: it comes, whatever the process is doing."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from tests.conftest import NewKeys

from vertrouwen.services.break_off import break_off
from vertrouwen.services.drafts import drafts
from vertrouwen.services.vault_access import VaultAccess
from vertrouwen.ui.tasks import Tasks

PREPARE = """
import sys, threading, time
from vertrouwen.ui.lock.restart import Restart
restart = Restart(["run", "--help"])
"""
ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


def ended(code: str) -> subprocess.CompletedProcess[str]:
    """Run a process that locks; the next program would say how it is used."""
    return subprocess.run(
        [sys.executable, "-c", PREPARE + code],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


WAIT = "threading.Event().wait()"
THREADS = f"[threading.Thread(target={WAIT[:-2]}).start() for _ in range(9)]; {WAIT}"
NO_TURN = "sys.setswitchinterval(99)\nwhile True: pass"
IN_C = "import re; re.match(r'(a+)+$', 'a' * 60 + 'b')"
ALARM = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="the kernel's alarm of Unix")


@pytest.mark.parametrize("obstacle", [WAIT, THREADS], ids=["a wait", "threads that stay"])
def test_a_process_that_goes_on_is_replaced(obstacle: str) -> None:
    done = ended(f"restart.set_deadline(lambda: None)\n{obstacle}")
    assert done.stdout.startswith("usage: vertrouwen")
    assert done.returncode == 0


@ALARM
@pytest.mark.parametrize("obstacle", [NO_TURN, IN_C], ids=["a loop", "a long call"])
def test_a_process_in_which_no_other_thread_gets_a_turn_is_ended_by_the_kernel(
    obstacle: str,
) -> None:
    done = ended(f"restart.set_deadline(lambda: None)\n{obstacle}")
    assert done.returncode == -signal.SIGALRM


@ALARM
def test_the_alarm_does_not_ring_in_the_next_process() -> None:
    code = (
        "import os\n"
        "restart._arguments = []\n"
        "real = os.execv\n"
        "ask = 'import signal; print(signal.getitimer(signal.ITIMER_REAL))'\n"
        "os.execv = lambda path, _command: real(path, [path, '-c', ask])\n"
        "restart.set_deadline(lambda: None)\n"
        "restart.now()"
    )
    assert ended(code).stdout.strip() == "(0.0, 0.0)"


def test_what_interrupts_may_fail_and_the_end_comes_all_the_same() -> None:
    done = ended("restart.set_deadline(lambda: 1 / 0)\nthreading.Event().wait()")
    assert done.stdout.startswith("usage: vertrouwen")


def test_what_the_next_program_is_told_is_not_among_its_arguments() -> None:
    code = (
        "import os\n"
        "restart = Restart(['run'], {'VERTROUWEN_OF_A_TEST': 'een map'})\n"
        "real = os.execv\n"
        "ask = 'import os, sys; print(sys.argv[1:], os.environ[\"VERTROUWEN_OF_A_TEST\"])'\n"
        "os.execv = lambda path, command: real(path, [path, '-c', ask, *command[4:]])\n"
        "restart.now()"
    )
    assert ended(code).stdout.strip() == "['run'] een map"


def test_no_program_of_the_current_folder_comes_in_its_place(tmp_path: Path) -> None:
    package = tmp_path / "vertrouwen"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "__main__.py").write_text("print('another program')", encoding="ascii")
    # What restarts already runs from its own place, as the installed program does.
    there = f"import os\nos.chdir({str(tmp_path)!r})\nrestart.now()"
    assert ended(there).stdout.startswith("usage: vertrouwen")


def test_a_process_that_cannot_be_replaced_ends() -> None:
    done = ended("sys.executable = '/nonexistent/python'\nrestart.now()")
    assert done.returncode == 1
    assert done.stdout == ""


def test_a_statement_is_broken_off_and_what_waits_gets_its_turn(
    access: VaultAccess, made_keys: NewKeys
) -> None:
    practice = access.unlock_with_device(threading.Event()).practice
    connection = access.opened_vault.connection
    begun = threading.Event()

    def note(_number: int) -> int:
        begun.set()
        return 1

    connection.create_function("note", 1, note)
    other = threading.Thread(target=lambda: (begun.wait(), break_off(access)))
    other.start()
    with pytest.raises(Exception, match="interrupted"):
        connection.execute(ENDLESS.replace("count(*)", "count(note(i))")).fetchall()
    other.join()
    assert list(drafts(practice)) == []


def test_breaking_off_a_vault_that_is_shut_does_nothing(access: VaultAccess) -> None:
    break_off(access)


def test_the_end_stops_what_waits_for_a_keyring() -> None:
    tasks = Tasks()
    stopped = threading.Event()
    tasks.run(stopped.wait, cancel=stopped)
    tasks.close()
    assert stopped.is_set()
