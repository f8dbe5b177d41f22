"""Typing errors in words: near enough to propose, never so near that meanings meet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from rapidfuzz import process
from rapidfuzz.distance import OSA

_TURNED_ROUND = ("niet", "non", "on", "un", "in", "im", "dis", "her", "ver", "be", "ge")
_OPPOSITES = (frozenset({"intern", "extern"}), frozenset({"interne", "externe"}))
_MOST_ALTERNATIVES = 40


def _allowed(length: int) -> int:
    if length < 5:
        return 0
    return 1 if length < 9 else 2


def _means_otherwise(a: str, b: str) -> bool:
    if {a, b} in _OPPOSITES:
        return True
    long, short = (a, b) if len(a) > len(b) else (b, a)
    return any(long == prefix + short for prefix in _TURNED_ROUND)


def near(word: str, known: Iterable[str]) -> list[tuple[str, int]]:
    """Return the known words within a typing error of this one, with their distance."""
    limit = _allowed(len(word))
    if not limit:
        return []
    found = process.extract(word, list(known), scorer=OSA.distance, score_cutoff=limit, limit=6)
    return [
        (other, int(distance))
        for other, distance, _ in found
        if len(other) >= 5
        and distance <= _allowed(min(len(word), len(other)) + 1)
        and not _means_otherwise(word, other)
        and (word[0] == other[0] or (distance == 1 and len(word) > 5))
    ]


def corrections(
    words: Sequence[str], known: Sequence[str]
) -> Iterator[tuple[tuple[str, ...], int]]:
    """Yield the phrases a mistyped one may have meant, with the number of errors.

    Args:
        words: the words of the label.
        known: all words of the column's labels.
    """
    familiar = set(known)
    options: list[list[tuple[str, int]]] = []
    wrong = 0
    for word in words:
        if word in familiar or len(word) < 5:
            options.append([(word, 0)])
            continue
        wrong += 1
        options.append(near(word, known) or [(word, 0)])
    if not wrong:
        return
    for count, choice in enumerate(product(*options)):
        if count >= _MOST_ALTERNATIVES:
            return
        distance = sum(d for _, d in choice)
        if distance:
            yield tuple(w for w, _ in choice), distance
