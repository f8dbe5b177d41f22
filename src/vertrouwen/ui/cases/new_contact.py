"""The form "Nieuw contact", from anywhere: a new case begins with a contact."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from vertrouwen.domain.organisation import OrganisationId, UnitId
from vertrouwen.domain.people import Identity
from vertrouwen.language import _
from vertrouwen.services.open_case import FileConsent, NewCase, open_case
from vertrouwen.services.practice import Change, Practice
from vertrouwen.services.read_organisations import (
    OrganisationRow,
    OrganisationView,
    organisation,
    organisations,
)
from vertrouwen.ui.cases import words
from vertrouwen.ui.cases.case_form import CaseForm
from vertrouwen.ui.cases.text_fields import FILE, PERSONAL
from vertrouwen.ui.hidden_names import hidden_client
from vertrouwen.ui.screen import Route, Screen, Shell
from vertrouwen.ui.widgets import (
    CheckBox,
    ComboField,
    DateField,
    EmptyState,
    Field,
    NumberField,
    PageHeader,
    RadioGroup,
    ScrollColumn,
    TextArea,
    TextField,
    TimeField,
)

DRAFT_KEY = "new_contact"


class NewContactForm(CaseForm):
    """Organisation, moment, channel, kind, who, consent to keep a file, minutes, text.

    Consent is not chosen beforehand: the box is empty, and so is its form.
    """

    def __init__(
        self,
        shell: Shell,
        practice: Practice,
        rows: list[OrganisationRow],
        chosen: OrganisationId | None,
    ) -> None:
        """Make the form.

        Args:
            shell: the window.
            practice: the verbs.
            rows: the client organisations on offer; at least one.
            chosen: the one that is filled in, if the adviser came from it.
        """
        super().__init__(
            shell,
            practice,
            DRAFT_KEY,
            title="",
            confirm=_("Contact vastleggen"),
            icon="message",
        )
        self._unit_of_draft: str | None = None
        self.setAccessibleName(_("Nieuw contact"))
        self._countries = {str(row.id): row.country for row in rows}
        self._names = [(str(row.id), row.name) for row in rows if row.is_active]
        self._build_client(chosen)
        self._build_moment()
        self._build_person()
        self._build_text()
        self.organisation.edited.connect(self._follow_organisation)
        self.identity.edited.connect(self._follow_identity)
        self.keeps_file.edited.connect(self._follow_consent)
        self.place.edited.connect(self._follow_place)
        self._follow_organisation()
        self._follow_identity()
        self._follow_consent()

    # ------------------------------------------------------------ building

    def hide_names(self, is_private: bool) -> None:
        """Offer the clients by name, or by a number."""
        self.organisation.set_items(
            [(code, hidden_client(code) if is_private else name) for code, name in self._names]
        )

    def _build_client(self, chosen: OrganisationId | None) -> None:
        self.organisation = ComboField([])
        self.hide_names(self._shell.privacy.is_on)
        if len(self._names) == 1:
            self.organisation.set_value(self._names[0][0])
        if chosen is not None:
            self.organisation.set_value(str(chosen))
        self.unit = ComboField([], placeholder=_("Niet vastgelegd"))
        self._unit_field = Field("unit_id", _("Onderdeel"), self.unit)
        self.add_row(
            Field("organisation_id", _("Organisatie"), self.organisation, required=True),
            self._unit_field,
        )

    def _build_moment(self) -> None:
        today = self._practice.today
        now = self._practice.now()
        self.kind = ComboField([])
        self.channel = ComboField([])
        self.add_row(
            Field("kind", _("Soort contact"), self.kind, required=True),
            Field("channel", _("Kanaal"), self.channel, required=True),
        )
        at = TimeField(time(now.hour, now.minute - now.minute % 5))
        self.add_row(
            Field("opened_on", _("Datum"), DateField(today(), today), required=True),
            Field("held_at", _("Tijd"), at),
            Field("minutes", _("Minuten"), NumberField()),
        )

    def _build_person(self) -> None:
        self.identity = RadioGroup(words.items(self._practice.vocabulary, "identity", "NL"))
        alias = TextField(max_length=40)
        alias.set_value("M.")
        self._alias_field = Field(
            "alias",
            _("Zo heet de melder in deze zaak"),
            alias,
            hint=_("Een letter of een woord. Een naam is niet nodig."),
        )
        self.add_row(
            Field("identity", _("Hoe kent u de melder?"), self.identity, required=True),
            self._alias_field,
        )
        self.keeps_file = CheckBox(_("De melder geeft toestemming om een dossier bij te houden"))
        self.add(Field("keeps_file", _("Dossier"), self.keeps_file))
        self.form = ComboField([])
        self._form_fields = (
            Field("form", _("Vorm van toestemming"), self.form),
            Field(
                "valid_until",
                _("Geldig tot en met"),
                DateField(None, self._practice.today),
                hint=_("Leeg: tot de zaak sluit."),
            ),
        )
        self.add_row(*self._form_fields)

    def _build_text(self) -> None:
        self.add(Field("text", _("Verslag van het contact"), TextArea(note=True, lines=4)))
        self.place = RadioGroup(
            [
                (FILE, _("In het dossier")),
                (PERSONAL, _("Persoonlijke notitie, hoort niet bij het dossier")),
            ]
        )
        self.place.set_value(PERSONAL)
        self._is_place_chosen = False
        self.add(
            Field(
                "place",
                _("Waar hoort dit?"),
                self.place,
                hint=_("In het dossier kan alleen met toestemming om een dossier bij te houden."),
            )
        )

    def load_draft(self, draft: dict[str, Any]) -> None:
        """Put a draft back; the unit follows when the units of the organisation are read."""
        self._unit_of_draft = draft.get("unit_id")
        super().load_draft(draft)

    # ------------------------------------------------------------ following

    def _follow_organisation(self) -> None:
        chosen = self.organisation.value()
        country = self._countries.get(chosen or "", "NL")
        vocabulary = self._practice.vocabulary
        self.kind.set_items(words.items(vocabulary, "kind", country, without=("nvt",)))
        self.channel.set_items(words.items(vocabulary, "channel", country, without=("nvt",)))
        self.form.set_items(words.items(vocabulary, "consent_form", country))
        self._unit_field.hide()
        if chosen is None:
            return
        practice, wanted = self._practice, OrganisationId(int(chosen))
        self._shell.tasks.run(lambda: organisation(practice, wanted), self._show_units, owner=self)

    def _show_units(self, view: OrganisationView) -> None:
        if str(view.organisation.id) != self.organisation.value():
            return
        units = [(str(unit.id), unit.name) for unit in view.units if unit.is_active]
        self.unit.set_items(units)
        if self._unit_of_draft is not None:
            self.unit.set_value(self._unit_of_draft)
            self._unit_of_draft = None
        self._unit_field.setVisible(bool(units))

    def _follow_identity(self) -> None:
        self._alias_field.setVisible(self.identity.value() != Identity.ANONYMOUS.value)

    def _follow_consent(self) -> None:
        is_given = bool(self.keeps_file.value())
        for field in self._form_fields:
            field.setVisible(is_given)
        if not self._is_place_chosen:
            self.place.blockSignals(True)
            self.place.set_value(FILE if is_given else PERSONAL)
            self.place.blockSignals(False)

    def _follow_place(self) -> None:
        self._is_place_chosen = True

    # ------------------------------------------------------------ recording

    def check(self) -> dict[str, str]:
        """Ask for the form of a consent, and for consent before a file note."""
        errors = {}
        if self.keeps_file.value() and not self.form.value():
            errors["form"] = _("Kies hoe de melder toestemming gaf.")
        if (
            self.place.value() == FILE
            and self.field("text").value()
            and not self.keeps_file.value()
        ):
            errors["place"] = _(
                "Zonder toestemming voor een dossier kan dit alleen als persoonlijke notitie."
            )
        day: date = self.field("opened_on").value()
        if day > self._practice.today():
            errors["opened_on"] = _("Deze dag moet nog komen. Vul in wanneer het contact was.")
        return errors

    def job(self) -> Callable[[], Change]:
        """Open the case."""
        values, practice = self.values(), self._practice
        consent = None
        if values["keeps_file"]:
            consent = FileConsent(
                form=values["form"],
                dated_on=values["opened_on"],
                valid_until=values["valid_until"],
            )
        new = NewCase(
            organisation_id=OrganisationId(int(values["organisation_id"])),
            unit_id=UnitId(int(values["unit_id"])) if values["unit_id"] else None,
            opened_on=values["opened_on"],
            kind=values["kind"],
            channel=values["channel"],
            identity=Identity(values["identity"]),
            alias=values["alias"] or "M.",
            consent_to_keep_file=consent,
            minutes=values["minutes"],
            held_at=values["held_at"],
            text=values["text"],
            personal=values["place"] != FILE,
        )
        return lambda: open_case(practice, new)


class NewContactScreen(Screen):
    """The page of the form; after saving it makes room for the new case."""

    key = "new_contact"
    place = "cases"

    def __init__(self, shell: Shell, practice: Practice) -> None:
        """Make the page; the form comes with `open`."""
        super().__init__(shell)
        self._practice = practice
        self.form: NewContactForm | None = None
        header = PageHeader(
            self.title(),
            back=_("Terug"),
            meta=_("Een zaak begint met een contact. Schrijf niet meer op dan nodig is."),
        )
        header.back_clicked.connect(self._close)
        self.page.addWidget(header)
        self.area = ScrollColumn()
        self._column = self.area.column
        self.page.addWidget(self.area, 1)

    def title(self) -> str:
        """Return the name of the page."""
        return _("Nieuw contact")

    def open(self, route: Route) -> None:
        """Begin, or go on with what was typed."""
        self.leave()  # it is asked for once more, from this page
        chosen = route.extra.get("organisation")
        wanted = OrganisationId(int(chosen)) if chosen is not None else None
        self.run(lambda: organisations(self._practice), lambda rows: self._show_form(rows, wanted))

    def primary_new(self) -> None:
        """Go on with the form: this is the page of what is new."""
        if self.form is not None:
            self.form.focus_first()

    def _privacy_changed(self, is_on: bool) -> None:
        if self.form is not None:
            self.form.hide_names(is_on)

    def on_changed(self, change: object) -> None:
        """Leave the form alone while other things change."""

    def leave(self) -> None:
        """Keep what was typed."""
        if self.form is not None:
            self.form.flush_draft()

    def regions(self) -> list[QWidget]:
        """Return the form."""
        return [self.form or self]

    def _show_form(self, rows: list[OrganisationRow], chosen: OrganisationId | None) -> None:
        self._column.clear()
        self.form = None
        if not any(row.is_active for row in rows):
            empty = EmptyState(
                "building",
                _("Nog geen organisatie"),
                _("Een contact hoort bij een organisatie. Voeg die eerst toe."),
                action=_("Naar Organisaties"),
            )
            empty.action_clicked.connect(lambda: self.shell.navigator.go(Route("organisations")))
            self._column.add(empty)
            return
        form = NewContactForm(self.shell, self._practice, rows, chosen)
        form.setMaximumWidth(720)
        form.closed.connect(self._close)
        form.saved.connect(self._saved)
        self.form = form
        self._column.box.addWidget(form, 0, Qt.AlignmentFlag.AlignTop)
        self._column.add_stretch()
        form.begin()
        form.focus_first()

    def _saved(self, change: Change) -> None:
        self.form = None
        self._column.clear()
        self.shell.notify(_("Contact vastgelegd."))
        if change.case_id is not None:
            self.shell.navigator.replace(Route("case", int(change.case_id)))

    def _close(self) -> None:
        if self.form is not None:
            self.form.flush_draft()
        if len(self.shell.navigator.visited) > 1:
            self.shell.navigator.back()
        else:
            self.shell.navigator.go(Route("cases"))
