"""Full-text search over every note: as one types, and by relevance."""

from __future__ import annotations

from collections.abc import Iterator

from tests.bench.figures import Figure, side_by_side
from tests.bench.fill import COMMON_WORDS, RARE_WORD
from tests.bench.practices import Filled
from vertrouwen.services.list_cases import CaseFilter, list_case_ids

AS_YOU_TYPE = "search as you type, newest 50 with snippet"


def measure(filled: Filled) -> Iterator[Figure]:
    """Measure both ways of searching at one size, over every case, closed ones too."""
    typed = [word[:length] for word in COMMON_WORDS[:12] for length in (2, 3, 5)]
    with filled.vault() as (_, ours), filled.plain_practice() as floor:
        pair = side_by_side(
            lambda n: list_case_ids(ours, _recent(typed[n % len(typed)])),
            lambda n: list_case_ids(floor, _recent(typed[n % len(typed)])),
            len(typed),
        )
        yield pair.figure(AS_YOU_TYPE, filled.cases, aim=1.3)
        rare = CaseFilter(text=RARE_WORD, include_closed=True, order="relevance")
        pair = side_by_side(
            lambda _: list_case_ids(ours, rare), lambda _: list_case_ids(floor, rare), 15
        )
        yield pair.figure("search by relevance, rare word", filled.cases, aim=1.2)


def _recent(text: str) -> CaseFilter:
    return CaseFilter(text=text, include_closed=True)
