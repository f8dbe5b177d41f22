"""Which figures to withhold at the least cost: exact cell suppression by cuts.

A master programme chooses a pattern; the attacker returns a cut for everything he could prove; the
two alternate until he can prove nothing (Fischetti & Salazar 2001). HiGHS has no lazy constraints,
so the master is solved anew each time; it holds only the figures that may be shown at all. Between
two solves its pattern is repaired until it protects, which is quick: the cuts met on the way spare
solves, and what protects is the answer as soon as no pattern can cost less.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from vertrouwen.statistics.attack import Attacker
from vertrouwen.statistics.master import Master, UnprotectableError
from vertrouwen.statistics.problem import Flags, Problem
from vertrouwen.statistics.solver import SolverError
from vertrouwen.statistics.sums import Cut

NEARLY = 0.3
"""By what share the first patterns may cost more than the cheapest: they are found much sooner."""
NEARLY_SECONDS, CHEAPEST_SECONDS = 2.0, 30.0
"""How long one choice of a pattern may take."""
_REPAIRS = 100


def suppress(problem: Problem, pause: Callable[[], None]) -> Flags:
    """Return which optional figures to withhold: the cheapest pattern that meets every form.

    Args:
        pause: called often; it may raise to cancel.

    Raises:
        UnprotectableError: no pattern meets every form.
        SolverError: a solver found no optimum.
    """
    attacker = Attacker(problem, pause)
    everything = np.ones(len(problem.optional), dtype=bool)
    if not problem.optional:
        _refuse_the_unprotectable(attacker, everything)
        return everything
    try:
        return _cheapest(attacker)
    except UnprotectableError as hopeless:
        if not hopeless.forms:
            _refuse_the_unprotectable(attacker, everything)
        raise


def _cheapest(attacker: Attacker) -> Flags:
    """Return the cheapest pattern; where there is none, the error need not name the forms."""
    problem = attacker.problem
    master = Master([o.weight for o in problem.optional])
    master.add(problem.cuts)
    withheld = np.zeros(len(problem.optional), dtype=bool)
    # Cuts from any pattern hold for all: those of cheap patterns first, the exact programme last.
    for gap, seconds in ((NEARLY, NEARLY_SECONDS), (0.0, CHEAPEST_SECONDS)):
        withheld = _protecting(attacker, master, withheld, gap, seconds)
    return withheld


def _protecting(
    attacker: Attacker, master: Master, withheld: Flags, gap: float, seconds: float
) -> Flags:
    """Return a pattern that protects and costs at most a share more than the cheapest.

    When time runs out it is the cheapest that is known by then.
    """
    is_in_time = True
    while True:
        _repair(attacker, master, withheld)
        if is_in_time or master.best is None:
            withheld, is_in_time = master.cheapest(gap, seconds)
            withheld = master.as_cheap(withheld)
        else:
            withheld = master.best
        attacker.pause()
        cuts = _broken(attacker, withheld, whole=not gap)
        if not cuts:
            master.keep(withheld)
            return withheld
        if not master.add(cuts):
            raise SolverError


def _repair(attacker: Attacker, master: Master, withheld: Flags) -> None:
    """Withhold more until the pattern protects; the cuts on the way there are soon found."""
    for _ in range(_REPAIRS):
        attacker.pause()
        withheld = master.repaired(withheld)
        cuts = _broken(attacker, withheld, whole=False)
        if not cuts:
            master.keep(withheld)
            return
        if not master.add(cuts):
            return


def _broken(attacker: Attacker, withheld: Flags, *, whole: bool) -> list[Cut]:
    """Return what a pattern breaks; nothing where it protects.

    Args:
        whole: also in whole reports; fractions of reports are tried first.

    Raises:
        UnprotectableError: in whole reports no pattern protects.
    """
    cuts = [cut for found in attacker.violated(withheld).values() for cut in found]
    if cuts or not whole:
        return cuts
    failing = attacker.not_in_whole_numbers(withheld)
    if failing:
        everything = np.ones_like(withheld)
        hopeless = _asked_always(attacker, attacker.not_in_whole_numbers(everything))
        if hopeless:
            raise UnprotectableError(hopeless)
    return [attacker.more_than(withheld, number) for number in failing]


def _refuse_the_unprotectable(attacker: Attacker, everything: Flags) -> None:
    # A figure that cannot be withheld may still be shown: only what is asked always is hopeless.
    hopeless = _asked_always(attacker, attacker.violated(everything))
    if hopeless:
        raise UnprotectableError(hopeless)


def _asked_always(attacker: Attacker, demands: Iterable[int]) -> tuple[int, ...]:
    forms = {attacker.demands[number].form for number in demands}
    return tuple(sorted(n for n in forms if attacker.problem.forms[n].owner is None))
