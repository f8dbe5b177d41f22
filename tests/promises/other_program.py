"""Another program on the same screen, that copies and pastes as it is told on standard input.

copy TEXT   puts a text on the clipboard
keep        puts what is there back as its own, as programs with a history of it do
look        prints the formats and the text that are offered, as JSON
"""

from __future__ import annotations

import json
import sys
import threading

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication


class Other(QObject):
    """Does what it is told, one line at a time.

    Signals:
        told: a line.
    """

    told = Signal(str)

    def __init__(self) -> None:
        """Listen to standard input; its end is the end."""
        super().__init__()
        self._clipboard = QGuiApplication.clipboard()
        self.told.connect(self._do, Qt.ConnectionType.QueuedConnection)
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        for line in sys.stdin:
            self.told.emit(line.rstrip("\n"))
        self.told.emit("leave")

    def _do(self, line: str) -> None:
        word, _space, text = line.partition(" ")
        answer: object = "done"
        if word == "copy":
            self._clipboard.setText(text)
        elif word == "keep":
            self._clipboard.setText(self._clipboard.text())
        elif word == "look":
            data = self._clipboard.mimeData()
            answer = {
                "text": data.text(),
                "formats": {name: bytes(data.data(name).data()).hex() for name in data.formats()},
            }
        else:
            QGuiApplication.quit()
            return
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    app = QGuiApplication([])
    other = Other()
    sys.exit(app.exec())
