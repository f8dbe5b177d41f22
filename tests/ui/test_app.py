"""The program from start to end: one at a time, locking as the end of the process, calm bugs."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from vertrouwen.bootstrap import vault_access
from vertrouwen.services.drafts import drafts, load_draft
from vertrouwen.services.edit_organisations import NewOrganisation, add_organisation
from vertrouwen.services.new_keys import NewKeys
from vertrouwen.services.preferences import load_preferences
from vertrouwen.services.settings import set_profile
from vertrouwen.services.vault_access import VaultAccess
from vertrouwen.ui import app as app_module
from vertrouwen.ui import failures, next_window
from vertrouwen.ui import theme as theme_module
from vertrouwen.ui.app import App
from vertrouwen.ui.first_start.access_page import AccessPage
from vertrouwen.ui.first_start.code_page import CodePage
from vertrouwen.ui.first_start.practice_page import PracticePage
from vertrouwen.ui.first_start.window import FirstStartWindow
from vertrouwen.ui.lock import restart
from vertrouwen.ui.main_window import MainWindow
from vertrouwen.ui.renewal.window import RenewalWindow
from vertrouwen.ui.settings.screen import SettingsScreen
from vertrouwen.ui.theme import Theme
from vertrouwen.ui.unlock.window import UnlockWindow
from vertrouwen.ui.widgets import TextArea

PATIENCE_MS = 20_000
START_SECONDS = 30
REFUSAL_SECONDS = 2.0
CANARY = "Noor Kanarie"


@pytest.fixture
def app(
    qtbot: QtBot,
    access: VaultAccess,
    tmp_path: Path,
    clock: Callable[[], datetime],
    app_theme: Theme,
) -> Iterator[App]:
    program = App(
        access=access,
        folder=tmp_path / "data",
        clock=lambda: clock().astimezone(),
        restart=["--data", "here"],
    )
    yield program
    program.end()
    if program.window is not None:
        program.window.close()
        program.window.deleteLater()
    failures.uninstall()
    theme_module._current = app_theme


def environment() -> dict[str, str]:
    kept = dict(os.environ)
    if sys.platform == "linux" and not kept.get("DISPLAY"):
        kept["QT_QPA_PLATFORM"] = "offscreen"
    return kept


def test_without_a_vault_the_first_start_begins_and_writes_nothing(
    qtbot: QtBot, app: App, tmp_path: Path
) -> None:
    assert app.begin()
    assert isinstance(app.window, FirstStartWindow)
    assert list(tmp_path.rglob("*")) == []


def test_the_first_window_is_no_larger_than_the_screen(
    qtbot: QtBot, app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(next_window, "_FIRST_SIZE", QSize(9000, 9000))
    app.begin()
    assert app.window is not None
    room = app.window.screen().availableSize().expandedTo(app.window.minimumSize())
    assert app.window.size().boundedTo(room) == app.window.size()


def test_a_language_chosen_at_the_first_start_is_written_once_there_is_a_vault(
    qtbot: QtBot, app: App, access: VaultAccess, made_keys: NewKeys, tmp_path: Path
) -> None:
    app.show_first_start()
    assert isinstance(app.window, FirstStartWindow)
    app.window.language_chosen.emit("en")
    assert load_preferences(tmp_path / "data").language == "nl"
    assert isinstance(app.window, FirstStartWindow)
    assert app.window.accessibleName() != "Eerste start van Vertrouwen"
    opened = access.unlock_with_device(threading.Event())
    app.window.created.emit(opened)
    assert load_preferences(tmp_path / "data").language == "en"


def test_an_unlocked_practice_shows_its_window(
    qtbot: QtBot, app: App, access: VaultAccess, made_keys: NewKeys
) -> None:
    practice = access.unlock_with_device(threading.Event()).practice
    set_profile(practice, "A. Voorbeeld", "NL")
    add_organisation(practice, NewOrganisation(name="Stichting De Eik", country="NL"))
    access.close()
    assert app.begin()
    assert isinstance(app.window, UnlockWindow)
    qtbot.waitUntil(lambda: not app.tasks.is_busy, timeout=PATIENCE_MS)
    app.window._submit()
    qtbot.waitUntil(lambda: isinstance(app.window, MainWindow), timeout=PATIENCE_MS)
    assert app.window is not None
    assert app.window.windowTitle() == "Vertrouwen"


def test_names_stay_hidden_over_a_lock(
    qtbot: QtBot, app: App, access: VaultAccess, made_keys: NewKeys, tmp_path: Path
) -> None:
    practice = access.unlock_with_device(threading.Event()).practice
    set_profile(practice, "A. Voorbeeld", "NL")
    window = app.show_practice(practice, "today")
    assert not window.shell.privacy.is_on
    window.shell.privacy.set_on(True)
    assert load_preferences(tmp_path / "data").is_private

    assert app.show_practice(practice, "today").shell.privacy.is_on


def test_the_practices_window_is_made_while_the_passphrase_is_typed(
    app: App, made_keys: NewKeys, access: VaultAccess, qtbot: QtBot
) -> None:
    access.close()
    assert app.begin()
    window = app.window
    assert isinstance(window, UnlockWindow)
    window.show_passphrase()
    window.passphrase.control.edited.emit()  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: app._prepared is not None)
    assert not access.is_open


def test_a_first_start_that_was_broken_off_goes_on_where_it_stopped(
    qtbot: QtBot, app: App, made_keys: NewKeys
) -> None:
    app.begin()
    assert isinstance(app.window, UnlockWindow)
    qtbot.waitUntil(lambda: not app.tasks.is_busy, timeout=PATIENCE_MS)
    app.window._submit()
    qtbot.waitUntil(lambda: isinstance(app.window, FirstStartWindow), timeout=PATIENCE_MS)
    assert isinstance(app.window, FirstStartWindow)
    assert isinstance(app.window.frame.page, PracticePage)


def test_locking_closes_the_vault_and_starts_the_program_again(
    qtbot: QtBot,
    app: App,
    access: VaultAccess,
    made_keys: NewKeys,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(restart.os, "execv", lambda _path, command: started.append(command))
    monkeypatch.setattr(restart.os, "_exit", lambda _code: None)
    practice = access.unlock_with_device(threading.Event()).practice
    set_profile(practice, "A. Voorbeeld", "NL")
    window = app.show_practice(practice, "settings")
    window.lock_requested.emit()
    assert not access.is_open
    assert app._next is not None
    app._next.now()
    assert started == [
        [sys.executable, "-P", "-m", "vertrouwen", "--data", "here", "--locked-at", "10:30"]
    ]


def test_a_program_that_locked_when_minimised_comes_back_minimised(
    qtbot: QtBot, app: App, made_keys: NewKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(restart.os, "execv", lambda _path, command: started.append(command))
    monkeypatch.setattr(restart.os, "_exit", lambda _code: None)
    app._is_minimised = True
    app.begin()
    assert app.window is not None
    assert app.window.isMinimized()
    app.lock(is_minimised=True)
    assert app._next is not None
    app._next.now()
    assert started[0][-1] == "--minimised"


def test_the_next_process_waits_until_the_locked_one_let_go_of_the_vault(
    qtbot: QtBot, app: App, made_keys: NewKeys, access: VaultAccess
) -> None:
    before = vault_access(access.folder.parent)
    before.claim()
    app._locked_at = "10:30"
    parting = threading.Timer(0.3, before.close)
    parting.start()
    assert app.begin()
    parting.join()
    assert isinstance(app.window, UnlockWindow)
    assert app.window.banner.text() == ""


def test_what_was_typed_a_moment_ago_is_still_there_after_locking(
    qtbot: QtBot, app: App, access: VaultAccess, made_keys: NewKeys
) -> None:
    practice = access.unlock_with_device(threading.Event()).practice
    set_profile(practice, "A. Voorbeeld", "NL")
    add_organisation(practice, NewOrganisation(name="Stichting De Eik", country="NL"))
    window = app.show_practice(practice, "new_contact")
    qtbot.waitUntil(lambda: bool(window.findChildren(TextArea)), timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: not app.tasks.is_busy, timeout=PATIENCE_MS)
    window.findChildren(TextArea)[0].setPlainText("Half een zin over")
    window.lock_requested.emit()
    assert not access.is_open
    practice = access.unlock_with_device(threading.Event()).practice
    kept = [load_draft(practice, key) for key in drafts(practice)]
    assert any("Half een zin over" in str(body) for body in kept)


def test_closing_the_window_ends_the_program_and_marks_the_vault_clean(
    qtbot: QtBot, app: App, access: VaultAccess, made_keys: NewKeys
) -> None:
    practice = access.unlock_with_device(threading.Event()).practice
    set_profile(practice, "A. Voorbeeld", "NL")
    window = app.show_practice(practice, "settings")
    window.close()
    qtbot.waitUntil(lambda: not access.is_open, timeout=PATIENCE_MS)
    opened = access.unlock_with_device(threading.Event())
    assert opened.notices == ()


def test_nothing_is_written_about_the_window_before_the_vault_is_shut(
    app: App, access: VaultAccess, made_keys: NewKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    practice = access.unlock_with_device(threading.Event()).practice
    set_profile(practice, "A. Voorbeeld", "NL")
    window = app.show_practice(practice, "settings")
    window.resize(1100, 720)
    kept = list[tuple[bool, bool, tuple[int, int] | None]]()
    monkeypatch.setattr(
        app_module,
        "save_preferences",
        lambda _folder, sized: kept.append((window.isVisible(), access.is_open, sized.window_size)),
    )
    app._is_run = True
    app.end()
    assert kept == [(False, False, (1100, 720))]


def test_a_second_start_is_refused_within_two_seconds_and_the_first_comes_forward(
    qtbot: QtBot, app: App, made_keys: NewKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    raised: list[bool] = []
    app.begin()
    assert app.window is not None
    monkeypatch.setattr(app.window, "raise_", lambda: raised.append(True), raising=False)
    qtbot.waitUntil(lambda: not app.tasks.is_busy, timeout=PATIENCE_MS)
    started = time.monotonic()
    second = subprocess.Popen(
        [sys.executable, "-m", "vertrouwen", "--data", str(app.access.folder.parent)],
        env=environment(),
        stderr=subprocess.PIPE,
        text=True,
    )
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=START_SECONDS * 1000)
    seconds = time.monotonic() - started
    assert second.returncode == app_module.REFUSED
    assert "al open" in second.communicate()[1]
    qtbot.waitUntil(lambda: bool(raised), timeout=PATIENCE_MS)
    assert seconds < REFUSAL_SECONDS + _start_of_python()


def _start_of_python() -> float:
    """Seconds a bare Qt program needs on this machine now; a busy machine is not our delay."""
    started = time.monotonic()
    code = "from PySide6.QtWidgets import QApplication; QApplication([])"
    subprocess.run([sys.executable, "-c", code], env=environment(), check=True)
    return time.monotonic() - started


def test_a_bug_is_said_calmly_and_its_values_stay_out_of_the_log(
    qtbot: QtBot, app: App, capsys: pytest.CaptureFixture[str]
) -> None:
    app.begin()
    shown: list[str] = []
    assert app.window is not None
    app.window.show_failure = shown.append  # type: ignore[attr-defined]
    name = CANARY
    try:
        raise ValueError(f"case of {name}")
    except ValueError as error:
        sys.excepthook(ValueError, error, error.__traceback__)
    qtbot.waitUntil(lambda: bool(shown), timeout=PATIENCE_MS)
    assert CANARY not in shown[0]
    logged = capsys.readouterr().err
    assert "ValueError" in logged
    assert "test_app.py" in logged
    assert CANARY not in logged


def test_a_bug_on_another_thread_is_caught_too(
    qtbot: QtBot, app: App, capsys: pytest.CaptureFixture[str]
) -> None:
    shown: list[object] = []
    failures.install(shown.append)

    def fail() -> None:
        raise ValueError(CANARY)

    worker = threading.Thread(target=fail)
    worker.start()
    worker.join()
    qtbot.waitUntil(lambda: bool(shown), timeout=PATIENCE_MS)
    assert CANARY not in capsys.readouterr().err
    assert QApplication.instance() is not None


def test_a_vault_that_is_open_before_the_practice_is_shown_locks_by_itself_too(
    qtbot: QtBot, app: App, made_keys: NewKeys
) -> None:
    assert app.begin()
    window = app.window
    assert isinstance(window, UnlockWindow)
    assert app.guard is not None
    qtbot.waitUntil(lambda: not app.tasks.is_busy)
    assert not app.guard.idle.is_running
    window.show_recovery_code()
    window.code.control.set_value(made_keys.code)
    window._submit()
    qtbot.waitUntil(lambda: window.daily_page is not None and not app.tasks.is_busy)
    assert app.guard.idle.is_running
    window.daily_page.skip_link.click()
    qtbot.waitUntil(lambda: isinstance(app.window, FirstStartWindow))
    app.guard.lock()
    assert app._next is not None
    assert not app.access.is_open


def test_a_first_start_that_was_not_finished_locks_by_itself_too(
    qtbot: QtBot, app: App, access: VaultAccess, made_keys: NewKeys
) -> None:
    app.show_first_start(access.unlock_with_device(threading.Event()).practice)
    assert app.guard is not None
    qtbot.waitUntil(lambda: app.guard is not None and app.guard.idle.is_running)


def test_a_renewal_leads_back_to_the_settings_or_to_a_new_start(
    qtbot: QtBot, app: App, access: VaultAccess, made_keys: NewKeys
) -> None:
    practice = access.unlock_with_device(threading.Event()).practice
    set_profile(practice, "A. Voorbeeld", "NL")
    app.show_practice(practice, "settings")
    qtbot.waitUntil(lambda: not app.tasks.is_busy)
    for is_first in (True, False):
        assert isinstance(app.window, MainWindow)
        practices_window = app.window
        screen = practices_window.findChild(SettingsScreen)
        assert screen is not None
        screen.renewal_card.begin_button.click()
        renewal = app.window
        assert isinstance(renewal, RenewalWindow)
        qtbot.waitUntil(lambda gone=practices_window: not shiboken6.isValid(gone))
        if is_first:
            renewal.frame.back_button.click()
            qtbot.waitUntil(lambda: not app.tasks.is_busy)
    renewal.frame.next_button.click()
    qtbot.waitUntil(lambda: not app.tasks.is_busy)
    access_page = renewal.frame.page
    assert isinstance(access_page, AccessPage)
    assert access_page.form.choice is not None
    access_page.form.choice.set_value("device")
    access_page.form._follow_choice()
    renewal.frame.next_button.click()
    code_page = renewal.frame.page
    assert isinstance(code_page, CodePage)
    code_page.panel.cover()
    for field in code_page.panel.fields:
        field.control.set_value(code_page.panel._keys.groups[field.number - 1])
    renewal.frame.next_button.click()
    qtbot.waitUntil(lambda: not app.tasks.is_busy)
    assert not access.is_open
    renewal.frame.next_button.click()
    assert app._next is not None
