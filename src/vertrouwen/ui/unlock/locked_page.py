"""What stands on the unlock window: one narrow column, and a form in it that changes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vertrouwen.language import _
from vertrouwen.ui.basics.banners import Banner
from vertrouwen.ui.basics.buttons import LinkButton, PrimaryButton
from vertrouwen.ui.basics.containers import ScrollColumn, clear_layout
from vertrouwen.ui.basics.field import Field
from vertrouwen.ui.basics.mark import Mark
from vertrouwen.ui.basics.text import Label, WrapLabel
from vertrouwen.ui.theme import theme
from vertrouwen.ui.unlock.foot import Foot

COLUMN = 340
"""Width of the one column, in pixels at 100 %."""
WIDE_COLUMN = 520
WIDE_STATUS = 400
"""Where the line above the field is a sentence."""
ROOMY_HEIGHT = 640


class LockedPage(QWidget):
    """The mark, one line, a form, and the foot.

    Signals:
        submitted: the main button was pressed.
        restore_wanted: the adviser wants to come back from a backup.

    Attributes:
        status: the line above the form.
        banner: what went wrong; empty at first.
    """

    submitted = Signal()
    restore_wanted = Signal()

    def __init__(self, locked_at: str) -> None:
        """Make the page, its form empty.

        Args:
            locked_at: time of day at which the program locked itself, if it did.
        """
        super().__init__()
        self._column = QWidget()
        self._mark = Mark(64)
        self.status = WrapLabel(_("Uw zaken zijn vergrendeld."), "body", "ink2")
        self.banner = Banner("", tone="brick")
        self._form = QVBoxLayout()
        self._form.setSpacing(theme().px(10))
        self._fill_column()
        self.set_width(COLUMN)
        foot = Foot(locked_at)
        foot.restore_link.clicked.connect(self.restore_wanted)
        self._lay_out(foot)

    def _fill_column(self) -> None:
        px = theme().px
        centre = Qt.AlignmentFlag.AlignHCenter
        self.status.setAlignment(centre)
        box = QVBoxLayout(self._column)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._mark, 0, centre)
        box.addSpacing(px(22))
        box.addWidget(Label("Vertrouwen", "title"), 0, centre)
        box.addSpacing(px(6))
        box.addWidget(self.status)
        box.addSpacing(px(28))
        box.addWidget(self.banner)
        box.addSpacing(px(12))
        box.addLayout(self._form)

    def _lay_out(self, foot: Foot) -> None:
        px = theme().px
        page = QVBoxLayout(self)
        page.setContentsMargins(px(32), px(24), px(32), px(28))
        scroll = ScrollColumn(0)
        scroll.column.box.addStretch(10)
        # Between stretches, not aligned: aligned, it would not get the height its width needs.
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self._column)
        middle.addStretch(1)
        scroll.column.box.addLayout(middle)
        scroll.column.box.addStretch(13)
        page.addWidget(scroll, 1)
        page.addLayout(foot)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the mark out where large text needs its room."""
        self._mark.setVisible(self.height() >= theme().px(ROOMY_HEIGHT))
        super().resizeEvent(event)

    def set_width(self, pixels: int) -> None:
        """Give the column another width, in pixels at 100 %."""
        self._column.setFixedWidth(theme().px(pixels))

    def begin_form(self, status: str, width: int = COLUMN) -> None:
        """Empty the form for another one, with this line above it."""
        clear_layout(self._form)
        self.status.setText(status)
        self.set_width(width)

    def add(self, widget: QWidget) -> None:
        """Add a part to the form."""
        self._form.addWidget(widget)

    def add_primary(self, text: str, icon: str) -> PrimaryButton:
        """Add the button that Enter presses."""
        button = PrimaryButton(text, icon=icon, shortcut="Return")
        button.clicked.connect(self.submitted)
        self.add(button)
        return button

    def add_links(self, *links: tuple[str, Callable[[], None]]) -> None:
        """Add links below the form, each with what it does."""
        self._form.addSpacing(theme().px(6))
        for text, slot in links:
            link = LinkButton(text)
            link.clicked.connect(slot)
            self._form.addWidget(link, 0, Qt.AlignmentFlag.AlignHCenter)

    def forget_typed(self) -> None:
        """Empty the fields of the form."""
        for field in self._column.findChildren(Field):
            field.control.set_value("")
