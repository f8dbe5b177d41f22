"""Promise 3: what is saved stays saved when the disk is full or failing.

Real processes work behind a shim that lets a call fail: any call of opening, saving, changing the
key file, a backup or a lock, once or from then on. Nothing acknowledged is lost, nothing is torn,
and the adviser is told in a sentence. A disk that is really full is tried as well.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.promises import saves
from tests.promises.disk import shim
from tests.promises.figures import amount, reached
from tests.services.reports import YEAR_2025, client
from vertrouwen.bootstrap import vault_access
from vertrouwen.domain.consent import CaseId
from vertrouwen.domain.contact import NoteId
from vertrouwen.language.sentences import sentence
from vertrouwen.services.back_up import back_up
from vertrouwen.services.destroy_case import destroy_case
from vertrouwen.services.edit_case import close_case
from vertrouwen.services.make_report import export_edition
from vertrouwen.services.new_keys import NewKeys
from vertrouwen.services.write_note import remove_personal_note
from vertrouwen.storage.errors import StorageError
from vertrouwen.vault import folder as disk

FAULTS = 400
FAULTS_OF_A_VAULT = 40
ROOT = Path(__file__).parents[2]
DISK_BYTES = 12 * 1024 * 1024


def strike(library: Path, data: Path, seed: str) -> list[dict[str, object]]:
    """Let faults loose on a vault and return how each went."""
    said = subprocess.run(
        [
            *(sys.executable, "-m", "tests.promises.disk.failing"),
            *(str(data), seed, str(FAULTS_OF_A_VAULT)),
        ],
        env=shim.environment(library, data),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        check=True,
    ).stdout
    return [json.loads(line) for line in said.splitlines()]


def test_a_failing_disk_loses_nothing_and_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "BALLAST_BYTES", 4096)
    library = shim.build(tmp_path)
    struck: list[dict[str, object]] = []
    with saves.memory(tmp_path) as place:
        saves.make_vault(place / "new")
        while len(struck) < amount(FAULTS):
            seed, data = f"fault-{len(struck)}", place / "disk"
            shutil.copytree(place / "new", data)
            found = strike(library, data, seed)
            assert [one for one in found if one["problem"]] == [], seed
            assert len(found) == FAULTS_OF_A_VAULT
            struck += found
            shutil.rmtree(data)
    assert {one["action"] for one in struck} >= {"open", "save", "change the keys", "back up"}
    told = [one for one in struck if one["answer"] != "done"]
    assert len(told) > len(struck) // 2
    what = "faults of the disk, 0 lost, each named"
    reached(3, what, good=len(struck), tried=len(struck), floor=FAULTS)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own with little room."""
    place = tmp_path / "small"
    place.mkdir()
    size = f"size={DISK_BYTES},mode=700"
    command = ["mount", "-t", "tmpfs", "-o", size, "vertrouwen-proof", str(place)]
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root may make a small disk")
    if subprocess.run(command, stderr=subprocess.DEVNULL, check=False).returncode:
        pytest.skip("this system lets nobody make a small disk")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def fill(place: Path) -> None:
    """Leave not a byte of room on a disk."""
    with (place / "other-data").open("ab", buffering=0) as file:
        for size in (1 << 20, 1 << 12, 1):
            try:
                while True:
                    file.write(bytes(size))
            except OSError:
                continue


def test_on_a_full_disk_the_last_save_is_explained_and_delete_and_export_work(
    small_disk: Path, tmp_path: Path
) -> None:
    seed, data = "full", small_disk / "data"
    access = vault_access(data)
    keys = NewKeys(code=saves.recovery_code(), vault_id=saves.VAULT_ID)
    practice = access.create(keys, saves.PASSPHRASE, threading.Event()).practice
    assert (access.folder / disk.BALLAST).stat().st_size == disk.BALLAST_BYTES
    made = client(practice)
    made.record(30, YEAR_2025)
    edition = made.issue(YEAR_2025)
    closed = CaseId(2)
    for number in range(1, 6):
        saves.save(practice, seed, number)
    close_case(practice, closed, "afgerond", "onbekend", "onbekend", practice.today())
    fill(small_disk)
    # Whatever still fits within the files themselves goes; then one save does not.
    told, number = None, 6
    while told is None:
        try:
            saves.save(practice, seed, number)
            number += 1
        except StorageError as error:
            told = error
    assert told.code == "disk_full"
    assert "vol" in sentence(told)
    assert sentence(told) != sentence(Exception())
    # The space set aside is given up, so that there is room for what makes room.
    assert not (access.folder / disk.BALLAST).exists()
    saves.save(practice, seed, number)
    note = practice.store.read("SELECT max(id) FROM note WHERE kind = 'persoonlijk'")[0][0]
    remove_personal_note(practice, NoteId(note))
    destroy_case(practice, closed, access.opened_vault.note_destroyed)
    export_edition(practice, edition, "csv", tmp_path / "report.csv", "nl")
    back_up(practice, access, tmp_path / "backup.vertrouwen", lambda _done, _total: None)
    access.close()
    again, practice = saves.unlock(data)
    bodies = [row[0] for row in practice.store.read("SELECT body FROM note ORDER BY id")]
    again.close()
    notes = [n for n in range(1, number + 1) if saves.kind_of(seed, n) != "draft"]
    assert bodies == [saves.text(seed, n) for n in notes[:-1]]
    reached(3, "a full disk: the last save explained", good=1, tried=1, floor=1)
