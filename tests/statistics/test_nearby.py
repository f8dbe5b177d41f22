"""Tables near the truth: each is a table, in whole numbers, and where it should be."""

from __future__ import annotations

import numpy as np
import pytest

from tests.statistics.instances import random_instance
from vertrouwen.statistics.ledger import Ledger
from vertrouwen.statistics.master import UnprotectableError
from vertrouwen.statistics.nearby import Nearby
from vertrouwen.statistics.possible import Possible
from vertrouwen.statistics.problem import Problem, Rows
from vertrouwen.statistics.protect import unit_weight
from vertrouwen.statistics.sensitive import problem_of


@pytest.mark.parametrize("seed", range(12))
def test_a_table_near_the_truth_is_one_that_a_search_allows(seed: int) -> None:
    problem = _problem(seed)
    most = float(problem.truth[problem.joint.columns({})].sum())
    values = np.array([o.value for o in problem.optional], dtype=float)
    withheld = np.random.default_rng(seed).random(len(values)) < 0.5
    low, high = np.where(withheld, 0.0, values), np.where(withheld, most, values)
    search = Possible(problem, most)
    rows = Rows.of(problem)
    nearby = Nearby(problem.truth, search.upper, rows)
    search.show(low, high)
    nearby.show(low, high)
    known = len(rows.sums) - len(values)
    lows = np.concatenate((rows.low[:known], low))
    highs = np.concatenate((rows.high[:known], high))
    found = 0
    for form in problem.forms:
        for sign, bound in ((1, form.high), (-1, form.low)):
            if bound is None:
                continue
            point = nearby.whole_point(form.columns, sign, bound)
            farthest = search.extreme(form.columns, sign, whole=True).value
            if point is None:
                # It may fail to find one; in cases so small it never does.
                assert sign * farthest < sign * bound
                continue
            found += 1
            assert np.array_equal(point, np.rint(point))
            assert (point >= 0).all() and (point <= search.upper).all()
            sums = np.array([factors @ point[columns] for columns, factors in rows.sums])
            assert (sums >= lows).all() and (sums <= highs).all()
            assert sign * point[form.columns].sum() >= sign * bound
    assert found


def _problem(seed: int) -> Problem:
    """Return what is asked of an edition at random; of the next one, where all is forced."""
    case = random_instance(seed)
    desk = Ledger(
        case.scheme,
        case.policy,
        case.facts,
        edition_id="nieuw",
        atoms=case.atoms,
        before=case.before,
    )
    try:
        problem = problem_of(desk, unit_weight, lambda: None)[1]
    except UnprotectableError:
        return _problem(seed + 1000)
    return problem if problem.forms and problem.optional else _problem(seed + 1000)
