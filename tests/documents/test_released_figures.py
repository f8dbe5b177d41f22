"""Released figures: every edition, every cell, in names that mean one thing only."""

from __future__ import annotations

import json
from itertools import product
from typing import Any

from tests.documents.released_figures import problems
from tests.documents.reports import edition_of_year, report, scheme
from vertrouwen.documents.figures import figures_json
from vertrouwen.documents.released_figures import Names, released_figures, released_figures_json
from vertrouwen.language import LANGUAGES
from vertrouwen.statistics.release import Edition, Figure, Policy, Publication
from vertrouwen.statistics.scheme import Category, Dimension, SensitiveSet


def unit(categories: dict[str, str], groups: dict[str, str] | None = None) -> Dimension:
    return Dimension(
        name="unit",
        roles=frozenset(["identifying"]),
        categories=tuple(Category(code=c, leaves=frozenset(x)) for c, x in categories.items()),
        groups=tuple(Category(code=c, leaves=frozenset(x)) for c, x in (groups or {}).items()),
    )


def edition_in(dimension: Dimension, name: str, values: dict[str, int | None]) -> Edition:
    return Edition(
        id=name,
        atoms=frozenset([name]),
        total=40,
        tables=((dimension.name,),),
        figures=tuple(Figure(at=(("unit", c),), value=v) for c, v in values.items()),
        categories={dimension.name: dimension.by_code},
    )


def publication(*editions: Edition, dimension: Dimension, **more: Any) -> Publication:
    return Publication(policy=Policy(), dimensions=(dimension,), editions=editions, **more)


def values(document: dict[str, Any], place: int) -> dict[str, Any]:
    (table,) = document["editions"][place]["tables"]
    return {cell["at"].get("unit", ""): cell["value"] for cell in table["cells"]}


def leaves_of(document: dict[str, Any], name: str) -> set[str]:
    (dimension,) = document["dimensions"]
    groups = {g["name"]: set(g["members"]) for g in dimension.get("groups", [])}
    return groups.get(name, {name})


def test_the_report_in_both_languages_is_what_the_format_says() -> None:
    for language in LANGUAGES:
        made = report(140, language=language, earlier=(edition_of_year(60, year=2024),))
        document = json.loads(figures_json(made))
        assert problems(document) == []
        assert [e["id"] for e in document["editions"]] == ["2024", "2025"]
        assert document["parameters"]["counting_unit"] == "contacten"


def test_every_cell_of_every_table_is_listed_margins_included() -> None:
    document = released_figures(report(60).publication)
    (edition,) = document["editions"]
    for table in edition["tables"]:
        offered = [(None, *scheme().dimension(n).by_code) for n in table["dimensions"]]
        wanted = [
            {n: c for n, c in zip(table["dimensions"], codes, strict=True) if c is not None}
            for codes in product(*offered)
        ]
        assert [cell["at"] for cell in table["cells"]] == wanted


def test_a_printed_interval_is_an_interval_and_a_stated_band_is_a_band() -> None:
    dimension = unit({"n": "a", "z": "b", "o": "c"})
    edition = edition_in(dimension, "2025", {"n": 30})
    figures = (
        *edition.figures,
        Figure(at=(("unit", "z"),), value=None, low=0, high=10),
        Figure(at=(("unit", "o"),), value=None, low=0, high=4, is_band=True),
    )
    made = Edition(**{**vars(edition), "figures": figures})
    (table,) = released_figures(publication(made, dimension=dimension))["editions"][0]["tables"]
    assert table["cells"][2:] == [
        {"at": {"unit": "z"}, "value": None, "interval": [0, 10]},
        {"at": {"unit": "o"}, "value": None, "band": [0, 4]},
    ]


def test_an_edition_of_few_states_its_own_band_and_nothing_else() -> None:
    few = Edition(
        id="2024", atoms=frozenset(["2024"]), total=None, tables=(), figures=(), categories={},
        threshold=3,
    )  # fmt: skip
    dimension = unit({"n": "a", "z": "b"})
    newer = edition_in(dimension, "2025", {"n": 30, "z": 10})
    document = released_figures(publication(few, newer, dimension=dimension))
    band = {"at": {}, "value": None, "band": [0, 2]}
    assert document["editions"][0] == {
        "id": "2024", "atoms": ["2024"], "total": None,
        "tables": [{"dimensions": [], "cells": [band]}],
    }  # fmt: skip
    assert problems(document) == []


def test_a_report_of_few_says_in_the_file_what_its_page_says() -> None:
    document = json.loads(figures_json(report(3)))
    (table,) = document["editions"][-1]["tables"]
    assert table["cells"] == [{"at": {}, "value": None, "band": [0, 4]}]


def test_a_cell_that_cannot_exist_says_so() -> None:
    dimension = unit({"n": "a", "z": "b"})
    edition = edition_in(dimension, "2025", {"n": 40})
    nowhere = Figure(at=(("unit", "z"),), value=None, is_structural=True)
    made = Edition(**{**vars(edition), "figures": (*edition.figures, nowhere)})
    (table,) = released_figures(publication(made, dimension=dimension))["editions"][0]["tables"]
    assert table["cells"][-1] == {"at": {"unit": "z"}, "value": None, "structural": True}


