"""The emergency sheet: the recovery code on one page, with what to do with it.

It is made in memory and goes to a printer; the program never writes it to a disk.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO

import segno
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from vertrouwen import resources
from vertrouwen.language import Language, translations

INK, SOFT, LINE = HexColor("#1F2528"), HexColor("#4B5458"), HexColor("#8A8478")
ACCENT = HexColor("#1E6B66")
MARGIN = 22 * mm
CODE_SIZE = 19
QR_EDGE = 46 * mm
LINE_STEP = 5.4 * mm

_FONTS = {
    "Sheet": "Inter-Regular.ttf",
    "Sheet-Bold": "Inter-SemiBold.ttf",
    "Sheet-Title": "SourceSerif4-SemiBold.ttf",
    "Sheet-Code": "NotoSansMono-Regular.ttf",
}


def emergency_sheet(
    *, code: str, vault_id: bytes, language: Language, made_on: date, mark: str
) -> bytes:
    """Return the sheet as a PDF of one A4 page.

    Args:
        code: eight groups of five, joined by hyphens.
        vault_id: 16 bytes; tells to which practice and which backups the sheet belongs.
        language: of the words on it.
        made_on: the day on which the code was made.
        mark: tells sheets of one day apart; not secret.
    """
    for name, file in _FONTS.items():
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, str(resources.path("fonts", file))))
    _ = translations(language).gettext
    target = BytesIO()
    page = Canvas(
        target,
        pagesize=A4,
        pageCompression=1,
        lang=language,
        initialFontName="Sheet",  # type: ignore[arg-type]  # the stubs want a number
    )
    page.setTitle("Vertrouwen")
    width, height = A4
    top = height - MARGIN
    page.setFillColor(ACCENT)
    page.setFont("Sheet-Title", 13)
    page.drawString(MARGIN, top, "Vertrouwen")
    page.setFillColor(INK)
    page.setFont("Sheet-Title", 26)
    top -= 15 * mm
    page.drawString(MARGIN, top, _("Herstelblad"))
    top -= 9 * mm
    top = _paragraph(
        page,
        _(
            "Met de code op dit blad gaan uw zaken open als uw computer of uw wachtzin het niet "
            "meer doet. Niemand anders kan de code opzoeken. Wie dit blad en uw bestanden heeft, "
            "kan alles lezen: bewaar het apart van uw computer, in een map of kluis."
        ),
        top,
        width - 2 * MARGIN,
    )
    top = _code_box(page, code, top - 4 * mm, width)
    top = _identity(page, code, vault_id, (made_on, mark), _, top - 9 * mm)
    page.setFont("Sheet-Bold", 12)
    page.setFillColor(INK)
    page.drawString(MARGIN, top, _("Zo gebruikt u dit blad"))
    top -= 7 * mm
    for number, step in enumerate(
        (
            _("Installeer Vertrouwen op een computer en start het programma."),
            _(
                "Gaat het programma open maar uw kluis niet: kies “Gebruik uw herstelcode” en typ "
                "de code over."
            ),
            _(
                "Is de computer nieuw of leeg: kies “Herstellen uit reservekopie”, wijs het "
                "bestand van uw reservekopie aan en typ de code over."
            ),
            _(
                "Hoofdletters, spaties en streepjes maken niet uit. Een typefout wordt gemeld, met "
                "de groep waarin zij staat."
            ),
            _("Maakt u een nieuwe herstelcode, vernietig dan dit blad."),
        ),
        start=1,
    ):
        page.setFont("Sheet-Bold", 10.5)
        page.setFillColor(ACCENT)
        page.drawString(MARGIN, top, f"{number}")
        top = _paragraph(page, step, top, width - 2 * MARGIN - 8 * mm, left=MARGIN + 8 * mm)
        top -= 1.5 * mm
    page.showPage()
    page.save()
    return target.getvalue()


def _code_box(page: Canvas, code: str, top: float, width: float) -> float:
    """Draw the eight groups, numbered, and return where the box ends."""
    box_height = 34 * mm
    page.setStrokeColor(LINE)
    page.roundRect(MARGIN, top - box_height, width - 2 * MARGIN, box_height, 3 * mm)
    column = (width - 2 * MARGIN - 10 * mm) / 4
    for index, group in enumerate(code.split("-")):
        left = MARGIN + 7 * mm + (index % 4) * column
        base = top - (13 * mm if index < 4 else 26 * mm)
        page.setFont("Sheet", 9)
        page.setFillColor(SOFT)
        page.drawString(left, base, str(index + 1))
        page.setFont("Sheet-Code", CODE_SIZE)
        page.setFillColor(INK)
        page.drawString(left + 5 * mm, base, group)
    return top - box_height


def _identity(
    page: Canvas,
    code: str,
    vault_id: bytes,
    name: tuple[date, str],
    _: Callable[[str], str],
    top: float,
) -> float:
    """Draw the QR code, the names of the vault and of the sheet, and return where they end."""
    _draw_qr(page, code, MARGIN, top - QR_EDGE)
    left = MARGIN + QR_EDGE + 8 * mm
    line = top - 5 * mm
    digits = vault_id.hex()
    for label, value, font in (
        (_("Nummer van de kluis"), " ".join(digits[i : i + 8] for i in range(0, 32, 8)), "Code"),
        (_("Gemaakt op, en kenmerk van dit blad"), f"{name[0]:%d-%m-%Y}   {name[1]}", "Bold"),
        (_("Deze code vervangt alle eerdere codes van deze kluis."), "", "Bold"),
        (_("Het vierkant bevat alleen deze code."), "", ""),
    ):
        page.setFont("Sheet", 9.5)
        page.setFillColor(SOFT)
        page.drawString(left, line, label)
        line -= LINE_STEP
        if value:
            page.setFont(f"Sheet-{font}", 11)
            page.setFillColor(INK)
            page.drawString(left, line, value)
            line -= LINE_STEP * 1.6
    return top - QR_EDGE - 11 * mm


def _draw_qr(page: Canvas, code: str, left: float, bottom: float) -> None:
    modules = [list(row) for row in segno.make(code, error="m", micro=False).matrix_iter(border=2)]
    size = QR_EDGE / len(modules)
    page.setFillColor(HexColor("#000000"))
    for row, line in enumerate(modules):
        for column, is_dark in enumerate(line):
            if is_dark:
                y = bottom + QR_EDGE - (row + 1) * size
                page.rect(left + column * size, y, size, size, stroke=0, fill=1)


def _paragraph(page: Canvas, text: str, top: float, width: float, left: float = MARGIN) -> float:
    """Draw running text and return where the next line goes."""
    size = 10.5
    page.setFont("Sheet", size)
    page.setFillColor(INK)
    words, line = text.split(), ""
    for word in [*words, ""]:
        longer = f"{line} {word}".strip()
        if word and pdfmetrics.stringWidth(longer, "Sheet", size) <= width:
            line = longer
            continue
        page.drawString(left, top, line)
        top -= LINE_STEP
        line = word
    return top
