"""The format `released-figures/1`: every figure a reader has, and nothing else.

Editions may cut a dimension differently. A category of the file is therefore a class of answers
that no edition separates; what an edition printed is such a class, or a group of several.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import product
from typing import Any

from vertrouwen.statistics.release import Edition, Figure, Policy, Publication
from vertrouwen.statistics.scheme import TOTAL, Crossing, Dimension, at_cell

FORMAT = "released-figures/1"

Leaves = frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The printed names; a code that has none is printed itself.

    Args:
        dimensions: by the name of the dimension.
        categories: (dimension, category or group) -> label.
        counting_unit: what is counted; empty when it is not stated.
    """

    dimensions: Mapping[str, str] = field(default_factory=dict)
    categories: Mapping[tuple[str, str], str] = field(default_factory=dict)
    counting_unit: str = ""


def released_figures_json(
    publication: Publication, *, generator: str | None = None, names: Names | None = None
) -> bytes:
    """Return a publication as a file; the same publication always gives the same bytes."""
    document = released_figures(publication, generator=generator, names=names)
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def released_figures(
    publication: Publication, *, generator: str | None = None, names: Names | None = None
) -> dict[str, Any]:
    """Return a publication as the object that the file holds.

    Args:
        generator: free text about the program.
        names: as they are printed; the codes themselves when left out.
    """
    printed = names or Names()
    policy = publication.policy
    parameters: dict[str, Any] = {
        "threshold": policy.threshold,
        "insider": policy.insider,
        "zeros_small": policy.zeros_small,
    }
    if printed.counting_unit:
        parameters["counting_unit"] = printed.counting_unit
    dimensions = _Dimensions(publication, printed)
    document: dict[str, Any] = {"format": FORMAT}
    if generator:
        document["generator"] = generator
    return document | {
        "parameters": parameters,
        "dimensions": [entry.described() for entry in dimensions.entries.values()],
        "sensitive_sets": [
            {
                "dimension": dimensions.entries[chosen.dimension].name,
                "name": chosen.name,
                "categories": dimensions.entries[chosen.dimension].classes_of(chosen.leaves),
            }
            for chosen in publication.sensitive_sets
            if chosen.dimension in dimensions.entries
        ],
        "editions": [
            _edition(_with_band(edition, policy), dimensions) for edition in publication.editions
        ],
    }


def _with_band(edition: Edition, policy: Policy) -> Edition:
    """Return an edition that says only that there are few, with that as its one figure."""
    if edition.total is not None or edition.figures or edition.tables:
        return edition
    most = (edition.threshold or policy.threshold) - 1
    return replace(edition, figures=(Figure(at=TOTAL, value=None, low=0, high=most, is_band=True),))


def _edition(edition: Edition, dimensions: _Dimensions) -> dict[str, Any]:
    described: dict[str, Any] = {"id": edition.id, "atoms": sorted(edition.atoms)}
    if edition.released is not None:
        described["released"] = edition.released
    return described | {
        "total": edition.total,
        "tables": [
            {
                "dimensions": [dimensions.entries[name].name for name in crossing],
                "cells": [
                    _cell(figure, edition, dimensions)
                    for figure in _figures(edition, crossing, dimensions)
                ],
            }
            for crossing in (edition.tables or _crossings(edition))
        ],
    }


def _crossings(edition: Edition) -> tuple[Crossing, ...]:
    """Return what figures without a table are about: those given by hand, a band."""
    return tuple(dict.fromkeys(tuple(name for name, _ in f.at) for f in edition.figures))


def _figures(edition: Edition, crossing: Crossing, dimensions: _Dimensions) -> Iterable[Figure]:
    """Return the cells of a table in the order of the taxonomy, its margins before them."""
    if not edition.tables:
        yield from (f for f in edition.figures if tuple(name for name, _ in f.at) == crossing)
        return
    yield Figure(at=TOTAL, value=edition.total)
    offered = [(None, *dimensions.entries[name].codes(edition)) for name in crossing]
    for codes in product(*offered):
        at = at_cell({n: c for n, c in zip(crossing, codes, strict=True) if c is not None})
        if at in edition.by_cell:
            yield edition.by_cell[at]


def _cell(figure: Figure, edition: Edition, dimensions: _Dimensions) -> dict[str, Any]:
    cell: dict[str, Any] = {
        "at": {
            dimensions.entries[name].name: dimensions.entries[name].label(edition, code)
            for name, code in figure.at
        },
        "value": figure.value,
    }
    if figure.is_structural:
        cell["structural"] = True
    elif figure.value is None and figure.low is not None:
        cell["band" if figure.is_band else "interval"] = [figure.low, figure.high]
    return cell


