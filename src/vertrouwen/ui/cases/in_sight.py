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
    bar, viewport, content = area.verticalScrollBar(), area.viewport(), area.widget()

    def scroll() -> None:
        if content is None or not shiboken6.isValid(widget):
            return
        top = widget.mapTo(content, QPoint(0, 0)).y() - 8
        bottom = top + widget.height() + 20
        if top < bar.value() or bottom > bar.value() + viewport.height():
            bar.setValue(top)

    # The layout settles in a few turns of the event loop; the bar tells when it grew.
    look = QTimer(bar)
    look.setSingleShot(True)
    look.setInterval(_LAID_OUT_MS)
    look.timeout.connect(scroll)
    following = bar.rangeChanged.connect(lambda _low, _high: look.start())
    look.start()

    def stop() -> None:
        bar.rangeChanged.disconnect(following)
        look.deleteLater()

    QTimer.singleShot(_SETTLED_MS, bar, stop)
