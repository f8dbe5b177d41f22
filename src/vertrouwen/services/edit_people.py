"""Writing down who the reporter is, and the other people of a case."""

from __future__ import annotations

from vertrouwen.domain.consent import CaseId, PartyId
from vertrouwen.domain.errors import DomainError
from vertrouwen.domain.people import Party, Reporter
from vertrouwen.services.practice import Change, Practice, existing_case, known_code
from vertrouwen.services.record_consent import require_file
from vertrouwen.storage import people


def set_reporter(practice: Practice, case_id: CaseId, reporter: Reporter) -> Change:
    """Write who the reporter is.

    Raises:
        DomainError: `no_consent_to_keep_a_file`, where it holds a name or how to reach somebody.
    """
    existing_case(practice, case_id)
    if reporter.is_named:
        require_file(practice, case_id, field="name" if reporter.name else "reach")
    with practice.store.operation(
        "set_reporter", case_id=case_id, subject="reporter", subject_id=case_id
    ) as tx:
        people.set_reporter(tx, case_id, reporter)
    return Change(operation="set_reporter", case_id=case_id, subject_id=case_id)


def add_party(
    practice: Practice, case_id: CaseId, relation: str, alias: str, name: str | None = None
) -> Change:
    """Add a person to a case.

    Args:
        relation: a code of `relation`.
        alias: how the case speaks of this person.

    Raises:
        DomainError: a code or alias is missing, or a name without consent to keep a file.
    """
    existing_case(practice, case_id)
    party = _checked(
        practice, case_id, Party(id=PartyId(0), relation=relation, alias=alias, name=name)
    )
    with practice.store.operation("add_party", case_id=case_id, subject="party") as tx:
        tx.subject_id = people.insert_party(tx, case_id, party.relation, party.alias, party.name)
    return Change(operation="add_party", case_id=case_id, subject_id=tx.subject_id)


def change_party(
    practice: Practice,
    party_id: PartyId,
    relation: str,
    alias: str,
    name: str | None = None,
) -> Change:
    """Change how a person of a case is spoken of.

    Raises:
        DomainError: a code or alias is missing, or a name without consent to keep a file.
    """
    case_id = people.case_of_party(practice.store, party_id)
    if case_id is None:
        raise DomainError("party_unknown")
    party = _checked(
        practice, case_id, Party(id=party_id, relation=relation, alias=alias, name=name)
    )
    with practice.store.operation(
        "change_party", case_id=case_id, subject="party", subject_id=party_id
    ) as tx:
        people.update_party(tx, party)
    return Change(operation="change_party", case_id=case_id, subject_id=party_id)


def _checked(practice: Practice, case_id: CaseId, party: Party) -> Party:
    known_code(practice, "relation", party.relation)
    if (party.name or "").strip():
        require_file(practice, case_id, field="name")
    return party
