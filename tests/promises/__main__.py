"""The long proofs, and one table of what they reached: `make promises`.

Every file of promises runs in a pytest process of its own, two at a time. One that passed is not
run again until the program, the tests' helpers or the file itself change; its figures stay in
`build/promises/`, with what pytest said.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from queue import SimpleQueue

from tests.promises.figures import RESULTS
from tests.promises.table import PROMISES, Outcome, is_kept, line, load, read_lines, report, save

FOLDER = Path(__file__).parent
ROOT = FOLDER.parents[1]
BUILD = ROOT / "build" / "promises"
WORKERS = 2
INTERRUPTED = 130


def run(file: Path, digest: str, display: str) -> Outcome:
    """Run one file of promises at its full figures and remember how it went.

    Args:
        file: the test file.
        digest: of everything it depends on.
        display: the X server its windows go to; empty for none.
    """
    results = BUILD / file.stem
    shutil.rmtree(results, ignore_errors=True)
    results.mkdir(parents=True)
    environment = os.environ | {"VERTROUWEN_PROMISES": "full", RESULTS: str(results)}
    if display:
        environment["DISPLAY"] = display
    log = BUILD / f"{file.stem}.log"
    begun = time.monotonic()
    with log.open("wb") as said:
        status = subprocess.run(
            [sys.executable, "-m", "pytest", "-rs", str(file)],
            cwd=ROOT,
            env=environment,
            stdout=said,
            stderr=subprocess.STDOUT,
            check=False,
        ).returncode
    outcome = Outcome(
        name=file.stem,
        digest=digest,
        passed=status == 0,
        seconds=round(time.monotonic() - begun, 1),
        lines=read_lines(results),
    )
    save(BUILD, outcome)
    return outcome


def main() -> int:
    """Run what is not proved yet, print the table, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.promises", description=__doc__)
    parser.add_argument("--again", action="store_true", help="also what passed already")
    parser.add_argument("numbers", nargs="*", metavar="NN", help="only files with this in the name")
    options = parser.parse_args()
    files = [
        file
        for file in sorted(FOLDER.glob("test_*.py"))
        if not options.numbers or any(word in file.stem for word in options.numbers)
    ]
    if not files:
        parser.error("no file of promises has such a name")
    BUILD.mkdir(parents=True, exist_ok=True)
    known = {file.stem: load(BUILD, file.stem) for file in files}
    digests = {file.stem: digest_of(file) for file in files}
    outcomes = [
        outcome
        for name, outcome in known.items()
        if outcome is not None and is_kept(outcome, digests[name]) and not options.again
    ]
    kept = {outcome.name for outcome in outcomes}
    # What took longest last time comes first, so that both workers end at about the same time.
    waiting = sorted(
        (file for file in files if file.stem not in kept),
        key=lambda file: -(old.seconds if (old := known[file.stem]) else 1e9),
    )
    screens: SimpleQueue[str] = SimpleQueue()
    first = os.environ.get("DISPLAY", "")
    for screen in (first, os.environ.get("SECOND_DISPLAY", first)):
        screens.put(screen)

    def on_a_free_screen(file: Path) -> Outcome:
        screen = screens.get()
        try:
            return run(file, digests[file.stem], screen)
        finally:
            screens.put(screen)

    begun = time.monotonic()
    with ThreadPoolExecutor(max_workers=WORKERS) as pool:
        try:
            for job in as_completed([pool.submit(on_a_free_screen, file) for file in waiting]):
                outcome = job.result()
                outcomes.append(outcome)
                print(f"{len(outcomes)} of {len(files)}: {line(outcome)}", flush=True)
        except KeyboardInterrupt:
            pool.shutdown(cancel_futures=True)
            print("Stopped. What passed is kept; the same command goes on from here.")
            return INTERRUPTED
    asked = PROMISES if not options.numbers else ()
    text, is_reached = report(outcomes, asked, fresh={file.stem for file in waiting})
    print(f"{text}\n{(time.monotonic() - begun) / 60:.0f} minutes")
    return 0 if is_reached else 1


def digest_of(file: Path) -> str:
    """Return a digest of everything the outcome of a file depends on."""
    digest = hashlib.sha256(sys.version.encode())
    everything = [
        *(ROOT / "src").rglob("*"),
        *(ROOT / "resources").rglob("*"),
        *(path for path in (ROOT / "tests").rglob("*") if not path.name.startswith("test_")),
        *(ROOT / "packaging").rglob("*"),
        *ROOT.glob("requirements*.lock"),
        ROOT / "pyproject.toml",
        ROOT / "LICENSES.md",
        file,
    ]
    for path in sorted(set(everything)):
        if path.is_file() and "__pycache__" not in path.parts:
            name = path.relative_to(ROOT).as_posix()
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            digest.update(f"{name} {content}\n".encode())
    return digest.hexdigest()


if __name__ == "__main__":
    sys.exit(main())
