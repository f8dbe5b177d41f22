"""Lists of cases: first all ids from a covering index, then the rows of one page by id."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from vertrouwen.domain.case import CaseNumber, State
from vertrouwen.domain.consent import CaseId
from vertrouwen.storage.days import day
from vertrouwen.storage.unit_of_work import Reader

_PAGE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """Which cases a list shows; None leaves that open."""

    organisation_id: int | None = None
    track: str | None = None
    state: str | None = None
    include_closed: bool = False

    def conditions(self) -> tuple[list[str], list[object]]:
        """Return SQL conditions over case_file AS c, and their parameters."""
        wanted = [
            ("c.organisation_id = ?", self.organisation_id),
            ("c.track = ?", self.track),
            ("c.state = ?", self.state),
        ]
        chosen = [(sql, value) for sql, value in wanted if value is not None]
        conditions = [sql for sql, _ in chosen]
        if not self.include_closed and self.state != State.CLOSED.value:
            conditions.append("c.closed_on IS NULL")
        return conditions, [value for _, value in chosen]


def ids(store: Reader, narrowed: Narrowed) -> array[int]:
    """Return the ids of all cases of a list, the one with the latest contact first."""
    conditions, parameters = narrowed.conditions()
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    sql = f"SELECT c.id FROM case_file AS c{where} ORDER BY c.last_contact_on DESC, c.id DESC"  # noqa: S608
    return array("q", [row[0] for row in store.read(sql, parameters)])


def is_any(store: Reader) -> bool:
    """Whether there is a case at all, closed ones included."""
    return store.read_one("SELECT 1 FROM case_file LIMIT 1") is not None


def among(store: Reader, candidates: Sequence[int], narrowed: Narrowed) -> set[int]:
    """Return which of some cases a list shows."""
    conditions, parameters = narrowed.conditions()
    found: set[int] = set()
    for start in range(0, len(candidates), _PAGE):
        part = candidates[start : start + _PAGE]
        marks = ", ".join("?" * len(part))
        also = "".join(f" AND {condition}" for condition in conditions)
        sql = f"SELECT c.id FROM case_file AS c WHERE c.id IN ({marks}){also}"  # noqa: S608
        found.update(row[0] for row in store.read(sql, (*part, *parameters)))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedCase:
    """One line of a list of cases."""

    id: CaseId
    number: CaseNumber
    organisation_name: str
    track: str
    state: str
    control: str
    waiting_for: str
    opened_on: date
    closed_on: date | None
    last_contact_on: date


def rows(store: Reader, case_ids: Sequence[int]) -> list[ListedCase]:
    """Return the lines of some cases, in the order of their ids as given."""
    found: dict[int, ListedCase] = {}
    for start in range(0, len(case_ids), _PAGE):
        part = case_ids[start : start + _PAGE]
        marks = ", ".join("?" * len(part))
        sql = (
            "SELECT c.id, c.number_year, c.number_seq, o.name, c.track, c.state, c.control,"  # noqa: S608
            " c.waiting_for, c.opened_on, c.closed_on, c.last_contact_on"
            " FROM case_file AS c JOIN organisation AS o ON o.id = c.organisation_id"
            f" WHERE c.id IN ({marks})"
        )
        for row in store.read(sql, tuple(part)):
            found[row[0]] = ListedCase(
                id=CaseId(row[0]),
                number=CaseNumber(row[1], row[2]),
                organisation_name=row[3],
                track=row[4],
                state=row[5],
                control=row[6],
                waiting_for=row[7],
                opened_on=date.fromisoformat(row[8]),
                closed_on=day(row[9]),
                last_contact_on=date.fromisoformat(row[10]),
            )
    return [found[case_id] for case_id in case_ids if case_id in found]


def waiting(store: Reader, limit: int) -> list[ListedCase]:
    """Return the cases that wait for somebody, the longest without contact first."""
    # The condition is that of the index case_waiting, word for word, so that it serves.
    found = store.read(
        "SELECT id FROM case_file"
        " WHERE state IN ('wacht_op_melder', 'geen_reactie') OR waiting_for <> ''"
        " ORDER BY last_contact_on, id LIMIT ?",
        (limit,),
    )
    return rows(store, [row[0] for row in found])


def numbered(store: Reader, year: int, digits: str, limit: int) -> list[int]:
    """Return the ids of cases of a year of which the sequence number begins with some digits.

    Args:
        digits: as typed, leading zeros included ("01" finds 2026-010 to 2026-019).
    """
    return [
        row[0]
        for row in store.read(
            "SELECT id FROM case_file WHERE number_year = ?"
            " AND (printf('%03d', number_seq) LIKE ? || '%' OR number_seq = ?)"
            " ORDER BY number_seq LIMIT ?",
            (year, digits, int(digits) if digits else -1, limit),
        )
    ]
