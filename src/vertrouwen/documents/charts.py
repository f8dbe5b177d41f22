"""A bar chart of released numbers: the axis begins at zero, the order is the table's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph

from vertrouwen.documents import style

_LABEL_SHARE = 0.36
_BAR_HEIGHT = 4.6 * mm
_GAP = 3.2 * mm
_AXIS_HEIGHT = 6 * mm
_VALUE_ROOM = 12 * mm


class BarChart(Flowable):
    """Horizontal bars with their numbers beside them.

    Args:
        rows: label and number, as they stand in the table.
    """

    def __init__(self, rows: Sequence[tuple[str, int]]) -> None:
        super().__init__()
        self._rows = tuple(rows)
        self._labels = [Paragraph(escape(r[0]), style.styles()["cell"]) for r in self._rows]
        self._heights: list[float] = []

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Return the size the chart takes."""
        room = available_width * _LABEL_SHARE - 4 * mm
        self._heights = [
            max(_BAR_HEIGHT, label.wrap(room, available_height)[1]) + _GAP for label in self._labels
        ]
        self.width, self.height = available_width, sum(self._heights) + _AXIS_HEIGHT
        return self.width, self.height

    def draw(self) -> None:
        """Draw grid, bars, labels and numbers."""
        canvas: Any = self.canv
        left = self.width * _LABEL_SHARE
        step, last = _ticks(max(value for _, value in self._rows))
        scale = (self.width - left - _VALUE_ROOM) / last
        self._draw_grid(canvas, left, step, last, scale)
        top = self.height
        for (_label, value), label, height in zip(
            self._rows, self._labels, self._heights, strict=True
        ):
            middle = top - height / 2
            label.drawOn(canvas, 0, middle - label.height / 2)
            canvas.setFillColor(style.ACCENT)
            canvas.rect(
                left, middle - _BAR_HEIGHT / 2, value * scale, _BAR_HEIGHT, stroke=0, fill=1
            )
            canvas.setFillColor(style.INK)
            canvas.setFont(style.STRONG, 9.5)
            canvas.drawString(left + value * scale + 2.5 * mm, middle - 3.3, str(value))
            top -= height
        canvas.setStrokeColor(style.INK2)
        canvas.setLineWidth(0.8)
        canvas.line(left, _AXIS_HEIGHT, left, self.height)

    def _draw_grid(self, canvas: Any, left: float, step: int, last: int, scale: float) -> None:
        canvas.setLineWidth(0.5)
        for tick in range(0, last + 1, step):
            x = left + tick * scale
            canvas.setStrokeColor(style.LINE)
            canvas.line(x, _AXIS_HEIGHT, x, self.height)
            canvas.setFillColor(style.INK3)
            canvas.setFont(style.BODY, 8)
            canvas.drawCentredString(x, 1.5 * mm, str(tick))


def _ticks(largest: int) -> tuple[int, int]:
    """Return the step of the axis and its last tick, at most six steps, from zero."""
    step = 5
    for step in (size * 10**power for power in range(8) for size in (1, 2, 5)):
        if step >= 5 and largest <= step * 6:
            break
    return step, -(-largest // step) * step
