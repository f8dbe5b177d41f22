"""The adviser's practice, on which every use case works."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, cast

from vertrouwen.domain.case import MULTIPLE_FACTS, SINGLE_FACTS, Facts
from vertrouwen.domain.consent import CaseId
from vertrouwen.domain.errors import DomainError
from vertrouwen.domain.organisation import COUNTRIES, Country, OrganisationId
from vertrouwen.domain.vocabulary import UNKNOWN, Vocabulary
from vertrouwen.storage import cases, settings
from vertrouwen.storage.cases import CaseRecord
from vertrouwen.storage.unit_of_work import Store

if TYPE_CHECKING:
    from vertrouwen.services.check_vault import Watch
    from vertrouwen.services.found_vault import Lost

NAME_SETTING, COUNTRY_SETTING = "adviser_name", "country"


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Who the adviser is.

    Args:
        name: as it stands on papers.
        country: "NL" or "BE"; proposed for new clients.
    """

    name: str
    country: Country


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a writing use case changed; screens refresh from it.

    Args:
        operation: its name in history.
        subject_id: id of the row that was added or changed, where there is one.
    """

    operation: str
    case_id: CaseId | None = None
    organisation_id: OrganisationId | None = None
    subject_id: int | None = None


class Practice:
    """An open practice.

    Args:
        store: its rows.
        vocabulary: the code lists.
        clock: gives the present moment.
        watch: looks after its vault; None where there is no file behind it.
        lost: what could not be read of it; None where it is not for reading only.
    """

    def __init__(
        self,
        store: Store,
        vocabulary: Vocabulary,
        clock: Callable[[], datetime],
        watch: Watch | None = None,
        lost: tuple[Lost, ...] | None = None,
    ) -> None:
        self.store = store
        self.vocabulary = vocabulary
        self.watch = watch
        self.lost = lost
        self._clock = clock

    @property
    def is_read_only(self) -> bool:
        """Whether nothing can be written."""
        return self.lost is not None

    def now(self) -> datetime:
        """Return the present moment."""
        return self._clock()

    def today(self) -> date:
        """Return the present day."""
        return self._clock().date()

    def profile(self) -> Profile:
        """Return who the adviser is."""
        country = settings.get(self.store, COUNTRY_SETTING, COUNTRIES[0])
        return Profile(name=settings.get(self.store, NAME_SETTING), country=cast(Country, country))


def existing_case(practice: Practice, case_id: CaseId) -> CaseRecord:
    """Return a case.

    Raises:
        DomainError: `case_unknown`.
    """
    record = cases.get(practice.store, case_id)
    if record is None:
        raise DomainError("case_unknown")
    return record


def known_code(practice: Practice, code_list: str, code: str, *, field: str | None = None) -> str:
    """Return a code that its list holds.

    Raises:
        DomainError: `code_unknown`.
    """
    if code not in practice.vocabulary[code_list]:
        raise DomainError("code_unknown", field=field or code_list)
    return code


def known_facts(practice: Practice, facts: Facts) -> Facts:
    """Return facts of which every code is in its list; the track follows from the first nature.

    Raises:
        DomainError: `code_unknown`.
    """
    for name in SINGLE_FACTS:
        known_code(practice, name, getattr(facts, name))
    for name, code_list in MULTIPLE_FACTS.items():
        for code in getattr(facts, name):
            known_code(practice, code_list, code, field=name)
    if facts.track != UNKNOWN or not facts.natures:
        return facts
    return replace(facts, track=practice.vocabulary.track_of(facts.natures[0]))
