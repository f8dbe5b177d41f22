"""The manual can be read in the program, in both languages."""

from __future__ import annotations

import re

import pytest
from pytestqt.qtbot import QtBot

from vertrouwen import language, resources
from vertrouwen.language import LANGUAGES, Language
from vertrouwen.ui.manual.manual_screen import NOT_PROTECTED, ManualScreen
from vertrouwen.ui.screen import Shell


def _headings(chosen: Language) -> list[str]:
    text = resources.path("manual", chosen, f"{NOT_PROTECTED}.md").read_text(encoding="utf-8")
    return re.findall(r"^##? (.+)$", text, re.MULTILINE)


@pytest.mark.parametrize("chosen", LANGUAGES)
def test_a_page_shows_its_title_and_every_heading(
    qtbot: QtBot, shell: Shell, chosen: Language
) -> None:
    language.use(chosen)
    try:
        screen = ManualScreen(shell)
    finally:
        language.use("nl")
    qtbot.addWidget(screen)
    title, *headings = _headings(chosen)
    assert screen.title() == screen.text.accessibleName() == title
    shown = screen.text.toPlainText()
    assert headings and all(heading in shown for heading in headings)
    assert "**" not in shown and "##" not in shown


def test_both_languages_say_the_same_chapters() -> None:
    counts = {chosen: len(_headings(chosen)) for chosen in LANGUAGES}
    assert len(set(counts.values())) == 1
