"""Which column holds what: the header speaks first, the contents may contradict it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz.distance import OSA

from vertrouwen.imports.dates import month_number, quarter_number, read_date, year_number
from vertrouwen.imports.durations import read_duration
from vertrouwen.imports.labels import LabelReader
from vertrouwen.imports.wording import marked, plain, stems, table, tokens

CODED = {
    "kind": "kind",
    "nature": "nature",
    "role": "role",
    "relation": "relation",
    "channel": "channel",
    "step": "chosen_step",
    "referral": "referral",
    "outcome": "outcome",
    "track": "track",
    "ground": "discrimination_ground",
}
JOINED = frozenset({"nature", "step", "referral", "remark"})
TELLING = frozenset(
    {"kind", "nature", "role", "relation", "channel", "step", "referral", "outcome", "track"}
)
MOMENT = frozenset({"date", "month", "quarter", "year"})
NOT_IMPORTED = frozenset({"person", "participants", "activity"})
_FREE = frozenset({"unit", "organisation"})
LONGEST_HEADER = 300
"""What comes behind in a longer one is an explanation."""
_NUMBERED = re.compile(r"[\s(]*(?:\d|[ivx]{1,3}|primair|secundair|primary|secondary)\)?$")
_RANKED = re.compile(r"(?i)^\s*(?:tweede|2e|derde|3e|extra|second|2nd|third|3rd|other)\s+")
_SHORTENED = re.compile(r"^[a-z]{3,6}$")
ASKED = re.compile(r"(?i)[\s(]*\b(?:j\s?/\s?n|y\s?/\s?n|ja\s?/\s?nee|yes\s?/\s?no)\b\)?\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderMatch:
    """A field a header may stand for, with how sure the header alone makes it (0 to 1)."""

    field: str
    score: float


@cache
def _headers() -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    sure: dict[str, str] = {}
    maybe: dict[str, list[str]] = {}
    for field, lists in table("columns").items():
        for header in lists["sure"]:
            sure.setdefault(plain(header), field)
        for header in lists["maybe"]:
            maybe.setdefault(plain(header), []).append(field)
    return sure, {k: tuple(v) for k, v in maybe.items()}


@cache
def _by_words() -> dict[frozenset[str], str]:
    """Headers of more than one word, whatever the order of the words."""
    sure, _ = _headers()
    found: dict[frozenset[str], set[str]] = {}
    for header, field in sure.items():
        words = stems(tokens(header))
        if len(words) > 1:
            found.setdefault(words, set()).add(field)
    return {words: next(iter(fields)) for words, fields in found.items() if len(fields) == 1}


def match_header(text: str) -> tuple[HeaderMatch, ...]:
    """Return the fields a header may stand for, the likeliest first."""
    sure, maybe = _headers()
    text = text[:LONGEST_HEADER]
    found: dict[str, float] = {}

    def note(field: str, score: float) -> None:
        found[field] = max(found.get(field, 0.0), score)

    variants = [(text, 1.0)]
    bare = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", text)
    if bare.strip() and bare != text:
        variants.append((bare, 0.95))
    asked = ASKED.sub("", text)
    if asked.strip() and asked != text:
        variants.append((asked, 0.95))
    numbered = _NUMBERED.sub("", text.casefold()).strip()
    if numbered and numbered != text.casefold():
        variants.append((numbered, 0.9))
    for variant, weight in variants:
        key = plain(variant)
        if key in sure:
            note(sure[key], weight)
        for field in maybe.get(key, ()):
            note(field, 0.6 * weight)
        same_words = _by_words().get(stems(tokens(key)))
        if key and same_words:
            note(same_words, 0.95 * weight)
    if not found:
        _match_core(text, sure, maybe, note)
    ranked = _RANKED.sub("", text).strip()
    if not found and ranked != text.strip():
        same = sure.get(plain(ranked)) or _by_words().get(stems(tokens(plain(ranked))))
        if same in JOINED:
            note(same, 0.85)
    if not found:
        _match_loosely(plain(bare) or plain(text), sure, note)
    matches = [HeaderMatch(field=f, score=s) for f, s in found.items()]
    return tuple(sorted(matches, key=lambda m: -m.score))


def _match_core(
    text: str,
    sure: Mapping[str, str],
    maybe: Mapping[str, tuple[str, ...]],
    note: Callable[[str, float], None],
) -> None:
    """Headers in other words: "Which team?", "AFD_NAAM", "Gemeente/OCMW"."""
    words = plain(text).split()
    core = [w for w in words if w not in marked("header_noise")]
    field = sure.get(" ".join(core)) if core != words else None
    if field in _FREE or (field is not None and not {"naam", "name"}.intersection(words)):
        note(str(field), 0.8)
    first = " ".join(words[:2])
    if words and words[0] in ("when", "wanneer"):
        note("date", 0.7)
    elif first in ("how long", "hoe lang"):
        is_minutes = bool({"minutes", "minuten", "min", "mins"}.intersection(words))
        note("minutes" if is_minutes else "duration", 0.85)
    for part in text.split("/") if "/" in text else ():
        fields = maybe.get(plain(part), ())
        if sure.get(plain(part)) in _FREE or "organisation" in fields:
            note(sure.get(plain(part), "organisation"), 0.6)


def _match_loosely(key: str, sure: Mapping[str, str], note: object) -> None:
    assert callable(note)
    if _SHORTENED.match(key):
        for header, field in sure.items():
            if field not in _FREE and " " not in header and _is_short_for(key, header):
                note(field, 0.56)
    if not 4 <= len(key) <= 60:
        return
    words = set(tokens(key))
    for header, field in sure.items():
        if len(header) >= 6 and len(key) >= 6:
            limit = 1 if len(header) < 10 else 2
            if OSA.distance(key, header, score_cutoff=limit) <= limit:
                note(field, 0.85)
        parts = set(tokens(header))
        if field in _FREE or words & marked("other_columns"):
            continue
        if len(header) >= 4 and parts < words:
            share = len(header) / len(key)
            if share >= 0.4:
                note(field, 0.4 + 0.4 * share)


def _is_short_for(short: str, word: str) -> bool:
    """ "rel" for "relatie"; "mldr" for "melder"."""
    if len(word) <= len(short):
        return False
    if word.startswith(short):
        return True
    letters = iter(word)
    return (
        len(short) >= 4
        and short[-1] == word[-1]
        and short[0] == word[0]
        and all(letter in letters for letter in short)
    )


def content_score(
    field: str, values: Sequence[object], readers: Mapping[str, LabelReader]
) -> float:
    """Return how well the cells of a column fit a field (0 to 1; 0.5 where anything fits)."""
    filled = [v for v in values if v is not None and str(v).strip()]
    if not filled:
        return 0.5
    match field:
        case "date" | "closed":
            good = sum(read_date(v).precision is not None for v in filled)
            if field == "closed":
                good += sum(len(str(v)) < 12 and str(v).isalpha() for v in filled) // 2
        case "month":
            good = sum(month_number(v) is not None for v in filled)
        case "quarter":
            good = sum(quarter_number(v) is not None for v in filled)
        case "year":
            good = sum(year_number(v) is not None for v in filled)
        case "hours" | "minutes" | "duration" | "talks" | "participants":
            good = sum(read_duration(v).flaw in (None, "onwaarschijnlijk") for v in filled)
        case _ if field in CODED:
            reader = readers[field]
            labels = [str(v) for v in filled]
            good = sum(_fits(reader, label) for label in labels)
        case "consent":
            good = sum(
                bool(re.match(r"(?i)\s*(j|y|n|mond|e-?mail|geg|get|ing)", str(v))) for v in filled
            )
        case _:
            return 0.5
    return good / len(filled)


def _fits(reader: LabelReader, label: str) -> bool:
    reading = reader.read(label)
    return reading.kind in ("synonym", "typo", "silent") or (
        reading.kind == "question" and not reading.is_guess
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnReading:
    """One column of a registration as understood.

    Args:
        index: from 0.
        header: as written in the file.
        field: what it holds, or None if nobody knows.
        confidence: from 0 to 1.
        label: the label that a tick in this column stands for.
        is_guess: its cells suggest the field, its header does not.
        unread: fields it may be about, although it is not imported.
    """

    index: int
    header: str
    field: str | None
    confidence: float
    label: str | None = None
    is_guess: bool = False
    unread: tuple[str, ...] = ()


def assign(
    headers: Sequence[str],
    columns: Mapping[int, Sequence[object]],
    readers: Mapping[str, LabelReader],
    corrections: Mapping[str, str | None],
) -> tuple[ColumnReading, ...]:
    """Decide for each column which field it holds.

    Args:
        headers: the header of each column, "" where there is none.
        columns: a sample of the cells per column.
        readers: label readers per coded field.
        corrections: plain header -> field the adviser has settled (None: not imported).
    """
    claims: list[tuple[float, int, str]] = []
    fits: dict[tuple[int, str], float] = {}
    settled: dict[int, tuple[str | None, float]] = {}
    for index, header in enumerate(headers):
        if not header.strip():
            continue
        if plain(header) in corrections:
            settled[index] = (corrections[plain(header)], 1.0)
            continue
        values = columns.get(index, ())
        for match in match_header(header):
            score = fits[index, match.field] = content_score(match.field, values, readers)
            if match.score < 0.8 and score < 0.6 and match.field in CODED:
                continue
            if match.score < 0.8 and match.field not in CODED.keys() | _FREE and score < 0.8:
                continue
            if match.field in CODED and match.score >= 0.8 and score < 0.15 and len(values) > 4:
                # The header says one thing and not one cell agrees: a weak claim.
                claims.append((match.score * 0.5, index, match.field))
                continue
            claims.append((match.score * 0.5 + score * 0.5, index, match.field))
    taken: set[str] = {f for f, _ in settled.values() if f}
    for score, index, field in sorted(claims, key=lambda c: (-c[0], c[1])):
        if index in settled:
            continue
        if field in taken and field not in JOINED and field not in NOT_IMPORTED:
            continue
        if field in taken and field in CODED and fits[index, field] < 0.5:
            continue
        rivals = [c for c in claims if c[1] == index and c[2] != field and c[2] not in taken]
        if any(abs(score - rival[0]) < 0.05 for rival in rivals) and score < 0.85:
            continue
        settled[index] = (field, score)
        taken.add(field)
    return tuple(
        ColumnReading(
            index=index,
            header=" ".join(header.split()),
            field=settled.get(index, (None, 0.0))[0],
            confidence=round(settled.get(index, (None, 0.0))[1], 2),
        )
        for index, header in enumerate(headers)
        if header.strip()
    )
