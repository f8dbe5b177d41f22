"""An Excel workbook read as data: nothing computed, nothing followed, sizes checked first."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from vertrouwen.imports.errors import ImportCancelledError, ImportRefusedError
from vertrouwen.imports.sheets import (
    MOST_COLUMNS,
    MOST_RECORDS,
    Progress,
    Row,
    RowCounter,
    Sheet,
    Source,
)

_MOST_UNPACKED = 256 * 1024 * 1024
_SUSPECT_UNPACKED = 20 * 1024 * 1024
_SUSPECT_RATIO = 100
_MOST_BESIDE = 32 * 1024 * 1024
_MOST_TAGS = 200_000
_MOST_TEXTS = 4_000_000
"""Tags of the shared texts: as many as 100,000 rows of twenty texts of their own have."""
_TEXTS = "xl/sharedStrings.xml"
_NOT_READ = ("xl/worksheets/", "xl/pivotCache/", "xl/charts/", "xl/drawings/", "xl/media/")
"""Sheets are read in pieces; the others not at all."""
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_COLUMN = re.compile(rb"<(?:\w+:)?col\b[^>]{0,500}>")
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]{0,200}ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_ROW = re.compile(rb"<(?:\w+:)?row[\s>]")
_VALUE = re.compile(rb"<(?:\w+:)?(?:v|is)>")
_CHUNK = 1 << 20
_OVERLAP = 256


def read_workbook(path: Path, progress: Progress | None = None) -> Source:
    """Read all visible sheets of an .xlsx file.

    Raises:
        ImportRefusedError: damaged, too big once unpacked, or too many rows.
        ImportCancelledError: the adviser stopped.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _refuse_bomb(archive)
            names = set(archive.namelist())
            if "xl/workbook.xml" not in names and "[Content_Types].xml" not in names:
                raise ImportRefusedError("geen_excel", kind="zip")
            _refuse_crowd(archive)
            external = any(name.startswith("xl/externalLinks/") for name in names)
        return _read(path, progress, external)
    except (ImportRefusedError, ImportCancelledError):
        raise
    except Exception:
        # Whatever breaks inside a damaged workbook, the adviser hears one thing; the cause could
        # carry a cell's content, so it is not chained.
        raise ImportRefusedError("beschadigd") from None


