"""Windows that cannot be read while the adviser works in another program."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from vertrouwen.ui.theme import theme

_BLOCK = 24
"""Pixels at 100 % that become one: more than the height of a line, so that no letter is left."""
_PASSING = {Qt.WindowType.Popup, Qt.WindowType.ToolTip, Qt.WindowType.SplashScreen}


class Cover(QWidget):
    """Lies over a window and shows it blurred; what changes beneath does not show through."""

    def __init__(self, window: QWidget) -> None:
        """Cover a window."""
        picture = window.grab()
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        # A picture counts the pixels of the screen, and larger text has higher lines.
        size = picture.size() / (theme().px(_BLOCK) * picture.devicePixelRatio())
        self._blurred: QPixmap = picture.scaled(
            max(size.width(), 1),
            max(size.height(), 1),
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        window.installEventFilter(self)
        self.setGeometry(window.rect())
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the window, and in front of what comes into it."""
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        elif event.type() == QEvent.Type.ChildAdded:
            self.raise_()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the blurred picture."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(self.rect(), self._blurred)


class Blur(QObject):
    """Covers every window of the program while none of them has the keyboard."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Make it; it acts once it is switched on."""
        super().__init__(parent)
        self._is_on = False
        self._is_left = False
        # None for a window that can be read now.
        self._covers: dict[QWidget, Cover | None] = {}
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.applicationStateChanged.connect(self.follow)

    def set_on(self, is_on: bool) -> None:
        """Blur from now on when the program is left, or not."""
        self._is_on = is_on
        self.cover_new()

    def follow(self, state: Qt.ApplicationState) -> None:
        """The program was left, or the adviser came back to it."""
        self._is_left = state != Qt.ApplicationState.ApplicationActive
        self.cover_new()

    def cover_new(self) -> None:
        """Cover what is not covered yet, or take all covers away."""
        if not (self._is_on and self._is_left):
            for window, cover in self._covers.items():
                if cover is not None:
                    cover.hide()
                    cover.deleteLater()
                    self._covers[window] = None
            return
        for window in QApplication.topLevelWidgets():
            if window.isVisible() and window.windowType() not in _PASSING:
                self._cover(window)

    def _cover(self, window: QWidget) -> None:
        if window not in self._covers:
            window.destroyed.connect(lambda: self._covers.pop(window, None))
        if self._covers.get(window) is None:
            self._covers[window] = Cover(window)
