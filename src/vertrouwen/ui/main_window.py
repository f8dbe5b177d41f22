"""The window: sidebar, one screen at a time, keys, messages, command palette."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from vertrouwen.language import _, ngettext
from vertrouwen.ui.backup_words import BackupState
from vertrouwen.ui.basics.mark import window_icon
from vertrouwen.ui.hidden_names import what_is_hidden
from vertrouwen.ui.palette import CommandPalette, PaletteItem, Provider
from vertrouwen.ui.screen import Navigator, Privacy, Route, Screen, Shell
from vertrouwen.ui.sidebar import Sidebar, first_control
from vertrouwen.ui.tasks import Tasks
from vertrouwen.ui.tokens import Tone
from vertrouwen.ui.widgets import Banner, announce

PLACES = ("today", "cases", "organisations", "reports")
NOTICE_MS = 6_000
"""How long a message that asks nothing stays."""


class MainWindow(QMainWindow):
    """The one window of the practice. Its title never says more than the program's name.

    Signals:
        lock_requested: the adviser wants to lock.
        new_contact_requested: Ctrl+Shift+N, anywhere.
        privacy_toggled: the privacy mode that was chosen.
        closing: the window is being closed; drafts have been handed out.
    """

    lock_requested = Signal()
    new_contact_requested = Signal()
    privacy_toggled = Signal(bool)
    closing = Signal()

    def __init__(self, tasks: Tasks, today: Callable[[], date] = date.today) -> None:
        """Make the window without screens.

        Args:
            tasks: the database thread.
            today: the day it is, for screens.
        """
        super().__init__()
        self.setWindowTitle("Vertrouwen")
        self.setWindowIcon(window_icon())
        self.setMinimumSize(1024, 680)
        self.resize(1280, 800)
        self._tasks = tasks
        self._factories: dict[str, Callable[[Shell], Screen]] = {}
        self._screens: dict[str, Screen] = {}
        self._provider: Provider | None = None
        self._backup: BackupState | None = None
        self._standing: tuple[str, str, Callable[[], None]] | None = None
        # What has the keyboard on a page whose content is still on its way.
        self._makeshift: QWidget | None = None
        self.shell = Shell(
            tasks=tasks,
            navigator=Navigator(self),
            privacy=Privacy(self),
            today=today,
            announce=lambda text: announce(self, text),
            notify=self._notify,
        )
        self.shell.navigator.arrived.connect(self._arrive)
        self.shell.privacy.changed.connect(self._privacy_changed)
        self._notice_time = QTimer(self)
        self._notice_time.setSingleShot(True)
        self._notice_time.setInterval(NOTICE_MS)
        self._notice_time.timeout.connect(lambda: self._notice.set_text(""))
        self._furnish()
        self._bind_keys()

    def register(self, key: str, factory: Callable[[Shell], Screen]) -> None:
        """Offer a screen; it is made at the first visit."""
        self._factories[key] = factory

    def start(self, route: Route) -> None:
        """Show the first screen."""
        self.shell.navigator.go(route)

    def set_search_provider(self, provider: Provider) -> None:
        """Search from the command palette with this function, on the database thread."""
        self._provider = provider
        self._palette.set_provider(provider)

    def screen_of(self, key: str) -> Screen:
        """Return a screen, made if it was not visited yet."""
        if key not in self._screens:
            self._screens[key] = self._factories[key](self.shell)
            self._screens[key].filled.connect(partial(self._screen_filled, self._screens[key]))
            self._stack.addWidget(self._screens[key])
        return self._screens[key]

    def rebuild(self) -> None:
        """Make everything anew, in another language or theme, and stay where one is."""
        self._leave_current()
        for screen in self._screens.values():
            screen.hide()
            screen.deleteLater()
        self._screens.clear()
        self._furnish()
        route = self.shell.navigator.current
        if route is not None:
            self._arrive(route)

    def show_backup(self, state: BackupState) -> None:
        """Show at the foot of the sidebar how old the newest good backup is."""
        self._backup = state
        self._sidebar.backup.show_state(state, self.shell.today())

    def show_failure(self, text: str) -> None:
        """Show what went wrong until it is closed."""
        self._notify(text, "brick")

    def set_standing(self, text: str, action: str, run: Callable[[], None]) -> None:
        """Show a message above every page, as long as this window lives.

        Args:
            text: what holds for all that is shown.
            action: words of the one act.
            run: carries it out.
        """
        self._standing = (text, action, run)
        self._show_standing()
        self.shell.announce(text)

    def _show_standing(self) -> None:
        if self._standing is None:
            return
        text, action, run = self._standing
        banner = Banner(text, "amber", action=action, icon="eye")
        banner.action_clicked.connect(run)
        # Margins come with the message: without one the place takes no room.
        self._standing_place.setContentsMargins(32, 16, 28, 0)
        self._standing_place.addWidget(banner)
        # Of what is only looked at no backup is made, and none is missed.
        self._sidebar.backup.hide()

    def hand_out_drafts(self) -> None:
        """Have what is being typed kept, before the program locks."""
        self._leave_current()

    def say_destroyed_again(self, count: int) -> None:
        """Say of how many cases a restore had to repeat the destruction; of none, nothing."""
        if count:
            text = ngettext(
                "{count} zaak die u na deze kopie vernietigde is weer vernietigd.",
                "{count} zaken die u na deze kopie vernietigde zijn weer vernietigd.",
                count,
            )
            self.shell.notify(text.format(count=count), "accent")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the palette in its place."""
        super().resizeEvent(event)
        if self._palette.isVisible():
            self._palette.place()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Hand out drafts before the window goes."""
        self._leave_current()
        self.closing.emit()
        super().closeEvent(event)

    def _furnish(self) -> None:
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._sidebar = Sidebar()
        self._sidebar.show_privacy(self.shell.privacy.is_on)
        if self._backup is not None:
            self._sidebar.backup.show_state(self._backup, self.shell.today())
        self._sidebar.place_chosen.connect(lambda place: self.shell.navigator.go(Route(place)))
        self._sidebar.go_to_chosen.connect(self.open_palette)
        self._sidebar.privacy_chosen.connect(self.shell.privacy.set_on)
        self._sidebar.lock_chosen.connect(self.lock_requested)
        row.addWidget(self._sidebar)
        content = QVBoxLayout()
        content.setSpacing(0)
        self._notice = Banner(tone="green")
        self._notice.add_close(_("Bericht sluiten"))
        notice = QWidget()
        notice.hide()
        self._notice.appeared.connect(notice.setVisible)
        notice_place = QVBoxLayout(notice)
        # Below the page: a message that came above it would move what one is about to press.
        notice_place.setContentsMargins(32, 0, 28, 16)
        notice_place.addWidget(self._notice)
        self._stack = QStackedWidget()
        self._standing_place = QVBoxLayout()
        self._standing_place.setContentsMargins(0, 0, 0, 0)
        content.addLayout(self._standing_place)
        content.addWidget(self._stack, 1)
        content.addWidget(notice)
        row.addLayout(content, 1)
        self.setCentralWidget(whole)
        whole.show()  # a window that is already open does not show a new middle by itself
        self._palette = CommandPalette(whole, self._tasks)
        self._palette.set_commands(self._all_commands())
        self._palette.set_provider(self._provider)
        self._palette.chosen.connect(self._carry_out)
        self._palette.dismissed.connect(self._focus_screen)
        self._show_standing()

    def _bind_keys(self) -> None:
        keys: dict[str, Callable[[], None]] = {
            "Ctrl+K": self.open_palette,
            "Ctrl+F": lambda: self._with_screen(lambda screen: screen.focus_search()),
            "Ctrl+N": lambda: self._with_screen(lambda screen: screen.primary_new()),
            "Ctrl+Shift+N": self.new_contact_requested.emit,
            "Alt+Left": self.shell.navigator.back,
            "Ctrl+L": self.lock_requested.emit,
            "Ctrl+,": lambda: self.shell.navigator.go(Route("settings")),
            "Ctrl+Shift+P": lambda: self.shell.privacy.set_on(not self.shell.privacy.is_on),
            "F6": lambda: self._next_region(1),
            "Shift+F6": lambda: self._next_region(-1),
        }
        for number, place in enumerate(PLACES, start=1):
            keys[f"Ctrl+{number}"] = partial(self.shell.navigator.go, Route(place))
        for sequence, slot in keys.items():
            shortcut = QShortcut(QKeySequence(sequence), self)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(slot)

    def open_palette(self) -> None:
        """Open the command palette."""
        self._palette.set_commands(self._all_commands())
        self._palette.open()

    def _all_commands(self) -> list[PaletteItem]:
        def shown(text: str, icon: str, route: str, keys: str) -> PaletteItem:
            return PaletteItem(text, icon, route=Route(route), shortcut=keys)

        return [
            shown(_("Vandaag"), "sun", "today", "Ctrl+1"),
            shown(_("Zaken"), "folder", "cases", "Ctrl+2"),
            shown(_("Organisaties"), "building", "organisations", "Ctrl+3"),
            shown(_("Verslagen"), "clipboard-data", "reports", "Ctrl+4"),
            PaletteItem(
                _("Nieuw contact"),
                "plus",
                run=self.new_contact_requested.emit,
                shortcut="Ctrl+Shift+N",
            ),
            PaletteItem(
                _("Privacystand aan of uit"),
                "eye-off",
                run=lambda: self.shell.privacy.set_on(not self.shell.privacy.is_on),
                shortcut="Ctrl+Shift+P",
            ),
            PaletteItem(
                _("Nieuwe organisatie"),
                "building",
                route=Route("organisations", extra={"new": True}),
            ),
            shown(_("Registratie inlezen"), "file-import", "import", ""),
            shown(_("Reservekopie maken"), "device-floppy", "settings", ""),
            shown(_("Oefen herstel"), "history", "settings", ""),
            shown(_("Herstelcode"), "key", "settings", ""),
            shown(_("Dagelijkse toegang"), "lock-open", "settings", ""),
            shown(_("Nieuwe hoofdsleutel"), "shield-lock", "settings", ""),
            shown(_("Vergrendelen en privacy"), "lock", "settings", ""),
            shown(_("Taal en weergave"), "settings", "settings", ""),
            shown(_("Waar Vertrouwen niet tegen beschermt"), "shield-lock", "manual", ""),
            shown(_("Instellingen"), "settings", "settings", "Ctrl+,"),
            PaletteItem(_("Vergrendelen"), "lock", run=self.lock_requested.emit, shortcut="Ctrl+L"),
        ]

    def _carry_out(self, item: PaletteItem) -> None:
        if item.route is not None:
            self.shell.navigator.go(item.route)
        if item.run is not None:
            item.run()

    def _current(self) -> Screen | None:
        screen = self._stack.currentWidget()
        return screen if isinstance(screen, Screen) else None

    def _with_screen(self, act: Callable[[Screen], None]) -> None:
        if (screen := self._current()) is not None:
            act(screen)

    def _leave_current(self) -> None:
        self._with_screen(lambda screen: screen.leave())

    def _arrive(self, route: Route) -> None:
        if route.screen not in self._factories:
            return
        screen = self.screen_of(route.screen)
        if self._current() is not screen:
            self._leave_current()
        self._stack.setCurrentWidget(screen)
        self._sidebar.mark_place(screen.place)
        screen.open(route)
        if title := screen.title():
            self.shell.announce(title)
        self._focus_screen()

    def _focus_screen(self) -> None:
        screen = self._current()
        focused = self.focusWidget()
        if screen is None:
            return
        if focused is not None and screen.isAncestorOf(focused):
            # Qt may have put it on a button of a page whose content is still on its way.
            is_inside = any(r is focused or r.isAncestorOf(focused) for r in screen.regions())
            self._makeshift = None if is_inside else focused
            return
        self._focus_first(screen)

    def _focus_first(self, screen: Screen) -> None:
        """Go to the content of a page; until it is there, to a button of the page itself."""
        regions = screen.regions()
        for part in (*regions[:1], screen):
            control = first_control(part)
            if control is not None:
                control.setFocus(Qt.FocusReason.OtherFocusReason)
                self._makeshift = control if part is screen and part not in regions else None
                return

    def _screen_filled(self, screen: Screen, has_lost_focus: bool) -> None:
        if screen is not self._current():
            return
        makeshift, self._makeshift = self._makeshift, None
        if has_lost_focus or (makeshift is not None and makeshift is self.focusWidget()):
            self._focus_first(screen)

    def _next_region(self, step: int) -> None:
        screen = self._current()
        regions: list[QWidget] = [self._sidebar, *(screen.regions() if screen else [])]
        focused = self.focusWidget()
        inside = [
            place
            for place, region in enumerate(regions)
            if focused is not None and (region is focused or region.isAncestorOf(focused))
        ]
        place = inside[-1] if inside else -1 if step > 0 else 0
        for _round in regions:
            place = (place + step) % len(regions)
            control = first_control(regions[place])
            if control is not None:
                control.setFocus(Qt.FocusReason.TabFocusReason)
                return

    def _privacy_changed(self, is_on: bool) -> None:
        self._sidebar.show_privacy(is_on)
        words = _("Privacystand aan") if is_on else _("Privacystand uit")
        if is_on and self.isVisible():  # it was switched on just now
            self._notify(f"{words}. {what_is_hidden()}", "accent")
        else:
            self.shell.announce(words)
        self.privacy_toggled.emit(is_on)

    def _notify(self, text: str, tone: Tone = "green") -> None:
        self._notice.set_text(text, tone)
        self.shell.announce(text)
        if tone == "brick":
            self._notice_time.stop()
        else:
            self._notice_time.start()
