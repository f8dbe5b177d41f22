"""The figures of a report for other programs: workbook, text file, released-figures JSON.

Only what the page shows stands in them. Every text is stored as text: a name that begins like a
formula is never one.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from vertrouwen.documents import report as reading
from vertrouwen.documents import text
from vertrouwen.documents.report import Report

if TYPE_CHECKING:
    from openpyxl import Workbook

RELEASED_FIGURES = "released-figures/1"
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)


def figures_csv(report: Report) -> bytes:
    """Return the figures as a text file that a spreadsheet opens by itself.

    UTF-8 with its mark, so that accents survive; semicolons in Dutch, commas in English.
    """
    headings = text.Headings(reading.words(report))
    buffer = io.StringIO()
    writer = csv.writer(
        buffer, delimiter=";" if report.language == "nl" else ",", lineterminator="\r\n"
    )
    writer.writerow([headings.table, headings.row, headings.number])
    for line in _lines(report):
        writer.writerow([_as_text(cell) for cell in line])
    return buffer.getvalue().encode("utf-8-sig")


def figures_xlsx(report: Report) -> bytes:
    """Return the figures as a workbook with values only: no formula, no hidden sheet."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    words = reading.words(report)
    headings = text.Headings(words)
    book = Workbook()
    moment = datetime.combine(report.released_on or report.last, time())
    properties = book.properties
    properties.creator, properties.title = report.adviser, reading.document_title(report)
    properties.created = properties.modified = moment
    properties.language = report.language
    sheet = book.active
    assert sheet is not None
    sheet.title = headings.figures
    rows: list[tuple[object, ...]] = [
        (headings.organisation, report.organisation),
        (headings.period, text.period(words, report.first, report.last)),
        (),
        (headings.table, headings.row, headings.number),
        *_lines(report),
    ]
    bold = Font(bold=True)
    for number, values in enumerate(rows, start=1):
        for column, value in enumerate(values, start=1):
            cell = sheet.cell(row=number, column=column)
            cell.value = value  # type: ignore[assignment]
            if isinstance(value, str):
                # A text that begins with "=" stays a text.
                cell.data_type = "s"
            if number == 4 or values[1:2] == (headings.total,):
                cell.font = bold
    for letter, width in (("A", 44), ("B", 62), ("C", 12)):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A5"
    notes = book.create_sheet(headings.explanation)
    notes.column_dimensions["A"].width = 100
    for number, sentence in enumerate(_explanation(report), start=1):
        note = notes.cell(row=number, column=1, value=sentence)
        note.data_type = "s"
        note.alignment = Alignment(wrap_text=True, vertical="top")
    return _without_clock(_in_memory(book), moment)


def figures_json(report: Report) -> bytes:
    """Return the figures in the format `released-figures/1`: no name of the client, no path."""
    figures = report.figures
    document: dict[str, Any] = {
        "format": RELEASED_FIGURES,
        "parameters": {
            "threshold": figures.policy.threshold,
            "insider": figures.policy.insider,
            "zeros_small": True,
            "counting_unit": report.counting_unit,
        },
        "dimensions": [
            _json_dimension(report, name)
            for name in dict.fromkeys(table.dimension for table in figures.tables)
        ],
        "sensitive_sets": [],
        "editions": [
            {
                "id": report.edition,
                "atoms": _atoms(report),
                "released": report.released_on.isoformat() if report.released_on else None,
                "total": figures.total,
                "tables": [
                    {
                        "dimensions": [_dimension_name(report, table.dimension)],
                        "cells": [
                            {"at": {}, "value": table.total},
                            *(
                                {
                                    "at": {
                                        _dimension_name(
                                            report, table.dimension
                                        ): reading.category_label(report, table.dimension, code)
                                    },
                                    "value": value,
                                }
                                for code, value in table.cells
                            ),
                        ],
                    }
                    for table in figures.tables
                ],
            }
        ],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _lines(report: Report) -> list[tuple[object, ...]]:
    """Return the figures as rows of table, row and number."""
    words = reading.words(report)
    headings = text.Headings(words)
    figures = report.figures
    if figures.total is None:
        number, _noun = reading.key_figures(report)[0]
        return [(headings.key_figures, text.unit_noun(words, report.counting_unit), number)]
    lines: list[tuple[object, ...]] = [
        (headings.key_figures, text.unit_noun(words, report.counting_unit), figures.total)
    ]
    for table in reading.read_tables(report):
        if table.total is None:
            lines.append((table.title, table.note))
            continue
        lines += [(table.title, label, value) for label, value in table.rows]
        lines.append((table.title, headings.total, table.total))
    return lines


def _explanation(report: Report) -> Iterable[str]:
    words = reading.words(report)
    return (
        text.counting_note(words, report.counting_unit),
        text.what_was_counted(words, report.counting_unit),
        text.one_place_each(words, report.counting_unit),
        text.why_tables_differ(words),
        text.why_not_every_number(words, report.figures.policy.threshold),
    )


def _as_text(cell: object) -> object:
    """Return a cell that no spreadsheet takes for a formula."""
    if isinstance(cell, str) and cell.startswith(_FORMULA_SIGNS):
        return "'" + cell
    return cell


def _dimension_name(report: Report, dimension: str) -> str:
    """Return the printed name of a dimension: the title of its own table."""
    return report.labels.titles[dimension]


def _json_dimension(report: Report, dimension: str) -> dict[str, Any]:
    """Return a dimension with the finest printed categories, coarser ones as groups of them."""
    members = report.members[dimension]
    tables = [table for table in report.figures.tables if table.dimension == dimension]
    tables.sort(key=lambda table: -len(table.cells))
    printed = dict.fromkeys(code for table in tables for code, _ in table.cells)
    finest = [
        code for code in printed if not any(members[other] < members[code] for other in printed)
    ]
    groups = [
        {
            "name": reading.category_label(report, dimension, code),
            "members": [
                reading.category_label(report, dimension, part)
                for part in finest
                if members[part] < members[code]
            ],
        }
        for code in printed
        if code not in finest
    ]
    described: dict[str, Any] = {
        "name": _dimension_name(report, dimension),
        "role": report.labels.roles[dimension],
        "categories": [reading.category_label(report, dimension, code) for code in finest],
    }
    if groups:
        described["groups"] = groups
    if dimension == "kwartaal":
        described["atoms"] = {
            reading.category_label(report, dimension, code): sorted(members[code])
            for code in finest
        }
    return described


def _atoms(report: Report) -> list[str]:
    """Return the smallest parts of the period that any figure could be about."""
    parts: Mapping[str, frozenset[str]] = report.members["kwartaal"]
    return sorted(frozenset().union(*parts.values()))


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
