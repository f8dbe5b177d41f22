"""Reports about a fictional client: facts at random that never change, protected by a plain rule.

How a number is protected does not matter here; a paper shows what an edition shows.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from vertrouwen.documents.report import Labels, PrintedTable, Report
from vertrouwen.language import Language
from vertrouwen.statistics.count import ATOM, Facts, count
from vertrouwen.statistics.release import Edition, Figure, Policy, Publication
from vertrouwen.statistics.scheme import TOTAL, At, Category, Dimension, Role, Scheme

Words = tuple[str, str]


@dataclass(frozen=True)
class Question:
    """A dimension in two languages: (code, Dutch, English) of its categories and groups."""

    title: Words
    roles: frozenset[Role]
    categories: tuple[tuple[str, str, str], ...]
    groups: tuple[tuple[str, str, str, tuple[str, ...]], ...] = ()


QUESTIONS: dict[str, Question] = {
    "soort": Question(
        ("Soort contact", "Kind of contact"),
        frozenset(["neutral"]),
        (
            ("meldingen", "meldingen", "reports"),
            ("consulten", "consulten", "consultations"),
            ("signalen", "signalen", "signals"),
        ),
    ),
    "aard": Question(
        ("Aard", "Nature"),
        frozenset(["sensitive"]),
        (
            ("pesten", "pesten", "bullying"),
            ("uitsluiting", "uitsluiting en roddel", "exclusion and gossip"),
            ("intimidatie", "intimidatie, bedreiging en stalking", "intimidation and threats"),
            ("seksueel", "seksuele intimidatie en aanranding", "sexual harassment and assault"),
            ("discriminatie", "discriminatie", "discrimination"),
            ("fraude", "fraude, diefstal en corruptie", "fraud, theft and corruption"),
            ("gevaar", "gevaar voor veiligheid of milieu", "danger to safety or environment"),
            ("arbeid", "arbeidsconflict", "labour dispute"),
            ("overig", "overig of onbekend", "other or unknown"),
        ),
        (
            (
                "omgang",
                "ongewenste omgangsvormen",
                "undesirable behaviour",
                ("pesten", "uitsluiting", "intimidatie", "seksueel", "discriminatie"),
            ),
            ("integriteit", "integriteit", "integrity", ("fraude", "gevaar")),
        ),
    ),
    "relatie": Question(
        ("Relatie van de aangeklaagde", "Relation of the accused"),
        frozenset(["identifying"]),
        (
            ("leiding", "leidinggevende", "manager"),
            ("collega", "collega", "colleague"),
            ("ander", "ander of onbekend", "other or unknown"),
        ),
    ),
    "afdeling": Question(
        ("Organisatieonderdeel", "Unit"),
        frozenset(["identifying"]),
        tuple(
            (f"u{number}", name, name)
            for number, name in enumerate(
                (
                    "Wijkverpleging Noord",
                    "Wijkverpleging Zuid",
                    "Verpleeghuis De Linde",
                    "Verpleeghuis Elzenhof",
                    "Revalidatie",
                    "Geestelijke gezondheidszorg",
                    "Keuken en restaurants",
                    "Huishoudelijke dienst",
                    "Technische dienst",
                    "Personeel en organisatie",
                    "Informatievoorziening",
                    "overige",
                )
            )
        ),
    ),
}

LAYOUT = (
    PrintedTable(name="soort", rows="soort"),
    PrintedTable(name="spoor", rows="aard", parents_only=True),
    PrintedTable(name="aard", rows="aard"),
    PrintedTable(name="relatie", rows="relatie"),
    PrintedTable(name="kwartaal", rows="kwartaal"),
    PrintedTable(name="aard_relatie", rows="aard", columns="relatie"),
    PrintedTable(name="aard_afdeling", rows="aard", columns="afdeling"),
)
_TITLES: dict[str, Words] = {
    "spoor": ("Spoor", "Track"),
    "kwartaal": ("Verdeling over de periode", "Spread over the period"),
    "aard_relatie": ("Aard en relatie van de aangeklaagde", "Nature and relation of the accused"),
    "aard_afdeling": ("Aard en organisatieonderdeel", "Nature and unit"),
}


def labels(language: Language) -> Labels:
    """Return the words of the fictional scheme."""
    place = 0 if language == "nl" else 1
    titles = {name: words[place] for name, words in _TITLES.items()}
    titles |= {name: question.title[place] for name, question in QUESTIONS.items()}
    categories = {
        (name, entry[0]): str(entry[1 + place])
        for name, question in QUESTIONS.items()
        for entry in (*question.categories, *question.groups)
    }
    return Labels(titles=titles, categories=categories)


def scheme(year: int = 2025) -> Scheme:
    """Return the fictional scheme of one calendar year."""
    dimensions = [_dimension(name, question) for name, question in QUESTIONS.items()]
    quarters = tuple(
        Category(
            code=f"{year}-{first:02d}/{year}-{first + 2:02d}",
            leaves=frozenset(f"{year}-{month:02d}" for month in range(first, first + 3)),
        )
        for first in (1, 4, 7, 10)
    )
    calendar = Dimension(
        name="kwartaal",
        roles=frozenset(["identifying"]),
        categories=quarters,
        is_calendar=True,
    )
    tables = (("soort",), ("kwartaal",), ("aard", "relatie"), ("aard", "afdeling"))
    return Scheme(dimensions=(*dimensions, calendar), tables=tables)


def facts(number: int, seed: int, year: int = 2025) -> Facts:
    """Return so many reports at random; a few answers have most of them."""
    dice = random.Random(seed)
    names = tuple(QUESTIONS)

    def answer(name: str) -> str:
        codes = [entry[0] for entry in QUESTIONS[name].categories]
        return dice.choices(codes, [1 / (1 + place) for place in range(len(codes))])[0]

    rows = [
        (f"{year}-{dice.randrange(12) + 1:02d}", *(answer(name) for name in names))
        for _ in range(number)
    ]
    return Facts.of((ATOM, *names), rows)


def edition_of_year(number: int = 60, *, seed: int = 4, year: int = 2025) -> Edition:
    """Return a year of which small numbers, and some that would give them away, are withheld."""
    return edition_of(count(facts(number, seed, year), scheme(year)), year)


def edition_of(
    counts: Mapping[At, int], year: int = 2025, *, is_shown: Callable[[At, int], bool] | None = None
) -> Edition:
    """Return an edition that shows these counts as far as the rule allows."""
    made = scheme(year)
    rule = is_shown if is_shown is not None else lambda at, number: number >= 7
    total = counts[TOTAL]
    figures = tuple(
        _figure(at, number, rule(at, number)) for at, number in counts.items() if at != TOTAL
    )
    months = frozenset(f"{year}-{month:02d}" for month in range(1, 13))
    has_tables = total >= 5
    return Edition(
        id=str(year),
        atoms=months,
        total=total if has_tables else None,
        tables=made.tables if has_tables else (),
        figures=figures if has_tables else (),
        categories=made.categories if has_tables else {},
        released=f"{year + 1}-02-03",
    )


def report(
    number: int = 60,
    *,
    seed: int = 4,
    language: Language = "nl",
    edition: Edition | None = None,
    earlier: tuple[Edition, ...] = (),
    **more: Any,
) -> Report:
    """Return the report of 2025 with so many cases, or of an edition."""
    mine = edition if edition is not None else edition_of_year(number, seed=seed)
    fields: dict[str, Any] = {
        "organisation": "Zorggroep Elzenbrink",
        "adviser": "Marleen van Dijk",
        "label": "2025",
        "first": date(2025, 1, 1),
        "last": date(2025, 12, 31),
        "released_on": date(2026, 2, 3),
        "counting_unit": "contacten",
        "publication": Publication(
            policy=Policy(), dimensions=scheme().dimensions, editions=(*earlier, mine)
        ),
        "tables": LAYOUT,
        "labels": labels(language),
        "language": language,
        "previous": earlier[-1] if earlier else None,
        "trend": tuple((e.id, e) for e in (*earlier, mine)) if earlier else (),
    }
    return Report(**(fields | more))


def _dimension(name: str, question: Question) -> Dimension:
    return Dimension(
        name=name,
        roles=question.roles,
        categories=tuple(
            Category(code=code, leaves=frozenset([code])) for code, *_words in question.categories
        ),
        groups=tuple(
            Category(code=code, leaves=frozenset(members))
            for code, _nl, _en, members in question.groups
        ),
    )


def _figure(at: At, number: int, is_shown: bool) -> Figure:
    if is_shown:
        return Figure(at=at, value=number)
    if len(at) == 1 and number < 10:
        return Figure(at=at, value=None, low=0, high=9)
    return Figure(at=at, value=None)