def _refuse_bomb(archive: zipfile.ZipFile) -> None:
    unpacked = sum(info.file_size for info in archive.infolist())
    packed = max(1, sum(info.compress_size for info in archive.infolist()))
    suspect = unpacked > _SUSPECT_UNPACKED and unpacked / packed > _SUSPECT_RATIO
    if unpacked > _MOST_UNPACKED or suspect:
        raise ImportRefusedError("te_groot_uitgepakt", megabytes=unpacked // 1024 // 1024)


def _refuse_crowd(archive: zipfile.ZipFile) -> None:
    """Refuse styles, texts and lists of parts without end: they are made whole before any row."""
    beside = 0
    for info in archive.infolist():
        if info.filename.startswith(_NOT_READ):
            continue
        most = _MOST_TEXTS if info.filename == _TEXTS else _MOST_TAGS
        beside += info.file_size if info.filename != _TEXTS else 0
        with archive.open(info) as stream:
            tags = 0
            while tags <= most and (chunk := stream.read(_CHUNK)):
                tags += chunk.count(b"<") - chunk.count(b"</")
        if tags > most or beside > _MOST_BESIDE:
            unpacked = sum(part.file_size for part in archive.infolist())
            raise ImportRefusedError("te_groot_uitgepakt", megabytes=unpacked // 1024 // 1024)


def _read(path: Path, progress: Progress | None, external: bool) -> Source:
    import warnings

    from openpyxl import load_workbook

    with warnings.catch_warnings():
        # openpyxl warns about styles and extensions it leaves out; none of them is data.
        warnings.simplefilter("ignore")
        book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
        try:
            counter = RowCounter(progress)
            sheets: list[Sheet] = []
            with zipfile.ZipFile(path) as archive:
                for sheet in book.worksheets:
                    if sheet.sheet_state != "visible":
                        sheets.append(Sheet(name=sheet.title, rows=(), is_hidden=True))
                        continue
                    sheets.append(_read_sheet(sheet, archive, counter))
        finally:
            book.close()
    return Source(form="xlsx", sheets=tuple(sheets), has_external_links=external)


def _read_sheet(sheet: Any, archive: zipfile.ZipFile, counter: RowCounter) -> Sheet:
    # Imported here: reading a CSV file needs no openpyxl.
    from vertrouwen.imports.sheet_rows import rows_of

    part = str(sheet._worksheet_path).lstrip("/")
    hidden, merged, has_formulas = _facts(archive, part)
    rows: list[Row] = []
    known: dict[str, str] = {}
    for number, cells in rows_of(sheet):
        row = _trimmed(cells, known)
        counter.add(row, 1 if not row else number - len(rows))
        if row:
            rows.extend([()] * (number - 1 - len(rows)))
            rows.append(row)
    formulas = dict(_formula_cells(archive, part)) if has_formulas else {}
    return Sheet(
        name=sheet.title,
        rows=rows,
        hidden_columns=hidden,
        merged=merged,
        formulas=formulas,
    )


def _trimmed(cells: Sequence[object], known: dict[str, str]) -> Row:
    """Return a row without blanks at its end; equal texts are kept once."""
    values = [
        (known.setdefault(v, v) if len(v) < 60 else v) if type(v) is str and v.strip() else v
        for v in cells[:MOST_COLUMNS]
    ]
    while values and (values[-1] is None or (type(values[-1]) is str and not values[-1].strip())):
        values.pop()
    return tuple(None if type(v) is str and not v.strip() else v for v in values)


def _facts(
    archive: zipfile.ZipFile, part: str
) -> tuple[frozenset[int], tuple[tuple[int, int, int, int], ...], bool]:
    """Scan a sheet's XML in pieces for hidden columns, merged cells and formulas."""
    hidden: set[int] = set()
    merged: set[tuple[int, int, int, int]] = set()
    has_formulas = False
    rows = values = 0
    with archive.open(part) as stream:
        tail = b""
        while chunk := stream.read(_CHUNK):
            piece = tail + chunk
            for column in _COLUMN.findall(piece):
                if re.search(rb'hidden="(?:1|true)"', column):
                    first = re.search(rb'min="(\d+)"', column)
                    last = re.search(rb'max="(\d+)"', column)
                    if first and last:
                        stop = min(int(last[1]), MOST_COLUMNS)
                        hidden.update(range(int(first[1]) - 1, stop))
            for a, b, c, d in _MERGE.findall(piece):
                merged.add((int(b), _column(a), int(d), _column(c)))
            has_formulas = has_formulas or _FORMULA.search(piece) is not None
            rows += len(_ROW.findall(chunk))
            values += len(_VALUE.findall(chunk))
            if rows > MOST_RECORDS * 1.01 and values > MOST_RECORDS * 3:
                # Counting is quick, parsing is not: too long a sheet is refused before it is read.
                raise ImportRefusedError("te_veel_regels", limit=MOST_RECORDS)
            tail = piece[-_OVERLAP:]
    return frozenset(hidden), tuple(sorted(merged)), has_formulas


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _formula_cells(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[tuple[int, int], bool]]:
    """Yield each cell with a formula and whether the file holds its result."""
    with archive.open(part) as stream:
        for _, element in ElementTree.iterparse(stream):  # noqa: S314  (expat limits expansion)
            if element.tag == f"{_MAIN}c":
                if element.find(f"{_MAIN}f") is not None:
                    place = re.match(r"([A-Z]+)(\d+)$", element.get("r", ""))
                    value = element.find(f"{_MAIN}v")
                    if place:
                        cell = int(place[2]), _column(place[1].encode())
                        yield cell, value is not None and bool(value.text)
                element.clear()
            elif element.tag == f"{_MAIN}row":
                element.clear()
