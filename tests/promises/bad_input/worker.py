"""Gives spoiled files to the program, in a process that may die of them.

Usage: python -m tests.promises.bad_input.worker KIND FIRST LAST FOLDER

For each seed it prints `begin SEED` and then one line of JSON with what became of the file. When
the process dies, or the system ends it for its time, the last `begin` names the seed.
"""

from __future__ import annotations

import gc
import hashlib
import json
import random
import resource
import shutil
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

from tests.promises.bad_input.changes import deep_text, spoil, spoil_document
from tests.promises.bad_input.tables import spoiled_table
from tests.promises.bad_input.vaults import Spoiled, spoiled_backup, spoiled_keys
from tests.promises.bad_input.workbooks import spoiled_workbook
from vertrouwen import bootstrap, language
from vertrouwen.domain.errors import DomainError
from vertrouwen.imports.errors import ImportRefusedError
from vertrouwen.imports.instance import InstanceError
from vertrouwen.language.sentences import sentence
from vertrouwen.services import import_registration as registrations
from vertrouwen.services import protect_instance as engine
from vertrouwen.services import read_registration as reading
from vertrouwen.services.edit_organisations import NewOrganisation, add_organisation
from vertrouwen.services.new_keys import NewKeys
from vertrouwen.services.read_organisations import organisations
from vertrouwen.services.restore import restore_backup
from vertrouwen.storage.errors import StorageError
from vertrouwen.vault import folder as disk
from vertrouwen.vault import key_file, keyring_device, recovery_code
from vertrouwen.vault.errors import VaultError
from vertrouwen.vault.keys import MasterKey
from vertrouwen.vault.slots import SlotType

SECONDS = 5
"""Of processor time for one file; the system ends the process that takes more."""
MOST_KB = 512 * 1024
ROOT = Path(__file__).parents[3]
CLIENT = "Verzonnen opdrachtgever"
REFUSALS = (ImportRefusedError, DomainError, StorageError, VaultError, InstanceError)
REFUSALS_OF_FIGURES = (engine.RefusedError, engine.ExportError)
Try = Callable[[random.Random], str]


def main(kind: str, first: str, last: str, folder: str) -> None:
    """Give the files of these seeds to the program, one after the other."""
    place = Path(folder)
    language.use("nl")
    _stay_cheap()
    try_one = {
        "workbook": Registrations,
        "csv": Registrations,
        "key file": KeyFiles,
        "backup": Backups,
        "instance": Instances,
    }[kind](kind, place).try_one
    for seed in range(int(first), int(last)):
        _say(f"begin {seed}")
        dice = random.Random(f"{kind} {seed}")
        with _limits() as used:
            try:
                used["outcome"] = try_one(dice)
            except Exception:
                used["outcome"], used["why"] = "crashed", traceback.format_exc()
        _say(json.dumps(used))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


class MemoryKeyring:
    """A keyring that works; what it keeps lives as long as the process."""

    entries: ClassVar[dict[tuple[str, str], str]] = {}

    def get_password(self, service: str, user: str) -> str | None:
        """Return what is kept."""
        return self.entries.get((service, user))

    def set_password(self, service: str, user: str, password: str) -> None:
        """Keep it."""
        self.entries[service, user] = password


def _stay_cheap() -> None:
    """Have a keyring in memory and small vaults; what is tried here is the same with others."""
    keyring_device.ALLOWED = (
        keyring_device.AllowedBackend(
            platform=sys.platform, module=MemoryKeyring.__module__, name=MemoryKeyring.__name__
        ),
    )
    disk.BALLAST_BYTES = 4096
    # A file that asks for everything must not take this computer down with it.
    resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


@contextmanager
def _limits() -> Iterator[dict[str, Any]]:
    """Measure the work within, and have the system end this process when it takes too long."""
    used: dict[str, Any] = {}
    try:
        yield used
    finally:
        left, _every = signal.setitimer(signal.ITIMER_PROF, 0)
    used["seconds"] = round(SECONDS - left, 3)
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    used["kb"] = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


