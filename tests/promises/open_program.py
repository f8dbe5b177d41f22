"""The program with a practice open and a sentence half typed, run as a process of its own.

Reads what it needs from its standard input, so that no secret stands in arguments or environment,
which outlive a lock. Prints "ready" when there is something to lock.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer

from vertrouwen import hygiene
from vertrouwen.bootstrap import local_now, vault_access
from vertrouwen.ui.app import App
from vertrouwen.ui.lock import guard
from vertrouwen.ui.main_window import MainWindow
from vertrouwen.ui.screen import Route
from vertrouwen.ui.unlock.damaged_window import DamagedWindow
from vertrouwen.ui.widgets import TextArea

_LOOK_MS = 50
_ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


class Driver:
    """Goes through the program as an adviser would."""

    def __init__(self, given: dict[str, Any]) -> None:
        """Prepare the program; see `main` for what is given."""
        self._given = given
        data = Path(given["data"])
        clock = data.parent / "slept"
        guard.since_some_start = lambda: lambda: time.monotonic() + _seconds(clock)
        self.app = App(
            access=vault_access(data),
            folder=data,
            clock=local_now,
            restart=["--data", str(data)],
        )
        work = [self._show_case, self._show_form, self._type]
        if given["is_damaged"]:
            work = [self._see_what_was_found]
        self._steps = [self._open, *work, self._hold_up]
        self._timer = QTimer()
        self._timer.timeout.connect(self._look)
        self._timer.start(_LOOK_MS)

    def _look(self) -> None:
        if self._steps and not self.app.tasks.is_busy and self._steps[0]():
            self._steps.pop(0)

    def _open(self) -> bool:
        passphrase = self._given["passphrase"]
        self.app.tasks.run(
            lambda: self.app.access.unlock_with_passphrase(passphrase),
            self.app._unlocked,
            self.app.show_found,
        )
        return True

    def _see_what_was_found(self) -> bool:
        return isinstance(self.app.window, DamagedWindow)

    def _show_case(self) -> bool:
        window = self.app.window
        if not isinstance(window, MainWindow):
            return False
        window.shell.navigator.go(Route("case", self._given["case"]))
        return True

    def _show_form(self) -> bool:
        window = self.app.window
        assert isinstance(window, MainWindow)
        window.shell.navigator.go(Route("new_contact"))
        return True

    def _type(self) -> bool:
        window = self.app.window
        assert isinstance(window, MainWindow)
        areas = [area for area in window.findChildren(TextArea) if area.isVisible()]
        if not areas:
            return False
        areas[0].setPlainText(self._given["typed"])
        return True

    def _hold_up(self) -> bool:
        """Keep the database thread from answering, in the way that is wanted."""
        run, wait = self.app.tasks.run, threading.Event()
        if self._given["held_up_by"] == "keyring and statement":
            run(wait.wait, cancel=wait)
            connection = self.app.access.opened_vault.connection
            # What it complains of when it is broken off is nobody's news.
            run(lambda: connection.execute(_ENDLESS).fetchall(), failed=lambda _error: None)
        elif self._given["held_up_by"] == "thread":
            # Nothing ends this one, so what was typed must have been saved before.
            assert isinstance(self.app.window, MainWindow)
            self.app.window.hand_out_drafts()
            run(wait.wait)
        self._timer.stop()
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        return True


def _seconds(clock: Path) -> float:
    return float(clock.read_text(encoding="ascii")) if clock.exists() else 0.0


def main() -> int:
    """Run until the end or the lock; then this is the program itself."""
    hygiene.keep_to_itself()
    driver = Driver(json.loads(sys.stdin.readline()))
    return driver.app.run()


if __name__ == "__main__":
    sys.exit(main())
