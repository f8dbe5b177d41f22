"""What a report is made from: the facts of its period and of all that was released before.

Everything that needs the database is read here at once, so that the figures can be worked out
elsewhere, as long as that takes.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from vertrouwen.documents.report import Labels, PrintedTable, Texts
from vertrouwen.domain.errors import DomainError
from vertrouwen.domain.organisation import Headcount, OrganisationId, Period, UnitId
from vertrouwen.language import Language
from vertrouwen.services.edit_organisations import existing_organisation
from vertrouwen.services.practice import Practice
from vertrouwen.services.report_choices import ReportChoices
from vertrouwen.services.report_ledger import LedgerEntry, closed_months, ledger_of
from vertrouwen.services.report_scheme import (
    UNIT,
    ReportUnits,
    answers,
    counted_facts,
    is_counted,
    layout,
    levelled_dimensions,
    month_after,
    month_before,
    months_of,
    report_labels,
    step_ranks,
)
from vertrouwen.services.settings import minimum_unit
from vertrouwen.statistics.count import Facts
from vertrouwen.statistics.ladder import LevelledDimension
from vertrouwen.storage import counts, editions, organisations
from vertrouwen.storage.counts import CountedCase
from vertrouwen.storage.editions import EditionId

LEAST_EMPLOYEES = 50
"""Below it only the total, or its band, is stated (statistics.md, policy 4)."""
_LAST_MONTH = "9999-12"


@dataclass(frozen=True, kw_only=True)
class Material:
    """Everything a report is worked out from; no name and no number of a case is in it.

    Args:
        dimensions: every question the period allows, by name.
        facts: of the period, and of all periods of earlier editions that touch it.
        reports: how many are counted in the period.
        late: of those, how many were booked here because their own month was closed.
        corrected: frozen ones of which the file says something else by now.
        ledger: all earlier editions, oldest first; the one looked at left out.
        issued: the edition that is looked at, when it was released already.
        edition_name: under which the edition enters the ledger.
        seed: secret of the client; it leaves the vault in no paper.
        headcount: employees of the organisation, if that is known.
        is_running: the period is not over.
    """

    organisation_id: OrganisationId
    organisation: str
    adviser: str
    period: Period
    choices: ReportChoices
    language: Language
    counting_unit: str
    atoms: frozenset[str]
    dimensions: Mapping[str, LevelledDimension]
    facts: Facts
    reports: int
    late: int
    corrected: int
    ledger: tuple[LedgerEntry, ...]
    issued: LedgerEntry | None
    edition_name: str
    seed: bytes = field(repr=False)
    headcount: int | None
    least: int
    labels: Labels
    units: Mapping[str, str]
    texts: Texts
    is_running: bool
    at: datetime = field(compare=False)

    @property
    def layout(self) -> tuple[PrintedTable, ...]:
        """All tables, in the order in which they are printed."""
        return layout(self.counting_unit)

    @property
    def is_small_organisation(self) -> bool:
        """Whether so few people work there that only the total, or its band, is stated."""
        return self.headcount is not None and self.headcount < LEAST_EMPLOYEES


def report_material(
    practice: Practice,
    organisation_id: OrganisationId,
    period: Period,
    choices: ReportChoices,
    language: Language,
    *,
    edition_id: EditionId | None = None,
) -> Material:
    """Read what a report of a period is made from: of its edition, where it was released.

    Args:
        edition_id: look at this edition, also where it was withdrawn or given by hand.

    Raises:
        DomainError: `organisation_unknown`, `edition_unknown`, or `period_not_whole_months`.
    """
    if period.first.day != 1 or (period.last + timedelta(days=1)).day != 1:
        raise DomainError("period_not_whole_months", field="period")
    organisation = existing_organisation(practice, organisation_id)
    store = practice.store
    ledger = ledger_of(store, organisation_id)
    issued = _issued(ledger, period, edition_id)
    before = ledger if issued is None else tuple(e for e in ledger if e.id < issued.id)
    atoms = frozenset(months_of(period.first, period.last))
    booked = booked_cases(practice, organisation_id, _reached(atoms, before), closed_months(ledger))
    mine = [one for one in booked if one.atom in atoms]
    counted = [one for one in mine if is_counted(one.case.kind, organisation.counting_unit)]
    rank = step_ranks(practice.vocabulary)
    units = _units(practice, organisation_id, period.last.year, booked, ledger)
    names = {str(u.id): u.name for u in organisations.units_of(store, organisation_id)}
    if issued is not None:
        names |= issued.row.policy.get("units", {})
    return Material(
        organisation_id=organisation_id,
        organisation=organisation.name,
        adviser=practice.profile().name,
        period=period,
        choices=choices,
        language=language,
        counting_unit=organisation.counting_unit,
        atoms=atoms,
        dimensions=levelled_dimensions(
            practice.vocabulary, organisation.counting_unit, period, units
        ),
        facts=counted_facts(
            ((one.atom, one.case) for one in booked),
            practice.vocabulary,
            organisation.counting_unit,
        ),
        reports=len(counted),
        late=sum(one.atom != month_of(one.case.opened_on) for one in counted),
        corrected=sum(
            one.now is not None and answers(one.case, rank) != answers(one.now, rank)
            for one in counted
        ),
        ledger=before,
        issued=issued,
        edition_name=_name_of(period, ledger),
        seed=_seed(practice, organisation_id),
        headcount=_headcount(store_headcounts(practice, organisation_id), period.last.year, None),
        least=units.least,
        labels=report_labels(language, names),
        units=names,
        texts=_texts(practice, organisation_id, period, issued),
        is_running=period.last >= practice.today(),
        at=practice.now(),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Booked:
    """A case at its place in the calendar.

    Args:
        case: as it counts.
        atom: the month in which it counts.
        is_frozen: it was counted before.
        now: how it is by now, where it was frozen and its file is still there.
    """

    case: CountedCase
    atom: str
    is_frozen: bool
    now: CountedCase | None = None


def booked_cases(
    practice: Practice,
    organisation_id: OrganisationId,
    atoms: frozenset[str],
    closed: frozenset[str],
) -> list[Booked]:
    """Return every case that counts in some months: as it was frozen, else as it is now.

    A case of a month that was closed before it was first counted is booked in the first month
    after it that is open.

    Args:
        closed: months that an edition covers.
    """
    store, start = practice.store, min(atoms)
    while month_before(start) in closed:
        start = month_before(start)
    frozen = counts.frozen_facts_of(store, organisation_id, start, _LAST_MONTH)
    first = date.fromisoformat(f"{start}-01")
    last = date.fromisoformat(f"{month_after(max(atoms))}-01") - timedelta(days=1)
    live = {case.id: case for case in counts.facts_of(store, organisation_id, first, last)}
    booked = [
        Booked(
            case=one.case,
            atom=one.case.atom,
            is_frozen=True,
            now=None if one.is_gone else live.get(one.case.id),
        )
        for one in frozen
        if one.case.atom is not None and one.case.atom in atoms
    ]
    known = {one.case.id for one in frozen if not one.is_gone}
    for case in live.values():
        if case.id not in known:
            atom = month_of(case.opened_on)
            while atom in closed:
                atom = month_after(atom)
            if atom in atoms:
                booked.append(Booked(case=case, atom=atom, is_frozen=False))
    return booked


def month_of(day: date) -> str:
    """Return the month of a day, such as "2025-03"."""
    return f"{day:%Y-%m}"


def store_headcounts(practice: Practice, organisation_id: OrganisationId) -> tuple[Headcount, ...]:
    """Return the headcounts of a client."""
    return organisations.headcounts_of(practice.store, organisation_id)


def _headcount(known: Iterable[Headcount], year: int, unit: UnitId | None) -> int | None:
    """Return the headcount of a year: its own, else the last one before, else the first after."""
    of_unit = sorted((h.year, h.employees) for h in known if h.unit_id == unit)
    before = [employees for of_year, employees in of_unit if of_year <= year]
    if before:
        return before[-1]
    return of_unit[0][1] if of_unit else None


def _units(
    practice: Practice,
    organisation_id: OrganisationId,
    year: int,
    booked: Iterable[Booked],
    ledger: Iterable[LedgerEntry],
) -> ReportUnits:
    least = minimum_unit(practice)
    known = store_headcounts(practice, organisation_id)
    units = organisations.units_of(practice.store, organisation_id)
    named = {one.case.unit_id for one in booked if one.case.unit_id is not None}
    for entry in ledger:
        for leaves in entry.edition.categories.get(UNIT, {}).values():
            named |= {int(leaf) for leaf in leaves if leaf.isdigit()}
    whole = _headcount(known, year, None)
    counted = {unit.id: _headcount(known, year, unit.id) for unit in units}
    return ReportUnits(
        headcounts={}
        if whole is None
        else {unit: number for unit, number in counted.items() if number is not None},
        known=frozenset(named | {unit.id for unit in units}),
        least=least,
    )


def _issued(
    ledger: tuple[LedgerEntry, ...], period: Period, edition_id: EditionId | None
) -> LedgerEntry | None:
    if edition_id is not None:
        found = next((entry for entry in ledger if entry.id == edition_id), None)
        if found is None:
            raise DomainError("edition_unknown")
        return found
    return next(
        (
            entry
            for entry in ledger
            if entry.is_in_force
            and (entry.row.first, entry.row.last) == (period.first, period.last)
        ),
        None,
    )


def _reached(atoms: frozenset[str], ledger: tuple[LedgerEntry, ...]) -> frozenset[str]:
    """Return the months of a period and of all editions that touch it, directly or not."""
    while True:
        touched = [e.edition.atoms for e in ledger if e.edition.atoms & atoms]
        grown = atoms.union(*touched)
        if grown == atoms:
            return atoms
        atoms = grown


def _name_of(period: Period, ledger: Iterable[LedgerEntry]) -> str:
    """Return the name under which an edition enters the ledger: its months, and which time."""
    months = f"{month_of(period.first)}/{month_of(period.last)}"
    taken = sum(entry.edition.id.split("#")[0] == months for entry in ledger)
    return months if not taken else f"{months}#{taken + 1}"


def _seed(practice: Practice, organisation_id: OrganisationId) -> bytes:
    """Return the secret of a client, made when it is first needed."""
    seed = editions.seed_of(practice.store, organisation_id)
    if seed is None:
        seed = secrets.token_bytes(32)
        with practice.store.operation(
            "keep_report_secret", subject="organisation", subject_id=organisation_id
        ) as tx:
            editions.keep_seed(tx, organisation_id, seed)
    return seed


def _texts(
    practice: Practice,
    organisation_id: OrganisationId,
    period: Period,
    issued: LedgerEntry | None,
) -> Texts:
    if issued is not None:
        return Texts(**issued.row.policy.get("texts", {}))
    kept = editions.texts_of(practice.store, organisation_id, period.first, period.last)
    return Texts(introduction=kept[0], highlights=kept[1], advice=kept[2])
