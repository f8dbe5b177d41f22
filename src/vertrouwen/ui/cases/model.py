"""The rows of the case list: identities at once, contents a page at a time when they come in sight.

The true number of rows is known from the start, so the scroll bar, End and Page Down tell the
truth with 100,000 cases. A page is fetched on the database thread; until it is there its rows are
drawn as bars.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
)

from vertrouwen.services.list_cases import CaseRow, SearchHit

Index = QModelIndex | QPersistentModelIndex
Fetch = Callable[["Wanted", Callable[["Page"], None], Callable[[Exception], None]], None]

PAGE = 64
KEPT_PAGES = 40
_COALESCE_MS = 12

CASE_ROLE = int(Qt.ItemDataRole.UserRole)
HIT_ROLE = CASE_ROLE + 1
_SPOKEN = frozenset((int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole)))
_NO_INDEX = QModelIndex()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A page to fetch: its identities, and the hits whose snippets are not here yet."""

    ids: list[int]
    hits: dict[int, SearchHit]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page that was fetched: its rows, and the hits with their snippets, by case."""

    rows: list[CaseRow]
    hits: dict[int, SearchHit]


class CaseListModel(QAbstractTableModel):
    """One column of cases; `CASE_ROLE` gives a `CaseRow` or None while its page is under way."""

    def __init__(
        self,
        fetch: Fetch,
        spoken: Callable[[CaseRow, SearchHit | None], str],
        parent: QObject | None = None,
    ) -> None:
        """Make an empty list.

        Args:
            fetch: gets a page to fetch, and what to call with it or with the failure.
            spoken: the words of one row for a screen reader.
        """
        super().__init__(parent)
        self._fetch = fetch
        self._spoken = spoken
        self._ids: Sequence[int] = ()
        self._hits: dict[int, SearchHit] = {}
        self._pages: OrderedDict[int, dict[int, CaseRow]] = OrderedDict()
        self._wanted: list[int] = []
        self._is_fetching = False
        self._turn = 0
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_COALESCE_MS)
        self._later.timeout.connect(self._fetch_next)

    @property
    def ids(self) -> Sequence[int]:
        """The identities of all rows, in order."""
        return self._ids

    def show(self, ids: Sequence[int], hits: Mapping[int, SearchHit]) -> None:
        """Show another list of cases."""
        self.beginResetModel()
        self._ids, self._hits = ids, dict(hits)
        self._turn += 1
        self._pages.clear()
        self._wanted.clear()
        self._is_fetching = False
        self.endResetModel()

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        """Return the true number of cases."""
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        """Return one: a row is drawn as a whole."""
        return 0 if parent.isValid() else 1

    def case_id(self, row: int) -> int:
        """Return the identity in a row."""
        return self._ids[row]

    def row_of(self, case_id: int) -> int:
        """Return the row of a case, or -1."""
        try:
            return self._ids.index(case_id)
        except ValueError:
            return -1

    def is_loaded(self, row: int) -> bool:
        """Whether the content of a row is here."""
        return row // PAGE in self._pages

    def data(self, index: Index, role: int = 0) -> Any:
        """Return the case, its hit, or its spoken words."""
        if role == CASE_ROLE:
            return self._case(index.row())
        if role == HIT_ROLE:
            return self._hits.get(self._ids[index.row()])
        if role in _SPOKEN:
            row = index.row()
            case = self._case(row)
            return self._spoken(case, self._hits.get(self._ids[row])) if case else ""
        return None

    def words_changed(self) -> None:
        """Draw and read every row anew, after a change of language or privacy."""
        if self._ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, 0))

    def _case(self, row: int) -> CaseRow | None:
        number = row // PAGE
        page = self._pages.get(number)
        if page is not None:
            self._pages.move_to_end(number)
            return page.get(self._ids[row])
        if number in self._wanted:
            self._wanted.remove(number)
        self._wanted.append(number)
        if not self._is_fetching and not self._later.isActive():
            self._later.start()
        return None

    def _fetch_next(self) -> None:
        if self._is_fetching or not self._wanted:
            return
        number = self._wanted.pop()  # the page asked for last is the one in sight
        del self._wanted[:-2]  # pages that only flew past are not fetched
        self._is_fetching = True
        turn = self._turn
        ids = list(self._ids[number * PAGE : (number + 1) * PAGE])
        bare = {i: hit for i in ids if (hit := self._hits.get(i)) is not None and not hit.source}
        self._fetch(
            Wanted(ids=ids, hits=bare),
            lambda page: self._arrived(turn, number, page),
            lambda _problem: self._failed(turn),
        )

    def _arrived(self, turn: int, number: int, page: Page) -> None:
        if turn != self._turn:
            return
        self._is_fetching = False
        self._pages[number] = {int(row.id): row for row in page.rows}
        self._hits.update(page.hits)
        while len(self._pages) > KEPT_PAGES:
            self._pages.popitem(last=False)
        first = number * PAGE
        last = min(first + PAGE, len(self._ids)) - 1
        self.dataChanged.emit(self.index(first, 0), self.index(last, 0))
        self._fetch_next()

    def _failed(self, turn: int) -> None:
        if turn == self._turn:
            self._is_fetching = False
            self._wanted.clear()
