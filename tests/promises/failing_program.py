"""The program with one hundred errors in it, each with a canary in its text and its locals.

Takes a folder for everything it writes; what it shows on screen goes to `shown` in there.
"""

from __future__ import annotations

import faulthandler
import gc
import logging
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path
from typing import NoReturn

from PySide6.QtCore import QCoreApplication, QObject, QTimer, qCritical, qWarning
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from vertrouwen import hygiene
from vertrouwen.bootstrap import local_now, vault_access
from vertrouwen.domain.errors import DomainError
from vertrouwen.ui import failures
from vertrouwen.ui.app import App
from vertrouwen.ui.main_window import MainWindow

CANARY = "Noor Kanariegeel vertelt"


def _raise(make: Callable[[str], BaseException]) -> NoReturn:
    canary = CANARY
    note = {"canary": canary, "list": [canary] * 3}
    error = make(canary)
    error.add_note(str(note))
    raise error from ValueError(canary)


ERRORS: tuple[Callable[[str], BaseException], ...] = (
    ValueError,
    KeyError,
    RuntimeError,
    lambda text: OSError(5, text, text),
    lambda text: UnicodeDecodeError("utf-8", text.encode(), 0, 1, text),
    lambda text: SyntaxError(text, (text, 1, 1, text)),
    lambda text: ExceptionGroup(text, [ValueError(text)]),
    lambda text: DomainError("no_such_code", name=text),
    AssertionError,
    lambda text: type("OwnError", (Exception,), {})(text),
)


class Falling(QWidget):
    """A widget that fails where Qt calls it."""

    make: Callable[[str], BaseException] = ValueError

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fail."""
        _raise(type(self).make)


class Unfinished:
    """Fails when it is thrown away."""

    def __init__(self, make: Callable[[str], BaseException]) -> None:
        self._make = make

    def __del__(self) -> None:
        _raise(self._make)


def ways(app: App) -> Iterator[Callable[[Callable[[str], BaseException]], None]]:
    """Yield each way in which an error reaches nobody."""

    def in_a_slot(make: Callable[[str], BaseException]) -> None:
        QTimer.singleShot(0, lambda: _raise(make))

    def in_an_event(make: Callable[[str], BaseException]) -> None:
        Falling.make = staticmethod(make)
        widget = Falling()
        event = QResizeEvent(widget.size(), widget.size())
        QCoreApplication.sendEvent(widget, event)

    def on_a_thread(make: Callable[[str], BaseException]) -> None:
        thread = threading.Thread(target=lambda: _raise(make))
        thread.start()
        thread.join()

    def on_the_database_thread(make: Callable[[str], BaseException]) -> None:
        app.tasks.run(lambda: _raise(make))

    def thrown_away(make: Callable[[str], BaseException]) -> None:
        Unfinished(make)
        gc.collect()

    def in_a_log(make: Callable[[str], BaseException]) -> None:
        try:
            _raise(make)
        except BaseException:
            logging.getLogger("keyring").exception(CANARY)
            logging.warning(CANARY)

    def in_a_warning(_make: Callable[[str], BaseException]) -> None:
        warnings.warn(CANARY, stacklevel=1)

    def in_a_word_of_qt(_make: Callable[[str], BaseException]) -> None:
        qWarning(CANARY)
        qCritical(CANARY)

    yield from (
        in_a_slot,
        in_an_event,
        on_a_thread,
        on_the_database_thread,
        thrown_away,
        in_a_log,
        in_a_warning,
        in_a_word_of_qt,
    )


class Driver(QObject):
    """Lets one error after another happen and then ends in one more."""

    def __init__(self, folder: Path, count: int, end: str) -> None:
        """Prepare the program.

        Args:
            folder: for everything it writes.
            count: how many errors.
            end: "error" in the main thread, or "crash" of the whole process.
        """
        super().__init__()
        self.shown: list[str] = []
        self._count, self._end = count, end
        self.app = App(
            access=vault_access(folder / "data"),
            folder=folder / "data",
            clock=local_now,
            restart=[],
        )
        window = MainWindow(self.app.tasks)
        window.show_failure = self.shown.append  # type: ignore[method-assign]
        self.app.window = window
        window.show()
        self._acts = cycle(ways(self.app))
        self._errors = cycle(ERRORS)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._next)
        self._timer.start(0)

    def _next(self) -> None:
        if self._count:
            self._count -= 1
            # Each way meets each error: the numbers of both have no divisor in common otherwise.
            if self._count % len(ERRORS) == 0:
                next(self._errors)
            next(self._acts)(next(self._errors))
        elif not self.app.tasks.is_busy:
            self._timer.stop()
            self.app.qt.quit()


def main() -> None:
    """Run, write down what was shown, and end badly."""
    hygiene.keep_to_itself()
    failures.hide_words_of_qt()
    folder, count, end = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    driver = Driver(folder, count, end)
    driver.app.qt.exec()
    canary = CANARY
    (folder / "shown").write_text("\n".join(driver.shown), encoding="utf-8")
    driver.app.tasks.close()
    if end == "crash":
        faulthandler.enable()
        faulthandler._sigsegv()  # type: ignore[attr-defined]
    raise RuntimeError(canary)


if __name__ == "__main__":
    main()
