"""Choosing a file, with Qt's own dialog: it speaks the program's language and is its to close."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget


def ask_file(
    parent: QWidget, title: str, filters: Sequence[str], chosen: Callable[[Path], None]
) -> None:
    """Let the adviser choose a file that exists.

    Args:
        parent: what the dialog belongs to.
        title: the act.
        filters: as Qt writes them, "Words (*.end)".
        chosen: gets the file; not called when the adviser goes back.
    """
    dialog = _dialog(parent, title, chosen)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters(filters)
    dialog.open()


def ask_new_file(
    parent: QWidget, title: str, name: str, chosen: Callable[[Path], None], filter: str
) -> None:
    """Let the adviser choose where a file is to come; Qt asks before one is replaced.

    Args:
        parent: what the dialog belongs to.
        title: the act.
        name: proposed; its ending is added to a name without one.
        chosen: gets the file; not called when the adviser goes back.
        filter: the one kind of file, as Qt writes it: "Words (*.end)".
    """
    dialog = _dialog(parent, title, chosen)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter(filter)
    dialog.setDefaultSuffix(Path(name).suffix)
    dialog.selectFile(name)
    dialog.open()


def ask_folder(parent: QWidget, title: str, chosen: Callable[[Path], None]) -> None:
    """Let the adviser choose a folder that exists.

    Args:
        parent: what the dialog belongs to.
        title: the act.
        chosen: gets the folder; not called when the adviser goes back.
    """
    dialog = _dialog(parent, title, chosen)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.open()


class _FileDialog(QFileDialog):
    """Qt's own dialog, which takes one file."""

    def accept(self) -> None:
        """Choose what is typed when a neighbour is selected with it.

        While a name is typed Qt selects what is called so, and may keep one with a shorter name.
        With two selected it would close and hand out neither.
        """
        selected = self.selectedFiles()
        if len(selected) > 1:
            name_edit = self.findChildren(QLineEdit, "fileNameEdit")[0]
            typed = Path(self.directory().absolutePath(), name_edit.text())
            as_typed = [path for path in selected if Path(path) == typed]
            self.selectFile((as_typed or selected)[-1])
        super().accept()


def _dialog(parent: QWidget, title: str, chosen: Callable[[Path], None]) -> QFileDialog:
    _keep_no_settings()
    dialog = _FileDialog(parent, title, str(Path.home()))
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda path: chosen(Path(path)))
    # What a dialog writes as it goes is where it stands then.
    dialog.finished.connect(lambda _result: dialog.setDirectory(str(Path.home())))
    dialog.destroyed.connect(_forget)
    return dialog


def _keep_no_settings() -> None:
    """Have Qt write down no folder where one has been: its name may be that of a client.

    As it goes a dialog keeps its folders and its size in the settings of Qt itself. On Linux those
    go to a place where nothing can be; Windows and macOS have no other place.
    """
    if sys.platform == "linux":
        QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, os.devnull)


def _forget() -> None:
    # What was written all the same, as folders at the side, or by an earlier version.
    QSettings(QSettings.Scope.UserScope, "QtProject").remove("FileDialog")
