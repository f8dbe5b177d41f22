"""What is salvaged of a long text is all of it, or the row counts as lost."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

from sqlcipher3 import dbapi2

from vertrouwen.vault import database
from vertrouwen.vault.salvage import copy_readable

KEY = bytes(range(32))
TEXTS = [f"{'woord ' * (40 + 150 * number)}{number} einde" for number in range(12)]


def _unrepaired() -> NoReturn:
    raise AssertionError("the schema is whole here")


def test_no_text_is_salvaged_without_its_end(tmp_path: Path) -> None:
    path = tmp_path / "vault.db"
    database.create(path, KEY)
    connection = database.connect(path, KEY)
    database.harden(connection)
    connection.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT NOT NULL)")
    connection.executemany("INSERT INTO note (body) VALUES (?)", [(text,) for text in TEXTS])
    connection.close()
    whole = path.read_bytes()
    lost = []
    for page in range(3, len(whole) // database.PAGE_BYTES + 1):
        changed = bytearray(whole)
        changed[page * database.PAGE_BYTES - database.PAGE_BYTES // 2] ^= 1
        path.write_bytes(changed)
        target = dbapi2.connect(":memory:", isolation_level=None)
        copy_readable(path, KEY, target, _unrepaired, lambda _copy: None)
        found = dict(target.execute("SELECT id, body FROM note").fetchall())
        target.close()
        assert all(body == TEXTS[number - 1] for number, body in found.items())
        lost.append(len(TEXTS) - len(found))
    # On a page lies the rest of one text, or the beginnings of a few; all others are there.
    assert min(lost) == 1
    assert max(lost) <= 4
