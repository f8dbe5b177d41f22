"""The first or last month of a span of whole months."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date
from typing import Any, Literal

from vertrouwen.language import _
from vertrouwen.ui.widgets import DateField, parse_date

_MONTH = re.compile(r"\s*(\d{1,2})[-/. ](\d{4})\s*")


class MonthField(DateField):
    """A month as mm-jjjj; its value is the first, or the last, day of it."""

    def __init__(
        self, edge: Literal["first", "last"], today: Callable[[], date] = date.today
    ) -> None:
        """Make an empty field.

        Args:
            edge: which day of the month is the value.
            today: the day that "vandaag" means.
        """
        self._edge = edge
        super().__init__(today=today)
        self.setPlaceholderText(_("mm-jjjj"))

    def value(self) -> Any:
        """Return the first or last day of the month that was typed, or None."""
        day = self._day()
        if day is None:
            return None
        return day.replace(day=1 if self._edge == "first" else monthrange(day.year, day.month)[1])

    def set_value(self, value: Any) -> None:
        """Fill in the month of a day."""
        self.setText("" if value is None else f"{value.month:02d}-{value.year:04d}")

    def problem(self) -> str:
        """Return a sentence when the text is not a month."""
        if self.text().strip() and self.value() is None:
            return _("Vul een maand in, bijvoorbeeld 03-2026.")
        return ""

    def _day(self) -> date | None:
        match = _MONTH.fullmatch(self.text())
        if match is None:
            return parse_date(self.text(), self._today())
        month, year = int(match[1]), int(match[2])
        return date(year, month, 1) if 1 <= month <= 12 and year >= 1 else None
