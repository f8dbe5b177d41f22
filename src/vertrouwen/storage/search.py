"""Full-text search over notes, consents and the purposes of steps."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from vertrouwen.storage.unit_of_work import Reader, Row

Order = Literal["recent", "relevance"]

MATCH_BEGIN, MATCH_END = "\x02", "\x03"
"""Around each matching word in a snippet."""

_CHUNK = 400
_MOST_READ = 8_000
_WORD = re.compile(r"\w+")
_SNIPPET_WORDS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """The first entry of a case that matches.

    Args:
        entry_id: its id in the search index, for `snippets`.
    """

    case_id: int
    entry_id: int


def query(text: str) -> str | None:
    """Return the FTS5 query for what a person typed: every word, the last one as a beginning.

    Words are letters and digits in quotes, so that nothing typed is read as an operator.
    """
    words = _WORD.findall(text)
    return " ".join(f'"{word}"*' for word in words) or None


def hits(
    store: Reader,
    text: str,
    order: Order,
    limit: int,
    shown: Callable[[Sequence[int]], set[int]] | None = None,
) -> list[Hit]:
    """Return one hit per case, the newest or the most relevant entry first.

    Args:
        limit: at most so many cases.
        shown: says which of some cases the list shows; None is all of them.
    """
    match = query(text)
    if match is None:
        return []
    found: dict[int, Hit] = {}
    seen: set[int] = set()
    for chunk in _chunks(store, match, order):
        fresh = list(dict.fromkeys(row[1] for row in chunk if row[1] not in seen))
        seen.update(fresh)
        allowed = set(fresh) if shown is None else shown(fresh)
        for entry_id, case_id in chunk:
            if case_id in allowed and case_id not in found:
                found[case_id] = Hit(case_id=case_id, entry_id=entry_id)
                if len(found) == limit:
                    return list(found.values())
    return list(found.values())


def _chunks(store: Reader, match: str, order: Order) -> Iterator[list[Row]]:
    if order == "relevance":
        yield store.read(
            "SELECT search_text.rowid, e.case_id FROM search_text"
            " JOIN search_entry AS e ON e.id = search_text.rowid"
            " WHERE search_text MATCH ? ORDER BY rank LIMIT ?",
            (match, _MOST_READ // 4),
        )
        return
    below, read, size = 2**62, 0, _CHUNK // 4
    while read < _MOST_READ:
        # By rowid, which the index delivers in order; any other order reads every hit first.
        chunk = store.read(
            "SELECT search_text.rowid, e.case_id FROM search_text"
            " JOIN search_entry AS e ON e.id = search_text.rowid"
            " WHERE search_text MATCH ? AND search_text.rowid < ?"
            " ORDER BY search_text.rowid DESC LIMIT ?",
            (match, below, size),
        )
        if chunk:
            yield chunk
        if len(chunk) < size:
            return
        below, read, size = chunk[-1][0], read + len(chunk), _CHUNK


def snippets(store: Reader, text: str, entry_ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Return the source and a snippet of some entries, by entry id.

    Args:
        entry_ids: few, those on screen: every snippet reads and tokenises its text.
    """
    match = query(text)
    if match is None or not entry_ids:
        return {}
    marks = ", ".join("?" * len(entry_ids))
    # One pass over the stretch they lie in: a query for each would build the matches each time.
    sql = (
        "SELECT search_text.rowid, e.source, snippet(search_text, 0, ?, ?, '…', ?)"  # noqa: S608
        " FROM search_text JOIN search_entry AS e ON e.id = search_text.rowid"
        " WHERE search_text MATCH ? AND search_text.rowid BETWEEN ? AND ?"
        f" AND search_text.rowid + 0 IN ({marks})"
    )
    rows = store.read(
        sql,
        (MATCH_BEGIN, MATCH_END, _SNIPPET_WORDS, match, min(entry_ids), max(entry_ids), *entry_ids),
    )
    return {row[0]: (row[1], row[2]) for row in rows}
