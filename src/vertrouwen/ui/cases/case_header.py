"""The line of context under a case's number, with the way to the reporter's name."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from vertrouwen.language import _, ngettext
from vertrouwen.ui.cases.desk import CaseDesk
from vertrouwen.ui.widgets import ElidedLabel, FlowLayout, Icon, LinkButton, clear_layout


class ContextLine(QWidget):
    """Organisation, track, days open, reporter; the name only behind "Toon naam".

    Signals:
        name_toggled: the adviser wants to see the name, or to hide it again.
    """

    name_toggled = Signal()

    def __init__(self) -> None:
        """Make the empty line."""
        super().__init__()
        self._flow = FlowLayout(spacing=20)
        self.setLayout(self._flow)
        self.name_link: LinkButton | None = None

    def show_case(self, desk: CaseDesk, shows_name: bool) -> None:
        """Show the context of a case."""
        had_focus = self.name_link is not None and self.name_link.hasFocus()
        clear_layout(self._flow)
        case = desk.case
        self.name_link = None
        if not desk.shell.privacy.is_on:
            unit = f", {case.unit.name}" if case.unit is not None else ""
            self._add("building", case.organisation.name + unit)
        self._add("route", desk.label("track", case.facts.track))
        days = ngettext("{count} dag open", "{count} dagen open", case.days_open)
        self._add("clock", days.format(count=case.days_open))
        self._add("user-shield", _reporter_words(desk, shows_name))
        if case.reporter.is_named and not desk.shell.privacy.is_on:
            self.name_link = LinkButton(_("Verberg naam") if shows_name else _("Toon naam"))
            self.name_link.clicked.connect(self.name_toggled)
            self._flow.addWidget(self.name_link)
            self.name_link.show()
            if had_focus:
                self.name_link.setFocus()
        self.updateGeometry()

    def _add(self, icon: str, words: str) -> None:
        item = QWidget()
        row = QHBoxLayout(item)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(Icon(icon, "ink3", 17))
        row.addWidget(ElidedLabel(words, "body", "ink2"))
        self._flow.addWidget(item)


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
