"""The edition ledger: every report that was released, and every figure it stated."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NewType

from vertrouwen.domain.organisation import OrganisationId
from vertrouwen.statistics.release import LedgerFigure
from vertrouwen.storage.unit_of_work import Reader, Row, Transaction

EditionId = NewType("EditionId", int)

_COLUMNS = (
    "id, organisation_id, period_from, period_until, label, counting_unit, policy, released_on"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One released report.

    Args:
        first, last: its period, both days included.
        policy: the promise it keeps and what its papers need beside the figures (JSON).
    """

    id: EditionId
    organisation_id: OrganisationId
    first: date
    last: date
    label: str
    counting_unit: str
    policy: Mapping[str, Any]
    released_on: date


def insert(
    tx: Transaction,
    edition: Edition,
    figures: Iterable[LedgerFigure],
) -> EditionId:
    """Write an edition and its figures down; its id is given by the table.

    Raises:
        DomainError: `edition_overlaps`.
    """
    stated = list(figures)
    edition_id = tx.insert(
        "edition",
        organisation_id=edition.organisation_id,
        period_from=edition.first.isoformat(),
        period_until=edition.last.isoformat(),
        label=edition.label,
        counting_unit=edition.counting_unit,
        threshold=edition.policy["threshold"],
        policy=json.dumps(edition.policy, ensure_ascii=False, sort_keys=True),
        figures=len(stated),
        released_on=edition.released_on.isoformat(),
    )
    tx.execute_many(
        "INSERT INTO edition_figure (edition_id, table_name, cell, value, low, high)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (
            (
                edition_id,
                figure.table,
                json.dumps(dict(figure.at), ensure_ascii=False),
                figure.value,
                figure.low,
                figure.high,
            )
            for figure in stated
        ),
    )
    return EditionId(edition_id)


def get(store: Reader, edition_id: EditionId) -> Edition | None:
    """Return one edition, or None."""
    row = store.read_one(f"SELECT {_COLUMNS} FROM edition WHERE id = ?", (edition_id,))  # noqa: S608
    return _edition(row) if row else None


def of_organisation(store: Reader, organisation_id: OrganisationId) -> tuple[Edition, ...]:
    """Return the editions of an organisation, the latest period first."""
    return tuple(
        _edition(row)
        for row in store.read(
            f"SELECT {_COLUMNS} FROM edition WHERE organisation_id = ?"  # noqa: S608
            " ORDER BY period_from DESC",
            (organisation_id,),
        )
    )


def overlapping(
    store: Reader, organisation_id: OrganisationId, first: date, last: date
) -> Edition | None:
    """Return an edition of the organisation that shares a day with a period, or None."""
    row = store.read_one(
        f"SELECT {_COLUMNS} FROM edition"  # noqa: S608
        " WHERE organisation_id = ? AND period_from <= ? AND period_until >= ?"
        " ORDER BY period_from LIMIT 1",
        (organisation_id, last.isoformat(), first.isoformat()),
    )
    return _edition(row) if row else None


def figures_of(store: Reader, edition_id: EditionId) -> tuple[LedgerFigure, ...]:
    """Return the figures of an edition in the order in which they were stated."""
    return tuple(
        LedgerFigure(table=row[0], at=json.loads(row[1]), value=row[2], low=row[3], high=row[4])
        for row in store.read(
            "SELECT table_name, cell, value, low, high FROM edition_figure"
            " WHERE edition_id = ? ORDER BY id",
            (edition_id,),
        )
    )


def _edition(row: Row) -> Edition:
    return Edition(
        id=EditionId(row[0]),
        organisation_id=OrganisationId(row[1]),
        first=date.fromisoformat(row[2]),
        last=date.fromisoformat(row[3]),
        label=row[4],
        counting_unit=row[5],
        policy=json.loads(row[6]),
        released_on=date.fromisoformat(row[7]),
    )
