"""The joint table's dimensions, made as small as exactness allows.

Leaves that no category of any edition separates are one class, and so are period atoms that no
edition and no calendar category separates. A *form* is a sum of cells of the joint table: a set of
classes for every dimension that it restricts. Two printed cells that mean the same have the same
form, whatever edition or name they come from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import product

from vertrouwen.statistics.count import ATOM, Facts
from vertrouwen.statistics.release import Edition, Publication
from vertrouwen.statistics.scheme import At, Crossing

Form = tuple[tuple[str, tuple[int, ...]], ...]
"""Classes by dimension, in the order of the names; a dimension left out is not restricted."""

Report = tuple[tuple[str, int], ...]
"""The class of one report on every dimension."""


def linked_editions(publication: Publication) -> tuple[Edition, ...]:
    """Return the editions that share an atom with the newest one, directly or through others."""
    linked = [publication.editions[-1]]
    atoms = set(linked[0].atoms)
    while True:
        more = [e for e in publication.editions if e not in linked and e.atoms & atoms]
        if not more:
            return tuple(e for e in publication.editions if e in linked)
        linked += more
        atoms |= frozenset().union(*(e.atoms for e in more))


def table_cells(edition: Edition) -> tuple[At, ...]:
    """Return every cell of an edition's tables once, listed or not, the total first."""
    found: dict[At, None] = {(): None}
    for table in edition.tables:
        for codes in product(*((None, *edition.categories[name]) for name in table)):
            fixed = zip(table, codes, strict=True)
            found.setdefault(tuple(sorted((n, c) for n, c in fixed if c is not None)))
    return tuple(found)


def used_dimensions(edition: Edition) -> frozenset[str]:
    """Return the dimensions about which an edition says something."""
    named: Iterable[Crossing] = (tuple(name for name, _ in f.at) for f in edition.figures)
    return frozenset().union(*edition.tables, *named)


