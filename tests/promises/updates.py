"""A vault of an older program is opened by a newer one, which is killed: behind the shim.

`python -m tests.promises.updates FOLDER FROM POINTS` makes a vault of schema FROM, brings copies of
it to the next schema, each killed at another point, and prints a line of JSON for each copy.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.promises.disk.shim import DIES, Call, Shim
from tests.promises.saves import VAULT_ID, recovery_code, set_little_aside
from vertrouwen.bootstrap import vault_access
from vertrouwen.storage import migrations
from vertrouwen.storage.unit_of_work import Store
from vertrouwen.vault import folder as disk
from vertrouwen.vault.database import connect
from vertrouwen.vault.keys import MasterKey
from vertrouwen.vault.vault import VaultFolder

CODE = recovery_code()
_PASSPHRASE = "verzonnen woorden voor een proef"
_INSTRUCTIONS = 200
"""How many steps of the database's own machine pass between two places to die."""
_SCRIPTS = migrations._scripts


def know_only(version: int) -> None:
    """Make this process a program that knows no later schema."""
    known = _SCRIPTS()[:version]
    migrations._scripts = lambda: known


def make(data: Path, version: int) -> MasterKey:
    """Make a vault of an older schema, with a practice in it, and close it."""
    know_only(version)
    made = VaultFolder(data / "vault").create(
        recovery_code=CODE, passphrase=_PASSPHRASE, device=None, vault_id=VAULT_ID
    )
    key = made._master_key
    made.close()
    if version:
        access = vault_access(data)
        _fill(access.unlock_with_recovery_code(CODE).practice.store, version)
        access.close()
    return key


def _fill(store: Store, version: int) -> None:
    with store.operation("add_organisation") as tx:
        tx.insert(
            "organisation", name="Zorggroep Verzonnen", country="NL", counting_unit="contacten"
        )
        tx.insert("headcount", organisation_id=1, year=2025, employees=600)
    for number in range(1, 41):
        day = f"2025-{1 + number % 12:02d}-03"
        with store.operation("open_case") as tx:
            tx.case_id = tx.insert(
                "case_file",
                number_year=2025,
                number_seq=number,
                organisation_id=1,
                opened_on=day,
                last_contact_on=day,
                kind="melding",
                channel="email",
            )
    if version > 1:
        return
    # A report of the first kind, which the next schema freezes.
    with store.operation("release_report", subject="edition") as tx:
        tx.subject_id = tx.insert(
            "edition",
            organisation_id=1,
            period_from="2025-01-01",
            period_until="2025-12-31",
            label="2025",
            counting_unit="contacten",
            threshold=5,
            policy=json.dumps({"rule": "strict/1", "tables": [], "withheld": []}),
            figures=1,
            released_on="2026-01-15",
        )
        tx.insert(
            "edition_figure", edition_id=tx.subject_id, table_name="totaal", cell="{}", value=40
        )


def content(data: Path, key: MasterKey) -> tuple[int, str]:
    """Return the version of a database, and a digest of its whole schema and all its rows.

    A copy is read: SQLite would take the journal away, which is the program's to do.
    """
    copy = data.with_name("copy")
    shutil.copytree(data / "vault", copy)
    connection = connect(copy / disk.DATABASE, key.database_key)
    try:
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        schema = connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
        digest = hashlib.sha256(repr(schema).encode())
        tables = [name for name, sql in schema if (sql or "").startswith("CREATE TABLE")]
        for table in tables:
            rows = connection.execute(f'SELECT * FROM "{table}"').fetchall()
            digest.update(repr((table, sorted(map(repr, rows)))).encode())
    finally:
        connection.close()
        shutil.rmtree(copy)
    return version, digest.hexdigest()


def _open(data: Path) -> None:
    access = vault_access(data)
    access.unlock_with_recovery_code(CODE)
    access.close()


def _alone(work: Callable[[], object]) -> int:
    """Do work in a process of its own; return how it ended, below 0 for a signal."""
    pid = os.fork()
    if not pid:
        try:
            work()
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    status = os.waitpid(pid, 0)[1]
    return os.waitstatus_to_exitcode(status)


def _dies_at_change(data: Path, number: int, seen: Path) -> None:
    shim = Shim()
    shim.arm(Call.CHANGES, number, DIES)
    _open(data)
    seen.write_text(str(shim.seen))


def _dies_at_instruction(data: Path, number: int, seen: Path) -> None:
    apply, passed = migrations._apply, 0

    def counted() -> int:
        nonlocal passed
        passed += 1
        if passed > number:
            os.kill(os.getpid(), signal.SIGKILL)
        return 0

    def watched(connection: Any, *arguments: Any) -> None:
        connection.set_progress_handler(counted, _INSTRUCTIONS)
        apply(connection, *arguments)
        connection.set_progress_handler(None, 0)

    migrations._apply = watched
    _open(data)
    seen.write_text(str(passed))


def main(folder: Path, version: int, points: int) -> None:
    """Make, kill, look."""
    set_little_aside()
    old, data, seen = folder / "old", folder / "data", folder / "seen"
    key = make(old, version)
    before = content(old, key)
    know_only(version + 1)
    for kill in (_dies_at_change, _dies_at_instruction):
        shutil.copytree(old, data)
        assert _alone(lambda kill=kill: kill(data, 1 << 30, seen)) == 0  # type: ignore[misc]
        after, total = content(data, key), int(seen.read_text())
        shutil.rmtree(data)
        share = points // 2
        # Evenly over all there is; where there are fewer places, every one of them.
        places = sorted({total * place // share for place in range(share)})
        for place in places:
            shutil.copytree(old, data)
            ended = _alone(lambda place=place, kill=kill: kill(data, place, seen))  # type: ignore[misc]
            copies = sorted(path.name for path in (data / "vault").glob(f"{disk.DATABASE}.*"))
            found = content(data, key)
            again = _alone(lambda: _open(data))
            line = {
                "died": ended == -signal.SIGKILL,
                "is_old": found == before,
                "is_new": found == after,
                "opens": again == 0,
                "ends_new": again == 0 and content(data, key) == after,
                "place": f"{kill.__name__} {place} of {total}",
                "copies": copies,
            }
            sys.stdout.write(json.dumps(line) + "\n")
            sys.stdout.flush()
            shutil.rmtree(data)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
