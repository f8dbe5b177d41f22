"""A backup that is verified, beside a copy of the same file that is only synced."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

from tests.bench.figures import Figure, side_by_side
from tests.bench.practices import Filled


def measure(filled: Filled) -> Iterator[Figure]:
    """Measure at one size."""
    database = filled.folder.path / "vault.db"
    backup, copy = filled.data / "backup.vertrouwen", filled.data / "copy.db"

    def copy_and_sync(_: int) -> None:
        shutil.copyfile(database, copy)
        with copy.open("rb+") as file:
            os.fsync(file.fileno())

    with filled.vault() as (opened, _):
        repeats = 3 if filled.cases >= 100_000 else 7
        pair = side_by_side(lambda _: opened.backup_to(backup), copy_and_sync, repeats, warm_up=1)
    for path in (backup, copy):
        path.unlink()
    size = database.stat().st_size / 1e6
    yield pair.figure("verified backup", filled.cases, aim=3, note=f"{size:,.0f} MB")