def _begin_of_work() -> None:
    """Start counting: making a spoiled file is not the program's work."""
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")  # the most memory is counted anew
    signal.setitimer(signal.ITIMER_PROF, SECONDS)


def state(*places: Path, but: frozenset[str] = frozenset()) -> dict[str, str]:
    """Return the digest of every file below these places."""
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for place in places
        for path in sorted(place.rglob("*"))
        if path.is_file() and path.name not in but
    }


class Registrations:
    """Workbooks and CSV files, brought into a practice and taken out again."""

    def __init__(self, kind: str, place: Path) -> None:
        samples = ROOT / "tests" / "imports"
        pattern = "*.xlsx" if kind == "workbook" else "*.csv"
        self._make = spoiled_workbook if kind == "workbook" else spoiled_table
        self._bases = [
            path.read_bytes()
            for folder in ("other_styles_2", "samples", "samples/bad")
            for path in sorted((samples / folder).glob(pattern))
            if "zipbom" not in path.name
            and (path.stat().st_size < 30_000 or "registratie" in path.name)
        ]
        if kind == "workbook":
            self._bases = [base for base in self._bases if _is_whole(base)]
        self._path = place / ("registratie.xlsx" if kind == "workbook" else "registratie.csv")
        self._place = place
        access = _new_vault(place / "data")
        self._practice = access[0]

    def try_one(self, dice: random.Random) -> str:
        """Preview, bring in and take out one spoiled file."""
        self._path.write_bytes(self._make(dice, self._bases))
        before = self._everything()
        _begin_of_work()
        try:
            found = registrations.preview(self._practice, self._path)
            json.dumps(reading.as_json(found.preview), ensure_ascii=False).encode()
            assert all(reading.file_warnings(found.preview))
            if dice.random() < 0.25:
                registrations.cells_in_doubt(found)
            assert self._everything() == before, "the preview wrote something"
            done = registrations.import_cases(
                self._practice,
                registrations.rows_to_import(found.preview),
                found.signature,
                registrations.confirmed(found).to_json(),
            )
        except REFUSALS as refused:
            assert sentence(refused) or reading.refusal(refused)
            assert self._everything() == before, "a refused file left something behind"
            return "refused"
        run = registrations.can_undo_import(self._practice)
        assert run is not None and run.id == done.subject_id
        registrations.undo_import(self._practice, run.id)
        assert [row.name for row in organisations(self._practice)] == [CLIENT]
        return "read"

    def _everything(self) -> dict[str, str]:
        return state(self._place)


def _is_whole(base: bytes) -> bool:
    import io
    import zipfile

    return base.startswith(b"PK") and zipfile.is_zipfile(io.BytesIO(base))


def _new_vault(data: Path) -> tuple[Any, Any, NewKeys]:
    access = bootstrap.vault_access(data, keyring_seconds=1)
    keys = access.new_keys()
    practice = access.create(
        keys, "zes verzonnen woorden voor een proef", threading.Event()
    ).practice
    add_organisation(practice, NewOrganisation(name=CLIENT, country="NL"))
    return practice, access, keys


class _Vaults:
    """A whole vault to spoil, and the code that opens it."""

    def __init__(self, place: Path) -> None:
        self._place, self._data = place, place / "data"
        _practice, access, keys = _new_vault(self._data)
        self._code = keys.code
        access.back_up(place / "whole.vertrouwen", lambda _done, _total: None)
        access.close()
        folder = self._data / bootstrap.VAULT
        self._whole = {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()}

    def _lay_out(self) -> Path:
        """Put the whole vault back, and nothing else."""
        shutil.rmtree(self._data)
        folder = self._data / bootstrap.VAULT
        folder.mkdir(parents=True, mode=0o700)
        for name, data in self._whole.items():
            (folder / name).write_bytes(data)
        return folder

    def _hold(self, opened: Any) -> None:
        assert [row.name for row in organisations(opened.practice)] == [CLIENT]


