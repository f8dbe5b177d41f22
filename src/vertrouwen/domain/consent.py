"""What the reporter allows: consent, refusal, withdrawal, and what a consent covers.

The reporter's words are kept as records that are never changed or removed. About one act (a kind
of step towards one recipient, or keeping a file) **the last word counts**: a record of consent
covers a day only while no later refusal or withdrawal about the same act stands after it. So a
consent that is written down later, but dated before a withdrawal, revives nothing, and correcting
a withdrawal never gives permission back; only a new consent does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import NewType

from vertrouwen.domain.errors import DomainError

CaseId = NewType("CaseId", int)
ConsentId = NewType("ConsentId", int)
PartyId = NewType("PartyId", int)

KEEP_FILE = "dossier_bijhouden"
"""The act of keeping a file with personal data; its recipient is always `vp`."""
KEEPER = "vp"


class Answer(Enum):
    """What the reporter said; the values are the stored codes."""

    ASKED = "gevraagd"
    GIVEN = "gegeven"
    REFUSED = "geweigerd"
    WITHDRAWN = "ingetrokken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What consent is about: exactly this kind of step, towards exactly this recipient.

    Args:
        kind: a code of `step_kind`, or `KEEP_FILE`.
        recipient: a code of `recipient`, or `KEEPER`.
        party: the person in this case, where the recipient is one of its parties.
    """

    kind: str
    recipient: str
    party: PartyId | None = None


FILE_KEEPING = Act(kind=KEEP_FILE, recipient=KEEPER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """One word of the reporter about one act.

    Args:
        dated_on: the day on which it was asked or said.
        valid_until: the last day on which it holds; None is until the case closes. Of a case
            that was closed it is that day, and reopening the case does not take it back.
        shared, withheld: what may be told, and what must not be (the adviser's own words).
        withheld_reason: a code of `withheld_reason`.
        form: a code of `consent_form`.
        wording: version of the text that was read to the reporter.
        corrects: the record this one puts right.

    Raises:
        DomainError: the end lies before the beginning, or a form is missing.
    """

    id: ConsentId
    case_id: CaseId
    act: Act
    answer: Answer
    dated_on: date
    valid_until: date | None = None
    shared: str = ""
    withheld: str = ""
    withheld_reason: str | None = None
    form: str | None = None
    wording: str = ""
    corrects: ConsentId | None = None

    def __post_init__(self) -> None:
        if self.valid_until is not None and self.valid_until < self.dated_on:
            raise DomainError("consent_ends_before_it_begins", field="valid_until")
        if self.answer is Answer.GIVEN and not self.form:
            raise DomainError("consent_without_form", field="form")

    @property
    def order(self) -> tuple[date, int]:
        """Where this word stands among the others: by its day, then as it was written down."""
        return (self.dated_on, self.id)

    @property
    def ends_permission(self) -> bool:
        """Whether this word takes permission away."""
        return self.answer in (Answer.REFUSED, Answer.WITHDRAWN)


class Standing(Enum):
    """How matters stand about one act on one day."""

    NEVER_ASKED = "nooit_gevraagd"
    ASKED = "gevraagd"
    GIVEN = "gegeven"
    NOT_YET = "nog_niet"
    EXPIRED = "verlopen"
    REFUSED = "geweigerd"
    WITHDRAWN = "ingetrokken"


def covering(
    words: Iterable[Consent], act: Act, day: date, form: str | None = None
) -> Consent | None:
    """Return the consent that covers an act on a day, or None.

    Args:
        words: all consent records of one case.
        form: only a consent in this form counts; None is any.
    """
    every = list(words)
    corrected = {w.corrects for w in every if w.corrects is not None}
    about = [w for w in every if w.act == act]
    last_no = max((w.order for w in about if w.ends_permission), default=None)
    covers = [
        w
        for w in about
        if w.answer is Answer.GIVEN
        and w.id not in corrected
        and w.dated_on <= day
        and (w.valid_until is None or day <= w.valid_until)
        and (last_no is None or w.order > last_no)
        and form in (None, w.form)
    ]
    return max(covers, key=lambda w: w.order, default=None)


def standing(words: Iterable[Consent], act: Act, day: date) -> tuple[Standing, Consent | None]:
    """Return how matters stand about an act on a day, with the record that decides it."""
    every = list(words)
    cover = covering(every, act, day)
    if cover is not None:
        return Standing.GIVEN, cover
    corrected = {w.corrects for w in every if w.corrects is not None}
    about = [w for w in every if w.act == act and (w.id not in corrected or w.ends_permission)]
    last = max(about, key=lambda w: w.order, default=None)
    if last is None:
        return Standing.NEVER_ASKED, None
    if last.answer is Answer.GIVEN:
        return (Standing.NOT_YET if day < last.dated_on else Standing.EXPIRED), last
    return Standing(last.answer.value), last
