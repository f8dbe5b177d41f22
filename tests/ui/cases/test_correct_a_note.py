"""A note is put right by another one that begins with its words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.ui.cases.conftest import World

from vertrouwen.domain.consent import CaseId
from vertrouwen.domain.contact import NoteKind
from vertrouwen.services.drafts import drafts
from vertrouwen.services.read_case import read_case
from vertrouwen.services.write_note import write_note
from vertrouwen.ui.cases.case_screen import CaseScreen
from vertrouwen.ui.cases.note_form import NotePanel
from vertrouwen.ui.widgets import TimelineItem

Show = Callable[[CaseId], CaseScreen]
WRONG, RIGHT = "Het rooster van maandag.", "Het rooster van dinsdag."


@pytest.fixture
def case_id(world: World) -> CaseId:
    case_id = world.case()
    world.do(write_note, case_id, NoteKind.FILE, WRONG)
    return case_id


def _open(world: World, screen: CaseScreen, case_id: CaseId) -> NotePanel:
    note = next(i for i in world.do(read_case, case_id).timeline if i.text == WRONG)
    screen.forms.open(f"correct_note:{note.note_id}")
    world.settle()
    panel = screen.forms.form
    assert isinstance(panel, NotePanel)
    return panel


def test_the_form_begins_with_the_words_of_the_note(
    world: World, case_screen: Show, case_id: CaseId
) -> None:
    screen = case_screen(case_id)
    panel = _open(world, screen, case_id)
    assert panel.field("text").value() == WRONG
    screen.forms.close()
    world.settle()
    assert world.do(drafts) == []  # nothing was typed, so nothing is kept

    panel = _open(world, screen, case_id)
    panel.texts.text.set_value(RIGHT)
    panel.confirm_button.click()
    world.qtbot.waitUntil(lambda: screen.forms.form is None)
    world.settle()
    notes = {i.text: i for i in world.do(read_case, case_id).timeline if i.kind == "note"}
    assert notes[RIGHT].corrects == notes[WRONG].note_id
    entries = {item.entry.body: item.entry for item in screen.timeline.findChildren(TimelineItem)}
    assert not entries[WRONG].action and "later verbeterd" in entries[WRONG].meta.lower()
    assert entries[RIGHT].action


def test_the_same_words_again_correct_nothing(
    world: World, case_screen: Show, case_id: CaseId
) -> None:
    panel = _open(world, case_screen(case_id), case_id)
    panel.confirm_button.click()
    world.settle()
    assert "nog niets veranderd" in panel.field("text").error()
    assert sum(i.kind == "note" for i in world.do(read_case, case_id).timeline) == 1
