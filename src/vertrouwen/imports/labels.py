"""One label to codes: synonyms first, then parts, then typing errors; doubt is always named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from vertrouwen.domain.vocabulary import OUTSIDE_TAXONOMY, UNKNOWN, Vocabulary
from vertrouwen.imports import typing_errors
from vertrouwen.imports.wording import (
    negations,
    plain,
    silence,
    stem,
    stems,
    stop_words,
    table,
    tokens,
)

Kind = Literal["synonym", "typo", "question", "unknown", "silent"]

_LONGEST = 160
_STRONG = re.compile(r"[;\n\r|]+")
_WEAK = (
    re.compile(r"\s*,\s*"),
    re.compile(r"\s+\+\s+|\s*\+\s*"),
    re.compile(r"\s*/\s*"),
    re.compile(r"\s+(?:en|and|e/o|en/of|and/or|&|plus|>|->|→|-|–)\s+"),
    re.compile(r"\s*(?:[,/+&>→]|->|\s[-–]\s|\ben\b|\band\b|\bplus\b)\s*"),
)
_ENUMERATED = re.compile(r"^(?:[A-Za-z]?\d{1,2}\s*[.):]\s*|[A-Za-z][.)]\s+)(?=[^\W\d])")
_APART = re.compile(r"[+;/&|,]")
_AGENT = re.compile(r"\s+(?:door|by)\s.*$", re.IGNORECASE)
_FUNCTION_ENDINGS = (
    "medewerker", "werker", "ist", "eur", "euse", "loog", "loge", "kundige", "assistent",
    "adviseur", "technicus", "arts", "analist", "ster", "chauffeur", "beheerder", "verzorger",
    "helpende", "docent", "trainer", "officer", "worker", "engineer", "nurse", "agent", "monteur",
    "adviser", "advisor", "clerk", "assistant", "operator", "driver", "teacher", "ier", "aar",
    "secretaris", "consulent", "timmerman", "vakman", "begeleider", "bediende", "kracht", "er",
)  # fmt: skip
_LEADER_ENDINGS = (
    "leider", "leidster", "manager", "hoofd", "chef", "directeur", "verantwoordelijke", "baas",
    "coordinator", "supervisor", "head", "lead", "directrice", "overste",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelReading:
    """What a label means.

    Args:
        codes: the codes proposed, the first one first named.
        kind: how they were found; `question` must be put to the adviser once per label.
        confidence: from 0 to 1.
        is_guess: the proposal may well be wrong: the adviser decides.
        ground: the ground of discrimination, if the label names one.
    """

    codes: tuple[str, ...]
    kind: Kind
    confidence: float
    is_guess: bool = False
    ground: str | None = None


_NOTHING_READ = LabelReading(codes=(UNKNOWN,), kind="unknown", confidence=0.0, is_guess=True)


class LabelReader:
    """Reads the labels of one column.

    Args:
        name: the code list, such as "nature".
        vocabulary: the practice's code lists.
        belgian: Belgian statutory terms have their own codes here.
        answers: labels the adviser has settled before, plain label -> codes.
        legend: abbreviations the file itself explains.
    """

    def __init__(
        self,
        name: str,
        vocabulary: Vocabulary,
        *,
        belgian: bool = False,
        answers: Mapping[str, tuple[str, ...]] | None = None,
        legend: Mapping[str, str] | None = None,
    ) -> None:
        self.name = name
        self.multiple = vocabulary[name].multiple
        self._answers = dict(answers or {})
        self._legend = dict(legend or {})
        self._index: dict[str, tuple[str, bool]] = {}
        self._read: dict[str, LabelReading] = {}
        for code in vocabulary[name]:
            if code.code in OUTSIDE_TAXONOMY or (code.country == "BE" and not belgian):
                continue
            for label in (code.nl, code.en, code.code.replace("_", " ")):
                self._index.setdefault(plain(label), (code.code, False))
        self._load(table(name), vocabulary)
        if belgian:
            self._load(table(name).get("belgium", {}), vocabulary)
        self._keep_own_labels(vocabulary, belgian=belgian)
        self._by_tokens: dict[str, tuple[str, bool]] = {}
        self._one_word: set[str] = set()
        self._by_stems: dict[frozenset[str], set[tuple[str, bool]]] = {}
        for label, meaning in self._index.items():
            words = tokens(label)
            self._by_tokens.setdefault("".join(words), meaning)
            if len(words) == 1:
                self._one_word.add(words[0])
            self._by_stems.setdefault(stems(words), set()).add(meaning)
        self._words = sorted({w for label in self._index for w in tokens(label) if len(w) >= 4})
        self._grounds = _ground_words() if name == "nature" else {}

    def _keep_own_labels(self, vocabulary: Vocabulary, *, belgian: bool) -> None:
        """What a code is called means that code, whatever else it is a synonym of."""
        for code in vocabulary[self.name]:
            if code.code in OUTSIDE_TAXONOMY or (code.country == "BE" and not belgian):
                continue
            for label in (code.nl, code.code.replace("_", " ")):
                if self._index[plain(label)][0] != code.code:
                    self._index[plain(label)] = (code.code, False)

    def _load(self, lists: Mapping[str, Mapping[str, list[str]]], vocabulary: Vocabulary) -> None:
        for asked, key in ((True, "ask"), (False, "same")):
            for code, labels in lists.items():
                if code not in vocabulary[self.name] and code != "geen":
                    continue
                for label in labels.get(key, ()):
                    self._index[plain(label)] = (code, asked)

    def read(self, text: str) -> LabelReading:
        """Return the meaning of a label; the same text is looked up once."""
        found = self._read.get(text)
        if found is None:
            bare = _ENUMERATED.sub("", text.strip())
            found = self._read[text] = self._find(bare or text.strip())
        return found

    def _find(self, text: str) -> LabelReading:
        answer = self._answers.get(plain(text))
        if answer is not None:
            return LabelReading(codes=answer, kind="synonym", confidence=1.0)
        silent = silence(text)
        if silent is not None:
            return LabelReading(codes=(silent,), kind="silent", confidence=1.0)
        if len(text) > _LONGEST:
            return _NOTHING_READ
        meaning = self._index.get(plain(text))
        if meaning is None or meaning[1]:
            explained = self._explained(text)
            if explained is not None:
                return explained
        for attempt in (
            self._whole,
            self._with_ground,
            self._split,
            self._as_stems,
            self._corrected,
            self._abbreviated,
            self._without_agent,
            self._contained,
            self._partly_known,
            self._by_ending,
        ):
            found = attempt(text)
            if found is not None:
                return found
        return _NOTHING_READ

    def _whole(self, text: str) -> LabelReading | None:
        meaning = self._index.get(plain(text))
        if meaning is not None:
            return _known(meaning, 1.0)
        words = tokens(text)
        meaning = self._index.get(" ".join(words)) or self._by_tokens.get("".join(words))
        if meaning is not None:
            return _known(meaning, 0.98)
        return None if _APART.search(text) else self._by_stem_set(words)

    def _as_stems(self, text: str) -> LabelReading | None:
        return self._by_stem_set(tokens(text))

    def _by_stem_set(self, words: tuple[str, ...]) -> LabelReading | None:
        meanings = self._by_stems.get(stems(words), set())
        codes = {code for code, _ in meanings}
        if len(codes) == 1 and not negations().intersection(words):
            asked = all(asked for _, asked in meanings)
            return _known((next(iter(codes)), asked), 0.95)
        return None

    def _with_ground(self, text: str) -> LabelReading | None:
        """Discrimination with its ground: "discr. afkomst", "discriminatie (leeftijd)"."""
        words = tokens(text)
        if not self._grounds or not any(w.startswith(("discriminat", "discrimin")) for w in words):
            return None
        rest = [w for w in words if not w.startswith("discr") and w not in stop_words()]
        rest = [w for w in rest if w not in ("wegens", "grond", "obv", "basis", "due", "based")]
        grounds = {self._grounds[stem(w)] for w in rest if stem(w) in self._grounds}
        if len(grounds) == 1 and all(stem(w) in self._grounds for w in rest):
            return LabelReading(
                codes=("discriminatie",), kind="synonym", confidence=0.95, ground=grounds.pop()
            )
        return None

    def _simple(self, text: str) -> LabelReading | None:
        silent = silence(text)
        if silent is not None:
            return LabelReading(codes=(silent,), kind="silent", confidence=1.0)
        return (
            self._whole(text)
            or self._with_ground(text)
            or self._corrected(text)
            or self._abbreviated(text)
        )

    def _split(self, text: str) -> LabelReading | None:
        parts = [p for p in _STRONG.split(text) if p.strip()]
        if len(parts) > 1:
            return _joined([self.read(p) for p in parts])
        for separator in _WEAK:
            parts = [p for p in separator.split(text) if p.strip()]
            if len(parts) < 2:
                continue
            found = [self._simple(p) for p in parts]
            if all(f is not None for f in found):
                return _joined([f for f in found if f is not None])
        return None

    def _corrected(self, text: str) -> LabelReading | None:
        words = tokens(text)
        best: LabelReading | None = None
        codes: set[str] = set()
        for phrase, distance in typing_errors.corrections(words, self._words):
            found = self._index.get(" ".join(phrase)) or self._by_tokens.get("".join(phrase))
            reading = _known(found, 1.0) if found else self._by_stem_set(phrase)
            if reading is None:
                continue
            confidence = 1 - distance / max(5, max(len(w) for w in words))
            if best is None or confidence > best.confidence + 0.01:
                codes = set(reading.codes)
                kind: Kind = "question" if reading.kind == "question" else "typo"
                best = replace(reading, kind=kind, confidence=confidence)
            elif abs(confidence - best.confidence) <= 0.01:
                codes.update(reading.codes)
        if best is None:
            best = self._run_together(words)
        if best is not None and len(codes) > 1:
            return replace(_NOTHING_READ, confidence=0.3)
        return best

    def _run_together(self, words: tuple[str, ...]) -> LabelReading | None:
        """A blank too many or too few, perhaps with a typing error as well."""
        squashed = "".join(words)
        # "melding or" is not "melding hr": only a single word can have come apart or together.
        known_as = self._by_tokens if len(words) == 1 else self._one_word
        meanings = {
            (self._by_tokens[known], distance)
            for known, distance in typing_errors.near(squashed, known_as)
        }
        codes = {code for (code, _), _ in meanings}
        if len(codes) != 1:
            return None
        meaning, distance = min(meanings, key=lambda m: m[1])
        kind: Kind = "question" if meaning[1] else "typo"
        return replace(_known(meaning, 1 - distance / len(squashed)), kind=kind)

    def _abbreviated(self, text: str) -> LabelReading | None:
        """Words cut off with a dot: "jur. loket", "bedrijfsmaatsch. werk"."""
        shortest = 4 if " " in text.strip() else 6
        cut = {plain(w[:-1]) for w in text.split() if w.endswith(".") and len(w) >= shortest}
        if not cut:
            return None
        meanings: set[tuple[str, bool]] = set()
        words = plain(text).split()
        for label, meaning in self._index.items():
            full = label.split()
            if len(full) == len(words) and all(
                f == w or (w in cut and f.startswith(w)) for f, w in zip(full, words, strict=True)
            ):
                meanings.add(meaning)
        if len({code for code, _ in meanings}) == 1:
            return _known(min(meanings, key=lambda m: m[1]), 0.9)
        return None

    def _without_agent(self, text: str) -> LabelReading | None:
        """ "pesten door leidinggevende": who did it says nothing about what was done."""
        what = _AGENT.sub("", text)
        if self.name != "nature" or what == text or not what.strip():
            return None
        return self._whole(what) or self._split(what) or self._corrected(what)

    def _explained(self, text: str) -> LabelReading | None:
        meaning = self._legend.get(plain(text))
        if not meaning or plain(meaning) == plain(text):
            return None
        found = self._whole(meaning)
        return replace(found, kind="question", confidence=0.8) if found else None

    def _contained(self, text: str) -> LabelReading | None:
        """A known label with more words around it: a proposal, never a fact."""
        words = tokens(text)
        label = frozenset(stem(w) for w in words)
        if negations().intersection(words) or len(words) > 8:
            return None
        best = 0
        codes: set[str] = set()
        for phrase, meanings in self._by_stems.items():
            if phrase < label:
                size = sum(map(len, phrase))
                if size < 5 or size < best:
                    continue
                if size > best:
                    best, codes = size, set()
                codes.update(code for code, _ in meanings)
        if len(codes) != 1:
            return None
        share = best / max(1, sum(map(len, label)))
        return LabelReading(
            codes=tuple(codes), kind="question", confidence=round(0.75 * share, 2), is_guess=True
        )

    def _partly_known(self, text: str) -> LabelReading | None:
        for separator in _WEAK:
            parts = [p for p in separator.split(text) if p.strip()]
            found = [f for f in map(self._simple, parts) if f is not None and f.kind != "silent"]
            if len(parts) > 1 and found:
                return replace(_joined(found), kind="question", confidence=0.4, is_guess=True)
        return None

    def _by_ending(self, text: str) -> LabelReading | None:
        """A function nobody listed: in the reporter's column a function is an employee."""
        words = plain(text).split()
        if self.name != "role" or not words or len(words) > 4 or negations() & set(words):
            return None
        if not any(len(w) > 4 and w.isalpha() for w in words):
            return None
        for endings, code in (
            (_LEADER_ENDINGS, "leidinggevende"),
            (_FUNCTION_ENDINGS, "werknemer"),
        ):
            if any(w.endswith(e) and len(w) > len(e) + 1 for w in words for e in endings):
                return LabelReading(codes=(code,), kind="question", confidence=0.6)
        return None


