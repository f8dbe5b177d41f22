"""Small promises of the shared widgets."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from vertrouwen.ui.theme import Theme
from vertrouwen.ui.widgets import (
    Banner,
    BlockedButton,
    Button,
    Card,
    Chip,
    ComboField,
    ElidedLabel,
    ListRow,
    RowList,
    SearchField,
    SegmentedFilter,
    TimelineEntry,
    TimelineItem,
    TimelineView,
    WrapLabel,
    confirm,
)


def _entries(count: int) -> list[TimelineEntry]:
    return [
        TimelineEntry(key=str(n), date_text="24 nov", title=f"Gesprek {n}") for n in range(count)
    ]


def test_a_blocked_act_stays_reachable_and_explains(qtbot: QtBot) -> None:
    button = BlockedButton("Uitvoeren", "Er is nog geen toestemming.")
    qtbot.addWidget(button)
    assert button.isEnabled()
    assert button.accessibleDescription() == "Er is nog geen toestemming."

    with qtbot.waitSignal(button.explained, timeout=1000):
        qtbot.keyClick(button, Qt.Key.Key_Space)


def test_lines_of_text_stay_short_however_wide_the_window(qtbot: QtBot) -> None:
    label = WrapLabel("woord " * 100)
    qtbot.addWidget(label)
    metrics = QFontMetrics(label.font())

    layouts, _height = label._lay_out(3000)
    longest = max(layouts[0].lineAt(n).textLength() for n in range(layouts[0].lineCount()))

    assert longest <= 90
    assert label.heightForWidth(3000) == label.heightForWidth(int(metrics.averageCharWidth() * 75))


def test_wrapped_text_gets_the_height_it_needs_inside_a_card(qtbot: QtBot) -> None:
    card, label = Card("Uitleg"), WrapLabel("Namen en organisaties zijn verborgen. " * 4)
    card.add(label)
    qtbot.addWidget(card)
    card.resize(300, card.heightForWidth(300))
    card.layout().activate()

    assert label.height() >= label.heightForWidth(label.width())


def test_foreign_text_is_shown_as_plain_text(qtbot: QtBot) -> None:
    for label in (WrapLabel("<b>x</b>"), Chip("<b>x</b>", "lock")):
        qtbot.addWidget(label)
        assert label.textFormat() == Qt.TextFormat.PlainText


def test_an_empty_banner_takes_no_room(qtbot: QtBot) -> None:
    banner = Banner()
    qtbot.addWidget(banner)
    assert banner.isHidden()
    banner.set_text("Opgeslagen.", "green")
    assert not banner.isHidden()
    banner.set_text("")
    assert banner.isHidden()


def test_a_choice_that_does_not_fit_ends_in_an_ellipsis_and_stays_readable(qtbot: QtBot) -> None:
    field = ComboField([("1", "Stichting Zorggroep Elzenbrink en omstreken")], placeholder=None)
    qtbot.addWidget(field)
    field.resize(180, field.sizeHint().height())
    field.show()
    field.grab()
    assert field.shown_text().endswith("…") and field.toolTip() == field.currentText()
    field.resize(600, field.height())
    field.grab()
    assert field.shown_text() == field.currentText() and field.toolTip() == ""


def test_a_row_opens_by_mouse_and_by_keyboard(qtbot: QtBot) -> None:
    row = ListRow("09:15", "video", "Gesprek", "Video", "straks", Chip("laatste dag", "clock"))
    qtbot.addWidget(row)
    assert row.accessibleName().startswith("09:15, Gesprek, Video, straks")
    for act in (
        lambda: qtbot.mouseClick(row, Qt.MouseButton.LeftButton),
        lambda: qtbot.keyClick(row, Qt.Key.Key_Return),
    ):
        with qtbot.waitSignal(row.activated, timeout=1000):
            act()


def test_the_frame_around_a_row_leaves_its_words_room_and_they_stand_below_the_heading(
    qtbot: QtBot,
) -> None:
    card, rows, row = Card("Kop"), RowList(), ListRow(title="2026-071")
    rows.set_rows([row, ListRow(title="2026-074")])
    card.add(rows)
    qtbot.addWidget(card)
    card.resize(400, 200)
    card.show()
    heading, words = (
        next(label for label in card.findChildren(ElidedLabel) if label.text() == text)
        for text in ("Kop", "2026-071")
    )
    assert words.mapTo(row, QPoint()).x() >= 8
    assert words.mapTo(card, QPoint()).x() == heading.mapTo(card, QPoint()).x()


def test_the_arrow_keys_go_along_a_filter(qtbot: QtBot) -> None:
    choice = SegmentedFilter([("all", "Alles"), ("contact", "Contact"), ("step", "Stappen")])
    qtbot.addWidget(choice)
    chosen: list[str] = []
    choice.selected.connect(chosen.append)

    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left):
        qtbot.keyClick(choice, key)

    assert chosen == ["contact", "step", "all", "step"]


def test_a_search_waits_for_a_pause_in_typing(qtbot: QtBot) -> None:
    field = SearchField("Zoeken in zaken")
    qtbot.addWidget(field)
    asked: list[str] = []
    field.searched.connect(asked.append)
    qtbot.keyClicks(field, "rooster")

    qtbot.waitUntil(lambda: bool(asked))

    assert asked == ["rooster"]
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""


def test_a_long_story_is_built_in_portions_but_completely(qtbot: QtBot) -> None:
    view = TimelineView()
    qtbot.addWidget(view)
    view.set_sections([("Eerder", _entries(200))])
    assert len(view._items) < 200

    qtbot.waitUntil(lambda: len(view._items) == 200)


def test_a_form_opens_under_an_entry_that_was_not_built_yet(qtbot: QtBot) -> None:
    view, form = TimelineView(), QWidget()
    qtbot.addWidget(view)
    view.set_sections([("Eerder", _entries(200))])

    view.open_inline("150", form)

    assert view.item("150").isAncestorOf(form)
    view.close_inline()
    assert view.inline is None


def test_the_act_of_an_entry_tells_which_entry(qtbot: QtBot) -> None:
    view = TimelineView()
    qtbot.addWidget(view)
    entry = TimelineEntry(
        key="7", date_text="3 dec", title="Gesprek", action="Uitvoeren", blocked="Geen toestemming"
    )
    view.set_sections([("Komt nog", [entry])])
    button = view.item("7").findChild(BlockedButton)
    assert button is not None

    with qtbot.waitSignal(view.action_clicked, timeout=1000) as told:
        button.click()

    assert told.args == ["7"]


def test_an_act_that_cannot_be_undone_is_cancelled_by_default(qtbot: QtBot) -> None:
    parent, done = QWidget(), []
    qtbot.addWidget(parent)
    dialog = confirm(parent, "Intrekken?", "De stap stopt.", "Intrekken", lambda: done.append(1))
    assert dialog.cancel_button.isDefault()
    assert isinstance(dialog, QDialog)

    qtbot.keyClick(dialog, Qt.Key.Key_Return)

    assert done == []


def test_an_act_that_is_confirmed_is_carried_out(qtbot: QtBot) -> None:
    parent, done = QWidget(), []
    qtbot.addWidget(parent)
    dialog = confirm(parent, "Intrekken?", "De stap stopt.", "Intrekken", lambda: done.append(1))
    dialog.act_button.click()

    assert done == [1]


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_targets_are_large_enough_to_hit(app_theme: Theme, qtbot: QtBot, scale: float) -> None:
    app_theme.apply(text_scale=scale)
    for button in (Button("Opslaan"), BlockedButton("Uitvoeren", "Geen toestemming")):
        qtbot.addWidget(button)
        assert button.sizeHint().height() >= 24 * scale


@pytest.mark.parametrize(
    ("date_text", "time_text", "lines"),
    [
        ("24 nov", "09:15", ("24 nov", "09:15")),
        ("20 nov 2025", "", ("20 nov", "2025")),
        ("20 nov 2025", "09:15", ("20 nov", "2025")),
        ("nog te", "plannen", ("nog te", "plannen")),
    ],
)
def test_the_year_of_an_entry_stands_under_its_day(
    qtbot: QtBot, date_text: str, time_text: str, lines: tuple[str, str]
) -> None:
    entry = TimelineEntry(key="1", date_text=date_text, time_text=time_text, title="Gesprek")
    item = TimelineItem(entry, is_last=True)
    qtbot.addWidget(item)
    assert item._when() == lines
    assert date_text in item.accessibleName() + item.accessibleDescription()
