"""When the program itself goes wrong: a calm sentence on screen, no values anywhere.

What is written to the standard error stream is the kind of the error and the lines of the program
it came through; never its text, which may hold what somebody typed.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    Qt,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QWidget

from vertrouwen import hygiene
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


def hide_words_of_qt() -> None:
    """Say of Qt's complaints the kind and the place, never the words: a text may be in them."""
    qInstallMessageHandler(_tell_of_qt)


def uninstall() -> None:
    """Leave uncaught errors to Python again."""
    global _bridge
    _bridge = None
    sys.excepthook = sys.__excepthook__
    threading.excepthook = threading.__excepthook__


def _caught(kind: type[BaseException], error: BaseException, where: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.exit(130)
    hygiene.tell(kind, error, where)
    if _bridge is not None:
        _bridge.happened.emit(error)


def _tell_of_qt(kind: QtMsgType, context: QMessageLogContext, _text: str) -> None:
    if kind in (QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg):
        hygiene.write(
            f"vertrouwen: {kind.name} {context.category} {context.function or ''}".rstrip()
        )
