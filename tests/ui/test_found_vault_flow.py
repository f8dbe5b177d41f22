"""From the unlock window to a damaged vault, to looking around in it, and back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from tests.conftest import KeyringOnDemand
from tests.promises.closed_vaults import PAGE, ClosedVault

from vertrouwen.services.found_vault import newest_backup
from vertrouwen.ui.app import App
from vertrouwen.ui.main_window import MainWindow
from vertrouwen.ui.screen import Route
from vertrouwen.ui.theme import Theme
from vertrouwen.ui.unlock.damaged_window import DamagedWindow
from vertrouwen.ui.unlock.restore_window import RestoreWindow
from vertrouwen.ui.unlock.window import UnlockWindow
from vertrouwen.ui.widgets import Banner, PushButton
from vertrouwen.vault import folder as disk

PATIENCE_MS = 20_000


@pytest.fixture
def closed(tmp_path: Path, keyring_on_demand: type[KeyringOnDemand]) -> ClosedVault:
    vault = ClosedVault(tmp_path / "data", keyring_on_demand, 2)
    path = vault.place / disk.DATABASE
    data = bytearray(path.read_bytes())
    data[len(data) - 3 * PAGE + 100] ^= 1
    path.write_bytes(data)
    return vault


@pytest.fixture
def app(qtbot: QtBot, closed: ClosedVault, app_theme: Theme) -> Iterator[App]:
    program = App(
        access=closed.access,
        folder=closed.place.parent,
        clock=lambda: closed.clock().astimezone(),
        restart=["--data", "here"],
    )
    yield program
    program.end()


def arrived(qtbot: QtBot, app: App, kind: type) -> None:
    qtbot.waitUntil(
        lambda: isinstance(app.window, kind) and not app.tasks.is_busy, timeout=PATIENCE_MS
    )


def locked_without_key(app: App) -> None:
    assert app._next is not None, "the process goes on"
    assert app.access.place.found is None


def at_the_damaged_vault(qtbot: QtBot, app: App) -> DamagedWindow:
    assert app.begin()
    arrived(qtbot, app, UnlockWindow)
    assert app.window is not None
    (button,) = (b for b in app.window.findChildren(PushButton) if b.text() == "Openen")
    button.click()
    arrived(qtbot, app, DamagedWindow)
    assert isinstance(app.window, DamagedWindow)
    return app.window


def test_what_is_left_is_looked_at_and_never_written(
    qtbot: QtBot, app: App, closed: ClosedVault
) -> None:
    window = at_the_damaged_vault(qtbot, app)
    before = (closed.place / disk.DATABASE).read_bytes()
    window.page.look_button.click()
    arrived(qtbot, app, MainWindow)
    assert isinstance(app.window, MainWindow)
    shown = [banner.text() for banner in app.window.findChildren(Banner) if banner.isVisible()]
    assert any("U kijkt alleen" in text for text in shown)
    for route in (Route("cases"), Route("case", 1), Route("organisations"), Route("settings")):
        app.window.shell.navigator.go(route)
        qtbot.waitUntil(lambda: not app.tasks.is_busy, timeout=PATIENCE_MS)
    texts = " ".join(label.text() for label in app.window.findChildren(QLabel))
    assert "Er ging iets mis" not in texts
    app.lock()
    assert (closed.place / disk.DATABASE).read_bytes() == before


def test_the_way_back_leads_to_the_unlock_window_and_to_a_backup(
    qtbot: QtBot, app: App, closed: ClosedVault, tmp_path: Path
) -> None:
    window = at_the_damaged_vault(qtbot, app)
    assert newest_backup(closed.access) is None
    backup = tmp_path / "kopie.vertrouwen"
    backup.write_bytes(b"")
    window.restore_wanted.emit(backup)
    arrived(qtbot, app, RestoreWindow)
    assert isinstance(app.window, RestoreWindow)
    assert app.window.page._container == backup
    app.window.frame.back_button.click()
    locked_without_key(app)


def test_the_way_back_from_what_was_found_leaves_no_key(qtbot: QtBot, app: App) -> None:
    window = at_the_damaged_vault(qtbot, app)
    assert app.access.place.found is not None
    window.frame.back_button.click()
    locked_without_key(app)


def test_a_key_that_waits_for_a_choice_locks_by_itself(qtbot: QtBot, app: App) -> None:
    at_the_damaged_vault(qtbot, app)
    assert app.guard is not None
    assert app.guard.idle.is_running
    app.guard.idle.expired.emit()
    locked_without_key(app)
