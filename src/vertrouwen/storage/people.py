"""The reporter and the other people of a case as rows."""

from __future__ import annotations

from vertrouwen.domain.consent import CaseId, PartyId
from vertrouwen.domain.people import Identity, Party, Reporter
from vertrouwen.storage.days import stored
from vertrouwen.storage.unit_of_work import Reader, Transaction


def set_reporter(tx: Transaction, case_id: CaseId, reporter: Reporter) -> None:
    """Write who the reporter of a case is.

    Raises:
        DomainError: `no_consent_to_keep_a_file`, it holds a name and there is no such consent.
    """
    columns = {
        "identity": reporter.identity.value,
        "alias": reporter.alias.strip(),
        "name": _kept(reporter.name),
        "reach": _kept(reporter.reach),
        "recorded_on": stored(tx.today),
    }
    if tx.read_one("SELECT 1 FROM reporter WHERE case_id = ?", (case_id,)):
        tx.update("reporter", case_id, **columns)
    else:
        tx.insert("reporter", case_id=case_id, **columns)


def reporter_of(store: Reader, case_id: CaseId) -> Reporter:
    """Return the reporter of a case; nobody was written down means anonymous."""
    row = store.read_one(
        "SELECT identity, alias, name, reach FROM reporter WHERE case_id = ?", (case_id,)
    )
    if row is None:
        return Reporter(identity=Identity.ANONYMOUS)
    return Reporter(identity=Identity(row[0]), alias=row[1], name=row[2], reach=row[3])


def insert_party(
    tx: Transaction, case_id: CaseId, relation: str, alias: str, name: str | None
) -> PartyId:
    """Add a person to a case.

    Raises:
        DomainError: `no_consent_to_keep_a_file`.
    """
    return PartyId(
        tx.insert(
            "party",
            case_id=case_id,
            relation=relation,
            alias=alias.strip(),
            name=_kept(name),
            recorded_on=stored(tx.today),
        )
    )


def update_party(tx: Transaction, party: Party) -> None:
    """Change how a person of a case is spoken of.

    Raises:
        DomainError: `no_consent_to_keep_a_file`.
    """
    tx.update(
        "party",
        party.id,
        relation=party.relation,
        alias=party.alias.strip(),
        name=_kept(party.name),
        recorded_on=stored(tx.today),
    )


def case_of_party(store: Reader, party_id: PartyId) -> CaseId | None:
    """Return the case a person belongs to."""
    row = store.read_one("SELECT case_id FROM party WHERE id = ?", (party_id,))
    return CaseId(row[0]) if row else None


def parties_of(store: Reader, case_id: CaseId) -> tuple[Party, ...]:
    """Return the other people of a case, in the order in which they were added."""
    return tuple(
        Party(id=PartyId(row[0]), relation=row[1], alias=row[2], name=row[3])
        for row in store.read(
            "SELECT id, relation, alias, name FROM party WHERE case_id = ? ORDER BY id", (case_id,)
        )
    )


def _kept(text: str | None) -> str | None:
    return (text or "").strip() or None
