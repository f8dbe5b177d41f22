"""Promise 14: a spoiled file is refused in plain words, and costs neither data nor the computer.

The files are spoiled by seeds; a failure names its kind and seed, and

    python -m tests.promises.bad_input.worker KIND SEED SEED+1 FOLDER

gives that one file to the program again.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.promises.bad_input.worker import MOST_KB, ROOT, SECONDS
from tests.promises.figures import amount, reached

# A file holds more traps the more there is in it; the sum is the figure of the promise.
FILES = {"workbook": 1600, "csv": 1200, "key file": 1100, "backup": 1100, "instance": 300}
AT_ONCE = 200
"""So many files one process gets; a leak shows, and the last one is as good as the first."""
HANGS_AFTER = 900


def given(kind: str, first: int, last: int, folder: Path) -> list[dict[str, Any]]:
    """Give the files of these seeds to a process, or to the next where one does not survive."""
    results: list[dict[str, Any]] = []
    while first < last:
        place = folder / f"{kind}-{first}"
        for name in ("home", "tmp"):
            (place / name).mkdir(parents=True)
        worker = subprocess.run(
            [
                *(sys.executable, "-X", "faulthandler", "-m", "tests.promises.bad_input.worker"),
                *(kind, str(first), str(last), str(place)),
            ],
            cwd=ROOT,
            env={**os.environ, "HOME": str(place / "home"), "TMPDIR": str(place / "tmp")},
            capture_output=True,
            timeout=HANGS_AFTER,
            check=False,
        )
        said = worker.stdout.decode().splitlines()
        answered = [json.loads(line) for line in said if line.startswith("{")]
        for number, result in enumerate(answered):
            results.append({"seed": first + number, **result})
        first += len(answered)
        if worker.returncode and first < last:
            why = worker.stderr.decode(errors="replace")[-3000:]
            if not any(line == f"begin {first}" for line in said):
                raise AssertionError(why)
            results.append({"seed": first, "outcome": f"ended by {worker.returncode}", "why": why})
            first += 1
    return results


@pytest.mark.parametrize("kind", FILES)
def test_a_spoiled_file_is_refused_or_read_whole(kind: str, tmp_path: Path) -> None:
    tried = amount(FILES[kind])
    results: list[dict[str, Any]] = []
    for first in range(0, tried, AT_ONCE):
        results += given(kind, first, min(first + AT_ONCE, tried), tmp_path)
    assert len(results) == tried
    good = [r for r in results if r["outcome"] in ("refused", "read", "opened", "released")]
    modest = [r for r in good if r["seconds"] <= SECONDS and r["kb"] <= MOST_KB]
    for result in results:
        if result not in modest:
            sys.stdout.write(f"{kind}: {result}\n".replace("\\n", "\n"))
    floor = FILES[kind]
    reached(14, f"{kind}: no crash, nothing half", good=len(good), tried=tried, floor=floor)
    reached(14, f"{kind}: ≤ 5 s, ≤ 512 MB", good=len(modest), tried=tried, floor=floor)
    # A mutator that spoils nothing, or everything, would prove little.
    assert any(r["outcome"] == "refused" for r in results)
