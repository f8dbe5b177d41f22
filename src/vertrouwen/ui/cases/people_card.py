"""The card of the other people in a case, by alias and relation; names only when asked for."""

from __future__ import annotations

from PySide6.QtCore import Signal

from vertrouwen.language import _
from vertrouwen.ui.cases.desk import CaseDesk
from vertrouwen.ui.widgets import Card, Column, FactRow


class PeopleCard(Card):
    """Everybody but the reporter.

    Signals:
        edit_asked: the person (id) whose entry is to be changed.
    """

    edit_asked = Signal(int)

    def __init__(self) -> None:
        """Make the empty card."""
        super().__init__(_("Andere betrokkenen"))
        self._rows = Column(spacing=4)
        self.add(self._rows)

    def show_case(self, desk: CaseDesk, shows_names: bool) -> None:
        """Show the people; the card hides itself when there is nobody."""
        self._rows.clear()
        for party in desk.case.parties:
            words = desk.label("relation", party.relation)
            if shows_names and party.name:
                words = f"{party.name}, {desk.word('relation', party.relation)}"
            is_open = desk.case.closed_on is None
            row = FactRow(party.alias, words, _("Wijzigen") if is_open else "")
            party_id = int(party.id)
            row.action_clicked.connect(lambda p=party_id: self.edit_asked.emit(p))
            self._rows.add(row)
        self.setVisible(bool(desk.case.parties))
