"""An attack without mathematics: write down every table that agrees with what is shown, and look.

Nothing of the engine or the audit is used. A report is one period atom and one answer to every
question; cells of the full cross that no question tells apart are counted together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, combinations, product
from math import comb

import numpy as np
from numpy.typing import NDArray

from vertrouwen.statistics.count import ATOM, Facts
from vertrouwen.statistics.release import Edition, Publication
from vertrouwen.statistics.scheme import At

Tables = NDArray[np.int16]
Mask = frozenset[int]
Known = tuple[Mask, int, int]
"""A sum of cells that lies between two numbers, as every reader knows."""

MOST_CROSS = 3_000
MOST_TABLES = 400_000
MOST_INSIDERS = 1_000


class TooManyTablesError(Exception):
    """It cannot be written down."""


@dataclass(frozen=True)
class FullCross:
    """The full cross of a publication.

    Args:
        structural: cells that cannot exist, beside those that are printed so.
    """

    publication: Publication
    facts: Facts
    structural: frozenset[At] = frozenset()

    @cached_property
    def editions(self) -> tuple[Edition, ...]:
        return self.publication.editions

    @cached_property
    def newest(self) -> Edition:
        return self.editions[-1]

    @cached_property
    def _axes(self) -> dict[str, tuple[str, ...]]:
        atoms = frozenset().union(*(e.atoms for e in self.editions))
        axes = {ATOM: tuple(sorted(atoms))}
        for edition in self.editions:
            for name in sorted(edition.categories):
                if name not in self._calendars and name in self._used:
                    leaves = frozenset().union(*edition.categories[name].values())
                    axes[name] = tuple(sorted(leaves.union(axes.get(name, ()))))
        if np.prod([float(len(axis)) for axis in axes.values()]) > MOST_CROSS:
            raise TooManyTablesError
        return axes

    @cached_property
    def _calendars(self) -> frozenset[str]:
        return frozenset().union(*(e.calendars for e in self.editions))

    @cached_property
    def _used(self) -> frozenset[str]:
        cells = [cell for edition in self.editions for cell in cells_of(edition)]
        return frozenset(name for cell in cells for name, _ in cell)

    @cached_property
    def cross(self) -> tuple[dict[str, str], ...]:
        """Every combination of a period atom and answers."""
        return tuple(
            dict(zip(self._axes, combination, strict=True))
            for combination in product(*self._axes.values())
        )

    def mask(self, edition: Edition, at: At, atoms: frozenset[str] | None = None) -> Mask:
        """Return the cells of the full cross that a printed cell adds up."""
        scope = edition.atoms if atoms is None else atoms
        sets: list[tuple[str, frozenset[str]]] = [(ATOM, scope)]
        for name, code in at:
            sets.append(
                (ATOM if name in edition.calendars else name, edition.categories[name][code])
            )
        return frozenset(
            place
            for place, combination in enumerate(self.cross)
            if all(combination[name] in held for name, held in sets)
        )

    @cached_property
    def truth(self) -> dict[Mask, int]:
        """The true number of each class of combinations."""
        places = {tuple(c.values()): n for n, c in enumerate(self.cross)}
        columns = [self.facts.columns.index(name) for name in self._axes]
        found: dict[Mask, int] = dict.fromkeys(self.classes, 0)
        by_place = {place: held for held in self.classes for place in held}
        for answers, number in self.facts.rows.items():
            place = places.get(tuple(answers[c] for c in columns))
            if place is not None:
                found[by_place[place]] += number
        return found

    def true(self, mask: Mask) -> int:
        """Return the true sum of some cells of the full cross."""
        return sum(number for held, number in self.truth.items() if held <= mask)

    # -- what is known -----------------------------------------------------------------------

    def stated(self, edition: Edition) -> Iterator[Known]:
        """Return what an edition says."""
        if edition.total is not None:
            yield self.mask(edition, ()), edition.total, edition.total
        for figure in edition.figures:
            mask = self.mask(edition, figure.at)
            if figure.value is not None:
                yield mask, figure.value, figure.value
            elif figure.is_structural:
                yield mask, 0, 0
            elif figure.is_band and figure.high is not None:
                yield mask, figure.low or 0, figure.high

    @cached_property
    def impossible(self) -> list[Known]:
        """Return what everybody knows to be zero."""
        return [(self.mask(self.newest, cell), 0, 0) for cell in self.structural]

    @cached_property
    def never(self) -> Mask:
        """What everybody knows not to exist, as some edition says."""
        printed = (self.mask(e, f.at) for e in self.editions for f in e.figures if f.is_structural)
        return frozenset().union(*printed, *(mask for mask, _, _ in self.impossible))

    @cached_property
    def all_stated(self) -> list[Known]:
        return [*chain.from_iterable(self.stated(e) for e in self.editions), *self.impossible]

    @cached_property
    def pieces(self) -> list[tuple[frozenset[str], Edition]]:
        """Period pieces that nobody printed, each with the editions whose tables cover it."""
        atoms = self._axes[ATOM]
        found = {
            frozenset(
                b for b in atoms if all((a in e.atoms) == (b in e.atoms) for e in self.editions)
            )
            for a in atoms
        }
        found |= {one.atoms - other.atoms for one in self.editions for other in self.editions}
        return [
            (piece, edition)
            for piece in sorted(found - {frozenset()}, key=sorted)
            for edition in self.editions
            if piece <= edition.atoms and edition.tables
        ]

    @cached_property
    def forms(self) -> dict[Mask, None]:
        """Every sum that anybody may ask for."""
        found: dict[Mask, None] = {}
        for edition in self.editions:
            for cell in cells_of(edition):
                found[self.mask(edition, cell)] = None
        for piece, edition in self.pieces:
            for cell in cells_of(edition):
                found[self.mask(edition, cell, piece)] = None
        for cell in self.structural:
            found[self.mask(self.newest, cell)] = None
        for _group, _kind, whole, outside in self.statements:
            found[whole] = found[outside] = None
        return found

    @cached_property
    def classes(self) -> tuple[Mask, ...]:
        """Cells of the full cross that no sum tells apart."""
        forms = list(self.forms)
        holders: list[list[int]] = [[] for _ in self.cross]
        for number, form in enumerate(forms):
            for place in form:
                holders[place].append(number)
        found: dict[tuple[int, ...], set[int]] = {}
        for place, inside in enumerate(holders):
            if inside:
                found.setdefault(tuple(inside), set()).add(place)
        return tuple(frozenset(held) for held in found.values())

    @cached_property
    def statements(self) -> list[tuple[At, str, Mask, Mask]]:
        """Groups and kinds: the group, the kind, the group's cells, those of another kind."""
        roles = {d.name: d.roles for d in self.publication.dimensions}
        found = []
        names = {name for table in self.newest.tables for name in table}
        for one, other in product(sorted(names), repeat=2):
            if one == other or other in self.newest.calendars:
                continue
            if "identifying" not in roles[one] or "sensitive" not in roles[other]:
                continue
            kinds = dict(self.newest.categories[other])
            for further in self.publication.sensitive_sets:
                if further.dimension == other:
                    kinds[further.name] = further.leaves
            for group in self.newest.categories[one]:
                whole = self.mask(self.newest, ((one, group),))
                for kind, leaves in kinds.items():
                    outside = frozenset(
                        place for place in whole if self.cross[place][other] not in leaves
                    )
                    if outside:
                        found.append((((one, group),), kind, whole, outside))
        return found

    # -- all tables --------------------------------------------------------------------------

    def columns(self, mask: Mask) -> list[int]:
        """Return the columns of the tables that make a sum."""
        return [number for number, held in enumerate(self.classes) if held <= mask]

    def sums(self, tables: Tables, mask: Mask) -> NDArray[np.int64]:
        """Return a sum in every table."""
        found: NDArray[np.int64] = tables[:, self.columns(mask)].sum(axis=1, dtype=np.int64)
        return found

    def tables(self, known: Iterable[Known], most: int = MOST_TABLES) -> Tables:
        """Write down every table in which these sums lie between their bounds.

        Classes that nothing bounds are left at zero.

        Raises:
            TooManyTablesError: there are too many.
        """
        sums = [(set(self.columns(mask)), low, high) for mask, low, high in dict.fromkeys(known)]
        order = self._order([held for held, _, _ in sums])
        rows = np.zeros((1, len(self.classes)), dtype=np.int16)
        left = np.array([[high for _, _, high in sums]], dtype=np.int16)
        slack = np.array([high - low for _, low, high in sums], dtype=np.int16)
        done: set[int] = set()
        for column in order:
            inside = [n for n, (held, _, _) in enumerate(sums) if column in held]
            if not inside:
                continue
            done.add(column)
            full = [n for n in inside if sums[n][0] <= done]
            high = left[:, inside].min(axis=1)
            low = np.zeros_like(high)
            if full:
                # The last cell of a sum: what is left of it must not exceed its slack.
                low = np.maximum((left[:, full] - slack[full]).max(axis=1), 0)
            choices = np.maximum(high - low + 1, 0).astype(np.int64)
            if int(choices.sum()) > most:
                raise TooManyTablesError
            rows, left = np.repeat(rows, choices, axis=0), np.repeat(left, choices, axis=0)
            starts = np.repeat(np.cumsum(choices) - choices, choices)
            values = np.arange(len(rows)) - starts + np.repeat(low, choices)
            rows[:, column] = values
            left[:, inside] -= values[:, None].astype(np.int16)
        return rows

    def _order(self, sums: Sequence[set[int]]) -> list[int]:
        """Return the columns so that small sums are complete early."""
        found: dict[int, None] = {}
        for held in sorted(sums, key=lambda held: (len(held), min(held, default=0))):
            found |= dict.fromkeys(sorted(held))
        return list(found)


