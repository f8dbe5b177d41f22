"""Promise 12: an update that is killed leaves the old vault or the new one, never one between.

A newer vault is refused without a byte changed in any of its files.
"""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import KeyringOnDemand
from tests.promises.closed_vaults import ClosedVault, die_in_the_middle
from tests.promises.disk import shim
from tests.promises.figures import amount, reached
from tests.promises.saves import memory
from vertrouwen.storage import migrations
from vertrouwen.vault import folder as disk
from vertrouwen.vault import key_file
from vertrouwen.vault.errors import VaultError
from vertrouwen.vault.slots import canonical_json

POINTS = 120
"""How often each migration is killed: half of them between changes of the disk, from the opening
to the close, and half within the migration itself."""


@pytest.mark.parametrize("version", range(migrations.newest_version()))
def test_a_killed_update_leaves_old_or_new(version: int, tmp_path: Path) -> None:
    library = shim.build(tmp_path)
    with memory(tmp_path) as folder:
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "tests.promises.updates",
                str(folder),
                str(version),
                str(amount(POINTS)),
            ],
            env=shim.environment(library, folder),
            capture_output=True,
            text=True,
            check=True,
        )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    bad = [
        line
        for line in lines
        if not line["died"]
        or line["is_old"] == line["is_new"]
        or not line["opens"]
        or not line["ends_new"]
    ]
    assert bad == []
    assert any(line["is_old"] for line in lines)
    assert any(line["is_new"] for line in lines)
    if version:
        copies = [line["copies"] for line in lines if line["is_new"]]
        assert all(found == [f"{disk.BEFORE_MIGRATION}{version:04d}"] for found in copies)
    reached(12, f"kills in migration {version + 1}", good=len(lines), tried=len(lines), floor=100)


def _hashes(place: Path) -> dict[str, tuple[str, int]]:
    return {
        path.name: (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns)
        for path in place.iterdir()
    }


def _left_open(closed: ClosedVault) -> None:
    place = closed.place
    (place / disk.LOCK).write_bytes(b"open journal".ljust(63) + b"\n")
    (place / disk.JOURNAL).write_bytes(b"")


def _half_done(closed: ClosedVault) -> None:
    child = os.fork()
    if not child:
        try:
            die_in_the_middle(closed.place.parent, closed.keys.code, 1)
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    assert (closed.place / disk.JOURNAL).stat().st_size > 0


def _newer_keys(closed: ClosedVault) -> None:
    place = closed.place
    for name in (disk.KEYS, disk.KEYS_COPY):
        fields = json.loads((place / name).read_bytes()) | {"format": key_file.FORMAT + 1}
        del fields["sha256"]
        digest = hashlib.sha256(canonical_json(fields)).hexdigest()
        (place / name).write_bytes(canonical_json(fields | {"sha256": digest}) + b"\n")


def _as_it_is(_closed: ClosedVault) -> None:
    """Leave the newer vault as its program closed it."""


@pytest.mark.parametrize("change", [_as_it_is, _left_open, _half_done, _newer_keys])
def test_a_newer_vault_is_refused_without_a_byte_changed(
    tmp_path: Path,
    keyring_on_demand: type[KeyringOnDemand],
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[ClosedVault], None],
) -> None:
    newer = [*migrations._scripts(), "CREATE TABLE of_tomorrow (x INTEGER) STRICT;\n"]
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "_scripts", lambda: newer)
        closed = ClosedVault(tmp_path / "data", keyring_on_demand, 2)
        change(closed)
    before = _hashes(closed.place)
    for attempt in (
        lambda: closed.access.unlock_with_device(threading.Event()),
        lambda: closed.access.unlock_with_recovery_code(closed.keys.code),
    ):
        with pytest.raises(VaultError, match="vault_newer"):
            attempt()
        closed.access.close()
        assert _hashes(closed.place) == before
    reached(12, "newer vaults untouched", good=1, tried=1, floor=1)
