"""A CSV file read as data: character set, separator and quoted line breaks recognised."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from pathlib import Path

from vertrouwen.imports.errors import ImportRefusedError
from vertrouwen.imports.sheets import MOST_COLUMNS, Progress, Row, RowCounter, Sheet, Source

LONGEST_FIELD = 131_072
_MOST_BYTES = 64 * 1024 * 1024
_LONGEST_LINE = 2 * 1024 * 1024
_MOST_LINES = 50_000
"""Of one record; its cells may hold line breaks."""
_SEPARATORS = (";", ",", "\t", "|")
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_ACCENTED = frozenset("éèëêïîíöóôüúûáàâäçñÉÈËÏÖÜÁÀÇ€’‘“”–—…½¼¾±µ°")
_PLAIN = bytes(range(0x80))
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")


def read_csv(path: Path, progress: Progress | None = None) -> Source:
    """Read a CSV file whole, within limits.

    Raises:
        ImportRefusedError: empty, unreadable characters, a field too long, too many rows.
        ImportCancelledError: the adviser stopped.
    """
    if path.stat().st_size > _MOST_BYTES:
        raise ImportRefusedError("te_groot", megabytes=_MOST_BYTES // 1024 // 1024)
    content = path.read_bytes()
    if not content.strip(b"\xef\xbb\xbf\xff\xfe\x00 \r\n\t;,"):
        raise ImportRefusedError("leeg")
    text, encoding = _decode(content)
    del content
    rows = _parse(text, _separator(text), progress)
    return Source(form="csv", sheets=(Sheet(name="", rows=rows),), encoding=encoding)


def _decode(content: bytes) -> tuple[str, str]:
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return _decode_as(content, encoding), encoding
    wide = _wide_without_bom(content)
    if wide:
        return _decode_as(content, wide), wide
    control = re.search(rb"[\x00-\x08\x0e-\x1f]", content)
    if control:
        raise ImportRefusedError(
            "onleesbare_tekens", line=_line_of(content[: control.start()]), encoding=None
        )
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _decode_single_byte(content)


def _decode_as(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = _line_of(content[: error.start])
        raise ImportRefusedError("onleesbare_tekens", line=line, encoding=encoding) from None
    control = _CONTROL.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        raise ImportRefusedError("onleesbare_tekens", line=line, encoding=encoding)
    return text


def _wide_without_bom(content: bytes) -> str | None:
    """UTF-16 without its mark shows as a nought in every second byte."""
    sample = content[:2000]
    if len(sample) < 20:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > len(sample) * 0.35 and even < len(sample) * 0.02:
        return "utf-16-le"
    if even > len(sample) * 0.35 and odd < len(sample) * 0.02:
        return "utf-16-be"
    return None


def _decode_single_byte(content: bytes) -> tuple[str, str]:
    """Choose the old character set in which the special characters make most sense."""
    sample = content.translate(None, _PLAIN)[:20_000]
    best, best_score = "cp1252", -1.0
    for encoding in ("cp1252", "mac_roman", "cp850"):
        shown = sample.decode(encoding, errors="replace")
        score = sum(1 for c in shown if c in _ACCENTED) / len(shown)
        if score > best_score + 0.2:
            best, best_score = encoding, score
    try:
        return content.decode(best), best
    except UnicodeDecodeError as error:
        line = _line_of(content[: error.start])
        raise ImportRefusedError("onleesbare_tekens", line=line, encoding=None) from None


def _line_of(before: bytes) -> int:
    return before.count(b"\n") + 1


def _separator(text: str) -> str:
    named = re.match(r'"?sep=(.)"?\r?\n', text[:20], re.IGNORECASE)
    if named:
        return named.group(1)
    best, best_score = ";", 0.0
    sample = text[:60_000]
    for separator in _SEPARATORS:
        widths: list[int] = []
        try:
            for fields in csv.reader(io.StringIO(sample, newline=""), delimiter=separator):
                widths.append(len(fields))
                if len(widths) >= 40:
                    break
        except csv.Error:
            continue
        width, often = Counter(widths).most_common(1)[0]
        score = often / len(widths) * min(width - 1, 30)
        if score > best_score:
            best, best_score = separator, score
    return best


class _Lines:
    """The lines of a text with their ends, without a second copy of the whole.

    Attributes:
        since: how many were taken for the present record.
    """

    def __init__(self, text: str) -> None:
        self._found = _LINE.finditer(text)
        self._number = 0
        self.since = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        """Return the next line.

        Raises:
            ImportRefusedError: a line, or a record of lines, that would be kept as one for good.
        """
        line = next(self._found)
        self._number += 1
        self.since += 1
        if line.end() - line.start() > _LONGEST_LINE or self.since > _MOST_LINES:
            raise ImportRefusedError("veld_te_lang", line=self._number, limit=LONGEST_FIELD)
        return line.group()


def _parse(text: str, separator: str, progress: Progress | None) -> list[Row]:
    counter = RowCounter(progress, text.count("\n"))
    rows: list[Row] = []
    known: dict[str, str] = {}
    lines = _Lines(text)
    reader = csv.reader(lines, delimiter=separator)
    csv.field_size_limit(LONGEST_FIELD)
    previous_line = 0
    try:
        for fields in reader:
            previous_line = reader.line_num
            lines.since = 0
            filled = any(field.strip() for field in fields)
            row: Row = ()
            if filled:
                row = tuple(known.setdefault(f, f) if len(f) < 60 else f for f in fields)
                row = row[:MOST_COLUMNS]
            counter.add(row)
            rows.append(row)
    except csv.Error:
        raise ImportRefusedError(
            "veld_te_lang", line=previous_line + 1, limit=LONGEST_FIELD
        ) from None
    return rows
