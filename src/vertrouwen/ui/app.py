"""The program as the adviser meets it: which window stands there, and how it ends."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from vertrouwen import hygiene, language
from vertrouwen.language import _
from vertrouwen.services.break_off import break_off
from vertrouwen.services.preferences import Preferences, load_preferences, save_preferences
from vertrouwen.services.vault_access import Opened, VaultAccess
from vertrouwen.ui import deliveries, failures
from vertrouwen.ui.closing import Closing
from vertrouwen.ui.lock.restart import Restart
from vertrouwen.ui.next_window import show_in_place, with_size_of
from vertrouwen.ui.one_program import ForwardCalls, bring_forward, claim, first_program_answers
from vertrouwen.ui.tasks import Tasks
from vertrouwen.ui.theme import Theme

if TYPE_CHECKING:
    from vertrouwen.services.practice import Practice
    from vertrouwen.ui.backup_keeper import BackupKeeper
    from vertrouwen.ui.lock.guard import Guard
    from vertrouwen.ui.main_window import MainWindow

REFUSED = 1
"""Exit code of a second start."""
_DRAWN_MS = 30
_PAUSE_MS = 120


class App(QObject):
    """Goes from window to window: first start or unlock, then the practice, then the end."""

    def __init__(
        self,
        *,
        access: VaultAccess,
        folder: Path,
        clock: Callable[[], datetime],
        restart: list[str],
        locked_at: str = "",
        is_minimised: bool = False,
        deliver_to: Sequence[Path] = (),
    ) -> None:
        """Make the application; `run` shows it.

        Args:
            access: the way into the vault.
            folder: where the preferences lie.
            clock: gives the present moment with a time zone.
            restart: arguments with which the program starts again at the unlock window.
            locked_at: time of day at which it locked itself, if it did.
            is_minimised: begin without taking the screen: it locked when it was minimised.
            deliver_to: folders for the backup that was sealed when it locked.
        """
        # The style by its name: to set one, PySide would first get to know all there is of styles.
        self.qt = QApplication.instance() or QApplication(["vertrouwen", "-style", "fusion"])
        super().__init__()
        assert isinstance(self.qt, QApplication)
        self.qt.setApplicationName("vertrouwen")
        self.qt.setApplicationDisplayName("Vertrouwen")
        self.qt.setDesktopFileName("vertrouwen")
        self.qt.setQuitOnLastWindowClosed(False)
        self.access, self._folder, self._clock = access, folder, clock
        self._restart, self._locked_at, self._is_minimised = restart, locked_at, is_minimised
        self.preferences = load_preferences(folder)
        language.use(self.preferences.language)
        self.theme = Theme(self.qt)
        self._apply_theme()
        self.tasks = Tasks(self)
        self.tasks.failed.connect(self._say_failure)
        self.window: QWidget | None = None
        self._closing: Closing | None = None
        self._practice: Practice | None = None
        self._prepared: MainWindow | None = None
        self._calls = ForwardCalls(access, self)
        self._calls.asked.connect(self._come_forward)
        self.guard: Guard | None = None
        self.keeper: BackupKeeper | None = None
        self._deliver_to = deliver_to
        self._is_ending = self._is_run = False
        self._next: Restart | None = None
        failures.install(self._say_failure)

    # From start to end

    def run(self) -> int:
        """Show the first window, stay until the end, and return the exit code."""
        if not self.begin():
            return REFUSED
        assert isinstance(self.qt, QApplication)
        self._is_run = True
        # What stands now stays: no need to look through it for waste again and again.
        gc.freeze()
        code = self.qt.exec()
        if self._next is not None:
            self._next.now()
        return code

    def begin(self) -> bool:
        """Show the first window; False when another program works with this vault."""
        if not self.access.exists:
            self.show_first_start()
            return True
        try:
            claim(self.access, after_a_lock=bool(self._locked_at))
        except Exception as error:
            if getattr(error, "code", "") != "vault_in_use":
                self._show_unlock(error)
                return True
            if first_program_answers(self.access):
                hygiene.write(failures.say(error))
                return False
            self._show_unlock(error)
            return True
        self.watch()
        self._show_unlock()
        deliveries.deliver(self.tasks, self.access.folder, self._deliver_to)
        return True

    def lock(self, is_minimised: bool = False) -> None:
        """End the process, drafts saved, and start again at the unlock window.

        Args:
            is_minimised: come back without taking the screen.
        """
        if self._is_ending:
            return
        self._locked_at = self._clock().strftime("%H:%M")
        further = ["--minimised"] if is_minimised else []
        self._next = Restart(
            [*self._restart, "--locked-at", self._locked_at, *further],
            deliveries.environment(self.keeper),
        )
        if self._is_run:
            self._next.set_deadline(lambda: break_off(self.access))
        hand_out_drafts = getattr(self.window, "hand_out_drafts", None)
        if hand_out_drafts is not None:
            hand_out_drafts()
        self.end()

    def end(self) -> None:
        """Close the vault and leave; what was asked for before is done first."""
        if self._is_ending:
            return
        self._is_ending = True
        if self.guard is not None:
            self.guard.end()
        window, sized = self.window, self.preferences
        if window is not None:
            sized = with_size_of(window, sized)
            window.hide()
            stop_waiting = getattr(window, "stop_waiting", None)
            if stop_waiting is not None:
                stop_waiting()
        if self.keeper is not None:
            self.tasks.run(self.keeper.stage_at_closing)
        self.tasks.run(self.access.close)
        self.tasks.close()
        if self._is_run:
            self._keep_size(sized)
        if self._next is None and self._is_run:
            self._next = deliveries.after_the_end(self.access.folder, self._restart, self.keeper)
        assert isinstance(self.qt, QApplication)
        self.qt.quit()

    # One program at a time

    def watch(self) -> None:
        """Come forward when a second start asks for it."""
        self._calls.listen()

    def _come_forward(self) -> None:
        if self.window is None:
            return
        bring_forward(self.window)
        text = _("Vertrouwen was al open: dit is dat venster.")
        notify = getattr(getattr(self.window, "shell", None), "notify", None)
        if notify is not None:
            notify(text)
        else:
            from vertrouwen.ui.widgets import announce

            announce(self.window, text)

    # The windows

    def show_first_start(self, practice: Practice | None = None) -> None:
        """Show the first start; with an open practice, the part that was not finished."""
        from vertrouwen.ui.first_start.window import FirstStartWindow

        window = FirstStartWindow(self.access, self.tasks, self._clock, practice)
        window.created.connect(lambda _opened: self.watch())
        window.finished.connect(self._first_start_finished)
        window.restore_wanted.connect(self.show_restore)
        window.language_chosen.connect(self._choose_first_language)
        self._practice = practice
        window.created.connect(self._remember)
        self.show_window(window)

    def _remember(self, opened: Opened) -> None:
        self._practice = opened.practice
        # What was chosen before there was a vault may be written now.
        self.keep_preferences(self.preferences)
        assert self.guard is not None
        self.guard.watch_over()

    def _first_start_finished(self, screen: str) -> None:
        assert self._practice is not None
        self.show_practice(self._practice, screen)

    def _choose_first_language(self, chosen: language.Language) -> None:
        language.use(chosen)
        self.keep_preferences(replace(self.preferences, language=chosen), is_written=False)
        self.show_first_start()

    def _show_unlock(self, error: Exception | None = None) -> None:
        from vertrouwen.ui.unlock.window import UnlockWindow

        window = UnlockWindow(
            self.access,
            self.tasks,
            locked_at=self._locked_at,
            problem=failures.say(error) if error is not None else "",
        )
        window.unlocked.connect(self._unlocked)
        window.found.connect(self.show_found)
        window.restore_wanted.connect(self.show_restore)
        # In the first pause of typing; else once the words "wait a moment" have been drawn.
        pause = QTimer(window)
        pause.setSingleShot(True)
        pause.setInterval(_PAUSE_MS)
        pause.timeout.connect(self._prepare_practice)
        window.typing.connect(pause.start)
        window.opening.connect(lambda: QTimer.singleShot(_DRAWN_MS, self._prepare_practice))
        self.show_window(window)

    def show_found(self, error: Exception) -> None:
        """Show what is the matter with a vault that does not open for work."""
        from vertrouwen.ui.unlock.damaged_window import DamagedWindow

        window = DamagedWindow(self.access, self.tasks, error)
        window.opened.connect(self._unlocked)
        window.restore_wanted.connect(self.show_restore)
        window.left.connect(self.lock)
        self.show_window(window)
        # The vault is closed, but its key is in memory for what is chosen here.
        assert self.guard is not None
        self.guard.watch_over()

    def show_restore(self, container: Path | None = None) -> None:
        """Show how to come back from a backup, perhaps from the one that is proposed."""
        from vertrouwen.ui.unlock.restore_window import RestoreWindow

        window = RestoreWindow(self.access, self.tasks)
        if container is not None:
            window.page.set_container(container)
        window.restored.connect(self._unlocked)
        window.left.connect(self._leave_restore)
        self.show_window(window)

    def _leave_restore(self) -> None:
        if self.access.place.found is not None:
            self.lock()
        elif self.access.exists:
            self._show_unlock()
        else:
            self.show_first_start()

    def _unlocked(self, opened: Opened) -> None:
        self.watch()
        practice = opened.practice

        def show(profile: object) -> None:
            if bool(getattr(profile, "name", "")) or practice.is_read_only:
                window = self.show_practice(practice, "today", opened.notices)
                window.say_destroyed_again(opened.destroyed_again)
            else:
                self.show_first_start(practice)

        self.tasks.run(practice.profile, show, owner=self)

    def _prepare_practice(self) -> None:
        """Make what the practice's window needs, while a passphrase is typed or reckoned."""
        if self._prepared is not None or self._is_ending or self.access.is_open:
            return
        from vertrouwen.services.vocabulary import load_vocabulary
        from vertrouwen.ui import places
        from vertrouwen.ui.main_window import MainWindow
        from vertrouwen.ui.today import today_screen
        from vertrouwen.ui.widgets.dates import long_date

        del places, today_screen
        load_vocabulary()
        long_date(self._clock().date())
        self._prepared = MainWindow(self.tasks, lambda: self._clock().date())

    def show_practice(
        self, practice: Practice, screen: str, notices: tuple[str, ...] = ()
    ) -> MainWindow:
        """Show the window of the practice.

        Args:
            practice: open.
            screen: name of the screen to begin on.
            notices: codes of what the adviser should hear about once.
        """
        from vertrouwen.ui.backup_keeper import keep_backups
        from vertrouwen.ui.main_window import MainWindow
        from vertrouwen.ui.places import furnish
        from vertrouwen.ui.screen import Route
        from vertrouwen.ui.upkeep import look_after

        window = self._prepared or MainWindow(self.tasks, practice.today)
        self._prepared = None
        furnish(window, practice, self)
        window.lock_requested.connect(self.lock)
        window.shell.privacy.set_on(self.preferences.is_private)
        window.privacy_toggled.connect(
            lambda is_on: self.keep_preferences(replace(self.preferences, is_private=is_on))
        )
        self.show_window(window)
        assert self.guard is not None
        self.guard.watch_over()
        # Before the first screen is made: the settings listen to it.
        self.keeper = keep_backups(self, practice, window)
        window.start(Route(screen))
        if self.keeper is not None:
            self.keeper.start()
        look_after(self, practice, window)
        for code in notices:
            window.shell.notify(failures.say_notice(code), "accent")
        return window

    def show_window(self, window: QWidget) -> None:
        """Put a window in the place of the one that stands there, which is deleted."""
        old, self.window = self.window, window
        closing = Closing(window, self.end)
        window.installEventFilter(closing)
        show_in_place(window, old, self.preferences, is_minimised=self._is_minimised)
        if self.guard is None:
            from vertrouwen.ui.lock.guard import Guard

            self.guard = Guard(self.lock, self.preferences, parent=self)
        self.guard.show(window)
        if old is not None:
            if self._closing is not None:
                old.removeEventFilter(self._closing)
            old.hide()
            old.deleteLater()
        self._closing = closing

    # Preferences

    def keep_preferences(self, preferences: Preferences, is_written: bool = True) -> None:
        """Put a choice of looks or of locking in force and keep it.

        Args:
            preferences: all of them.
            is_written: keep them on the disk too; before the first vault nothing is written.
        """
        old, self.preferences = self.preferences, preferences
        looks_other = preferences.looks != old.looks
        if looks_other:
            self._prepared = None  # its words and colours are the old ones
            language.use(preferences.language)
            self._apply_theme()
        if self.guard is not None:
            self.guard.follow(preferences)
        if is_written:
            try:
                save_preferences(self._folder, preferences)
            except OSError as error:
                self._say_failure(error)
        rebuild = getattr(self.window, "rebuild", None)
        if self.window is not None and rebuild is not None and looks_other:
            QTimer.singleShot(0, self.window, rebuild)

    def _keep_size(self, sized: Preferences) -> None:
        """Keep the size for the next start, which a lock is too; before the first vault nothing."""
        # On a disk that fails nobody can tell whether there is a vault: the end comes all the same.
        with suppress(Exception):
            if sized != self.preferences and self.access.exists:
                save_preferences(self._folder, sized)

    def _apply_theme(self) -> None:
        self.theme.apply(self.preferences.colours, self.preferences.text_scale)

    def _say_failure(self, error: object) -> None:
        text = failures.say(error)
        show_failure = getattr(self.window, "show_failure", None)
        if show_failure is not None:
            show_failure(text)
        else:
            failures.show_calmly(self.window, text)
