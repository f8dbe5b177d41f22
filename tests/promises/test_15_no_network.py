"""Promise 15: the program never goes on the network.

The whole main job runs in a network of its own with nothing in it, and the kernel's calls about
sockets are written down: none but those within this computer, not even an attempt.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.promises import figures

TRACE = ("strace", "-f", "-qq", "-e", "trace=network", "-o")
ALONE = ("unshare", "--map-root-user", "--net")
SECONDS = 280
_FAMILY = re.compile(r"(?:sa_family=|socket\(|socketpair\()(AF_\w+|PF_\w+|0x[0-9a-f]+)")
_WITHIN = {"AF_UNIX", "AF_NETLINK", "AF_UNSPEC"}
"""AF_NETLINK asks the kernel; of AF_UNSPEC no socket can be made."""


def is_possible() -> str:
    """Return why it cannot be tried here, or ""."""
    for tool in ("strace", "unshare"):
        if shutil.which(tool) is None:
            return f"{tool} is not installed"
    for command in ([*ALONE, "true"], ["strace", "-qq", "-o", "/dev/null", "true"]):
        if subprocess.run(command, capture_output=True, check=False).returncode:
            return f"{command[0]} is not allowed here"
    return ""


@pytest.fixture(scope="module", autouse=True)
def _allowed() -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("strace and network namespaces are Linux's")
    if reason := is_possible():
        pytest.skip(reason)


def families(command: list[str], folder: Path) -> list[str]:
    """Run a program alone and return the family of each socket it asked for or used."""
    log = folder / "calls"
    done = subprocess.run(
        [*ALONE, *TRACE, str(log), *command], capture_output=True, timeout=SECONDS, check=False
    )
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    return _FAMILY.findall(log.read_text(encoding="utf-8", errors="replace"))


@pytest.mark.parametrize("job", ["demo", "self-test"])
def test_the_main_job_asks_for_no_socket_that_leaves_this_computer(
    job: str, tmp_path: Path
) -> None:
    arguments = [job, str(tmp_path / "demo"), "--screenshots"] if job == "demo" else [job]
    used = families([sys.executable, "-m", "vertrouwen", *arguments], tmp_path)
    # Its screen and its keyring are sockets within this computer: the log was read as it is meant.
    assert "AF_UNIX" in used
    good = sum(family in _WITHIN for family in used)
    figures.reached(
        15, f"sockets of the {job} within the computer", good=good, tried=len(used), floor=1
    )


def test_a_program_that_does_is_noticed(tmp_path: Path) -> None:
    code = (
        "import socket\n"
        "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect_ex(('192.0.2.1', 9))"
    )
    used = families([sys.executable, "-c", code], tmp_path)
    assert set(used) - _WITHIN == {"AF_INET"}


def test_from_that_network_nothing_can_be_reached(tmp_path: Path) -> None:
    code = (
        "import socket\n"
        "print(socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect_ex(('192.0.2.1', 9)))"
    )
    done = subprocess.run(
        [*ALONE, sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() != "0"
