"""Promise 7: in no state of the keyring does a secret go to a class that is not on the list."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.promises.figures import reached
from tests.promises.keyring_states import (
    PATIENCE_MS,
    STATES,
    TRAPS,
    Heartbeat,
    button,
    press,
    stage,
    words,
)
from vertrouwen.bootstrap import local_now
from vertrouwen.ui.first_start.access_page import AccessPage
from vertrouwen.ui.first_start.code_page import CodePage
from vertrouwen.ui.first_start.window import FirstStartWindow
from vertrouwen.ui.tasks import Tasks
from vertrouwen.ui.unlock.window import UnlockWindow

pytestmark = pytest.mark.keyring

FIGURE = "states of the keyring in which nothing off the list was handed a secret"
PASSPHRASE = "zes losse woorden voor een proef"


def test_each_state_has_words_of_its_own() -> None:
    assert len({state.sentence for state in STATES.values()}) == len(STATES) == 12


@pytest.mark.parametrize("name", STATES)
def test_a_new_vault_hands_no_secret_to_a_stranger(
    name: str, qtbot: QtBot, tasks: Tasks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = STATES[name]
    with stage(tmp_path, monkeypatch) as computer:
        computer.make_vault()  # so that the keyring has an entry that can be lost or changed
        (tmp_path / "data").rename(tmp_path / "aside")
        computer.enter(name)
        access = computer.access()
        window = FirstStartWindow(access, tasks, local_now)
        qtbot.addWidget(window)
        window.show()
        heart = Heartbeat(window, tasks)
        press(window, "Beginnen", tasks)
        qtbot.waitUntil(lambda: not tasks.is_busy, timeout=PATIENCE_MS)
        page = window.frame.page
        assert isinstance(page, AccessPage)
        for _again in range(1, state.attempts):
            press(window, "De sleutelbos nog eens proberen", tasks)
            qtbot.waitUntil(lambda: not tasks.is_busy, timeout=PATIENCE_MS)
        heart.require(state)
        assert (state.sentence in words(window)) != state.works_when_empty
        fields = page.passphrase_fields
        assert fields is not None
        for field in (fields.first, fields.second):
            field.control.set_value(PASSPHRASE)
        window.frame.next_button.click()
        code_page = window.frame.page
        assert isinstance(code_page, CodePage)
        code_page.panel.cover()
        for group in code_page.panel.fields:
            group.control.set_value(code_page.panel._keys.groups[group.number - 1])
        with qtbot.waitSignal(window.created, timeout=PATIENCE_MS):
            window.frame.next_button.click()
        ways = access.ways()
        assert (ways.strict, ways.passphrase) == (
            state.works_when_empty,
            not state.works_when_empty,
        )
        leaks = computer.leaks()
        access.close()
    reached(7, FIGURE, good=not leaks, tried=1, floor=1)


@pytest.mark.parametrize("name", STATES)
def test_an_existing_vault_hands_no_secret_to_a_stranger(
    name: str, qtbot: QtBot, tasks: Tasks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = STATES[name]
    with stage(tmp_path, monkeypatch) as computer:
        keys = computer.make_vault()
        computer.enter(name)
        access = computer.access()
        window = UnlockWindow(access, tasks)
        qtbot.addWidget(window)
        window.show()
        qtbot.waitUntil(lambda: not tasks.is_busy, timeout=PATIENCE_MS)
        heart = Heartbeat(window, tasks)
        for _attempt in range(state.attempts):
            press(window, "Openen", tasks)
            qtbot.waitUntil(lambda: not tasks.is_busy, timeout=PATIENCE_MS)
        heart.require(state)
        assert window.banner.text() == state.sentence
        assert window.banner.isVisible()
        if "Herstelcode" not in words(window):
            button(window, "Gebruik uw herstelcode").click()
        window.code.control.set_value(keys.code)
        button(window, "Ontgrendelen").click()
        qtbot.waitUntil(lambda: window.daily_page is not None and not tasks.is_busy)
        assert window.daily_page is not None
        with qtbot.waitSignal(window.unlocked, timeout=PATIENCE_MS):
            window.daily_page.skip_link.click()
        leaks = computer.leaks()
        access.close()
    reached(7, FIGURE, good=not leaks, tried=1, floor=1)


@pytest.mark.parametrize("name", TRAPS)
def test_a_trap_that_catches_another_program_does_not_catch_this_one(
    name: str, qtbot: QtBot, tasks: Tasks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with stage(tmp_path, monkeypatch) as computer:
        computer.make_vault()
        computer.enter(name, with_service=True)
        access = computer.access()
        window = UnlockWindow(access, tasks)
        qtbot.addWidget(window)
        window.show()
        qtbot.waitUntil(lambda: not tasks.is_busy, timeout=PATIENCE_MS)
        with qtbot.waitSignal(window.unlocked, timeout=PATIENCE_MS):
            button(window, "Openen").click()
        leaks = computer.leaks()
        access.close()
        if name != "alt":  # which wins only where there is no other
            assert computer.other_program_uses() == STATES[name].traps
    reached(7, FIGURE, good=not leaks, tried=1, floor=1)


@pytest.mark.parametrize("name", TRAPS)
def test_the_traps_are_real(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with stage(tmp_path, monkeypatch) as computer:
        computer.enter(name)
        assert computer.other_program_uses() == STATES[name].traps
        caught = "geheim-van-een-ander" in "".join(computer.leaks())
        assert caught == (name not in ("null", "fail"))
