"""What the protector promises, held against lists of all tables and of all patterns."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.statistics.full_cross import Attack, FullCross, TooManyTablesError
from tests.statistics.instances import Instance, random_instance
from vertrouwen.statistics import suppress
from vertrouwen.statistics.audit import audit
from vertrouwen.statistics.count import ATOM, Facts, count
from vertrouwen.statistics.explain import why_withheld
from vertrouwen.statistics.protect import RefusedError, protect, secret_weight
from vertrouwen.statistics.release import Edition, Figure, Policy, Publication
from vertrouwen.statistics.scheme import At, Category, Dimension, Scheme, at_cell

seeds = st.integers(100_000, 10**9)
exactly = settings(
    deadline=None,
    derandomize=True,
    max_examples=30,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)


def released(instance: Instance, **changes: object) -> Edition:
    """Protect an instance; what is refused is no example."""
    try:
        return instance.protected(**changes)
    except RefusedError:
        assume(False)
        raise


def cross_of(instance: Instance, edition: Edition) -> FullCross:
    return FullCross(instance.publication(edition), instance.facts, instance.scheme.structural)


# -- random instances --------------------------------------------------------------------------


@exactly
@given(seeds)
def test_no_shown_figure_is_small_and_every_one_is_true(seed: int) -> None:
    instance = random_instance(seed)
    edition = released(instance)

    for figure in edition.figures:
        if figure.value is not None:
            assert figure.value == instance.counts[figure.at]
            assert not instance.policy.is_small(figure.value)
    assert edition.total == instance.counts[()]
    assert [f.at for f in edition.figures] == [c for c in instance.scheme.cells if c]


@exactly
@given(seeds)
def test_the_audit_finds_nothing_in_a_release(seed: int) -> None:
    instance = random_instance(seed)

    found = audit(instance.publication(released(instance)), instance.facts)

    assert found.findings == ()


@settings(exactly, max_examples=80)
@given(seeds)
def test_no_list_of_all_tables_gives_a_withheld_figure_away(seed: int) -> None:
    instance = random_instance(seed, "tiny")
    edition = released(instance)
    try:
        assert Attack(cross_of(instance, edition)).violations() == []
    except TooManyTablesError:
        assume(False)


def with_withheld(instance: Instance, edition: Edition, hidden: set[At]) -> Edition:
    """Return an edition with another pattern."""
    figures = tuple(
        f
        if f.is_structural
        else replace(f, value=None if f.at in hidden else instance.counts[f.at])
        for f in edition.figures
    )
    return replace(edition, figures=figures)


def cheapest(instance: Instance, edition: Edition, forced: set[At], most: float) -> float | None:
    """Return what the cheapest safe pattern costs, by trying every one below `most`."""
    free = [f.at for f in edition.figures if not f.is_structural and f.at not in forced]
    cost = sum(instance.weight(at) for at in forced)
    everything = cross_of(instance, with_withheld(instance, edition, {*forced, *free}))
    tables = everything.tables(everything.all_stated, 20_000)
    sums = {at: everything.sums(tables, everything.mask(edition, at)) for at in free}
    patterns = (set(chosen) for n in range(len(free) + 1) for chosen in combinations(free, n))
    best: float | None = None
    for chosen in patterns:
        price = cost + sum(instance.weight(at) for at in chosen)
        if price >= min(most, most if best is None else best) - 1e-6:
            continue
        fits = np.ones(len(tables), dtype=bool)
        for at in free:
            if at not in chosen:
                fits &= sums[at] == instance.counts[at]
        made = with_withheld(instance, edition, forced | chosen)
        attack = Attack(cross_of(instance, made), tables[fits])
        if not attack.violations(insiders=False):
            best = price
    return best


@settings(exactly, max_examples=40)
@given(seeds)
def test_no_cheaper_pattern_is_safe(seed: int) -> None:
    instance = random_instance(seed, "tiny")
    edition = released(instance)
    assume(instance.policy.zeros_small and not instance.policy.known_stays_known)
    forced = {
        f.at
        for f in edition.figures
        if f.is_withheld and instance.policy.is_small(instance.counts[f.at])
    }
    assume(len(edition.figures) - len(forced) <= 9)
    price = sum(map(instance.weight, edition.withheld))
    try:
        assert cheapest(instance, edition, forced, price) is None
    except TooManyTablesError:
        assume(False)


@exactly
@given(seeds)
def test_what_is_refused_for_the_ledger_could_be_shown_in_no_pattern(seed: int) -> None:
    instance = random_instance(seed, "tiny")
    # A calendar prints pieces of the period as cells: the engine protects them as pieces as well.
    assume(not any(d.is_calendar for d in instance.scheme.dimensions))
    # Nor does it ask less beside a band, unless what was seen stays known.
    assume(all(edition.tables for edition in instance.before))
    try:
        instance.protected()
    except RefusedError as refused:
        assume(refused.code == "ledger_tells")
    else:
        assume(False)
    bare = Edition(
        id="newest",
        atoms=instance.atoms,
        total=instance.counts[()],
        tables=instance.scheme.tables,
        figures=tuple(Figure(at=c, value=None) for c in instance.scheme.cells if c),
        categories=instance.scheme.categories,
        calendars=frozenset(d.name for d in instance.scheme.dimensions if d.is_calendar),
    )
    try:
        assert Attack(cross_of(instance, bare)).violations(insiders=False)
    except TooManyTablesError:
        assume(False)


@settings(exactly, max_examples=25)
@given(seeds, st.randoms(use_true_random=False))
def test_the_order_of_the_reports_says_nothing(seed: int, dice: object) -> None:
    instance = random_instance(seed)
    rows = list(instance.facts.rows.items())
    dice.shuffle(rows)  # type: ignore[attr-defined]

    edition = released(instance)

    again = replace(instance, facts=replace(instance.facts, rows=dict(rows)))

    assert again.protected() == edition


# -- weights -----------------------------------------------------------------------------------

NATURE = Dimension(
    name="a",
    roles=frozenset({"sensitive"}),
    categories=tuple(Category(code=c, leaves=frozenset({c})) for c in "wxyz"),
)
UNIT = Dimension(
    name="b",
    roles=frozenset({"identifying"}),
    categories=tuple(Category(code=c, leaves=frozenset({c})) for c in "klm"),
)
SCHEME = Scheme(dimensions=(NATURE, UNIT), tables=(("a", "b"),))
POLICY = Policy(threshold=3, insider=1)
ROWS = dict(
    zip(
        [(a, b, "p") for a in "wxyz" for b in "klm"],
        (9, 8, 1, 7, 5, 6, 6, 9, 7, 5, 8, 4),
        strict=True,
    )
)
FACTS = Facts(columns=("a", "b", ATOM), rows=ROWS)


def edition_of(facts: Facts = FACTS, scheme: Scheme = SCHEME, **changes: object) -> Edition:
    asked: dict[str, object] = {"edition_id": "e", "atoms": frozenset("p")}
    return protect(scheme, POLICY, facts, **(asked | changes))  # type: ignore[arg-type]


def test_the_same_seed_gives_the_same_pattern_and_another_one_may_not() -> None:
    patterns = {
        edition_of(weight=secret_weight(bytes([n]), "e")).withheld for n in range(8) for _ in "ab"
    }

    assert 1 < len(patterns) <= 8
    assert len({sum(map(secret_weight(b"s", "e"), SCHEME.cells)) for _ in range(3)}) == 1


def test_secret_weights_look_at_the_cell_and_the_edition_only() -> None:
    weight, other = secret_weight(b"seed", "2025"), secret_weight(b"seed", "2026")

    for cell in SCHEME.cells[1:]:
        level = 8.0 if len(cell) == 1 else 1.0
        assert 0.8 * level <= weight(cell) <= 1.2 * level
        assert weight(cell) != other(cell)


# -- refusals ----------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_small_total_is_refused(number: int) -> None:
    facts = Facts(columns=FACTS.columns, rows={("w", "k", "p"): number} if number else {})

    with pytest.raises(RefusedError) as refused:
        edition_of(facts)

    assert refused.value.code == "total_small"


def test_one_late_report_is_refused_and_the_piece_is_named() -> None:
    first = edition_of()
    facts = replace(FACTS, rows={**ROWS, ("z", "m", "late"): 1})

    with pytest.raises(RefusedError) as refused:
        edition_of(facts, edition_id="again", atoms=frozenset({"p", "late"}), ledger=(first,))

    assert refused.value.code == "ledger_tells"
    assert refused.value.params["atoms"] == {"late"}
    assert refused.value.cells


def test_an_edition_that_does_not_fit_the_facts_is_refused_and_named() -> None:
    first = edition_of()
    stated = next(f for f in first.figures if f.value is not None)
    wrong = replace(stated, value=(stated.value or 0) + 1)
    figures = tuple(wrong if f is stated else f for f in first.figures)

    with pytest.raises(RefusedError) as refused:
        edition_of(edition_id="again", ledger=(replace(first, figures=figures),))

    assert refused.value.code == "ledger_contradicts"
    assert refused.value.params["edition"] == "e"
    assert refused.value.cells == (stated.at,)


def test_who_cancels_is_obeyed_at_once() -> None:
    calls = []

    def pause() -> None:
        calls.append(1)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        edition_of(pause=pause)
    assert len(calls) == 1


def test_a_choice_that_takes_too_long_gives_a_dearer_pattern_that_protects(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    instances = [random_instance(seed) for seed in range(20)]
    cheapest = [weight_withheld(instance) for instance in instances]
    monkeypatch.setattr(suppress, "NEARLY_SECONDS", 0.0)
    monkeypatch.setattr(suppress, "CHEAPEST_SECONDS", 0.0)

    hurried = [weight_withheld(instance) for instance in instances]

    assert [h is None for h in hurried] == [c is None for c in cheapest]
    pairs = [(h, c) for h, c in zip(hurried, cheapest, strict=True) if h and c]
    assert all(h >= c - 1e-6 for h, c in pairs)
    assert any(h > c + 1e-6 for h, c in pairs)


def weight_withheld(instance: Instance) -> float | None:
    """Protect an instance; the weight of what is withheld, None where it is refused."""
    try:
        edition = instance.protected()
    except RefusedError:
        return None
    assert audit(instance.publication(edition), instance.facts).findings == ()
    return sum(map(instance.weight, edition.withheld))


def test_ten_thousand_reports_take_no_longer_than_forty() -> None:
    rows = {key: n * 130 for key, n in ROWS.items() if n > 1}
    facts = replace(FACTS, rows={**rows, ("w", "m", "p"): 1})

    edition = edition_of(facts)

    assert edition.total is not None and edition.total > 9_000
    assert len(edition.withheld) <= 6
    publication = Publication(policy=POLICY, dimensions=SCHEME.dimensions, editions=(edition,))
    assert audit(publication, facts).findings == ()


# -- why ---------------------------------------------------------------------------------------


def why(edition: Edition, at: At, facts: Facts = FACTS, ledger: tuple[Edition, ...] = ()) -> object:
    return why_withheld(SCHEME, POLICY, facts, edition, ledger, at)


def test_a_small_figure_is_withheld_because_it_is_small() -> None:
    reason = why(edition_of(), at_cell({"a": "w", "b": "m"}))

    assert reason is not None and reason.kind == "small"  # type: ignore[attr-defined]


def test_every_other_figure_protects_one_that_it_would_give_away() -> None:
    edition = edition_of()
    counts = count(FACTS, SCHEME)
    others = [at for at in edition.withheld if counts[at] >= 3]
    assert others

    for at in others:
        reason = why_withheld(SCHEME, POLICY, FACTS, edition, (), at)
        assert reason is not None and reason.kind == "protects"
        assert reason.protects in edition.withheld
        figures = tuple(replace(f, value=counts[at]) if f.at == at else f for f in edition.figures)
        shown = replace(edition, figures=figures)
        publication = Publication(policy=POLICY, dimensions=SCHEME.dimensions, editions=(shown,))
        found = {f.at for f in audit(publication, FACTS).findings}
        assert reason.protects in found


def test_what_only_an_earlier_edition_gives_away_is_history() -> None:
    scheme = Scheme(dimensions=(NATURE,), tables=(("a",),))
    numbers = {("w", "p"): 9, ("x", "p"): 8, ("y", "p"): 7, ("z", "p"): 6}
    later = {("w", "q"): 1, ("x", "q"): 5, ("y", "q"): 6, ("z", "q"): 7}
    facts = Facts(columns=("a", ATOM), rows=numbers | later)
    first = edition_of(facts, scheme)
    year = edition_of(
        facts, scheme, edition_id="year", atoms=frozenset({"p", "q"}), ledger=(first,)
    )

    assert first.withheld == ()
    reasons = {at: why_withheld(scheme, POLICY, facts, year, (first,), at) for at in year.withheld}
    assert len(reasons) >= 2
    for at, reason in reasons.items():
        assert reason is not None, at
        assert (reason.kind, reason.edition, reason.scope) == ("history", "e", {"q"})
    assert {r.protects for r in reasons.values() if r} == {at_cell({"a": "w"})}
