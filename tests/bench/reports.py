"""Reports at random for the bench of figures: the scheme of its largest instance, any size."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from vertrouwen.statistics.count import ATOM, Facts
from vertrouwen.statistics.ladder import Family, LevelledDimension
from vertrouwen.statistics.release import Edition, Policy, Publication
from vertrouwen.statistics.scheme import Category, Crossing, Dimension, Role, Scheme

POLICY = Policy()
_NATURE, _UNIT, _QUARTER = "aard", "afdeling", "kwartaal"
_QUARTERS = ("Q1", "Q2", "Q3", "Q4")
_ANSWERS = {
    _NATURE: ("pesten", "intimidatie", "seksueel", "discriminatie", "agressie", "integriteit",
              "overig"),
    _UNIT: ("Noord", "Oost", "Zuid", "West", "Staf", "Zorg"),
    "rol": ("werknemer", "leidinggevende", "inhuur", "stagiair"),
    "relatie": ("leidinggevende", "collega", "team", "derde", "onbekend"),
    "uitkomst": ("opgelost", "verbeterd", "ongewijzigd", "vertrokken", "loopt"),
}  # fmt: skip
_ROLES: Mapping[str, Role] = {_NATURE: "sensitive", "uitkomst": "neutral"}
TABLES: tuple[Crossing, ...] = (
    (_NATURE, _UNIT),
    (_NATURE, "rol"),
    (_NATURE, "relatie"),
    (_NATURE, "uitkomst"),
    (_NATURE, _QUARTER),
    (_UNIT, _QUARTER),
)
# How many of the answers, in their order, become one category at each coarser level.
_COARSER: Mapping[str, tuple[tuple[int, ...], ...]] = {
    _NATURE: ((5, 1, 1), (5, 2)),
    _UNIT: ((4, 2),),
    "rol": ((1, 3),),
    "relatie": ((1, 2, 2),),
    "uitkomst": ((2, 2, 1),),
    _QUARTER: ((2, 2),),
}


@dataclass(frozen=True, kw_only=True)
class Case:
    """One report to protect, with what was released before."""

    id: str
    scheme: Scheme
    facts: Facts
    atoms: frozenset[str]
    before: tuple[Edition, ...] = ()

    def publication(self, edition: Edition) -> Publication:
        """Return what a reader has once an edition is out."""
        return Publication(
            policy=POLICY, dimensions=self.scheme.dimensions, editions=(*self.before, edition)
        )


def year(reports: int, seed: int) -> Case:
    """Return a year of six linked tables, 224 cells; the quarter follows from the period."""
    return Case(
        id="year",
        scheme=_scheme(_QUARTERS),
        facts=_facts(reports, _QUARTERS, seed),
        atoms=frozenset(_QUARTERS),
    )


def growing_year(reports: int, seed: int) -> tuple[Case, ...]:
    """Return a first quarter, nine months, and the whole year of them."""
    whole = year(reports, seed)
    parts = (("quarter", _QUARTERS[:1]), ("nine months", _QUARTERS[:3]), ("year", _QUARTERS))
    return tuple(replace(whole, id=name, atoms=frozenset(atoms)) for name, atoms in parts)


def rolling_pools(reports: int, seed: int) -> tuple[Case, ...]:
    """Return three pools of three years, each a year later; a pool holds about so many reports."""
    years = tuple(str(2021 + n) for n in range(5))
    facts = _facts(reports * len(years) // 3, years, seed)
    scheme = _scheme(years)
    return tuple(
        Case(id=f"pool {n}", scheme=scheme, facts=facts, atoms=frozenset(years[n : n + 3]))
        for n in range(3)
    )


def family() -> Family:
    """Return the tables of a year with coarser levels, for the ladder."""
    return Family(
        dimensions=tuple(
            LevelledDimension(
                name=d.name,
                roles=d.roles,
                levels=(d.categories, *(_joined(d, sizes) for sizes in _COARSER[d.name])),
                rung="calendar" if d.is_calendar else "unit" if d.name == _UNIT else "category",
                is_calendar=d.is_calendar,
            )
            for d in _scheme(_QUARTERS).dimensions
        ),
        tables=TABLES,
    )


def _joined(dimension: Dimension, sizes: tuple[int, ...]) -> tuple[Category, ...]:
    def found() -> Iterator[Category]:
        first = 0
        for size in sizes:
            members = dimension.categories[first : first + size]
            leaves = frozenset[str]().union(*(c.leaves for c in members))
            yield Category(code=" + ".join(c.code for c in members), leaves=leaves)
            first += size

    return tuple(found())


def _scheme(periods: tuple[str, ...]) -> Scheme:
    return Scheme(
        dimensions=(
            *(
                Dimension(
                    name=name,
                    roles=frozenset({_ROLES.get(name, "identifying")}),
                    categories=_each(answers),
                )
                for name, answers in _ANSWERS.items()
            ),
            Dimension(
                name=_QUARTER,
                roles=frozenset({"identifying"}),
                categories=_each(periods),
                is_calendar=True,
            ),
        ),
        tables=TABLES,
    )


def _each(answers: tuple[str, ...]) -> tuple[Category, ...]:
    return tuple(Category(code=a, leaves=frozenset({a})) for a in answers)


def _facts(reports: int, periods: tuple[str, ...], seed: int) -> Facts:
    """Return reports at random; some answers are given more often, which ones differs by seed."""
    dice = random.Random(seed)
    columns = {ATOM: periods, **_ANSWERS}
    favour = {
        name: [dice.uniform(0.5, 2.0) if name != ATOM else 1.0 for _ in answers]
        for name, answers in columns.items()
    }
    return Facts.of(
        tuple(columns),
        [
            tuple(dice.choices(a, favour[name])[0] for name, a in columns.items())
            for _ in range(reports)
        ],
    )
