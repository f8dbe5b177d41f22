"""The row of search and filters above the list of cases."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vertrouwen.domain.organisation import OrganisationId
from vertrouwen.domain.vocabulary import Vocabulary
from vertrouwen.language import _
from vertrouwen.services.list_cases import CaseFilter
from vertrouwen.ui.cases.words import items
from vertrouwen.ui.hidden_names import hidden_client
from vertrouwen.ui.widgets import CheckBox, ComboField, Label, LinkButton, SearchField

_LEAST_SEARCH = 190
"""Pixels that the search field keeps in a narrow window."""
_EVERY_COUNTRY = "BE"
"""The wider list of codes: cases of every client are found."""


class CaseFilters(QWidget):
    """Words, client, status and track; together they say which cases are asked for.

    Signals:
        changed: other cases are asked for.
        clear_clicked: everything is wanted again.
    """

    changed = Signal()
    clear_clicked = Signal()

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Make the row, with nothing filtered."""
        super().__init__()
        self.searched = ""
        self.order: Literal["recent", "relevance"] = "recent"
        self._organisations: list[tuple[str, str]] = []
        self.search = SearchField(_("Woord of nummer"))
        self.search.setAccessibleName(_("Zoeken in zaken"))
        self.search.setMinimumWidth(_LEAST_SEARCH)
        self.search.searched.connect(self._search)
        self.organisation = ComboField([], placeholder=_("Alle"))
        states = items(vocabulary, "case_state", _EVERY_COUNTRY)
        self.state = ComboField(states, placeholder=_("Lopend"))
        tracks = items(vocabulary, "track", _EVERY_COUNTRY)
        self.track = ComboField(tracks, placeholder=_("Alle"))
        self.closed = CheckBox(_("Ook gesloten zaken"))
        self.closed.edited.connect(self.changed)
        self.clear_button = LinkButton(_("Wissen"), icon="x")
        self.clear_button.clicked.connect(self.clear_clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(14)
        cells: list[tuple[str, QWidget, int]] = [
            (_("Zoeken in zaken"), self.search, 5),
            (_("Organisatie"), self.organisation, 3),
            (_("Status"), self.state, 3),
            (_("Spoor"), self.track, 3),
        ]
        for caption, widget, share in cells:
            cell = QVBoxLayout()
            cell.setSpacing(5)
            label = Label(caption, "secondary_medium", "ink2")
            label.setBuddy(widget)
            cell.addWidget(label)
            cell.addWidget(widget)
            row.addLayout(cell, share)
            if isinstance(widget, ComboField):
                widget.setAccessibleName(caption)
                widget.setMinimumContentsLength(5)
                widget.edited.connect(self.changed)
        row.addSpacing(8)
        row.addWidget(self.clear_button, 0, Qt.AlignmentFlag.AlignBottom)

    def value(self) -> CaseFilter:
        """Return what is asked for now."""
        state = self.state.value()
        return CaseFilter(
            text=self.searched,
            organisation_id=self.organisation_id(),
            track=self.track.value(),
            state=state,
            include_closed=self.closed.value() or state == "afgesloten",
            order=self.order if self.searched else "recent",
        )

    def organisation_id(self) -> OrganisationId | None:
        """Return the client that is filtered on, if any."""
        chosen = self.organisation.value()
        return OrganisationId(int(chosen)) if chosen else None

    def offer(self, organisations: list[tuple[str, str]], is_private: bool) -> None:
        """Offer these clients: id and name; in privacy mode by a number only."""
        self._organisations = organisations
        self.hide_names(is_private)

    def hide_names(self, is_private: bool) -> None:
        """Show clients by name, or by a number."""
        shown = self._organisations
        if is_private:
            shown = [(code, hidden_client(code)) for code, _name in shown]
        self.organisation.set_items(shown)

    def choose_organisation(self, code: str) -> None:
        """Filter on one client only, also before the clients are known."""
        self.clear()
        known = dict(self._organisations)
        if code not in known:
            self.organisation.set_items([*self._organisations, (code, code)])
        self.organisation.set_value(code)

    def switch_order(self) -> None:
        """Sort by the newest contact, or by how well the words fit."""
        self.order = "relevance" if self.order == "recent" else "recent"
        self.changed.emit()

    def clear(self) -> None:
        """Take words and filters away, without asking for other cases yet."""
        for control in (self.organisation, self.state, self.track):
            control.set_value(None)
        self.closed.set_value(False)
        self.search.setText("")
        self.searched = ""

    def _search(self, text: str) -> None:
        if text.strip() != self.searched:
            self.searched = text.strip()
            self.changed.emit()
