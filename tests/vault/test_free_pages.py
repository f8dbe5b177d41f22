"""Free pages that a power cut tore are written anew; any other damage is still damage."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from vertrouwen.vault import database, free_pages
from vertrouwen.vault.check import check_database
from vertrouwen.vault.errors import VaultError

KEY = bytes(range(32))
PAGE = database.PAGE_BYTES
ROWS = 60


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database in which many pages are free, and some rows are left."""
    path = tmp_path / "vault.db"
    database.create(path, KEY)
    connection = database.connect(path, KEY)
    database.harden(connection)
    connection.execute("CREATE TABLE kept (body BLOB)")
    connection.execute("CREATE TABLE gone (body BLOB)")
    for _ in range(ROWS):
        for table in ("kept", "gone"):
            connection.execute(f"INSERT INTO {table} VALUES (randomblob({PAGE}))")
    connection.execute("DELETE FROM gone")
    connection.close()
    return path


def damage(path: Path, page: int) -> None:
    """Change a byte in the middle of a page."""
    with path.open("r+b") as file:
        file.seek((page - 1) * PAGE + PAGE // 2)
        byte = file.read(1)[0]
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([byte ^ 1]))


def pages_by_use(path: Path) -> tuple[list[int], list[int]]:
    """Return the pages in use, and the free ones: those that change when all are written anew."""
    before = path.read_bytes()
    copy = path.with_name("copy.db")
    copy.write_bytes(before)
    free_pages.renew(copy, KEY)
    after = copy.read_bytes()
    used, free = [], []
    for page in range(2, len(before) // PAGE + 1):
        place = slice((page - 1) * PAGE, page * PAGE)
        (used if before[place] == after[place] else free).append(page)
    return used, free


def rows(path: Path) -> int:
    connection = database.connect(path, KEY)
    count = int(connection.execute("SELECT count(*) FROM kept").fetchone()[0])
    connection.close()
    return count


def test_torn_free_pages_are_written_anew_after_a_crash(path: Path) -> None:
    _used, (_trunk, *free) = pages_by_use(path)
    assert len(free) > ROWS
    pages = path.stat().st_size // PAGE
    for page in free:
        damage(path, page)
    with pytest.raises(VaultError, match="database_damaged"):
        check_database(path, KEY)
    check_database(path, KEY, after_crash=True)
    check_database(path, KEY)
    assert rows(path) == ROWS
    assert path.stat().st_size // PAGE <= pages + 2


def test_a_page_in_use_is_never_taken_for_a_free_one(path: Path) -> None:
    used, (trunk, torn, *_free) = pages_by_use(path)
    whole = path.read_bytes()
    for page in (*used, trunk):
        damage(path, page)
        damage(path, torn)
        with pytest.raises(VaultError, match="database_damaged"):
            check_database(path, KEY, after_crash=True)
        path.write_bytes(whole)


def test_a_page_too_many_is_damage_after_a_crash_too(path: Path) -> None:
    with path.open("ab") as file:
        file.write(os.urandom(PAGE))
    with pytest.raises(VaultError, match="database_damaged"):
        check_database(path, KEY, after_crash=True)
