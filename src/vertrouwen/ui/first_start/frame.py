"""The frame of the first start: the steps at the left, a page, the way back and on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QPen, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from vertrouwen.language import _
from vertrouwen.ui.theme import theme
from vertrouwen.ui.widgets import (
    Button,
    HLine,
    Icon,
    Label,
    Mark,
    PrimaryButton,
    ScrollColumn,
    WrapLabel,
    announce,
    clear_layout,
)

PAGE_WIDTH = 728
"""Width of a page at most, in pixels at 100 %."""
SIDE_WIDTH, WIDEST_SIDE = 296, 316
"""Width of the steps; larger text takes a little more of it, the page gets the rest."""
LEFT_MARGIN, RIGHT_MARGIN = 60, 36
NARROW_MARGIN = 40
"""The left margin with larger text."""


class Page(QWidget):
    """One step of the first start.

    Signals:
        edited: whether one can go on may have changed.
        finished: the page is done and goes on by itself.
        offered: what the adviser asked is shown; the button that goes on takes the focus.
    """

    edited = Signal()
    finished = Signal()
    offered = Signal()

    def __init__(self, title: str) -> None:
        """Make an empty page; `self.box` is its column."""
        super().__init__()
        self.title = title
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 4, 0)
        self.box.setSpacing(theme().px(12))

    def next_text(self) -> str:
        """Return the words of the button that goes on."""
        return _("Verder")

    def missing(self) -> str:
        """Return what has to be done before one can go on, or ""."""
        return ""

    def can_go_back(self) -> bool:
        """Whether there is a way back from here."""
        return True

    def enter(self) -> None:
        """Take the focus."""
        self.setFocus()

    def submit(self) -> None:
        """Go on; a page that has work to do does it first and then emits `finished`."""
        self.finished.emit()


class Steps(QWidget):
    """The steps, with those done, the one in hand and those to come."""

    def __init__(self, names: Sequence[str]) -> None:
        """Show the steps by name."""
        super().__init__()
        px = theme().px
        self.setFixedWidth(min(px(SIDE_WIDTH), WIDEST_SIDE))
        box = QVBoxLayout(self)
        box.setContentsMargins(36 if px(100) == 100 else 24, 36, 20, 36)
        box.setSpacing(px(16))
        head = QHBoxLayout()
        head.setSpacing(px(11))
        head.addWidget(Mark(29))
        head.addWidget(Label("Vertrouwen", "wordmark"))
        head.addStretch(1)
        box.addLayout(head)
        box.addSpacing(px(20))
        self._rows = [_Step(number, name) for number, name in enumerate(names, 1)]
        for row in self._rows:
            box.addWidget(row)
        box.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(px(12))
        foot.addWidget(Icon("lock", "ink3", 18), 0, Qt.AlignmentFlag.AlignTop)
        words = _("Alles blijft versleuteld op deze computer, zonder internet.")
        foot.addWidget(WrapLabel(words, "secondary", "ink2"), 1)
        box.addLayout(foot)

    def set_current(self, index: int) -> None:
        """Mark a step; those before it are done."""
        for position, row in enumerate(self._rows):
            row.set_state("done" if position < index else "now" if position == index else "later")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sunken ground and its edge."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().color("sunken"))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), theme().color("line"))


class _Step(QWidget):
    """A number or a check in a disc, and the name of the step."""

    def __init__(self, number: int, name: str) -> None:
        super().__init__()
        self._number, self._state = number, "later"
        self._name = name
        self.label = Label(name, "body", "ink2")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        box = QHBoxLayout(self)
        box.setContentsMargins(theme().px(39), 0, 0, 0)
        box.addWidget(self.label)
        box.addStretch(1)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(180), theme().px(28))

    def set_state(self, state: str) -> None:
        self._state = state
        self.label.set_ink("ink" if state == "now" else "ink2")
        font = theme().font("strong" if state == "now" else "body")
        self.label.setFont(font)
        words = {"done": _("klaar"), "now": _("nu"), "later": _("komt nog")}[state]
        self.label.setAccessibleName(f"{self._number}. {self._name}, {words}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        px, color = theme().px, theme().color
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = px(28)
        top = (self.height() - edge) // 2
        disc = QRectF(1, top + 1, edge - 2, edge - 2)
        fill = {"done": "accent_soft", "now": "accent", "later": None}[self._state]
        painter.setPen(Qt.PenStyle.NoPen if fill else QPen(color("field"), 1.5))
        painter.setBrush(color(fill) if fill else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(disc)
        if self._state == "done":
            size = px(16)
            pixmap = theme().pixmap("check", "accent_ink", 16, self.devicePixelRatioF())
            painter.drawPixmap((edge - size) // 2, top + (edge - size) // 2, pixmap)
            return
        painter.setFont(theme().font("small"))
        painter.setPen(color("on_accent" if self._state == "now" else "ink2"))
        painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, str(self._number))


class Frame(QWidget):
    """Steps, page, buttons.

    Signals:
        back: the way back was chosen.
    """

    back = Signal()

    def __init__(self, names: Sequence[str]) -> None:
        """Make the frame for steps of these names."""
        super().__init__()
        px = theme().px
        self._names = names
        self._page: Page | None = None
        self._is_busy = False
        self.steps = Steps(names)
        self._where = Label("", "secondary", "ink2")
        self._title = WrapLabel("", "title", "ink")
        self._scroll = ScrollColumn(0)
        self.back_button = Button(_("Terug"), icon="arrow-left", shortcut="Alt+Left")
        self.back_button.clicked.connect(self.back)
        self._hint = Label("", "secondary", "ink2", wrap=True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.next_button = PrimaryButton(_("Verder"), shortcut="Return")
        self.next_button.clicked.connect(self._submit)
        for keys, slot in (
            ("Return", self._submit),
            ("Enter", self._submit),
            ("Alt+Left", self._go_back),
        ):
            QShortcut(QKeySequence(keys), self, slot)

        page = QVBoxLayout()
        left = LEFT_MARGIN if px(100) == 100 else NARROW_MARGIN
        page.setContentsMargins(left, 40, RIGHT_MARGIN, 24)
        page.setSpacing(0)
        page.addWidget(self._where)
        page.addSpacing(px(4))
        page.addWidget(self._title)
        page.addSpacing(px(14))
        page.addWidget(self._scroll, 1)
        page.addWidget(HLine())
        page.addSpacing(px(16))
        foot = QHBoxLayout()
        foot.setSpacing(px(14))
        foot.addWidget(self.back_button)
        foot.addWidget(self._hint, 1)
        foot.addWidget(self.next_button)
        page.addLayout(foot)
        self._content = QWidget()
        self._content.setLayout(page)
        self._content.setMaximumWidth(px(PAGE_WIDTH) + left + RIGHT_MARGIN)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.steps)
        box.addWidget(self._content, 8)
        box.addStretch(1)

    @property
    def page(self) -> Page | None:
        """The page in hand."""
        return self._page

    def show_page(self, page: Page, step: int) -> None:
        """Show a page.

        Args:
            page: taken over; the page before it is deleted.
            step: its number among the steps, from 0.
        """
        clear_layout(self._scroll.column.box)
        self._page = page
        self._is_busy = False
        self.steps.set_current(step)
        place = _("Stap {number} van {total}").format(number=step + 1, total=len(self._names))
        self._where.setText(place)
        self._where.setVisible(len(self._names) > 1)
        self._title.setText(page.title)
        self._scroll.add(page)
        self._scroll.column.add_stretch()
        page.edited.connect(self._follow)
        page.offered.connect(self.next_button.setFocus)
        self._follow()
        page.show()  # a page that is still hidden cannot take the focus
        page.enter()
        announce(self, f"{page.title}. {place}")

    def set_busy(self, text: str) -> None:
        """Close the buttons and say what is going on; "" opens them again."""
        self._is_busy = bool(text)
        self._follow()
        if text:
            self._hint.setText(text)
            announce(self, text)

    def _follow(self) -> None:
        if self._page is None:
            return
        missing = self._page.missing()
        self._hint.setText(missing)
        self.next_button.setText(self._page.next_text())
        self.next_button.updateGeometry()
        self.next_button.setVisible(bool(self._page.next_text()))
        self.next_button.setEnabled(not missing and not self._is_busy)
        self.back_button.setVisible(self._page.can_go_back())
        self.back_button.setEnabled(not self._is_busy)

    def _submit(self) -> None:
        if self._page is not None and self.next_button.isEnabled() and self._page.next_text():
            self._page.submit()

    def _go_back(self) -> None:
        if self.back_button.isVisible() and self.back_button.isEnabled():
            self.back.emit()