class _Dimensions:
    """Every dimension of every edition; those of the newest scheme come first."""

    def __init__(self, publication: Publication, names: Names) -> None:
        known = {dimension.name: dimension for dimension in publication.dimensions}
        used = [*known, *(n for e in publication.editions for n in e.categories if n not in known)]
        self.entries = {
            name: _Entry(name, known.get(name), publication, names) for name in dict.fromkeys(used)
        }


class _Entry:
    """One dimension: its classes of answers, and the name of everything that was printed."""

    def __init__(
        self,
        dimension: str,
        scheme: Dimension | None,
        publication: Publication,
        names: Names,
    ) -> None:
        self.name = names.dimensions.get(dimension, dimension)
        self._dimension = dimension
        self._scheme = scheme
        self._asked = [s.leaves for s in publication.sensitive_sets if s.dimension == dimension]
        if scheme is not None and scheme.is_calendar:
            self._asked.append(frozenset().union(*(e.atoms for e in publication.editions)))
        self._labels = names.categories
        self._named: dict[tuple[str, Leaves], str] = {}
        for edition in reversed(publication.editions):
            if dimension in edition.categories:
                cut = edition.categories[dimension]
                self._name_all(edition.id, {code: cut[code] for code in self.codes(edition)})
        if not self._named and scheme is not None:
            self._name_all("", scheme.by_code)

    def codes(self, edition: Edition) -> Sequence[str]:
        """Return the categories and groups of an edition, in the order of the scheme."""
        cut = edition.categories[self._dimension]
        if self._scheme is not None and set(cut) == set(self._scheme.by_code):
            return tuple(self._scheme.by_code)
        return tuple(cut)

    def label(self, edition: Edition, code: str) -> str:
        """Return the name in the file of what an edition printed under a code."""
        return self._named[code, edition.categories[self._dimension][code]]

    def classes_of(self, leaves: Leaves) -> list[str]:
        """Return the classes that a set of answers is made of."""
        return [name for name, held in self._classes.items() if held and held <= leaves]

    def described(self) -> dict[str, Any]:
        """Return the dimension as the file holds it."""
        roles = sorted(self._scheme.roles) if self._scheme is not None else ["neutral"]
        described: dict[str, Any] = {
            "name": self.name,
            "role": roles[0] if len(roles) == 1 else roles,
            "categories": list(self._classes),
        }
        groups = [
            {"name": name, "members": self.classes_of(leaves)}
            for (_code, leaves), name in self._named.items()
            if name not in self._classes
        ]
        if groups:
            described["groups"] = list({group["name"]: group for group in groups}.values())
        hidden = [name for name in self._classes if name not in self._named.values()]
        if hidden:
            described["implicit"] = hidden
        if self._scheme is not None and self._scheme.is_calendar:
            described["atoms"] = {name: sorted(held) for name, held in self._classes.items()}
        return described

    def _name_all(self, edition: str, cut: Mapping[str, Leaves]) -> None:
        """Give every code of one cut a name that no other set of answers has."""
        same: dict[Leaves, str] = {}
        for (_code, leaves), name in self._named.items():
            same.setdefault(leaves, name)
        for code, leaves in cut.items():
            if (code, leaves) in self._named:
                continue
            label = self._labels.get((self._dimension, code), code)
            if leaves in same and list(cut.values()).count(leaves) == 1:
                self._named[code, leaves] = same[leaves]
            else:
                self._named[code, leaves] = self._free(label, edition)

    def _free(self, label: str, edition: str) -> str:
        taken = {*self._named.values()}
        name = label if label not in taken else f"{label} ({edition})"
        number = 2
        while name in taken:
            name, number = f"{label} ({edition}, {number})", number + 1
        return name

    @cached_property
    def _classes(self) -> Mapping[str, Leaves]:
        """Return the classes by their names, in the order of the newest scheme."""
        cuts = list(dict.fromkeys([*(leaves for _code, leaves in self._named), *self._asked]))
        members: dict[tuple[bool, ...], set[str]] = {}
        for leaf in sorted(frozenset().union(*cuts)):
            members.setdefault(tuple(leaf in cut for cut in cuts), set()).add(leaf)
        # A class stands where the first set that holds it stands.
        held = [frozenset(members[key]) for key in sorted(members, reverse=True)]
        found: dict[str, Leaves] = {}
        for leaves in held:
            name = next((n for (_c, cut), n in self._named.items() if cut == leaves), None)
            found[name if name is not None else self._part_name(leaves, found)] = leaves
        return found

    def _part_name(self, leaves: Leaves, found: Mapping[str, Leaves]) -> str:
        """Return a name for answers that no edition printed by themselves."""
        holders = [(len(cut), n) for (_code, cut), n in self._named.items() if leaves < cut]
        within = min(holders)[1] if holders else self.name
        number = 1
        while (name := f"{within} / {number}") in found or name in self._named.values():
            number += 1
        return name
