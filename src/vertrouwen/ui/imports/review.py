"""What becomes of each row: the file's reading, what is in the vault already, the answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Literal

from vertrouwen.domain.case import CaseNumber
from vertrouwen.services.import_registration import CodedRow, RowDecision, RowKey

Fate = Literal["blocked", "twin", "skipped", "decided", "open", "notice", "fine"]
"""Blocked and twin rows stay out until the adviser says otherwise; skipped ones by choice."""

_FILTERS: Mapping[str, frozenset[Fate]] = {
    "decide": frozenset({"blocked", "open"}),
    "blocked": frozenset({"blocked"}),
    "notice": frozenset({"notice"}),
    "twin": frozenset({"twin"}),
    "out": frozenset({"blocked", "twin", "skipped"}),
}
_DOUBLE_CODES = frozenset({"dubbel", "mogelijk_dubbel", "nummer_dubbel"})


def key_of(row: CodedRow) -> RowKey:
    """Return where a row stands in the file."""
    return row.sheet, row.row


class Review:
    """The rows of one registration on their way in.

    What becomes of each row is worked out once, when the review is made (on the database thread),
    so that filtering 100,000 rows does not hold up the window.

    Args:
        rows: in file order.
        twins: rows that are most likely in the practice already.
        cells: what the file says where a row is in doubt: row -> field -> text.
        answers: what the adviser decided about single rows.
    """

    def __init__(
        self,
        rows: tuple[CodedRow, ...],
        twins: Mapping[RowKey, CaseNumber],
        cells: Mapping[RowKey, Mapping[str, str]],
        answers: Mapping[RowKey, RowDecision],
    ) -> None:
        self.rows = rows
        self.twins = twins
        self.cells = cells
        self._places = {key_of(row): i for i, row in enumerate(rows)}
        self.answers = {key: answer for key, answer in answers.items() if key in self._places}
        self._fates = [self._fate_of(row) for row in rows]
        self._doubles = [self._is_double(row) for row in rows]

    def fate(self, index: int) -> Fate:
        """Return what becomes of a row as things stand."""
        return self._fates[index]

    def answer(self, index: int, answer: RowDecision | None) -> None:
        """Put down what the adviser decided about a row; None takes it back."""
        row = self.rows[index]
        if answer is None:
            self.answers.pop(key_of(row), None)
        else:
            self.answers[key_of(row)] = answer
        self._fates[index] = self._fate_of(row)

    def matching(self, wanted: str) -> Sequence[int]:
        """Return the rows of a filter: all, decide, blocked, notice, twin, double or out."""
        if wanted == "all":
            return range(len(self.rows))
        if wanted == "double":
            return [i for i, is_double in enumerate(self._doubles) if is_double]
        return [i for i, fate in enumerate(self._fates) if fate in _FILTERS[wanted]]

    def counts(self) -> dict[str, int]:
        """Return how many rows each filter has, and under "in" how many come in."""
        fates = Counter(self._fates)
        found = {wanted: sum(fates[f] for f in of) for wanted, of in _FILTERS.items()}
        found["all"] = len(self.rows)
        found["double"] = sum(self._doubles)
        found["in"] = len(self.rows) - found["out"]
        return found

    def decisions(self) -> dict[RowKey, RowDecision]:
        """Return the answers, with a row of the vault left out where nothing was said."""
        silent = {key: RowDecision(keep=False) for key in self.twins if key not in self.answers}
        return silent | self.answers

    def _fate_of(self, row: CodedRow) -> Fate:
        key = key_of(row)
        answer = self.answers.get(key)
        if answer is not None:
            return "decided" if answer.keep else "skipped"
        if row.is_blocked or is_incomplete(row):
            return "blocked"
        if key in self.twins:
            return "twin"
        levels = {flag.level for flag in row.flags}
        if "beslissen" in levels:
            return "open"
        return "notice" if levels else "fine"

    def _is_double(self, row: CodedRow) -> bool:
        return key_of(row) in self.twins or any(f.code in _DOUBLE_CODES for f in row.flags)


def is_incomplete(row: CodedRow) -> bool:
    """Tell whether a row lacks the client or the month without which it cannot be a case."""
    return row.organisation is None or row.year is None or row.month is None
