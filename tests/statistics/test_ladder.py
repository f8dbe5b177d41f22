"""The coarsening ladder ends where tables say something, and takes its rungs in their order."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from vertrouwen.statistics.count import ATOM, Facts, count
from vertrouwen.statistics.ladder import Family, LevelledDimension, propose
from vertrouwen.statistics.release import Policy
from vertrouwen.statistics.scheme import Category

POLICY = Policy(threshold=3, insider=1)
exactly = settings(deadline=None, derandomize=True)


def leaves(codes: str) -> tuple[Category, ...]:
    """Return categories from "w x+y": codes and their leaves."""
    return tuple(Category(code=c, leaves=frozenset(c.split("+"))) for c in codes.split())


FAMILY = Family(
    dimensions=(
        LevelledDimension(
            name="a",
            roles=frozenset({"sensitive"}),
            levels=(leaves("u v w x y z"), leaves("u+v w+x y+z"), leaves("u+v+w x+y+z")),
        ),
        LevelledDimension(
            name="b",
            roles=frozenset({"identifying"}),
            levels=(leaves("k l m n"), leaves("k+l m+n")),
            rung="unit",
        ),
        LevelledDimension(
            name="g", roles=frozenset({"identifying"}), levels=(leaves("i j"),), rung="personal"
        ),
        LevelledDimension(
            name="q",
            roles=frozenset({"identifying"}),
            levels=(leaves("1 2 3 4"), leaves("1+2 3+4")),
            rung="calendar",
            is_calendar=True,
        ),
    ),
    tables=(("a", "b"), ("a", "g"), ("a", "q")),
)
ORDER = ("calendar", "category", "unit", "crossing", "personal", "table")


def reports(number: int, dice: object) -> Facts:
    pick = dice.choice  # type: ignore[attr-defined]
    return Facts.of(
        ("a", "b", "g", ATOM),
        [(pick("uuuvwwxyz"), pick("kkkllmn"), pick("iij"), pick("1234")) for _ in range(number)],
    )


@settings(exactly, max_examples=15)
@given(st.sampled_from([6, 12, 25, 40, 60, 120]), st.randoms(use_true_random=False))
def test_the_ladder_ends_where_every_table_shows_half(number: int, dice: object) -> None:
    facts = reports(number, dice)

    proposal = propose(FAMILY, POLICY, facts, edition_id="e", atoms=frozenset("1234"))

    true = count(facts, proposal.scheme)
    for table in proposal.scheme.tables:
        cells = [c for c in proposal.scheme.cells if {n for n, _ in c} == set(table) and true[c]]
        shown = [c for c in cells if proposal.edition.by_cell[c].value is not None]
        assert 2 * len(shown) >= len(cells)
    kinds = [rung.kind for rung in proposal.rungs]
    assert set(kinds) <= set(ORDER)
    assert len(proposal.rungs) > 0 or number == 120


@settings(exactly, max_examples=10)
@given(st.sampled_from([12, 40]), st.randoms(use_true_random=False))
def test_a_level_that_was_chosen_stays(number: int, dice: object) -> None:
    family = replace(FAMILY, pinned={"a": 1, "b": 0})

    proposal = propose(
        family, POLICY, reports(number, dice), edition_id="e", atoms=frozenset("1234")
    )

    assert (proposal.levels["a"], proposal.levels["b"]) == (1, 0)
    assert not {"a", "b"} & {rung.subject for rung in proposal.rungs}


def test_the_first_rung_is_the_calendar_then_the_category() -> None:
    rows = {("u", "k", "i", "1"): 6, ("v", "l", "j", "2"): 2, ("w", "m", "i", "3"): 1}
    facts = Facts(columns=("a", "b", "g", ATOM), rows=rows)

    proposal = propose(FAMILY, POLICY, facts, edition_id="e", atoms=frozenset("1234"))

    kinds = [rung.kind for rung in proposal.rungs]
    assert kinds[0] == "calendar"
    assert kinds.index("calendar") < kinds.index("category")
    assert kinds == sorted(kinds, key=ORDER.index) or "crossing" in kinds


def test_plenty_of_reports_need_no_rung() -> None:
    rows = {(a, b, g, q): 4 for a in "uvwxyz" for b in "klmn" for g in "ij" for q in "1234"}
    facts = Facts(columns=("a", "b", "g", ATOM), rows=rows)

    proposal = propose(FAMILY, POLICY, facts, edition_id="e", atoms=frozenset("1234"))

    assert proposal.rungs == ()
    assert proposal.edition.withheld == ()
