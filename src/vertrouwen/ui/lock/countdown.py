"""The last half minute before the program locks by itself."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget

from vertrouwen.language import _, ngettext
from vertrouwen.ui.basics.banners import Banner
from vertrouwen.ui.basics.buttons import announce
from vertrouwen.ui.theme import theme

_WIDTH = 520
_DISTANCE = 20


class Countdown(QObject):
    """A message over the window, in front of everything in it, with a button.

    Signals:
        answered: somebody is there.
    """

    answered = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """Make it; nothing is shown before `show`."""
        super().__init__(parent)
        self._banner: Banner | None = None
        self._window: QWidget | None = None

    @property
    def text(self) -> str:
        """What is shown; "" when nothing is."""
        return self._banner.text() if self._banner is not None else ""

    def show(self, window: QWidget, seconds: int) -> None:
        """Show how many seconds are left.

        Args:
            window: over which it stands.
            seconds: whole ones.
        """
        words = ngettext(
            "Vertrouwen vergrendelt over {count} seconde. Wat u typte, wordt bewaard.",
            "Vertrouwen vergrendelt over {count} seconden. Wat u typte, wordt bewaard.",
            seconds,
        ).format(count=seconds)
        if self._banner is None or self._window is not window:
            self.hide()
            self._banner = Banner(words, "amber", action=_("Ik ben er nog"), icon="lock")
            self._banner.setParent(window)
            self._banner.action_clicked.connect(self.answered)
            self._window = window
            window.installEventFilter(self)
            announce(window, words)
        self._banner.set_text(words)
        self._place()
        self._banner.raise_()

    def hide(self) -> None:
        """Take it away."""
        if self._window is not None:
            self._window.removeEventFilter(self)
        if self._banner is not None:
            self._banner.hide()
            self._banner.deleteLater()
        self._banner = self._window = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in place when the window changes its size."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _place(self) -> None:
        if self._banner is None or self._window is None:
            return
        width = min(theme().px(_WIDTH), self._window.width() - 2 * _DISTANCE)
        height = max(self._banner.heightForWidth(width), self._banner.sizeHint().height())
        left = (self._window.width() - width) // 2
        top = self._window.height() - height - _DISTANCE
        self._banner.setGeometry(left, top, width, height)
