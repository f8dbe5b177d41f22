"""The figures of a report as a workbook: one sheet per table, values only, nothing hidden.

It is made in memory; no part of it ever lies in a temporary file.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from vertrouwen.documents import report as reading
from vertrouwen.documents import text
from vertrouwen.documents.report import ReadCell, ReadTable, Report

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_ZIP_DAY = (1980, 1, 1, 0, 0, 0)
_LONGEST_NAME = 31
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_NOT_IN_A_SHEET = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def workbook(report: Report, tables: Sequence[ReadTable], explanation: Sequence[str]) -> bytes:
    """Return the workbook; the same report always gives the same bytes."""
    from openpyxl import Workbook

    words = reading.words(report)
    headings = text.Headings(words)
    book = Workbook()
    moment = datetime.combine(report.released_on or report.last, time())
    properties = book.properties
    properties.creator = _text(report.adviser)
    properties.title = _text(reading.document_title(report))
    properties.created = properties.modified = moment
    properties.language = report.language
    first = book.active
    assert first is not None
    first.title = headings.key_figures
    _write_key_figures(first, report)
    taken = [headings.key_figures, headings.explanation]
    for table in tables:
        sheet = book.create_sheet(_sheet_name(table.title, taken))
        taken.append(sheet.title)
        _write_table(sheet, table)
    _write_explanation(book.create_sheet(headings.explanation), explanation)
    return _without_clock(_in_memory(book), moment)


def _write_key_figures(sheet: Worksheet, report: Report) -> None:
    words = reading.words(report)
    headings = text.Headings(words)
    rows: list[Sequence[object]] = [
        (headings.organisation, report.organisation),
        (headings.period, text.period(words, report.first, report.last)),
        (text.released(words, report.released_on),),
        (text.withdrawn_sentence(words),) if report.is_withdrawn else (),
        (headings.key_figures, headings.number),
    ]
    for figure in reading.key_figures(report):
        number = int(figure.number) if figure.number.isdigit() else figure.number
        rows.append((figure.label, number, figure.previous))
    for number, values in enumerate(rows, start=1):
        _write_row(sheet, number, values, is_bold=number in (1, 5))
    _set_widths(sheet, (32, 44, 24))


def _write_table(sheet: Worksheet, table: ReadTable) -> None:
    _write_row(sheet, 1, (table.row_heading, *table.columns), is_bold=True)
    for number, row in enumerate(table.rows, start=2):
        values = (row.label, *(_value(cell) for cell in row.cells))
        _write_row(sheet, number, values, is_bold=row.is_total or row.is_parent, depth=row.depth)
    _write_row(sheet, len(table.rows) + 3, (table.note,))
    sheet.freeze_panes = "B2"
    _set_widths(sheet, (44, *[16] * len(table.columns)))


def _write_explanation(sheet: Worksheet, explanation: Sequence[str]) -> None:
    from openpyxl.styles import Alignment

    for number, sentence in enumerate(explanation, start=1):
        _write_row(sheet, number, (sentence,))
        sheet.cell(row=number, column=1).alignment = Alignment(wrap_text=True, vertical="top")
    _set_widths(sheet, (100,))


def _write_row(
    sheet: Worksheet,
    number: int,
    values: Sequence[object],
    *,
    is_bold: bool = False,
    depth: int = 0,
) -> None:
    from openpyxl.styles import Alignment, Font

    for column, value in enumerate(values, start=1):
        if value == "":
            continue
        cell = sheet.cell(row=number, column=column)
        if isinstance(value, str):
            cell.value = _text(value)
            # A text that begins with "=" stays a text.
            cell.data_type = "s"
        else:
            cell.value = value  # type: ignore[assignment]
        cell.font = Font(bold=is_bold)
        if column == 1 and depth:
            cell.alignment = Alignment(indent=depth)
        elif column > 1:
            cell.alignment = Alignment(horizontal="right" if number > 1 else None, wrap_text=True)


def _value(cell: ReadCell) -> int | str:
    return cell.value if cell.value is not None else cell.text


def _text(words: str) -> str:
    """Return a text without the signs that a workbook cannot hold."""
    return _NOT_IN_A_SHEET.sub("", words)


def _sheet_name(title: str, taken: Sequence[str]) -> str:
    """Return the title as the name of a sheet: short, without forbidden signs, and only once."""
    plain = _NOT_IN_A_NAME.sub(" ", title).strip(" '") or "-"
    name = plain[:_LONGEST_NAME].strip()
    number = 2
    while name.casefold() in {other.casefold() for other in taken}:
        ending = f" {number}"
        name = plain[: _LONGEST_NAME - len(ending)].strip() + ending
        number += 1
    return name


def _set_widths(sheet: Worksheet, widths: Sequence[int]) -> None:
    from openpyxl.utils import get_column_letter

    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width


def _in_memory(book: Workbook) -> bytes:
    """Return a workbook as bytes; openpyxl's own `save` puts each sheet in a temporary file."""
    from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
    from openpyxl.worksheet._writer import WorksheetWriter
    from openpyxl.writer.excel import ExcelWriter

    class Writer(ExcelWriter):
        _archive: zipfile.ZipFile

        def write_worksheet(self, ws: Any) -> None:
            ws._drawing = SpreadsheetDrawing()
            ws._drawing.charts, ws._drawing.images = ws._charts, ws._images
            body = io.BytesIO()
            writer: Any = WorksheetWriter(ws, body)
            writer.write()
            ws._rels = writer._rels
            self._archive.writestr(ws.path[1:], body.getvalue())
            self.manifest.append(ws)

    buffer = io.BytesIO()
    Writer(book, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED)).save()
    return buffer.getvalue()


def _without_clock(workbook: bytes, moment: datetime) -> bytes:
    """Return a workbook in which the time of writing stands nowhere: same report, same bytes."""
    stamp = moment.isoformat(timespec="seconds") + "Z"
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook)) as written,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as clean,
    ):
        for entry in written.infolist():
            body = written.read(entry)
            if entry.filename == "docProps/core.xml":
                body = _with_modified(body.decode("utf-8"), stamp).encode("utf-8")
            info = zipfile.ZipInfo(entry.filename, date_time=_ZIP_DAY)
            info.compress_type = zipfile.ZIP_DEFLATED
            clean.writestr(info, body)
    return buffer.getvalue()


def _with_modified(properties: str, stamp: str) -> str:
    head, found, tail = properties.partition("</dcterms:modified>")
    if not found:
        return properties
    return head[: head.rindex(">") + 1] + stamp + found + tail
