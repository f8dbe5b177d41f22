"""Lists of cases, full-text search, and going straight to a case or client."""

from __future__ import annotations

import re
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from vertrouwen.domain.case import CaseNumber
from vertrouwen.domain.consent import CaseId
from vertrouwen.domain.organisation import OrganisationId
from vertrouwen.services.practice import Practice
from vertrouwen.storage import case_lists, organisations, search
from vertrouwen.storage.case_lists import Narrowed

MOST_HITS = 500
WITH_SNIPPET = 50
MOST_PLACES = 12

_NUMBER_BEGUN = re.compile(r"(\d{4})-(\d{0,6})")


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFilter:
    """Which cases to list.

    Args:
        text: a case number or its beginning, or words to search for; the last may be begun.
        track, state: codes.
        order: of a search: the newest entries first, or the most relevant.
    """

    text: str = ""
    organisation_id: OrganisationId | None = None
    track: str | None = None
    state: str | None = None
    include_closed: bool = False
    order: Literal["recent", "relevance"] = "recent"


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchHit:
    """Where a search found its words.

    Args:
        source: "note", "consent" or "step".
        snippet: with \\x02 before and \\x03 after each match; empty beyond the first page (ask
            `snippets` when it comes on screen).
        entry_id: names the hit for `snippets`.
    """

    source: str
    snippet: str
    entry_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseList:
    """The ids of a list, in order; of a search also its hits by case id.

    Args:
        total: length of the list; a search stops at 500 cases.
    """

    ids: Sequence[int]
    total: int
    hits: Mapping[int, SearchHit]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """One line of a list of cases.

    Args:
        track, state, control: codes.
        days_open: until today, or until it was closed.
    """

    id: CaseId
    number: CaseNumber
    organisation_name: str
    track: str
    state: str
    control: str
    waiting_for: str
    days_open: int
    last_contact_on: date
    is_open: bool


def list_case_ids(practice: Practice, wanted: CaseFilter) -> CaseList:
    """Return the ids of all cases of a list, the one with the latest contact first.

    A search gives at most 500 cases, the newest entry first.
    """
    store = practice.store
    narrowed = Narrowed(
        organisation_id=wanted.organisation_id,
        track=wanted.track,
        state=wanted.state,
        include_closed=wanted.include_closed,
    )
    text = wanted.text.strip()
    if not text:
        ids = case_lists.ids(store, narrowed)
        return CaseList(ids=ids, total=len(ids), hits={})
    numbered = _by_number(practice, text)
    if numbered is not None:
        shown = case_lists.among(store, numbered, narrowed)
        ids = array("q", [case_id for case_id in numbered if case_id in shown])
        return CaseList(ids=ids, total=len(ids), hits={})
    found = search.hits(
        store, text, wanted.order, MOST_HITS, lambda ids: case_lists.among(store, ids, narrowed)
    )
    first = search.snippets(store, text, [hit.entry_id for hit in found[:WITH_SNIPPET]])
    hits = {
        hit.case_id: SearchHit(
            source=first.get(hit.entry_id, ("", ""))[0],
            snippet=first.get(hit.entry_id, ("", ""))[1],
            entry_id=hit.entry_id,
        )
        for hit in found
    }
    return CaseList(ids=array("q", hits), total=len(hits), hits=hits)


def has_cases(practice: Practice) -> bool:
    """Whether there is a case at all, whatever a list shows of it."""
    return case_lists.is_any(practice.store)


def snippets(practice: Practice, text: str, hits: Sequence[SearchHit]) -> dict[int, SearchHit]:
    """Return hits with their snippets, by entry id; for the lines that come on screen."""
    found = search.snippets(practice.store, text, [hit.entry_id for hit in hits])
    return {
        entry_id: SearchHit(source=source, snippet=snippet, entry_id=entry_id)
        for entry_id, (source, snippet) in found.items()
    }


def case_rows(practice: Practice, ids: Sequence[int]) -> list[CaseRow]:
    """Return the lines of some cases, in the order of their ids as given."""
    today = practice.today()
    return [
        CaseRow(
            id=row.id,
            number=row.number,
            organisation_name=row.organisation_name,
            track=row.track,
            state=row.state,
            control=row.control,
            waiting_for=row.waiting_for,
            days_open=((row.closed_on or today) - row.opened_on).days,
            last_contact_on=row.last_contact_on,
            is_open=row.closed_on is None,
        )
        for row in case_lists.rows(practice.store, ids)
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoToItem:
    """A place the command palette can go to.

    Args:
        label: the case number, or the client's name.
        detail: of a case, its client's name.
    """

    kind: Literal["case", "organisation"]
    id: int
    label: str
    detail: str


def go_to(practice: Practice, text: str) -> list[GoToItem]:
    """Return the cases and clients that a typed beginning stands for."""
    text = text.strip()
    if not text:
        return []
    cases = _by_number(practice, text) or []
    found = [
        GoToItem(kind="case", id=row.id, label=str(row.number), detail=row.organisation_name)
        for row in case_lists.rows(practice.store, cases[:MOST_PLACES])
    ]
    found += [
        GoToItem(kind="organisation", id=organisation_id, label=name, detail="")
        for organisation_id, name in organisations.beginning_with(practice.store, text, MOST_PLACES)
    ]
    return found[:MOST_PLACES]


def _by_number(practice: Practice, text: str) -> list[int] | None:
    begun = _NUMBER_BEGUN.fullmatch(text)
    if begun is None:
        return None
    return case_lists.numbered(practice.store, int(begun[1]), begun[2], MOST_HITS)
