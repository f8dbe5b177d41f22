"""How one case looks in the list: one line, or two while searching."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from vertrouwen import language
from vertrouwen.domain.vocabulary import Vocabulary
from vertrouwen.language import _
from vertrouwen.services.list_cases import CaseRow, SearchHit
from vertrouwen.ui.cases.model import CASE_ROLE, HIT_ROLE, Index
from vertrouwen.ui.cases.words import STATE_LOOKS, capital, near_date
from vertrouwen.ui.theme import theme
from vertrouwen.ui.widgets import chip_width, paint_chip

ONE_LINE, TWO_LINES = 46, 75
NARROW = 820
"""Pixels of list width at 100 % below which the track moves under the organisation."""
_MARKED = re.compile("\x02(.*?)\x03", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Where the columns of a list of some width lie, in pixels; shared by header and rows."""

    number: QRect
    organisation: QRect
    track: QRect | None
    state: QRect
    days: QRect
    last: QRect

    @classmethod
    def within(cls, width: int) -> Columns:
        """Divide a width: fixed for what is short, the rest for organisation and track."""
        px = theme().px
        is_narrow = width < px(NARROW)
        left, right = px(22), width - px(22)
        number, days, last = px(118), px(52), px(96 if is_narrow else 132)
        state = px(176)
        rest = max(px(90), right - left - number - state - days - last)
        organisation = rest if is_narrow else round(rest * 0.47)
        x = left + number
        track_x = x + organisation
        state_x = x + rest
        return cls(
            number=QRect(left, 0, number, 0),
            organisation=QRect(x, 0, organisation - px(12), 0),
            track=None if is_narrow else QRect(track_x, 0, rest - organisation - px(12), 0),
            state=QRect(state_x, 0, state - px(8), 0),
            days=QRect(state_x + state, 0, days, 0),
            last=QRect(state_x + state + days, 0, last, 0),
        )


class ListHeader(QWidget):
    """The names of the columns above the list."""

    def __init__(self, view: QTableView) -> None:
        """Make the header of one list; its columns are as wide as the rows are."""
        super().__init__()
        self._view = view
        view.verticalScrollBar().rangeChanged.connect(self.update)
        theme().changed.connect(self._follow_theme)
        self._follow_theme()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the names and the line under them."""
        painter = QPainter(self)
        columns = Columns.within(self._view.viewport().width())
        painter.setFont(theme().font("secondary_medium"))
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        names = [
            (columns.number, _("Zaak"), left, "ink2"),
            (columns.organisation, _("Organisatie"), left, "ink2"),
            (columns.track, _("Spoor"), left, "ink2"),
            (columns.state, _("Status"), left, "ink2"),
            (columns.days, _("Dagen"), right, "ink2"),
            (columns.last, _("Laatste contact") if columns.track else _("Contact"), right, "ink"),
        ]
        for room, name, alignment, ink in names:
            if room is not None:
                painter.setPen(theme().color(ink))
                place = QRect(room.left(), 0, room.width(), self.height())
                shown = f"{name} ↓" if room is columns.last else name
                painter.drawText(place, alignment | Qt.TextFlag.TextDontClip, shown)
        line = QRect(1, self.height() - 1, self.width() - 2, 1)
        painter.fillRect(line, theme().color("line2"))

    def _follow_theme(self) -> None:
        self.setFixedHeight(theme().px(38))
        self.update()


class CaseDelegate(QStyledItemDelegate):
    """Draws a case as number, organisation, track, state, days and last contact."""

    def __init__(self, view: QTableView, vocabulary: Vocabulary, today: Callable[[], date]) -> None:
        """Make the painter of one list.

        Args:
            view: the list it belongs to.
            vocabulary: for the words of track and state.
            today: the day that "vandaag" means.
        """
        super().__init__(view)
        self._vocabulary = vocabulary
        self._today = today
        self.is_private = False

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the size of a row; the view fixes its height for all rows."""
        return QSize(theme().px(600), theme().px(ONE_LINE))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        rect: QRect = option.rect
        state = option.state
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if is_chosen:
            painter.fillRect(rect, theme().color("accent_soft"))
            bar = QRect(rect.left(), rect.top(), theme().px(3), rect.height())
            painter.fillRect(bar, theme().color("accent"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme().color("bg"))
        line = QRect(rect.left(), rect.bottom(), rect.width(), 1)
        painter.fillRect(line, theme().color("line"))
        case: CaseRow | None = index.data(CASE_ROLE)
        columns = Columns.within(rect.width())
        if case is None:
            self._paint_bars(painter, rect, columns)
        else:
            hit: SearchHit | None = None if self.is_private else index.data(HIT_ROLE)
            self._paint_case(painter, rect, columns, case, hit, is_chosen)
        painter.restore()

    def _paint_bars(self, painter: QPainter, rect: QRect, columns: Columns) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().color("neutral"))
        height = theme().px(10)
        for room in (columns.number, columns.organisation, columns.state):
            top = rect.top() + (theme().px(ONE_LINE) - height) // 2
            bar = QRect(rect.left() + room.left(), top, round(room.width() * 0.6), height)
            painter.drawRoundedRect(QRectF(bar), height / 2, height / 2)

    def _paint_case(
        self,
        painter: QPainter,
        rect: QRect,
        columns: Columns,
        case: CaseRow,
        hit: SearchHit | None,
        is_chosen: bool,
    ) -> None:
        px = theme().px
        has_two = rect.height() > px(ONE_LINE) + 8
        first = QRect(rect.left(), rect.top() + (px(9) if has_two else 0), rect.width(), px(30))
        if not has_two:
            first.setHeight(rect.height())
        second = QRect(rect.left(), rect.top() + px(37), rect.width(), px(28))
        right = Qt.AlignmentFlag.AlignRight
        speak = language.current()
        organisation = "" if self.is_private else case.organisation_name
        track = capital(self._vocabulary.label("track", case.track, speak))
        _words(painter, first, columns.number, str(case.number), "strong", "ink")
        _words(painter, first, columns.organisation, organisation, "body", "ink")
        if columns.track is not None:
            _words(painter, first, columns.track, track, "body", "ink2")
        elif has_two and hit is None:
            _words(painter, second, columns.organisation, track, "secondary", "ink2")
        self._paint_state(painter, first, columns, case, is_chosen)
        _words(painter, first, columns.days, str(case.days_open), "medium", "ink", right)
        last = near_date(case.last_contact_on, self._today())
        _words(painter, first, columns.last, last, "body", "ink2", right)
        if hit is not None and has_two:
            _words(painter, second, columns.number, source_word(hit.source), "secondary", "ink2")
            left = columns.organisation.left()
            room = QRect(left, 0, columns.last.right() - left, 0)
            _paint_snippet(painter, second, room, hit.snippet)

    def _paint_state(
        self, painter: QPainter, line: QRect, columns: Columns, case: CaseRow, is_chosen: bool
    ) -> None:
        px = theme().px
        icon, tone = STATE_LOOKS.get(case.state, ("circle-dashed", "neutral"))
        word = capital(self._vocabulary.label("case_state", case.state, language.current()))
        x = line.left() + columns.state.left()
        y = line.top() + (line.height() - px(24)) // 2
        room = columns.state.width()
        if is_chosen and tone == "accent" and not theme().is_high_contrast:
            # A soft chip would vanish on the soft row: it gets a white ground.
            ground = QRectF(x, y, min(chip_width(word, icon), room), px(24))
            painter.setPen(QPen(theme().color("line2"), 1))
            painter.setBrush(theme().color("surface"))
            painter.drawRoundedRect(ground, px(12), px(12))
            left = x + px(10)
            ratio = painter.device().devicePixelRatioF()
            pixmap = theme().pixmap(icon, "accent_ink", 16, ratio)
            painter.drawPixmap(QPoint(left, y + px(4)), pixmap)
            painter.setFont(theme().font("secondary_medium"))
            painter.setPen(theme().color("accent_ink"))
            place = QRect(left + px(22), y, room - px(40), px(24))
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, word)
            return
        paint_chip(painter, x, y, word, icon, tone, room)


