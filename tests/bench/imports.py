"""Reading a registration through the command line, as a process of its own."""

from __future__ import annotations

import csv
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.figures import Figure
from tests.imports.truth import preview, score, truth

_SAMPLES = ("registratie-2023-2025.xlsx", "registratie-2025.csv")
_HEAD = (
    "Nr;Datum;Organisatie;Afdeling/locatie;Soort contact;Aard melding;Functie melder;"
    "Wie is de aangeklaagde (relatie);Kanaal;Aantal gesprekken;Uren;Vervolgstap;"
    "Doorverwezen naar;Uitkomst;Afgesloten op;Toestemming (ja/nee/mondeling d.d.);Opmerkingen"
)


def measure(place: Path, rows: int) -> Iterator[Figure]:
    """Read many rows, be refused too many, and hold the public sample against its truth.

    Args:
        place: a folder for the files.
        rows: of the file that is read; the program's upper bound is 100,000.
    """
    for name in _SAMPLES:
        found = score({row.row: row for row in preview(name).rows}, truth(), name)
        yield Figure(
            measure=f"coded right without help, {Path(name).suffix[1:]} sample",
            ours=100 * found.share_alone,
            unit="%",
            aim=97,
            at_least=True,
            note=f"{len(found.wrong_and_unflagged)} wrong and unflagged",
        )
    yield from _read(_file(place, rows), f"read-registration, {rows:,} rows")
    yield from _read(_file(place, 200_000), "refusing 200,000 rows")


def _file(place: Path, rows: int) -> Path:
    path = place / f"{rows}.csv"
    kinds = ("pesten", "intimidatie", "discriminatie", "Sexuele intimidatie", "roddel")
    with path.open("w", encoding="cp1252", newline="") as file:
        file.write(_HEAD + "\r\n")
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        for n in range(1, rows + 1):
            day, hours = f"{n % 28 + 1}-{n % 12 + 1}-2025", ("1,5", "45 min", "2u00")[n % 3]
            writer.writerow(
                (
                    *(f"2025-{n:06d}", day, f"Verzonnen {n % 9}", f"Afdeling {n % 40}"),
                    *("melding", kinds[n % 5], "docent", "collega", "tel", n % 4 + 1, hours),
                    *("geen", "", "verbeterd", "", "ja", f"regel {n}"),
                )
            )
    return path


def _read(path: Path, name: str) -> Iterator[Figure]:
    command = [sys.executable, "-m", "vertrouwen", "read-registration", str(path), "--json"]
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, _peak(process.pid))
        time.sleep(0.02)
    taken = time.perf_counter() - begun
    yield Figure(measure=f"{name}: seconds", ours=taken, aim=60)
    yield Figure(measure=f"{name}: memory", ours=peak, unit="MB", aim=500)


def _peak(pid: int) -> float:
    """Return the most memory a process has held, in MB; 0 when it has just ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return max((int(line.split()[1]) / 1024 for line in lines if "VmHWM" in line), default=0.0)
