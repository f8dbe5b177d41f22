"""The age of the newest good backup, always in sight at the foot of the sidebar."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy

from vertrouwen.language import _
from vertrouwen.ui.backup_words import BackupState, age
from vertrouwen.ui.theme import theme
from vertrouwen.ui.widgets import PushButton

_WIDTH, _HEIGHT = 192, 52


class BackupAge(PushButton):
    """Says how old the newest good backup is; amber when it is old or a folder needs care."""

    def __init__(self) -> None:
        """Make it; it is shown once there is something to say."""
        super().__init__("")
        self.setAccessibleName(_("Reservekopie"))
        self.hide()
        self._needs_care = True
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def needs_care(self) -> bool:
        """Whether it is drawn in amber."""
        return self._needs_care

    def show_state(self, state: BackupState, today: date) -> None:
        """Show and say how the backups are doing.

        Args:
            state: of the newest good one and of the folders.
            today: the present day.
        """
        self._needs_care = state.needs_care(today)
        self.setText(age(state.made_at, today))
        name = _("Reservekopie: {age}").format(age=self.text())
        if self._needs_care:
            name = _("{name}. Vraagt aandacht").format(name=name)
        self.setAccessibleName(name)
        self.setToolTip(_("Naar de reservekopieën in de instellingen"))
        self.setAccessibleDescription(self.toolTip())
        self.show()
        self.update()

    def sizeHint(self) -> QSize:
        """Return two lines."""
        return QSize(_WIDTH, theme().px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return the same."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw an icon and two lines."""
        px, color = theme().px, theme().color
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("neutral"))
            painter.drawRoundedRect(rect, 7, 7)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(color("accent"), 2))
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        icon, ink = ("alert-triangle", "amber") if self._needs_care else ("circle-check", "ink2")
        pixmap = theme().pixmap(icon, ink, 20, self.devicePixelRatioF())
        painter.drawPixmap(QPoint(14, (self.height() - px(20)) // 2), pixmap)
        left = 14 + px(20) + 11
        middle = self.height() // 2
        shade = "amber" if self._needs_care else "ink2"
        for top, words, font, ink in (
            (middle - px(19), _("Reservekopie"), theme().font("small"), "ink2"),
            (middle, self.text(), theme().font("medium"), shade),
        ):
            painter.setFont(font)
            painter.setPen(color(ink))
            place = QRect(left, top, self.width() - left - 4, px(19))
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, words)
