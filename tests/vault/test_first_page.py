"""The first page of a database tells whether a key opens it."""

from __future__ import annotations

from pathlib import Path

from vertrouwen.vault import database
from vertrouwen.vault.first_page import opens

KEY = bytes(range(32))


def test_sqlcipher_s_own_first_page_opens_with_its_key_and_no_other(tmp_path: Path) -> None:
    path = tmp_path / "vault.db"
    database.create(path, KEY)
    connection = database.connect(path, KEY)
    connection.execute("CREATE TABLE note (text TEXT)")
    connection.execute("INSERT INTO note SELECT hex(randomblob(20000))")
    connection.close()
    data = path.read_bytes()
    page, pages = data[: database.PAGE_BYTES], len(data) // database.PAGE_BYTES
    assert pages > 2
    assert opens(page, KEY, pages)
    assert not opens(page, KEY[::-1], pages)
    assert not opens(page, KEY, pages - 1)
    for place in (0, 15, 16, 100, 4015, 4016, 4095):
        changed = bytearray(page)
        changed[place] ^= 1
        assert not opens(bytes(changed), KEY, pages), place
