"""Instances at random: schemes, policies, facts and what was released before, by one number.

The same seed always gives the same instance. A `tiny` one is small enough to write down every table
that agrees with what is shown.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Literal

from vertrouwen.statistics.count import ATOM, Facts, count
from vertrouwen.statistics.protect import (
    RefusedError,
    Weight,
    margin_weight,
    protect,
    secret_weight,
    unit_weight,
)
from vertrouwen.statistics.release import Edition, Figure, Policy, Publication
from vertrouwen.statistics.scheme import (
    TOTAL,
    At,
    Category,
    Crossing,
    Dimension,
    Role,
    Scheme,
    SensitiveSet,
    at_cell,
)

Size = Literal["tiny", "small", "large"]

HISTORIES: tuple[tuple[str, ...], ...] = (
    ("p", "q", "r", "pqrs"),
    ("pqr", "pqrs"),
    ("pq", "rs", "pqrs"),
    ("pqr", "qrs", "rst"),
    ("pq", "qr"),
    ("pqrs", "pq"),
    ("pqrs", "q", "pqr"),
    ("pq", "rs"),
    ("pq", "pq"),
    ("p", "pq"),
    ("p", "pq", "pqr", "pqrs"),
    ("pq", "qr", "rp"),
)
"""Periods of the editions, oldest first: quarters then year, half-years, rolling pools, nested,
the same again, and periods that have nothing to do with each other."""


@dataclass(frozen=True, kw_only=True)
class Instance:
    """What is asked of the protector.

    Args:
        before: what was really released before; a refused edition left no trace, or a band.
        schemes: of each edition before, None where it was given by hand.
    """

    seed: int
    scheme: Scheme
    policy: Policy
    facts: Facts
    atoms: frozenset[str]
    before: tuple[Edition, ...]
    weight: Weight

    @cached_property
    def counts(self) -> dict[At, int]:
        """True counts of the edition that is asked for."""
        return count(self.facts.within(self.atoms), self.scheme)

    def protected(self, **changes: object) -> Edition:
        """Protect it."""
        asked: dict[str, object] = {
            "edition_id": "newest",
            "atoms": self.atoms,
            "ledger": self.before,
            "weight": self.weight,
        }
        return protect(self.scheme, self.policy, self.facts, **(asked | changes))  # type: ignore[arg-type]

    def publication(self, edition: Edition) -> Publication:
        """Return all that a reader has once an edition is out."""
        return Publication(
            policy=self.policy,
            dimensions=self.scheme.dimensions,
            editions=(*self.before, edition),
            sensitive_sets=self.scheme.sensitive_sets,
        )


@dataclass(frozen=True)
class _Limits:
    """How large an instance may be."""

    dimensions: tuple[int, ...]
    leaves: tuple[int, int]
    totals: tuple[int, ...]
    histories: tuple[tuple[str, ...], ...]
    alone: float


_LIMITS: dict[Size, _Limits] = {
    "tiny": _Limits(
        dimensions=(1, 1, 2, 2, 2, 3),
        leaves=(2, 3),
        totals=(3, 5, 6, 7, 8, 9, 10, 12),
        histories=(("p", "pq"), ("pq", "p"), ("pq", "qr"), ("p", "q", "pq"), ("pq", "pq")),
        alone=0.5,
    ),
    "small": _Limits(
        dimensions=(1, 2, 2, 3, 3, 4),
        leaves=(2, 5),
        totals=(0, 4, 8, 12, 20, 25, 30, 40, 60),
        histories=HISTORIES,
        alone=0.3,
    ),
    "large": _Limits(
        dimensions=(3, 4, 5),
        leaves=(3, 8),
        totals=(12, 25, 40, 60, 90, 120, 200),
        histories=HISTORIES,
        alone=0.4,
    ),
}


def random_instance(seed: int, size: Size = "small") -> Instance:
    """Make an instance."""
    return _Maker(random.Random(f"{size} {seed}"), seed, _LIMITS[size]).instance()


class _Maker:
    def __init__(self, dice: random.Random, seed: int, limits: _Limits) -> None:
        self._dice = dice
        self._seed = seed
        self._limits = limits
        self._leaves = {
            f"d{number}": tuple(
                f"{number}{chr(97 + n)}" for n in range(dice.randint(*limits.leaves))
            )
            for number in range(dice.choice(limits.dimensions))
        }
        self._roles: dict[str, frozenset[Role]] = {
            name: frozenset({"sensitive"} if place == 0 else {self._role()})
            for place, name in enumerate(self._leaves)
        }

    def _role(self) -> Role:
        return self._dice.choice(("identifying", "identifying", "neutral", "sensitive"))

    def _happens(self, chance: float) -> bool:
        return self._dice.random() < chance

    def instance(self) -> Instance:
        dice = self._dice
        threshold = dice.choice((3, 3, 4, 5, 5, 6, 7))
        is_alone = self._happens(self._limits.alone)
        # Beside a ledger the product always counts zero as small.
        policy = Policy(
            threshold=threshold,
            insider=threshold - 2,
            zeros_small=not is_alone or self._happens(0.7),
            known_stays_known=not is_alone and self._happens(0.35),
        )
        if is_alone:
            scopes = [frozenset("pqrs"[: dice.choice((1, 1, 2, 4))])]
        else:
            scopes = [frozenset(scope) for scope in dice.choice(self._limits.histories)]
        structural = self._structural() if self._happens(0.2) else frozenset()
        facts = self._facts(scopes, structural)
        weights: list[Callable[[str], Weight]] = [
            lambda _name: unit_weight,
            lambda _name: margin_weight,
            lambda name: secret_weight(self._seed.to_bytes(8, "big"), name),
        ]
        weight = dice.choice(weights)
        before: list[Edition] = []
        scheme = self._scheme(scopes[0], structural)
        for place, scope in enumerate(scopes[:-1]):
            found = self._released(
                f"e{place}", scope, scheme, policy, facts, tuple(before), weight(f"e{place}")
            )
            before += [] if found is None else [found]
            if self._happens(0.4):
                scheme = self._scheme(scope, structural)
            scheme = self._with_calendar(scheme, scopes[place + 1])
        return Instance(
            seed=self._seed,
            scheme=scheme,
            policy=policy,
            facts=facts,
            atoms=scopes[-1],
            before=tuple(before),
            weight=weight("newest"),
        )

    def _released(
        self,
        name: str,
        scope: frozenset[str],
        scheme: Scheme,
        policy: Policy,
        facts: Facts,
        before: tuple[Edition, ...],
        weight: Weight,
    ) -> Edition | None:
        """Return what was released then; nothing, or a band, where it was refused."""
        if self._happens(0.15) and not policy.known_stays_known:
            return self._given_by_hand(name, scope, scheme, policy, facts)
        try:
            return protect(
                scheme, policy, facts, edition_id=name, atoms=scope, ledger=before, weight=weight
            )
        except RefusedError as refused:
            if refused.code == "total_small" and not before and self._happens(0.5):
                return _band(name, scope, policy)
            return None

    def _given_by_hand(
        self, name: str, scope: frozenset[str], scheme: Scheme, policy: Policy, facts: Facts
    ) -> Edition | None:
        """Return some large numbers that were said aloud."""
        counts = count(facts.within(scope), scheme)
        said = [
            c
            for c, n in counts.items()
            if len(c) < 2 and n >= policy.threshold and self._happens(0.3)
        ]
        figures = tuple(Figure(at=c, value=counts[c]) for c in said if c != TOTAL)
        total = counts[TOTAL] if TOTAL in said else None
        if not figures and total is None:
            return None
        return Edition(
            id=name,
            atoms=scope,
            total=total,
            tables=(),
            figures=figures,
            categories=scheme.categories,
            calendars=frozenset(d.name for d in scheme.dimensions if d.is_calendar),
        )

    # -- schemes -----------------------------------------------------------------------------

    def _scheme(self, scope: frozenset[str], structural: frozenset[At]) -> Scheme:
        dimensions = [self._dimension(name) for name in self._leaves]
        names = [d.name for d in dimensions]
        tables = self._tables(names)
        if len(scope) > 1 and self._happens(0.35):
            dimensions.append(_calendar(scope, self._dice.random()))
            tables.append(self._dice.choice([("k",), (names[0], "k")]))
        used = {name for table in tables for name in table}
        kept = tuple(d for d in dimensions if d.name in used)
        codes = {d.name: d.by_code for d in kept}
        return Scheme(
            dimensions=kept,
            tables=tuple(dict.fromkeys(tables)),
            structural=frozenset(
                cell
                for cell in structural
                if all(frozenset({c}) == codes.get(n, {}).get(c) for n, c in cell)
            ),
            sensitive_sets=self._sensitive_sets(kept),
        )

    def _with_calendar(self, scheme: Scheme, scope: frozenset[str]) -> Scheme:
        """Return a scheme of which the calendar is that of a period."""
        dimensions = tuple(d for d in scheme.dimensions if not d.is_calendar)
        calendars = [d.name for d in scheme.dimensions if d.is_calendar]
        tables = tuple(t for t in scheme.tables if not set(t) & set(calendars))
        if calendars and len(scope) > 1:
            dimensions = (*dimensions, _calendar(scope, self._dice.random()))
            tables = scheme.tables
        tables = tables or ((dimensions[0].name,),)
        return Scheme(
            dimensions=dimensions,
            tables=tables,
            structural=scheme.structural,
            sensitive_sets=scheme.sensitive_sets,
        )

    def _tables(self, names: list[str]) -> list[Crossing]:
        kind = self._dice.choice(("ones", "star", "star", "star", "cycle", "cube", "some"))
        pairs = list(combinations(names, 2))
        if kind == "ones" or not pairs:
            return [(name,) for name in names]
        if kind == "star":
            return [(names[0], name) for name in names[1:]]
        if kind == "cycle" and len(names) * self._limits.leaves[1] <= 32:
            return [(names[n - 1], name) for n, name in enumerate(names) if len(names) > 2 or n]
        if kind == "cube" and len(names) > 2 and self._limits.leaves[1] < 6:
            return [tuple(names[:3]), *((name,) for name in names[3:])]
        return [p for p in pairs if self._happens(0.5)] or [pairs[0]]

    def _dimension(self, name: str) -> Dimension:
        categories = self._categories(name)
        return Dimension(
            name=name,
            roles=self._roles[name],
            categories=categories,
            groups=self._groups(name, categories),
        )

    def _categories(self, name: str) -> tuple[Category, ...]:
        """Return the leaves, or another cut of them: renamed, merged, cut again."""
        leaves = list(self._leaves[name])
        kind = self._dice.choice(("leaves", "leaves", "leaves", "renamed", "merged", "cut"))
        if kind in ("merged", "cut") and len(leaves) > 2:
            if kind == "cut":
                self._dice.shuffle(leaves)
            place = self._dice.randrange(len(leaves) - 1)
            parts = [[leaf] for leaf in leaves]
            parts[place : place + 2] = [leaves[place : place + 2]]
            return tuple(
                Category(code=p[0] if len(p) == 1 else "rest", leaves=frozenset(p)) for p in parts
            )
        new = "new " if kind == "renamed" else ""
        return tuple(Category(code=new + leaf, leaves=frozenset({leaf})) for leaf in leaves)

    def _groups(self, name: str, categories: tuple[Category, ...]) -> tuple[Category, ...]:
        """Return none, one, or several parents: beside each other, nested, or overlapping."""
        found: dict[frozenset[str], Category] = {}
        while self._happens(0.3) and len(found) < 3:
            number = self._dice.randint(1, len(categories))
            inside = self._dice.sample(categories, number)
            leaves = frozenset().union(*(c.leaves for c in inside))
            if (number > 1 and number < len(categories)) or self._happens(0.15):
                found.setdefault(leaves, Category(code=f"g{len(found)}", leaves=leaves))
        return tuple(found.values())

    def _sensitive_sets(self, dimensions: tuple[Dimension, ...]) -> tuple[SensitiveSet, ...]:
        found = []
        for dimension in dimensions:
            if "sensitive" in dimension.roles and self._happens(0.2):
                leaves = sorted(dimension.leaves)
                chosen = self._dice.sample(leaves, self._dice.randint(1, len(leaves)))
                found.append(
                    SensitiveSet(dimension=dimension.name, name="set", leaves=frozenset(chosen))
                )
        return tuple(found)

    def _structural(self) -> frozenset[At]:
        """Return some pairs of leaves that cannot go together."""
        found: set[At] = set()
        for one, other in combinations(self._leaves, 2):
            if self._happens(0.5):
                first, second = self._leaves[one], self._leaves[other]
                found.add(at_cell({one: first[-1], other: self._dice.choice(second)}))
        return frozenset(found)

    # -- facts -------------------------------------------------------------------------------

    def _facts(self, scopes: list[frozenset[str]], structural: frozenset[At]) -> Facts:
        """Return reports of a few kinds, more or less alike, spread over the period atoms."""
        dice = self._dice
        atoms = sorted(frozenset().union(*scopes))
        total = dice.choice(self._limits.totals)
        slope = dice.choice((0.0, 0.5, 1.5, 3.0))
        likely = {
            name: [(n + 1) ** -slope for n in dice.sample(range(len(leaves)), len(leaves))]
            for name, leaves in self._leaves.items()
        }
        when = [dice.random() ** dice.choice((0, 1, 3)) + 0.01 for _ in atoms]
        usual = self._report(likely)
        rows: Counter[tuple[str, ...]] = Counter()
        for _ in range(total):
            made = dict(usual) if slope > 1 and self._happens(0.3) else self._report(likely)
            while any(set(cell) <= set(made.items()) for cell in structural):
                name = dice.choice([n for cell in sorted(structural) for n, _ in cell])
                made[name] = dice.choice(self._leaves[name])
            rows[(*made.values(), dice.choices(atoms, when)[0])] += 1
        return Facts(columns=(*self._leaves, ATOM), rows=rows)

    def _report(self, likely: dict[str, list[float]]) -> dict[str, str]:
        return {
            name: self._dice.choices(leaves, likely[name])[0]
            for name, leaves in self._leaves.items()
        }


def _calendar(scope: frozenset[str], drawn: float) -> Dimension:
    """Return a calendar: an atom each, or halves."""
    atoms = sorted(scope)
    parts = [[atom] for atom in atoms]
    if drawn < 0.4 and len(atoms) > 2:
        parts = [atoms[:2], atoms[2:]]
    return Dimension(
        name="k",
        roles=frozenset({"identifying"}),
        categories=tuple(Category(code="in " + "".join(p), leaves=frozenset(p)) for p in parts),
        is_calendar=True,
    )


def _band(name: str, scope: frozenset[str], policy: Policy) -> Edition:
    """Return an edition that says no more than that there were few."""
    return Edition(
        id=name,
        atoms=scope,
        total=None,
        tables=(),
        figures=(Figure(at=TOTAL, value=None, low=0, high=policy.threshold - 1, is_band=True),),
        categories={},
    )
