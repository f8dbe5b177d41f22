"""A restore shows what it would bring before anything moves."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from vertrouwen.bootstrap import vault_access
from vertrouwen.services.edit_organisations import NewOrganisation, add_organisation
from vertrouwen.services.new_keys import NewKeys
from vertrouwen.services.vault_access import VaultAccess
from vertrouwen.ui.first_start.restore_page import RestorePage
from vertrouwen.ui.tasks import Tasks
from vertrouwen.ui.widgets import FactRow

PATIENCE_MS = 20_000


@pytest.fixture
def backup(access: VaultAccess, made_keys: NewKeys, tmp_path: Path) -> Path:
    practice = access.unlock_with_device(threading.Event()).practice
    add_organisation(practice, NewOrganisation(name="De Linde", country="NL"))
    path = tmp_path / "kopie.vertrouwen"
    access.back_up(path, lambda _done, _total: None)
    access.close()
    return path


@pytest.fixture
def page(
    qtbot: QtBot, tasks: Tasks, backup: Path, made_keys: NewKeys, tmp_path: Path, clock: Any
) -> RestorePage:
    clean = vault_access(tmp_path / "clean", lambda: clock().astimezone())
    page = RestorePage(clean, tasks)
    qtbot.addWidget(page)
    page.show()
    page.set_container(backup)
    page.code.control.set_value(made_keys.code)
    return page


def _looked(qtbot: QtBot, page: RestorePage) -> None:
    page.submit()
    qtbot.waitUntil(lambda: page.view is not None, timeout=PATIENCE_MS)


def test_it_shows_date_and_counts_and_moves_nothing(qtbot: QtBot, page: RestorePage) -> None:
    looking = page.next_text()
    _looked(qtbot, page)
    said = [
        [label.text() for label in row.findChildren(QLabel)] for row in page.findChildren(FactRow)
    ]
    assert said[0][0] == "Gemaakt op"
    assert said[1:] == [["Zaken", "0"], ["Notities", "0"], ["Organisaties", "1"]]
    assert page.next_text() != looking
    assert not page._access.exists


def test_not_after_all_leaves_everything_and_another_choice_is_looked_into_anew(
    qtbot: QtBot, page: RestorePage, backup: Path
) -> None:
    _looked(qtbot, page)
    page.not_link.click()
    assert page.view is None
    assert not page.findChildren(FactRow) or not page.findChildren(FactRow)[0].isVisible()
    _looked(qtbot, page)
    page.set_container(backup)
    assert page.view is None
    _looked(qtbot, page)
    page.code.control.set_value("anders")
    page.code.edited.emit()
    assert page.view is None
    assert not page._access.exists


def test_only_then_it_restores(qtbot: QtBot, page: RestorePage) -> None:
    _looked(qtbot, page)
    with qtbot.waitSignal(page.restored, timeout=PATIENCE_MS) as signal:
        page.submit()
    assert signal.args[0].practice.store.read("SELECT name FROM organisation") == [("De Linde",)]
    page._access.close()
