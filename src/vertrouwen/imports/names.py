"""The adviser's own names for organisations and units: written in many ways, meant as one."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from rapidfuzz.distance import OSA

from vertrouwen.imports.flags import Level
from vertrouwen.imports.person_names import known_words, names_a_person
from vertrouwen.imports.wording import plain, table

_SEPARATORS = re.compile(r"\s*[/;+\n|]\s*|\s+(?:en|and|&)\s+")
_LONGEST_JOINT = 500
"""So long a cell is a text, and no row of names."""
_UNIT_SEPARATORS = re.compile(r"\s*[/;+\n|]\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class NameReading:
    """Which of the adviser's names a label stands for.

    Args:
        name: the name to keep, or None if there are several or none.
        doubt: the code of the doubt, if there is one.
        level: how grave the doubt is.
        confidence: from 0 to 1.
    """

    name: str | None
    doubt: str | None = None
    level: Level = "attentie"
    confidence: float = 1.0


@cache
def _types() -> dict[str, str]:
    return {w: kind for kind, words in table("names")["types"].items() for w in words}


@cache
def _words(section: str) -> frozenset[str]:
    return frozenset(table("names")[section]["words"])


def _core(label: str, *, is_unit: bool) -> tuple[str, ...]:
    """Return the words that make a name distinct."""
    found = plain(label).split()
    drop = _words("unit_prefix") if is_unit else _words("legal") | frozenset(_types())
    core = tuple(w for w in found if w not in drop)
    return core or tuple(found)


def _kind(label: str) -> str | None:
    kinds = [_types()[w] for w in plain(label).split() if w in _types()]
    return kinds[0] if kinds else None


class NameRegister:
    """The names found in one column, and what each way of writing stands for.

    Args:
        counts: label -> how often it occurs.
        listed: names the file itself lists elsewhere, taken as the full names.
        legend: abbreviations the file explains, plain -> meaning.
        answers: labels the adviser has settled before, plain label -> name.
        is_unit: units within one organisation rather than organisations.
    """

    def __init__(
        self,
        counts: Mapping[str, int],
        *,
        listed: Iterable[str] = (),
        legend: Mapping[str, str] | None = None,
        answers: Mapping[str, str] | None = None,
        is_unit: bool = False,
    ) -> None:
        self._is_unit = is_unit
        self._legend = legend or {}
        self._answers = answers or {}
        self._listed = tuple(listed)
        merged: Counter[str] = Counter()
        for label, count in counts.items():
            merged[" ".join(label.split())] += count
        self._counts = merged
        self._groups: dict[str, list[str]] = defaultdict(list)
        self._names: dict[str, str] = {}
        self._readings: dict[str, NameReading] = {}
        self._linked: dict[str, set[str]] = defaultdict(set)
        self._joint: set[str] = set()
        self._build()

    @property
    def names(self) -> tuple[str, ...]:
        """The distinct names kept, the commonest first."""
        totals: Counter[str] = Counter()
        for label, count in self._counts.items():
            reading = self.read(label)
            if reading.name is not None and not (self._is_unit and self.is_person(label)):
                totals[reading.name] += count
        return tuple(name for name, _ in totals.most_common())

    def read(self, label: str) -> NameReading:
        """Return what one label stands for."""
        label = " ".join(label.split())
        found = self._readings.get(label)
        if found is None:
            found = self._readings[label] = self._find(label)
        return found

    def is_person(self, label: str) -> bool:
        """Tell whether a label names a person rather than, or beside, a unit."""
        label = " ".join(label.split())
        if names_a_person(label, strict=True):
            return True
        if self._counts[label] > 1:
            return False
        others = known_words(x for x in self._counts if x != label)
        known = others & frozenset(plain(label).split())
        return bool(known) and names_a_person(label, known | _words("unit_prefix"))

    def _key(self, label: str) -> str:
        return " ".join(_core(label, is_unit=self._is_unit))

    def _build(self) -> None:
        keys = {self._key(label) for label in (*self._listed, *self._counts)}
        for label in (*self._listed, *self._counts):
            parts = self._parts_of(label)
            whole = {word for part in parts for word in part.split()}
            others = {k for k in keys if not whole <= set(k.split())}
            known = [part for part in parts if self._is_known(part, others)]
            if len(known) >= (1 if self._is_unit else 2) and label not in self._listed:
                # Two names in one cell are no third name.
                self._joint.add(label)
                for part in parts:
                    self._linked[part].update(p for p in parts if p != part)
                continue
            self._groups[self._key(label)].append(label)
        for key in list(self._groups):
            if not self._is_unit and len({_kind(x) for x in self._groups[key]} - {None}) > 1:
                # Gemeente X and Universiteit X: the same words, but not the same organisation.
                labels = self._groups.pop(key)
                for label in labels:
                    self._groups[plain(label)].append(label)
        for key, labels in self._groups.items():
            self._names[key] = self._best(labels)

    def _parts_of(self, label: str) -> list[str]:
        if len(label) > _LONGEST_JOINT:
            return []
        separators = _UNIT_SEPARATORS if self._is_unit else _SEPARATORS
        parts = [p for p in separators.split(label) if plain(p)]
        return [self._key(p) for p in parts] if len(parts) > 1 else []

    def _is_known(self, part: str, keys: set[str]) -> bool:
        if part in keys:
            return True
        words = set(part.split())
        return not self._is_unit and any(words < set(k.split()) for k in keys)

    def _best(self, labels: list[str]) -> str:
        for label in labels:
            if label in self._listed:
                return label
        spoken = [x for x in labels if x[:1].isupper() or not any(y[:1].isupper() for y in labels)]
        return max(spoken, key=lambda x: (self._counts[x] > 1, len(x), self._counts[x]))

    def _find(self, label: str) -> NameReading:
        answer = self._answers.get(plain(label))
        if answer is not None:
            return NameReading(name=answer)
        key = self._key(label) if self._key(label) in self._groups else plain(label)
        own = self._names.get(key, label)
        several = self._several(label)
        if several is not None:
            return several
        for attempt in (self._longer, self._explained, self._cut_off, self._mistyped, self._short):
            found = attempt(label, key)
            if found is not None:
                return found
        if self._is_unit and set(key.split()) <= _words("unit_generic"):
            return NameReading(name=own, doubt="afdeling_vraag", confidence=0.5)
        if self._is_unit and self._listed and own not in self._listed:
            return NameReading(name=own, doubt="afdeling_vraag", confidence=0.7)
        return NameReading(name=own)

    def _others(self, key: str) -> list[str]:
        return [k for k in self._groups if k != key]

    def _name_of(self, key: str) -> str:
        """Follow a short name to the full one it is part of."""
        if self._is_unit:
            return self._names[key]
        longer = self._longer(self._names[key], key)
        return longer.name if longer is not None and longer.name else self._names[key]

    def _longer(self, label: str, key: str) -> NameReading | None:
        """ "Knarsmetaal" where "Knarsmetaal Oudershorn" is the only longer name."""
        if self._is_unit:
            # "Zorg" beside "Zorg A" may be a unit of its own: nothing is taken together.
            return None
        words = set(key.split())
        kind = _kind(label)
        wider: list[str] = []
        for other in self._others(key):
            theirs = set(other.split())
            extra = theirs - words
            kinds = {kind, _kind(self._names[other])} - {None}
            if words < theirs and len(kinds) < 2:
                wider.append(other)
                if extra & _words("directions"):
                    return None
        if not wider:
            return None
        top = [k for k in wider if not any(set(k.split()) < set(x.split()) for x in wider)]
        if len(top) == 1 and any(len(w) >= 5 for w in words - _words("directions")):
            return NameReading(name=self._names[top[0]], confidence=0.95)
        return NameReading(
            name=self._names[key], doubt="organisatie_vraag", level="beslissen", confidence=0.5
        )

    def _several(self, label: str) -> NameReading | None:
        """Two names in one cell: two organisations, or one unit with two names."""
        if label not in self._joint:
            return None
        parts = self._parts_of(label)
        names = {self._name_of(p) for p in parts if p in self._groups}
        if not self._is_unit:
            if len(names) == 1 and all(p in self._groups for p in parts):
                return NameReading(name=names.pop(), confidence=0.9)
            return NameReading(
                name=None, doubt="organisatie_meerdere", level="blokkerend", confidence=0.0
            )
        best = max(names, key=lambda n: (n in self._listed, self._counts[n], n))
        if len(names) == 1:
            return NameReading(name=best, doubt="naam_gelijkend", confidence=0.8)
        return NameReading(name=best, doubt="afdeling_vraag", level="beslissen", confidence=0.5)

    def _explained(self, label: str, key: str) -> NameReading | None:
        meaning = self._legend.get(plain(label))
        if not meaning:
            return None
        other = self._key(meaning)
        if other in self._groups and other != key:
            return self._asked(self._name_of(other), 0.9)
        if other not in self._groups and not self._is_unit and "." not in meaning:
            return NameReading(name=meaning, doubt="organisatie_vraag", confidence=0.8)
        return None

    def _asked(self, name: str, confidence: float) -> NameReading:
        doubt = "afdeling_vraag" if self._is_unit else "organisatie_vraag"
        level: Level = "attentie" if self._is_unit and confidence >= 0.6 else "beslissen"
        return NameReading(name=name, doubt=doubt, level=level, confidence=confidence)

    def _cut_off(self, label: str, key: str) -> NameReading | None:
        """Words cut off with a dot: "bovenb.", "soc. domein"."""
        if "." not in label:
            return None
        words = key.split()
        fits = [
            k
            for k in self._others(key)
            if len(k.split()) == len(words)
            and all(f.startswith(w) for f, w in zip(k.split(), words, strict=True))
            and "." not in self._names[k]
        ]
        if len(fits) == 1:
            return NameReading(name=self._name_of(fits[0]), confidence=0.9)
        return None

    def _mistyped(self, label: str, key: str) -> NameReading | None:
        squashed = key.replace(" ", "")
        if len(squashed) < 6:
            return None
        mine = self._weight(key)
        near: list[tuple[float, str]] = []
        for other in self._others(key):
            theirs = other.replace(" ", "")
            if re.sub(r"\D", "", theirs) != re.sub(r"\D", "", squashed):
                continue
            distance = OSA.distance(squashed, theirs, score_cutoff=2)
            if distance <= (1 if len(squashed) < 10 else 2) and self._weight(other) > mine:
                if _one_letter_apart(key, other):
                    continue
                near.append((distance / len(theirs), other))
            elif self._is_unit and _is_contraction(squashed, theirs):
                near.append((0.1, other))
        if not near:
            return None
        near.sort()
        name = self._name_of(near[0][1])
        if name == self._names.get(key):
            return None
        return self._asked(name, 0.85 if len(near) == 1 else 0.5)

    def _weight(self, key: str) -> tuple[bool, int, str]:
        """Which of two ways of writing is the proper one: listed, or the commoner."""
        labels = self._groups.get(key, [])
        listed = any(x in self._listed for x in labels)
        return listed, sum(self._counts[x] for x in labels), key

    def _short(self, label: str, key: str) -> NameReading | None:
        """Initials and parts of names: "KMO", "OW", "HK", "kantoor" beside "Hoofdkantoor"."""
        fits: set[str] = set()
        letters = key.replace(" ", "")
        is_capitals = label.replace(".", "").isupper() and 2 <= len(letters) <= 5
        for other in self._others(key):
            if self._names[other].replace(".", "").isupper():
                continue
            words = plain(self._names[other]).split()
            if (
                is_capitals
                and (_are_initials(letters, words) or _are_initials(letters, other.split()))
            ) or (
                self._is_unit and len(letters) >= 5 and other.endswith(letters) and " " not in key
            ):
                fits.add(self._name_of(other))
        if not fits and self._is_unit and not is_capitals:
            # "expeditie", where another cell says "Logistiek/expeditie".
            fits.update(self._names.get(other, label) for other in self._linked.get(key, ()))
        if len(fits) == 1:
            return self._asked(fits.pop(), 0.6)
        if is_capitals and not self._is_unit and self._counts[label] < 5 and len(self._groups) > 1:
            return NameReading(
                name=self._names.get(key, label),
                doubt="organisatie_vraag",
                level="beslissen",
                confidence=0.4,
            )
        if is_capitals and self._is_unit and len(fits) > 1:
            return NameReading(
                name=self._names.get(key, label), doubt="afdeling_vraag", confidence=0.4
            )
        return None


def _one_letter_apart(a: str, b: str) -> bool:
    """ "Team A" and "Team B" differ by a letter and are two."""
    x, y = a.split(), b.split()
    if len(x) != len(y):
        return False
    differing = [(p, q) for p, q in zip(x, y, strict=True) if p != q]
    return all(min(len(p), len(q)) <= 3 for p, q in differing) or any(
        p in _words("directions") and q in _words("directions") for p, q in differing
    )


def _is_contraction(short: str, long: str) -> bool:
    """ "burgerzkn" for "burgerzaken": letters left out, beginning and end kept."""
    if not 0 < len(long) - len(short) <= 4 or len(short) < 6 or short[:3] != long[:3]:
        return False
    letters = iter(long)
    return all(letter in letters for letter in short) and short[-1] == long[-1]


def _are_initials(letters: str, words: list[str]) -> bool:
    """ "ow" for "openbare werken"; "hk" for "hoofdkantoor"; "kmo" for "knarsmetaal oudershorn"."""
    if letters == "".join(w[0] for w in words):
        return True
    joined = " ".join(words)
    if not joined or joined[0] != letters[0] or len(letters) > len(words) + 2:
        return False
    rest = iter(joined)
    return all(letter in rest for letter in letters) and len(words) <= 2
