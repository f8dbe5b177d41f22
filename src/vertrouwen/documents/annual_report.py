"""The annual report as an A4 PDF: embedded fonts, the same bytes for the same report."""

from __future__ import annotations

import io
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    KeepTogether,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)
from reportlab.platypus.flowables import HRFlowable

from vertrouwen.documents import report as reading
from vertrouwen.documents import style, text
from vertrouwen.documents.charts import BarChart
from vertrouwen.documents.report import ReadTable, Report

_WIDTH = A4[0] - 2 * style.MARGIN
_TABLE_WIDTH = 130 * mm
_NUMBER_WIDTH = 24 * mm
# Else reportlab sets Helvetica in each cell before the paragraph sets its own.
_FONT = ("FONTNAME", (0, 0), (-1, -1), style.BODY)


def annual_report_pdf(report: Report) -> bytes:
    """Return the report as a PDF; the same report always gives the same bytes."""
    style.register_fonts()
    buffer = io.BytesIO()
    document = BaseDocTemplate(
        buffer,
        pagesize=A4,
        leftMargin=style.MARGIN,
        rightMargin=style.MARGIN,
        topMargin=style.TOP,
        bottomMargin=style.BOTTOM,
        title=reading.document_title(report),
        author=report.adviser,
        subject=text.period(reading.words(report), report.first, report.last),
        creator="",
        producer="",
        lang=report.language,
        invariant=1,
        displayDocTitle=1,
        # Without it reportlab names Helvetica in the file, which it does not embed.
        initialFontName=style.BODY,
    )
    frame = Frame(
        style.MARGIN,
        style.BOTTOM,
        _WIDTH,
        A4[1] - style.TOP - style.BOTTOM,
        leftPadding=0,
        rightPadding=0,
        topPadding=0,
        bottomPadding=0,
    )
    document.addPageTemplates([PageTemplate(id="page", frames=[frame])])

    def make_canvas(*args: Any, **kwargs: Any) -> _NumberedCanvas:
        return _NumberedCanvas(report, *args, **kwargs)

    document.build(_story(report), canvasmaker=make_canvas)
    return buffer.getvalue()


