"""One page of the manual; its text lies in resources/manual, in Markdown."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextBlockFormat, QTextCursor, QTextDocument, QTextFormat
from PySide6.QtWidgets import QFrame, QTextBrowser

from vertrouwen import language, resources
from vertrouwen.language import _
from vertrouwen.ui.screen import Route, Screen, Shell
from vertrouwen.ui.theme import LINE_HEIGHT, theme
from vertrouwen.ui.widgets import PageHeader

NOT_PROTECTED = "not_protected"
"""The page that says what Vertrouwen does not protect against."""

_WIDTH = 720
"""Pixels of a line of running text that is easy to read."""
_PARAGRAPH, _HEADING = 10, 22


class ManualScreen(Screen):
    """Shows a page of the manual to read."""

    key = "manual"
    place = "settings"

    def __init__(self, shell: Shell) -> None:
        """Make the page of what Vertrouwen does not protect against."""
        super().__init__(shell)
        title, _line, text = _page(NOT_PROTECTED).removeprefix("# ").partition("\n")
        self._title = title
        header = PageHeader(title, back=_("Instellingen"))
        header.back_clicked.connect(lambda: shell.navigator.go(Route("settings")))
        self.page.addWidget(header)
        self.text = QTextBrowser()
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setAccessibleName(title)
        self.text.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.text.viewport().setAutoFillBackground(False)
        self.text.setMaximumWidth(theme().px(_WIDTH))
        self.text.setOpenLinks(False)
        self.text.document().setDocumentMargin(0)
        self.text.document().setDefaultFont(theme().font("body"))
        self.text.setMarkdown(text.strip())
        _set_type(self.text.document())
        self.page.addWidget(self.text, 1)

    def title(self) -> str:
        """Return the name of the page."""
        return self._title


def _page(name: str) -> str:
    return resources.path("manual", language.current(), f"{name}.md").read_text(encoding="utf-8")


def _set_type(document: QTextDocument) -> None:
    """Give headings and paragraphs the type and the air of the program."""
    block = document.begin()
    while block.isValid():
        shape = block.blockFormat()
        is_heading = shape.headingLevel() > 0
        shape.setTopMargin(theme().px(_HEADING) if is_heading else 0)
        shape.setBottomMargin(theme().px(_PARAGRAPH))
        shape.setLineHeight(
            100 * LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
        )
        cursor = QTextCursor(block)
        cursor.setBlockFormat(shape)
        if is_heading:
            cursor.movePosition(
                QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor
            )
            letters = cursor.charFormat()
            letters.clearProperty(QTextFormat.Property.FontSizeAdjustment)
            letters.setFont(theme().font("heading"))
            cursor.setCharFormat(letters)
        block = block.next()
