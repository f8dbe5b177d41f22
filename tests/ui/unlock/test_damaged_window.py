"""A vault that does not open for work, from its window: nothing is lost, and nothing is hidden."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from tests.conftest import KeyringOnDemand
from tests.promises.closed_vaults import PAGE, ClosedVault, Kept, Snapshot

from vertrouwen.ui.tasks import Tasks
from vertrouwen.ui.unlock.damaged_window import DamagedWindow
from vertrouwen.ui.upkeep import Upkeep, reading_only
from vertrouwen.vault import folder as disk
from vertrouwen.vault import salvage

PATIENCE_MS = 20_000


@pytest.fixture
def closed(tmp_path: Path, keyring_on_demand: type[KeyringOnDemand]) -> ClosedVault:
    return ClosedVault(tmp_path / "data", keyring_on_demand, 3)


@pytest.fixture
def show(qtbot: QtBot, closed: ClosedVault, tasks: Tasks) -> Any:
    def show_window(files: Snapshot) -> DamagedWindow:
        access = closed.lay(files, closed.remembered[-1])
        access.claim()
        with pytest.raises(Exception, match=r"damaged|missing|rolled_back") as caught:
            access.unlock_with_device(threading.Event())
        window = DamagedWindow(access, tasks, caught.value)
        qtbot.addWidget(window)
        window.show()
        qtbot.waitUntil(lambda: not tasks.is_busy)
        return window

    return show_window


def damaged(closed: ClosedVault, from_end: int = 3) -> Snapshot:
    files = closed.sessions[-1]
    data = bytearray(files[disk.DATABASE].data)
    data[len(data) - from_end * PAGE + 100] ^= 1
    return {**files, disk.DATABASE: Kept(bytes(data), files[disk.DATABASE].modified + 1)}


def older(closed: ClosedVault) -> Snapshot:
    return {**closed.sessions[-1], disk.DATABASE: closed.sessions[0][disk.DATABASE]}


def opened(qtbot: QtBot, window: DamagedWindow, act: Callable[[], object]) -> Any:
    with qtbot.waitSignal(window.opened, timeout=PATIENCE_MS) as signal:
        act()
    return signal.args[0]


def test_a_damaged_vault_is_looked_at_and_salvaged(
    qtbot: QtBot, closed: ClosedVault, show: Any, tasks: Tasks
) -> None:
    window = show(damaged(closed))
    page = window.page
    assert "beschadigd" in page.title
    assert not page.go_on_button.isVisible()
    practice = opened(qtbot, window, page.look_button.click).practice
    assert practice.is_read_only
    assert "U kijkt alleen" in reading_only(practice)
    page._end()
    page.salvage_button.click()
    qtbot.waitUntil(lambda: not tasks.is_busy, timeout=PATIENCE_MS)
    assert "Overgenomen" in page.banner.text()
    assert page.salvage_button.text() == "Openen"
    assert opened(qtbot, window, page.salvage_button.click).practice.watch is not None
    page._access.close()


def test_how_far_the_reading_is_stands_on_the_page(
    qtbot: QtBot, closed: ClosedVault, show: Any, tasks: Tasks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(salvage, "_TOLD_EVERY", 1)
    window = show(damaged(closed))
    page = window.page
    assert page.panel.isHidden()
    said: list[str] = []
    real = page.panel.set_text

    def heard(text: str) -> None:
        assert page.panel.isVisible() or not said
        said.append(text)
        real(text)

    monkeypatch.setattr(page.panel, "set_text", heard)
    page.salvage_button.click()
    qtbot.waitUntil(lambda: "Overgenomen" in page.banner.text(), timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: any(text.endswith(" 12 regels") for text in said))
    assert said[0] == "Alles wat te lezen is, wordt overgenomen…"
    assert page.panel.isHidden()
    page._access.close()


def test_an_older_vault_says_both_moments_and_is_gone_on_with_only_after_a_question(
    qtbot: QtBot, closed: ClosedVault, show: Any
) -> None:
    window = show(older(closed))
    page = window.page
    assert "16-06-2025" in page.banner.text()
    assert "18-06-2025" in page.banner.text()
    assert not page.salvage_button.isVisible()
    page.go_on_button.click()
    assert page.dialog is not None
    assert page.dialog.cancel_button.isDefault()
    page.dialog.reject()
    page.go_on_button.click()
    opened(qtbot, window, page.dialog.accept)
    page._access.close()


def test_without_a_database_only_a_backup_is_offered(
    qtbot: QtBot, closed: ClosedVault, show: Any
) -> None:
    files = {name: kept for name, kept in closed.sessions[-1].items() if name != disk.DATABASE}
    window = show(files)
    assert window.page.restore_button.isVisible()
    assert not window.page.look_button.isVisible()
    assert not window.page.salvage_button.isVisible()
    with qtbot.waitSignal(window.restore_wanted) as signal:
        window.page.restore_button.click()
    assert signal.args == [None]
    with qtbot.waitSignal(window.left):
        window.frame.back_button.click()
    window.page._access.close()


def test_where_nothing_can_be_read_that_is_said(
    qtbot: QtBot, closed: ClosedVault, show: Any, tasks: Tasks
) -> None:
    first_page = len(closed.sessions[-1][disk.DATABASE].data) // PAGE
    window = show(damaged(closed, first_page))
    qtbot.waitUntil(lambda: not tasks.is_busy, timeout=PATIENCE_MS)
    assert "niets te lezen" in window.page.banner.text()
    assert window.page.restore_button.isVisible()
    assert not window.page.look_button.isVisible()
    assert not window.page.salvage_button.isVisible()
    window.page._access.close()


def test_damage_that_comes_while_the_vault_is_open_is_told(
    qtbot: QtBot, closed: ClosedVault, tasks: Tasks
) -> None:
    practice = closed.access.unlock_with_device(threading.Event()).practice
    with (closed.place / disk.DATABASE).open("rb+") as file:
        file.seek(-60, 2)
        file.write(b"\x00\x01\x02\x03")
    window = DamagedWindow(closed.access, tasks, ValueError())
    qtbot.addWidget(window)
    upkeep = Upkeep(tasks, practice, window, first_ms=0)
    with qtbot.waitSignal(upkeep.found, timeout=PATIENCE_MS) as signal:
        pass
    assert signal.args[0].code == "database_damaged"
    qtbot.waitUntil(lambda: not tasks.is_busy, timeout=PATIENCE_MS)
    closed.access.step_back()
    closed.access.close()


def test_a_vault_in_order_is_checked_without_a_word(
    qtbot: QtBot, closed: ClosedVault, tasks: Tasks
) -> None:
    from vertrouwen.services.weekly_check import is_check_due

    practice = closed.access.unlock_with_device(threading.Event()).practice
    window = DamagedWindow(closed.access, tasks, ValueError())
    qtbot.addWidget(window)
    told: list[object] = []
    upkeep = Upkeep(tasks, practice, window, first_ms=0)
    upkeep.found.connect(told.append)
    tasks.failed.connect(told.append)
    qtbot.waitUntil(lambda: not tasks.is_busy and not is_check_due(practice), timeout=PATIENCE_MS)
    assert told == []
    closed.access.close()
