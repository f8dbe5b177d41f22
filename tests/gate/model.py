"""A model of the gate simple enough to be believed: a list of words and two loops.

It shares no code with `domain` or the schema. The words about one act are read from the oldest to
the newest; a given consent joins those that stand, a no clears them all.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

FREE = {"advies"}
SIGNED = {"be_informeel_interventie"}
GIVEN, ASKED, REFUSED, WITHDRAWN = "gegeven", "gevraagd", "geweigerd", "ingetrokken"

ModelAct = tuple[str, str]


@dataclass
class Word:
    """One word of the reporter, as the model keeps it."""

    number: int
    act: ModelAct
    answer: str
    day: date
    until: date | None
    form: str | None
    corrects: int | None


@dataclass
class ModelCase:
    """One case: words, pending steps, breaches per step, whether it is open."""

    words: list[Word] = field(default_factory=list)
    pending: dict[int, ModelAct] = field(default_factory=dict)
    stopped: set[int] = field(default_factory=set)
    done: dict[int, date] = field(default_factory=dict)
    breaches: dict[int, list[date]] = field(default_factory=dict)
    is_open: bool = True

    def standing_words(self, act: ModelAct) -> list[Word]:
        """Return the consents about an act that no later no has cleared and nobody corrected."""
        corrected = [w.corrects for w in self.words]
        stand: list[Word] = []
        for word in sorted((w for w in self.words if w.act == act), key=_by_day):
            if word.answer in (REFUSED, WITHDRAWN):
                stand = []
            elif word.answer == GIVEN and word.number not in corrected:
                stand.append(word)
        return stand

    def consents_for(self, step: int, day: date) -> list[int]:
        """Return the numbers of the consents that carry a pending step on a day."""
        act = self.pending[step]
        return [
            w.number
            for w in self.standing_words(act)
            if w.day <= day
            and (w.until is None or day <= w.until)
            and (act[0] not in SIGNED or w.form == "handtekening")
        ]

    def may_carry_out(self, step: int, day: date, today: date) -> bool:
        """Say whether a step may be carried out on a day."""
        if step not in self.pending or day > today:
            return False
        if self.pending[step][0] in FREE:
            return True
        by_breach = any(decided <= day for decided in self.breaches.get(step, []))
        return by_breach or bool(self.consents_for(step, day))

    def may_say(self, word: Word, today: date) -> bool:
        """Say whether a word can be written down."""
        if word.day > today or (word.until is not None and word.until < word.day):
            return False
        if word.corrects is not None:
            known = {w.number for w in self.words}
            if word.corrects not in known or word.corrects in {w.corrects for w in self.words}:
                return False
        if word.answer == WITHDRAWN:
            given = [w for w in self.words if w.act == word.act and w.answer == GIVEN]
            later = [w for w in self.standing_words(word.act) if w.day > word.day]
            return bool(given) and not later
        return True

    def say(self, word: Word) -> None:
        """Write a word down, with all it stops."""
        self.words.append(word)
        if word.answer in (REFUSED, WITHDRAWN) and not self.standing_words(word.act):
            for step in [s for s, act in self.pending.items() if act == word.act]:
                self.stop(step)

    def close(self, day: date) -> None:
        """Close the case: what was allowed without an end has ended."""
        self.is_open = False
        for word in self.words:
            if word.answer == GIVEN and word.until is None:
                word.until = max(day, word.day)
        for step in list(self.pending):
            self.stop(step)

    def stop(self, step: int) -> None:
        """Stop a pending step."""
        del self.pending[step]
        self.stopped.add(step)


def _by_day(word: Word) -> tuple[date, int]:
    return (word.day, word.number)
