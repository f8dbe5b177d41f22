"""Small publications, written down by hand."""

from __future__ import annotations

import dataclasses

from vertrouwen.statistics.audit import audit
from vertrouwen.statistics.count import Facts
from vertrouwen.statistics.release import Edition, Figure, Policy, Publication
from vertrouwen.statistics.scheme import At, Category, Dimension, Role

POLICY = Policy(threshold=3, insider=1)


def dimension(name: str, role: Role, codes: str, unknown: str | None = None) -> Dimension:
    """Make a dimension of categories like "x", or "rest:y+z" for one of several leaves."""
    made = []
    for each in codes.split():
        code, _, leaves = each.partition(":")
        made.append(Category(code=code, leaves=frozenset((leaves or code).split("+"))))
    return Dimension(name=name, roles=frozenset({role}), categories=tuple(made), unknown=unknown)


def at(**fixed: str) -> At:
    return tuple(sorted(fixed.items()))


def edition(
    name: str, atoms: str, total: int | None, figures: dict[At, int | None], *parts: Dimension
) -> Edition:
    tables = tuple(dict.fromkeys(tuple(n for n, _ in cell) for cell in figures))
    return Edition(
        id=name,
        atoms=frozenset(atoms.split()),
        total=total,
        tables=tables,
        figures=tuple(Figure(at=cell, value=value) for cell, value in figures.items()),
        categories={part.name: part.by_code for part in parts},
    )


NATURE = dimension("a", "sensitive", "x y z")


def publication(*editions: Edition, policy: Policy = POLICY, **changes: object) -> Publication:
    made = Publication(policy=policy, dimensions=(NATURE,), editions=editions)
    return dataclasses.replace(made, **changes)  # type: ignore[arg-type]


def codes(released: Publication, facts: Facts | None = None) -> list[str]:
    return [finding.code for finding in audit(released, facts).findings]


SAFE = edition("e", "p", 9, {at(a="x"): 3, at(a="y"): None, at(a="z"): None}, NATURE)
