"""The pages of the report as they will be printed, drawn from memory; no file is ever made."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QLabel, QSizePolicy

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


class PageView(QLabel):
    """One page, as wide as there is room for, at most as wide as paper looks good on screen."""

    def __init__(self, image: QImage) -> None:
        """Show an image that is sharp at twice the width."""
        super().__init__()
        self.setPixmap(QPixmap.fromImage(image))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        """Tell layouts that the height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the page at this width."""
        shown, page = min(width, theme().px(PAGE_WIDTH)), self.pixmap()
        return round(shown * page.height() / max(1, page.width()))

    def sizeHint(self) -> QSize:
        """Return the size at which paper looks good."""
        width = theme().px(PAGE_WIDTH)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return a size at which one still sees what stands where."""
        width = theme().px(160)
        return QSize(width, self.heightForWidth(width))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the page in the middle."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        width = min(self.width(), theme().px(PAGE_WIDTH))
        place = QRect((self.width() - width) // 2, 0, width, self.heightForWidth(width))
        painter.drawPixmap(place, self.pixmap())


class Pages(Column):
    """The pages under one another; white in every theme, for paper is."""

    def __init__(self) -> None:
        super().__init__(spacing=16)

    def show_images(self, images: Sequence[QImage]) -> None:
        """Show these pages."""
        self.clear()
        for number, image in enumerate(images, start=1):
            page = PageView(image)
            page.setAccessibleName(
                _("Pagina {page} van {pages}, zoals gedrukt").format(page=number, pages=len(images))
            )
            card = Card()
            card.add(page)
            self.add(card)
        self.add_stretch()
