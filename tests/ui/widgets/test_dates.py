"""Dates and times as people type them."""

from __future__ import annotations

from datetime import date, time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCalendarWidget
from pytestqt.qtbot import QtBot

from vertrouwen import language
from vertrouwen.ui.widgets import DateField, long_date, parse_date, parse_time, short_date

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("24-11-2026", date(2026, 11, 24)),
        ("24/11/26", date(2026, 11, 24)),
        (" 3.2.2026 ", date(2026, 2, 3)),
        ("24112026", date(2026, 11, 24)),
        ("3-2", date(2026, 2, 3)),
        ("Vandaag", TODAY),
        ("gisteren", date(2026, 11, 23)),
        ("morgen", date(2026, 11, 25)),
        ("29-2-2028", date(2028, 2, 29)),
        ("29-2-2026", None),
        ("31-04-2026", None),
        ("2026-11-24", None),
        ("11-24-2026", None),
        ("maandag", None),
        ("", None),
    ],
)
def test_a_typed_date_is_read_as_it_was_meant(text: str, day: date | None) -> None:
    assert parse_date(text, TODAY) == day


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("9:15", time(9, 15)),
        ("0915", time(9, 15)),
        ("9.15", time(9, 15)),
        ("9", time(9)),
        ("14 uur", time(14)),
        ("25:00", None),
        ("9:75", None),
        ("negen", None),
    ],
)
def test_a_typed_time_is_read_as_it_was_meant(text: str, moment: time | None) -> None:
    assert parse_time(text) == moment


def test_a_date_is_tidied_when_one_leaves_the_field(qtbot: QtBot) -> None:
    field = DateField(today=lambda: TODAY)
    qtbot.addWidget(field)
    qtbot.keyClicks(field, "gisteren")
    qtbot.keyClick(field, Qt.Key.Key_Return)

    assert field.text() == "23-11-2026"
    assert field.value() == date(2026, 11, 23)


def test_what_is_not_a_date_stays_and_is_explained(qtbot: QtBot) -> None:
    field = DateField(today=lambda: TODAY)
    qtbot.addWidget(field)
    field.setText("31-04-2026")

    assert field.value() is None
    assert "24-11-2026" in field.problem()
    assert field.draft() == "31-04-2026"


def test_a_day_from_the_calendar_is_filled_in(qtbot: QtBot) -> None:
    field = DateField(TODAY, today=lambda: TODAY)
    qtbot.addWidget(field)
    field.show()
    field.open_calendar()
    calendar = field.findChild(QCalendarWidget)
    assert calendar is not None
    qtbot.keyClick(calendar, Qt.Key.Key_Right)
    calendar.activated.emit(calendar.selectedDate().addDays(1))

    assert field.value() == date(2026, 11, 25)


def test_dates_are_shown_as_they_are_said() -> None:
    assert short_date(TODAY, TODAY) == "24 nov"
    assert short_date(date(2025, 3, 1), TODAY) == "1 mrt 2025"
    assert long_date(TODAY) == "dinsdag 24 november 2026"


@pytest.mark.parametrize(("spoken", "month"), [("nl", "november"), ("en", "November")])
def test_the_calendar_speaks_the_language_of_the_screen(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, spoken: str, month: str
) -> None:
    monkeypatch.setattr(language, "_current", spoken)
    field = DateField(TODAY, today=lambda: TODAY)
    qtbot.addWidget(field)
    field.show()
    field.open_calendar()
    calendar = field.findChild(QCalendarWidget)
    assert calendar is not None

    assert calendar.locale().monthName(TODAY.month) == month
