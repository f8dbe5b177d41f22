"""Forms: keys, errors beside the field, drafts, names for screen readers."""

from __future__ import annotations

import json
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from vertrouwen.ui.widgets import (
    ComboField,
    DateField,
    Field,
    FormPanel,
    MultiChoice,
    NumberField,
    TextArea,
    TextField,
)

TODAY = date(2026, 11, 24)


@pytest.fixture
def form(qtbot: QtBot) -> FormPanel:
    panel = FormPanel("Toestemming", confirm="Toestemming vastleggen")
    panel.add(Field("recipient", "Ontvanger", ComboField([("hr", "HR-adviseur")]), required=True))
    panel.add(Field("share", "Wat mag u delen?", TextArea(), hint="In de woorden van de melder."))
    panel.add_row(
        Field("given", "Gegeven op", DateField(today=lambda: TODAY), required=True),
        Field("minutes", "Minuten", NumberField(0, 600)),
    )
    panel.add(Field("nature", "Aard", MultiChoice([("p", "Pesten"), ("i", "Intimidatie")])))
    qtbot.addWidget(panel)
    with qtbot.waitExposed(panel):
        panel.show()
    panel.activateWindow()
    panel.focus_first()
    qtbot.waitUntil(lambda: panel.focusWidget() is not None)
    return panel


def _fill(form: FormPanel) -> None:
    form.set_values({"recipient": "hr", "given": TODAY, "nature": ("i",), "share": "rooster"})


def test_tab_reaches_the_buttons_after_the_fields(qtbot: QtBot) -> None:
    page = QWidget()
    box = QVBoxLayout(page)
    box.addWidget(QLineEdit("elders"))
    form = FormPanel("Notitie", confirm="Bewaren")
    note = Field("note", "Notitie", TextField())
    form.add(note)
    box.addWidget(form)
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    note.control.widget().setFocus()
    qtbot.waitUntil(note.control.widget().hasFocus)
    for button in (form.confirm_button, form.close_link):
        qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
        assert button.hasFocus()


def test_ctrl_enter_confirms_a_form_that_is_in_order(form: FormPanel, qtbot: QtBot) -> None:
    _fill(form)
    with qtbot.waitSignal(form.confirmed, timeout=1000):
        qtbot.keyClick(
            form.field("share").control.widget(),
            Qt.Key.Key_Return,
            Qt.KeyboardModifier.ControlModifier,
        )

    assert form.values() == {
        "recipient": "hr",
        "share": "rooster",
        "given": TODAY,
        "minutes": None,
        "nature": ("i",),
    }


def test_an_unfinished_form_goes_to_its_first_problem(form: FormPanel, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(form.confirmed):
        form.confirm_button.click()

    assert form.field("recipient").error() == "Vul dit in."
    assert form.field("given").error() == "Vul dit in."
    assert form.focusWidget() is form.field("recipient").control.widget()


def test_an_error_goes_when_the_answer_changes(form: FormPanel) -> None:
    form.set_errors({"given": "Deze dag ligt in de toekomst."})
    control = form.field("given").control.widget()
    assert control.accessibleDescription() == "Deze dag ligt in de toekomst."

    form.set_values({"given": TODAY})

    assert form.field("given").error() == ""


def test_an_error_moves_nothing(form: FormPanel, qtbot: QtBot) -> None:
    before = form.field("nature").mapTo(form, form.field("nature").rect().topLeft())
    form.set_errors({"given": "Kies een dag."})
    form.layout().activate()

    assert form.field("nature").mapTo(form, form.field("nature").rect().topLeft()) == before


def test_esc_closes_and_hands_out_what_was_typed(form: FormPanel, qtbot: QtBot) -> None:
    form.field("share").control.widget().setFocus()
    qtbot.keyClicks(form.field("share").control.widget(), "half gety")
    with qtbot.waitSignals([form.draft_ready, form.closed], timeout=1000) as _both:
        qtbot.keyClick(form.focusWidget(), Qt.Key.Key_Escape)


def test_a_draft_is_ready_within_two_seconds_and_survives_json(
    form: FormPanel, qtbot: QtBot
) -> None:
    _fill(form)
    with qtbot.waitSignal(form.draft_ready, timeout=2000) as ready:
        form.field("given").control.restore("24-1")
    kept = json.loads(json.dumps(ready.args[0]))  # type: ignore[index]
    form.set_values({"recipient": None, "given": None, "share": "", "nature": ()})

    form.load_draft(kept | {"a field of an older version": "x"})

    assert form.draft()["given"] == "24-1"
    assert form.values()["nature"] == ("i",)


def test_filling_in_by_the_program_is_not_a_draft(form: FormPanel, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(form.draft_ready):
        _fill(form)
        form.flush_draft()


def test_every_control_is_named_after_its_question(form: FormPanel) -> None:
    for name, words in {"recipient": "Ontvanger", "share": "Wat mag u delen?"}.items():
        field = form.field(name)
        assert field.control.widget().accessibleName() == words
        assert field.label.buddy() is field.control.widget()
    share: QWidget = form.field("share").control.widget()
    assert share.accessibleDescription() == "In de woorden van de melder."


def test_a_number_outside_its_bounds_is_explained(form: FormPanel) -> None:
    form.field("minutes").control.restore("601")

    assert not form.field("minutes").validate()
    assert "600" in form.field("minutes").error()


def test_a_busy_form_is_not_confirmed_twice(form: FormPanel, qtbot: QtBot) -> None:
    _fill(form)
    form.set_busy(True)
    with qtbot.assertNotEmitted(form.confirmed):
        qtbot.keyClick(
            form.field("share").control.widget(),
            Qt.Key.Key_Return,
            Qt.KeyboardModifier.ControlModifier,
        )


def test_text_can_be_undone_and_redone(qtbot: QtBot) -> None:
    for control in (TextField(), TextArea()):
        qtbot.addWidget(control)
        qtbot.keyClicks(control, "rooster")
        control.undo()
        assert control.value() == ""
        control.redo()
        assert control.value() == "rooster"


def test_a_list_keeps_its_choice_when_its_items_change(qtbot: QtBot) -> None:
    combo = ComboField([("a", "A"), ("b", "B")])
    qtbot.addWidget(combo)
    assert combo.value() is None
    combo.set_value("b")
    combo.set_items([("b", "Bee"), ("c", "C")])
    assert combo.value() == "b"
    combo.set_items([("c", "C")])
    assert combo.value() is None


def test_a_text_area_grows_with_its_text(qtbot: QtBot) -> None:
    area = TextArea()
    qtbot.addWidget(area)
    area.resize(300, 60)
    area.show()
    low = area.height()
    area.set_value("regel\n" * 6)
    qtbot.waitUntil(lambda: area.height() > low)