def cells_of(edition: Edition) -> list[At]:
    """Return the cells that an edition's tables hold or that it lists, the total first."""
    found: dict[At, None] = {(): None}
    for table in edition.tables:
        for codes in product(*((None, *edition.categories[name]) for name in table)):
            found[tuple(sorted((n, c) for n, c in zip(table, codes, strict=True) if c))] = None
    return [*(found | dict.fromkeys(f.at for f in edition.figures))]


class Attack:
    """What can be read from the list of all tables.

    Args:
        cross: with the edition that is looked at as its newest.
        tables: all that agree with what is shown; worked out when left out.

    Raises:
        TooManyTablesError: there are too many tables.
    """

    def __init__(self, cross: FullCross, tables: Tables | None = None) -> None:
        self.cross = cross
        self.policy = cross.publication.policy
        self.tables = cross.tables(cross.all_stated) if tables is None else tables

    def interval(self, mask: Mask) -> tuple[int, int]:
        """Return the least and the greatest value of a sum."""
        sums = self.cross.sums(self.tables, mask)
        return int(sums.min()), int(sums.max())

    def violations(self, *, insiders: bool = True) -> list[str]:
        """Return all that is wrong, in words for the developer."""
        found = [*self._shown(), *self._withheld(), *self._unprinted(), *self._groups()]
        return found + (list(self._insiders()) if insiders else [])

    def _shown(self) -> Iterator[str]:
        for figure in self.cross.newest.figures:
            if figure.value is not None:
                if self.policy.is_small(figure.value):
                    yield f"small and shown: {figure.at}"
                if figure.value != self.cross.true(self.cross.mask(self.cross.newest, figure.at)):
                    yield f"shown and not true: {figure.at}"

    def floors(self, place: int) -> dict[At, int]:
        """Return what the editions before and the total alone imply for withheld cells."""
        edition = self.cross.editions[place]
        withheld = [at for at in edition.withheld]
        if not any(edition.atoms & e.atoms for e in self.cross.editions[:place]):
            return dict.fromkeys(withheld, 0)
        known = [*self.cross.impossible]
        for earlier in self.cross.editions[:place]:
            known += self.cross.stated(earlier)
        if edition.total is not None:
            known.append((self.cross.mask(edition, ()), edition.total, edition.total))
        tables = self.cross.tables(known)
        return {
            at: int(self.cross.sums(tables, self.cross.mask(edition, at)).min()) for at in withheld
        }

    def _withheld(self) -> Iterator[str]:
        for place, edition in enumerate(self.cross.editions):
            for at, floor in self.floors(place).items():
                figure = edition.by_cell[at]
                mask = self.cross.mask(edition, at)
                if mask <= self.cross.never:
                    continue
                low, high = self.interval(mask)
                wanted = floor + self.policy.threshold
                if figure.is_band and figure.high is not None:
                    wanted = min(wanted, figure.high)
                if self._is_narrow(mask, floor, wanted):
                    yield f"{edition.id} withheld {at}: [{low}, {high}], floor {floor}"

    def _is_narrow(self, mask: Mask, least: int, most: int) -> bool:
        """Whether readers can exclude one of two values, and could not before."""
        low, high = self.interval(mask)
        if low <= least and high >= most:
            return False
        if self.policy.known_stays_known:
            before = self._before(mask)
            least, most = max(least, before[0]), min(most, before[1])
        return low > least or high < most

    @cached_property
    def _known_before(self) -> list[Known]:
        editions = self.cross.editions[:-1]
        return [
            *chain.from_iterable(self.cross.stated(e) for e in editions),
            *self.cross.impossible,
        ]

    @cached_property
    def _tables_before(self) -> Tables:
        return self.cross.tables(self._known_before)

    def _before(self, mask: Mask) -> tuple[int, float]:
        """Return what the earlier editions alone leave open."""
        sums = self.cross.sums(self._tables_before, mask)
        is_bounded = mask <= frozenset().union(*(held for held, _, _ in self._known_before))
        return int(sums.min()), int(sums.max()) if is_bounded else float("inf")

    def _unprinted(self) -> Iterator[str]:
        cross = self.cross
        printed = {cross.mask(e, f.at) for e in cross.editions for f in e.figures}
        printed |= {cross.mask(e, ()) for e in cross.editions}
        dead = frozenset().union(*(mask for mask, _, high in cross.all_stated if high == 0))
        ceilings = [
            (e.atoms, f.high)
            for e in cross.editions
            for f in e.figures
            if f.is_band and f.high is not None
        ]
        scopes = [(e.atoms, e) for e in cross.editions if e.tables] + cross.pieces
        for piece, edition in scopes:
            wanted = min([self.policy.threshold, *(h for atoms, h in ceilings if piece <= atoms)])
            for cell in cells_of(edition):
                mask = cross.mask(edition, cell, piece)
                if mask in printed or mask <= dead:
                    continue
                printed.add(mask)
                if self.policy.is_small(cross.true(mask)):
                    low, high = self.interval(mask)
                    if self._is_narrow(mask, 0, wanted):
                        yield f"unprinted {sorted(piece)} {cell}: [{low}, {high}]"

    def _groups(self) -> Iterator[str]:
        dead = frozenset().union(*(m for m, _, high in self.cross.all_stated if high == 0))
        for group, kind, whole, outside in self.cross.statements:
            known = self.policy.insider
            if outside <= dead or self.interval(outside)[1] > known:
                continue
            if self.interval(whole)[1] > known:
                yield f"group {group}: all but a few are {kind}"

    def _insiders(self) -> Iterator[str]:
        """Yield what readers who know as many reports as the policy allows can prove exactly."""
        truth = [self.cross.truth[held] for held in self.cross.classes]
        reports = [column for column, number in enumerate(truth) for _ in range(number)]
        if comb(len(reports), self.policy.insider) > MOST_INSIDERS:
            return
        asked = {at: self.cross.mask(self.cross.newest, at) for at in self.cross.newest.withheld}
        sums = {at: self.cross.sums(self.tables, mask) for at, mask in asked.items()}
        is_open = {at: values.min() < values.max() for at, values in sums.items()}
        for known in set(combinations(reports, min(self.policy.insider, len(reports)))):
            held = np.bincount(known, minlength=len(truth))
            fits = (self.tables >= held).all(axis=1)
            if not fits.any():  # a report of a period of which nobody said how many there were
                continue
            for at, values in sums.items():
                if asked[at] and is_open[at]:
                    left = values[fits]
                    if left.min() == left.max():
                        yield f"insider of {known}: {at}"
