"""Printing the emergency sheet from memory; nothing is written on the way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from vertrouwen import language
from vertrouwen.language import _
from vertrouwen.language.sentences import sentence
from vertrouwen.services.new_keys import NewKeys, emergency_sheet
from vertrouwen.ui.tasks import Tasks
from vertrouwen.ui.theme import theme
from vertrouwen.ui.widgets import (
    Button,
    PrimaryButton,
    ScrollColumn,
    WrapLabel,
)

if TYPE_CHECKING:
    from vertrouwen.ui.first_start.code_page import CodePage

PRINT_DPI = 300
SCREEN_DPI = 82


class SheetDialog(QDialog):
    """The sheet as it will look, and the way to the printer."""

    def __init__(self, parent: QWidget, pdf: bytes, printed: Callable[[], None]) -> None:
        """Show the sheet.

        Args:
            parent: the window it belongs to.
            pdf: one page, in memory.
            printed: called when it went to a printer.
        """
        super().__init__(parent)
        self._pdf, self._printed = pdf, printed
        self.setWindowTitle(_("Herstelblad"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        px = theme().px
        self.resize(min(px(760), 980), 640)
        picture = QLabel()
        picture.setAccessibleName(_("Voorbeeld van het herstelblad"))
        image = page_image(pdf, SCREEN_DPI * self.devicePixelRatioF())
        pixmap = QPixmap.fromImage(image)
        pixmap.setDevicePixelRatio(self.devicePixelRatioF())
        picture.setPixmap(pixmap)
        scroll = ScrollColumn()
        scroll.column.box.addWidget(picture, 0, Qt.AlignmentFlag.AlignHCenter)
        has_printer = _has_printer()
        words = (
            _("Kies een printer die u vertrouwt, liefst thuis. Bewaar het blad niet als bestand.")
            if has_printer
            else _(
                "Er is geen printer gevonden. Schrijf de code over met de pen: dat is even goed."
            )
        )
        buttons = QHBoxLayout()
        buttons.setSpacing(px(12))
        buttons.addWidget(WrapLabel(words), 1)
        self.close_button = Button(_("Sluiten"), shortcut="Esc")
        self.close_button.clicked.connect(self.reject)
        buttons.addWidget(self.close_button)
        if has_printer:
            self.print_button = PrimaryButton(_("Printen"), icon="printer")
            self.print_button.clicked.connect(self._choose_printer)
            buttons.addWidget(self.print_button)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 16)
        box.setSpacing(px(14))
        box.addWidget(scroll, 1)
        box.addLayout(buttons)

    def _choose_printer(self) -> None:
        from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter

        self._printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        self._printer.setResolution(PRINT_DPI)
        self._printer.setDocName("Vertrouwen")
        dialog = QPrintDialog(self._printer, self)
        dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintToFile, False)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(self._print)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.show()

    def _print(self) -> None:
        paint(self._pdf, self._printer)
        self._printed()
        self.accept()


def show_sheet(
    window: QWidget, page: CodePage, keys: NewKeys, tasks: Tasks, now: Callable[[], datetime]
) -> None:
    """Show the sheet of the code on a page, while that code is shown.

    Args:
        window: it belongs to.
        page: hears that it was printed, or what went wrong.
        keys: what it says.
        tasks: the database thread.
        now: the clock.
    """
    if page.panel.is_covered:
        return

    def printed() -> None:
        time = now().strftime("%H:%M")
        page.panel.set_printed(
            _("Geprint om {time}. Schrijven met de pen mag ook.").format(time=time)
        )

    tasks.run(
        lambda: emergency_sheet(keys, language.current(), now()),
        lambda pdf: SheetDialog(window, pdf, printed).open(),
        lambda error: page.banner.set_text(sentence(error), "brick"),
        owner=page,
    )


def paint(pdf: bytes, printer: Any) -> None:
    """Draw the sheet on a printer at 300 dots per inch."""
    painter = QPainter(printer)
    image = page_image(pdf, PRINT_DPI)
    target = QRectF(painter.viewport())
    scale = min(target.width() / image.width(), target.height() / image.height())
    painter.drawImage(QRectF(0, 0, image.width() * scale, image.height() * scale), image)
    painter.end()


def page_image(pdf: bytes, dpi: float) -> QImage:
    """Return the first page of a PDF as an image."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    bitmap = document[0].render(scale=dpi / 72, rev_byteorder=True, prefer_bgrx=True)
    image = QImage(
        bytes(bitmap.buffer),
        bitmap.width,
        bitmap.height,
        bitmap.stride,
        QImage.Format.Format_RGBX8888,
    ).copy()
    document.close()
    return image


def _has_printer() -> bool:
    from PySide6.QtPrintSupport import QPrinterInfo

    return bool(QPrinterInfo.availablePrinterNames())
