"""Promise 16: what goes wrong is told by its kind and place, never by a value.

A process of its own meets every kind of error in every place where nobody catches it, with a
canary in its text, its notes, its cause and its locals. The canary is then looked for in both
output streams, in every file that was written, and in what the screen showed.
"""

from __future__ import annotations

import base64
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.promises import figures
from tests.promises.failing_program import CANARY
from vertrouwen.language.sentences import sentence

FULL = 100
SPELLINGS = (
    CANARY.encode("utf-8"),
    CANARY.encode("utf-16-le"),
    CANARY.encode("utf-8").hex().encode("ascii"),
    base64.b64encode(CANARY.encode("utf-8"))[:20],
    CANARY.split()[1].encode("utf-8"),
)


def failed(folder: Path, count: int, end: str, *options: str) -> subprocess.CompletedProcess[bytes]:
    """Run the failing program with a home of its own, in a folder of its own."""
    home = folder / "home"
    home.mkdir()
    environment = os.environ | {"HOME": str(home), "TMPDIR": str(home), "PYTHONPATH": _path()}
    environment.pop("XDG_CONFIG_HOME", None)
    if not environment.get("DISPLAY"):
        environment["QT_QPA_PLATFORM"] = "offscreen"
    command = [sys.executable, *options, "-m", "tests.promises.failing_program"]
    return subprocess.run(
        [*command, str(folder), str(count), end],
        cwd=home,
        env=environment,
        capture_output=True,
        timeout=280,
        check=False,
    )


def _path() -> str:
    root = str(Path(__file__).parents[2])
    return os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH")])])


def hits(folder: Path, done: subprocess.CompletedProcess[bytes]) -> list[str]:
    """Return where the canary is found."""
    places = {"stdout": done.stdout, "stderr": done.stderr}
    for path in folder.rglob("*"):
        if path.is_file():
            places[str(path)] = path.read_bytes()
    return [name for name, held in places.items() if any(way in held for way in SPELLINGS)]


def test_a_hundred_errors_leave_no_value_anywhere(tmp_path: Path) -> None:
    tried = figures.amount(FULL)
    done = failed(tmp_path, tried, "error")
    assert hits(tmp_path, done) == []
    told = done.stderr.decode().splitlines()
    reports = [line for line in told if line.startswith("vertrouwen: ")]
    # They were told, with their places, and the last one ended the program.
    assert done.returncode == 1
    assert len(reports) >= tried // 2
    assert any("failing_program.py" in line for line in told)
    assert reports[-1] == "vertrouwen: RuntimeError"
    shown = (tmp_path / "shown").read_text(encoding="utf-8").splitlines()
    assert sentence(ValueError(CANARY)) in "\n".join(shown)
    figures.reached(16, "errors without a value", good=tried, tried=tried, floor=FULL)


def test_a_crash_of_the_whole_process_tells_nothing_and_leaves_no_dump(tmp_path: Path) -> None:
    done = failed(tmp_path, 8, "crash")
    assert done.returncode < 0
    assert hits(tmp_path, done) == []
    assert b"Segmentation fault" in done.stderr
    assert [path for path in tmp_path.rglob("core*") if path.is_file()] == []


def test_where_python_is_asked_to_tell_more_it_tells_no_values_either(tmp_path: Path) -> None:
    done = failed(tmp_path, 8, "error", "-X", "dev", "-X", "tracemalloc")
    assert hits(tmp_path, done) == []


@pytest.mark.parametrize("command", ["read-registration", "protect"])
def test_a_bug_in_a_command_tells_no_value(command: str, tmp_path: Path) -> None:
    code = (
        "import sys; from vertrouwen import __main__, cli\n"
        f"def fail(*_): raise ValueError({CANARY!r})\n"
        f"cli.{command.replace('-', '_')} = fail\n"
        f"sys.argv = ['vertrouwen', {command!r}, 'x', *{['--out', 'y'] * (command == 'protect')}]\n"
        "__main__.main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 1
    assert hits(tmp_path, done) == []
    assert b"ValueError" in done.stderr
