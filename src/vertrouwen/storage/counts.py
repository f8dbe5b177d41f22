"""The coded facts of one organisation and period, for counting.

Everything a case row contributes stands in the covering index `case_counts`, so that no page of the
table itself is read: pages of an encrypted file cost their decryption.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from vertrouwen.domain.organisation import OrganisationId
from vertrouwen.storage.unit_of_work import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedCase:
    """The coded facts of one case that a report counts; it has no number and no name.

    Args:
        opened_on: its first contact; only the part of the period is used.
        nature: the primary one, or None.
        steps: every chosen step.
    """

    opened_on: date
    kind: str
    track: str
    nature: str | None
    role: str
    relation: str
    channel: str
    steps: tuple[str, ...]
    outcome: str


FACTS_OF_CASES = """
    SELECT opened_on, kind, track, role, relation, channel, outcome,
           (SELECT f.code FROM case_fact AS f
             WHERE f.case_id = c.id AND f.list = 'nature' AND f.position = 1),
           (SELECT group_concat(f.code) FROM case_fact AS f
             WHERE f.case_id = c.id AND f.list = 'chosen_step')
      FROM case_file AS c INDEXED BY case_counts
     WHERE organisation_id = ? AND opened_on BETWEEN ? AND ?
"""


def facts_of(
    store: Reader, organisation_id: OrganisationId, first: date, last: date
) -> list[CountedCase]:
    """Return the coded facts of every case opened in a period, both days included."""
    return [
        CountedCase(
            opened_on=date.fromisoformat(row[0]),
            kind=row[1],
            track=row[2],
            role=row[3],
            relation=row[4],
            channel=row[5],
            outcome=row[6],
            nature=row[7],
            steps=tuple(row[8].split(",")) if row[8] else (),
        )
        for row in store.read(
            FACTS_OF_CASES, (organisation_id, first.isoformat(), last.isoformat())
        )
    ]
