"""Single promises of the audit, each on a table that can be checked by hand."""

from __future__ import annotations

import dataclasses
import subprocess
import sys

import numpy as np
import pytest

from tests.statistics.audit.tables import NATURE, SAFE, at, codes, dimension, edition, publication
from vertrouwen.statistics.audit import audit
from vertrouwen.statistics.audit import check as check_module
from vertrouwen.statistics.audit import solver as solver_module
from vertrouwen.statistics.audit.algorithm import Wants, all_tables, given_away
from vertrouwen.statistics.audit.search import NO_NEED
from vertrouwen.statistics.audit.space import Space
from vertrouwen.statistics.audit.system import Fact, Frame, System
from vertrouwen.statistics.count import ATOM, Facts
from vertrouwen.statistics.release import Figure, Policy, Publication
from vertrouwen.statistics.scheme import At, Category


def test_two_withheld_numbers_that_share_enough_hold() -> None:
    result = audit(publication(SAFE))

    assert result.findings == ()
    assert result.intervals == {at(a="y"): (0, 6), at(a="z"): (0, 6)}


def test_a_single_withheld_number_is_exact() -> None:
    alone = edition("e", "p", 9, {at(a="x"): 3, at(a="y"): 5, at(a="z"): None}, NATURE)

    assert codes(publication(alone)) == ["exact"]


def test_withheld_numbers_with_too_little_between_them_are_too_narrow() -> None:
    narrow = edition("e", "p", 9, {at(a="x"): 7, at(a="y"): None, at(a="z"): None}, NATURE)

    assert codes(publication(narrow)).count("interval") == 2


def test_a_small_number_or_total_that_is_printed_is_named() -> None:
    small = edition("e", "p", 9, {at(a="x"): 2, at(a="y"): None, at(a="z"): None}, NATURE)

    assert codes(publication(small)) == ["published_small"]
    assert "published_small" in codes(publication(edition("e", "p", 2, {})))


def test_numbers_that_no_facts_can_have_are_a_contradiction() -> None:
    too_many = edition("e", "p", 9, {at(a="x"): 6, at(a="y"): 6, at(a="z"): None}, NATURE)

    assert codes(publication(too_many)) == ["inconsistent"]


def test_a_number_that_is_not_true_is_a_contradiction() -> None:
    facts = Facts(columns=("a", ATOM), rows={("x", "p"): 4, ("y", "p"): 4, ("z", "p"): 1})

    found = audit(publication(SAFE), facts).findings

    assert [(f.code, f.at) for f in found] == [("inconsistent", at(a="x"))]


def test_a_printed_interval_must_not_be_narrower_than_what_follows() -> None:
    for low, high, expected in ((0, 6, []), (1, 6, ["claim_narrow"]), (0, 5, ["claim_narrow"])):
        figures = [
            dataclasses.replace(f, low=low, high=high) if f.at == at(a="y") else f
            for f in SAFE.figures
        ]
        printed = dataclasses.replace(SAFE, figures=tuple(figures))
        assert codes(publication(printed)) == expected


def test_a_band_that_is_stated_is_used_by_the_reader() -> None:
    figures = [
        dataclasses.replace(f, low=0, high=1, is_band=True) if f.at == at(a="y") else f
        for f in SAFE.figures
    ]
    stated = dataclasses.replace(SAFE, figures=tuple(figures))

    assert audit(publication(stated)).intervals[at(a="z")] == (5, 6)


def test_what_cannot_exist_is_known_to_everybody_and_no_finding() -> None:
    figures = [
        Figure(at=f.at, value=None, is_structural=True) if f.at == at(a="x") else f
        for f in SAFE.figures
    ]

    assert codes(publication(dataclasses.replace(SAFE, figures=tuple(figures)))) == []


def test_what_cannot_exist_narrows_what_is_left() -> None:
    figures = (
        Figure(at=at(a="x"), value=None, is_structural=True),
        Figure(at=at(a="y"), value=4),
        Figure(at=at(a="z"), value=None),
    )

    assert codes(publication(dataclasses.replace(SAFE, figures=figures))) == ["exact"]


def test_ends_are_those_of_whole_numbers() -> None:
    """Of three numbers no two make more than one: half of each would do, whole ones make one."""
    three = dimension("a", "sensitive", "a b c d e f other")
    sets = {"ab": "ab", "bc": "bc", "ac": "ac", "de": "de", "ef": "ef", "df": "df", "all": "abcdef"}
    groups = tuple(Category(code=code, leaves=frozenset(leaves)) for code, leaves in sets.items())
    three = dataclasses.replace(three, groups=groups)
    bands = tuple(
        Figure(at=at(a=code), value=None, low=0, high=1, is_band=True)
        for code in sets.keys() - {"all"}
    )
    stated = dataclasses.replace(
        edition("e", "p", 9, {at(a="all"): None}, three),
        figures=(*bands, Figure(at=at(a="all"), value=None)),
    )

    intervals = audit(publication(stated, dimensions=(three,))).intervals

    assert intervals[at(a="all")] == (0, 2)


def test_a_number_left_out_of_a_table_is_recalculated_too() -> None:
    shorter = dataclasses.replace(
        SAFE, figures=(Figure(at=at(a="x"), value=4), Figure(at=at(a="y"), value=4))
    )

    assert codes(publication(shorter)) == ["unlisted_exact"]


