"""Protecting one edition: which figures are shown, given everything that was ever released."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from vertrouwen.statistics.attack import Attacker
from vertrouwen.statistics.count import Facts
from vertrouwen.statistics.ledger import Ledger
from vertrouwen.statistics.master import UnprotectableError
from vertrouwen.statistics.problem import Form, Optional
from vertrouwen.statistics.release import Edition, Figure, Policy
from vertrouwen.statistics.scheme import TOTAL, At, Scheme
from vertrouwen.statistics.sensitive import problem_of
from vertrouwen.statistics.solver import SolverError
from vertrouwen.statistics.sums import Cut
from vertrouwen.statistics.suppress import suppress

Weight = Callable[[At], float]
MARGIN_WEIGHT = 8.0
"""What a one-way figure weighs beside a figure of a crossing: it says more to most readers."""


class RefusedError(Exception):
    """Nothing may be released.

    Args:
        code: `total_small` (only the band may be stated), `ledger_tells` (earlier editions and the
            new total alone prove a small number), `ledger_contradicts` (the facts do not fit an
            earlier edition), `solver_failed`, `took_too_long`.
        cells: what it is about; never a count.
        params: more for its sentence.
    """

    def __init__(self, code: str, cells: tuple[At, ...] = (), **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.cells = cells
        self.params = params


@dataclass(frozen=True, slots=True, kw_only=True)
class TooLittle:
    """A pattern under which somebody finds a number all the same.

    Args:
        withheld: cells of the new edition that it withholds.
        cell: where he finds it, if that is in the new edition: it may be shown instead.
    """

    withheld: frozenset[At]
    cell: At | None


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
    too_little: Sequence[TooLittle] = (),
    pause: Callable[[], None] = lambda: None,
) -> Edition:
    """Return the edition that withholds the least weight and from which nothing can be derived.

    Args:
        facts: of every atom that the edition or the ledger covers.
        atoms: which the edition covers.
        ledger: everything released to the client before, oldest first.
        too_little: patterns that this one must withhold more than.
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
        forced, problem = problem_of(desk, weight, pause)
        more = (_more_than(pattern, problem.optional) for pattern in too_little)
        problem = replace(problem, cuts=(*problem.cuts, *more))
        withheld = suppress(problem, pause)
    except UnprotectableError as hopeless:
        told = [problem.forms[n] for n in hopeless.forms]
        scope = told[0].scope if told else atoms
        raise RefusedError("ledger_tells", tuple(f.at for f in told), atoms=scope) from None
    except SolverError as failed:
        code = "took_too_long" if failed.was_slow else "solver_failed"
        raise RefusedError(code) from None
    hidden = forced | {
        figure.at for figure, is_hidden in zip(problem.optional, withheld, strict=True) if is_hidden
    }
    # A small number that was stated before is known, and is not said again.
    hidden |= {c for c in scheme.cells if desk.policy.is_small(desk.count_of(c))}
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
    _forced, problem = problem_of(desk, unit_weight, pause)
    hidden = set(edition.withheld) - {at}
    withheld = np.array([o.at in hidden for o in problem.optional], dtype=bool)
    attacker = Attacker(problem, pause)
    proved = [attacker.demands[n].form for n in attacker.unmet(withheld)]
    return [problem.forms[n] for n in dict.fromkeys(proved)]


def _more_than(pattern: TooLittle, optional: Sequence[Optional]) -> Cut:
    """Ask for more: who has fewer withheld numbers to reckon with finds no less."""
    shown = {n: 1.0 for n, figure in enumerate(optional) if figure.at not in pattern.withheld}
    owner = next((n for n, figure in enumerate(optional) if figure.at == pattern.cell), None)
    return Cut(shown, 1.0, owner)


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
