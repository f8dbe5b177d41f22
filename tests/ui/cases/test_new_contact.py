"""The form "Nieuw contact": a case begins, without a name and without consent beforehand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot
from tests.ui.cases.conftest import World

from vertrouwen.domain.consent import CaseId
from vertrouwen.services.drafts import drafts, load_draft
from vertrouwen.services.read_case import read_case
from vertrouwen.ui.cases.new_contact import NewContactForm, NewContactScreen
from vertrouwen.ui.screen import Route, Shell
from vertrouwen.ui.widgets import EmptyState


@pytest.fixture
def screen(world: World, shell: Shell, qtbot: QtBot) -> NewContactScreen:
    made = NewContactScreen(replace(shell, today=world.practice.today), world.practice)
    qtbot.addWidget(made)
    made.resize(1064, 800)
    made.show()
    made.activateWindow()  # keys that are shortcuts reach an active window only
    qtbot.waitUntil(made.isActiveWindow)
    return made


def begin(screen: NewContactScreen, world: World, **extra: object) -> NewContactForm:
    route = Route("new_contact", extra=extra)
    screen.shell.navigator.go(route)
    screen.open(route)
    world.settle()
    assert screen.form is not None
    world.settle()
    return screen.form


def fill(form: NewContactForm) -> None:
    form.set_values({"kind": "melding", "channel": "telefoon", "identity": "alias", "minutes": 40})


def test_nothing_is_consent_beforehand(screen: NewContactScreen, world: World) -> None:
    world.client()
    form = begin(screen, world)
    assert not any(box.isChecked() for box in form.findChildren(QCheckBox))
    assert form.field("form").value() is None
    assert form.field("identity").value() is None


def test_a_contact_opens_a_case_and_goes_to_it(
    screen: NewContactScreen, world: World, shell: Shell, qtbot: QtBot
) -> None:
    client = world.client()
    form = begin(screen, world, organisation=int(client))
    assert form.field("organisation_id").value() == str(client)
    fill(form)
    form.field("keeps_file").control.set_value(True)
    form.field("form").control.set_value("handtekening")
    form.field("text").control.set_value("M. belt over het rooster.")
    assert form.field("place").value() == "dossier"
    area = form.field("text").control
    area.setFocus()
    qtbot.keyClick(area, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: shell.navigator.current.screen == "case")
    case = world.do(read_case, CaseId(shell.navigator.current.id))
    assert case.keeps_file and case.organisation.id == client
    assert case.timeline[0].text or any(item.text for item in case.timeline)
    assert "new_contact" not in world.do(drafts)


def test_without_consent_the_text_is_ones_own_note(
    screen: NewContactScreen, world: World, shell: Shell, qtbot: QtBot
) -> None:
    world.client()
    form = begin(screen, world)
    fill(form)
    form.field("text").control.set_value("Let op het rooster.")
    assert form.field("place").value() == "persoonlijk"
    form.field("place").control.set_value("dossier")
    form.confirm_button.click()
    assert form.field("place").error()
    form.field("place").control.set_value("persoonlijk")
    form.confirm_button.click()
    qtbot.waitUntil(lambda: shell.navigator.current.screen == "case")
    case = world.do(read_case, CaseId(shell.navigator.current.id))
    assert not case.keeps_file
    assert any(item.note_kind == "persoonlijk" for item in case.timeline)


def test_a_consent_needs_its_form(screen: NewContactScreen, world: World) -> None:
    world.client()
    form = begin(screen, world)
    fill(form)
    form.field("keeps_file").control.set_value(True)
    form.confirm_button.click()
    assert form.field("form").error()


def test_a_day_ahead_is_refused_beside_the_field(screen: NewContactScreen, world: World) -> None:
    world.client()
    form = begin(screen, world)
    fill(form)
    form.field("opened_on").control.setText("20-06-2025")
    form.confirm_button.click()
    assert form.field("opened_on").error()


def test_what_was_typed_comes_back(screen: NewContactScreen, world: World, qtbot: QtBot) -> None:
    world.client()
    form = begin(screen, world)
    fill(form)
    form.field("text").control.setPlainText("Half verhaal")
    screen.leave()
    world.settle()
    assert world.do(load_draft, "new_contact") is not None
    form = begin(screen, world)
    qtbot.waitUntil(lambda: form.field("text").value() == "Half verhaal")
    assert form.field("kind").value() == "melding"


def test_without_a_client_it_says_where_to_begin(
    screen: NewContactScreen, world: World, shell: Shell
) -> None:
    screen.open(Route("new_contact"))
    world.settle()
    (empty,) = screen.findChildren(EmptyState)
    empty.action_clicked.emit()
    assert shell.navigator.current == Route("organisations")
