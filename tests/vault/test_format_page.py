"""The page for a stranger is true: its program opens what our code makes, without our code."""

from __future__ import annotations

import re
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from vertrouwen.vault import folder as disk
from vertrouwen.vault.container import HEADER_BYTES
from vertrouwen.vault.database import APPLICATION_ID
from vertrouwen.vault.open_vault import OpenVault
from vertrouwen.vault.vault import VaultFolder

PAGE = (Path(__file__).parents[2] / "docs" / "vault-format.md").read_text(encoding="utf-8")


@pytest.fixture
def stranger(tmp_path: Path) -> Path:
    """The program of the page, alone in a file."""
    (program,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert "import vertrouwen" not in program
    assert "from vertrouwen" not in program
    path = tmp_path / "read_vault.py"
    path.write_text(program, encoding="utf-8")
    return path


def _read(program: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", str(program), *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_a_stranger_reads_the_vault(stranger: Path, closed: VaultFolder, code: str) -> None:
    done = _read(stranger, str(closed.path), code)
    assert done.stderr == ""
    assert "CREATE TABLE note" in done.stdout
    assert "kanarie-in-de-kluis" in done.stdout


def test_a_stranger_reads_a_backup(
    stranger: Path, vault: OpenVault, tmp_path: Path, code: str
) -> None:
    backup = vault.backup_to(tmp_path / "reserve.vertrouwen").path
    done = _read(stranger, str(backup), code.lower().replace("-", " "))
    assert done.stderr == ""
    assert "kanarie-in-de-kluis" in done.stdout


def test_a_stranger_with_a_typing_error_is_told(
    stranger: Path, closed: VaultFolder, code: str
) -> None:
    wrong = code[:-1] + ("A" if code[-1] != "A" else "B")
    assert "typing error" in _read(stranger, str(closed.path), wrong).stderr


def test_every_file_of_the_folder_stands_on_the_page() -> None:
    names = (disk.DATABASE, disk.KEYS, disk.KEYS_COPY, disk.LOCK, disk.RAISE, disk.BALLAST)
    for name in (*names, disk.BEFORE_MIGRATION):
        assert f"`{name}" in PAGE
    assert str(APPLICATION_ID) in PAGE
    assert struct.pack(">I", APPLICATION_ID) == b"VTRW"


def test_the_table_of_the_header_adds_up() -> None:
    rows = re.findall(r"^\| (\d+) \| (\d+) \| ", PAGE, re.MULTILINE)
    place = 0
    for offset, length in rows:
        assert int(offset) == place
        place += int(length)
    assert place == HEADER_BYTES