def test_a_ring_of_four_crossings_is_closed() -> None:
    parts = [dimension(name, "neutral", "0 1") for name in "abcd"]
    figures: dict[At, int | None] = {}
    for one, other in ("ab", "bc", "cd"):
        for i, j in ("00", "01", "10", "11"):
            figures[at(**{one: i, other: j})] = 4 if i == j else 0
    for i, j in ("00", "01", "10", "11"):
        figures[at(a=i, d=j)] = None
    ring = edition("e", "p", 8, figures, *parts)
    policy = Policy(threshold=3, insider=1, zeros_small=False)

    found = codes(Publication(policy=policy, dimensions=tuple(parts), editions=(ring,)))

    assert found.count("exact") == 4


def test_a_group_all_of_whom_reported_one_thing_is_named() -> None:
    unit = dimension("b", "identifying", "m n")
    nature = dimension("a", "sensitive", "x y")
    figures: dict[At, int | None] = {
        at(b="m"): 5,
        at(b="n"): 5,
        at(a="x"): 6,
        at(a="y"): 4,
        at(a="x", b="m"): 5,
        at(a="y", b="m"): 0,
        at(a="x", b="n"): 1,
        at(a="y", b="n"): 4,
    }
    policy = Policy(threshold=3, insider=1, zeros_small=False)
    released = Publication(
        policy=policy,
        dimensions=(nature, unit),
        editions=(edition("e", "p", 10, figures, nature, unit),),
    )

    groups = [f for f in audit(released).findings if f.code == "group"]

    assert {(f.at, f.params["set"]) for f in groups} == {
        (at(b="m"), "x"),
        (at(b="n"), "y"),
    }


def test_a_reader_who_knows_a_report_is_tried() -> None:
    facts = Facts(columns=("a", ATOM), rows={("x", "p"): 3, ("y", "p"): 1})
    both = edition("e", "p", 4, {at(a="x"): 3, at(a="y"): None, at(a="z"): None}, NATURE)

    found = [(f.code, f.at) for f in audit(publication(both), facts).findings]

    assert ("insider", at(a="y")) in found
    assert ("insider", at(a="z")) in found


def test_a_reader_who_knows_several_alike_is_tried() -> None:
    facts = Facts(columns=("a", ATOM), rows={("x", "p"): 4, ("y", "p"): 2})
    both = edition("e", "p", 6, {at(a="x"): 4, at(a="y"): None, at(a="z"): None}, NATURE)

    for known, expected in ((1, 0), (2, 2)):
        policy = Policy(threshold=4, insider=known)
        assert codes(publication(both, policy=policy), facts).count("insider") == expected


def test_findings_hold_no_number() -> None:
    facts = Facts(columns=("a", ATOM), rows={("x", "p"): 7, ("y", "p"): 1, ("z", "p"): 1})
    narrow = edition("e", "p", 9, {at(a="x"): 7, at(a="y"): None, at(a="z"): None}, NATURE)

    found = audit(publication(narrow), facts).findings

    assert found
    assert all(not any(char.isdigit() for char in repr(f)) for f in found)


def test_a_solver_that_runs_out_of_time_fails_the_audit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solver_module, "SECONDS", 0.0)

    assert codes(publication(SAFE)) == ["undetermined"]


def test_a_model_that_is_too_large_fails_the_audit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vertrouwen.statistics.audit.system.MAX_COLUMNS", 2)

    assert codes(publication(SAFE)) == ["undetermined"]


def test_too_many_insiders_fail_the_audit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vertrouwen.statistics.audit.insiders.MAX_NODES", 0)
    facts = Facts(columns=("a", ATOM), rows={("x", "p"): 3, ("y", "p"): 1})
    both = edition("e", "p", 4, {at(a="x"): 3, at(a="y"): None, at(a="z"): None}, NATURE)

    assert "undetermined" in codes(publication(both), facts)


def test_an_audit_can_be_stopped() -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        audit(publication(SAFE), pause=stop)


def test_the_method_is_tried_where_all_tables_can_be_written_down() -> None:
    assert audit(publication(SAFE)).candidates == 7


def test_what_only_the_method_gives_away_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two numbers make two together; the second needs no protection, so it was withheld for the
    first, which is small then."""
    pair = dimension("a", "sensitive", "x y")
    both = edition("e", "p", 2, {at(a="x"): None, at(a="y"): None}, pair)
    space = Space(publication(both), (both,))
    forms = [space.form(both, at(a="x")), space.form(both, at(a="y"))]
    system = System(Frame(space, forms), [Fact((), 2, 2)], forms, lambda: None)
    wants = Wants(
        low=np.array([0, -NO_NEED]),
        high=np.array([1, NO_NEED]),
        withheld=(0, 1),
        unprinted=(),
        threshold=1,
        is_small=lambda number: number == 0,
    )

    assert given_away(system, wants, None) == (3, (0, 1))
    monkeypatch.setattr(check_module, "given_away", lambda *_: (3, (0,)))
    assert codes(publication(SAFE)) == ["algorithm"]


def test_every_table_is_written_down_once() -> None:
    space = Space(publication(SAFE), (SAFE,))
    forms = [space.form(SAFE, at(a=code)) for code in "xyz"]
    system = System(Frame(space, forms), [Fact((), 4, 4)], forms, lambda: None)

    tables = all_tables(system)

    assert tables is not None
    assert len(np.unique(tables, axis=0)) == len(tables) == 15


def test_a_scheme_is_read_without_the_solver() -> None:
    code = "import sys, vertrouwen.statistics.release; sys.exit('highspy' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
