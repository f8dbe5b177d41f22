"""The main column of a case: what was left unfinished, a form on top, the filter, the story."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from vertrouwen.language import _
from vertrouwen.ui.cases.desk import CaseDesk
from vertrouwen.ui.cases.story import StoryView
from vertrouwen.ui.cases.timeline import sections
from vertrouwen.ui.widgets import Banner, Column, Label, SegmentedFilter


class StoryColumn(Column):
    """The story of a case, newest above, with room for one form above it.

    Signals:
        filtered: another part of the story was asked for.
    """

    filtered = Signal()

    def __init__(self) -> None:
        """Make the empty column."""
        super().__init__(spacing=14)
        self.offer = Banner("", tone="accent", action=_("Verder schrijven"))
        self.filter = SegmentedFilter(
            [
                ("all", _("Alles")),
                ("contact", _("Contact")),
                ("consent", _("Toestemming")),
                ("step", _("Stappen")),
                ("note", _("Notities")),
            ]
        )
        self.filter.setAccessibleName(_("Wat de tijdlijn laat zien"))
        self.filter.selected.connect(lambda _code: self.filtered.emit())
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.filter)
        line.addStretch(1)
        line.addWidget(Label(_("Nieuwste boven"), "secondary", "ink3"))
        self._filter_line = QWidget()
        self._filter_line.setLayout(line)
        self.timeline = StoryView()
        self.timeline.setAccessibleName(_("Tijdlijn"))
        self._form_place = Column(spacing=0)
        self._form_place.hide()
        for widget in (self.offer, self._form_place, self._filter_line, self.timeline):
            self.add(widget)
        self.add_stretch()

    def show_case(self, desk: CaseDesk) -> None:
        """Show the part of the story that the filter asks for."""
        self.timeline.set_sections(sections(desk, str(self.filter.value())))

    def has_entry(self, desk: CaseDesk, key: str) -> bool:
        """Whether the filter lets an entry through."""
        shown = sections(desk, str(self.filter.value()))
        return any(entry.key == key for _name, entries in shown for entry in entries)

    def open_under(self, desk: CaseDesk, key: str, form: QWidget) -> None:
        """Show a form under an entry, and the whole story when the filter hides that entry."""
        if not self.has_entry(desk, key):
            self.filter.set_value("all")
            self.show_case(desk)
        self.timeline.open_inline(key, form)

    def open_above(self, form: QWidget, is_page: bool) -> None:
        """Show a form above the story, or in place of it."""
        self._form_place.add(form)
        self._form_place.show()
        self.timeline.setVisible(not is_page)
        self._filter_line.setVisible(not is_page)

    def close_above(self) -> None:
        """Give the room back to the story."""
        self._form_place.hide()
        self.timeline.show()
        self._filter_line.show()
