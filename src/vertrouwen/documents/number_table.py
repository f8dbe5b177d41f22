"""Tables of numbers on a page: crossings, and reports side by side.

Many columns still fit: type and heads grow smaller, then the heads stand upright, and what is then
still too wide goes on in a second table below.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, Table, TableStyle

from vertrouwen.documents import style
from vertrouwen.documents.read import ReadCell, ReadRow, ReadTable
from vertrouwen.documents.tags import Element, TaggedParagraph

# Else reportlab sets Helvetica in each cell before the paragraph sets its own.
FONT = ("FONTNAME", (0, 0), (-1, -1), style.BODY)

_LABELS_AT_LEAST = 40 * mm
_LABELS_AT_MOST = 68 * mm
_WIDEST = 30 * mm
_UPRIGHT = 9.2 * mm
_TALL, _TALLEST = 40 * mm, 75 * mm
_PAD = 7.0
_HEAD_FONT, _HEAD_SIZE = style.MEDIUM, 8.5


def number_table(table: ReadTable, parent: Element, width: float) -> list[Flowable]:
    """Return the table as one or more tables of at most this width.

    Args:
        parent: element of the structure under which they are read.
    """
    made: list[Flowable] = []
    for columns, form in _blocks(table, width):
        made.append(_block(table, columns, form, parent.add("Table")))
    return made


@dataclass(frozen=True, slots=True)
class _Form:
    """How a table is set: sizes of type and columns."""

    text: str
    label_width: float
    column_width: float
    is_upright: bool


def _blocks(table: ReadTable, width: float) -> list[tuple[Sequence[int], _Form]]:
    """Return the columns of each table, and how it is set."""
    count = len(table.columns)
    longest = max(_word_width(head) for head in table.columns) + _PAD + 2
    labels = max(stringWidth(row.label, style.STRONG, 9.5) + row.depth * 11 for row in table.rows)
    wanted = min(max(labels + 8, _LABELS_AT_LEAST), _LABELS_AT_MOST)
    for text, label_width in (("cell", wanted), ("dense", _LABELS_AT_LEAST)):
        column = (width - label_width) / count
        if column >= longest:
            column = min(column, max(longest, _WIDEST))
            return [(range(count), _Form(text, width - column * count, column, False))]
    most = int((width - _LABELS_AT_LEAST) / _UPRIGHT)
    parts = -(-count // most)
    size = -(-count // parts)
    column = min((width - _LABELS_AT_LEAST) / size, 14 * mm)
    form = _Form("dense", width - column * size, column, True)
    return [(range(first, min(first + size, count)), form) for first in range(0, count, size)]


def _block(table: ReadTable, columns: Sequence[int], form: _Form, element: Element) -> Table:
    head = element.add("TR")
    corner = head.add("TH", scope="Column")
    heads: list[Any] = [style.paragraph(table.row_heading, "column", corner)]
    for place in columns:
        words, cell = table.columns[place], head.add("TH", scope="Column")
        heads.append(
            UprightHead(words, cell)
            if form.is_upright
            else style.paragraph(words, "column_right", cell)
        )
    rows = [heads]
    for row in table.rows:
        line = element.add("TR")
        rows.append(
            [
                _label(row, form, line.add("TH", scope="Row")),
                *(_number(row, row.cells[place], form, line) for place in columns),
            ]
        )
    widths = [form.label_width, *[form.column_width] * len(columns)]
    made = Table(rows, colWidths=widths, style=_style(table), repeatRows=1, hAlign="LEFT")
    made.spaceBefore, made.spaceAfter = 6, 4
    return made


def _label(row: ReadRow, form: _Form, element: Element) -> TaggedParagraph:
    name = form.text
    if row.is_total or row.is_parent:
        name += "_bold"
    elif row.depth:
        name += "_part"
    return style.paragraph(row.label, name, element)


def _number(row: ReadRow, cell: ReadCell, form: _Form, line: Element) -> TaggedParagraph:
    alternative = cell.spoken if cell.spoken != cell.text else ""
    element = line.add("TD", alternative=alternative)
    is_bold = row.is_total or row.is_parent
    kind = "quiet" if cell.value is None else "bold" if is_bold else ""
    name = "_".join(part for part in (form.text, kind, "right") if part)
    return style.paragraph(cell.text, name, element)


def _word_width(words: str) -> float:
    return max((_length(word) for word in words.split()), default=0.0)


def _length(words: str) -> float:
    return float(stringWidth(words, _HEAD_FONT, _HEAD_SIZE))


def _style(table: ReadTable) -> TableStyle:
    last = [place for place, row in enumerate(table.rows, start=1) if row.is_total]
    ruled: list[Any] = []
    for place in last:
        ruled.append(("LINEABOVE", (0, place), (-1, place), 0.8, style.INK3))
        ruled.append(("LINEBELOW", (0, place), (-1, place), 0.5, style.LINE2))
    return TableStyle(
        [
            FONT,
            ("LEFTPADDING", (0, 0), (0, -1), 0),
            ("LEFTPADDING", (1, 0), (-1, -1), _PAD),
            ("RIGHTPADDING", (0, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 3.5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 4.5),
            ("LINEBELOW", (0, 1), (-1, -1), 0.5, style.LINE),
            ("LINEBELOW", (0, 0), (-1, 0), 0.8, style.INK3),
            *ruled,
            ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
            ("VALIGN", (0, 1), (-1, -1), "MIDDLE"),
        ]
    )


class UprightHead(Flowable):
    """The head of a narrow column, read from below to above."""

    def __init__(self, words: str, element: Element) -> None:
        super().__init__()
        self._text = words
        self._element = element
        self._words = self._set(words)

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Return the size it takes: tall enough for its lines to stay within the column."""
        words = self._text
        tall = min(_length(words) + 2, _TALL)
        while (paragraph := self._set(words)).wrap(tall, _TALLEST)[1] > available_width:
            if tall < _TALLEST:
                tall = min(tall + 5 * mm, _TALLEST)
            else:
                words = words[: -2 if words.endswith("…") else -1].rstrip() + "…"
        self._words = paragraph
        self.width, self.height = available_width, tall
        return self.width, self.height

    def draw(self) -> None:
        """Draw the words turned a quarter, flush right above the numbers."""
        canvas: Any = self.canv
        canvas.saveState()
        canvas.rotate(90)
        self._words.drawOn(canvas, 0, -self.width)
        canvas.restoreState()

    def _set(self, words: str) -> TaggedParagraph:
        return style.paragraph(words, "column", self._element)
