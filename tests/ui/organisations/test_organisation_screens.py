"""Clients are added and changed on screen; what cannot be is said beside its field.

The tests read the practice on their own thread, and therefore only while the database's is idle.
"""

from __future__ import annotations

from pytestqt.qtbot import QtBot
from tests.ui.today.test_today_screen import words

from vertrouwen.domain.organisation import OrganisationId
from vertrouwen.services.drafts import drafts
from vertrouwen.services.practice import Practice
from vertrouwen.services.read_organisations import organisation, organisations
from vertrouwen.ui.organisations.list_screen import OrganisationsScreen
from vertrouwen.ui.organisations.organisation_screen import OrganisationScreen
from vertrouwen.ui.organisations.units_card import UnitsCard
from vertrouwen.ui.screen import Route, Shell
from vertrouwen.ui.widgets import Button, FormPanel, ListRow


def new_form(qtbot: QtBot, screen: OrganisationsScreen) -> FormPanel:
    screen.primary_new()
    qtbot.waitUntil(lambda: screen.findChild(FormPanel) is not None)
    form = screen.findChild(FormPanel)
    assert form is not None
    return form


def test_a_new_client_is_added_and_opened(qtbot: QtBot, shell: Shell, practice: Practice) -> None:
    screen = OrganisationsScreen(shell, practice)
    qtbot.addWidget(screen)
    form = new_form(qtbot, screen)
    form.set_values({"name": "Woonstichting Duinrade"})
    form.confirmed.emit()
    qtbot.waitUntil(lambda: bool(shell.navigator.visited))
    assert [row.name for row in organisations(practice)] == ["Woonstichting Duinrade"]
    assert shell.navigator.visited[-1].screen == "organisation"


def test_what_was_typed_about_a_new_client_survives_a_lock(
    qtbot: QtBot, shell: Shell, practice: Practice
) -> None:
    screen = OrganisationsScreen(shell, practice)
    qtbot.addWidget(screen)
    form = new_form(qtbot, screen)
    form.field("note").control.widget().setPlainText("Twee keer per jaar overleg")  # type: ignore[attr-defined]
    qtbot.waitUntil(
        lambda: not shell.tasks.is_busy and drafts(practice) == ["organisation:new"], timeout=2_000
    )
    again = OrganisationsScreen(shell, practice)
    qtbot.addWidget(again)
    put_back = new_form(qtbot, again)
    qtbot.waitUntil(lambda: put_back.values()["note"] == "Twee keer per jaar overleg")
    put_back.field("name").control.set_value("Woonstichting Duinrade")
    put_back.confirmed.emit()
    qtbot.waitUntil(lambda: not shell.tasks.is_busy and drafts(practice) == [])


def test_what_was_typed_about_a_client_survives_leaving(
    qtbot: QtBot, shell: Shell, practice: Practice, client: OrganisationId
) -> None:
    screen = OrganisationScreen(shell, practice)
    qtbot.addWidget(screen)
    screen.open(Route("organisation", client))
    qtbot.waitUntil(lambda: screen._view is not None)
    screen._open_form()
    form = screen.findChild(FormPanel)
    assert form is not None
    form.field("sector").control.widget().setText("wonen")  # type: ignore[attr-defined]
    screen.open(Route("organisation", client))
    qtbot.waitUntil(
        lambda: not shell.tasks.is_busy and drafts(practice) == [f"organisation:{client}:profile"]
    )


def test_a_name_that_exists_is_said_beside_the_name(
    qtbot: QtBot, shell: Shell, practice: Practice, client: OrganisationId
) -> None:
    screen = OrganisationsScreen(shell, practice)
    qtbot.addWidget(screen)
    form = new_form(qtbot, screen)
    form.set_values({"name": organisations(practice)[0].name})
    form.confirmed.emit()
    qtbot.waitUntil(lambda: bool(form.field("name").error()))
    assert len(organisations(practice)) == 1


def test_a_unit_with_its_people_is_added(
    qtbot: QtBot, shell: Shell, practice: Practice, client: OrganisationId
) -> None:
    screen = OrganisationScreen(shell, practice)
    qtbot.addWidget(screen)
    screen.open(Route("organisation", client))
    qtbot.waitUntil(lambda: screen.findChild(UnitsCard) is not None)
    card = screen.findChild(UnitsCard)
    assert card is not None
    add = [b for b in card.findChildren(Button) if "toevoegen" in b.text()]
    add[0].click()
    form = card.findChild(FormPanel)
    assert form is not None
    form.set_values({"name": "Locatie West", "employees": 120, "year": 2025})
    form.confirmed.emit()
    qtbot.waitUntil(
        lambda: not shell.tasks.is_busy and bool(organisation(practice, client).headcounts)
    )
    view = organisation(practice, client)
    assert [u.name for u in view.units] == ["Locatie West"]
    assert [(h.unit_id, h.employees) for h in view.headcounts] == [(view.units[0].id, 120)]


def test_what_was_typed_about_a_unit_survives_and_goes_once_it_is_saved(
    qtbot: QtBot, shell: Shell, practice: Practice, client: OrganisationId
) -> None:
    screen = OrganisationScreen(shell, practice)
    qtbot.addWidget(screen)
    screen.open(Route("organisation", client))
    qtbot.waitUntil(lambda: screen.findChild(UnitsCard) is not None)
    card = screen.findChild(UnitsCard)
    assert card is not None
    card._open_unit(None)
    form = card.findChild(FormPanel)
    assert form is not None
    form.field("name").control.widget().setText("Locatie Oost")  # type: ignore[attr-defined]
    key = f"organisation:{client}:unit:new"
    qtbot.waitUntil(lambda: not shell.tasks.is_busy and drafts(practice) == [key])
    form.confirmed.emit()
    qtbot.waitUntil(lambda: not shell.tasks.is_busy and drafts(practice) == [])


def test_privacy_hides_the_names_of_clients(
    qtbot: QtBot, shell: Shell, practice: Practice, client: OrganisationId
) -> None:
    name = organisations(practice)[0].name
    shell.privacy.set_on(True)
    listed = OrganisationsScreen(shell, practice)
    page = OrganisationScreen(shell, practice)
    for screen in (listed, page):
        qtbot.addWidget(screen)
    listed.refresh()
    page.open(Route("organisation", client))
    qtbot.waitUntil(lambda: bool(listed.findChildren(ListRow)))
    qtbot.waitUntil(lambda: page.findChild(UnitsCard) is not None)
    assert name not in words(listed)
    assert name not in words(page)
