"""Recording what the reporter says about one act: yes, no, or asked and not yet answered."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from vertrouwen.domain.consent import FILE_KEEPING, Act, Answer, Consent, Standing
from vertrouwen.language import _
from vertrouwen.services.practice import Change
from vertrouwen.services.read_case import StepView
from vertrouwen.services.record_consent import ConsentForm, record_consent
from vertrouwen.ui.cases.act_fields import ActFields
from vertrouwen.ui.cases.case_form import CaseForm
from vertrouwen.ui.cases.desk import CaseDesk
from vertrouwen.ui.cases.words import recipient_title, what_is_missing
from vertrouwen.ui.widgets import (
    Button,
    ComboField,
    Field,
    HLine,
    LinkButton,
    TextArea,
    WrapLabel,
)


class ConsentPanel(CaseForm):
    """The form of consent: which act, what may be shared, what not, in which form, until when.

    Nothing in it is consent beforehand: the form of consent is empty until the adviser chooses.

    Signals:
        breach_asked: the narrow way out was chosen; it leads to a page of its own.
    """

    breach_asked = Signal()

    def __init__(
        self,
        desk: CaseDesk,
        draft_key: str,
        *,
        act: Act | None = None,
        step: StepView | None = None,
        corrects: Consent | None = None,
    ) -> None:
        """Make the form.

        Args:
            desk: the case.
            draft_key: see `CaseForm`.
            act: what it is about; None lets the adviser choose.
            step: the pending step that waits for it, if any.
            corrects: the record that this one puts right, if any.
        """
        title, text = _heading(desk, act, step, corrects)
        super().__init__(
            desk.shell,
            desk.practice,
            draft_key,
            title=title,
            confirm=_("Toestemming vastleggen"),
            icon="lock" if step is not None else "user-shield",
            tone="amber" if step is not None else "accent",
            text=text,
        )
        self._desk, self._act, self._corrects = desk, act, corrects
        self._chooser: ActFields | None = None
        self._build_fields()
        self._build_buttons(step)
        if corrects is not None:
            self._fill(corrects)
        self._follow_act()

    # ------------------------------------------------------------ building

    def _build_fields(self) -> None:
        desk, act = self._desk, self._act
        form_field = Field(
            "form", _("Vorm van toestemming"), ComboField(desk.items("consent_form"))
        )
        if act is None:
            self._chooser = ActFields(
                desk, self, only_with_consent=True, changed=lambda: self._follow_act()
            )
            self.add(form_field)
        elif act == FILE_KEEPING:
            self.add(form_field)
        else:
            name = recipient_title(
                desk.practice.vocabulary, act.recipient, desk.alias, desk.case.parties, act
            )
            fixed = ComboField([(act.recipient, name)], placeholder=None)
            self.add_row(Field("to", _("Ontvanger"), fixed), form_field)
        self.add(Field("shared", _("Wat mag u delen?"), TextArea()))
        self.add_row(
            Field("withheld", _("Wat deelt u niet?"), TextArea()),
            Field("withheld_reason", _("Waarom niet?"), ComboField(desk.items("withheld_reason"))),
            stretch=[3, 2],
        )
        self.add_row(
            Field("dated_on", _("Gegeven op"), desk.date_field(desk.today()), required=True),
            Field(
                "valid_until",
                _("Geldig tot en met"),
                desk.date_field(),
                hint=_("Leeg: tot de zaak sluit."),
            ),
        )

    def _build_buttons(self, step: StepView | None) -> None:
        alias = self._desk.alias
        self.refuse_button = Button(_("{alias} weigert").format(alias=alias))
        self.refuse_button.clicked.connect(lambda: self._record(Answer.REFUSED))
        self.add_button(self.refuse_button)
        self.asked_link = LinkButton(
            _("Gevraagd, nog geen antwoord: alleen dat vastleggen"), icon="hourglass"
        )
        self.asked_link.clicked.connect(lambda: self._record(Answer.ASKED))
        if self._corrects is None and (step is None or step.standing is not Standing.ASKED):
            self.footer.addWidget(self.asked_link)
        else:
            self.asked_link.setParent(self)
            self.asked_link.hide()
        if step is None:
            return
        self.footer.addWidget(HLine())
        row = QHBoxLayout()
        row.setContentsMargins(0, 2, 0, 0)
        row.setSpacing(10)
        self.breach_link = LinkButton(_("Geheimhouding doorbreken…"), ink="ink2")
        self.breach_link.clicked.connect(self.breach_asked)
        row.addWidget(self.breach_link)
        row.addWidget(
            WrapLabel(_("alleen bij wettelijke plicht of acuut gevaar"), "secondary", "ink3"), 1
        )
        line = QWidget()
        line.setLayout(row)
        self.footer.addWidget(line)

    def _fill(self, old: Consent) -> None:
        self.set_values(
            {
                "shared": old.shared,
                "withheld": old.withheld,
                "withheld_reason": old.withheld_reason,
                "dated_on": old.dated_on,
                "valid_until": old.valid_until,
            }
        )

    def _follow_act(self) -> None:
        if not self.has_field("valid_until"):
            return  # still being built
        is_file = self._is_file()
        for name in ("shared", "withheld", "withheld_reason"):
            self.field(name).setVisible(not is_file)
        kind = self._chooser.kind.value() if self._chooser is not None else None
        kind = self._act.kind if self._act is not None else kind
        self.field("form").set_hint(self._desk.needed_form(kind))

    def _is_file(self) -> bool:
        if self._chooser is not None:
            return bool(self._chooser.kind.value() == FILE_KEEPING.kind)
        return self._act == FILE_KEEPING

    def focus_first(self) -> None:
        """Go to the first question that is open: the recipient of a step is fixed."""
        if self._chooser is None:
            self.field("form").setFocus()
        else:
            super().focus_first()

    # ------------------------------------------------------------ recording

    def check(self) -> dict[str, str]:
        """Ask for what only a consent needs: its form, and what may be shared."""
        errors = {}
        if not self.field("form").value():
            errors["form"] = _("Kies hoe de melder toestemming gaf.")
        if not self._is_file() and not self.field("shared").value():
            errors["shared"] = _("Schrijf op wat u mag delen; zonder dat is er niets te zeggen.")
        return errors

    def job(self) -> Callable[[], Change]:
        """Record a consent."""
        return self._job(Answer.GIVEN)

    def _record(self, answer: Answer) -> None:
        if self._chooser is not None and not (
            self.field("kind").validate()
            and (self._is_file() or self.field("recipient").validate())
        ):
            return
        if not self.field("dated_on").validate():
            return
        self.send(self._job(answer))

    def _job(self, answer: Answer) -> Callable[[], Change]:
        values = self.values()
        act = self._chooser.act() if self._chooser is not None else self._act
        assert act is not None
        is_yes, is_file = answer is Answer.GIVEN, act == FILE_KEEPING
        form = ConsentForm(
            act=act,
            answer=answer,
            dated_on=values["dated_on"],
            valid_until=values["valid_until"] if is_yes else None,
            shared="" if is_file else values["shared"],
            withheld="" if is_file else values["withheld"],
            withheld_reason=None if is_file else values["withheld_reason"],
            form=values["form"],
            corrects=self._corrects.id if self._corrects is not None else None,
        )
        practice, case_id = self._desk.practice, self._desk.case.id
        return lambda: record_consent(practice, case_id, form)


def _heading(
    desk: CaseDesk, act: Act | None, step: StepView | None, corrects: Consent | None
) -> tuple[str, str]:
    """Return title and explanation."""
    if corrects is not None:
        return _("Vastlegging verbeteren"), _(
            "De eerdere vastlegging blijft bewaard; deze komt ervoor in de plaats. Een intrekking "
            "of weigering wordt hiermee niet ongedaan gemaakt."
        )
    if step is not None:
        permission = next((p for p in desk.case.permissions if p.act == step.act), None)
        record = permission.consent if permission is not None else None
        form = desk.label("consent_form", step.required_form) if step.required_form else ""
        text = what_is_missing(
            step.standing,
            desk.alias,
            record.dated_on if record is not None else None,
            record.valid_until if record is not None else None,
            desk.today(),
            form,
        )
        return _("Eerst toestemming"), text
    if act == FILE_KEEPING:
        return _("Toestemming om een dossier bij te houden"), _(
            "Vertel {alias} waarvoor u het dossier gebruikt, wie het kan lezen en hoe lang u het "
            "bewaart. {alias} mag dit altijd intrekken; dan verdwijnen naam en bereikbaarheid."
        ).format(alias=desk.alias)
    if act is not None:
        return desk.act_title(act), _(
            "Neem met {alias} door wat u mag delen en wat niet, en leg vast wat {alias} zegt."
        ).format(alias=desk.alias)
    return _("Toestemming vastleggen"), _(
        "Toestemming geldt voor precies één soort stap, richting één ontvanger."
    )
