"""How papers look: fonts, colours, sizes. The page is white and printed, so always light."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from vertrouwen import resources
from vertrouwen.documents.tags import Element, TaggedParagraph

ACCENT: Color = HexColor("#1E6B66")
ACCENT_INK: Color = HexColor("#155550")
INK: Color = HexColor("#1F2528")
INK2: Color = HexColor("#4B5458")
INK3: Color = HexColor("#626B6F")
FIELD: Color = HexColor("#8A8478")
WHITE: Color = HexColor("#FFFFFF")
ACCENT_LIGHT: Color = HexColor("#A9C9C6")
BRICK: Color = HexColor("#96341F")
BRICK_SOFT: Color = HexColor("#F8E8E3")
AMBER: Color = HexColor("#7A4A00")
AMBER_SOFT: Color = HexColor("#FAEFD9")
LINE: Color = HexColor("#E5DFD6")
LINE2: Color = HexColor("#CFC7BB")
SOFT: Color = HexColor("#FAF8F5")

MARGIN = 20 * mm
TOP = 19 * mm
BOTTOM = 24 * mm

BODY, MEDIUM, STRONG, SERIF = "Inter", "Inter-Medium", "Inter-SemiBold", "SourceSerif4"
_FILES = {
    BODY: "Inter-Regular.ttf",
    MEDIUM: "Inter-Medium.ttf",
    STRONG: "Inter-SemiBold.ttf",
    SERIF: "SourceSerif4-SemiBold.ttf",
}


@cache
def register_fonts() -> None:
    """Make the program's own fonts known; they are embedded in every paper."""
    for name, file in _FILES.items():
        pdfmetrics.registerFont(TTFont(name, str(resources.path("fonts", file))))


def paragraph(words: str, name: str, element: Element | None = None) -> TaggedParagraph:
    """Return a paragraph of plain text: nothing in it is taken for markup, line breaks are kept."""
    printable = "".join(s for s in words if s == "\n" or unicodedata.category(s)[0] != "C")
    markup = escape(printable).replace("\n", "<br/>")
    made = TaggedParagraph(markup, styles()[name])
    made.element = element
    return made


@cache
def styles() -> dict[str, ParagraphStyle]:
    """Return the paragraph styles by name."""
    register_fonts()

    def style(name: str, font: str, size: float, leading: float, **more: Any) -> ParagraphStyle:
        return ParagraphStyle(
            name, fontName=font, fontSize=size, leading=leading, **{"textColor": INK, **more}
        )

    made = (
        style("kind", MEDIUM, 10.5, 14, textColor=ACCENT_INK, spaceAfter=3),
        style("title", SERIF, 26, 32, spaceAfter=5),
        style("period", BODY, 11, 15, textColor=INK2),
        style("aside", BODY, 10, 15, textColor=INK3, alignment=2),
        style("heading", SERIF, 15, 20, spaceBefore=16, spaceAfter=5),
        style("number", SERIF, 25, 30),
        style("number_quiet", SERIF, 25, 30, textColor=INK3),
        style("number_before", BODY, 9, 12.5, textColor=INK2),
        style("withdrawn", STRONG, 10.5, 15, textColor=BRICK),
        style("text", BODY, 10.5, 16, spaceAfter=7),
        style("number_label", STRONG, 9.5, 12.5),
        style("cell", BODY, 9.5, 12.5),
        style("cell_right", BODY, 9.5, 12.5, alignment=2),
        style("cell_bold", STRONG, 9.5, 12.5),
        style("cell_bold_right", STRONG, 9.5, 12.5, alignment=2),
        style("cell_quiet_right", BODY, 9.5, 12.5, textColor=INK3, alignment=2),
        style("cell_part", BODY, 9.5, 12.5, leftIndent=11),
        style("column", MEDIUM, 8.5, 11, textColor=INK3),
        style("column_right", MEDIUM, 8.5, 11, textColor=INK3, alignment=2),
        style("dense", BODY, 8.5, 11),
        style("dense_right", BODY, 8.5, 11, alignment=2),
        style("dense_bold", STRONG, 8.5, 11),
        style("dense_bold_right", STRONG, 8.5, 11, alignment=2),
        style("dense_quiet_right", BODY, 8.5, 11, textColor=INK3, alignment=2),
        style("dense_part", BODY, 8.5, 11, leftIndent=9),
        style("note", BODY, 8.5, 12, textColor=INK3, spaceBefore=4),
        style("body", BODY, 10, 15, textColor=INK2, spaceAfter=6),
        style("box_title", STRONG, 10.5, 15, spaceAfter=2),
        style("box", BODY, 9.5, 14.5, textColor=INK2, spaceAfter=3),
    )
    return {s.name: s for s in made}
