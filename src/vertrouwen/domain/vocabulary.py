"""The code lists of the practice: stable codes, Dutch and English labels, taxonomy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

UNKNOWN = "onbekend"
NOT_ASKED = "niet_gevraagd"
NOT_APPLICABLE = "nvt"
OUTSIDE_TAXONOMY = frozenset({UNKNOWN, NOT_ASKED, NOT_APPLICABLE})

LanguageCode = Literal["nl", "en"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """One entry of a code list.

    Args:
        code: stable name under which it is stored.
        nl, en: labels.
        parent: the more general code it belongs to, if any.
        group: the report's coarser category, if any.
        country: "NL" or "BE" where it exists in one country only.
        extra: further properties by name, such as `consent` of a kind of step.
    """

    code: str
    nl: str
    en: str
    parent: str | None = None
    group: str | None = None
    country: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)

    def label(self, language: LanguageCode) -> str:
        """Return the label in one language."""
        return self.nl if language == "nl" else self.en


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeList:
    """One code list, in the order in which it is always shown."""

    name: str
    nl: str
    en: str
    multiple: bool
    codes: Mapping[str, Code]
    groups: Mapping[str, Code]

    def __iter__(self) -> Iterator[Code]:
        return iter(self.codes.values())

    def __contains__(self, code: object) -> bool:
        return code in self.codes

    def __getitem__(self, code: str) -> Code:
        return self.codes[code]

    def title(self, language: LanguageCode) -> str:
        """Return the list's own name in one language."""
        return self.nl if language == "nl" else self.en

    def for_country(self, country: str) -> tuple[Code, ...]:
        """Return the codes offered in one country ("NL" or "BE")."""
        return tuple(c for c in self if c.country in (None, country))


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """All code lists by name."""

    lists: Mapping[str, CodeList]

    def __getitem__(self, name: str) -> CodeList:
        return self.lists[name]

    def label(self, name: str, code: str | None, language: LanguageCode) -> str:
        """Return the label of a code; an empty or unknown code gives the label of `onbekend`."""
        entry = self.lists[name].codes.get(code or UNKNOWN)
        return entry.label(language) if entry else (code or "")

    def track_of(self, nature: str) -> str:
        """Return the track that follows from a nature."""
        return str(self.lists["nature"][nature].extra.get("track", nature))


def parse(documents: Mapping[str, Mapping[str, Any]]) -> Vocabulary:
    """Make a vocabulary from parsed TOML documents.

    Args:
        documents: per list name a table with `title`, `multiple`, `code` and optionally `group`.

    Raises:
        ValueError: a code occurs twice, or a parent or group does not exist.
    """
    return Vocabulary(lists={name: _parse_list(name, doc) for name, doc in documents.items()})


def _parse_list(name: str, document: Mapping[str, Any]) -> CodeList:
    groups = {g["code"]: Code(**g) for g in document.get("group", ())}
    codes: dict[str, Code] = {}
    for entry in document["code"]:
        plain = {k: v for k, v in entry.items() if k in _PLAIN}
        extra = {k: v for k, v in entry.items() if k not in _PLAIN}
        code = Code(**plain, extra=extra)
        if code.code in codes:
            raise ValueError(f"{name}: {code.code} occurs twice")
        codes[code.code] = code
    for code in codes.values():
        if code.parent is not None and code.parent not in codes:
            raise ValueError(f"{name}: {code.code} has an unknown parent")
        if code.group is not None and code.group not in groups:
            raise ValueError(f"{name}: {code.code} has an unknown group")
    title = document["title"]
    return CodeList(
        name=name,
        nl=title["nl"],
        en=title["en"],
        multiple=document["multiple"],
        codes=codes,
        groups=groups,
    )


_PLAIN = frozenset({"code", "nl", "en", "parent", "group", "country"})
