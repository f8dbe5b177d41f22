"""The folders into which backups are made by themselves, and how each is doing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vertrouwen.language import _
from vertrouwen.language.sentences_backup import PROBLEMS
from vertrouwen.services.automatic_backup import BackupFolder
from vertrouwen.ui.backup_words import age, since
from vertrouwen.ui.theme import theme
from vertrouwen.ui.tokens import Tone
from vertrouwen.ui.widgets import (
    Column,
    ElidedLabel,
    HLine,
    IconButton,
    StatusText,
    WrapLabel,
    clear_layout,
)


class FolderList(QWidget):
    """One row for each folder.

    Signals:
        remove_asked: no more backups into this folder (`Path`).
    """

    remove_asked = Signal(object)

    def __init__(self) -> None:
        """Make an empty list."""
        super().__init__()
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(theme().px(10))
        self.remove_buttons: dict[Path, IconButton] = {}

    def show_folders(self, folders: tuple[BackupFolder, ...], today: date) -> None:
        """Show the folders as they are doing now."""
        clear_layout(self._box)
        self.remove_buttons = {}
        for number, folder in enumerate(folders):
            if number:
                self._box.addWidget(HLine())
            self._box.addWidget(self._row(folder, today))

    def _row(self, folder: BackupFolder, today: date) -> QWidget:
        row = QWidget()
        box = QHBoxLayout(row)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme().px(10))
        words = Column(spacing=theme().px(4))
        words.add(ElidedLabel(folder.path.name or str(folder.path), "medium"))
        words.add(ElidedLabel(str(folder.path), "secondary", "ink2"))
        text, icon, tone = state_of(folder, today)
        words.add(StatusText(text, icon, tone))
        if folder.problem:
            say = PROBLEMS[folder.problem]
            words.add(WrapLabel(say({"day": since(folder.problem_since)}), "secondary"))
        box.addWidget(words, 1)
        remove = IconButton("x", _("Geen kopieën meer in {map}").format(map=folder.path.name))
        remove.clicked.connect(lambda _on=False, path=folder.path: self.remove_asked.emit(path))
        self.remove_buttons[folder.path] = remove
        box.addWidget(remove, 0, Qt.AlignmentFlag.AlignTop)
        return row


def state_of(folder: BackupFolder, today: date) -> tuple[str, str, Tone]:
    """Return in a few words how a folder is doing, with icon and tone."""
    if folder.problem == "backup_folder_missing":
        if folder.good_at is None:
            return _("Niet aangesloten"), "alert-triangle", "amber"
        words = _("Niet aangesloten; laatste goede kopie: {age}")
        return words.format(age=age(folder.good_at, today)), "alert-triangle", "amber"
    if folder.problem:
        words = _("Laatste goede kopie: {age}").format(age=age(folder.good_at, today))
        return words, "alert-triangle", "amber"
    if folder.good_at is None:
        return _("De eerste kopie wordt gemaakt"), "hourglass", "neutral"
    words = _("Gecontroleerd: {age}").format(age=age(folder.good_at, today))
    return words, "circle-check", "green"
