"""Advice about a passphrase: words drawn at random, and how hard one is to guess.

There are no rules about what a passphrase is made of, only its length; how hard it is to guess is
said in four steps. The estimate counts what a guesser would try first, and it knows nothing of
how a phrase was chosen: words from a song look like words drawn at random.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from itertools import pairwise
from math import log2

from vertrouwen import resources
from vertrouwen.services.vault_access import SHORTEST_PASSPHRASE

WORDS = 6

# Bits below which a passphrase is weak and from which it is strong; six drawn words are 77.
_GOOD, _STRONG = 50.0, 70.0
_LETTER, _DIGIT, _OTHER = 2.5, 3.3, 4.0
"""Bits a character of its kind, in text that somebody made up."""
_MIXED = 5.5
"""Bits a character where kinds alternate, as a password manager makes it; there is no more."""
_REPEATED = 0.5
"""Bits for what repeats or continues what stands before it."""
_OBVIOUS_BITS = 3.0
_YEAR_BITS = 6.0

_ROWS = ("abcdefghijklmnopqrstuvwxyz", "0123456789", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_OBVIOUS = frozenset(
    """
    wachtwoord wachtzin password welkom welcome geheim geheime vertrouwen vertrouw kluis
    sleutel hallo hello admin login letmein iloveyou zomer winter lente herfst januari
    februari maart april juni juli augustus september oktober november december maandag
    dinsdag woensdag donderdag vrijdag zaterdag zondag
    """.split()  # noqa: SIM905 - a list of words, to be read as one
)
_PARTS = re.compile(r"[^\W\d_]+|\d+|\s+|(?:[^\w\s]|_)+")
_YEAR = re.compile(r"(?:19|20)\d\d")


class Strength(StrEnum):
    """How hard a passphrase is to guess."""

    TOO_SHORT = "too_short"
    WEAK = "weak"
    GOOD = "good"
    STRONG = "strong"


@cache
def words() -> tuple[str, ...]:
    """Return the words from which a passphrase is drawn, sorted."""
    text = resources.path("passphrase", "nl.txt").read_text(encoding="ascii")
    return tuple(text.split())


def suggest_passphrase() -> str:
    """Return six different Dutch words drawn at random, with spaces between them."""
    return " ".join(secrets.SystemRandom().sample(words(), WORDS))


def strength(text: str) -> Strength:
    """Tell how hard a passphrase is to guess; only `TOO_SHORT` is refused.

    Args:
        text: as it was typed.
    """
    composed = unicodedata.normalize("NFC", text)
    if len(composed) < SHORTEST_PASSPHRASE:
        return Strength.TOO_SHORT
    folded = composed.casefold()
    # No text carries more than its different pairs of neighbours do.
    most = _MIXED * (1 + len(set(pairwise(folded))))
    bits = min(most, most if _is_mixed(composed) else _by_pieces(folded))
    if bits < _GOOD:
        return Strength.WEAK
    return Strength.STRONG if bits >= _STRONG else Strength.GOOD


def _by_pieces(folded: str) -> float:
    """Return the bits of words, numbers and signs, each counted once."""
    seen: set[str] = set()
    bits = 0.0
    for part in _PARTS.findall(folded):
        for piece in () if part.isspace() else _pieces(part):
            bits += _REPEATED if piece in seen else _bits(piece)
            seen.add(piece)
    return bits


def _pieces(part: str) -> Iterator[str]:
    """Split what stands without spaces into the words it begins with and what lies between."""
    between = start = 0
    while start < len(part):
        word = _word_at(part, start)
        if not word:
            start += 1
            continue
        if between < start:
            yield part[between:start]
        yield word
        between = start = start + len(word)
    if between < len(part):
        yield part[between:]


def _word_at(part: str, start: int) -> str:
    longest = min(len(part) - start, 10)
    candidates = (part[start : start + length] for length in range(longest, 3, -1))
    return next((word for word in candidates if word in _OBVIOUS or word in _known()), "")


def _bits(piece: str) -> float:
    if piece in _OBVIOUS:
        return _OBVIOUS_BITS
    if piece in _known():
        return log2(len(words()))
    return _YEAR_BITS if _YEAR.fullmatch(piece) else _made_up(piece)


def _made_up(piece: str) -> float:
    """Return the bits of characters in which somebody may have repeated or run along a row."""
    each = _LETTER if piece[0].isalpha() else _DIGIT if piece[0].isdigit() else _OTHER
    along = sum(
        first == second or any(first + second in row or second + first in row for row in _ROWS)
        for first, second in pairwise(piece)
    )
    # An ordinary word has such neighbours too.
    if 3 * along <= len(piece):
        return each * len(piece)
    return each * (len(piece) - along) + _REPEATED * along


def _is_mixed(text: str) -> bool:
    """Tell whether kinds of characters alternate so often that no words can be in it."""
    changes = len(_PARTS.findall(text)) - 1
    changes += sum(first.islower() and second.isupper() for first, second in pairwise(text))
    return 3 * changes >= len(text) and not any(character.isspace() for character in text)


@cache
def _known() -> frozenset[str]:
    return frozenset(words())
