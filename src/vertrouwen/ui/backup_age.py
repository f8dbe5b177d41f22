"""The age of the newest good backup, always in sight at the foot of the sidebar."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent

from vertrouwen.language import _
from vertrouwen.ui.backup_words import BackupState, age
from vertrouwen.ui.sidebar_row import SidebarRow
from vertrouwen.ui.theme import theme

_HEIGHT = 52


class BackupAge(SidebarRow):
    """Says how old the newest good backup is; amber when it is old or a folder needs care."""

    def __init__(self) -> None:
        """Make it; it is shown once there is something to say."""
        super().__init__("", _HEIGHT)
        self.setAccessibleName(_("Reservekopie"))
        self.hide()
        self._needs_care = True

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

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw an icon and two lines."""
        px, color = theme().px, theme().color
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse():
            self.paint_hover(painter)
        if self.hasFocus():
            self.paint_focus(painter)
        icon, shade = ("alert-triangle", "amber") if self._needs_care else ("circle-check", "ink2")
        self.paint_icon(painter, icon, shade)
        left, middle = self.words_left, self.height() // 2
        for top, words, font, ink in (
            (middle - px(19), _("Reservekopie"), theme().font("small"), "ink2"),
            (middle, self.text(), theme().font("medium"), shade),
        ):
            painter.setFont(font)
            painter.setPen(color(ink))
            place = QRect(left, top, self.width() - left - 4, px(19))
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, words)
