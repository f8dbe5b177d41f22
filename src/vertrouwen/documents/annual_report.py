"""The annual report as an A4 PDF: embedded fonts, tagged, the same bytes for the same report."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Spacer, Table, TableStyle
from reportlab.platypus.flowables import HRFlowable

from vertrouwen.documents import report as reading
from vertrouwen.documents import style, text
from vertrouwen.documents.charts import BarTable, bar_of
from vertrouwen.documents.number_table import FONT, number_table
from vertrouwen.documents.page import WIDTH, built
from vertrouwen.documents.report import KeyFigure, ReadTable, Report
from vertrouwen.documents.tags import Element, TaggedParagraph


def annual_report_pdf(report: Report) -> bytes:
    """Return the report as a PDF; the same report always gives the same bytes."""
    style.register_fonts()
    story = _Story(report)
    return built(report, story.flowables, story.root)


class _Story:
    """What stands on the pages, in its order, and the structure that is read aloud."""

    def __init__(self, report: Report) -> None:
        self.root = Element("Document")
        self.flowables: list[Flowable] = []
        self._report = report
        self._words = reading.words(report)
        self._headings = headings = text.Headings(self._words)
        self._number = 0
        tables = reading.read_tables(report)
        trend = reading.read_trend(report)
        self._add_title_block()
        self._add_text(headings.introduction, report.texts.introduction)
        self._add(headings.how_to_read, lambda: self._how_to_read(tables))
        self._add(headings.key_figures, self._key_figures)
        if trend is not None:
            self._add_table(trend)
        self._add_text(headings.highlights, report.texts.highlights)
        for table in tables:
            self._add_table(table)
        self._add_text(headings.advice, report.texts.advice)

    def _add(self, title: str, body: Callable[[], list[Flowable]]) -> None:
        """Add a section; what fits on one page stays on one."""
        pieces = [self._heading(title), *body()]
        tables = [place for place, piece in enumerate(pieces) if isinstance(piece, Table)]
        cuts = [0, *tables[1:], len(pieces)]
        for first, last in pairwise(cuts):
            self.flowables.append(KeepTogether(pieces[first:last]))

    def _add_table(self, table: ReadTable) -> None:
        self._add(table.title, lambda: self._table(table))

    def _add_text(self, title: str, words: str) -> None:
        """Add the adviser's own words; an empty line parts paragraphs, a line break stays one."""
        paragraphs = [part.strip("\n") for part in re.split(r"\n\s*\n", words.replace("\r", ""))]
        paragraphs = [part for part in paragraphs if part.strip()]
        if paragraphs:
            self.flowables += [CondPageBreak(35 * mm), self._heading(title)]
            self.flowables += [self._p(part, "text") for part in paragraphs]

    def _heading(self, title: str) -> Flowable:
        self._number += 1
        heading = self._p(f"{self._number}\u00a0\u00a0{title}", "heading", "H2")
        heading.outline = f"{self._number} {title}"
        return heading

    def _p(
        self, words: str, name: str, tag: str = "P", parent: Element | None = None
    ) -> TaggedParagraph:
        return style.paragraph(words, name, (parent or self.root).add(tag))

    def _add_title_block(self) -> None:
        report, words = self._report, self._words
        kind = self._p(text.report_kind(words, report.first, report.last), "kind")
        title = self._p(report.organisation, "title", "H1")
        period = self._p(text.period(words, report.first, report.last), "period")
        released = self._p(text.released(words, report.released_on), "aside")
        rule = HRFlowable(
            width=10.5 * mm, thickness=1.1 * mm, color=style.ACCENT, hAlign="LEFT", spaceAfter=10
        )
        line = Table([[period, released]], colWidths=[WIDTH * 0.62, WIDTH * 0.38], style=_PLAIN)
        self.flowables += [rule, kind, title, line]
        adviser = text.adviser(words, report.adviser)
        if adviser:
            self.flowables.append(self._p(adviser, "period"))
        if report.is_withdrawn:
            box = self._p(text.withdrawn_sentence(words), "withdrawn")
            self.flowables += [Spacer(1, 10), _boxed([box], style.BRICK_SOFT, style.BRICK)]

    def _how_to_read(self, tables: tuple[ReadTable, ...]) -> list[Flowable]:
        report, words = self._report, self._words
        said = [text.what_was_counted(words, report.counting_unit)]
        if report.has_late:
            said.append(text.late(words))
        why = [text.why_not_every_number(words, report.threshold)]
        if tables:
            said.append(text.one_place_each(words, report.counting_unit))
            order = [text.why_tables_differ(words)]
            if any(row.is_parent for table in tables for row in table.rows):
                order.append(text.parents(words))
            said.append(" ".join(order))
            why.append(text.why_larger_ones_too(words))
            cells = [cell for table in tables for row in table.rows for cell in row.cells]
            if any(cell.high is not None for cell in cells):
                why.append(text.what_an_interval_is(words))
        paragraphs = [self._p(sentences, "body") for sentences in said]
        box: list[Flowable] = [
            self._p(self._headings.why, "box_title"),
            *(self._p(sentences, "box") for sentences in why),
        ]
        return [*paragraphs, Spacer(1, 4), _boxed(box, style.SOFT, style.ACCENT)]

    def _key_figures(self) -> list[Flowable]:
        report, words = self._report, self._words
        figures = reading.key_figures(report)
        columns = max(len(figures), 3)
        row: list[Any] = [self._key_figure(figure) for figure in figures]
        row += [[] for _ in range(columns - len(figures))]
        rules = [("LINEAFTER", (c, 0), (c, 0), 0.6, style.LINE) for c in range(len(figures) - 1)]
        table = Table(
            [row],
            colWidths=[WIDTH / columns] * columns,
            style=TableStyle([*_KEY_FIGURES, *rules]),
        )
        body: list[Flowable] = [table]
        if report.edition.total is None:
            sentence = text.band(words, report.counting_unit, report.threshold)
            body += [Spacer(1, 8), self._p(sentence, "body")]
            body.append(self._p(text.too_small(words), "body"))
        return body

    def _key_figure(self, figure: KeyFigure) -> list[Flowable]:
        is_number = figure.number.isdigit()
        made: list[Flowable] = [
            self._p(figure.number, "number" if is_number else "number_quiet"),
            self._p(figure.label, "number_label"),
        ]
        if figure.previous:
            made.append(self._p(figure.previous, "number_before"))
        return made

    def _table(self, table: ReadTable) -> list[Flowable]:
        """Return a table: with bars where one question is counted, else with numbers only."""
        has_bars = any(bar_of(row.cells[0]) for row in table.rows if not row.is_total)
        if table.is_crossing or table.name == reading.TREND or not has_bars:
            body: list[Flowable] = list(number_table(table, self.root, WIDTH))
        else:
            body = [self._bars(table)]
        return [*body, self._p(table.note, "note")]

    def _bars(self, table: ReadTable) -> Flowable:
        picture = self.root.add("Figure", alternative=self._bars_in_words(table))
        element = self.root.add("Table")
        head = element.add("TR")
        heads = [head.add("TH", scope="Column") for _ in range(len(table.columns) + 1)]
        parts = [heads]
        for row in table.rows:
            line = element.add("TR")
            parts.append([line.add("TH", scope="Row")])
            for cell in row.cells:
                said = cell.spoken if cell.spoken != cell.text else ""
                parts[-1].append(line.add("TD", alternative=said))
        return BarTable(table, parts, picture)

    def _bars_in_words(self, table: ReadTable) -> str:
        """Return what the bars show, from what is printed beside them."""
        said = [f"{row.label}: {row.cells[0].spoken}." for row in table.rows if not row.is_total]
        return " ".join([text.bars(self._words, table.title), *said])


