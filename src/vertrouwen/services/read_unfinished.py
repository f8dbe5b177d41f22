"""What the adviser began to write and did not finish, and where it is found again."""

from __future__ import annotations

from dataclasses import dataclass

from vertrouwen.domain.case import CaseNumber
from vertrouwen.domain.consent import CaseId
from vertrouwen.services.drafts import drafts
from vertrouwen.services.practice import Practice
from vertrouwen.storage import case_lists

MOST_UNFINISHED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfinished:
    """One draft.

    Args:
        what: the first part of its key: `case`, `new_contact`, `organisation`, `given`, `import` or
            `settings`.
        id: of the case or client, if it is about one.
        case_number: of that case.
        form: the rest of its key, such as `note`.
    """

    what: str
    id: int | None
    case_number: CaseNumber | None
    form: str


def unfinished(practice: Practice) -> tuple[Unfinished, ...]:
    """Return the newest drafts, the latest first; of a case that is gone nothing."""
    found = []
    for key in drafts(practice)[:MOST_UNFINISHED]:
        what, _colon, rest = key.partition(":")
        number, _colon, form = rest.partition(":")
        subject = int(number) if number.isdigit() else None
        found.append((what, subject, form if subject is not None else rest))
    case_ids = {CaseId(subject) for what, subject, _f in found if what == "case" and subject}
    cases = {int(row.id): row.number for row in case_lists.rows(practice.store, sorted(case_ids))}
    return tuple(
        Unfinished(what=what, id=subject, case_number=cases.get(subject or 0), form=form)
        if what == "case"
        else Unfinished(what=what, id=subject, case_number=None, form=form)
        for what, subject, form in found
        if what != "case" or subject in cases
    )
