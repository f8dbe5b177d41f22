"""What a reader derives from several editions together."""

from __future__ import annotations

import dataclasses

from tests.statistics.audit.tables import NATURE, SAFE, at, codes, dimension, edition, publication
from vertrouwen.statistics.audit import audit
from vertrouwen.statistics.count import ATOM, Facts
from vertrouwen.statistics.release import Figure


def test_a_band_for_few_reports_holds_when_nothing_else_is_said() -> None:
    assert codes(publication(edition("e", "p", None, {}))) == []


def test_a_year_holds_beside_a_band_for_its_first_quarter() -> None:
    band = edition("band", "p", None, {})
    year = dataclasses.replace(SAFE, atoms=frozenset({"p", "q"}))

    assert codes(publication(band, year)) == []


def test_two_values_for_one_number_are_a_contradiction() -> None:
    other = dataclasses.replace(SAFE, id="other", figures=(Figure(at=at(a="x"), value=4),))

    found = audit(publication(SAFE, other)).findings

    assert ("inconsistent", "other", at(a="x")) in {(f.code, f.edition, f.at) for f in found}


def test_an_answer_that_was_not_offered_then_cannot_have_been_given_then() -> None:
    older = dimension("a", "sensitive", "x y")
    first = edition("9m", "p", 8, {at(a="x"): 4, at(a="y"): 4}, older)
    year = edition("year", "p q", 24, {at(a="x"): 10, at(a="y"): 10, at(a="z"): 4}, NATURE)

    assert codes(publication(first, year)) == []


def test_a_band_for_a_quarter_tells_something_of_the_rest() -> None:
    band = edition("band", "p", None, {})
    half = edition("half", "p q", 9, {})
    rest = edition("rest", "q", None, {(): None}, NATURE)

    intervals = audit(publication(band, half, rest), all_intervals=True).intervals

    assert intervals == {(): (7, 9)}


def test_an_edition_of_other_periods_is_left_alone() -> None:
    bad = edition("old", "o", 2, {at(a="x"): 1, at(a="y"): None, at(a="z"): None}, NATURE)

    assert codes(publication(bad, SAFE)) == []


def test_editions_linked_by_a_third_are_all_looked_at() -> None:
    bad = edition("old", "o p", 9, {at(a="x"): 7, at(a="y"): None, at(a="z"): None}, NATURE)
    between = edition("between", "p q", 9, {})
    newest = edition("new", "q r", 9, {})

    assert "interval" in codes(publication(bad, between, newest))


def test_a_later_number_may_be_as_high_as_earlier_editions_make_it() -> None:
    first = edition("9m", "p", 9, {at(a="x"): 3, at(a="y"): None, at(a="z"): None}, NATURE)
    year = edition("year", "p q", 15, {at(a="x"): None, at(a="y"): None, at(a="z"): None}, NATURE)

    result = audit(publication(first, year))

    assert result.findings == ()
    assert result.intervals[at(a="x")] == (3, 9)


def test_the_difference_of_two_editions_is_found() -> None:
    first = edition("9m", "p", 9, {at(a="x"): 3, at(a="y"): None, at(a="z"): None}, NATURE)
    year = edition("year", "p q", 15, {at(a="x"): 4, at(a="y"): None, at(a="z"): None}, NATURE)

    found = audit(publication(first, year)).findings

    assert [(f.code, f.edition, f.at, f.params["atoms"]) for f in found] == [
        ("derived_exact", "year", at(a="x"), ("q",))
    ]


def test_the_difference_of_two_editions_may_hold_several_pieces() -> None:
    first = edition("q1", "p", 9, {at(a="x"): 3, at(a="y"): None, at(a="z"): None}, NATURE)
    half = edition("half", "p q", 15, {})
    year = edition("year", "p q r", 30, {at(a="x"): 5, at(a="y"): None, at(a="z"): None}, NATURE)

    found = audit(publication(first, half, year)).findings

    assert ("derived_exact", at(a="x"), ("q", "r")) in {
        (f.code, f.at, f.params.get("atoms")) for f in found
    }


def test_merged_categories_are_compared_by_their_leaves() -> None:
    merged = dimension("a", "sensitive", "x rest:y+z")
    first = edition("9m", "p", 12, {at(a="x"): 4, at(a="y"): 4, at(a="z"): 4}, NATURE)
    year = edition("year", "p q", 24, {at(a="x"): 14, at(a="rest"): 10}, merged)

    found = audit(publication(first, year, dimensions=(merged,))).findings

    assert [(f.code, f.at) for f in found] == [("derived_exact", at(a="rest"))]


def test_an_answer_that_is_offered_no_more_counts_as_unknown() -> None:
    newer = dimension("a", "sensitive", "x y", unknown="y")
    first = edition("9m", "p", 12, {at(a="x"): 4, at(a="y"): 4, at(a="z"): 4}, NATURE)
    year = edition("year", "p q", 24, {at(a="x"): 8, at(a="y"): 16}, newer)
    rows = {("x", "p"): 4, ("y", "p"): 4, ("z", "p"): 4, ("x", "q"): 4, ("y", "q"): 8}

    released = publication(first, year, dimensions=(newer,))

    assert codes(released, Facts(columns=("a", ATOM), rows=rows)) == []
