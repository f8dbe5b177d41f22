"""The adviser's own words are kept while they are typed, and warned about where they say more."""

from __future__ import annotations

from dataclasses import replace

from pytestqt.qtbot import QtBot
from tests.ui.reports.conftest import Opened, settled, words

from vertrouwen.domain.organisation import OrganisationId
from vertrouwen.services.report_choices import Texts
from vertrouwen.ui.reports.own_text import KEPT_AFTER_MS, OwnText


def test_a_text_is_kept_shortly_after_the_first_key_and_comes_back(
    qtbot: QtBot, opened: Opened, organisation: OrganisationId
) -> None:
    screen = opened(organisation)
    screen.figures.text.field("introduction").control.set_value("Dit jaar was rustig.")
    qtbot.wait(KEPT_AFTER_MS + 50)
    settled(qtbot, screen)
    again = opened(organisation, "2026-01-01")
    assert again.figures.text.texts() == Texts()
    again = opened(organisation)
    assert again.figures.text.texts().introduction == "Dit jaar was rustig."


def test_what_is_kept_is_in_the_report_that_is_issued(
    qtbot: QtBot, opened: Opened, organisation: OrganisationId
) -> None:
    screen = opened(organisation)
    screen.figures.text.field("advice").control.set_value("Herhaal de voorlichting.")
    screen.figures.text.flush()
    settled(qtbot, screen)
    assert screen.live.view is not None and screen.live.material is not None
    assert screen.live.view.report.texts.advice == "Herhaal de voorlichting."
    screen.acts._issue()
    qtbot.waitUntil(
        lambda: screen.live.view is not None and screen.live.view.edition_id is not None,
        timeout=60_000,
    )
    settled(qtbot, screen)
    assert screen.live.view.texts.advice == "Herhaal de voorlichting."
    area = screen.figures.text.field("advice").control.widget()
    assert area.isReadOnly()  # type: ignore[attr-defined]


def test_what_is_written_while_a_report_is_worked_out_is_not_overwritten(
    qtbot: QtBot, opened: Opened, organisation: OrganisationId
) -> None:
    screen = opened(organisation)
    screen.live.again()
    screen.figures.text.field("advice").control.set_value("Herhaal de voorlichting.")
    screen.figures.text.flush()
    settled(qtbot, screen)
    assert screen.figures.text.texts().advice == "Herhaal de voorlichting."
    assert screen.live.material is not None
    assert screen.live.material.texts.advice == "Herhaal de voorlichting."


def test_a_number_that_the_figures_do_not_state_is_warned_about_beside_the_text(
    qtbot: QtBot, opened: Opened, organisation: OrganisationId
) -> None:
    screen = opened(organisation)
    screen.figures.switch.set_value("text")
    screen.figures.text.field("highlights").control.set_value("Er waren 987 klachten.")
    screen.figures.text.flush()
    settled(qtbot, screen)
    qtbot.waitUntil(lambda: "987" in words(screen.figures.text), timeout=10_000)
    screen.figures.text.field("highlights").control.set_value("Er waren klachten.")
    screen.figures.text.flush()
    settled(qtbot, screen)
    qtbot.waitUntil(lambda: "“987”" not in words(screen.figures.text), timeout=10_000)


def test_what_is_being_typed_is_not_overwritten(qtbot: QtBot) -> None:
    part = OwnText()
    qtbot.addWidget(part)
    part.show_texts(Texts(introduction="oud"), is_issued=False)
    part.field("introduction").control.set_value("oud en nieuw")
    part.show_texts(replace(Texts(), introduction="oud, van elders"), is_issued=False)
    assert part.texts().introduction == "oud en nieuw"
