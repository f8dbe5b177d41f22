"""The reporter and the other people of a case: known, under an alias, or anonymous."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from vertrouwen.domain.consent import PartyId
from vertrouwen.domain.errors import DomainError


class Identity(Enum):
    """How the adviser knows the reporter; the values are the codes of `identity`."""

    KNOWN = "bekend"
    ALIAS = "alias"
    ANONYMOUS = "anoniem"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporter:
    """The person who came to the adviser.

    Args:
        alias: how the case speaks of the reporter.
        name, reach: kept only of a known reporter who consented to a file.

    Raises:
        DomainError: a name or reach belongs to somebody who is not known.
    """

    identity: Identity
    alias: str = "M."
    name: str | None = None
    reach: str | None = None

    def __post_init__(self) -> None:
        if not self.alias.strip():
            raise DomainError("alias_missing", field="alias")
        if self.identity is not Identity.KNOWN and (self.name or self.reach):
            raise DomainError("name_of_an_unknown_reporter", field="name")

    @property
    def is_named(self) -> bool:
        """Whether this holds personal data, for which a file is needed."""
        return bool(self.name or self.reach)


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Somebody else in the case, by relation to the reporter.

    Args:
        relation: a code of `relation`.
        alias: how the case speaks of this person.
        name: kept only with consent to keep a file.
    """

    id: PartyId
    relation: str
    alias: str
    name: str | None = None

    def __post_init__(self) -> None:
        if not self.alias.strip():
            raise DomainError("alias_missing", field="alias")
