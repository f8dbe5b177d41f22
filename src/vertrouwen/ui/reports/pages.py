"""The pages of the report as they will be printed, drawn from memory; no file is ever made."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel

from vertrouwen.language import _
from vertrouwen.ui.theme import theme
from vertrouwen.ui.widgets import Card, Column

PAGE_WIDTH = 560
"""Pixels of a page on screen, at 100 % text."""

_RATIO = 2
_POINTS_WIDE = 595.3


def rendered(pdf: bytes) -> list[QImage]:
    """Return every page as an image, sharp enough for any screen; may run on any thread."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        images = []
        for page in document:
            bitmap = page.render(scale=PAGE_WIDTH * _RATIO / _POINTS_WIDE, rev_byteorder=True)
            image = QImage(
                bytes(bitmap.buffer),
                bitmap.width,
                bitmap.height,
                bitmap.stride,
                QImage.Format.Format_RGB888,
            )
            images.append(image.copy())
            page.close()
        return images
    finally:
        document.close()


class Pages(Column):
    """The pages under one another; white in every theme, for paper is."""

    def __init__(self) -> None:
        super().__init__(spacing=16)

    def show_images(self, images: Sequence[QImage]) -> None:
        """Show these pages."""
        self.clear()
        for number, image in enumerate(images, start=1):
            page = QLabel()
            page.setAccessibleName(
                _("Pagina {page} van {pages}, zoals gedrukt").format(page=number, pages=len(images))
            )
            pixmap = QPixmap.fromImage(image)
            pixmap.setDevicePixelRatio(image.width() / theme().px(PAGE_WIDTH))
            page.setPixmap(pixmap)
            page.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            card = Card()
            card.add(page)
            self.add(card)
        self.add_stretch()
