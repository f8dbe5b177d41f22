"""The tables of the report hang together before anything is counted."""

from __future__ import annotations

import pytest

from tests.statistics.schemes import HALF_YEAR, SCHOOL_YEAR, VOCABULARY, YEAR, random_cases
from vertrouwen.domain.organisation import Period
from vertrouwen.services.report_scheme import (
    counted_facts,
    nature_or_track,
    report_labels,
    report_scheme,
    tables_document,
)
from vertrouwen.statistics.count import count
from vertrouwen.statistics.scheme import Category, Dimension, Scheme, Table


def dimension(*leaves: str) -> Dimension:
    return Dimension(name="d", role="sensitive", leaves=leaves)


def category(code: str, *leaves: str) -> Category:
    return Category(code=code, leaves=frozenset(leaves))


def table(name: str, *levels: tuple[Category, ...]) -> Table:
    return Table(name=name, dimension="d", levels=levels)


@pytest.mark.parametrize("period", [YEAR, SCHOOL_YEAR, HALF_YEAR])
@pytest.mark.parametrize("unit", ["meldingen", "contacten"])
def test_every_code_of_the_practice_has_one_place_in_every_level(unit: str, period: Period) -> None:
    scheme = report_scheme(VOCABULARY, unit, period)
    assert [t.name for t in scheme.tables][1:] == [
        "spoor", "aard", "rol", "relatie", "kanaal", "kwartaal", "stap", "uitkomst",
    ]  # fmt: skip
    for lists, dimensions in {"nature": "aard", "role": "rol", "chosen_step": "stap"}.items():
        leaves = set(scheme.dimension(dimensions).leaves)
        assert {code.code for code in VOCABULARY[lists]} <= leaves


def test_every_table_and_category_has_a_name_in_both_languages() -> None:
    for language in ("nl", "en"):
        labels = report_labels(language)
        for unit in ("meldingen", "contacten"):
            scheme = report_scheme(VOCABULARY, unit, YEAR)
            assert {t.name for t in scheme.tables} <= set(labels.titles)
            for d in scheme.dimensions:
                if d.name != "kwartaal":
                    for code in scheme.categories(d.name):
                        assert labels.categories[d.name, code].strip()


def test_two_categories_that_hold_different_cases_never_read_the_same() -> None:
    for language in ("nl", "en"):
        labels = report_labels(language).categories
        for name, entry in tables_document()["dimension"].items():
            words = [labels[name, code] for code in entry["category"]]
            assert len(words) == len(set(words))


def test_categories_that_overlap_are_refused() -> None:
    first = table("one", (category("ab", "a", "b"), category("c", "c")))
    second = table("two", (category("a", "a"), category("bc", "b", "c")))
    with pytest.raises(ValueError, match="overlap"):
        Scheme(dimensions=(dimension("a", "b", "c"),), tables=(first, second))


def test_a_level_that_forgets_an_answer_is_refused() -> None:
    forgetful = table("one", (category("a", "a"), category("b", "b")))
    with pytest.raises(ValueError, match="exactly one place"):
        Scheme(dimensions=(dimension("a", "b", "c"),), tables=(forgetful,))


def test_a_code_that_stands_for_two_sets_is_refused() -> None:
    first = table("one", (category("x", "a"), category("rest", "b", "c")))
    second = table("two", (category("x", "a", "b"), category("c", "c")))
    with pytest.raises(ValueError, match="two sets"):
        Scheme(dimensions=(dimension("a", "b", "c"),), tables=(first, second))


def test_every_case_counts_once_in_every_dimension() -> None:
    for seed in range(20):
        cases = random_cases(seed, 60)
        scheme = report_scheme(VOCABULARY, "contacten", YEAR)
        counts = count(counted_facts(cases, VOCABULARY, "contacten", YEAR), scheme)
        assert counts.total == 60
        for leaves in counts.leaves.values():
            assert sum(leaves.values()) == 60


def test_counting_reports_leaves_consultations_out() -> None:
    cases = random_cases(3, 200)
    scheme = report_scheme(VOCABULARY, "meldingen", YEAR)
    counts = count(counted_facts(cases, VOCABULARY, "meldingen", YEAR), scheme)
    assert counts.total == sum(case.kind in ("melding", "signaal") for case in cases) < 200


def test_a_case_of_which_only_the_track_is_known_counts_under_its_track() -> None:
    case = next(c for c in random_cases(1, 50) if c.nature is None and c.track == "integriteit")
    assert nature_or_track(case) == "spoor:integriteit"
    scheme = report_scheme(VOCABULARY, "contacten", YEAR)
    counts = count(counted_facts([case], VOCABULARY, "contacten", YEAR), scheme)
    track = next(t for t in scheme.tables if t.name == "spoor")
    shown = {c.code: counts.of("aard", c) for c in track.levels[0]}
    assert shown["integriteit"] == 1 and sum(shown.values()) == 1


def test_the_furthest_step_counts() -> None:
    base = random_cases(1, 1)[0]
    fields = {name: getattr(base, name) for name in base.__slots__}
    case = type(base)(**(fields | {"steps": ("formele_klacht", "geen", "zelf_aanspreken")}))
    facts = counted_facts([case], VOCABULARY, "contacten", YEAR)
    assert next(iter(facts.rows))[facts.columns.index("stap")] == "formele_klacht"


def test_a_code_that_the_list_does_not_know_counts_as_unknown() -> None:
    assert (
        Dimension(name="d", role="neutral", leaves=("a", "onbekend"), unknown="onbekend").leaf(
            "vreemd"
        )
        == "onbekend"
    )
    with pytest.raises(ValueError, match="not offered"):
        dimension("a", "b").leaf("vreemd")
