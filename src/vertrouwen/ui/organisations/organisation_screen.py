"""One client: profile, units with headcounts, and the reports it was given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from vertrouwen.domain.errors import DomainError
from vertrouwen.domain.organisation import Organisation, OrganisationId, ReportingPeriod
from vertrouwen.language import _, grouped, ngettext
from vertrouwen.services.edit_organisations import change_organisation
from vertrouwen.services.practice import Practice
from vertrouwen.services.read_organisations import OrganisationView, organisation
from vertrouwen.ui.countries import countries
from vertrouwen.ui.hidden_names import hidden_client
from vertrouwen.ui.kept_draft import KeptDraft
from vertrouwen.ui.organisations import profile_form
from vertrouwen.ui.organisations.units_card import UnitsCard
from vertrouwen.ui.screen import Route, Screen, Shell
from vertrouwen.ui.widgets import (
    Button,
    Card,
    Column,
    FactRow,
    FormPanel,
    ListRow,
    PageHeader,
    PrimaryButton,
    RowList,
    TwoColumns,
    WrapLabel,
    format_date,
)


class OrganisationScreen(Screen):
    """The page of one client; no way leads from a unit to its cases."""

    key = "organisation"
    place = "organisations"

    def __init__(self, shell: Shell, practice: Practice) -> None:
        super().__init__(shell)
        self._practice = practice
        self._id: OrganisationId | None = None
        self._view: OrganisationView | None = None
        self._header = PageHeader("", back=_("Organisaties"))
        self._header.back_clicked.connect(shell.navigator.back)
        report = Button(_("Verslag"), icon="clipboard-data")
        report.clicked.connect(self._open_report)
        self._header.add_action(report)
        self._new = PrimaryButton(_("Nieuw contact"), icon="plus", shortcut="Ctrl+N")
        self._new.clicked.connect(self.primary_new)
        self._header.add_action(self._new)
        self.page.addWidget(self._header)
        self._main = Column(spacing=16)
        self._side = Column(spacing=16)
        self._columns = TwoColumns(self._main, self._side, side_first=False)
        self.page.addWidget(self._columns, 1)
        self._form: FormPanel | None = None

    def title(self) -> str:
        """Return the name of the place, never that of the client."""
        return _("Organisatie")

    def regions(self) -> list[QWidget]:
        """Return what F6 walks through."""
        return [self._columns.main, self._columns.side]

    def open(self, route: Route) -> None:
        """Show one client."""
        self.leave()
        self._close_form()
        self._id = OrganisationId(route.id) if route.id is not None else None
        self.refresh()

    def refresh(self) -> None:
        """Read the client again."""
        if self._id is not None:
            wanted = self._id
            self.run(lambda: organisation(self._practice, wanted), self._show)

    def primary_new(self) -> None:
        """Open the form for a new contact with somebody of this client."""
        self.shell.navigator.go(Route("new_contact", extra={"organisation": self._id}))

    def leave(self) -> None:
        """Hand out what is being typed."""
        for form in self.findChildren(FormPanel):
            form.flush_draft()

    def _privacy_changed(self, _is_on: bool) -> None:
        self.refresh()

    def _open_report(self) -> None:
        if self._id is not None:
            self.shell.navigator.go(Route("report", self._id))

    def _show(self, view: OrganisationView) -> None:
        self._view = view
        hidden = self.shell.privacy.is_on
        name = view.organisation.name
        self._header.set_title(hidden_client(view.organisation.id) if hidden else name)
        meta = [
            (
                "folder",
                ngettext("{n} lopende zaak", "{n} lopende zaken", view.open_cases).format(
                    n=view.open_cases
                ),
            )
        ]
        people = [h for h in view.headcounts if h.unit_id is None]
        if people:
            latest = max(people, key=lambda h: h.year)
            meta.insert(
                0,
                (
                    "users",
                    ngettext(
                        "{n} medewerker ({year})", "{n} medewerkers ({year})", latest.employees
                    ).format(n=grouped(latest.employees), year=latest.year),
                ),
            )
        if not view.organisation.is_active:
            meta.append(("archive", _("niet meer actief")))
        self._header.set_meta(meta)
        self._main.clear()
        self._side.clear()
        if self._form is None:
            self._side.add(self._profile_card(view.organisation))
        units = UnitsCard(self, self._practice, view)
        self._main.add(units)
        self._main.add(self._reports_card(view))
        self._main.add_stretch()
        if view.organisation.note:
            card = Card(_("Afspraken"))
            card.add(WrapLabel(view.organisation.note))
            self._side.add(card)
        self._side.add_stretch()

    def _profile_card(self, shown: Organisation) -> Card:
        card = Card(_("Profiel"))
        rows = (
            (_("Sector"), shown.sector or _("niet ingevuld")),
            (_("Land"), dict(countries())[shown.country]),
            (
                _("Verslagperiode"),
                dict(profile_form.reporting_periods())[shown.reporting_period.value],
            ),
            (_("Het verslag telt"), dict(profile_form.counting_units())[shown.counting_unit]),
            (_("Bewaren"), dict(profile_form.retention_profiles())[shown.retention_profile]),
        )
        for label, value in rows:
            card.add(FactRow(label, value))
        change = Button(_("Profiel wijzigen"), icon="pencil")
        change.clicked.connect(self._open_form)
        card.body.addSpacing(4)
        card.body.addWidget(change, 0, Qt.AlignmentFlag.AlignLeft)
        active = Button(
            _("Opdracht beëindigen") if shown.is_active else _("Opdracht hervatten"),
            icon="archive",
        )
        active.clicked.connect(lambda: self.write(replace(shown, is_active=not shown.is_active)))
        card.body.addWidget(active, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _reports_card(self, view: OrganisationView) -> Card:
        card = Card(_("Verslagen"))
        if not view.editions:
            card.add(WrapLabel(_("Er is nog geen verslag vastgesteld."), role="secondary"))
            return card
        rows = RowList()
        made: list[ListRow] = []
        for edition in view.editions:
            meta = _("Vastgesteld op {day}").format(day=format_date(edition.released_on))
            row = ListRow(
                icon="clipboard-data",
                title=edition.label,
                meta=_("{released}, ingetrokken").format(released=meta)
                if edition.is_withdrawn
                else meta,
            )
            row.activated.connect(self._open_report)
            made.append(row)
        rows.set_rows(made)
        card.add(rows)
        return card

    def _open_form(self) -> None:
        if self._view is None or self._form is not None:
            return
        form = FormPanel(_("Profiel wijzigen"), confirm=_("Opslaan"))
        shown = self._view.organisation
        profile_form.add_profile_fields(form, country=shown.country, organisation=shown)
        form.confirmed.connect(self._save)
        form.closed.connect(self._close_form)
        self._draft = KeptDraft(
            form, self.shell, self._practice, f"organisation:{shown.id}:profile"
        )
        self._form = form
        self._new.set_primary(False)
        self._main.box.insertWidget(0, form)
        self._draft.begin()
        form.focus_first()

    def _close_form(self) -> None:
        if self._form is not None:
            self._form.setParent(None)
            self._form.deleteLater()
            self._form = None
            self._new.set_primary(True)

    def _save(self) -> None:
        if self._form is None or self._view is None:
            return
        values: dict[str, Any] = self._form.values()
        values["reporting_period"] = ReportingPeriod(values["reporting_period"])
        self._form.set_busy(True)
        try:
            changed = replace(self._view.organisation, **values)
        except DomainError as error:
            self._refused(error)
            return
        self.write(changed, self._refused)

    def write(
        self, changed: Organisation, failed: Callable[[Exception], None] | None = None
    ) -> None:
        """Store a changed profile; a failure that no form shows is told by the window."""
        self.run(lambda: change_organisation(self._practice, changed), self._saved, failed)

    def _saved(self, _change: object) -> None:
        if self._form is not None:
            self._draft.drop()
        self._close_form()
        self.shell.announce(_("Opgeslagen."))
        self.refresh()

    def _refused(self, error: Exception) -> None:
        if self._form is not None:
            self._form.refuse(error)
