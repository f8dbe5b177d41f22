"""What the process refuses, tried in processes of their own: a refusal is never taken back."""

from __future__ import annotations

import errno
import platform
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from vertrouwen import hygiene

IS_LINUX = sys.platform == "linux"
ON_LINUX = pytest.mark.skipif(not IS_LINUX, reason="a refusal of the Linux kernel")
IN_KERNEL = pytest.mark.skipif(
    not IS_LINUX or platform.machine() not in hygiene._SOCKET_CALLS,
    reason="the filter is written for Linux on x86-64 and ARM64",
)
BEGIN = "from vertrouwen import hygiene; hygiene.keep_to_itself()\n"


def said(code: str) -> str:
    """Return what a process that keeps to itself prints."""
    done = subprocess.run(
        [sys.executable, "-c", BEGIN + code], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


ATTEMPT = """
import socket
try:
    {attempt}
except hygiene.NetworkRefusedError as refused:
    print("refused", refused.errno)
"""


@pytest.mark.parametrize(
    "attempt",
    [
        "socket.socket(socket.AF_INET)",
        "socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)",
        "socket.create_connection(('127.0.0.1', 9))",
        "socket.getaddrinfo('vertrouwen.example', 443)",
        "socket.gethostbyname('vertrouwen.example')",
    ],
)
def test_a_socket_that_leaves_this_computer_is_refused(attempt: str) -> None:
    assert said(ATTEMPT.format(attempt=attempt)) == f"refused {errno.EACCES}"


@ON_LINUX
def test_a_socket_within_this_computer_is_left_alone() -> None:
    code = "import socket; a, b = socket.socketpair(); a.send(b'x'); print(b.recv(1))"
    assert said(code) == "b'x'"


@IN_KERNEL
@pytest.mark.parametrize("family", [2, 10, 17])
def test_the_kernel_refuses_it_to_every_library(family: int) -> None:
    code = (
        "import ctypes; libc = ctypes.CDLL(None, use_errno=True)\n"
        f"print(libc.socket({family}, 1, 0), ctypes.get_errno(), libc.socket(1, 1, 0) > 0)"
    )
    assert said(code) == f"-1 {errno.EACCES} True"


@IN_KERNEL
def test_a_program_started_from_here_has_no_network_either() -> None:
    inner = "import socket; socket.socket(socket.AF_INET)"
    code = (
        "import subprocess, sys\n"
        f"print(subprocess.run([sys.executable, '-c', {inner!r}], stderr=-3).returncode)"
    )
    assert said(code) == "1"


@IN_KERNEL
def test_a_process_that_starts_again_and_again_takes_one_filter() -> None:
    code = "print([x for x in open('/proc/self/status') if x.startswith('Seccomp_filters')])"
    once = said(code)
    again = f"import os, sys\nos.execv(sys.executable, [sys.executable, '-c', {BEGIN + code!r}])"
    assert said(again) == once


@ON_LINUX
def test_no_core_is_dumped_and_nobody_may_attach() -> None:
    code = (
        "import ctypes, resource\n"
        "print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))"
    )
    assert said(code) == "(0, 0) 0"


def test_windows_offers_no_dump_and_reports_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[tuple[str, int]] = []
    kernel = SimpleNamespace(
        SetErrorMode=lambda mode: calls.append(("mode", mode)),
        WerSetFlags=lambda flags: calls.append(("report", flags)),
    )
    monkeypatch.setattr(hygiene.sys, "platform", "win32")
    monkeypatch.setattr(hygiene.ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
    hygiene.refuse_dumps()
    assert calls == [("mode", 0x8003), ("report", 1)]


def test_the_program_keeps_to_itself_before_it_reads_its_arguments() -> None:
    code = (
        "import sys; from vertrouwen import __main__\n"
        "seen = []\n"
        "__main__.hygiene.keep_to_itself = lambda: seen.append('closed')\n"
        "__main__.cli.parse = lambda _: sys.exit(print(seen))\n"
        "__main__.main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "['closed']"


def test_only_the_entrance_of_the_program_closes_a_process() -> None:
    users = [
        path.name
        for path in Path(hygiene.__file__).parent.rglob("*.py")
        if "keep_to_itself()" in path.read_text(encoding="utf-8") and path.stem != "hygiene"
    ]
    assert users == ["__main__.py"]
