"""The people of a case: the reporter, and others by their relation; a name only with a file."""

from __future__ import annotations

from collections.abc import Callable

from vertrouwen.domain.people import Identity, Party, Reporter
from vertrouwen.language import _
from vertrouwen.services.edit_people import add_party, change_party, set_reporter
from vertrouwen.services.practice import Change
from vertrouwen.ui.cases.case_form import CaseForm
from vertrouwen.ui.cases.desk import CaseDesk
from vertrouwen.ui.cases.text_fields import file_explanation
from vertrouwen.ui.widgets import ComboField, Field, RadioGroup, TextField


class ReporterPanel(CaseForm):
    """How the case knows the reporter."""

    def __init__(self, desk: CaseDesk, draft_key: str) -> None:
        """Make the form; see `CaseForm`."""
        super().__init__(
            desk.shell,
            desk.practice,
            draft_key,
            title=_("Melder"),
            icon="user-shield",
        )
        self._desk = desk
        reporter = desk.case.reporter
        self.identity = RadioGroup(desk.items("identity"))
        self.identity.set_value(reporter.identity.value)
        self.add(Field("identity", _("Hoe kent u de melder?"), self.identity, required=True))
        alias = TextField(max_length=40)
        alias.set_value(reporter.alias)
        self.add(
            Field(
                "alias",
                _("Zo heet de melder in deze zaak"),
                alias,
                hint=_("Een letter of een woord, bijvoorbeeld M."),
                required=True,
            )
        )
        name, reach = TextField(max_length=120), TextField(max_length=200)
        name.set_value(reporter.name)
        reach.set_value(reporter.reach)
        self.name = Field("name", _("Naam"), name)
        self.reach = Field("reach", _("Bereikbaar via"), reach)
        self.add_row(self.name, self.reach)
        self.notice = self.add_file_notice(file_explanation(desk.alias))
        self.identity.edited.connect(self._follow_identity)
        self._follow_identity()

    def job(self) -> Callable[[], Change]:
        """Record how the reporter is known."""
        values = self.values()
        may_name = self._may_name()
        reporter = Reporter(
            identity=Identity(values["identity"]),
            alias=values["alias"],
            name=(values["name"] or None) if may_name else None,
            reach=(values["reach"] or None) if may_name else None,
        )
        practice, case_id = self._desk.practice, self._desk.case.id
        return lambda: set_reporter(practice, case_id, reporter)

    def _may_name(self) -> bool:
        is_known = self.identity.value() == Identity.KNOWN.value
        return bool(is_known and self._desk.case.keeps_file)

    def _follow_identity(self) -> None:
        is_known = self.identity.value() == Identity.KNOWN.value
        self.name.setVisible(self._may_name())
        self.reach.setVisible(self._may_name())
        self.notice.setVisible(is_known and not self._desk.case.keeps_file)


class PartyPanel(CaseForm):
    """Somebody else in the case."""

    def __init__(self, desk: CaseDesk, draft_key: str, party: Party | None = None) -> None:
        """Make the form, for a new person or one who is known already."""
        super().__init__(
            desk.shell,
            desk.practice,
            draft_key,
            title=_("Andere betrokkene"),
            icon="user",
            text=_("Een aanduiding volstaat; een naam is zelden nodig."),
        )
        self._desk, self._party = desk, party
        relation = ComboField(desk.items("relation"))
        relation.set_value(party.relation if party is not None else None)
        alias = TextField(max_length=40)
        alias.set_value(party.alias if party is not None else "")
        name = TextField(max_length=120)
        name.set_value(party.name if party is not None else "")
        self.add_row(
            Field("relation", _("Relatie tot de melder"), relation, required=True),
            Field("alias", _("Aanduiding"), alias, hint=_("Bijvoorbeeld L."), required=True),
        )
        if desk.case.keeps_file:
            self.add(Field("name", _("Naam"), name))
        else:
            self.add_file_notice(file_explanation(desk.alias))

    def job(self) -> Callable[[], Change]:
        """Record the person."""
        values, practice, case_id = self.values(), self._desk.practice, self._desk.case.id
        relation, alias, name = values["relation"], values["alias"], values.get("name") or None
        if self._party is None:
            return lambda: add_party(practice, case_id, relation, alias, name=name)
        party_id = self._party.id
        return lambda: change_party(practice, party_id, relation, alias, name=name)
