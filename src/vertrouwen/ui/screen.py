"""What a screen is, how one gets from one to another, and what the window lends to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vertrouwen.ui.tasks import Tasks
from vertrouwen.ui.tokens import Tone
from vertrouwen.ui.widgets import settle

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Route:
    """A place in the program: a screen, perhaps one thing on it, perhaps how to show it."""

    screen: str
    id: int | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)


class Privacy(QObject):
    """Whether names and organisations are hidden from who looks along.

    Signals:
        changed: the mode, after it was switched.
    """

    changed = Signal(bool)

    def __init__(self, parent: QObject | None = None, is_on: bool = False) -> None:
        """Begin with the mode on or off."""
        super().__init__(parent)
        self._is_on = is_on

    @property
    def is_on(self) -> bool:
        """Whether names are hidden."""
        return self._is_on

    def set_on(self, is_on: bool) -> None:
        """Hide names or show them again."""
        if is_on != self._is_on:
            self._is_on = is_on
            self.changed.emit(is_on)


class Navigator(QObject):
    """Remembers where one is and was.

    Signals:
        arrived: the route that is to be shown.
    """

    arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin nowhere."""
        super().__init__(parent)
        self.visited: list[Route] = []

    @property
    def current(self) -> Route | None:
        """Where one is."""
        return self.visited[-1] if self.visited else None

    def go(self, route: Route) -> None:
        """Go to a place."""
        if route != self.current:
            self.visited.append(route)
            del self.visited[:-100]
        self.arrived.emit(route)

    def replace(self, route: Route) -> None:
        """Go to a place that takes the place of this one in the way back."""
        if self.visited:
            self.visited.pop()
        self.go(route)

    def back(self) -> None:
        """Go to where one was before."""
        if len(self.visited) > 1:
            self.visited.pop()
            self.arrived.emit(self.visited[-1])


class Say(Protocol):
    """A message in the window, calm, and read out."""

    def __call__(self, text: str, tone: Tone = "green") -> None:
        """Show the message; tone "brick" stays until it is closed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """What the window lends to its screens."""

    tasks: Tasks
    navigator: Navigator
    privacy: Privacy
    today: Callable[[], date]
    announce: Callable[[str], None]
    notify: Say


class Screen(QWidget):
    """A page of the program.

    Screens are made when first visited and kept; `open` is called at each arrival.

    Signals:
        filled: new content stands in its place; whether what had the keyboard went with the old.
    """

    filled = Signal(bool)

    key = ""
    """Name of the screen in a route."""
    place = ""
    """Item of the sidebar that is marked: today, cases, organisations, reports or settings."""

    def __init__(self, shell: Shell) -> None:
        """Make an empty page with the margins of pages; `self.page` is its column."""
        super().__init__()
        self.shell = shell
        self.page = QVBoxLayout(self)
        self.page.setContentsMargins(32, 16, 28, 20)
        self.page.setSpacing(16)
        shell.tasks.changed.connect(self._data_changed)
        shell.privacy.changed.connect(self._privacy_changed)

    def title(self) -> str:
        """Return the name that is read out on arrival; never a person's or client's."""
        return ""

    def open(self, route: Route) -> None:
        """Show what the route asks for."""
        self.refresh()

    def refresh(self) -> None:
        """Fetch what is shown anew."""

    def primary_new(self) -> None:
        """Begin what is new on this page (Ctrl+N): a contact, where the page has nothing else."""
        self.shell.navigator.go(Route("new_contact"))

    def focus_search(self) -> None:
        """Go to the search field of this page (Ctrl+F)."""

    def leave(self) -> None:
        """Hide names, hand out drafts: another screen comes in front or the program locks."""

    def regions(self) -> list[QWidget]:
        """Return the parts between which F6 moves, in reading order."""
        return [self]

    def on_changed(self, change: object) -> None:
        """React to a change in the practice while visible."""
        self.refresh()

    def run(
        self,
        job: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Run a use case on the database thread; see `Tasks.run`.

        What `done` puts on the page stands in its place before it is painted.
        """

        def show(result: T) -> None:
            if done is not None:
                had_focus = self._has_focus()
                done(result)
                settle(self)
                self.filled.emit(had_focus and not self._has_focus())

        self.shell.tasks.run(job, show, failed, owner=self)

    def _has_focus(self) -> bool:
        focused = self.window().focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def _data_changed(self, change: object) -> None:
        if self.isVisible():
            self.on_changed(change)

    def _privacy_changed(self, _is_on: bool) -> None:
        if self.isVisible():
            self.refresh()
