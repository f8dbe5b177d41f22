"""When the program itself goes wrong: a calm sentence on screen, no values anywhere.

What is written to the standard error stream is the kind of the error and the lines of the program
it came through; never its text, which may hold what somebody typed.
"""

from __future__ import annotations

import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from vertrouwen.language import _


def say(error: object) -> str:
    """Return the sentence of an error."""
    from vertrouwen.language.sentences import sentence

    if isinstance(error, BaseException):
        return sentence(error)
    return str(error)


def say_notice(code: str) -> str:
    """Return the sentence of a notice of an open vault."""
    from vertrouwen.language.sentences_vault import SENTENCES

    return SENTENCES[code]({})


def trace(kind: type[BaseException], where: TracebackType | None) -> str:
    """Return the kind of an error and the lines it came through, without any value."""
    lines = [
        f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(where)
    ]
    return "\n".join([f"vertrouwen: {kind.__name__}", *lines])


def print_error(text: str) -> None:
    """Write a line where a terminal shows it; a program without one has no such place."""
    if sys.stderr is not None:
        sys.stderr.write(text + "\n")


def show_calmly(parent: QWidget | None, text: str) -> None:
    """Show a sentence in a dialog, as plain text, without waiting for it."""
    from PySide6.QtWidgets import QMessageBox

    box = QMessageBox(parent)
    box.setWindowTitle("Vertrouwen")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    box.addButton(_("Sluiten"), QMessageBox.ButtonRole.AcceptRole)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()


class _Bridge(QObject):
    """Carries an error from any thread to that of the window."""

    happened = Signal(object)


_bridge: _Bridge | None = None


def install(show: Callable[[object], None]) -> None:
    """Catch what nobody caught, on every thread.

    Args:
        show: gets the error on the thread of the window.
    """
    global _bridge
    _bridge = _Bridge()
    _bridge.happened.connect(show, Qt.ConnectionType.QueuedConnection)
    sys.excepthook = _caught
    threading.excepthook = lambda args: _caught(
        args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback
    )


def uninstall() -> None:
    """Leave uncaught errors to Python again."""
    global _bridge
    _bridge = None
    sys.excepthook = sys.__excepthook__
    threading.excepthook = threading.__excepthook__


def _caught(kind: type[BaseException], error: BaseException, where: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.exit(130)
    print_error(trace(kind, where))
    if _bridge is not None:
        _bridge.happened.emit(error)