class KeyFiles(_Vaults):
    """The key file of a vault, spoiled with or without its copy."""

    def __init__(self, kind: str, place: Path) -> None:
        super().__init__(place)

    def try_one(self, dice: random.Random) -> str:
        """Open a vault of which the key file is spoiled."""
        folder = self._lay_out()
        spoiled = spoiled_keys(dice, self._whole[disk.KEYS])
        names = dice.choice(((disk.KEYS, disk.KEYS_COPY), (disk.KEYS,), (disk.KEYS_COPY,)))
        for name in names:
            (folder / name).write_bytes(spoiled.data)
        # The lock says who works with the vault; it is no part of what is kept.
        apart = frozenset({disk.LOCK})
        before = state(self._place, but=apart)
        access = bootstrap.vault_access(self._data, keyring_seconds=1)
        _begin_of_work()
        try:
            access.ways()
            opened = access.unlock_with_recovery_code(self._code)
        except REFUSALS as refused:
            access.close()
            assert sentence(refused)
            assert state(self._place, but=apart) == before, "a refused key file changed something"
            return "refused"
        is_harmless = spoiled.may_open or len(names) == 1 or spoiled.data == self._whole[disk.KEYS]
        assert is_harmless, "a spoiled key file opened"
        self._hold(opened)
        access.close()
        main, copy = ((folder / name).read_bytes() for name in (disk.KEYS, disk.KEYS_COPY))
        key_file.parse(main)
        assert main == copy, "only half of the key files was made whole"
        return "opened"


class Backups(_Vaults):
    """Backups brought back on a clean machine."""

    def __init__(self, kind: str, place: Path) -> None:
        super().__init__(place)
        self._path = place / "spoiled.vertrouwen"
        self._backup = (place / "whole.vertrouwen").read_bytes()
        keys = key_file.parse(self._whole[disk.KEYS])
        secret = recovery_code.parse(self._code).secret
        master_key: MasterKey = keys.unlock(SlotType.RECOVERY, secret)
        self._backup_key = master_key.backup_key

    def try_one(self, dice: random.Random) -> str:
        """Bring back one spoiled backup."""
        shutil.rmtree(self._data, ignore_errors=True)
        self._data.mkdir()
        spoiled: Spoiled = spoiled_backup(dice, self._backup, self._backup_key)
        self._path.write_bytes(spoiled.data)
        before = state(self._place)
        access = bootstrap.vault_access(self._data, keyring_seconds=1)
        _begin_of_work()
        try:
            opened = restore_backup(access, self._path, self._code, lambda _done, _total: None)
        except REFUSALS as refused:
            access.close()
            assert sentence(refused)
            assert state(self._place) == before, "a refused backup left something behind"
            assert not any(self._data.iterdir()), "a refused backup left a folder behind"
            return "refused"
        assert spoiled.may_open or spoiled.data == self._backup, "a spoiled backup opened"
        self._hold(opened)
        access.close()
        return "opened"


class Instances:
    """Statistics instances for `vertrouwen protect`."""

    def __init__(self, kind: str, place: Path) -> None:
        folder = ROOT / "tests" / "statistics" / "benchmarks"
        self._bases = [
            path.read_bytes()
            for path in sorted(folder.glob("*.json"))
            if path.stat().st_size < 12_000
        ]
        self._place, self._path, self._out = place, place / "instance.json", place / "out.json"

    def try_one(self, dice: random.Random) -> str:
        """Protect one spoiled instance."""
        base = dice.choice(self._bases)
        act = dice.random()
        if act < 0.3:
            data = spoil(base, dice, self._bases)
        elif act < 0.4:
            data = base.replace(b"{", b'{"x":' + deep_text(dice).encode() + b",", 1)
        else:
            data = json.dumps(spoil_document(json.loads(base), dice)).encode()
        self._path.write_bytes(data)
        self._out.unlink(missing_ok=True)
        before = state(self._place)
        _begin_of_work()
        try:
            engine.protect_instance(self._path, self._out, "unit", bytes(32))
        except (*REFUSALS, *REFUSALS_OF_FIGURES) as refused:
            assert sentence(refused)
            assert state(self._place) == before, "a refused instance left something behind"
            return "refused"
        json.loads(self._out.read_bytes())
        return "released"


if __name__ == "__main__":
    main(*sys.argv[1:])