def source_word(source: str) -> str:
    """Return what kind of record a search hit lies in."""
    words = {
        "note": _("Notitie"),
        "contact": _("Gesprek"),
        "consent": _("Toestemming"),
        "step": _("Stap"),
        "deadline": _("Termijn"),
        "reporter": _("Melder"),
        "party": _("Betrokkene"),
        "case": _("Zaak"),
    }
    return words.get(source, _("Zaak"))


def plain_snippet(snippet: str) -> str:
    """Return a snippet without its marks, on one line."""
    return " ".join(snippet.replace("\x02", "").replace("\x03", "").split())


def _words(
    painter: QPainter,
    line: QRect,
    room: QRect,
    text: str,
    role: str,
    ink: str,
    side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    font: QFont = theme().font(role)  # type: ignore[arg-type]  # roles are literals here
    painter.setFont(font)
    painter.setPen(theme().color(ink))
    metrics = QFontMetrics(font)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    place = QRect(line.left() + room.left(), line.top(), room.width(), line.height())
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | side, shown)


def _paint_snippet(painter: QPainter, line: QRect, room: QRect, snippet: str) -> None:
    """Draw a snippet with its found words on a soft amber ground."""
    px = theme().px
    plain, bold = theme().font("secondary"), theme().font("secondary")
    bold.setWeight(QFont.Weight.DemiBold)
    x, end = line.left() + room.left(), line.left() + room.right()
    text = " ".join(snippet.split())
    for position, part in enumerate(_MARKED.split(text)):
        is_found = position % 2 == 1
        font = bold if is_found else plain
        metrics = QFontMetrics(font)
        shown = metrics.elidedText(part, Qt.TextElideMode.ElideRight, max(0, end - x))
        width = metrics.horizontalAdvance(shown)
        if is_found and shown:
            ground = QRectF(x, line.top() + (line.height() - px(19)) / 2, width + px(6), px(19))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme().color("amber_soft"))
            painter.drawRoundedRect(ground, 3, 3)
            x += px(3)
        painter.setFont(font)
        painter.setPen(theme().color("ink" if is_found else "ink2"))
        place = QRect(x, line.top(), width + 2, line.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, shown)
        x += width + (px(3) if is_found else 0)
        if shown != part:
            return
