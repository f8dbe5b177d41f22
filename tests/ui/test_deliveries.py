"""What a lock or the end of the program leaves to a process without a key."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from vertrouwen.services import automatic_backup as backups
from vertrouwen.services.deliver_to import VARIABLE
from vertrouwen.services.edit_organisations import NewOrganisation, add_organisation
from vertrouwen.services.new_keys import NewKeys
from vertrouwen.services.settings import set_profile
from vertrouwen.services.vault_access import VaultAccess
from vertrouwen.ui import failures
from vertrouwen.ui import theme as theme_module
from vertrouwen.ui.app import App
from vertrouwen.ui.main_window import MainWindow
from vertrouwen.ui.theme import Theme


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def app(
    qtbot: QtBot,
    access: VaultAccess,
    made_keys: NewKeys,
    stick: Path,
    clock: Callable[[], datetime],
    app_theme: Theme,
    tmp_path: Path,
) -> Iterator[App]:
    """A program at work, with one folder for backups that holds the newest."""
    program = App(
        access=access,
        folder=tmp_path / "data",
        clock=lambda: clock().astimezone(),
        restart=["--data", "here"],
    )
    opened = access.unlock_with_device(threading.Event())
    set_profile(opened.practice, "A. Voorbeeld", "NL")
    backups.add_folder(opened.practice, access, stick)
    program._unlocked(opened)
    qtbot.waitUntil(lambda: not program.tasks.is_busy and len(list(stick.iterdir())) == 1)
    yield program
    program.end()
    if program.window is not None:
        program.window.close()
        program.window.deleteLater()
    failures.uninstall()
    theme_module._current = app_theme


def _work(qtbot: QtBot, app: App) -> None:
    assert app.keeper is not None
    practice = app.keeper._practice
    app.tasks.run(lambda: add_organisation(practice, NewOrganisation(name="Later", country="NL")))
    qtbot.waitUntil(lambda: not app.tasks.is_busy)


def test_the_window_shows_the_age_and_leads_to_the_settings(qtbot: QtBot, app: App) -> None:
    assert isinstance(app.window, MainWindow)
    age = app.window._sidebar.backup
    qtbot.waitUntil(age.isVisible)
    qtbot.waitUntil(lambda: not age.needs_care)
    assert age.text().startswith("vandaag ")
    age.click()
    route = app.window.shell.navigator.current
    assert route is not None
    assert route.screen == "settings"
    # Made anew in another language or theme, it still says so.
    app.window.rebuild()
    assert app.window._sidebar.backup.text() == age.text()


def test_a_lock_seals_what_is_new_and_tells_the_next_process_where_it_goes(
    qtbot: QtBot, app: App, access: VaultAccess, stick: Path
) -> None:
    _work(qtbot, app)
    app.lock()
    assert app._next is not None
    assert json.loads(app._next._environment[VARIABLE]) == [str(stick)]
    # Everybody on the computer may read the arguments of a process.
    assert str(stick) not in " ".join(app._next._arguments)
    assert backups.pending(access.folder).exists()
    assert not access.is_open
    assert len(list(stick.iterdir())) == 1


def test_without_news_a_lock_seals_nothing(qtbot: QtBot, app: App, access: VaultAccess) -> None:
    app.lock()
    assert not backups.pending(access.folder).exists()


def test_after_the_end_a_process_without_a_window_delivers(
    qtbot: QtBot, app: App, access: VaultAccess, stick: Path
) -> None:
    _work(qtbot, app)
    app._is_run = True
    app.end()
    assert app._next is not None
    assert app._next._arguments == ["--data", "here", "deliver"]
    assert json.loads(app._next._environment[VARIABLE]) == [str(stick)]
    assert backups.pending(access.folder).exists()


def test_a_disk_that_fails_keeps_no_program_from_ending(
    qtbot: QtBot, app: App, access: VaultAccess, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> bool:
        raise OSError(5, "fictional")

    left = list[bool]()
    monkeypatch.setattr(app.qt, "quit", lambda: left.append(access.is_open), raising=False)
    monkeypatch.setattr(Path, "exists", fail)
    app._is_run = True
    app.end()
    monkeypatch.undo()
    assert left == [False]


def test_the_end_without_news_is_the_end(qtbot: QtBot, app: App) -> None:
    app._is_run = True
    app.end()
    assert app._next is None
