"""The questions "which step, towards whom", shared by planning and by recording consent."""

from __future__ import annotations

from collections.abc import Callable

from vertrouwen.domain.consent import FILE_KEEPING, KEEP_FILE, KEEPER, Act, PartyId
from vertrouwen.domain.step import kind_from
from vertrouwen.language import _
from vertrouwen.ui.cases.case_form import CaseForm
from vertrouwen.ui.cases.desk import CaseDesk
from vertrouwen.ui.cases.words import NAMED_RECIPIENTS, OF_THE_REPORTER
from vertrouwen.ui.widgets import ComboField, Field

_NOBODY = frozenset({"anonieme_telling", "intervisie"})


class ActFields:
    """Kind, recipient and, where the case has other people, which of them."""

    def __init__(
        self,
        desk: CaseDesk,
        form: CaseForm,
        *,
        only_with_consent: bool,
        changed: Callable[[], None],
    ) -> None:
        """Add the fields to a form.

        Args:
            desk: the case.
            form: gets the fields "kind", "recipient" and "party".
            only_with_consent: offer keeping a file and the kinds that need consent, no others.
            changed: called when another kind is chosen.
        """
        self._desk = desk
        self._changed = changed
        steps = desk.practice.vocabulary["step_kind"]
        kinds = [
            (code, label)
            for code, label in desk.items("step_kind")
            if not only_with_consent or kind_from(steps[code]).needs_consent
        ]
        if only_with_consent:
            kinds.insert(0, (KEEP_FILE, _("Dossier bijhouden")))
        self.kind = ComboField(kinds)
        self.recipient = ComboField([])
        self.party = ComboField(
            [
                (str(party.id), f"{party.alias} ({desk.label('relation', party.relation)})")
                for party in desk.case.parties
            ],
            placeholder=_("Geen bepaalde persoon"),
        )
        self._recipient_field = Field("recipient", _("Ontvanger"), self.recipient, required=True)
        self._party_field = Field("party", _("Wie in deze zaak"), self.party)
        form.add_row(
            Field("kind", _("Soort stap"), self.kind, required=True), self._recipient_field
        )
        form.add(self._party_field)
        self.kind.edited.connect(self._follow_kind)
        self.recipient.edited.connect(self._follow_recipient)
        self._follow_kind()

    def act(self) -> Act:
        """Return the act that was chosen."""
        kind = self.kind.value()
        if kind == KEEP_FILE:
            return FILE_KEEPING
        party = self.party.value() if self._has_party() else None
        return Act(
            kind=kind,
            recipient=self.recipient.value(),
            party=PartyId(int(party)) if party else None,
        )

    def recipients(self, kind: str | None) -> list[tuple[str, str]]:
        """Return towards whom a kind of step can go."""
        if kind is None or kind == KEEP_FILE:
            return []
        every = dict(self._desk.items("recipient"))
        steps = self._desk.practice.vocabulary["step_kind"]
        if kind in NAMED_RECIPIENTS:
            codes = [NAMED_RECIPIENTS[kind]]
        elif kind in _NOBODY:
            codes = ["niemand"]
        elif not kind_from(steps[kind]).needs_consent:
            codes = ["melder"]
        else:
            codes = [code for code in every if code not in OF_THE_REPORTER]
        return [(code, every[code]) for code in codes if code in every]

    def _follow_kind(self) -> None:
        kind = self.kind.value()
        choices = self.recipients(kind)
        self.recipient.set_items(choices)
        if len(choices) == 1:
            self.recipient.set_value(choices[0][0])
        self._recipient_field.setVisible(kind != KEEP_FILE)
        self._follow_recipient()
        self._changed()

    def _follow_recipient(self) -> None:
        self._party_field.setVisible(self._has_party())

    def _has_party(self) -> bool:
        chosen = self.recipient.value()
        return bool(self._desk.case.parties) and chosen not in (*OF_THE_REPORTER, KEEPER, None)
