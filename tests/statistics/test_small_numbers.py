"""What is shown never tells a small number; what is withheld leaves nothing behind."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.statistics.schemes import HALF_YEAR, SCHOOL_YEAR, VOCABULARY, YEAR, random_cases
from vertrouwen.domain.organisation import Period
from vertrouwen.services.report_scheme import counted_facts, report_scheme
from vertrouwen.statistics import audit, release
from vertrouwen.statistics.count import Counts, count
from vertrouwen.statistics.release import Figures, Policy, ReleasedTable
from vertrouwen.statistics.scheme import Category, Dimension, Scheme, Table
from vertrouwen.statistics.small_numbers import apply_strict_rule


def members(scheme: Scheme) -> dict[str, Mapping[str, frozenset[str]]]:
    return {d.name: scheme.categories(d.name) for d in scheme.dimensions}


def released(
    seed: int, number: int, unit: str, period: Period, spread: float = 1.0
) -> tuple[Figures, Scheme]:
    scheme = report_scheme(VOCABULARY, unit, period)
    facts = counted_facts(random_cases(seed, number, period, spread), VOCABULARY, unit, period)
    return apply_strict_rule(count(facts, scheme), scheme, Policy()), scheme


runs = given(
    seed=st.integers(0, 10**6),
    number=st.integers(0, 160),
    unit=st.sampled_from(["meldingen", "contacten"]),
    period=st.sampled_from([YEAR, SCHOOL_YEAR, HALF_YEAR]),
    spread=st.sampled_from([0.1, 0.3, 1.0]),
)


@settings(max_examples=120, deadline=None)
@runs
def test_every_printed_number_and_every_difference_of_two_is_five_or_more(
    seed: int, number: int, unit: str, period: Period, spread: float
) -> None:
    figures, scheme = released(seed, number, unit, period, spread)
    if figures.total is None:
        assert figures.tables == ()
        return
    assert figures.total >= 5
    sets: dict[str, list[tuple[frozenset[str], int]]] = {}
    for table in figures.tables:
        known = scheme.categories(table.dimension)
        assert table.total == figures.total
        sets.setdefault(table.dimension, []).extend((known[c], v) for c, v in table.cells)
    for printed in sets.values():
        assert all(value >= 5 for _, value in printed)
        for (one, many), (other, few) in combinations(printed, 2):
            if one < other or other < one:
                assert abs(many - few) >= 5
    assert audit.findings(figures, members(scheme)) == []


@settings(max_examples=60, deadline=None)
@runs
def test_what_the_ledger_keeps_gives_the_same_figures_back(
    seed: int, number: int, unit: str, period: Period, spread: float
) -> None:
    figures, scheme = released(seed, number, unit, period, spread)
    record = release.policy_record(figures, scheme)
    assert release.from_ledger(record, release.to_ledger(figures)) == figures


@settings(max_examples=60, deadline=None)
@given(
    first=st.lists(st.integers(5, 30), min_size=2, max_size=4),
    second=st.lists(st.integers(5, 30), min_size=2, max_size=4),
)
def test_margins_without_small_numbers_leave_every_combination_five_wide(
    first: list[int], second: list[int]
) -> None:
    """The argument of small_numbers.py: no combination of two tables is pinned down."""
    total = max(sum(first), sum(second))
    first[0] += total - sum(first)
    second[0] += total - sum(second)
    for a in first:
        for b in second:
            low, high = max(0, a + b - total), min(a, b)
            assert high >= 5 and high - low >= 5


def test_a_total_below_five_is_a_band_and_nothing_else() -> None:
    for number in range(5):
        figures, _ = released(1, number, "contacten", YEAR)
        assert figures.total is None and figures.tables == ()
        (band,) = release.to_ledger(figures)
        assert (band.value, band.low, band.high) == (None, 0, 4)


def scheme_of_two_levels() -> Scheme:
    def category(code: str, *leaves: str) -> Category:
        return Category(code=code, leaves=frozenset(leaves))

    a, b, c = category("a", "a"), category("b", "b"), category("c", "c")
    return Scheme(
        dimensions=(Dimension(name="d", role="sensitive", leaves=("a", "b", "c")),),
        tables=(Table(name="t", dimension="d", levels=((a, b, c), (a, category("bc", "b", "c")))),),
    )


@pytest.mark.parametrize(
    ("a", "b", "c", "shown"),
    [
        (5, 5, 5, [5, 5, 5]),
        (9, 6, 4, [9, 10]),
        (9, 10, 0, [9, 10]),
        (4, 10, 10, None),
        (9, 3, 1, None),
        (0, 9, 9, None),
    ],
)
def test_a_table_falls_to_the_first_level_without_a_small_number(
    a: int, b: int, c: int, shown: list[int] | None
) -> None:
    counts = Counts(total=a + b + c, leaves={"d": {"a": a, "b": b, "c": c}})
    figures = apply_strict_rule(counts, scheme_of_two_levels(), Policy())
    table = figures.table("t")
    assert (None if table is None else [v for _, v in table.cells]) == shown
    assert figures.withheld == (() if shown else ("t",))


def scheme_of_two_tables() -> Scheme:
    """Two tables of one dimension with levels, as track and nature have them."""

    def category(code: str) -> Category:
        return Category(code=code, leaves=frozenset(code))

    def level(*codes: str) -> tuple[Category, ...]:
        return tuple(category(code) for code in codes)

    return Scheme(
        dimensions=(Dimension(name="d", role="sensitive", leaves=("a", "b", "c", "d")),),
        tables=(
            Table(name="coarse", dimension="d", levels=(level("ab", "c", "d"), level("ab", "cd"))),
            Table(
                name="fine",
                dimension="d",
                levels=(level("a", "b", "c", "d"), level("a", "b", "cd")),
            ),
        ),
    )


@pytest.mark.parametrize("total", [5, 9, 10, 12, 15, 18, 20, 22])
def test_who_knows_the_rule_still_pins_down_no_small_number(total: int) -> None:
    """Every year with this total is tried; what looks the same on paper must differ inside."""
    scheme = scheme_of_two_tables()
    categories = scheme.categories("d")
    possible: dict[object, dict[str, set[int]]] = {}
    for a in range(total + 1):
        for b in range(total + 1 - a):
            for c in range(total + 1 - a - b):
                year = {"a": a, "b": b, "c": c, "d": total - a - b - c}
                counts = Counts(total=total, leaves={"d": year})
                seen = possible.setdefault(apply_strict_rule(counts, scheme, Policy()), {})
                for code, leaves in categories.items():
                    seen.setdefault(code, set()).add(sum(year[leaf] for leaf in leaves))
    for values in possible.values():
        for feasible in values.values():
            assert max(feasible) >= 5, "a reader knows that this count is small"
            assert len(feasible) > 1 or min(feasible) >= 5


def figures_with(*tables: tuple[str, dict[str, int]], total: int = 30) -> Figures:
    return Figures(
        policy=Policy(),
        total=total,
        tables=tuple(
            ReleasedTable(name=name, dimension="d", cells=tuple(cells.items()))
            for name, cells in tables
        ),
        withheld=(),
    )


KNOWN = {
    "d": {
        "a": frozenset("a"), "b": frozenset("b"), "c": frozenset("c"),
        "ab": frozenset("ab"), "bc": frozenset("bc"),
    }
}  # fmt: skip


@pytest.mark.parametrize(
    ("figures", "finding"),
    [
        (figures_with(("t", {"a": 26, "bc": 4})), "small_number:t"),
        (figures_with(("t", {"a": 20, "bc": 9})), "sum_differs:t"),
        (figures_with(("t", {"a": 10, "b": 10, "c": 10}), ("u", {"a": 11, "bc": 19})),
         "two_numbers:u"),
        (figures_with(("t", {"ab": 13, "c": 17}), ("u", {"a": 10, "bc": 20})),
         "small_difference:d"),
        (figures_with(total=4), "small_total"),
        (figures_with(("t", {"a": 15, "b": 15})), "small_difference:d"),
    ],
)  # fmt: skip
def test_the_second_look_finds_what_a_reader_could_work_out(figures: Figures, finding: str) -> None:
    assert finding in audit.findings(figures, KNOWN)


def test_a_table_beside_a_band_is_found() -> None:
    figures = Figures(
        policy=Policy(),
        total=None,
        tables=figures_with(("t", {"a": 9, "bc": 9})).tables,
        withheld=(),
    )
    assert audit.findings(figures, KNOWN) == ["table_beside_a_band:t"]


@pytest.mark.parametrize(("threshold", "insider"), [(2, 0), (4, 3), (5, 4)])
def test_a_threshold_that_protects_too_little_is_refused(threshold: int, insider: int) -> None:
    with pytest.raises(ValueError, match="threshold"):
        Policy(threshold=threshold, insider=insider)


def test_a_practice_of_forty_to_sixty_contacts_shows_most_of_its_tables() -> None:
    """The rule is strict, but not so strict that nothing is left to read."""
    shown = []
    for seed in range(30):
        figures, _ = released(seed, 50, "contacten", YEAR, 0.3)
        shown.append(len(figures.tables))
    assert sum(shown) / len(shown) >= 5
