"""Makes backups by themselves while the window is open, and says how they are doing.

What needs the database is done in moments on its thread; copying to a stick and checking what
arrived there happen beside it, so that neither the window nor a use case waits for a slow disk.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from vertrouwen.language import _
from vertrouwen.language.sentences import sentence
from vertrouwen.language.sentences_backup import PROBLEMS
from vertrouwen.services import automatic_backup as backups
from vertrouwen.services.automatic_backup import BackupFolder, Outcome, Staged
from vertrouwen.services.back_up import last_backup
from vertrouwen.services.change_keys import REPLACED_CODE
from vertrouwen.services.practice import Change, Practice
from vertrouwen.services.vault_access import VaultAccess
from vertrouwen.ui.backup_words import BackupState, since
from vertrouwen.ui.main_window import MainWindow
from vertrouwen.ui.tasks import Tasks
from vertrouwen.ui.tokens import Tone

AGAIN_MS = 3 * 60 * 1000
"""How often it is asked whether a stick came back or a day turned."""


class BackupKeeper(QObject):
    """Keeps the chosen folders supplied, one round at a time.

    Signals:
        changed: how the backups are doing now (`BackupState`).
    """

    changed = Signal(object)

    def __init__(
        self,
        tasks: Tasks,
        practice: Practice,
        access: VaultAccess,
        say: Callable[[str, Tone], None],
        parent: QObject | None = None,
    ) -> None:
        """Make the keeper; `start` begins.

        Args:
            tasks: the database thread and the one for slow disks.
            practice: open, for writing.
            access: its vault.
            say: tells the adviser something in the window.
            parent: ends it.
        """
        super().__init__(parent)
        self._tasks, self._practice, self._access, self._say = tasks, practice, access, say
        self.state = BackupState()
        self._is_working = self._is_wanted_again = False
        self._day: date | None = None
        self._said: dict[Path, str] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(AGAIN_MS)
        self._timer.timeout.connect(self.look)
        tasks.changed.connect(self._heard)

    @property
    def folders(self) -> list[Path]:
        """Where a sealed backup goes when the program locks or ends."""
        return [folder.path for folder in self.state.folders]

    def start(self) -> None:
        """Finish what the last closing began, then make what is lacking."""
        self._timer.start()
        self._is_working = True
        practice, access = self._practice, self._access

        def finish(left: tuple[Staged | None, BackupState]) -> None:
            staged, state = left
            self._tell(state)
            if staged is None or not state.folders:
                self._rest()
                self.look()
            else:
                self._carry(staged, state.folders, self.look)

        self._tasks.run(
            lambda: (backups.left_over(practice, access), self._read_state()),
            finish,
            self._failed,
            owner=self,
        )

    def look(self) -> None:
        """Make a backup where one is lacking: of a new day, or after a try that failed."""
        if self._is_working:
            return
        self._is_working = True
        today = self._practice.today()
        is_new_day, self._day = self._day != today, today
        self._look(lambda folder: is_new_day or bool(folder.problem))

    def look_now(self) -> None:
        """Make a backup in every folder that lacks one; right after the round that is going on."""
        if self._is_working:
            self._is_wanted_again = True
            return
        self._is_working = True
        self._look(lambda _folder: True)

    def _heard(self, change: Change) -> None:
        # Of the backups that lie there now none opens with the new sheet.
        if change.operation == REPLACED_CODE:
            self.look_now()

    def refresh(self) -> None:
        """Say anew how the backups are doing, after one was made by hand."""
        self._tasks.run(self._read_state, self._tell, self._failed, owner=self)

    def stage_at_closing(self) -> None:
        """Seal what the folders lack; called on the database thread, before the vault closes."""
        backups.stage_at_closing(self._practice, self._access)

    # ------------------------------------------------------------ one round

    def _look(self, is_wanted: Callable[[BackupFolder], bool]) -> None:
        practice, access = self._practice, self._access

        def see(found: tuple[BackupState, tuple[BackupFolder, ...]]) -> None:
            state, behind = found
            self._tell(state)
            wanted = [folder for folder in behind if is_wanted(folder)]
            if wanted:
                self._ask_whether_there(wanted)
            else:
                self._rest()

        self._tasks.run(
            lambda: (self._read_state(), backups.behind(practice, access)),
            see,
            self._failed,
            owner=self,
        )

    def _ask_whether_there(self, wanted: Sequence[BackupFolder]) -> None:
        def go_on(seen: list[Outcome]) -> None:
            absent = [outcome for outcome in seen if outcome.problem]
            paths = {outcome.path for outcome in seen if not outcome.problem}
            present = [folder for folder in wanted if folder.path in paths]
            if absent:
                self._record(absent, (lambda: self._stage(present)) if present else self._rest)
            else:
                self._stage(present)

        self._tasks.run_aside(
            lambda _pause: backups.there(wanted),
            go_on,
            self._failed,
            owner=self,
            on_cancel=self._rest,
            lane="files",
        )

    def _stage(self, folders: Sequence[BackupFolder]) -> None:
        practice, access = self._practice, self._access
        self._tasks.run(
            lambda: backups.stage(practice, access),
            lambda staged: self._carry(staged, folders, lambda: None),
            self._failed,
            owner=self,
        )

    def _carry(
        self, staged: Staged, folders: Sequence[BackupFolder], after: Callable[[], None]
    ) -> None:
        access = self._access

        def done() -> None:
            self._rest()
            after()

        self._tasks.run_aside(
            lambda pause: backups.carry(access, staged, folders, pause),
            lambda outcomes: self._record(outcomes, done),
            self._failed,
            owner=self,
            on_cancel=self._rest,
            lane="files",
        )

    def _record(self, outcomes: Sequence[Outcome], after: Callable[[], None]) -> None:
        practice = self._practice

        def job() -> BackupState:
            backups.record(practice, outcomes)
            return self._read_state()

        def tell(state: BackupState) -> None:
            has_news = state.made_at != self.state.made_at
            self._tell(state)
            if has_news:  # what a screen says of the newest backup is no longer so
                self._tasks.changed.emit(Change(operation="record_backup"))
            after()

        self._tasks.run(job, tell, self._failed, owner=self)

    def _read_state(self) -> BackupState:
        return BackupState(
            made_at=last_backup(self._practice), folders=backups.backup_folders(self._practice)
        )

    def _tell(self, state: BackupState) -> None:
        self.state = state
        self.changed.emit(state)
        problems = {folder.path: folder for folder in state.folders if folder.problem}
        news = [f for path, f in problems.items() if self._said.get(path) != f.problem]
        self._said = {path: folder.problem for path, folder in problems.items()}
        for folder in news[:1]:
            said = PROBLEMS[folder.problem]({"day": since(folder.problem_since)})
            # No path: it may hold a name, and somebody may be looking along.
            self._say(_("Reservekopie niet gemaakt. {said}").format(said=said), "amber")

    def _rest(self) -> None:
        self._is_working = False
        if self._is_wanted_again:
            self._is_wanted_again = False
            self.look_now()

    def _failed(self, error: Exception) -> None:
        self._rest()
        self._say(sentence(error), "amber")


class Program(Protocol):
    """What is needed of the program around the window."""

    @property
    def access(self) -> VaultAccess:
        """The open vault."""

    @property
    def tasks(self) -> Tasks:
        """The database thread and the one for slow disks."""


def keep_backups(program: Program, practice: Practice, window: MainWindow) -> BackupKeeper | None:
    """Make what keeps the backups of an open practice for as long as its window is there.

    `start` begins: after the first screen, which should not wait for it.

    Args:
        program: lends the vault and the threads.
        practice: open; of one that is only looked at nothing is made.
        window: shows how they are doing.
    """
    if practice.is_read_only:
        return None
    keeper = BackupKeeper(program.tasks, practice, program.access, window.shell.notify, window)
    keeper.changed.connect(window.show_backup)
    return keeper
