"""The page of a report: margins, foot, running head and the stamp of what does not count."""

from __future__ import annotations

import io
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from vertrouwen.documents import report as reading
from vertrouwen.documents import style, text
from vertrouwen.documents.report import Report
from vertrouwen.documents.tags import Element, TaggedCanvas

WIDTH = A4[0] - 2 * style.MARGIN
HEIGHT = A4[1] - style.TOP - style.BOTTOM


def built(report: Report, story: list[Flowable], root: Element) -> bytes:
    """Return the story as a PDF; the same story always gives the same bytes."""
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
        WIDTH,
        HEIGHT,
        leftPadding=0,
        rightPadding=0,
        topPadding=0,
        bottomPadding=0,
    )
    document.addPageTemplates([PageTemplate(id="page", frames=[frame])])

    def make_canvas(*args: Any, **kwargs: Any) -> ReportCanvas:
        return ReportCanvas(report, root, *args, **kwargs)

    document.build(story, canvasmaker=make_canvas)
    return buffer.getvalue()


class ReportCanvas(TaggedCanvas):
    """Draws what stands on every page of a report."""

    def __init__(self, report: Report, root: Element, *args: Any, **kwargs: Any) -> None:
        super().__init__(root, *args, **kwargs)
        self._report = report

    def draw_frame(self, page: int, pages: int) -> None:
        """Draw the foot; from the second page on the running head; the stamp where it is due."""
        words = reading.words(self._report)
        right = A4[0] - style.MARGIN
        height = style.BOTTOM - 8 * mm
        self._rule(height)
        self.setFillColor(style.INK3)
        self.setFont(style.BODY, 8.5)
        below = height - 5 * mm
        self.drawString(style.MARGIN, below, text.counting_note(words, self._report.counting_unit))
        self.drawRightString(right, below, text.page_of(words, page, pages))
        stamp_begins = self._draw_stamp(right)
        if page > 1:
            self.setFillColor(style.INK3)
            self.setFont(style.BODY, 8.5)
            room = stamp_begins - 4 * mm - style.MARGIN
            self.drawString(style.MARGIN, A4[1] - 12 * mm, self._running_head(room))

    def _running_head(self, room: float) -> str:
        """Return what the pages belong to; a long name is cut so that it fits."""
        words = reading.words(self._report)
        kind = text.report_kind(words, self._report.first, self._report.last)
        ending = f"  ·  {kind}  ·  {self._report.label}"
        whole = organisation = " ".join(self._report.organisation.split())
        while organisation and self.stringWidth(organisation + ending, style.BODY, 8.5) > room:
            whole = whole[:-1].rstrip()
            organisation = f"{whole}…" if whole else ""
        return organisation + ending if organisation else ending.strip(" ·")

    def _draw_stamp(self, right: float) -> float:
        """Stamp a report that does not count, and return where the stamp begins."""
        words = reading.words(self._report)
        if self._report.is_withdrawn:
            self._draw_across(text.withdrawn(words).upper())
            stamp, ink, soft = text.withdrawn(words), style.BRICK, style.BRICK_SOFT
        elif self._report.released_on is None:
            stamp, ink, soft = text.released(words, None), style.AMBER, style.AMBER_SOFT
        else:
            return right
        size = 9
        width = self.stringWidth(stamp, style.STRONG, size) + 6 * mm
        bottom = A4[1] - 14.5 * mm
        self.setFillColor(soft)
        self.setStrokeColor(ink)
        self.setLineWidth(0.8)
        self.roundRect(right - width, bottom, width, 7 * mm, 3.5 * mm, stroke=1, fill=1)
        self.setFillColor(ink)
        self.setFont(style.STRONG, size)
        self.drawCentredString(right - width / 2, bottom + 2.35 * mm, stamp)
        return right - width

    def _draw_across(self, stamp: str) -> None:
        """Write a word across the page, so light that what stands below can be read."""
        self.saveState()
        self.translate(A4[0] / 2, A4[1] / 2)
        self.rotate(52)
        self.setFillColor(style.BRICK, alpha=0.1)
        self.setFont(style.STRONG, 76)
        self.drawCentredString(0, -26, stamp)
        self.restoreState()

    def _rule(self, height: float) -> None:
        self.setStrokeColor(style.LINE)
        self.setLineWidth(0.6)
        self.line(style.MARGIN, height, A4[0] - style.MARGIN, height)
