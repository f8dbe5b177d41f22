"""Whoever cannot see the report hears it: every part in every state has a name."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from tests.ui.reports.conftest import Opened, button, settled
from tests.ui.test_accessibility import nameless, walk

from vertrouwen import language
from vertrouwen.domain.organisation import OrganisationId
from vertrouwen.language import Language
from vertrouwen.services.practice import Practice
from vertrouwen.ui.reports.given_form import GivenForm
from vertrouwen.ui.reports.list_screen import ReportsScreen
from vertrouwen.ui.screen import Shell
from vertrouwen.ui.theme import Theme


def heard(widget: QWidget) -> str:
    """Return everything that a screen reader can come by."""
    QApplication.processEvents()
    return "\n".join(
        " ".join(
            interface.text(kind)
            for kind in (
                QAccessible.Text.Name,
                QAccessible.Text.Description,
                QAccessible.Text.Value,
            )
        )
        for interface in walk(QAccessible.queryAccessibleInterface(widget))
    )


@pytest.mark.parametrize("page", ["tables", "text", "pages"])
def test_every_page_of_the_report_has_names(
    qtbot: QtBot, opened: Opened, organisation: OrganisationId, page: str
) -> None:
    screen = opened(organisation)
    screen.figures.switch.set_value(page)
    settled(qtbot, screen)
    assert nameless(screen) == []


def test_gaps_are_heard_as_not_shown(opened: Opened, organisation: OrganisationId) -> None:
    screen = opened(organisation)
    text = heard(screen)
    assert "niet getoond" in text
    assert "Niet herleidbaar: getoetst" in text


def test_the_form_for_figures_given_by_hand_has_names(
    qtbot: QtBot, shell: Shell, practice: Practice, organisation: OrganisationId
) -> None:
    screen = ReportsScreen(shell, practice)
    qtbot.addWidget(screen)
    screen.show()
    screen.refresh()
    qtbot.waitUntil(lambda: not shell.tasks.is_busy)
    button(screen, "Cijfers die u zelf gaf…").click()
    form = screen.findChild(GivenForm)
    assert form is not None
    form.add_line()
    assert nameless(screen) == []


@pytest.mark.parametrize("spoken", ["nl", "en"])
@pytest.mark.parametrize(("size", "scale"), [((808, 680), 1.0), ((1064, 800), 1.0),
                                             ((808, 680), 1.5), ((1064, 800), 1.5)])  # fmt: skip
def test_nothing_is_cut_off_at_any_size(
    qtbot: QtBot,
    opened: Opened,
    organisation: OrganisationId,
    app_theme: Theme,
    monkeypatch: pytest.MonkeyPatch,
    spoken: Language,
    size: tuple[int, int],
    scale: float,
) -> None:
    monkeypatch.setattr(language, "_current", spoken)
    app_theme.apply("light", scale)
    screen = opened(organisation, size=size)
    for page in ("tables", "text"):
        screen.figures.switch.set_value(page)
        QApplication.processEvents()
        for scroll in (screen.columns.left, screen.columns.centre, screen.columns.right):
            if scroll.isVisible():
                assert scroll.column.minimumSizeHint().width() <= scroll.viewport().width()
