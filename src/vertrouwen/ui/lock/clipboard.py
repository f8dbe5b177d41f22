"""What is copied out of the program does not stay on the clipboard, nor in its history."""

from __future__ import annotations

import hashlib
import sys
from functools import partial

from PySide6.QtCore import QMimeData, QObject, QTimer
from PySide6.QtGui import QClipboard

from vertrouwen.ui.objc import ObjC

KEPT_SECONDS = 30

_WINDOWS = 'application/x-qt-windows-mime;value="{}"'
_NOUGHT = bytes(4)
HINTS = {
    "x-kde-passwordManagerHint": b"secret",
    _WINDOWS.format("ExcludeClipboardContentFromMonitorProcessing"): b"1",
    _WINDOWS.format("CanIncludeInClipboardHistory"): _NOUGHT,
    _WINDOWS.format("CanUploadToCloudClipboard"): _NOUGHT,
}
"""Each system takes those of its own and ignores the others."""
MACOS_HINTS = ("org.nspasteboard.ConcealedType", "org.nspasteboard.TransientType")
_OURS = "application/x-vertrouwen-copy"


class PassingClipboard(QObject):
    """Marks everything the program puts on the clipboard as not to be kept, and clears it.

    Text fields put their text there by themselves; it is replaced in the same breath, before any
    other program can be answered.
    """

    def __init__(
        self, clipboard: QClipboard, objc: ObjC | None = None, parent: QObject | None = None
    ) -> None:
        """Look after a clipboard from now on.

        Args:
            clipboard: that of the application.
            objc: the runtime of macOS; None is that of the system.
            parent: Qt's owner.
        """
        super().__init__(parent)
        self._clipboard, self._objc = clipboard, objc
        self._timers: dict[QClipboard.Mode, QTimer] = {}
        self._copied: dict[QClipboard.Mode, bytes] = {}
        self._add(QClipboard.Mode.Clipboard)
        clipboard.dataChanged.connect(self._follow_copy)
        if clipboard.supportsSelection():
            self._add(QClipboard.Mode.Selection)
            clipboard.selectionChanged.connect(self._follow_selection)

    def clear(self) -> None:
        """Take away what is still ours; other programs are not asked, they might not answer."""
        for mode, timer in self._timers.items():
            timer.stop()
            if mode in self._copied and self._is_ours(mode):
                self._clipboard.clear(mode)
        self._copied.clear()

    def stop(self) -> None:
        """Take away what is ours and look after the clipboard no longer."""
        self._clipboard.dataChanged.disconnect(self._follow_copy)
        if QClipboard.Mode.Selection in self._timers:
            self._clipboard.selectionChanged.disconnect(self._follow_selection)
        self.clear()

    def _add(self, mode: QClipboard.Mode) -> None:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(round(KEPT_SECONDS * 1000))
        timer.timeout.connect(partial(self._clear_in_time, mode))
        self._timers[mode] = timer

    def _follow_copy(self) -> None:
        self._follow(QClipboard.Mode.Clipboard)

    def _follow_selection(self) -> None:
        self._follow(QClipboard.Mode.Selection)

    def _follow(self, mode: QClipboard.Mode) -> None:
        if not self._is_ours(mode):
            return
        data = self._clipboard.mimeData(mode)
        if data is None or not data.hasText() or data.hasFormat(_OURS):
            return
        text = data.text()
        marked = QMimeData()
        marked.setText(text)
        marked.setData(_OURS, b"1")
        for name, value in HINTS.items():
            marked.setData(name, value)
        self._copied[mode] = _digest(text)
        self._clipboard.setMimeData(marked, mode)
        if sys.platform == "darwin" or self._objc is not None:
            self._mark_on_macos()
        self._timers[mode].start()

    def _mark_on_macos(self) -> None:
        objc = self._objc = self._objc or ObjC()
        board = objc.call(objc.named("NSPasteboard"), "generalPasteboard")
        for name in MACOS_HINTS:
            kind = objc.text(name)
            kinds = objc.call(objc.named("NSArray"), "arrayWithObject:", kind)
            objc.call(board, "addTypes:owner:", kinds, 0)
            objc.call(board, "setString:forType:", objc.text(""), kind)

    def _clear_in_time(self, mode: QClipboard.Mode) -> None:
        copied = self._copied.pop(mode, b"")
        # A program that keeps copies of the clipboard may have put ours back as its own.
        if self._is_ours(mode) or _digest(self._clipboard.text(mode)) == copied:
            self._clipboard.clear(mode)

    def _is_ours(self, mode: QClipboard.Mode) -> bool:
        if mode == QClipboard.Mode.Selection:
            return self._clipboard.ownsSelection()
        return self._clipboard.ownsClipboard()


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
