"""Promise 6: of what is typed, nothing readable reaches a disk, and nothing is written elsewhere.

A day's work through the real windows runs under `strace`, in a home of its own, with a canary in
every field. Everything it wrote is searched: each buffer as the kernel got it, of files that were
removed again too, and every file that is left. What was written where is held against a list.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.promises.canaries.trace import Written, run_traced, writes
from tests.promises.canaries.words import FORMS, MARK, canary, needles
from tests.promises.figures import reached

ROOT = Path(__file__).parents[2]
FEWEST_CANARIES = 30
HANGS_AFTER = 600

VAULT_FILES = (
    r"vault\.db",
    r"vault\.db-journal",
    r"vault\.keys(\.bak)?(\.new)?",
    r"vault\.lock",
    r"ballast",
    r"backup\.(pending|staged)(\.partial)?",
    r"copy\.db",
)
"""docs/vault-format.md describes each of them."""
COPY = r"kopie-\d{8}-\d{6}(-\d+)?\.vertrouwen"


@dataclass(frozen=True)
class Day:
    """What a day's work left behind.

    Args:
        place: everything the program could write lies below it.
        written: every write to a file.
        typed: where a canary was typed, or stood in the registration.
        code: the recovery code.
    """

    place: Path
    written: tuple[Written, ...]
    typed: frozenset[str]
    code: str


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Day]:
    """Work for a day, with every write traced."""
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed")
    whole = tmp_path_factory.mktemp("day")
    place, trace, given = whole / "place", whole / "trace", whole / "given"
    for folder in (
        place / "home",
        place / "tmp",
        place / "data",
        place / "stick" / "vanzelf",
        trace,
        given,
    ):
        folder.mkdir(parents=True)
    # The name of a folder or a file can be that of a client.
    registration = given / canary("map") / f"{canary('bestandsnaam')}.xlsx"
    typed = {"map", "bestandsnaam", *write_registration(registration)}
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("XDG_CONFIG", "XDG_DATA", "XDG_CACHE", "XDG_STATE", "COV"))
    }
    if sys.platform == "linux" and not kept.get("DISPLAY"):
        kept["QT_QPA_PLATFORM"] = "offscreen"
    code, said = run_traced(
        [
            *(sys.executable, "-m", "tests.promises.canaries.scenario"),
            *("--data", str(place / "data")),
        ],
        trace,
        environment={
            **kept,
            "HOME": str(place / "home"),
            "TMPDIR": str(place / "tmp"),
            "PYTHONDONTWRITEBYTECODE": "1",
            # The program that comes back after a lock does not look in the current folder.
            "PYTHONPATH": str(ROOT),
            "REGISTRATION": str(registration),
            "BACKUP": str(place / "stick" / "kopie.vertrouwen"),
            "BACKUPS": str(place / "stick" / "vanzelf"),
        },
        cwd=ROOT,
        said=place / "said",
        seconds=HANGS_AFTER,
    )
    lines = said.decode().splitlines()
    output = (place / "said").read_text(encoding="utf-8", errors="replace")
    assert code == 0 and lines[-1:] == ["done"], "\n".join([*lines[-40:], output[-3000:]])
    typed |= {line.removeprefix("canary ") for line in lines if line.startswith("canary ")}
    secret = next(line for line in lines if line.startswith("secret ")).removeprefix("secret ")
    yield Day(place=place, written=tuple(writes(trace)), typed=frozenset(typed), code=secret)
    shutil.rmtree(whole)


def write_registration(path: Path) -> set[str]:
    """Write a year of contacts with canaries in its cells, and return where they stand."""
    client, unit = "naam in registratie", "onderdeel in registratie"
    natures = ("pesten", "intimidatie", "seksuele intimidatie", "discriminatie")
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(
        [
            *("Nr", "Datum", "Organisatie", "Afdeling", "Soort contact", "Aard melding", "Kanaal"),
            *("Uren", "Toestemming (ja/nee/mondeling d.d.)", "Opmerkingen"),
        ]
    )
    for number in range(24):
        day = date(2025, 1, 6) + timedelta(days=14 * number)
        sheet.append(
            [
                *(f"2025-{number + 1:03d}", day.strftime("%d-%m-%Y"), canary(client), canary(unit)),
                *("melding", natures[number % 4], "telefoon", "1,5"),
                *(f"ja, {canary('toestemming')}", f"vertelde {canary('opmerking')}"),
            ]
        )
    path.parent.mkdir(parents=True)
    book.save(path)
    return {client, unit, "toestemming", "opmerking"}


def secrets_of(day: Day) -> dict[str, bytes]:
    """Return every form of a canary and of the recovery code."""
    wanted = needles(MARK)
    for name, text in (
        ("code", day.code),
        ("code without hyphens", day.code.replace("-", "")),
        ("two groups", day.code[:11]),
        ("code in small letters", day.code.replace("-", "").lower()),
    ):
        wanted |= {f"{name}, {form}": data for form, data in needles(text).items()}
    return wanted


def hits(data: bytes, wanted: dict[str, bytes]) -> list[str]:
    return [form for form, needle in wanted.items() if needle in data]


def test_a_day_of_work_leaves_nothing_readable(day: Day) -> None:
    wanted = secrets_of(day)
    by_file: dict[str, bytearray] = {}
    found: list[str] = []
    for write in day.written:
        # A word may be cut in two by two writes to one file.
        by_file.setdefault(write.path, bytearray()).extend(write.data)
        found += [f"{write.path}: name" for _form in hits(os.fsencode(write.path), wanted)]
    for path, data in by_file.items():
        found += [f"{path}: {form}" for form in hits(bytes(data), wanted)]
    left = [path for path in day.place.rglob("*") if path.is_file() and not path.is_symlink()]
    for path in left:
        found += [f"{path}: {form}, left" for form in hits(path.read_bytes(), wanted)]
    assert sum(map(len, by_file.values())) > 1_000_000, "the trace has seen too little"
    assert found == []
    canaries = len(day.typed)
    assert canaries >= FEWEST_CANARIES, sorted(day.typed)
    reached(6, "canaries found nowhere", good=canaries, tried=canaries, floor=FEWEST_CANARIES)
    files = len(by_file) + len(left)
    reached(6, "files searched, written and left", good=files, tried=files, floor=1)


def allowed(day: Day) -> re.Pattern[str]:
    """Return what may be written."""
    place = re.escape(str(day.place))
    names = "|".join(VAULT_FILES)
    return re.compile(
        "|".join(
            [
                # The vault; it is put together in a folder beside its place.
                rf"{place}/data/vault(/({names})?)?",
                rf"{place}/data/\.vault-[0-9a-f]{{16}}(/({names})?)?",
                rf"{place}/data/preferences\.json(\.new)?",
                # Where the adviser asked for a backup.
                rf"{place}/stick/kopie\.vertrouwen(\.partial)?",
                rf"{place}/stick/vanzelf(/{COPY}|/\.{COPY}-[0-9a-f]{{16}})?",
                # What the program says where it was started from.
                rf"{place}/said",
                # Of the system's fonts: which there are.
                rf"{place}/home/\.cache(/fontconfig(/.*)?)?",
                r"/dev/null",
            ]
        )
    )


def test_it_writes_only_where_it_says_it_does(day: Day) -> None:
    may = allowed(day)
    outside = {write.path for write in day.written if not may.fullmatch(write.path)}
    paths = {write.path for write in day.written}
    assert outside == set()
    reached(6, "paths written ⊂ the list", good=len(paths), tried=len(paths), floor=1)


def test_nothing_is_written_past_the_trace(day: Day) -> None:
    assert [write.path for write in day.written if write.unseen] == []


@pytest.mark.parametrize("form", [*FORMS, "base64"])
def test_the_search_finds_what_was_written_and_removed(form: str, tmp_path: Path) -> None:
    """A search that finds nothing proves nothing unless it would have found something."""
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed")
    (tmp_path / "trace").mkdir()
    program = (
        "import base64, os, sys, tempfile\n"
        f"data = {canary('in de proef')!r}.encode({form if form in FORMS else 'utf-8'!r})\n"
        f"data = b'xy' + data if {form!r} != 'base64' else base64.b64encode(b'xy' + data)\n"
        "handle, path = tempfile.mkstemp()\n"
        "os.write(handle, data)\n"
        "os.unlink(path)\n"
    )
    code, _said = run_traced(
        [sys.executable, "-c", program],
        tmp_path / "trace",
        environment={**os.environ, "TMPDIR": str(tmp_path)},
        cwd=tmp_path,
        said=tmp_path / "said",
        seconds=60,
    )
    assert code == 0
    found = [
        form for write in writes(tmp_path / "trace") for form in hits(write.data, needles(MARK))
    ]
    assert any(form in hit for hit in found)
