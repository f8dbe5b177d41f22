"""Protecting one edition: which figures are shown, given everything that was ever released.

Sensitive are the small cells of the edition, every figure it withholds for their sake, what earlier
editions withheld, and the small cells of period pieces that nobody printed but that follow when two
editions are subtracted (statistics.md, "Formulation").
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterator
from itertools import permutations

import numpy as np

from vertrouwen.statistics.attack import (
    Attacker,
    Form,
    Optional,
    Problem,
    implied_minima,
    union,
)
from vertrouwen.statistics.count import Facts
from vertrouwen.statistics.ledger import Ledger
from vertrouwen.statistics.release import Edition, Figure, Policy
from vertrouwen.statistics.scheme import TOTAL, At, Scheme
from vertrouwen.statistics.solver import SolverError
from vertrouwen.statistics.sums import Cut, Member, cuts_of_proof
from vertrouwen.statistics.suppress import UnprotectableError, suppress

Weight = Callable[[At], float]
MARGIN_WEIGHT = 8.0
"""What a one-way figure weighs beside a figure of a crossing: it says more to most readers."""


class RefusedError(Exception):
    """Nothing may be released.

    Args:
        code: `total_small` (only the band may be stated), `ledger_tells` (earlier editions and the
            new total alone prove a small number), `ledger_contradicts` (the facts do not fit an
            earlier edition), `solver_failed`, `took_too_long`, `nothing_counted`.
        cells: what it is about; never a count.
        params: more for its sentence.
    """

    def __init__(self, code: str, cells: tuple[At, ...] = (), **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.cells = cells
        self.params = params


def unit_weight(_at: At) -> float:
    """Weigh every figure alike."""
    return 1.0


def margin_weight(at: At) -> float:
    """Weigh a one-way figure as much as eight figures of a crossing."""
    return MARGIN_WEIGHT if len(at) == 1 else 1.0


def secret_weight(seed: bytes, edition_id: str) -> Weight:
    """Return weights at random that look at no count.

    A reader who knew the weights could tell which pattern every possible table would have been
    given, and would learn from that (Minami & Abe, Algorithms 2019, 12(8):165).

    Args:
        seed: secret of the client.
    """

    def weight(at: At) -> float:
        name = "\x1f".join([edition_id, *(f"{n}\x1e{c}" for n, c in at)])
        drawn = int.from_bytes(hmac.digest(seed, name.encode(), "sha256")[:8], "big") / 2**64
        return margin_weight(at) * (0.8 + 0.4 * drawn)

    return weight


def protect(
    scheme: Scheme,
    policy: Policy,
    facts: Facts,
    *,
    edition_id: str,
    atoms: frozenset[str],
    ledger: tuple[Edition, ...] = (),
    weight: Weight = unit_weight,
    pause: Callable[[], None] = lambda: None,
) -> Edition:
    """Return the edition that withholds the least weight and from which nothing can be derived.

    Args:
        facts: of every atom that the edition or the ledger covers.
        atoms: which the edition covers.
        ledger: everything released to the client before, oldest first.
        pause: called often; it may raise to cancel.

    Raises:
        RefusedError: nothing may be released.
    """
    desk = Ledger(scheme, policy, facts, edition_id=edition_id, atoms=atoms, before=ledger)
    total = desk.counted(atoms, {})
    if policy.is_small(total) or total == 0:
        raise RefusedError("total_small")
    contradicted = desk.contradiction()
    if contradicted is not None:
        edition, cells = contradicted
        raise RefusedError("ledger_contradicts", cells, edition=edition)
    try:
        forced, problem = _problem(desk, weight, pause)
        withheld = suppress(problem, pause)
    except UnprotectableError as hopeless:
        told = [problem.forms[n] for n in hopeless.forms]
        raise RefusedError("ledger_tells", tuple(f.at for f in told), atoms=told[0].scope) from None
    except SolverError as failed:
        code = "took_too_long" if failed.was_slow else "solver_failed"
        raise RefusedError(code) from None
    hidden = forced | {
        o.at for o, is_hidden in zip(problem.optional, withheld, strict=True) if is_hidden
    }
    return Edition(
        id=edition_id,
        atoms=atoms,
        total=total,
        tables=scheme.tables,
        figures=tuple(_figures(desk, scheme, hidden)),
        categories=scheme.categories,
        calendars=frozenset(d.name for d in scheme.dimensions if d.is_calendar),
    )


def proofs_if_shown(
    scheme: Scheme,
    policy: Policy,
    facts: Facts,
    edition: Edition,
    ledger: tuple[Edition, ...],
    at: At,
    pause: Callable[[], None],
) -> list[Form] | None:
    """Return what could be proved if a withheld figure stood there; None where it is small itself.

    Args:
        edition: as it was protected.
        ledger: what counts as known beside it.

    Raises:
        SolverError: the solver found no optimum.
    """
    desk = Ledger(scheme, policy, facts, edition_id=edition.id, atoms=edition.atoms, before=ledger)
    if policy.is_small(desk.count_of(at)):
        return None
    _forced, problem = _problem(desk, unit_weight, pause)
    hidden = set(edition.withheld) - {at}
    withheld = np.array([o.at in hidden for o in problem.optional], dtype=bool)
    attacker = Attacker(problem, pause)
    proved = [attacker.demands[n].form for n in attacker.unmet(withheld)]
    return [problem.forms[n] for n in dict.fromkeys(proved)]


def _figures(desk: Ledger, scheme: Scheme, hidden: set[At]) -> Iterator[Figure]:
    for cell in scheme.cells:
        if cell == TOTAL:
            continue
        if cell in desk.structural:
            yield Figure(at=cell, value=None, is_structural=True)
        elif cell in hidden:
            yield Figure(at=cell, value=None)
        else:
            yield Figure(at=cell, value=desk.count_of(cell))


def _problem(desk: Ledger, weight: Weight, pause: Callable[[], None]) -> tuple[set[At], Problem]:
    """Return the cells that must be withheld and what is to be decided about the others."""
    known = [*desk.stated_before(len(desk.before)), desk.stated_total(desk.newest)]
    optional: list[Optional] = []
    forms: list[Form] = []
    forced: set[At] = set()
    for place, edition in enumerate(desk.editions):
        forms += _kept_requirements(desk, place, pause) if edition is not desk.newest else []
    cells = [c for c in desk.scheme.cells if c != TOTAL and c not in desk.structural]
    least = _least(desk, len(desk.before), cells, pause)
    for cell, low in zip(cells, least, strict=True):
        if desk.is_stated_before(cell):
            continue
        columns = desk.columns(desk.newest.atoms, desk.leaves(cell))
        number = desk.count_of(cell)
        owner = None
        if desk.policy.is_small(number):
            forced.add(cell)
        else:
            owner = len(optional)
            optional.append(Optional(at=cell, columns=columns, value=number, weight=weight(cell)))
        forms.append(
            Form(
                columns=columns,
                low=low,
                high=low + desk.policy.threshold,
                owner=owner,
                at=cell,
                scope=desk.newest.atoms,
            )
        )
    forms += _pieces(desk)
    problem = Problem(
        joint=desk.joint,
        truth=desk.truth,
        impossible=union(desk.impossible),
        known=known,
        optional=optional,
        forms=forms,
        cuts=tuple(_cuts_of_sums(desk, [f for f in forms if f.scope == desk.newest.atoms])),
    )
    return forced, problem


def _cuts_of_sums(desk: Ledger, forms: list[Form]) -> Iterator[Cut]:
    """Yield what every sum of a parent and its children asks of the pattern.

    Nothing here is needed for the result, which the attacker checks in full; it spares him nearly
    all of his rounds.
    """
    most = float(desk.truth[desk.joint.columns({})].sum())
    by_cell = {form.at: form for form in forms}
    for parent, children in desk.scheme.sums:
        cells = [(c, -1) for c in children if c not in desk.structural]
        if parent not in desk.structural:
            cells.append((parent, 1))
        for sign in (1, -1):
            members = [_member(desk, by_cell.get(cell), cell, sign * f) for cell, f in cells]
            yield from cuts_of_proof(members, 0.0, most)


def _member(desk: Ledger, form: Form | None, cell: At, factor: int) -> Member:
    value = desk.count_of(cell)
    if form is None or form.low is None or form.high is None:
        return Member(factor=factor, value=value, low=value, high=value)
    return Member(
        factor=factor,
        value=value,
        low=form.low,
        high=form.high,
        place=form.owner,
        is_hidden=form.owner is None,
    )


def _least(desk: Ledger, place: int, cells: list[At], pause: Callable[[], None]) -> list[int]:
    """Return what earlier editions and an edition's own total alone imply for its cells.

    A year cannot be less than its first nine months.
    """
    edition = desk.editions[place]
    if not any(edition.atoms & other.atoms for other in desk.editions[:place]):
        return [0] * len(cells)
    problem = Problem(
        joint=desk.joint,
        truth=desk.truth,
        impossible=union(desk.impossible),
        known=[*desk.stated_before(place), desk.stated_total(edition)],
        optional=(),
        forms=(),
    )
    asked = [desk.columns(edition.atoms, desk.leaves(cell, edition)) for cell in cells]
    return implied_minima(problem, asked, pause)


def _kept_requirements(desk: Ledger, place: int, pause: Callable[[], None]) -> Iterator[Form]:
    """Yield what an earlier edition withheld, and small cells of its period it did not print."""
    edition = desk.editions[place]
    threshold = edition.threshold or desk.policy.threshold
    withheld = list(edition.withheld)
    unlisted = [
        c
        for c in desk.scheme.cells
        if edition.tables
        and c not in edition.by_cell
        and c != TOTAL
        and c not in desk.structural
        and desk.policy.is_small(desk.counted(edition.atoms, desk.leaves(c)))
        and desk.exists(edition.atoms, desk.leaves(c))
    ]
    for cells, of in ((withheld, edition), (unlisted, None)):
        least = _least(desk, place, cells, pause) if of else [0] * len(cells)
        for cell, low in zip(cells, least, strict=True):
            yield Form(
                columns=desk.columns(edition.atoms, desk.leaves(cell, of)),
                low=low,
                high=_open_end(desk, edition.atoms, low + threshold),
                at=cell,
                scope=edition.atoms,
            )


def _open_end(desk: Ledger, atoms: frozenset[str], high: int) -> int:
    """Return how far a small figure must stay open: not beyond a band that was stated openly."""
    bands = [
        figure.high
        for edition in desk.before
        for figure in edition.figures
        if figure.is_band and figure.high is not None and not figure.at and atoms <= edition.atoms
    ]
    return min([high, *bands])


def _pieces(desk: Ledger) -> Iterator[Form]:
    """Yield the small cells of period pieces that nobody printed."""
    scopes = [e.atoms for e in desk.editions]
    pieces = dict.fromkeys(desk.smallest_pieces)
    pieces |= dict.fromkeys(one - other for one, other in permutations(scopes, 2))
    # Without tables an edition lists nothing of its period but what it states.
    listed = [e.atoms for e in desk.editions if e.tables or e is desk.newest]
    for piece in pieces:
        if not piece or piece in listed:
            continue
        stated = [
            desk.leaves(f.at, e)
            for e in desk.before
            if e.atoms == piece
            for f in (*e.figures, *((Figure(at=TOTAL, value=e.total),) if e.total else ()))
            if f.value is not None or f.is_band
        ]
        for cell in desk.scheme.cells:
            leaves = desk.leaves(cell)
            if leaves in stated or cell in desk.structural or not desk.exists(piece, leaves):
                continue
            if desk.policy.is_small(desk.counted(piece, leaves)):
                yield Form(
                    columns=desk.columns(piece, leaves),
                    low=0,
                    high=_open_end(desk, piece, desk.policy.threshold),
                    at=cell,
                    scope=piece,
                )
