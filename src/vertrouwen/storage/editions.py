"""The edition ledger: every report that was released, and all that it stated."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, NewType

from vertrouwen.domain.organisation import OrganisationId
from vertrouwen.storage.unit_of_work import Reader, Row, Transaction

EditionId = NewType("EditionId", int)
EditionKind = Literal["report", "by_hand"]

_ROWS = (
    "SELECT e.id, e.organisation_id, e.period_from, e.period_until, e.label, e.counting_unit,"
    " e.policy, e.released_on, e.kind, e.source, e.statement, w.withdrawn_on, w.reason"
    " FROM edition AS e LEFT JOIN edition_withdrawn AS w ON w.edition_id = e.id"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One row of the ledger.

    Args:
        first, last: its period, both days included.
        policy: the promise it keeps and what its papers need beside the figures (JSON).
        source: where figures were said that were not released from here.
        statement: all it states in numbers (JSON); None under the strict rule of version 1, whose
            figures stand in rows of their own.
        withdrawn_on, reason: set once it was taken back.
    """

    id: EditionId
    organisation_id: OrganisationId
    first: date
    last: date
    label: str
    counting_unit: str
    policy: Mapping[str, Any]
    released_on: date
    kind: EditionKind = "report"
    source: str = ""
    statement: Mapping[str, Any] | None = None
    withdrawn_on: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerFigure:
    """One figure of an edition of the strict rule.

    Args:
        table: name of its table.
        at: dimension -> category; empty for a total.
    """

    table: str
    at: Mapping[str, str]
    value: int | None


def insert(tx: Transaction, edition: Edition) -> EditionId:
    """Write an edition down; its id is given by the table.

    Raises:
        DomainError: `edition_exists`, there is a report of this very period.
    """
    return EditionId(
        tx.insert(
            "edition",
            organisation_id=edition.organisation_id,
            period_from=edition.first.isoformat(),
            period_until=edition.last.isoformat(),
            label=edition.label,
            counting_unit=edition.counting_unit,
            threshold=edition.policy["threshold"],
            policy=_text(edition.policy),
            figures=0,
            released_on=edition.released_on.isoformat(),
            kind=edition.kind,
            source=edition.source,
            statement=None if edition.statement is None else _text(edition.statement),
        )
    )


def withdraw(tx: Transaction, edition_id: EditionId, reason: str) -> None:
    """Write down that an edition was taken back; what it stated stays known.

    Raises:
        DomainError: `edition_already_withdrawn`.
    """
    tx.execute(
        "INSERT INTO edition_withdrawn (edition_id, withdrawn_on, reason) VALUES (?, ?, ?)",
        (edition_id, tx.today.isoformat(), reason.strip()),
    )


def get(store: Reader, edition_id: EditionId) -> Edition | None:
    """Return one edition, or None."""
    row = store.read_one(f"{_ROWS} WHERE e.id = ?", (edition_id,))
    return _edition(row) if row else None


def of_organisation(store: Reader, organisation_id: OrganisationId) -> tuple[Edition, ...]:
    """Return the editions of an organisation in the order in which they were released."""
    return tuple(
        _edition(row)
        for row in store.read(
            f"{_ROWS} WHERE e.organisation_id = ? ORDER BY e.id", (organisation_id,)
        )
    )


def figures_of(store: Reader, edition_id: EditionId) -> tuple[LedgerFigure, ...]:
    """Return the figures of an edition of the strict rule in the order in which they stood."""
    return tuple(
        LedgerFigure(table=row[0], at=json.loads(row[1]), value=row[2])
        for row in store.read(
            "SELECT table_name, cell, value FROM edition_figure WHERE edition_id = ? ORDER BY id",
            (edition_id,),
        )
    )


def seed_of(store: Reader, organisation_id: OrganisationId) -> bytes | None:
    """Return the secret that keys the costs of protection, or None while there is none."""
    row = store.read_one(
        "SELECT seed FROM report_secret WHERE organisation_id = ?", (organisation_id,)
    )
    return bytes(row[0]) if row else None


def keep_seed(tx: Transaction, organisation_id: OrganisationId, seed: bytes) -> None:
    """Keep the secret of an organisation; it is never changed."""
    tx.execute(
        "INSERT INTO report_secret (organisation_id, seed) VALUES (?, ?)", (organisation_id, seed)
    )


def texts_of(
    store: Reader, organisation_id: OrganisationId, first: date, last: date
) -> tuple[str, str, str]:
    """Return introduction, highlights and advice as the adviser left them."""
    row = store.read_one(
        "SELECT introduction, highlights, advice FROM report_text"
        " WHERE organisation_id = ? AND period_from = ? AND period_until = ?",
        (organisation_id, first.isoformat(), last.isoformat()),
    )
    return (row[0], row[1], row[2]) if row else ("", "", "")


def put_texts(
    tx: Transaction,
    organisation_id: OrganisationId,
    first: date,
    last: date,
    texts: tuple[str, str, str],
) -> None:
    """Keep introduction, highlights and advice of a report that is being made."""
    tx.execute(
        "INSERT INTO report_text (organisation_id, period_from, period_until, introduction,"
        " highlights, advice) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (organisation_id, period_from, period_until) DO UPDATE SET"
        " introduction = excluded.introduction, highlights = excluded.highlights,"
        " advice = excluded.advice",
        (organisation_id, first.isoformat(), last.isoformat(), *texts),
    )


def _text(value: Mapping[str, Any]) -> str:
    """Return JSON that keeps the order of its keys: the order of a table is part of it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


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
        kind=row[8],
        source=row[9],
        statement=None if row[10] is None else json.loads(row[10]),
        withdrawn_on=None if row[11] is None else date.fromisoformat(row[11]),
        reason=row[12] or "",
    )
