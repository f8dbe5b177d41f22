"""Does a cell that should hold a code hold a person? Better asked once too often."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from vertrouwen.imports.wording import plain, table

# With bounds, so that a text without blanks takes no longer than one with.
_MAIL = re.compile(r"[^\s@]{1,64}@[^\s@]{1,255}\.\w")
_PHONE = re.compile(r"(?:\+\d{2}|\b0)[\d\s().-]{8,40}\d")
_CAPITAL = re.compile(r"^[A-ZÀ-Þ][a-zß-ÿ'’-]+$")
_PREPOSITIONS = frozenset({"van", "de", "der", "den", "ten", "ter", "te", "el", "von", "du", "la"})


@cache
def _lists() -> tuple[frozenset[str], frozenset[str]]:
    names = table("names")["first_names"]
    return frozenset(names["words"]), frozenset(names["titles"])


@lru_cache(maxsize=16384)
def names_a_person(text: str, known: frozenset[str] = frozenset(), *, strict: bool = False) -> bool:
    """Tell whether a text may name somebody.

    Args:
        text: the cell.
        known: plain words that are names of organisations, units or labels here.
        strict: only first names, titles and addresses count, not two capitals in a row.
    """
    if _MAIL.search(text) or _PHONE.search(text):
        return True
    first_names, titles = _lists()
    words = [w for w in re.split(r"[\s,;/()\[\]–]+", text) if w]
    run = 0
    for index, word in enumerate(words):
        bare = word.strip(".:'\"")
        is_name_like = bool(_CAPITAL.match(bare)) and plain(bare) not in known
        following = words[index + 1].strip(".:") if index + 1 < len(words) else ""
        next_like = bool(_CAPITAL.match(following)) or following in _PREPOSITIONS
        if plain(bare) in titles and _CAPITAL.match(following) and plain(following) not in known:
            return True
        if is_name_like and plain(bare) in first_names and (next_like or index > 0):
            return True
        if is_name_like and index > 0:
            run += 1
            if run >= 2 and not strict:
                return True
        elif bare not in _PREPOSITIONS:
            run = 0
    return False


def known_words(labels: Iterable[str]) -> frozenset[str]:
    """Return the plain words of names that are no persons."""
    return frozenset(word for label in labels for word in plain(label).split())