def test_categories_that_were_merged_later_are_groups_of_the_earlier_ones() -> None:
    before, after = unit({"n": "a", "z": "b", "o": "c"}), unit({"nz": "ab", "o": "c"})
    document = released_figures(
        publication(
            edition_in(before, "2024", {"n": 20, "z": 12, "o": 8}),
            edition_in(after, "2025", {"nz": 30, "o": 10}),
            dimension=after,
        )
    )
    assert problems(document) == []
    assert leaves_of(document, "nz") == {"n", "z"}
    assert values(document, 0) == {"": 40, "n": 20, "z": 12, "o": 8}
    assert values(document, 1) == {"": 40, "nz": 30, "o": 10}


def test_a_unit_that_was_renamed_is_one_category() -> None:
    before, after = unit({"old": "a", "o": "b"}), unit({"new": "a", "o": "b"})
    document = released_figures(
        publication(
            edition_in(before, "2024", {"old": 30, "o": 10}),
            edition_in(after, "2025", {"new": 25, "o": 15}),
            dimension=after,
        )
    )
    assert [d["categories"] for d in document["dimensions"]] == [["new", "o"]]
    assert values(document, 0) == {"": 40, "new": 30, "o": 10}


def test_one_name_for_two_sets_of_answers_becomes_two_names() -> None:
    before, after = unit({"n": "a", "rest": "bc"}), unit({"n": "a", "b": "b", "rest": "c"})
    document = released_figures(
        publication(
            edition_in(before, "2024", {"n": 20, "rest": 20}),
            edition_in(after, "2025", {"n": 20, "b": 10, "rest": 10}),
            dimension=after,
        )
    )
    assert problems(document) == []
    assert values(document, 0) == {"": 40, "n": 20, "rest (2024)": 20}
    assert leaves_of(document, "rest (2024)") == {"b", "rest"}
    assert values(document, 1)["rest"] == 10


def test_answers_that_no_edition_printed_alone_are_implicit() -> None:
    before, after = unit({"x": "ab", "y": "cd"}), unit({"p": "bc", "q": "ad"})
    document = released_figures(
        publication(
            edition_in(before, "2024", {"x": 20, "y": 20}),
            edition_in(after, "2025", {"p": 20, "q": 20}),
            dimension=after,
        )
    )
    assert problems(document) == []
    (dimension,) = document["dimensions"]
    assert len(dimension["categories"]) == 4
    assert dimension["implicit"] == dimension["categories"]
    assert len(leaves_of(document, "p") & leaves_of(document, "x")) == 1


def test_a_group_of_one_category_keeps_its_own_name() -> None:
    dimension = unit({"n": "a", "z": "b"}, {"one": "a"})
    edition = edition_in(dimension, "2025", {"n": 20, "z": 20, "one": 20})
    document = released_figures(publication(edition, dimension=dimension))
    assert values(document, 0) == {"": 40, "n": 20, "z": 20, "one": 20}
    assert leaves_of(document, "one") == {"n"}


def test_figures_given_by_hand_list_only_what_was_said() -> None:
    dimension = unit({"n": "a", "z": "b"})
    said = Edition(
        id="slide",
        atoms=frozenset(["2025-01"]),
        total=None,
        tables=(),
        figures=(Figure(at=(("unit", "n"),), value=9),),
        categories={"unit": dimension.by_code},
    )
    (edition,) = released_figures(publication(said, dimension=dimension))["editions"]
    assert edition["total"] is None
    assert edition["tables"] == [
        {"dimensions": ["unit"], "cells": [{"at": {"unit": "n"}, "value": 9}]}
    ]


def test_a_total_given_by_hand_has_no_tables() -> None:
    said = Edition(
        id="mail", atoms=frozenset(["2025-01"]), total=12, tables=(), figures=(), categories={}
    )
    (edition,) = released_figures(publication(said, dimension=unit({"n": "a"})))["editions"]
    assert edition == {"id": "mail", "atoms": ["2025-01"], "total": 12, "tables": []}


def test_a_sensitive_set_is_made_of_categories_of_the_file() -> None:
    dimension = unit({"n": "ab", "z": "c"})
    chosen = SensitiveSet(dimension="unit", name="half", leaves=frozenset("bc"))
    document = released_figures(
        publication(
            edition_in(dimension, "2025", {"n": 20, "z": 20}),
            dimension=dimension,
            sensitive_sets=(chosen,),
        )
    )
    assert problems(document) == []
    (described,) = document["sensitive_sets"]
    assert "z" in described["categories"] and len(described["categories"]) == 2
    assert leaves_of(document, "n") & set(described["categories"])


def test_the_calendar_tells_the_atoms_of_every_category() -> None:
    made = report(140, earlier=(edition_of_year(60, year=2024),))
    calendar = json.loads(figures_json(made))["dimensions"][-1]
    atoms = [atom for parts in calendar["atoms"].values() for atom in parts]
    assert sorted(atoms) == sorted(e for x in made.publication.editions for e in x.atoms)


def test_codes_stand_where_no_names_are_given_and_a_generator_where_there_is_one() -> None:
    made = report(60).publication
    assert json.loads(released_figures_json(made, generator="x"))["generator"] == "x"
    assert "generator" not in released_figures(made)
    named = released_figures(made, names=Names(dimensions={"aard": "Aard"}))
    assert [d["name"] for d in named["dimensions"]][:2] == ["soort", "Aard"]


def test_the_same_publication_gives_the_same_bytes() -> None:
    assert figures_json(report(60)) == figures_json(report(60))
