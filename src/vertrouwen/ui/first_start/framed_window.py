"""A window that leads through steps, before there is a practice to show or in its place."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from vertrouwen.ui.first_start.frame import Frame


class FramedWindow(QWidget):
    """A window that is one frame; whoever is one shows the pages in it.

    Attributes:
        frame: around each page.
    """

    def __init__(self, steps: Sequence[str]) -> None:
        """Make the window, without a page yet.

        Args:
            steps: their names.
        """
        super().__init__()
        self.setWindowTitle("Vertrouwen")
        self.setMinimumSize(1024, 680)
        self.frame = Frame(steps)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.frame)
