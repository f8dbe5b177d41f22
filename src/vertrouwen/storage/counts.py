"""The coded facts of one organisation, for counting: as they are, and as they were frozen.

Everything a case row contributes stands in the covering index `case_counts`, so that no page of the
table itself is read: pages of an encrypted file cost their decryption.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from vertrouwen.domain.organisation import OrganisationId
from vertrouwen.storage.unit_of_work import Reader, Row, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedCase:
    """The coded facts of one case that a report counts; it has no number and no name.

    Args:
        id: of the case; it is never counted or printed, only recognised again.
        opened_on: its first contact; only the month is used.
        nature: the primary one, or None.
        steps: every chosen step.
        atom: the month in which it counts once that is settled, such as "2025-03".
    """

    id: int = 0
    opened_on: date
    kind: str
    track: str
    nature: str | None
    role: str
    relation: str
    channel: str
    steps: tuple[str, ...]
    outcome: str
    unit_id: int | None = None
    atom: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenCase:
    """A case as it was when it was first counted.

    Args:
        case: its facts of then; it has an atom.
        is_gone: its file was destroyed since; its id may be another case's.
    """

    case: CountedCase
    is_gone: bool


FACTS_OF_CASES = """
    SELECT id, opened_on, kind, track,
           (SELECT f.code FROM case_fact AS f
             WHERE f.case_id = c.id AND f.list = 'nature' AND f.position = 1),
           role, relation, channel,
           (SELECT group_concat(f.code) FROM case_fact AS f
             WHERE f.case_id = c.id AND f.list = 'chosen_step'),
           outcome, unit_id
      FROM case_file AS c INDEXED BY case_counts
     WHERE organisation_id = ? AND opened_on BETWEEN ? AND ?
"""

FROZEN_FACTS = """
    SELECT case_id, opened_on, kind, track, nature, role, relation, channel, steps, outcome,
           unit_id, atom, g.frozen_id IS NOT NULL
      FROM frozen_case AS c INDEXED BY frozen_counts
      LEFT JOIN frozen_case_gone AS g ON g.frozen_id = c.id
     WHERE organisation_id = ? AND atom BETWEEN ? AND ?
"""


def facts_of(
    store: Reader, organisation_id: OrganisationId, first: date, last: date
) -> list[CountedCase]:
    """Return the present facts of every case opened in a span of time, both days included."""
    return [
        _counted(row)
        for row in store.read(
            FACTS_OF_CASES, (organisation_id, first.isoformat(), last.isoformat())
        )
    ]


def frozen_facts_of(
    store: Reader, organisation_id: OrganisationId, first: str, last: str
) -> list[FrozenCase]:
    """Return the frozen facts of every case that counts in a span of months."""
    return [
        FrozenCase(case=_counted(row, row[11]), is_gone=bool(row[12]))
        for row in store.read(FROZEN_FACTS, (organisation_id, first, last))
    ]


def freeze(
    tx: Transaction, organisation_id: OrganisationId, edition_id: int, cases: Iterable[CountedCase]
) -> None:
    """Keep the facts of cases as they are now, for every later count.

    Args:
        cases: each with the atom in which it counts; none of them frozen before.
    """
    tx.execute_many(
        "INSERT INTO frozen_case (case_id, organisation_id, edition_id, atom, opened_on, kind,"
        " track, nature, role, relation, channel, steps, outcome, unit_id)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                case.id, organisation_id, edition_id, case.atom, case.opened_on.isoformat(),
                case.kind, case.track, case.nature, case.role, case.relation, case.channel,
                ",".join(case.steps), case.outcome, case.unit_id,
            )
            for case in cases
        ),
    )  # fmt: skip


def _counted(row: Row, atom: str | None = None) -> CountedCase:
    return CountedCase(
        id=row[0],
        opened_on=date.fromisoformat(row[1]),
        kind=row[2],
        track=row[3],
        nature=row[4],
        role=row[5],
        relation=row[6],
        channel=row[7],
        steps=tuple(row[8].split(",")) if row[8] else (),
        outcome=row[9],
        unit_id=row[10],
        atom=atom,
    )
