"""A contact with the reporter: held, planned, or planned and now held."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from vertrouwen.domain.contact import CONTACT_TYPES, ContactId
from vertrouwen.language import _
from vertrouwen.services.practice import Change
from vertrouwen.services.read_case import TimelineItem
from vertrouwen.services.record_contact import (
    cancel_contact,
    contact_held,
    plan_contact,
    record_contact,
)
from vertrouwen.ui.cases.case_form import CaseForm
from vertrouwen.ui.cases.desk import CaseDesk
from vertrouwen.ui.cases.text_fields import TextFields
from vertrouwen.ui.widgets import Button, ComboField, Field, NumberField, TimeField, WrapLabel


class ContactPanel(CaseForm):
    """Record a contact; a day that lies ahead makes it an appointment."""

    def __init__(self, desk: CaseDesk, draft_key: str) -> None:
        """Make the form; see `CaseForm`."""
        super().__init__(
            desk.shell,
            desk.practice,
            draft_key,
            title=_("Contact met {alias}").format(alias=desk.alias),
            confirm=_("Contact vastleggen"),
            icon="message",
        )
        self._desk = desk
        others = set(desk.practice.vocabulary["contact_type"].codes) - set(CONTACT_TYPES)
        types = ComboField(desk.items("contact_type", without=others), placeholder=None)
        self.add_row(
            Field("type", _("Soort"), types),
            Field("channel", _("Kanaal"), ComboField(desk.items("channel")), required=True),
        )
        self.when = desk.date_field(desk.today())
        self.minutes = Field("minutes", _("Minuten"), NumberField())
        self.travel = Field("travel_minutes", _("Reistijd"), NumberField())
        self.add_row(
            Field("held_on", _("Datum"), self.when, required=True),
            Field("held_at", _("Tijd"), TimeField()),
            self.minutes,
            self.travel,
            stretch=[4, 3, 3, 3],
        )
        self.texts = TextFields(
            self,
            keeps_file=desk.case.keeps_file,
            alias=desk.alias,
            label=_("Verslag van het contact"),
        )
        self.add_widget(
            WrapLabel(
                _("Sprak u met iemand anders dan {alias}? Leg dat vast als stap.").format(
                    alias=desk.alias
                ),
                "secondary",
                "ink3",
            )
        )
        self.when.edited.connect(self._follow_day)
        self._follow_day()

    def check(self) -> dict[str, str]:
        """Keep texts out of a file that may not be kept."""
        return {} if self._is_ahead() else self.texts.problem()

    def job(self) -> Callable[[], Change]:
        """Record the contact, or plan it."""
        values, practice, case_id = self.values(), self._desk.practice, self._desk.case.id
        if self._is_ahead():
            return lambda: plan_contact(
                practice,
                case_id,
                values["type"],
                values["channel"],
                values["held_on"],
                values["held_at"],
            )
        is_personal = not self.texts.is_in_file()
        return lambda: record_contact(
            practice,
            case_id,
            values["type"],
            values["channel"],
            values["held_on"],
            held_at=values["held_at"],
            minutes=values["minutes"],
            travel_minutes=values["travel_minutes"],
            text=values["text"],
            personal=is_personal,
        )

    def _is_ahead(self) -> bool:
        day: date | None = self.when.value()
        return day is not None and day > self._desk.today()

    def _follow_day(self) -> None:
        is_ahead = self._is_ahead()
        self.set_confirm_text(_("Afspraak plannen") if is_ahead else _("Contact vastleggen"))
        for field in (self.minutes, self.travel):
            field.setVisible(not is_ahead)
        self.texts.set_visible(not is_ahead)


class HeldPanel(CaseForm):
    """A planned contact took place, or will not."""

    def __init__(self, desk: CaseDesk, draft_key: str, contact: TimelineItem) -> None:
        """Make the form; see `CaseForm`."""
        super().__init__(
            desk.shell,
            desk.practice,
            draft_key,
            title=_("Gesprek gehouden"),
            confirm=_("Contact vastleggen"),
            icon="message",
        )
        self._desk, self._contact_id = desk, ContactId(contact.subject_id)
        self.add(Field("minutes", _("Minuten"), NumberField()))
        self.texts = TextFields(
            self,
            keeps_file=desk.case.keeps_file,
            alias=desk.alias,
            label=_("Verslag van het contact"),
        )
        self.cancel_button = Button(_("Gaat niet door"))
        self.cancel_button.clicked.connect(lambda: self._cancel())
        self.add_button(self.cancel_button)

    def check(self) -> dict[str, str]:
        """Keep texts out of a file that may not be kept."""
        return self.texts.problem()

    def job(self) -> Callable[[], Change]:
        """Record that it was held."""
        values, practice, contact_id = self.values(), self._desk.practice, self._contact_id
        is_personal = not self.texts.is_in_file()
        return lambda: contact_held(
            practice, contact_id, values["minutes"], text=values["text"], personal=is_personal
        )

    def _cancel(self) -> None:
        practice, contact_id = self._desk.practice, self._contact_id
        self.send(lambda: cancel_contact(practice, contact_id))
