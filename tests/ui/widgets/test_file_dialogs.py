"""Choosing a file leaves no trace of the folder it is in."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
import shiboken6
from PySide6.QtCore import QItemSelectionModel, QSettings
from PySide6.QtWidgets import QFileDialog, QLineEdit, QListView, QWidget
from pytestqt.qtbot import QtBot

from vertrouwen.ui.widgets import file_dialogs
from vertrouwen.ui.widgets.file_dialogs import ask_file, ask_folder, ask_new_file

CLIENT = "Stichting De Goudvink"
NATIVE, USER = QSettings.Format.NativeFormat, QSettings.Scope.UserScope


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where Qt keeps its own settings: in their usual place, as on Windows and macOS."""
    monkeypatch.setattr(file_dialogs, "sys", SimpleNamespace(platform="win32"))
    QSettings.setPath(NATIVE, USER, str(tmp_path / "settings"))
    yield tmp_path / "settings" / "QtProject.conf"
    QSettings.setPath(NATIVE, USER, os.devnull)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / CLIENT
    made.mkdir()
    (made / "brief.txt").touch()
    return made


def choose(qtbot: QtBot, act: str, folder: Path) -> list[Path]:
    """Choose in a folder, and wait until the dialog is gone."""
    window = QWidget()
    qtbot.addWidget(window)
    chosen: list[Path] = []
    if act == "file":
        ask_file(window, "Kiezen", ["Tekst (*.txt)"], chosen.append)
    elif act == "new file":
        ask_new_file(window, "Bewaren", "nieuw.txt", chosen.append, "Tekst (*.txt)")
    else:
        ask_folder(window, "Kiezen", chosen.append)
    dialog = window.findChild(QFileDialog)
    assert dialog is not None
    dialog.setDirectory(str(folder))
    if act == "file":
        dialog.selectFile("brief.txt")
    dialog.done(0) if act == "nothing" else dialog.accept()
    qtbot.waitUntil(lambda: not shiboken6.isValid(dialog))
    return chosen


ACTS = {"file": ["brief.txt"], "new file": ["nieuw.txt"], "folder": ["."], "nothing": []}


@pytest.mark.parametrize("act", ACTS)
def test_a_dialog_writes_no_folder_down_as_it_goes(
    act: str, settings: Path, folder: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_dialogs, "_forget", lambda: None)
    assert choose(qtbot, act, folder) == [folder / name for name in ACTS[act]]
    written = settings.read_text("utf-8")
    assert "lastVisited" in written  # this is where Qt keeps it
    assert "Goudvink" not in written


def test_what_was_written_before_is_taken_away(settings: Path, folder: Path, qtbot: QtBot) -> None:
    qt = QSettings(USER, "QtProject")
    qt.setValue("FileDialog/lastVisited", f"file:///{CLIENT}")
    qt.setValue("FileDialog/shortcuts", [f"file:///{CLIENT}"])
    qt.setValue("Other/value", 1)
    qt.sync()
    assert "Goudvink" in settings.read_text("utf-8")
    choose(qtbot, "file", folder)
    written = settings.read_text("utf-8")
    assert "[Other]" in written
    assert "FileDialog" not in written


@pytest.mark.parametrize("is_whole_path", [True, False])
@pytest.mark.parametrize("typed", ["s", "stick"])
def test_the_folder_that_is_typed_is_chosen_though_its_neighbour_is_selected_too(
    typed: str, is_whole_path: bool, folder: Path, qtbot: QtBot
) -> None:
    for name in ("s", "stick"):
        (folder / name).mkdir()
    window = QWidget()
    qtbot.addWidget(window)
    chosen: list[Path] = []
    ask_folder(window, "Kiezen", chosen.append)
    dialog = window.findChild(QFileDialog)
    assert dialog is not None
    dialog.setDirectory(str(folder))
    (name_edit,) = dialog.findChildren(QLineEdit, "fileNameEdit")
    (files,) = dialog.findChildren(QListView, "listView")
    model, selection = files.model(), files.selectionModel()
    qtbot.waitUntil(lambda: model.rowCount(files.rootIndex()) == 2)
    # What Qt comes to by itself, depending on what it has read of the disk while one types.
    for row in range(2):
        how = QItemSelectionModel.SelectionFlag
        selection.select(model.index(row, 0, files.rootIndex()), how.Select | how.Rows)
    name_edit.blockSignals(True)
    name_edit.setText(str(folder / typed) if is_whole_path else typed)
    name_edit.blockSignals(False)
    assert len(dialog.selectedFiles()) == 2
    dialog.accept()
    qtbot.waitUntil(lambda: not shiboken6.isValid(dialog))
    assert chosen == [folder / typed]
