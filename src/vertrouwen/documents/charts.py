"""Bars of a table: the axis begins at zero, the order is the table's.

Everything is drawn from the cells as they are read. A withheld number has no bar; the outline in
its place spans the interval that is printed, and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable

from vertrouwen.documents import style
from vertrouwen.documents.read import ReadCell, ReadRow, ReadTable
from vertrouwen.documents.tags import Element, TaggedCanvas, TaggedParagraph

_LABEL_SHARE = 0.36
_INDENT = 4 * mm
_BAR_HEIGHT = 4.2 * mm
_GAP = 2.6 * mm
_AXIS_HEIGHT = 6 * mm
_HEAD_HEIGHT = 6.5 * mm
_TOTAL_HEIGHT = 7.4 * mm
_HATCH = 4.5
_VALUE_ROOM = 9 * mm
_BEFORE_ROOM = 26 * mm
_AFTER_BAR = 2 * mm
_SIZE = 9.5


@dataclass(frozen=True, slots=True)
class Axis:
    """A scale from zero: its step and its last tick."""

    step: int
    last: int

    @classmethod
    def reaching(cls, largest: int) -> Axis:
        """Return the axis that holds this number, at most six steps."""
        step = 5
        for step in (size * 10**power for power in range(8) for size in (1, 2, 5)):
            if step >= 5 and largest <= step * 6:
                break
        return cls(step, max(-(-largest // step), 1) * step)


@dataclass(frozen=True, slots=True)
class Bar:
    """What is drawn for one cell, in units of the axis.

    Args:
        is_outline: the printed interval of a withheld number rather than a number.
    """

    start: int
    end: int
    is_outline: bool


def bar_of(cell: ReadCell) -> Bar | None:
    """Return the bar of a cell; None where nothing may be drawn."""
    if cell.value is not None:
        return Bar(0, cell.value, False)
    if cell.low is not None and cell.high is not None:
        return Bar(cell.low, cell.high, True)
    return None


class BarTable(Flowable):
    """A one-way table with bars: label, bar, number, and the number of the report before.

    Args:
        table: as it is read; the total stands below the axis and has no bar.
        parts: elements of the structure, one list per row, the head first.
        picture: element of the bars together; drawn once.
    """

    def __init__(
        self,
        table: ReadTable,
        parts: Sequence[Sequence[Element]],
        picture: Element,
        axis: Axis | None = None,
    ) -> None:
        super().__init__()
        self._table = table
        self._parts = parts
        self._picture = picture
        bars = [bar_of(row.cells[0]) for row in table.rows if not row.is_total]
        self._axis = axis or Axis.reaching(max((bar.end for bar in bars if bar), default=0))
        self._labels: list[TaggedParagraph] = []
        self._heights: list[float] = []

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Return the size the table takes."""
        self.width = available_width
        self._labels = []
        self._heights = []
        for row, elements in zip(self._table.rows, self._parts[1:], strict=True):
            name = "cell_bold" if row.is_total or row.is_parent else "cell"
            label = style.paragraph(row.label, name, elements[0])
            room = available_width * _LABEL_SHARE - 4 * mm - row.depth * _INDENT
            _width, height = label.wrap(room, available_height)
            least = _TOTAL_HEIGHT if row.is_total else _BAR_HEIGHT + _GAP
            self._labels.append(label)
            self._heights.append(max(height + _GAP, least))
        self.height = _HEAD_HEIGHT + sum(self._heights) + self._axis_height
        return self.width, self.height

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """Return the part that fits on this page and the part for the next one."""
        self.wrap(available_width, available_height)
        room = available_height - _HEAD_HEIGHT - _AXIS_HEIGHT
        fitting = 0
        while fitting < len(self._heights) and self._heights[fitting] <= room:
            room -= self._heights[fitting]
            fitting += 1
        rest = len(self._heights) - fitting
        if fitting < 2 or rest == 0:
            return []
        if rest == 1:
            fitting -= 1
        return [self._part(0, fitting), self._part(fitting, len(self._heights))]

    def draw(self) -> None:
        """Draw heads, grid, bars, labels and numbers."""
        canvas = cast(TaggedCanvas, self.canv)
        left, scale = self._left, self._scale
        self._draw_heads(canvas)
        rows = [row for row in self._table.rows if not row.is_total]
        grid_top = self.height - _HEAD_HEIGHT
        grid_height = sum(
            h for h, row in zip(self._heights, self._table.rows, strict=True) if not row.is_total
        )
        with canvas.marked(None if self._picture.is_drawn else self._picture):
            if rows:
                self._draw_grid(canvas, grid_top, grid_height)
            top = grid_top
            for row, height in zip(rows, self._heights, strict=False):
                self._draw_bar(canvas, row, left, scale, top - height / 2)
                top -= height
        top = grid_top
        for row, label, height, elements in zip(
            self._table.rows, self._labels, self._heights, self._parts[1:], strict=True
        ):
            if row.is_total:
                top -= self._axis_height
                self._draw_lines(canvas, top, top - height)
            middle = top - height / 2
            label.drawOn(canvas, row.depth * _INDENT, middle - label.height / 2)
            self._draw_numbers(canvas, row, elements, middle - 3.3)
            top -= height

    @property
    def _left(self) -> float:
        return float(self.width * _LABEL_SHARE)

    @property
    def _right(self) -> float:
        """Where the room for bars ends."""
        return float(self.width - (_BEFORE_ROOM if len(self._table.columns) > 1 else 0))

    @property
    def _scale(self) -> float:
        return (self._right - self._left - _VALUE_ROOM) / self._axis.last

    @property
    def _axis_height(self) -> float:
        return 0 if all(row.is_total for row in self._table.rows) else _AXIS_HEIGHT

    def _part(self, first: int, last: int) -> BarTable:
        table = self._table
        part = ReadTable(
            name=table.name,
            title=table.title,
            row_heading=table.row_heading,
            columns=table.columns,
            rows=table.rows[first:last],
            note=table.note,
            is_crossing=False,
        )
        parts = [self._parts[0], *self._parts[1:][first:last]]
        return BarTable(part, parts, self._picture, self._axis)

    def _draw_heads(self, canvas: TaggedCanvas) -> None:
        """Write what the columns are; once, also when the table goes on on a next page."""
        baseline = self.height - 9
        places = ((0.0, "left"), (self._left, "left"), (self.width, "right"))
        heads = (self._table.row_heading, *self._table.columns)
        canvas_: Any = canvas
        for head, (x, side), element in zip(heads, places, self._parts[0], strict=False):
            with canvas.marked(None if element.is_drawn else element):
                canvas_.setFillColor(style.INK3)
                canvas_.setFont(style.MEDIUM, 8.5)
                draw = canvas_.drawString if side == "left" else canvas_.drawRightString
                draw(x, baseline, head)

    def _draw_grid(self, canvas: Any, top: float, height: float) -> None:
        bottom = top - height
        canvas.setLineWidth(0.5)
        for tick in range(0, self._axis.last + 1, self._axis.step):
            x = self._left + tick * self._scale
            canvas.setStrokeColor(style.LINE)
            canvas.line(x, bottom, x, top)
            canvas.setFillColor(style.INK3)
            canvas.setFont(style.BODY, 8)
            canvas.drawCentredString(x, bottom - 4.2 * mm, str(tick))
        canvas.setStrokeColor(style.INK2)
        canvas.setLineWidth(0.8)
        canvas.line(self._left, bottom, self._left, top)

    def _draw_bar(
        self, canvas: Any, row: ReadRow, left: float, scale: float, middle: float
    ) -> None:
        bar = bar_of(row.cells[0])
        if bar is None or bar.end == bar.start:
            return
        x, width = left + bar.start * scale, (bar.end - bar.start) * scale
        bottom = middle - _BAR_HEIGHT / 2
        if bar.is_outline:
            canvas.saveState()
            canvas.setStrokeColor(style.FIELD)
            canvas.setFillColor(style.WHITE)
            canvas.setLineWidth(0.8)
            canvas.setDash(2.4, 1.6)
            canvas.rect(x, bottom, width, _BAR_HEIGHT, stroke=1, fill=1)
            canvas.restoreState()
            self._hatch(canvas, x, bottom, width)
            return
        canvas.setFillColor(style.ACCENT_LIGHT if row.is_parent else style.ACCENT)
        canvas.rect(x, bottom, width, _BAR_HEIGHT, stroke=0, fill=1)

    def _hatch(self, canvas: Any, x: float, bottom: float, width: float) -> None:
        """Fill the outline of what is not shown with slanting lines, so that it is no bar."""
        canvas.setStrokeColor(style.LINE2)
        canvas.setLineWidth(0.4)
        offset = _HATCH - _BAR_HEIGHT
        while offset < width:
            begin, end = max(offset, 0.0), min(offset + _BAR_HEIGHT, width)
            canvas.line(x + begin, bottom + begin - offset, x + end, bottom + end - offset)
            offset += _HATCH

    def _draw_lines(self, canvas: Any, top: float, bottom: float) -> None:
        canvas.setStrokeColor(style.INK3)
        canvas.setLineWidth(0.8)
        canvas.line(0, top, self.width, top)
        canvas.setStrokeColor(style.LINE2)
        canvas.setLineWidth(0.5)
        canvas.line(0, bottom, self.width, bottom)

    def _draw_numbers(
        self, canvas: TaggedCanvas, row: ReadRow, elements: Sequence[Element], baseline: float
    ) -> None:
        cell, *before = row.cells
        canvas_: Any = canvas
        is_quiet = cell.value is None
        words = cell.spoken if cell.is_withheld else cell.text
        font = style.BODY if is_quiet else style.STRONG
        begin = self._words_begin(cell, row, words, font)
        if is_quiet:
            # The lines of the grid stay out of the words.
            canvas_.setFillColor(style.WHITE)
            length = stringWidth(words, font, _SIZE)
            canvas_.rect(begin - 2, baseline - 2.5, length + 4, _SIZE + 2, stroke=0, fill=1)
        with canvas.marked(elements[1]):
            canvas_.setFillColor(style.INK3 if is_quiet else style.INK)
            canvas_.setFont(font, _SIZE)
            canvas_.drawString(begin, baseline, words)
        for earlier, element in zip(before, elements[2:], strict=True):
            with canvas.marked(element):
                canvas_.setFillColor(style.INK3 if earlier.value is None else style.INK2)
                canvas_.setFont(style.BODY, _SIZE)
                canvas_.drawRightString(self.width, baseline, earlier.text)

    def _words_begin(self, cell: ReadCell, row: ReadRow, words: str, font: str) -> float:
        """Return where the words of a cell begin: after its bar, or inside it for want of room."""
        bar = None if row.is_total else bar_of(cell)
        if bar is None:
            return self._left + (0 if row.is_total else _AFTER_BAR)
        after = self._left + bar.end * self._scale + _AFTER_BAR
        if after + stringWidth(words, font, _SIZE) <= self._right:
            return after
        return self._left + bar.start * self._scale + _AFTER_BAR