def _boxed(content: list[Flowable], background: Any, edge: Any) -> Table:
    return Table(
        [[content]],
        colWidths=[WIDTH],
        style=TableStyle(
            [
                FONT,
                ("BACKGROUND", (0, 0), (-1, -1), background),
                ("LINEBEFORE", (0, 0), (0, -1), 1.0 * mm, edge),
                ("LEFTPADDING", (0, 0), (-1, -1), 6 * mm),
                ("RIGHTPADDING", (0, 0), (-1, -1), 6 * mm),
                ("TOPPADDING", (0, 0), (-1, -1), 3.5 * mm),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 4 * mm),
            ]
        ),
    )


_PLAIN = TableStyle(
    [
        FONT,
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ]
)
_KEY_FIGURES = (
    FONT,
    ("LINEABOVE", (0, 0), (-1, 0), 0.8, style.LINE2),
    ("LINEBELOW", (0, 0), (-1, 0), 0.8, style.LINE2),
    ("LEFTPADDING", (0, 0), (0, 0), 0),
    ("LEFTPADDING", (1, 0), (-1, -1), 8),
    ("TOPPADDING", (0, 0), (-1, 0), 8),
    ("BOTTOMPADDING", (0, 0), (-1, 0), 10),
    ("VALIGN", (0, 0), (-1, 0), "TOP"),
)
