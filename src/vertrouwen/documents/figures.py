"""The figures of a report for other programs: workbook, text file, released-figures JSON.

Only what the page shows stands in them. Every text is stored as text: a name that begins like a
formula is never one.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from vertrouwen.documents import report as reading
from vertrouwen.documents import text
from vertrouwen.documents.released_figures import Names, released_figures_json
from vertrouwen.documents.report import ReadTable, Report

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")


def figures_csv(report: Report) -> bytes:
    """Return the figures as a text file that a spreadsheet opens by itself.

    One line per cell: table, row, column and what is printed there. UTF-8 with its mark, so that
    accents survive; semicolons in Dutch, commas in English.
    """
    headings = text.Headings(reading.words(report))
    buffer = io.StringIO()
    writer = csv.writer(
        buffer, delimiter=";" if report.language == "nl" else ",", lineterminator="\r\n"
    )
    writer.writerow([headings.table, headings.row, headings.column, headings.number])
    for line in _key_lines(report):
        writer.writerow([_as_text(cell) for cell in line])
    for table in all_tables(report):
        for line in _lines(table):
            writer.writerow([_as_text(cell) for cell in line])
    return buffer.getvalue().encode("utf-8-sig")


def figures_xlsx(report: Report) -> bytes:
    """Return the figures as a workbook with values only: no formula, no hidden sheet."""
    from vertrouwen.documents.workbook import workbook

    return workbook(report, all_tables(report), tuple(explanation(report)))


def figures_json(report: Report) -> bytes:
    """Return all that the reader has, in the format `released-figures/1`.

    The names are those of the report; no name of the client and no path stands in it.
    """
    labels = report.labels
    dimensions = dict.fromkeys(
        name for edition in report.publication.editions for name in edition.categories
    )
    categories = {
        (name, code): reading.category_label(report, name, code)
        for name in dimensions
        for edition in report.publication.editions
        for code in edition.categories.get(name, {})
    }
    names = Names(
        dimensions={name: labels.titles[name] for name in dimensions if name in labels.titles},
        categories=categories,
        counting_unit=report.counting_unit,
    )
    return released_figures_json(report.publication, names=names)


def all_tables(report: Report) -> tuple[ReadTable, ...]:
    """Return every table on the pages, the comparison of reports first."""
    trend = reading.read_trend(report)
    return (*((trend,) if trend is not None else ()), *reading.read_tables(report))


def explanation(report: Report) -> Iterator[str]:
    """Return the sentences that explain the figures."""
    words = reading.words(report)
    yield text.released(words, report.released_on)
    if report.is_withdrawn:
        yield text.withdrawn_sentence(words)
    yield text.counting_note(words, report.counting_unit)
    yield text.what_was_counted(words, report.counting_unit)
    if report.has_late:
        yield text.late(words)
    yield text.one_place_each(words, report.counting_unit)
    yield text.why_tables_differ(words)
    yield text.why_not_every_number(words, report.threshold)
    yield text.why_larger_ones_too(words)


def _key_lines(report: Report) -> Iterable[tuple[str, ...]]:
    heading = text.Headings(reading.words(report)).key_figures
    return ((heading, figure.label, "", figure.number) for figure in reading.key_figures(report))


def _lines(table: ReadTable) -> Iterable[tuple[str, ...]]:
    for row in table.rows:
        for column, cell in zip(table.columns, row.cells, strict=True):
            yield (table.title, row.label, column, cell.text)


def _as_text(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return "'" + cell if cell.startswith(_FORMULA_SIGNS) else cell