def _known(meaning: tuple[str, bool], confidence: float) -> LabelReading:
    code, asked = meaning
    if asked:
        return LabelReading(codes=(code,), kind="question", confidence=min(confidence, 0.8))
    return LabelReading(codes=(code,), kind="synonym", confidence=confidence)


_WORST_FIRST: tuple[Kind, ...] = ("unknown", "question", "typo", "synonym", "silent")


def _joined(readings: Iterable[LabelReading]) -> LabelReading:
    found = list(readings)
    telling = [f for f in found if f.kind != "silent"] or found[:1]
    codes = tuple(
        dict.fromkeys(c for f in telling for c in f.codes if c != UNKNOWN or len(telling) == 1)
    )
    worst = min(telling, key=lambda f: _WORST_FIRST.index(f.kind))
    return LabelReading(
        codes=codes or (UNKNOWN,),
        kind=worst.kind,
        confidence=min(f.confidence for f in telling),
        is_guess=any(f.is_guess for f in telling),
        ground=next((f.ground for f in telling if f.ground), None),
    )


def _ground_words() -> dict[str, str]:
    words: dict[str, str] = {}
    for ground, labels in table("discrimination_ground").items():
        for label in labels["same"]:
            for word in tokens(label):
                words.setdefault(stem(word), ground)
    return words
