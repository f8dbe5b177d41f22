"""The list of client organisations, with the form for a new one."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from vertrouwen.language import _, grouped, ngettext
from vertrouwen.services.edit_organisations import NewOrganisation, add_organisation
from vertrouwen.services.practice import Change, Practice, Profile
from vertrouwen.services.read_organisations import OrganisationRow, organisations
from vertrouwen.ui.hidden_names import hidden_client
from vertrouwen.ui.kept_draft import KeptDraft
from vertrouwen.ui.organisations.profile_form import add_profile_fields
from vertrouwen.ui.screen import Route, Screen, Shell
from vertrouwen.ui.widgets import (
    Button,
    Card,
    Column,
    EmptyState,
    FormPanel,
    ListRow,
    PageHeader,
    PrimaryButton,
    RowList,
    ScrollColumn,
)


class OrganisationsScreen(Screen):
    """All clients, by name."""

    key = "organisations"
    place = "organisations"

    def __init__(self, shell: Shell, practice: Practice) -> None:
        super().__init__(shell)
        self._practice = practice
        self._form: FormPanel | None = None
        self._opens_form = False
        header = PageHeader(_("Organisaties"))
        bring_in = Button(_("Registratie inlezen"), icon="file-import")
        bring_in.clicked.connect(lambda: shell.navigator.go(Route("import")))
        self._new = PrimaryButton(_("Nieuwe organisatie"), icon="plus", shortcut="Ctrl+N")
        self._new.clicked.connect(self.primary_new)
        header.add_action(bring_in)
        header.add_action(self._new)
        self._header = header
        self.page.addWidget(header)
        self._scroll = ScrollColumn()
        self.page.addWidget(self._scroll, 1)
        self._form_place = Column()
        self._list_place = Column()
        self._scroll.add(self._form_place)
        self._scroll.add(self._list_place)
        self._scroll.column.add_stretch()

    def title(self) -> str:
        """Return the name of the place."""
        return _("Organisaties")

    def regions(self) -> list[QWidget]:
        """Return what F6 walks through."""
        return [self._scroll]

    def open(self, route: Route) -> None:
        """Show the list; with `new` in the route the form as well."""
        self._opens_form = bool(route.extra.get("new"))
        self.refresh()

    def refresh(self) -> None:
        """Read the clients again."""
        self.run(lambda: organisations(self._practice), self._show)

    def primary_new(self) -> None:
        """Open the form for a new client."""
        if self._form is not None:
            self._form.focus_first()
            return
        self.run(self._practice.profile, self._open_form)

    def _open_form(self, adviser: Profile) -> None:
        if self._form is not None:
            return  # asked for twice before the first answer
        form = FormPanel(_("Nieuwe organisatie"), confirm=_("Organisatie toevoegen"))
        add_profile_fields(form, country=adviser.country)
        form.confirmed.connect(self._add)
        form.closed.connect(self._close_form)
        self._draft = KeptDraft(form, self.shell, self._practice, "organisation:new")
        self._form = form
        self._new.set_primary(False)
        self._form_place.add(form)
        self._draft.begin()
        form.focus_first()

    def leave(self) -> None:
        """Hand out what is being typed."""
        if self._form is not None:
            self._form.flush_draft()

    def _privacy_changed(self, _is_on: bool) -> None:
        self.refresh()

    def _close_form(self) -> None:
        if self._form is not None:
            self._form.deleteLater()
            self._form = None
            self._new.set_primary(True)

    def _add(self) -> None:
        if self._form is None:
            return
        values: dict[str, Any] = self._form.values()
        self._form.set_busy(True)
        self.run(
            lambda: add_organisation(self._practice, NewOrganisation(**values)),
            self._added,
            self._refused,
        )

    def _added(self, change: Change) -> None:
        self._draft.drop()
        self._close_form()
        self.shell.notify(_("Organisatie toegevoegd."))
        self.shell.navigator.go(Route("organisation", change.organisation_id))

    def _refused(self, error: Exception) -> None:
        if self._form is not None:
            self._form.refuse(error)

    def _show(self, rows: list[OrganisationRow]) -> None:
        open_cases = sum(row.open_cases for row in rows)
        self._header.set_meta(
            ngettext("{n} organisatie", "{n} organisaties", len(rows)).format(n=len(rows))
            + ", "
            + ngettext("{n} lopende zaak", "{n} lopende zaken", open_cases).format(n=open_cases)
        )
        self._list_place.clear()
        if rows:
            card = Card()
            list_ = RowList()
            list_.set_rows([self._row(row) for row in rows])
            card.add(list_)
            self._list_place.add(card)
        else:
            empty = EmptyState(
                "building",
                _("Nog geen organisaties"),
                _("Voeg de organisatie toe waarvoor u vertrouwenspersoon bent."),
                action=_("Nieuwe organisatie"),
                shortcut="Ctrl+N",
                link=_("Registratie inlezen"),
            )
            empty.action_clicked.connect(self.primary_new)
            empty.link_clicked.connect(lambda: self.shell.navigator.go(Route("import")))
            self._list_place.add(empty)
        if self._opens_form:
            self._opens_form = False
            self.primary_new()

    def _row(self, row: OrganisationRow) -> ListRow:
        hidden = self.shell.privacy.is_on
        parts = [row.sector, _("België") if row.country == "BE" else ""]
        if row.employees is not None:
            parts.append(
                ngettext("{n} medewerker", "{n} medewerkers", row.employees).format(
                    n=grouped(row.employees)
                )
            )
        if not row.is_active:
            parts.append(_("niet meer actief"))
        item = ListRow(
            icon="building",
            title=hidden_client(row.id) if hidden else row.name,
            meta="" if hidden else ", ".join(p for p in parts if p),
            aside=ngettext("{n} lopende zaak", "{n} lopende zaken", row.open_cases).format(
                n=row.open_cases
            ),
        )
        item.activated.connect(lambda: self.shell.navigator.go(Route("organisation", row.id)))
        return item