class Space:
    """Classes of all dimensions of some editions, and the forms that cells have in them.

    Args:
        publication: tells what is a calendar, which answer stands for unknown ones, and the
            sensitive sets.
        editions: the linked ones, oldest first.
    """

    def __init__(self, publication: Publication, editions: tuple[Edition, ...]) -> None:
        self.editions = editions
        self._known = {d.name: d for d in publication.dimensions}
        self.atoms = frozenset().union(*(e.atoms for e in editions))
        names = sorted(frozenset().union(*(used_dimensions(e) for e in editions)))
        self.calendars = frozenset(name for name in names if self._is_calendar(name))
        self._codes = {
            (e.id, name): self._categories(e, name) for e in editions for name in used_dimensions(e)
        }
        self._sets = {
            (s.dimension, s.name): s.leaves
            for s in publication.sensitive_sets
            if s.dimension in names
        }
        self.classes: dict[str, tuple[frozenset[str], ...]] = {}
        for name in names:
            if name not in self.calendars:
                sets = [
                    leaves
                    for (_, each), by_code in self._codes.items()
                    if each == name
                    for leaves in by_code.values()
                ]
                sets += [leaves for (each, _), leaves in self._sets.items() if each == name]
                self.classes[name] = _part(frozenset().union(*sets), sets)
        self.classes[ATOM] = _part(
            self.atoms, [*(e.atoms for e in editions), *self._calendar_sets()]
        )

    def form(self, edition: Edition, at: At, atoms: frozenset[str] | None = None) -> Form:
        """Return the form of a cell of an edition, or of the same cell over other atoms."""
        scope = edition.atoms if atoms is None else atoms
        where: dict[str, frozenset[str]] = {}
        for name, code in at:
            leaves = self._codes[edition.id, name][code]
            if name in self.calendars:
                scope &= leaves
            else:
                where[name] = leaves
        return self.form_of({**where, ATOM: scope})

    def form_of(self, where: Mapping[str, frozenset[str]]) -> Form:
        """Return the form that restricts dimensions to sets of leaves."""
        parts = []
        for name, leaves in sorted(where.items()):
            inside = tuple(i for i, each in enumerate(self.classes[name]) if each <= leaves)
            if len(inside) < len(self.classes[name]):
                parts.append((name, inside))
        return tuple(parts)

    def outside(self, edition: Edition, at: At, name: str, leaves: frozenset[str]) -> Form:
        """Return the form of a cell without the reports that are inside a set of categories."""
        everything = frozenset().union(*self.classes[name])
        form = dict(self.form(edition, at))
        form.update(dict(self.form_of({name: everything - leaves})))
        return tuple(sorted(form.items()))

    def over(self, form: Form, atoms: frozenset[str]) -> Form:
        """Return a form restricted further to some atoms."""
        restricted = dict(form)
        inside = dict(self.form_of({ATOM: atoms})).get(ATOM)
        if inside is not None:
            before = restricted.get(ATOM, inside)
            restricted[ATOM] = tuple(i for i in before if i in inside)
        return tuple(sorted(restricted.items()))

    def codes(self, edition: Edition, name: str) -> Mapping[str, frozenset[str]]:
        """Return the categories and groups of a dimension in an edition, with their leaves."""
        return self._codes[edition.id, name]

    def sensitive_sets(self, edition: Edition, name: str) -> Mapping[str, frozenset[str]]:
        """Return the sets of a sensitive dimension that tell something of a report."""
        own = {label: leaves for (each, label), leaves in self._sets.items() if each == name}
        everything = frozenset().union(*self.classes[name])
        sets = {**own, **self._codes[edition.id, name]}
        return {label: leaves for label, leaves in sets.items() if leaves != everything}

    def impossible(self) -> tuple[Form, ...]:
        """Return forms of answers that an edition does not offer: they cannot occur in it."""
        found = []
        for edition in self.editions:
            for name in sorted(used_dimensions(edition) - self.calendars):
                offered = frozenset().union(*self._codes[edition.id, name].values())
                rest = frozenset().union(*self.classes[name]) - offered
                if rest:
                    found.append(self.form_of({name: rest, ATOM: edition.atoms}))
        return tuple(found)

    def pieces(self) -> tuple[frozenset[str], ...]:
        """Return the smallest period pieces that editions cut out, and differences of two."""
        smallest = _part(self.atoms, [e.atoms for e in self.editions])
        differences = (a.atoms - b.atoms for a in self.editions for b in self.editions)
        return tuple(dict.fromkeys(piece for piece in (*smallest, *differences) if piece))

    def reports(self, facts: Facts) -> dict[Report, int]:
        """Return how often every combination of classes truly occurs within the editions.

        Raises:
            ValueError: a dimension has no column, or an answer has no class.
        """
        columns = {name: facts.columns.index(name) for name in self.classes}
        place = {
            name: {leaf: i for i, each in enumerate(classes) for leaf in each}
            for name, classes in self.classes.items()
        }
        found: dict[Report, int] = {}
        for answers, number in facts.rows.items():
            if number and answers[columns[ATOM]] in self.atoms:
                report = tuple(
                    (name, place[name][self._leaf(name, answers[column])])
                    for name, column in columns.items()
                )
                found[report] = found.get(report, 0) + number
        return found

    def _leaf(self, name: str, answer: str) -> str:
        if any(answer in each for each in self.classes[name]):
            return answer
        if name in self._known:
            return self._known[name].leaf(answer)
        raise ValueError(f"{name}: an answer that is not offered")

    def _is_calendar(self, name: str) -> bool:
        if name in self._known:
            return self._known[name].is_calendar
        offered = [e.categories[name] for e in self.editions if name in used_dimensions(e)]
        return all(leaves <= self.atoms for codes in offered for leaves in codes.values())

    def _categories(self, edition: Edition, name: str) -> Mapping[str, frozenset[str]]:
        """Answers that came or went since are counted under the unknown one, if there is one."""
        codes = edition.categories[name]
        if name in self.calendars or name not in self._known:
            return codes
        unknown = self._known[name].unknown
        offered = frozenset().union(*codes.values())
        if unknown is None or unknown not in offered:
            return codes
        others = [e.categories[name] for e in self.editions if name in used_dimensions(e)]
        ever = frozenset().union(*(leaves for each in others for leaves in each.values()))
        rest = ever - offered
        return {c: leaves | rest if unknown in leaves else leaves for c, leaves in codes.items()}

    def _calendar_sets(self) -> list[frozenset[str]]:
        return [
            leaves & edition.atoms
            for edition in self.editions
            for name in used_dimensions(edition) & self.calendars
            for leaves in self._codes[edition.id, name].values()
        ]


def _part(everything: frozenset[str], sets: list[frozenset[str]]) -> tuple[frozenset[str], ...]:
    """Return the classes of elements that no set separates."""
    classes: dict[tuple[bool, ...], set[str]] = {}
    for element in sorted(everything):
        classes.setdefault(tuple(element in each for each in sets), set()).add(element)
    return tuple(frozenset(each) for each in classes.values())
