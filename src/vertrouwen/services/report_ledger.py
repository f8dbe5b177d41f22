"""The ledger as the engine and the papers need it: rows become editions, editions become rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from vertrouwen.documents.report import PrintedTable
from vertrouwen.domain.organisation import OrganisationId
from vertrouwen.services.report_scheme import crossing_of, layout, months_of, tables_document
from vertrouwen.statistics.release import Edition, Figure, Policy, Publication
from vertrouwen.statistics.scheme import Category, Dimension, at_cell
from vertrouwen.storage import editions
from vertrouwen.storage.unit_of_work import Reader

Statement = Mapping[str, Any]
LATER = "+"
"""Code of the answers that came after an edition; no paper prints it."""

STRICT_TOTAL = "totaal"
"""Under which the strict rule kept the total of a report."""


@dataclass(frozen=True, kw_only=True)
class LedgerEntry:
    """One row of the ledger and what it states.

    Args:
        edition: as every reader has it.
        dimensions: its questions, with their roles.
        policy: the promise it keeps.
        tables: what its paper prints, in its order.
    """

    row: editions.Edition
    edition: Edition
    dimensions: tuple[Dimension, ...]
    policy: Policy
    tables: tuple[PrintedTable, ...]

    @property
    def id(self) -> editions.EditionId:
        """Its number."""
        return self.row.id

    @property
    def is_withdrawn(self) -> bool:
        """Whether it was taken back."""
        return self.row.withdrawn_on is not None

    @property
    def is_strict(self) -> bool:
        """Whether it was released under the strict rule of earlier versions."""
        return self.row.statement is None

    @property
    def is_in_force(self) -> bool:
        """Whether it is a report that the client has and keeps."""
        return self.row.kind == "report" and not self.is_withdrawn


def ledger_of(store: Reader, organisation_id: OrganisationId) -> tuple[LedgerEntry, ...]:
    """Return everything that was ever released to a client, oldest first."""
    return tuple(_entry(store, row) for row in editions.of_organisation(store, organisation_id))


def closed_months(ledger: Iterable[LedgerEntry]) -> frozenset[str]:
    """Return the months of which the facts are frozen."""
    return frozenset[str]().union(*(entry.edition.atoms for entry in ledger))


def statement(edition: Edition, dimensions: Iterable[Dimension], policy: Policy) -> Statement:
    """Return what the ledger keeps of an edition, ready for JSON.

    Categories are kept with what they hold: a later report must be able to tell what an earlier
    one said, also when code lists and units have changed since.
    """
    return {
        "format": 1,
        "id": edition.id,
        "atoms": sorted(edition.atoms),
        "total": edition.total,
        "threshold": policy.threshold,
        "insider": policy.insider,
        "tables": [list(table) for table in edition.tables],
        "dimensions": [
            {
                "name": dimension.name,
                "roles": sorted(dimension.roles),
                "categories": {c.code: sorted(c.leaves) for c in dimension.categories},
                "groups": {c.code: sorted(c.leaves) for c in dimension.groups},
                "is_calendar": dimension.is_calendar,
                "unknown": dimension.unknown,
            }
            for dimension in dimensions
        ],
        "figures": [_kept(figure) for figure in edition.figures],
    }


def publication(
    entries: Iterable[LedgerEntry],
    newest: Edition,
    dimensions: tuple[Dimension, ...],
    policy: Policy,
) -> Publication:
    """Return all that a reader has once the newest edition is given.

    Questions that only earlier editions put keep the roles they had then.
    """
    before = tuple(entries)
    named = {d.name for d in dimensions}
    older = {d.name: d for entry in before for d in entry.dimensions if d.name not in named}
    return Publication(
        policy=policy,
        dimensions=(*dimensions, *older.values()),
        editions=(*(entry.edition for entry in before), newest),
    )


def on_paper(entries: Iterable[LedgerEntry]) -> tuple[LedgerEntry, ...]:
    """Leave out what was said elsewhere and is small: who was not there does not read it here."""
    found: list[LedgerEntry] = []
    for entry in entries:
        edition, policy = entry.edition, entry.policy
        if entry.row.kind == "by_hand":
            total = None if policy.is_small(edition.total or 0) else edition.total
            figures = tuple(f for f in edition.figures if not policy.is_small(f.value or 0))
            if total is None and not figures:
                continue
            edition = replace(edition, total=total, figures=figures)
        found.append(replace(entry, edition=edition))
    return tuple(found)


def completed(
    edition: Edition,
    leaves: Mapping[str, frozenset[str]],
    answered: Callable[[str], frozenset[str]],
) -> Edition:
    """Return an edition whose questions hold every answer that is known by now.

    A unit or code that came later cannot have been an answer then, and readers know when it came:
    it is a category of which the number is known to be none.

    Args:
        leaves: every answer by dimension, the unknown one among them.
        answered: the answers that were given within the edition, by dimension.
    """
    categories = dict(edition.categories)
    figures = list(edition.figures)
    for name, by_code in edition.categories.items():
        later = leaves.get(name, frozenset()).difference(*by_code.values())
        if name in edition.calendars or not later:
            continue
        # Under the strict rule answers outside the list were counted as unknown.
        found = later & answered(name)
        grown = {c: held | found if "onbekend" in held else held for c, held in by_code.items()}
        if later - found:
            grown[LATER] = later - found
            figures.append(Figure(at=((name, LATER),), value=None, is_structural=True))
        categories[name] = grown
    return replace(edition, categories=categories, figures=tuple(figures))


def _entry(store: Reader, row: editions.Edition) -> LedgerEntry:
    if row.statement is None:
        return _strict_entry(row, editions.figures_of(store, row.id))
    dimensions = tuple(_dimension(kept) for kept in row.statement["dimensions"])
    printed = set(row.policy.get("tables", ()))
    return LedgerEntry(
        row=row,
        edition=_stated(row, dimensions),
        dimensions=dimensions,
        policy=Policy(
            threshold=row.statement["threshold"],
            insider=row.statement["insider"],
            known_stays_known=True,
        ),
        tables=tuple(table for table in layout(row.counting_unit) if table.name in printed),
    )


def _dimension(kept: Mapping[str, Any]) -> Dimension:
    return Dimension(
        name=kept["name"],
        roles=frozenset(kept["roles"]),
        categories=_read_categories(kept["categories"]),
        groups=_read_categories(kept["groups"]),
        is_calendar=kept["is_calendar"],
        unknown=kept["unknown"],
    )


def _read_categories(kept: Mapping[str, list[str]]) -> tuple[Category, ...]:
    return tuple(Category(code=code, leaves=frozenset(leaves)) for code, leaves in kept.items())


def _stated(row: editions.Edition, dimensions: tuple[Dimension, ...]) -> Edition:
    assert row.statement is not None
    return Edition(
        id=row.statement["id"],
        atoms=frozenset(row.statement["atoms"]),
        total=row.statement["total"],
        tables=tuple(tuple(table) for table in row.statement["tables"]),
        figures=tuple(_figure(kept) for kept in row.statement["figures"]),
        categories={d.name: d.by_code for d in dimensions},
        calendars=frozenset(d.name for d in dimensions if d.is_calendar),
        threshold=row.statement["threshold"],
        released=row.released_on.isoformat(),
    )


def _kept(figure: Figure) -> dict[str, Any]:
    kept: dict[str, Any] = {"at": dict(figure.at), "value": figure.value}
    if figure.low is not None or figure.high is not None:
        kept["interval"] = [figure.low, figure.high]
    if figure.is_structural:
        kept["structural"] = True
    if figure.is_band:
        kept["band"] = True
    return kept


def _figure(kept: Mapping[str, Any]) -> Figure:
    low, high = kept.get("interval", (None, None))
    return Figure(
        at=at_cell(kept["at"]),
        value=kept["value"],
        low=low,
        high=high,
        is_structural=kept.get("structural", False),
        is_band=kept.get("band", False),
    )


def _strict_entry(row: editions.Edition, stated: tuple[editions.LedgerFigure, ...]) -> LedgerEntry:
    """Return an edition of the strict rule: some tables whole, the others not at all."""
    policy = Policy(
        threshold=row.policy["threshold"], insider=row.policy["insider"], known_stays_known=True
    )
    shown = dict.fromkeys(f.table for f in stated if f.table != STRICT_TOTAL)
    tables = tuple(t for t in layout(row.counting_unit) if t.name in shown and t.columns is None)
    codes: dict[str, dict[str, None]] = {}
    figures: dict[tuple[str, str], Figure] = {}
    for finest_first in (False, True):
        for figure in stated:
            parents = any(t.name == figure.table and t.parents_only for t in tables)
            if parents is finest_first:
                for name, code in figure.at.items():
                    codes.setdefault(name, {}).setdefault(code)
                    figures.setdefault((name, code), Figure(at=((name, code),), value=figure.value))
    dimensions = tuple(_strict_dimension(row, name, list(held)) for name, held in codes.items())
    total = next((f.value for f in stated if f.table == STRICT_TOTAL), None)
    return LedgerEntry(
        row=row,
        edition=Edition(
            id=f"{row.label}#{row.id}",
            atoms=frozenset(months_of(row.first, row.last)),
            total=total,
            tables=tuple(dict.fromkeys(crossing_of(table) for table in tables)),
            figures=tuple(figures.values()),
            categories={d.name: d.by_code for d in dimensions},
            calendars=frozenset(d.name for d in dimensions if d.is_calendar),
            threshold=policy.threshold,
            released=row.released_on.isoformat(),
        ),
        dimensions=dimensions,
        policy=policy,
        tables=tables,
    )


def _strict_dimension(row: editions.Edition, name: str, codes: list[str]) -> Dimension:
    """Return a question of the strict rule: what parts the answers, and what lies around it."""
    entry = tables_document()["dimension"][name]
    is_calendar = name == "kwartaal"
    held = {
        code: frozenset(
            month
            for leaf in row.policy["categories"][name][code]
            for month in (_months_in(leaf) if is_calendar else (leaf,))
        )
        for code in codes
    }
    finest: list[str] = []
    for code in sorted(codes, key=lambda c: len(held[c])):
        if not any(held[code] & held[other] for other in finest):
            finest.append(code)
    parts = [code for code in codes if code in finest]
    return Dimension(
        name=name,
        roles=frozenset(entry["roles"]),
        categories=tuple(Category(code=c, leaves=held[c]) for c in parts),
        groups=tuple(Category(code=c, leaves=held[c]) for c in codes if c not in finest),
        is_calendar=is_calendar,
        unknown=next((leaf for c in parts for leaf in held[c] if leaf == "onbekend"), None),
    )


def _months_in(part: str) -> tuple[str, ...]:
    """Return the months of a part of a period, such as "2025-01/2025-03"."""
    from datetime import date

    first, last = (date.fromisoformat(f"{month}-01") for month in part.split("/"))
    return months_of(first, last)