class _NumberedCanvas(Canvas):
    """Knows how many pages there are before it writes the foot of the first one."""

    def __init__(self, report: Report, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._report = report
        self._pages: list[dict[str, Any]] = []

    def showPage(self) -> None:
        """Keep the page until the number of pages is known."""
        self._pages.append(dict(self.__dict__))
        self._startPage()  # type: ignore[attr-defined]

    def save(self) -> None:
        """Write every page with its foot."""
        for page in self._pages:
            self.__dict__.update(page)
            self._draw_foot(len(self._pages))
            super().showPage()
        super().save()

    def _draw_foot(self, pages: int) -> None:
        words = reading.words(self._report)
        height = style.BOTTOM - 8 * mm
        self.setStrokeColor(style.LINE)
        self.setLineWidth(0.6)
        self.line(style.MARGIN, height, A4[0] - style.MARGIN, height)
        self.setFillColor(style.INK3)
        self.setFont(style.BODY, 8.5)
        below = height - 5 * mm
        self.drawString(style.MARGIN, below, text.counting_note(words, self._report.counting_unit))
        number = text.page_of(words, self.getPageNumber(), pages)
        self.drawRightString(A4[0] - style.MARGIN, below, number)


def _story(report: Report) -> list[Flowable]:
    words = reading.words(report)
    headings = text.Headings(words)
    story = _title_block(report)
    sections: list[tuple[str, list[Flowable]]] = [(headings.key_figures, _key_figures(report))]
    drawn = reading.charted(report)
    for table in reading.read_tables(report):
        sections.append((table.title, _table_section(report, table, is_drawn=table.name == drawn)))
    sections.append((headings.how_to_read, _how_to_read(report)))
    for number, (title, body) in enumerate(sections, start=1):
        heading = _paragraph(f"{number}\u2002{title}", "heading")
        if body and isinstance(body[0], BarChart | Table):
            story.append(KeepTogether([heading, *body]))
        else:
            story += [CondPageBreak(30 * mm), heading, *body]
    return story


def _title_block(report: Report) -> list[Flowable]:
    words = reading.words(report)
    line = Table(
        [
            [
                _paragraph(text.period(words, report.first, report.last), "period"),
                _paragraph(text.released(words, report.released_on), "aside"),
            ]
        ],
        colWidths=[_WIDTH * 0.62, _WIDTH * 0.38],
        style=_PLAIN,
    )
    block: list[Flowable] = [
        HRFlowable(
            width=10.5 * mm, thickness=1.1 * mm, color=style.ACCENT, hAlign="LEFT", spaceAfter=10
        ),
        _paragraph(text.report_kind(words, report.first, report.last), "kind"),
        _paragraph(report.organisation, "title"),
        line,
    ]
    adviser = text.adviser(words, report.adviser)
    if adviser:
        block.append(_paragraph(adviser, "period"))
    return block


def _key_figures(report: Report) -> list[Flowable]:
    words = reading.words(report)
    figures = reading.key_figures(report)
    columns = max(len(figures), 3)
    row = [
        [_paragraph(number, "number"), _paragraph(label, "number_label")]
        for number, label in figures
    ] + [[] for _ in range(columns - len(figures))]
    table = Table(
        [row],
        colWidths=[_WIDTH / columns] * columns,
        style=TableStyle(
            [
                _FONT,
                ("LINEABOVE", (0, 0), (-1, 0), 0.8, style.LINE2),
                ("LINEBELOW", (0, 0), (-1, 0), 0.8, style.LINE2),
                *[
                    ("LINEAFTER", (column, 0), (column, 0), 0.6, style.LINE)
                    for column in range(len(figures) - 1)
                ],
                ("LEFTPADDING", (0, 0), (0, 0), 0),
                ("LEFTPADDING", (1, 0), (-1, 0), 8),
                ("TOPPADDING", (0, 0), (-1, 0), 8),
                ("BOTTOMPADDING", (0, 0), (-1, 0), 10),
                ("VALIGN", (0, 0), (-1, 0), "TOP"),
            ]
        ),
    )
    after: list[Flowable] = [table]
    if report.figures.total is None:
        threshold = report.figures.policy.threshold
        after += [
            Spacer(1, 8),
            _paragraph(text.band(words, report.counting_unit, threshold), "body"),
            _paragraph(text.too_small(words), "body"),
        ]
    return after


def _table_section(report: Report, table: ReadTable, *, is_drawn: bool) -> list[Flowable]:
    if table.total is None:
        return [_paragraph(table.note, "body")]
    headings = text.Headings(reading.words(report))
    if is_drawn:
        total = f"{headings.total}: {table.total}"
        return [BarChart(table.rows), _paragraph(f"{total}. {table.note}", "note")]
    rows = [[_paragraph("", "column"), _paragraph(headings.number, "column_right")]]
    rows += [
        [_paragraph(label, "cell"), _paragraph(str(value), "cell_right")]
        for label, value in table.rows
    ]
    rows.append(
        [
            _paragraph(headings.total, "cell_bold"),
            _paragraph(str(table.total), "cell_bold_right"),
        ]
    )
    widths = [_TABLE_WIDTH - _NUMBER_WIDTH, _NUMBER_WIDTH]
    return [
        Table(rows, colWidths=widths, style=_NUMBERS, repeatRows=1, hAlign="LEFT"),
        _paragraph(table.note, "note"),
    ]


def _how_to_read(report: Report) -> list[Flowable]:
    words = reading.words(report)
    headings = text.Headings(words)
    box = Table(
        [
            [
                [
                    _paragraph(headings.why, "box_title"),
                    _paragraph(
                        text.why_not_every_number(words, report.figures.policy.threshold), "box"
                    ),
                ]
            ]
        ],
        colWidths=[_WIDTH],
        style=TableStyle(
            [
                _FONT,
                ("BACKGROUND", (0, 0), (-1, -1), style.SOFT),
                ("LINEBEFORE", (0, 0), (0, -1), 1.0 * mm, style.ACCENT),
                ("LEFTPADDING", (0, 0), (-1, -1), 6 * mm),
                ("RIGHTPADDING", (0, 0), (-1, -1), 6 * mm),
                ("TOPPADDING", (0, 0), (-1, -1), 3.5 * mm),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 4 * mm),
            ]
        ),
    )
    return [
        _paragraph(text.what_was_counted(words, report.counting_unit), "body"),
        _paragraph(text.one_place_each(words, report.counting_unit), "body"),
        _paragraph(text.why_tables_differ(words), "body"),
        Spacer(1, 6),
        box,
    ]


def _paragraph(words: str, name: str) -> Paragraph:
    return Paragraph(escape(words), style.styles()[name])


_PLAIN = TableStyle(
    [
        _FONT,
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ]
)
_NUMBERS = TableStyle(
    [
        _FONT,
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 3.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 4.5),
        ("LINEBELOW", (0, 0), (-1, 0), 0.8, style.INK3),
        ("LINEBELOW", (0, 1), (-1, -2), 0.5, style.LINE),
        ("LINEABOVE", (0, -1), (-1, -1), 0.8, style.INK3),
        ("LINEBELOW", (0, -1), (-1, -1), 0.5, style.LINE2),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ]
)
