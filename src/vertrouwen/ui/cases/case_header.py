"""The line of context under a case's number, with the way to the reporter's name."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from vertrouwen.language import _, ngettext
from vertrouwen.ui.cases.desk import CaseDesk
from vertrouwen.ui.widgets import ElidedLabel, Icon, LinkButton, clear_layout


class ContextLine(QWidget):
    """Organisation, track, days open, reporter; the name only behind "Toon naam".

    Signals:
        name_toggled: the adviser wants to see the name, or to hide it again.
    """

    name_toggled = Signal()

    def __init__(self) -> None:
        """Make the empty line."""
        super().__init__()
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(4)
        self._case, self._person = QHBoxLayout(), QHBoxLayout()
        for row in (self._case, self._person):
            row.setSpacing(8)
            self._box.addLayout(row)
        self._box.addStretch(1)
        self.name_link: LinkButton | None = None

    def show_case(self, desk: CaseDesk, shows_name: bool) -> None:
        """Show the context of a case."""
        had_focus = self.name_link is not None and self.name_link.hasFocus()
        clear_layout(self._case)
        clear_layout(self._person)
        case = desk.case
        self.name_link = None
        if not desk.shell.privacy.is_on:
            unit = f", {case.unit.name}" if case.unit is not None else ""
            _add(self._case, "building", case.organisation.name + unit)
        _add(self._case, "route", desk.label("track", case.facts.track))
        days = ngettext("{count} dag open", "{count} dagen open", case.days_open)
        _add(self._case, "clock", days.format(count=case.days_open))
        self._case.addSpacing(10)
        _add(self._person, "user-shield", _reporter_words(desk, shows_name))
        if case.reporter.is_named and not desk.shell.privacy.is_on:
            self.name_link = LinkButton(_("Verberg naam") if shows_name else _("Toon naam"))
            self.name_link.clicked.connect(self.name_toggled)
            self._person.addWidget(self.name_link)
            if had_focus:
                self.name_link.setFocus()
        self._person.addStretch(1)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the reporter on a line of its own where there is no room."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        needed = self._case.sizeHint().width() + self._person.sizeHint().width() + 8
        direction = QBoxLayout.Direction
        is_long = needed > self.width()
        self._box.setDirection(direction.TopToBottom if is_long else direction.LeftToRight)


def _add(row: QHBoxLayout, icon: str, words: str) -> None:
    if row.count():
        row.addSpacing(10)
    row.addWidget(Icon(icon, "ink3", 17))
    row.addWidget(ElidedLabel(words, "body", "ink2"))


def _reporter_words(desk: CaseDesk, shows_name: bool) -> str:
    reporter = desk.case.reporter
    if reporter.identity.value == "anoniem":
        return _("Melder: anoniem")
    if not reporter.is_named:
        return _("Melder: {alias}").format(alias=reporter.alias)
    if shows_name and not desk.shell.privacy.is_on:
        known = ", ".join(part for part in (reporter.name, reporter.reach) if part)
        return _("Melder: {alias} ({known})").format(alias=reporter.alias, known=known)
    return _("Melder: {alias} (naam verborgen)").format(alias=reporter.alias)
