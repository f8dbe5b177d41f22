"""The bench's released figures: what is known to leak is found, what is known to hold passes."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.statistics.released import BENCHMARKS, NO_PERIOD, read, released, true_facts
from vertrouwen.statistics.audit import Result, audit
from vertrouwen.statistics.audit.questions import all_questions, impossible_facts, known_facts
from vertrouwen.statistics.audit.search import Search
from vertrouwen.statistics.audit.space import Space
from vertrouwen.statistics.audit.system import Frame, System
from vertrouwen.statistics.count import ATOM, Facts

NAIVE = {
    "gen-n008-l1-t3": (0, 0),
    "gen-n008-l3-t5": (1, 6),
    "gen-n012-l3-t3": (18, 31),
    "gen-n012-l6-t5": (1, 15),
    "gen-n025-l1-t5": (4, 21),
    "gen-n025-l6-t3": (8, 44),
    "gen-n040-l3-t5": (4, 20),
    "gen-n040-l6-t3": (25, 41),
    "gen-n040-l6-t5": (8, 40),
    "gen-n060-l3-t3": (11, 32),
    "gen-n060-l6-t5": (29, 60),
    "gen-n120-l1-t3": (15, 19),
    "gen-n120-l3-t5": (5, 23),
    "gen-n120-l6-t5": (11, 38),
}
"""Masked cells that are exact, and that lack [0, t], by the bench's own attacker."""

PROTECTED = sorted(
    path.stem for path in (BENCHMARKS / "results").glob("*.json") if ".protected-" in path.stem
)
PROTECTED = [name for name in PROTECTED if name.startswith("gen-")]
LEDGER = [
    f"{name}.ledger-{weights}"
    for name in ("ed-q123-year", "ed-rolling3")
    for weights in ("unit", "margin8")
]


def audited(name: str, *, with_facts: bool = True, all_intervals: bool = False) -> Result:
    publication = released(name)
    facts = true_facts(name.split(".")[0])
    place = facts.columns.index(ATOM)
    if all(row[place] == NO_PERIOD for row in facts.rows):
        (atom,) = publication.editions[-1].atoms
        rows = {(*row[:place], atom, *row[place + 1 :]): n for row, n in facts.rows.items()}
        facts = Facts(columns=facts.columns, rows=rows)
    return audit(publication, facts if with_facts else None, all_intervals=all_intervals)


def codes(result: Result) -> Counter[str]:
    return Counter(finding.code for finding in result.findings)


@pytest.mark.parametrize("name", NAIVE)
def test_naive_masking_is_undone_as_often_as_the_bench_says(name: str) -> None:
    exact, lacking = NAIVE[name]

    found = codes(audited(f"{name}.naive"))

    assert (found["exact"], found["exact"] + found["interval"]) == (exact, lacking)
    assert found["published_small"] > 0


@pytest.mark.parametrize("name", NAIVE)
def test_intervals_are_those_that_the_bench_names(name: str) -> None:
    cases = {case["id"]: case for case in read(f"{name}.json")["cases"]}
    named = cases["audit-naive"]["expected"]["named_cells"]

    intervals = audited(f"{name}.naive", with_facts=False, all_intervals=True).intervals

    for each in named:
        at = tuple(tuple(part.split("=")) for part in each["cell"].split(", "))
        assert intervals[at] == tuple(each["interval"])


@pytest.mark.parametrize("name", PROTECTED)
def test_a_protected_report_holds_for_insiders_too(name: str) -> None:
    result = audited(name)

    assert result.findings == ()
    assert result.insiders == released(name).policy.insider
    assert result.tested >= len(released(name).editions[-1].withheld)


@pytest.mark.parametrize("name", LEDGER)
def test_an_edition_protected_with_its_ledger_holds(name: str) -> None:
    result = audited(name)

    assert result.findings == ()
    assert result.insiders == 1


@pytest.mark.parametrize(
    ("name", "exact"), [("ed-corrected-late", 122), ("ed-q123-year", 17), ("ed-rolling3", 0)]
)
def test_an_edition_protected_on_its_own_is_refused(name: str, exact: int) -> None:
    found = codes(audited(f"{name}.separate"))

    assert found["derived_exact"] == exact
    assert found["derived_exact"] + found["derived_small"] + found["derived_present"] > 0


def test_a_late_report_is_found_by_its_cell_and_period() -> None:
    found = audited("ed-corrected-late.separate", with_facts=False).findings

    late = {f.at for f in found if f.params.get("atoms") == ("2025-late",)}
    assert {(), (("afdeling", "West"),), (("aard", "agressie"), ("afdeling", "West"))} <= late


def test_a_cycle_of_crossings_gives_all_four_cells_away() -> None:
    result = audited("lit-12-triangle.bc-withheld")

    assert codes(result)["exact"] == 4
    by_cell = audited("lit-12-triangle.bc-withheld", all_intervals=True).intervals
    assert [by_cell[(("B", b), ("C", c))] for b in "01" for c in "01"] == [
        (4, 4),
        (0, 0),
        (0, 0),
        (4, 4),
    ]


def test_two_withheld_in_every_line_are_not_enough() -> None:
    intervals = audited("lit-02-problemdata.nine", all_intervals=True).intervals

    assert intervals[(("v1", "w"), ("v2", "b"))] == (47, 47)


def test_one_small_cell_alone_is_exact() -> None:
    found = audited("lit-01-testproblem.primary-only").findings

    assert [(f.code, dict(f.at)) for f in found] == [("exact", {"region": "A", "gender": "female"})]


@pytest.mark.parametrize("name", ["gen-n008-l3-t5.naive", "ed-q123-year.separate"])
def test_the_junction_tree_says_the_same_as_the_full_cross(name: str) -> None:
    publication = released(name)
    space = Space(publication, publication.editions)
    known = [fact for e in publication.editions for fact in known_facts(space, e, 5, 1000)]
    known += impossible_facts(space)
    forms = [question.form for question in all_questions(space, 5)]
    every = tuple((dimension, ()) for dimension in space.classes)
    reduced = Frame(space, [*forms, *(fact.form for fact in known)])
    full = Frame(space, [every])
    assert len(full.cliques) == 1 < len(reduced.cliques)

    def intervals(frame: Frame) -> list[tuple[int, int]]:
        search = Search(System(frame, known, forms, lambda: None))
        assert search.begin()
        return [(search.lowest(i), search.highest(i)) for i in range(0, len(forms), 25)]

    assert intervals(reduced) == intervals(full)
