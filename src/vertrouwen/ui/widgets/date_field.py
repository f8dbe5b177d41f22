"""A date, typed as one writes it, with a calendar for who prefers to point."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import QDate, QLocale, QPoint, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QVBoxLayout, QWidget

from vertrouwen import language
from vertrouwen.language import _
from vertrouwen.ui.basics.text_controls import TextField
from vertrouwen.ui.theme import theme
from vertrouwen.ui.widgets.dates import format_date, parse_date


class DateField(TextField):
    """A date as dd-mm-jjjj; Alt and the down key open the calendar."""

    def __init__(self, value: date | None = None, today: Callable[[], date] = date.today) -> None:
        """Make the field.

        Args:
            value: filled in at first, or None.
            today: the day that "vandaag" means.
        """
        super().__init__(placeholder=_("dd-mm-jjjj"), max_length=14)
        self._today = today
        self._open_calendar = QAction(_("Kies in de kalender"), self)
        self._open_calendar.triggered.connect(self.open_calendar)
        self.addAction(self._open_calendar, QLineEdit.ActionPosition.TrailingPosition)
        self.set_value(value)
        self.editingFinished.connect(self._tidy)
        theme().changed.connect(self._draw_icon)
        self._draw_icon()

    def value(self) -> Any:
        """Return the date, or None when empty or not readable."""
        return parse_date(self.text(), self._today())

    def set_value(self, value: Any) -> None:
        """Fill in a date."""
        self.setText(format_date(value) if value is not None else "")

    def problem(self) -> str:
        """Return a sentence when the text is not a date."""
        if self.text().strip() and self.value() is None:
            return _("Vul een datum in, bijvoorbeeld 24-11-2026.")
        return ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the calendar with Alt and the down key."""
        if event.key() == Qt.Key.Key_Down and event.modifiers() & (Qt.KeyboardModifier.AltModifier):
            self.open_calendar()
            return
        super().keyPressEvent(event)

    def open_calendar(self) -> None:
        """Show the calendar under the field."""
        popup = _CalendarPopup(self, self.value() or self._today())
        popup.calendar.activated.connect(lambda day: self._choose(popup, day))
        popup.calendar.clicked.connect(lambda day: self._choose(popup, day))
        popup.move(self.mapToGlobal(QPoint(0, self.height() + 2)))
        popup.show()
        popup.calendar.setFocus()

    def _choose(self, popup: QWidget, day: QDate) -> None:
        self.set_value(date(day.year(), day.month(), day.day()))
        popup.close()
        self.setFocus()

    def _tidy(self) -> None:
        if (value := self.value()) is not None:
            self.set_value(value)

    def _draw_icon(self) -> None:
        self._open_calendar.setIcon(theme().icon("calendar-event"))


class _CalendarPopup(QWidget):
    """The calendar in a popup that disappears when one clicks beside it."""

    def __init__(self, field: QWidget, chosen: date) -> None:
        super().__init__(field, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.calendar = QCalendarWidget()
        self.calendar.setAccessibleName(_("Kalender"))
        # Months and days in the language of the screen, whatever the computer's own is.
        self.calendar.setLocale(QLocale("nl_NL" if language.current() == "nl" else "en_GB"))
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.ISOWeekNumbers)
        self.calendar.setSelectedDate(QDate(chosen.year, chosen.month, chosen.day))
        box = QVBoxLayout(self)
        box.setContentsMargins(1, 1, 1, 1)
        box.addWidget(self.calendar)
