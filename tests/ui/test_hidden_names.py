"""While names are hidden a client has one number, on every page that speaks of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QComboBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from vertrouwen.domain.organisation import OrganisationId
from vertrouwen.services.edit_organisations import (
    NewOrganisation,
    add_organisation,
    change_organisation,
)
from vertrouwen.services.practice import Practice
from vertrouwen.services.read_organisations import organisation
from vertrouwen.ui.cases.list_screen import CasesScreen
from vertrouwen.ui.cases.new_contact import NewContactScreen
from vertrouwen.ui.organisations.list_screen import OrganisationsScreen
from vertrouwen.ui.organisations.organisation_screen import OrganisationScreen
from vertrouwen.ui.places import _found
from vertrouwen.ui.reports.list_screen import ReportsScreen
from vertrouwen.ui.reports.report_screen import ReportScreen
from vertrouwen.ui.screen import Route, Screen, Shell

NAMES = ("Wilg", "Beuk", "Linde")


@pytest.fixture
def clients(practice: Practice) -> dict[str, OrganisationId]:
    """Three clients that are added in another order than that of their names; one is inactive."""
    made = {}
    for name in NAMES:
        change = add_organisation(practice, NewOrganisation(name=name, country="NL"))
        assert change.organisation_id is not None
        made[name] = change.organisation_id
    beuk = organisation(practice, made["Beuk"]).organisation
    change_organisation(practice, replace(beuk, is_active=False))
    return made


@pytest.fixture
def private(shell: Shell) -> Iterator[Shell]:
    shell.privacy.set_on(True)
    yield shell


def _words(screen: QWidget) -> list[str]:
    labels = [label.text() for label in screen.findChildren(QLabel)]
    for combo in screen.findChildren(QComboBox):
        labels += [combo.itemText(i) for i in range(combo.count())]
    return labels


def _shown(qtbot: QtBot, screen: Screen, route: Route) -> list[str]:
    qtbot.addWidget(screen)
    screen.resize(1064, 800)
    screen.show()
    screen.open(route)
    qtbot.waitUntil(lambda: not screen.shell.tasks.is_busy)
    return _words(screen)


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (CasesScreen, NAMES),
        (NewContactScreen, ("Wilg", "Linde")),
        (OrganisationsScreen, NAMES),
        (ReportsScreen, NAMES),
        (ReportScreen, NAMES),
    ],
)
def test_every_page_calls_a_client_by_the_same_number(
    kind: type[Screen],
    names: tuple[str, ...],
    qtbot: QtBot,
    private: Shell,
    practice: Practice,
    clients: dict[str, OrganisationId],
) -> None:
    said = _shown(qtbot, kind(private, practice), Route(kind.key))  # type: ignore[call-arg]
    numbers = {text for text in said if text.startswith("Organisatie ")}
    assert numbers >= {f"Organisatie {clients[name]}" for name in names}
    assert not [text for text in said for name in NAMES if name in text]


def test_the_page_of_a_client_and_the_search_keep_its_number(
    qtbot: QtBot, private: Shell, practice: Practice, clients: dict[str, OrganisationId]
) -> None:
    route = Route("organisation", int(clients["Linde"]))
    said = _shown(qtbot, OrganisationScreen(private, practice), route)
    assert f"Organisatie {clients['Linde']}" in said
    (item,) = _found(practice, "Lin", is_private=True)
    assert item.text == f"Organisatie {clients['Linde']}"
    (item,) = _found(practice, "Lin", is_private=False)
    assert item.text == "Linde"


def test_a_contact_that_is_being_written_follows_the_mode(
    qtbot: QtBot, shell: Shell, practice: Practice, clients: dict[str, OrganisationId]
) -> None:
    screen = NewContactScreen(shell, practice)
    assert "Linde" in _shown(qtbot, screen, Route("new_contact"))
    assert screen.form is not None
    screen.form.organisation.set_value(str(clients["Linde"]))
    shell.privacy.set_on(True)
    assert "Linde" not in _words(screen)
    assert screen.form.organisation.value() == str(clients["Linde"])
