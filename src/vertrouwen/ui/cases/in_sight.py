"""Scrolling to a form that was opened."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QScrollArea, QWidget

_LAID_OUT_MS, _SETTLED_MS = 10, 300
"""When to look where a form that was opened came to stand, and when to stop following it."""


def bring_in_sight(widget: QWidget) -> None:
    """Scroll so that a form is seen as far as it fits, its top before all."""
    area: QWidget | None = widget
    while area is not None and not isinstance(area, QScrollArea):
        area = area.parentWidget()
    if area is None:
        return
    scroll_area = area
    # The layout settles in a few turns of the event loop; the bar tells when it grew.
    look = QTimer(area)
    look.setSingleShot(True)
    look.setInterval(_LAID_OUT_MS)

    def scroll() -> None:
        if not (shiboken6.isValid(widget) and shiboken6.isValid(scroll_area)):
            return
        bar, content = scroll_area.verticalScrollBar(), scroll_area.widget()
        if content is None:
            return
        top = widget.mapTo(content, QPoint(0, 0)).y() - 8
        bottom = top + widget.height() + 20
        if top < bar.value() or bottom > bar.value() + scroll_area.viewport().height():
            bar.setValue(top)

    look.timeout.connect(scroll)
    grown = area.verticalScrollBar().rangeChanged
    following = grown.connect(lambda _low, _high: look.start())
    look.start()

    def stop() -> None:
        scroll_area.verticalScrollBar().rangeChanged.disconnect(following)
        look.deleteLater()

    QTimer.singleShot(_SETTLED_MS, look, stop)
