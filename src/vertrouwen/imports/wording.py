"""How words are compared: one plain form for labels, headers and names."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from typing import Any

from vertrouwen import resources

_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}[^\W\d_]?\.?", re.UNICODE)
_SINGLE_AMPERSAND = re.compile(r"\b(\w)\s?&\s?(\w)\b")
_APOSTROPHES = re.compile(r"['’‘`´]")
_NOT_WORD = re.compile(r"[^\w#]+|_", re.UNICODE)
_DOUBLED = re.compile(r"([a-z])\1")


@cache
def table(name: str) -> dict[str, Any]:
    """Return one of the word lists in `resources/import`."""
    return tomllib.loads(resources.path("import", f"{name}.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """Return lower-case words without accents and punctuation, one blank between them.

    "n.v.t." becomes "nvt", "P&O" becomes "peno", "zzp'er" becomes "zzper".
    """
    folded = unicodedata.normalize("NFKD", text.casefold())
    folded = "".join(c for c in folded if not unicodedata.combining(c))
    folded = _DOTTED.sub(lambda m: m.group().replace(".", "") + " ", folded)
    folded = _SINGLE_AMPERSAND.sub(r"\1en\2", folded)
    folded = _APOSTROPHES.sub("", folded)
    return " ".join(_NOT_WORD.sub(" ", folded).split())


@lru_cache(maxsize=65536)
def tokens(text: str) -> tuple[str, ...]:
    """Return the plain words of a label, abbreviations such as "lgv" written out."""
    equal: dict[str, str] = table("words")["equal"]
    return tuple(equal.get(word, word) for word in plain(text).split())


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return a word without its common Dutch and English endings; good enough to compare."""
    short = _DOUBLED.sub(r"\1", word)
    if len(short) > 4:
        for ending in ("ing", "en", "es", "e", "s"):
            if ending != "ing" and short.endswith(ending) and len(short) - len(ending) >= 4:
                short = short[: -len(ending)]
                break
    return short.replace("z", "s").replace("v", "f")


def stems(words: tuple[str, ...]) -> frozenset[str]:
    """Return the stems of the words that carry meaning."""
    stop = stop_words()
    return frozenset(stem(w) for w in words if w not in stop) or frozenset(map(stem, words))


@cache
def stop_words() -> frozenset[str]:
    """Return the words without meaning of their own."""
    return frozenset(table("words")["stop"])


@cache
def marked(name: str) -> frozenset[str]:
    """Return one of the short word lists: weekdays, closed, given and the like."""
    return frozenset(table("words")[name])


@cache
def negations() -> frozenset[str]:
    """Return the words that turn a label around or put it in doubt."""
    return frozenset(table("words")["negation"])


@cache
def said_nothing() -> dict[str, str]:
    """Return the labels that stand for no answer, with the code each one means."""
    words = table("words")
    found: dict[str, str] = {}
    for key, code in (
        ("empty", "onbekend"),
        ("not_applicable", "nvt"),
        ("not_asked", "niet_gevraagd"),
    ):
        for label in words[key]:
            found[label.casefold()] = code
            found.setdefault(plain(label), code)
    return found


def silence(text: str) -> str | None:
    """Return onbekend, nvt or niet_gevraagd if the text says no more than that."""
    answers = said_nothing()
    stripped = text.strip().casefold()
    code = answers.get(stripped)
    if code is None and plain(text):
        code = answers.get(plain(text))
    return code if code is not None or plain(text) else "onbekend"
