"""The preview on the command line stops quietly when its reader has seen enough."""

from __future__ import annotations

import subprocess
import sys

from tests.imports.truth import SAMPLES


def test_a_reader_that_stops_early_gets_no_traceback() -> None:
    sample = str(SAMPLES / "registratie-2023-2025.xlsx")
    reading = subprocess.Popen(
        [sys.executable, "-m", "vertrouwen", "read-registration", sample, "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert reading.stdout is not None and reading.stderr is not None
    assert reading.stdout.read(10) == b'{"regels":'
    reading.stdout.close()
    said = reading.stderr.read()
    reading.stderr.close()
    assert reading.wait(timeout=60) == 0
    assert b"Traceback" not in said
    assert b"BrokenPipe" not in said
