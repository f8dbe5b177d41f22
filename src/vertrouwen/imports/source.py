"""Which kind of file is this? The first bytes decide, not the name."""

from __future__ import annotations

from pathlib import Path

from vertrouwen.imports.csv_file import read_csv
from vertrouwen.imports.errors import ImportRefusedError
from vertrouwen.imports.sheets import Progress, Source
from vertrouwen.imports.workbook import read_workbook

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MOST_SEARCHED = 64 * 1024 * 1024
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WORKBOOK_NAMES = frozenset({".xlsx", ".xlsm", ".xltx", ".xls", ".ods", ".numbers"})
_KNOWN_STARTS = ((b"%PDF", "pdf"), (b"{\\rtf", "rtf"), (b"\x89PNG", "png"), (b"\xff\xd8", "jpg"))


def open_source(path: Path, progress: Progress | None = None) -> Source:
    """Open a registration, whatever its form.

    Raises:
        ImportRefusedError: it is not a file that can be read.
        ImportCancelledError: the adviser stopped.
    """
    try:
        with path.open("rb") as stream:
            start = stream.read(512)
    except OSError:
        raise ImportRefusedError("niet_te_openen") from None
    if not start:
        raise ImportRefusedError("leeg")
    if start.startswith(_OLE):
        with path.open("rb") as stream:
            encrypted = _ENCRYPTED in stream.read(_MOST_SEARCHED)
        raise ImportRefusedError("wachtwoord" if encrypted else "oud_excel")
    if start.startswith(b"PK"):
        if b"opendocument" in start:
            raise ImportRefusedError("geen_excel", kind="ods")
        return read_workbook(path, progress)
    for beginning, kind in _KNOWN_STARTS:
        if start.startswith(beginning):
            raise ImportRefusedError("geen_excel", kind=kind)
    if path.suffix.casefold() in _WORKBOOK_NAMES:
        raise ImportRefusedError("geen_excel", kind=None)
    return read_csv(path, progress)
