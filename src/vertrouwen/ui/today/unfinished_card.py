"""What the adviser began and did not finish: one row each, which goes on with it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal

from vertrouwen.language import _
from vertrouwen.services.read_unfinished import Unfinished
from vertrouwen.ui.screen import Route
from vertrouwen.ui.widgets import Card, Column, ListRow, RowList, SectionLabel


class UnfinishedCard(Column):
    """Says what was begun, never what was typed.

    Signals:
        chosen: where to go on with it (`Route`).
    """

    chosen = Signal(object)

    def __init__(self, found: Sequence[Unfinished]) -> None:
        """Make a row for each."""
        super().__init__(spacing=8)
        self.add(SectionLabel(_("Nog niet af"), aside=_("concept bewaard")))
        self.rows: list[ListRow] = []
        for one in found:
            title, meta = words_of(one)
            row = ListRow(icon="pencil", title=title, meta=meta)
            row.activated.connect(partial(self.chosen.emit, route_of(one)))
            self.rows.append(row)
        rows = RowList()
        rows.set_rows(self.rows)
        card = Card()
        card.add(rows)
        self.add(card)


def words_of(one: Unfinished) -> tuple[str, str]:
    """Return what was begun, and the line below it."""
    if one.what == "case":
        # Imported here: the first screen does without the forms of a case, mostly.
        from vertrouwen.ui.cases.forms import form_title

        form = form_title(one.form)
        return str(one.case_number), form[:1].upper() + form[1:]
    titles = {
        "new_contact": _("Nieuw contact"),
        "organisation": _("Organisatie"),
        "given": _("Cijfers die u zelf gaf"),
        "import": _("Registratie inlezen"),
        "settings": _("Uw praktijk"),
    }
    return titles.get(one.what, _("Een formulier")), ""


def route_of(one: Unfinished) -> Route:
    """Return where it is gone on with."""
    if one.what == "organisation" and one.id is None:
        return Route("organisations", extra={"new": True})
    if one.what in ("case", "organisation"):
        return Route(one.what, one.id)
    return Route({"given": "reports"}.get(one.what, one.what))
